"""The words that times and series are written with, of all languages at once.

They stand in the catalogs (`when.typed_…`, alternatives between bars): somebody who speaks Spanish
types "sábado" in an English server too. The first alternative of a month or a weekday is how we
write it ourselves. Capitals and accents make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cache

from bot.domain.event_rule import NTHS
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import languages, t


class Kind(Enum):
    """What a word or a group of digits is."""

    WEEKDAY = auto()  # 0 is Monday
    MONTH = auto()
    NTH = auto()  # which of the month, from the front or from the back
    SHIFT = auto()  # so many days from today
    PART = auto()  # of the day: see `PARTS`
    CLOCK_WORD = auto()  # noon, midnight
    HALF = auto()  # 0 or 12: am, pm
    PAST_HOUR = auto()  # minutes after the hour that follows: "half past"
    PAST = auto()  # minutes after the hour that stands before: "y media"
    O_CLOCK = auto()
    THIS = auto()
    NEXT = auto()
    COMING = auto()  # "que viene", which stands behind
    UNIT = auto()  # minutes in it; days and more are negative: see `UNITS`
    IN = auto()
    FOR = auto()
    AND = auto()
    A = auto()  # "a", "un": one of what follows
    DASH = auto()
    BETWEEN = auto()
    AT = auto()
    FROM = auto()
    OF = auto()
    FILL = auto()
    EVERY = auto()
    REPEATS = auto()  # "weekly": a Freq
    EVERY_OTHER = auto()
    OTHER_WEEK = auto()
    MANY = auto()  # "Tuesdays"
    WEEKDAYS = auto()  # Monday to Friday, the weekend
    LAST_DAY = auto()
    UNTIL = auto()
    TIMES = auto()
    ONCE = auto()
    ZONE = auto()
    NUMBER = auto()
    ORDINAL = auto()  # a number that can only be a day of the month: 28th
    YEAR = auto()
    TIME = auto()
    DATE = auto()  # year, month, day
    SLASHED = auto()  # two numbers in either order, and perhaps a year
    OFFSET = auto()  # minutes from UTC
    UNKNOWN = auto()


#: Parts of the day: the hours (as typed) that may stand beside them before and after noon.
PARTS: dict[str, tuple[range, range]] = {
    "morning": (range(1, 12), range(0)),
    "small_hours": (range(1, 7), range(0)),
    "afternoon": (range(0), range(1, 9)),
    "evening": (range(0), range(4, 12)),
    "night": (range(1, 4), range(6, 12)),
}
#: Minutes; what a calendar counts instead of a clock is below zero: days, weeks, months, years.
UNITS = {"minute": 1, "hour": 60, "day": -1, "week": -7, "month": -30, "year": -365}
ZONES = {
    "eastern": "America/New_York", "central": "America/Chicago", "mountain": "America/Denver",
    "pacific": "America/Los_Angeles", "alaska": "America/Anchorage", "hawaii": "Pacific/Honolulu",
    "mexico": "America/Mexico_City", "utc": "UTC", "local": "",
}  # fmt: skip
_SHIFTS = {"yesterday": -1, "today": 0, "tomorrow": 1, "overmorrow": 2}
_CLOCKS = {"noon": 12 * 60, "midnight": 0}
_PAST = {"past_half": 30, "past_quarter": 15}
_PAST_HOUR = {"half_past": 30, "quarter_past": 15, "quarter_to": -15}
_WEEKS = {"workdays": (0, 1, 2, 3, 4), "weekend": (5, 6)}
_REPEATS = {"daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY", "yearly": "YEARLY"}
_PLAIN = {
    "o_clock": Kind.O_CLOCK, "this": Kind.THIS, "next": Kind.NEXT, "coming": Kind.COMING,
    "in": Kind.IN, "for": Kind.FOR, "and": Kind.AND, "a": Kind.A, "at": Kind.AT, "to": Kind.DASH,
    "between": Kind.BETWEEN, "from": Kind.FROM, "of": Kind.OF, "fill": Kind.FILL,
    "every": Kind.EVERY, "every_other": Kind.EVERY_OTHER, "other_week": Kind.OTHER_WEEK,
    "last_day": Kind.LAST_DAY, "until": Kind.UNTIL, "times": Kind.TIMES, "once": Kind.ONCE,
    "tonight": Kind.PART, "this_morning": Kind.PART,
}  # fmt: skip
NUMBERS = range(1, 13)

#: What the catalogs have words for (`when.typed_…`).
TYPED = (
    *WEEKDAYS, *(f"many_{code}" for code in WEEKDAYS),
    *(f"month_{n}" for n in range(1, 13)), *(f"nth_{n}" for n in NTHS),
    *(f"number_{n}" for n in NUMBERS), *_SHIFTS, *PARTS, *_CLOCKS, "am", "pm", *_PAST,
    *_PAST_HOUR, *UNITS, *_WEEKS, *_REPEATS, *_PLAIN, *(f"zone_{name}" for name in ZONES),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone that was named (empty: the server's own).

    `offset`: minutes from UTC where the name says them; `exact`: a city or an IANA name, which
    means that place and no other with the same clocks.
    """

    name: str
    offset: int | None = None
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase may stand for, and the only language it is of (empty: of several)."""

    kind: Kind
    value: object
    language: str = ""
    also: tuple[Kind, ...] = field(default=())


def even(text: str) -> str:
    """Lower case without accents, letter for letter: positions stay what they are.

    Only letters: half of "½" is not to become a 1.
    """
    return "".join(_even_letter(letter) for letter in text.translate(_ALIKE))


_ALIKE = {ord(dash): "-" for dash in "–—‐‑‒−"} | {0xA0: " ", 0x202F: " ", ord("’"): "'"}  # noqa: RUF001


def _even_letter(letter: str) -> str:
    if letter.isascii() or not letter.isalpha():
        return letter.lower() if len(letter.lower()) == 1 else letter
    plain = unicodedata.normalize("NFKD", letter.lower())[:1]
    return plain if plain.isascii() and plain.isalpha() else letter


def _named() -> Iterator[tuple[str, Kind, object]]:
    """The names of `TYPED` with what they mean; of what could be several things, the first."""
    yield from ((code, Kind.WEEKDAY, at) for at, code in enumerate(WEEKDAYS))
    yield from ((f"many_{code}", Kind.MANY, at) for at, code in enumerate(WEEKDAYS))
    yield from ((f"month_{n}", Kind.MONTH, n) for n in range(1, 13))
    yield from ((f"nth_{n}", Kind.NTH, n) for n in NTHS)
    yield from ((name, Kind.SHIFT, days) for name, days in _SHIFTS.items())
    yield from ((name, Kind.PART, name) for name in PARTS)
    yield from ((name, Kind.CLOCK_WORD, minutes) for name, minutes in _CLOCKS.items())
    yield from (("am", Kind.HALF, 0), ("pm", Kind.HALF, 12))
    yield from ((name, Kind.PAST, minutes) for name, minutes in _PAST.items())
    yield from ((name, Kind.PAST_HOUR, minutes) for name, minutes in _PAST_HOUR.items())
    yield from ((f"number_{n}", Kind.NUMBER, n) for n in NUMBERS)
    yield from ((name, Kind.UNIT, size) for name, size in UNITS.items())
    yield from ((name, Kind.WEEKDAYS, days) for name, days in _WEEKS.items())
    yield from ((name, Kind.REPEATS, freq) for name, freq in _REPEATS.items())
    yield from ((name, kind, name) for name, kind in _PLAIN.items())
    yield from ((f"zone_{name}", Kind.ZONE, Zone(zone)) for name, zone in ZONES.items())


@cache
def typed(name: str, language: str) -> tuple[str, ...]:
    """What may be typed for that in one language, as the catalog has it."""
    return tuple(t(f"when.typed_{name}", language).split("|"))


@cache
def meanings() -> dict[str, Meaning]:
    """What each phrase means, in any language."""
    found: dict[str, Meaning] = {}
    for name, kind, value in _named():
        for language in languages():
            for phrase in map(even, typed(name, language)):
                old = found.get(phrase)
                if old is None:
                    found[phrase] = Meaning(kind, value, language)
                elif (old.kind, old.value) == (kind, value):
                    found[phrase] = Meaning(kind, value)
                else:
                    found[phrase] = Meaning(old.kind, old.value, "", (*old.also, kind))
    return found


@cache
def phrases() -> re.Pattern[str]:
    """Any of them, longest first, where a word begins and ends."""
    words = sorted(meanings(), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) + r"(?![^\W_])" for word in words))
