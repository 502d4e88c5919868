"""From pieces to days, times and lengths. Whatever is none of these is named and refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NoReturn, cast

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.services.when.clocks import Time
from bot.services.when.day_phrases import DayPhrases
from bot.services.when.days import Day, ahead
from bot.services.when.time_phrases import TimePhrases
from bot.services.when.tokens import Token
from bot.services.when.words import Kind, Zone


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the day that stands by itself."""

    name: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long it takes, in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """So many minutes from now."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A dash, a "to" or an "and" that joins no two times. `sign`: a mere stroke."""

    kind: Kind
    text: str
    sign: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A number that may be a day or an hour."""

    value: int
    text: str


Element = Day | Time | Part | Length | Ahead | Mark | Number | Zone

_SERIES = {Kind.EVERY, Kind.EVERY_OTHER, Kind.OTHER_WEEK, Kind.REPEATS, Kind.MANY}
_FILLS = {Kind.FILL, Kind.AT, Kind.FROM, Kind.OF, Kind.BETWEEN}
#: What "in" may stand before.
_AFTER_IN = {Kind.MONTH, Kind.WEEKDAY, Kind.ORDINAL, Kind.DATE, Kind.FILL, Kind.THIS}


def refuse(key: str, text: str, language: str, *, example: str = "when.example") -> NoReturn:
    """Say what can't be read, in the person's own words (letters and digits of them only)."""
    word = " ".join(re.sub(r"[^\w\s:.,/'@&+–-]|_", " ", text).split())[:40]  # noqa: RUF001
    raise BadInput(key, word=word or "?", example=t(example, language))


class Scan:
    """Reads the pieces one after the other."""

    def __init__(
        self, found: Sequence[Token], today: date, language: str, orders: tuple[str, ...]
    ) -> None:
        self._found = found
        self._today = today
        self._language = language
        self._days = DayPhrases(found, today, orders, self._refuse)
        self._times = TimePhrases(found)
        self.elements: list[Element] = []

    def read(self) -> list[Element]:
        """All that was typed, in order.

        Raises:
            BadInput: a word is none we know; names it.
        """
        at = 0
        while at < len(self._found):
            at = self._step(at)
        return self.elements

    def _step(self, at: int) -> int:
        token = self._found[at]
        if token.kind is Kind.UNKNOWN:
            self._refuse("when.unknown_word", token)
        if token.kind in _SERIES:
            raise BadInput("when.series_here")
        readers: tuple[Callable[[int], int | None], ...] = (
            self._date, self._day, self._time, self._length, self._part, self._small,
        )  # fmt: skip
        for reader in readers:
            end = reader(at)
            if end is not None:
                return end
        return self._refuse("when.unclear_word", token)

    def _refuse(self, key: str, token: Token) -> NoReturn:
        refuse(key, token.text, self._language)

    # --- readers: each says where it ended, or None ---------------------------------------------

    def _date(self, at: int) -> int | None:
        """An ISO date, perhaps with its time and offset."""
        token = self._found[at]
        if token.kind is not Kind.DATE:
            return None
        day, clock, offset = cast("tuple[tuple[int, int, int], None, None]", token.value)
        self.elements.append(self._days.exact(day, token))
        if clock is not None:
            self.elements.append(Time(clock, token.text))
        if offset is not None:
            self.elements.append(Zone("UTC", offset))
        return at + 1

    def _time(self, at: int) -> int | None:
        found = self._times.time(at)
        if found is None:
            return None
        self.elements.append(found[0])
        return found[1]

    def _day(self, at: int) -> int | None:
        found = self._days.day(at)
        if found is None:
            return None
        self.elements.append(found[0])
        return found[1]

    def _length(self, at: int) -> int | None:
        """`for 2 hours`, `in 2 hours`, `in 3 days`; without either word it is a length."""
        first = self._found[at].kind
        behind = at + 1 if first in (Kind.FOR, Kind.IN) else at
        found = self._times.amount(behind, alone=first is Kind.FOR)
        if found is None:
            return None
        count, size, end = found
        if size > 0:
            self.elements.append(Ahead(count) if first is Kind.IN else Length(count))
        elif first is Kind.IN:
            text = " ".join(token.text for token in self._found[at:end])
            self.elements.append(ahead(count, -size, text, self._today))
        elif first is Kind.FOR:
            raise BadInput("when.two_days")
        else:
            return None
        return end

    def _part(self, at: int) -> int | None:
        """`tonight`, `this evening`, `in the morning`."""
        token = self._found[at]
        end = at + 1
        today = token.value in ("tonight", "this_morning")
        if token.kind is Kind.THIS and end < len(self._found):
            token, end, today = self._found[end], end + 1, True
        if token.kind is not Kind.PART:
            return None
        if today:
            text = " ".join(each.text for each in self._found[at:end])
            self.elements.append(Day(text, (self._today,)))
        name = "morning" if token.value == "this_morning" else str(token.value)
        self.elements.append(Part(name))
        return end

    def _small(self, at: int) -> int | None:
        """What joins, fills, or has to be made sense of by what stands elsewhere."""
        token = self._found[at]
        if self._times.is_dash(at) or token.kind is Kind.AND:
            sign = not token.text.isalpha()
            kind = Kind.AND if token.kind is Kind.AND else Kind.DASH
            self.elements.append(Mark(kind, token.text, sign))
        elif token.kind is Kind.NUMBER and not token.also:  # not "once", which is 11 in Spanish
            self.elements.append(Number(cast("int", token.value), token.text))
        elif token.kind is Kind.ZONE:
            self.elements.append(cast("Zone", token.value))
        elif token.kind is Kind.OFFSET:
            self.elements.append(Zone("UTC", cast("int", token.value)))
        elif token.kind in _FILLS or (token.kind is Kind.IN and self._stands_before(at, _AFTER_IN)):
            pass
        else:
            return None
        return at + 1

    def _stands_before(self, at: int, kinds: set[Kind]) -> bool:
        return at + 1 < len(self._found) and self._found[at + 1].kind in kinds


def parts_of(elements: Sequence[Element]) -> str:
    """The part of the day that stands by itself; empty where none does.

    Raises:
        BadInput: several do.
    """
    names = {each.name for each in elements if isinstance(each, Part)}
    if len(names) > 1:
        raise BadInput("when.two_times")
    return names.pop() if names else ""


def numbers_settled(elements: list[Element], today: date, language: str) -> list[Element]:
    """With each number as the day or the hour that it must be.

    Raises:
        BadInput: it may be either, or neither.
    """
    at = [n for n, each in enumerate(elements) if isinstance(each, Number)]
    if not at:
        return elements
    number = cast("Number", elements[at[0]])
    if any(isinstance(each, Mark) for each in elements):
        raise BadInput("when.two_days")
    days = [each for each in elements if isinstance(each, Day)]
    timed = any(isinstance(each, (Time, Ahead)) for each in elements)
    dated = any(day.weekday is None and not day.week for day in days)
    if len(at) == 1 and timed and not dated:
        made: Element = DayPhrases.of_number(number.value, number.text, today)
    elif len(at) == 1 and dated and 1 <= number.value <= 12:
        made = TimePhrases.bare(number.value, number.text)
    else:
        refuse("when.unclear_word", number.text, language)
    return [made if n == at[0] else each for n, each in enumerate(elements)]
