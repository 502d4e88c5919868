"""How days are put into words: "next Thursday", "28 de marzo", "el último domingo de mayo"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NoReturn, cast

from bot.domain.errors import BadInput
from bot.services.when import days
from bot.services.when.days import Day
from bot.services.when.tokens import Token
from bot.services.when.words import Kind

_OF = {Kind.OF, Kind.FILL, Kind.IN, Kind.FROM}
_DAY_NUMBERS = {Kind.NUMBER, Kind.ORDINAL, Kind.NTH}
#: What follows a number that is an hour after all.
_AFTER_HOUR = {Kind.HALF, Kind.PART, Kind.O_CLOCK, Kind.PAST, Kind.DASH}
_WEEK, _MONTH, _YEAR, _DAY = -7, -30, -365, -1

Found = tuple[Day, int]


class DayPhrases:
    """Reads days where they stand in a row of pieces."""

    def __init__(
        self,
        found: Sequence[Token],
        today: date,
        orders: tuple[str, ...],
        refuse: Callable[[str, Token], NoReturn],
    ) -> None:
        self._found = found
        self._today = today
        self._orders = orders
        self._refuse = refuse

    @staticmethod
    def of_number(day: int, text: str, today: date) -> Day:
        """A number that can only be a day."""
        return days.of_number(day, text, today)

    def exact(self, day: tuple[int, int, int], token: Token) -> Day:
        """A date with everything written."""
        return Day(token.text, (days.exact(*day, token.text, self._today),))

    def day(self, at: int) -> Found | None:
        """A day that begins there, and where it ends."""
        for reader in (
            self._several, self._numbered_weekday, self._day_then_month, self._month_then_day,
            self._near, self._simple,
        ):  # fmt: skip
            found = reader(at)
            if found is not None:
                return found
        return None

    # --- helpers ----------------------------------------------------------------------------

    def _kind(self, at: int) -> Kind | None:
        return self._found[at].kind if 0 <= at < len(self._found) else None

    def _int(self, at: int) -> int:
        return cast("int", self._found[at].value)

    def _unit(self, at: int) -> int | None:
        return self._int(at) if self._kind(at) is Kind.UNIT else None

    def _text(self, start: int, end: int) -> str:
        return " ".join(token.text for token in self._found[start:end])

    def _past(self, at: int, kinds: set[Kind]) -> int:
        """Behind all of those kinds."""
        while self._kind(at) in kinds:
            at += 1
        return at

    def _is_month(self, at: int) -> bool:
        return self._kind(at) is Kind.MONTH

    def _year(self, at: int) -> tuple[int | None, int]:
        """A year that stands there, perhaps behind "of"."""
        behind = self._past(at, {Kind.OF})
        if self._kind(behind) is Kind.YEAR:
            return self._int(behind), behind + 1
        near = self._near_unit(self._past(at, {Kind.OF, Kind.FILL}), _YEAR)
        if near is not None:
            return self._today.year + near[0], near[1]
        return None, at

    def _near_unit(self, at: int, unit: int) -> tuple[int, int] | None:
        """`this week` (0), `next week`, `semana que viene` (1), and where it ends."""
        if self._kind(at) in (Kind.THIS, Kind.NEXT) and self._unit(at + 1) == unit:
            return int(self._kind(at) is Kind.NEXT), at + 2
        if self._unit(at) == unit and self._kind(at + 1) in (Kind.COMING, Kind.NEXT):
            return 1, at + 2
        return None

    # --- readers ----------------------------------------------------------------------------

    def _several(self, at: int) -> Found | None:
        """`18-20 December`, `December 18 and 19`: not one day."""
        joins = (Kind.DASH, Kind.AND, Kind.A)
        number = at if self._kind(at) in _DAY_NUMBERS else self._past(at + 1, _OF)
        if number != at and not self._is_month(at):
            return None
        second = number + 2
        if self._kind(number) not in _DAY_NUMBERS or self._kind(number + 1) not in joins:
            return None
        second = self._past(second, {Kind.FILL})
        if self._kind(second) not in _DAY_NUMBERS or self._kind(second + 1) in _AFTER_HOUR:
            return None
        if number == at and not self._is_month(self._past(second + 1, _OF)):
            return None
        raise BadInput("when.two_days")

    def _numbered_weekday(self, at: int) -> Found | None:
        """`first Sunday of May`, `last Friday of this month`."""
        if self._kind(at) is not Kind.NTH or self._kind(at + 1) is not Kind.WEEKDAY:
            return None
        nth, weekday = self._int(at), self._int(at + 1)
        behind = self._past(at + 2, _OF)
        if self._is_month(behind):
            year, end = self._year(behind + 1)
            month, text = self._int(behind), self._text(at, end)
            return days.nth_in_month(nth, weekday, month, year, text, self._today), end
        near = self._near_unit(behind, _MONTH)
        if near is None and self._unit(behind) == _MONTH and behind > at + 2:
            near = (-1, behind + 1)
        if near is None:
            self._refuse("when.which_month", self._found[at + 1])
        months, end = near[0] if near[0] >= 0 else None, near[1]
        text = self._text(at, end)
        return days.nth_in_near_month(nth, weekday, months, text, self._today), end

    def _day_then_month(self, at: int) -> Found | None:
        """`28 March`, `28 de marzo de 2027`, `the 5th of next month`."""
        if self._kind(at) not in _DAY_NUMBERS or self._int(at) < 1:
            return None
        behind = self._past(at + 1, _OF)
        if self._is_month(behind):
            year, end = self._year(behind + 1)
            return self._in_month(self._int(behind), at, year, at, end)
        near = self._near_unit(behind, _MONTH)
        if near is None:
            return None
        year, month = days.month_from(self._today, near[0])
        return self._in_month(month, at, year, at, near[1])

    def _month_then_day(self, at: int) -> Found | None:
        """`March 28`, `Mar 28th, 2027`."""
        month = self._month(at)
        if month is None:
            return None
        number = self._past(at + 1, {Kind.FILL})
        if self._kind(number) not in _DAY_NUMBERS or self._int(number) < 1:
            self._refuse("when.unclear_word", self._found[at])
        year, end = self._year(number + 1)
        return self._in_month(month, number, year, at, end)

    def _month(self, at: int) -> int | None:
        """The month that stands there. "Mar 28" is a Tuesday for some, and March for others."""
        if self._is_month(at):
            return self._int(at)
        if self._kind(at) is not Kind.WEEKDAY or Kind.MONTH not in self._found[at].also:
            return None
        before_number = self._kind(at + 1) in _DAY_NUMBERS
        if before_number != (self._orders == ("month",)) or len(self._orders) > 1:
            self._refuse("when.unclear_word", self._found[at])
        return 3 if before_number else None

    def _in_month(self, month: int, number: int, year: int | None, start: int, end: int) -> Found:
        text = self._text(start, end)
        return days.in_month(month, self._int(number), year, text, self._today), end

    def _near(self, at: int) -> Found | None:
        """`next Thursday`, `el jueves que viene`, `next week`."""
        week = self._near_unit(at, _WEEK)
        if week is not None:
            return days.whole_week(week[0], self._text(at, week[1]), self._today), week[1]
        kind = self._kind(at)
        if kind in (Kind.THIS, Kind.NEXT) and self._kind(at + 1) is Kind.WEEKDAY:
            read = days.this_weekday if kind is Kind.THIS else days.next_weekday
            coming = kind is Kind.THIS and self._kind(at + 2) is Kind.COMING
            end = at + 2 + coming
            return read(self._int(at + 1), self._text(at, end), self._today), end
        if kind is Kind.WEEKDAY and self._kind(at + 1) in (Kind.COMING, Kind.NEXT):
            if self._unit(at + 2) is not None:  # "Thursday next week": the week is a day of its own
                return None
            text = self._text(at, at + 2)
            return days.next_weekday(self._int(at), text, self._today), at + 2
        return None

    def _simple(self, at: int) -> Found | None:
        """A day that is one piece."""
        token = self._found[at]
        if token.kind is Kind.SHIFT:
            day = self._today + timedelta(days=self._int(at))
            return Day(token.text, (day,)), at + 1
        if token.kind is Kind.WEEKDAY:
            return Day(token.text, weekday=self._int(at)), at + 1
        if token.is_ordinal:
            return days.of_number(self._int(at), token.text, self._today), at + 1
        if self._unit(at) == _DAY and self._kind(at + 1) is Kind.NUMBER:  # "día 28"
            text = self._text(at, at + 2)
            return days.of_number(self._int(at + 1), text, self._today), at + 2
        if token.kind is Kind.SLASHED:
            first, second, year = cast("tuple[int, int, int | None]", token.value)
            made = days.slashed(first, second, year, token.text, self._today, self._orders)
            return made, at + 1
        return None
