"""What a visitor of the public calendar asked for: a month, a kind, a place, a language.

All of it comes from an address that anybody may write, so that what can't be understood is left out
rather than refused; only a month that is none is no page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from bot.domain.event import Kind
from bot.domain.visible import visible
from bot.i18n import best_language, languages

_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
_LONGEST_PLACE = 100


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.month, 1)

    @property
    def code(self) -> str:
        """As it stands in addresses: `2026-12`."""
        return f"{self.year}-{self.month:02}"

    def plus(self, months: int) -> Month:
        """So many months later, or earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)


def month_of(day: date) -> Month:
    """The month that a day is in."""
    return Month(day.year, day.month)


def read_month(text: str) -> Month | None:
    """The month that was written; None where it is none."""
    found = _MONTH.fullmatch(text)
    return Month(int(found[1]), int(found[2])) if found else None


@dataclass(frozen=True, slots=True)
class Asked:
    """`language` was said in the address, else it is None."""

    month: Month | None = None
    kind: Kind | None = None
    place: str = ""
    language: str | None = None

    @property
    def filtered(self) -> bool:
        """Whether only a part of what there is was asked for."""
        return self.kind is not None or bool(self.place)

    def query(self, **other: str | None) -> str:
        """These wishes as the end of an address, some of them otherwise (None: without)."""
        wishes = {
            "kind": self.kind.value if self.kind else None,
            "place": self.place or None,
            "lang": self.language,
            **other,
        }
        said = urlencode({name: wish for name, wish in wishes.items() if wish})
        return f"?{said}" if said else ""


def asked_of(query: Mapping[str, str], month: Month | None = None) -> Asked:
    """What the address says."""
    kinds = {kind.value: kind for kind in Kind}
    language = query.get("lang", "")
    return Asked(
        month,
        kinds.get(query.get("kind", "")),
        visible(query.get("place", ""))[:_LONGEST_PLACE].strip(),
        language if language in languages() else None,
    )


def spoken(asked: Asked, accepted: str, fallback: str) -> str:
    """The language to answer in: that of the address, else the browser's first that we speak,
    else the server's."""
    wishes = [part.split(";")[0].strip() for part in accepted.split(",")][:20]
    return best_language(asked.language, *wishes, fallback)
