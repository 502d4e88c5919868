"""A table (CSV) as rows: any delimiter, any of the headers that people write."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.services.lists.cell_parts import is_formula
from bot.services.lists.cells import RowMaker
from bot.services.lists.headers import TOGETHER, Columns, map_headers
from bot.services.lists.rows import ReadRow, RowProblem, Seen, refused
from bot.services.lists.tables import Line, table_lines

#: How a cell of ours begins that would be a formula without it (see `csv_write.guarded`).
GUARDED = re.compile(r"'[\s'\"\u201c\u201d]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
#: The header need not stand on the first line: people write a title above it.
_LINES_ABOVE = 5
_MARKS = frozenset("'=+-@ \t\r\n\uff1d\uff0b\uff0d\uff20")


class Part(NamedTuple):
    """Every `of`th block of `size` records, the `first`th (from 0) to begin with: so several can
    read one table together. A repeated id is only noticed within a part."""

    first: int = 0
    of: int = 1
    size: int = 1000

    def has(self, record: int) -> bool:
        """Whether the record is in it, counted from 0."""
        return record // self.size % self.of == self.first


WHOLE = Part()


def read_csv(
    text: str,
    places: Places,
    notes: tuple[RowProblem, ...] = (),
    *,
    phones_verified: bool = True,
    part: Part = WHOLE,
) -> Iterator[ReadRow]:
    """The rows of a CSV text, after one with the notes about the whole file, if there are any (in
    the first part alone).

    Raises:
        BadInput: `lists_io.empty_file`, `lists_io.no_name_column` (`found`),
            `lists_io.open_quote` (`line`); the last also after rows have been given.
    """
    lines = table_lines(text)
    columns, header = _header(lines)
    if (notes or columns.notes) and not part.first:
        yield ReadRow(header, notes=(*notes, *columns.notes))
    maker = RowMaker(places, phones_verified=phones_verified)
    seen = Seen()
    pairs = [(field, at) for field, at in columns.at.items() if field not in columns.more]
    several = [(field, (columns.at[field], *more)) for field, more in columns.more.items()]
    width = columns.width
    for record, (number, cells) in enumerate(lines):
        if not part.has(record):
            continue
        if cells is None:
            yield ReadRow(number, problems=(RowProblem("lists_io.bad_quotes"),))
            continue
        if len(cells) > width and any(cells[width:]) and any(map(str.strip, cells[width:])):
            # A comma that isn't quoted: what follows it stands under the wrong headers.
            found = RowProblem("lists_io.too_many_cells", {"number": len(cells), "most": width})
            yield ReadRow(number, problems=(found,), cells=_cells(cells, pairs, several, []))
            continue
        formulas: list[RowProblem] = []
        row = maker.row(number, _cells(cells, pairs, several, formulas))
        if formulas:
            row = replace(row, entry=None, problems=(*formulas, *row.problems))
        if row.entry is not None:
            repeated = seen.problem(row.entry.id, number)
            if repeated is not None:
                row = refused(row, repeated)
        yield row


def _header(lines: Iterator[Line]) -> tuple[Columns, int]:
    refused: BadInput | None = None
    for number, cells in islice(lines, _LINES_ABOVE):
        if cells is None:
            raise BadInput("lists_io.open_quote", line=number)
        try:
            columns = map_headers(cells)
        except BadInput as error:
            refused = refused or error
            continue
        if len(columns.at) > 1 or len(cells) == 1:
            return columns, number
        refused = refused or BadInput("lists_io.no_name_column", found=", ".join(cells)[:200])
    raise refused or BadInput("lists_io.empty_file")


def _cells(
    cells: list[str],
    pairs: list[tuple[str, int]],
    several: list[tuple[str, tuple[int, ...]]],
    formulas: list[RowProblem],
) -> dict[str, str]:
    """What stands in our fields, empty ones left out, and the formulas among them."""
    found: dict[str, str] = {}
    count = len(cells)
    for field, at in pairs:
        typed = cells[at] if at < count else ""
        if typed and not typed.isspace():
            found[field] = typed if typed[0] not in _MARKS else _bare(field, typed, formulas)
    for field, spots in several:
        parts = [_bare(field, cells[s], formulas) for s in spots if s < count and cells[s].strip()]
        if parts:
            found[field] = "; ".join(parts) if field in TOGETHER else parts[0]
    return found


def _bare(field: str, typed: str, formulas: list[RowProblem]) -> str:
    """The cell without the apostrophe that an export put before it."""
    if GUARDED.match(typed):
        return typed[1:]
    if is_formula(typed):
        formulas.append(RowProblem("lists_io.formula", {"field": field, "typed": typed[:40]}))
    return typed
