"""Which districts a ZIP touches: sorted arrays, searched by bisection, as in `places.py`.

A ZIP that somebody typed is looked up and forgotten; nothing here keeps it.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from bot.domain.legislators import Body, District

#: ZIPs with the same first three digits are sorted in one place and lie near each other.
_PREFIX = 100


class ZipDistricts:
    """ZIP to districts. `like` names, for a ZIP without an area, the nearest one that has any."""

    def __init__(self, rows: Iterable[tuple[int, Sequence[District], int]]) -> None:
        self._zips = array("I")
        self._starts = array("I", [0])
        self._numbers = array("H")
        self._likes = array("I")
        self.districts: list[District] = []
        numbers: dict[District, int] = {}
        for code, districts, like in rows:
            self._zips.append(code)
            for district in districts:
                number = numbers.setdefault(district, len(numbers))
                if number == len(self.districts):
                    self.districts.append(district)
                self._numbers.append(number)
            self._starts.append(len(self._numbers))
            self._likes.append(like)

    def __len__(self) -> int:
        return len(self._zips)

    def __iter__(self) -> Iterator[tuple[int, tuple[District, ...], int]]:
        for at, code in enumerate(self._zips):
            yield code, self._at(at), self._likes[at]

    def of(self, code: int) -> tuple[District, ...]:
        """The districts that a ZIP with an area touches, in the order of the table."""
        at = bisect_left(self._zips, code)
        return self._at(at) if at < len(self._zips) and self._zips[at] == code else ()

    def like(self, code: int) -> int | None:
        """The ZIP whose districts are the best guess; None where it needs no guess, or has none."""
        at = bisect_left(self._zips, code)
        return (self._likes[at] or None) if self._has(at, code) else None

    def nearest_number(self, code: int) -> int | None:
        """For a ZIP that nobody knows: the next one by number that begins with the same three
        digits."""
        at = bisect_left(self._zips, code)
        near = [self._zips[spot] for spot in (at - 1, at) if 0 <= spot < len(self._zips)]
        near = [known for known in near if known // _PREFIX == code // _PREFIX]
        return min(near, key=lambda known: (abs(known - code), known), default=None)

    def zips_of(self, district: District) -> Iterator[int]:
        """Every ZIP that a district touches."""
        number = self.districts.index(district) if district in self.districts else -1
        for at, code in enumerate(self._zips):
            if number in self._numbers[self._starts[at] : self._starts[at + 1]]:
                yield code

    def _has(self, at: int, code: int) -> bool:
        return at < len(self._zips) and self._zips[at] == code

    def _at(self, at: int) -> tuple[District, ...]:
        found = self._numbers[self._starts[at] : self._starts[at + 1]]
        return tuple(self.districts[number] for number in found)


def header_of(lines: Iterable[str]) -> dict[str, str]:
    """What the comment lines at the top of a table say: `# source: …`; several are joined."""
    said: dict[str, str] = {}
    for line in lines:
        if not line.startswith("#"):
            break
        name, _, value = line.removeprefix("#").partition(":")
        name, value = name.strip(), value.strip()
        said[name] = f"{said[name]} {value}" if name in said else value
    return said


def parse_zip_districts(lines: Iterable[str]) -> ZipDistricts:
    """Read the lines of data/zip_districts.csv.gz: zip, districts (`MA-5 MA-7`), like."""
    known: dict[str, tuple[District, ...]] = {}
    return ZipDistricts(_house_rows(lines, known))


def _house_rows(
    lines: Iterable[str], known: dict[str, tuple[District, ...]]
) -> Iterator[tuple[int, tuple[District, ...], int]]:
    for line in lines:
        if not line[:1].isdigit():
            continue
        code, codes, like = line.split(",")
        districts = known.get(codes)
        if districts is None:
            districts = known[codes] = tuple(
                District(Body.US_HOUSE, each[:2], each[3:]) for each in codes.split()
            )
        yield int(code), districts, int(like or 0)


def parse_zip_state_districts(lines: Iterable[str]) -> ZipDistricts:
    """Read the lines of data/zip_state_districts.tsv.gz: zip, state, upper, lower (parted by `;`).

    A ZIP that crosses a state line has a line for each state.
    """
    return ZipDistricts((code, districts, 0) for code, districts in _state_rows(lines))


def _state_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[District]]]:
    known: dict[tuple[Body, str, str], District] = {}
    last, found = 0, list[District]()
    for line in lines:
        if not line[:1].isdigit():
            continue
        code, state, *chambers = line.split("\t")
        if int(code) != last:
            if last:
                yield last, found
            last, found = int(code), []
        for body, names in zip((Body.STATE_UPPER, Body.STATE_LOWER), chambers, strict=True):
            for name in names.split(";") if names else ():
                key = (body, state, name)
                district = known.get(key)
                if district is None:
                    district = known[key] = District(body, state, name)
                found.append(district)
    if last:
        yield last, found
