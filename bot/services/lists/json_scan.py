"""The records of a JSON text one by one, each with the line it begins on.

A file of organizations is mostly one long array; it is gone through element by element, so that
a record can be named by its line and the whole need not be held as objects.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple, NoReturn

from bot.domain.errors import BadInput

_BLANK = re.compile(r"[ \t\r\n]*")


class Record(NamedTuple):
    """A record and the line it begins on (from 1)."""

    line: int
    value: Any


def _no_constant(text: str) -> NoReturn:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


class _Scan:
    """A place in a text, and the line it is on."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self._blank(0)
        self._line, self._counted = 1, 0

    def _blank(self, at: int) -> int:
        found = _BLANK.match(self.text, at)
        return found.end() if found else at

    def line(self) -> int:
        self._line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self._line

    def peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> bool:
        if self.peek() != sign:
            return False
        self.at = self._blank(self.at + 1)
        return True

    def value(self) -> Any:
        """The value that begins here.

        Raises:
            BadInput: `lists_io.bad_json` (`line`, `column`), `lists_io.too_deep` (`line`).
        """
        try:
            value, end = _DECODER.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            raise BadInput("lists_io.bad_json", line=error.lineno, column=error.colno) from None
        except RecursionError:
            raise BadInput("lists_io.too_deep", line=self.line()) from None
        except ValueError:  # NaN, or a number of ten thousand digits
            raise BadInput("lists_io.bad_json", line=self.line(), column=1) from None
        self.at = self._blank(end)
        return value

    def refuse(self) -> NoReturn:
        line = self.line()
        column = self.at - self.text.rfind("\n", 0, self.at)
        raise BadInput("lists_io.bad_json", line=line, column=column)

    def end(self) -> None:
        """Nothing may follow."""
        if self.at < len(self.text):
            self.refuse()

    def elements(self) -> Iterator[Record]:
        """The elements of the array that begins here."""
        self.take("[")
        if self.take("]"):
            return
        while True:
            line = self.line()
            yield Record(line, self.value())
            if self.take("]"):
                return
            if not self.take(","):
                self.refuse()

    def key(self) -> str:
        if self.peek() != '"':
            self.refuse()
        key = self.value()
        if not self.take(":"):
            self.refuse()
        return str(key)


class Whole(NamedTuple):
    """A JSON object: its arrays, record by record, and what else stands in it."""

    line: int
    arrays: dict[str, list[Record]]
    plain: dict[str, Any]

    def as_one(self) -> Record:
        """The object as a single record again."""
        lists = {key: [record.value for record in held] for key, held in self.arrays.items()}
        return Record(self.line, {**self.plain, **lists})


def scan(text: str) -> Iterator[Record] | Whole:
    """The records of an array one by one, or the whole of an object.

    Raises:
        BadInput: `lists_io.bad_json` (`line`, `column`), `lists_io.too_deep` (`line`); of an array
            also after records have been given.
    """
    place = _Scan(text)
    if place.peek() == "[":
        return _array(place)
    line = place.line()
    if place.peek() != "{":
        place.refuse()
    arrays: dict[str, list[Record]] = {}
    plain: dict[str, Any] = {}
    place.take("{")
    if not place.take("}"):
        while True:
            key = place.key()
            if place.peek() == "[":
                arrays[key] = list(place.elements())
            else:
                plain[key] = place.value()
            if place.take("}"):
                break
            if not place.take(","):
                place.refuse()
    place.end()
    return Whole(line, arrays, plain)


def _array(place: _Scan) -> Iterator[Record]:
    yield from place.elements()
    place.end()
