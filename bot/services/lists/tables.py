"""Rows of a CSV file with the line each begins on, and a clear word where its quotes go wrong."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.errors import BadInput

DELIMITERS = ",;\t|"
_SEP = re.compile(r"\s*\"?sep=(.)\"?\s*(?:\r\n|\r|\n)", re.IGNORECASE)
_HEAD = 20_000


class Line(NamedTuple):
    """One record. `cells` is None where its quotes can't be read."""

    number: int
    cells: list[str] | None


def table_lines(text: str) -> Iterator[Line]:
    """The records of a CSV text, empty ones left out, in one pass.

    Raises:
        BadInput: `lists_io.open_quote` (`line`): a quote that is never closed, at the record in
            which it begins. It may be raised after records have been given.
    """
    first = 0
    found = _SEP.match(text)
    if found:
        text, first = text[found.end() :], 1
        delimiter = found[1]
    else:
        delimiter = delimiter_of(text)
    # A StringIO of it would take four bytes a letter.
    packed = io.BytesIO(text.encode("utf-8", "surrogatepass"))
    lines = io.TextIOWrapper(packed, "utf-8", "surrogatepass", newline="")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = first + 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # "unexpected end of data", "field larger than field limit": it swallowed the rest.
            if " expected after " not in str(error):
                raise BadInput("lists_io.open_quote", line=begins) from None
            yield Line(begins, None)
        else:
            if cells and (cells[0] or any(cells)):
                yield Line(begins, cells)
        begins = first + reader.line_num + 1


def delimiter_of(text: str) -> str:
    """The sign that parts the cells: of the likely ones, that which the first line has most of."""
    head = text[:_HEAD].lstrip("\r\n ")
    line = head.splitlines()[0] if head else ""
    bare = re.sub(r'"[^"]*"', "", line)
    counts = {sign: bare.count(sign) for sign in DELIMITERS}
    best = max(DELIMITERS, key=lambda sign: counts[sign])
    return best if counts[best] else ","
