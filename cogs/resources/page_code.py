"""What a page button remembers: which entries were found and how far they are, nothing more.

A custom_id holds 100 characters and must work after a restart. The words and the place somebody
searched for are not in it; the numbers of the entries are, in base 64, with the distance in
kilometres (a guide, capped at 4,094), so that the next page needs no new search.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Sequence

_DIGITS = string.ascii_letters + string.digits + "-_"
_VALUE = {digit: value for value, digit in enumerate(_DIGITS)}
_NUMBER_WIDTH = 4
_DISTANCE_WIDTH = 2
_WIDTH = _NUMBER_WIDTH + _DISTANCE_WIDTH
_UNKNOWN = 64**_DISTANCE_WIDTH - 1

#: Four pages: more does not fit a custom_id.
MAX_HITS = 12
PAGE_SIZE = 3
#: The greatest number that fits.
MAX_NUMBER = 64**_NUMBER_WIDTH - 1

Found = tuple[int, float | None]


#: Every two digits, by value.
_PAIRS = tuple(a + b for a in _DIGITS for b in _DIGITS)


def _value(digits: str) -> int:
    value = 0
    for digit in digits:
        value = value * 64 + _VALUE[digit]
    return value


def encode(found: Iterable[Found]) -> str:
    """The first `MAX_HITS` of (number, distance in km or None) as text.

    Raises:
        ValueError: a number beyond `MAX_NUMBER`.
    """
    pieces: list[str] = []
    for number, distance in list(found)[:MAX_HITS]:
        if not 0 <= number <= MAX_NUMBER:
            raise ValueError("entry number out of range")
        far = _UNKNOWN if distance is None else min(_UNKNOWN - 1, max(0, round(distance)))
        pieces += (_PAIRS[number >> 12], _PAIRS[number & 4095], _PAIRS[far])
    return "".join(pieces)


def decode(text: str) -> list[Found]:
    """The pairs again; whatever is not whole at the end is left out."""
    found: list[Found] = []
    for at in range(0, len(text) - _WIDTH + 1, _WIDTH):
        piece = text[at : at + _WIDTH]
        far = _value(piece[_NUMBER_WIDTH:])
        found.append((_value(piece[:_NUMBER_WIDTH]), None if far == _UNKNOWN else float(far)))
    return found


def page_of(found: Sequence[Found], page: int) -> Sequence[Found]:
    """The entries of a page, pages counted from 0."""
    return found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]


def page_count(total: int) -> int:
    """How many pages so many entries fill."""
    return max(1, -(-total // PAGE_SIZE))
