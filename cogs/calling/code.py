"""Where somebody is in a round of calls or letters, as short as a custom_id needs it.

A card must work after a restart, so all it needs stands in its buttons: which campaigns, which
districts, whose turn it is, which office. Never the ZIP, nor a point on the map: those are held in
memory for a while (`bot/services/near_whom.py`), and `token` is where.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.legislators import District

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
#: A district of a state's chamber is named by so many digits of a checksum of its name.
_NAME_WIDTH = 4
#: More campaigns at once nobody reads out in one call.
MAX_CAMPAIGNS = 4
#: The greatest number of a campaign that fits.
MAX_NUMBER = 36**5 - 1
#: The most targets of one round, and the most offices of one target.
MAX_STEPS, MAX_OFFICES = 36**2, 20

#: Not asked yet, and left out by whoever was asked.
ASK, NONE = "?", "-"

CAMPAIGNS = r"(?P<campaigns>[0-9a-z.]{1,23})"
_SEAT = r"(?P<seat>(?:[A-Z]{2}|--)\.(?:\d{1,2}|[?-])(?:\.(?:[0-9a-z]{4}|[?-])){2})"
_AT = r"(?P<at>[0-9a-z]{3}[0-9a-z-][0-9a-z][msvc][le][0-9a-z]{1,4})"
_WHERE = r"(?P<token>[0-9a-z]{6}|-)"
#: What the template of a button holds; `Code.of` reads its groups.
CODE = f"{CAMPAIGNS}:{_SEAT}:{_AT}:{_WHERE}"
MODE = r"(?P<mode>call|write)"


def _base36(number: int, width: int = 1) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
    return digits.rjust(width, "0")


def short_name(district: District) -> str:
    """A district of a state's chamber, as a button says it."""
    name = f"{district.body.value}\t{district.state}\t{district.name}"
    return _base36(zlib.crc32(name.encode()) % 36**_NAME_WIDTH, _NAME_WIDTH)


def check_mark(target_id: str) -> str:
    """One letter of who it is: the data may have changed since the card was drawn."""
    return _base36(zlib.crc32(target_id.encode()) % 36)


def write_campaigns(numbers: Iterable[int]) -> str:
    """Campaigns as a button says them; "0" where there are none."""
    return ".".join(_base36(number) for number in numbers) or "0"


def read_campaigns(text: str) -> tuple[int, ...]:
    """The campaigns again."""
    numbers = (int(each, 36) for each in text.split(".") if each)
    return tuple(number for number in numbers if number)


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's districts: the number of a House district, checksums of the state's two. Each may
    be not asked yet, or left out. `state` is "--" where none is needed."""

    state: str = "--"
    house: str = NONE
    upper: str = NONE
    lower: str = NONE

    def __str__(self) -> str:
        return f"{self.state}.{self.house}.{self.upper}.{self.lower}"

    @classmethod
    def read(cls, text: str) -> Seat:
        """A seat again."""
        return cls(*text.split("."))

    @property
    def whole(self) -> bool:
        """Whether nothing is left to ask."""
        return ASK not in (self.house, self.upper, self.lower)

    @property
    def known(self) -> bool:
        """Whether there is a district that could be remembered."""
        return any(each not in (ASK, NONE) for each in (self.house, self.upper, self.lower))


@dataclass(frozen=True, slots=True)
class At:
    """Whose turn it is. `check` is a letter of who that was when the card was drawn; `office` which
    of their offices, None where there is none; `tried` those that were busy or wrong, as bits.
    `page`: which of several scripts; `variant`: m(ain), v(oicemail), s(upports), c(onstituent);
    `english`: the script in English."""

    step: int = 0
    check: str = "0"
    office: int | None = None
    page: int = 0
    variant: str = "m"
    english: bool = False
    tried: int = 0

    def __str__(self) -> str:
        office = "-" if self.office is None else _base36(self.office)
        speech = "e" if self.english else "l"
        place = f"{_base36(self.step, 2)}{self.check}{office}{_base36(self.page)}"
        return f"{place}{self.variant}{speech}{_base36(self.tried, 1)}"

    @classmethod
    def read(cls, text: str) -> At:
        """A turn again."""
        office = None if text[3] == "-" else int(text[3], 36)
        return cls(
            int(text[:2], 36),
            text[2],
            office,
            int(text[4], 36),
            text[5],
            text[6] == "e",
            int(text[7:], 36),
        )

    def next(self) -> At:
        """The next target, from the beginning."""
        return At(step=self.step + 1)


@dataclass(frozen=True, slots=True)
class Code:
    """All of it."""

    mode: str
    campaigns: tuple[int, ...]
    seat: Seat = Seat()
    at: At = At()
    token: str = NONE

    def __str__(self) -> str:
        return f"{write_campaigns(self.campaigns)}:{self.seat}:{self.at}:{self.token}"

    @classmethod
    def of(cls, match: re.Match[str]) -> Code:
        """What a button says."""
        return cls(
            match["mode"],
            read_campaigns(match["campaigns"]),
            Seat.read(match["seat"]),
            At.read(match["at"]),
            match["token"],
        )

    def button(self, verb: str) -> str:
        """The custom_id of a button: `call:did:contact:…`."""
        return f"{self.mode}:{verb}:{self}"

    def moved(self, at: At) -> Code:
        """The same round at another turn."""
        return replace(self, at=at)

    def seated(self, seat: Seat) -> Code:
        """The same round for other districts, from its beginning."""
        return replace(self, seat=seat, at=At())
