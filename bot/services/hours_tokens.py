"""Hours as editors type them, cut into pieces that mean something.

The words come from the catalogs (`hours.typed_…`), those of all languages at once: an editor who
speaks Spanish types "lunes" in an English server too. Capitals and accents make no difference.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import cache

from bot.domain.weekdays import WEEKDAYS
from bot.i18n import languages, show_date, t


class Kind(Enum):
    """What a piece is."""

    DAYS = auto()  # value: tuple of day codes
    NTH = auto()  # value: which of the month
    MONTH = auto()
    MONTH_DAYS = auto()  # value: tuple of days of the month
    TIME = auto()  # value: Clock
    ALL_DAY = auto()
    ALWAYS = auto()
    NEXT_DAY = auto()
    CLOSED = auto()
    DASH = auto()
    AND = auto()
    FILL = auto()
    NOTE = auto()  # value: what stands in parentheses
    DATE = auto()  # value: date
    INTERVAL = auto()  # value: (every so many, months?)
    COUNT = auto()  # value: how many times
    STARTING = auto()
    ENDING = auto()
    VALID_FROM = auto()
    VALID_TO = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class Clock:
    """A time as typed. `half` is 0 (am), 12 (pm) or None.

    `of_24`: surely counted to 24 (`17`, `09:00`, `9 h`); `long`: written like it (`10:00`).
    """

    hour: int
    minute: int
    half: int | None
    of_24: bool = False
    long: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """A piece, and where it stands in what was typed."""

    kind: Kind
    value: object
    start: int
    end: int


def even(text: str) -> str:
    """Lower case without accents, letter for letter: positions stay what they are."""
    return "".join(
        unicodedata.normalize("NFKD", letter.lower() if len(letter.lower()) == 1 else letter)[0]
        for letter in text.translate(_DASHES)
    )


_DASHES = {ord(dash): "-" for dash in "–—‐‑‒−"} | {0xA0: " ", 0x202F: " "}  # noqa: RUF001

_KINDS = {
    "closed": Kind.CLOSED, "always": Kind.ALWAYS, "all_day": Kind.ALL_DAY, "dash": Kind.DASH,
    "and": Kind.AND, "month": Kind.MONTH, "next_day": Kind.NEXT_DAY, "fill": Kind.FILL,
}  # fmt: skip
_DAY_GROUPS = {"daily": WEEKDAYS, "workdays": WEEKDAYS[:5], "weekend": WEEKDAYS[5:]}
#: Which of the month, from the front and from the back.
NTHS = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
_CLOCKS = {"noon": Clock(12, 0, 12), "midnight": Clock(0, 0, 0)}
_BEFORE_DATES = {
    "starting": Kind.STARTING, "ending": Kind.ENDING,
    "valid_from": Kind.VALID_FROM, "valid_to": Kind.VALID_TO,
}  # fmt: skip
#: What the catalogs have words for (`hours.typed_…`).
TYPED = (
    *WEEKDAYS, *_KINDS, *_DAY_GROUPS, *_CLOCKS, *_BEFORE_DATES, *(f"nth_{n}" for n in NTHS),
    "am", "pm", "night", "month_day", "every", "weeks", "months", "other_week", "times",
)  # fmt: skip
_PUNCTUATION = {"-": Kind.DASH, ",": Kind.AND, "&": Kind.AND, "/": Kind.AND, "+": Kind.AND}

_CLOCK = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2}))?(?!\d)"
    r"(?:\s*(?P<half>[ap])\.?\s?m\b\.?|(?P<short>[ap])(?![a-z])|\s*(?P<of24>hrs?\b\.?|hs?\b\.?))?"
)
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MONTH_FIRST = re.compile(r"([a-z]{3,})\.? (\d{1,2}),? (\d{4})(?!\d)")
_DAY_FIRST = re.compile(r"(\d{1,2}) (?:de )?([a-z]{3,})\.?(?: de| del)? (\d{4})(?!\d)")
_WORD = re.compile(r"[^\W\d_]+|\d+|\S")


def tokens(text: str) -> list[Token]:
    """The pieces of a text, in order."""
    folded, found, at = even(text), list[Token](), 0
    while at < len(text):
        if folded[at].isspace() or folded[at] in ":.":
            at += 1
            continue
        token = _next(text, folded, at, after_dash=bool(found) and found[-1].kind is Kind.DASH)
        found.append(token)
        at = token.end
    return found


def _next(text: str, folded: str, at: int, *, after_dash: bool) -> Token:
    if folded[at] == "(":
        end = _closing(folded, at)
        return Token(Kind.NOTE, text[at + 1 : end - 1].strip(), at, end)
    for token in _counted(folded, at):
        return token
    phrase = _phrases().match(folded, at)
    if phrase is not None:
        kind, value = _meanings()[phrase[0]]
        # "9 a 24 h" is a time, "24 h" alone a whole day.
        if not (after_dash and kind is Kind.ALL_DAY):
            return Token(kind, value, at, phrase.end())
    clock = _CLOCK.match(folded, at)
    if clock is not None:
        half = _half(clock["half"] or clock["short"])
        end = clock.end()
        later = _halves().match(folded, end)
        if half is None and later is not None:
            half, end = _meant_half(later[1], int(clock["hour"])), later.end()
        return Token(Kind.TIME, _clock(clock, half), at, end)
    if folded[at] in _PUNCTUATION:
        return Token(_PUNCTUATION[folded[at]], None, at, at + 1)
    word = _WORD.match(folded, at)
    return Token(Kind.UNKNOWN, None, at, word.end() if word else at + 1)


def _closing(text: str, at: int) -> int:
    """Behind the parenthesis that closes the one at `at`; the end where none does."""
    depth = 0
    for here in range(at, len(text)):
        depth += (text[here] == "(") - (text[here] == ")")
        if depth == 0:
            return here + 1
    return len(text)


def _half(letter: str | None) -> int | None:
    return None if letter is None else (12 if letter == "p" else 0)


def _meant_half(words: str, hour: int) -> int:
    """`12 at night` is midnight, `9 at night` the evening."""
    return 0 if words in _typed("am" if hour != 12 else "night") else 12


def _clock(found: re.Match[str], half: int | None) -> Clock:
    hour, minute = found["hour"], found["minute"]
    of_24 = bool(found["of24"]) or int(hour) > 12 or hour.startswith("0")
    return Clock(int(hour), int(minute or 0), half, of_24, bool(minute) and len(hour) == 2)


# --- what counts or dates -------------------------------------------------------------------


def _counted(folded: str, at: int) -> Iterator[Token]:
    """A date, "days 1, 15 of the month", "every 2 weeks", "10 times": what has numbers in it."""
    dated = _date(folded, at)
    if dated is not None:
        yield Token(Kind.DATE, dated[0], at, dated[1])
    days, every, times = _counting()
    if match := days.match(folded, at):
        numbers = re.findall(r"-?\d+|[a-z]+", match[1])
        known = [int(n) if n[-1].isdigit() else -1 for n in numbers if n not in _typed("and")]
        yield Token(Kind.MONTH_DAYS, tuple(known), at, match.end())
    if match := every.match(folded, at):
        months = match[2] in _typed("months")
        yield Token(Kind.INTERVAL, (int(match[1]), months), at, match.end())
    if match := times.match(folded, at):
        yield Token(Kind.COUNT, int(match[1]), at, match.end())


@cache
def _counting() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    number = rf"(?:-?\d{{1,2}}|{_any('nth_-1')})"
    between = rf"(?:\s*,\s*|\s+(?:{_any('and')})\s+)"
    return (
        re.compile(
            rf"(?:{_any('month_day')})\s+({number}(?:{between}{number})*)\s+(?:{_any('month')})\b"
        ),
        re.compile(rf"(?:{_any('every')})\s+(\d{{1,2}})\s+({_any('weeks')}|{_any('months')})\b"),
        re.compile(rf"(\d{{1,3}})\s+(?:{_any('times')})\b"),
    )


def _date(folded: str, at: int) -> tuple[date, int] | None:
    for pattern, order in ((_ISO, (1, 2, 3)), (_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1))):
        match = pattern.match(folded, at)
        if match is None:
            continue
        year, month, day = (match[group] for group in order)
        number = int(month) if month.isdigit() else _months().get(month[:3], 0)
        try:
            return date(int(year), number, int(day)), match.end()
        except ValueError:
            return None
    return None


@cache
def _months() -> dict[str, int]:
    """The months by the first three letters of their names, in each language."""
    found: dict[str, int] = {}
    for language in languages():
        for month in range(1, 13):
            name = re.sub(r"[^a-z]", "", even(show_date(date(2026, month, 1), language)))
            found[name[:3]] = month
    return found


# --- words ----------------------------------------------------------------------------------


@cache
def _typed(name: str) -> tuple[str, ...]:
    """What may be typed for that, in any language, longest first."""
    words = {
        even(word) for code in languages() for word in t(f"hours.typed_{name}", code).split("|")
    }
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _any(name: str) -> str:
    return "|".join(re.escape(word) for word in _typed(name))


@cache
def _halves() -> re.Pattern[str]:
    return re.compile(rf"\s*({_any('am')}|{_any('pm')}|{_any('night')})\b")


@cache
def _meanings() -> dict[str, tuple[Kind, object]]:
    """What each word or phrase means; where it could be several things, the one named last."""
    named: list[tuple[str, Kind, object]] = [(n, kind, None) for n, kind in _KINDS.items()]
    named += [(n, kind, None) for n, kind in _BEFORE_DATES.items()]
    # "from" and "until" are such only before a date (see `hours_typed.py`).
    named += [("fill", Kind.FILL, None), ("dash", Kind.DASH, None)]
    named += [(f"nth_{n}", Kind.NTH, n) for n in NTHS]
    named += [(n, Kind.DAYS, days) for n, days in _DAY_GROUPS.items()]
    named += [(code, Kind.DAYS, (code,)) for code in WEEKDAYS]
    named += [(n, Kind.TIME, clock) for n, clock in _CLOCKS.items()]
    named.append(("other_week", Kind.INTERVAL, (2, False)))
    return {word: (kind, value) for name, kind, value in named for word in _typed(name)}


@cache
def _phrases() -> re.Pattern[str]:
    """Any of them, longest first, where a word begins and ends."""
    words = sorted(_meanings(), key=lambda word: (-len(word), word))
    return re.compile("|".join(re.escape(word) + r"(?![^\W_])" for word in words))


def begins_a_date(folded: str) -> Kind | None:
    """What "from", "until" and the like mean with a date behind them."""
    for name, kind in _BEFORE_DATES.items():
        if folded in _typed(name):
            return kind
    return None
