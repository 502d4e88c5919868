"""`read_rule`: how an event repeats, in words of either language or as RFC 5545 writes it.

As with times, each word is understood or named: what is left out of a rule would be a wrong day in
every month to come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NoReturn, cast

from bot.domain.errors import BadInput
from bot.domain.event_days import starts_with
from bot.domain.event_rule import (
    LAST_DAY,
    Day,
    EventRule,
    Freq,
    end_of,
    from_front,
    in_order,
    parse_rule,
    plain,
)
from bot.services.when.day_phrases import DayPhrases
from bot.services.when.days import MOST_YEARS, order_of
from bot.services.when.say import long_date
from bot.services.when.scan import refuse
from bot.services.when.tokens import Token, tokens
from bot.services.when.words import Kind

_FREQ = {-1: Freq.DAILY, -7: Freq.WEEKLY, -30: Freq.MONTHLY, -365: Freq.YEARLY}
_FILLS = {Kind.FILL, Kind.OF, Kind.IN, Kind.AND}
#: What may stand between two of a list.
_BETWEEN = {Kind.AND, Kind.FILL}


def read_rule(text: str, *, start: datetime, language: str, zone: str | None = None) -> str:
    """The RRULE (without its name) that was meant, in its one form.

    `start` is the first time (local, naive); the rule must name its day. `zone` (IANA) is
    needed to read an UNTIL in UTC.

    Raises:
        BadInput: it can't be read, or is not what we do; says which part.
    """
    if "freq" in text.lower() and "=" in text:
        rule = parse_rule(text[:500])
    else:
        rule = parse_rule(_Rule(tokens(text), start.date(), language).read().text)
    rule = plain(rule.in_zone(zone) if zone else rule, start.time())
    _fits(rule, start, language)
    return rule.text


def _fits(rule: EventRule, start: datetime, language: str) -> None:
    """Calendars count the first time also where the rule does not name it: then they differ."""
    if rule.until is not None and rule.until < start:
        raise BadInput("when.rule_ends_before")
    if rule.until is not None and rule.until.year > start.year + MOST_YEARS:
        raise BadInput("when.too_far", years=MOST_YEARS)
    first = starts_with(rule, start)
    if first is None:
        raise BadInput("event_error.rule_never")
    if first != start:
        raise BadInput(
            "when.rule_misses_start",
            date=long_date(first, language),
            start=long_date(start, language),
        )


class _Rule:
    """Reads the pieces of a rule one after the other."""

    def __init__(self, found: Sequence[Token], today: date, language: str) -> None:
        self._found, self._language = found, language
        said = {token.language for token in found} - {""}
        orders = order_of(language, said)
        self._until_words = DayPhrases(found, today, orders, self._refuse)
        self._freqs: set[Freq] = set()
        self._interval = 1
        self._every = False
        self._days: set[Day] = set()
        self._months: set[int] = set()
        self._month_days: set[int] = set()
        self._count: int | None = None
        self._until: date | None = None

    def read(self) -> EventRule:
        """The rule, not yet in its one form."""
        at = 0
        while at < len(self._found):
            at = self._step(at)
        return EventRule(
            self._freq(),
            self._interval,
            tuple(sorted(self._months)),
            from_front(self._month_days),
            in_order(self._days),
            self._count,
            self._until and end_of(self._until),
        )

    def _freq(self) -> Freq:
        if len(self._freqs) > 1:
            raise BadInput("when.rule_twice", word=" ".join(t.text for t in self._found)[:40])
        if self._freqs:
            return next(iter(self._freqs))
        if not self._every:
            raise BadInput("when.no_rule")
        if self._months and (self._month_days or any(n for n, _ in self._days) or not self._days):
            return Freq.YEARLY
        if self._month_days or any(n for n, _ in self._days):
            return Freq.MONTHLY
        if self._days:
            return Freq.WEEKLY
        raise BadInput("when.no_rule")

    # --- helpers ----------------------------------------------------------------------------

    def _refuse(self, key: str, token: Token) -> NoReturn:
        refuse(key, token.text, self._language, example="when.rule_example")

    def _kind(self, at: int) -> Kind | None:
        return self._found[at].kind if 0 <= at < len(self._found) else None

    def _int(self, at: int) -> int:
        return cast("int", self._found[at].value)

    def _is_number(self, at: int) -> bool:
        """A number that may be a day of the month."""
        kind = self._kind(at)
        return kind is Kind.NUMBER or (kind is not None and self._found[at].is_ordinal)

    def _unit(self, at: int) -> Freq | None:
        return _FREQ.get(self._int(at)) if self._kind(at) is Kind.UNIT else None

    def _often(self, freq: Freq, interval: int, at: int) -> None:
        if interval > 1:
            if self._interval > 1:
                self._refuse("when.rule_twice", self._found[at])
            self._interval = interval
        self._freqs.add(freq)
        self._every = True

    # --- readers: each says where it ended, or None ---------------------------------------------

    def _step(self, at: int) -> int:
        token = self._found[at]
        if token.kind is Kind.UNKNOWN:
            self._refuse("when.unknown_word", token)
        for reader in (
            self._end, self._times, self._how_often, self._numbered, self._weekday, self._of_month,
        ):  # fmt: skip
            end = reader(at)
            if end is not None:
                return end
        if token.kind in _FILLS and at + 1 < len(self._found):
            return at + 1
        return self._refuse("when.unclear_word", token)

    def _end(self, at: int) -> int | None:
        """`until June 30`."""
        if self._kind(at) not in (Kind.UNTIL, Kind.DASH) or self._found[at].text == "-":
            return None
        behind = at + 1
        while self._kind(behind) is Kind.FILL:
            behind += 1
        if behind >= len(self._found):
            self._refuse("when.unclear_word", self._found[at])
        token = self._found[behind]
        if token.kind is Kind.DATE:
            day, clock, offset = cast("tuple[tuple[int, int, int], object, object]", token.value)
            if clock is not None or offset is not None:
                self._refuse("when.unclear_word", token)
            made, end = self._until_words.exact(day, token), behind + 1
        else:
            found = self._until_words.day(behind)
            if found is None:
                self._refuse("when.unclear_word", token)
            made, end = found
        if len(made.dates) != 1 or made.week or (self._until or self._count):
            self._refuse("when.unclear_word", token)
        self._until = made.dates[0]
        return end

    def _times(self, at: int) -> int | None:
        """`10 times`, `for 10 times`."""
        number = at + 1 if self._kind(at) is Kind.FOR else at
        if self._kind(number) is not Kind.NUMBER or self._kind(number + 1) is not Kind.TIMES:
            return None
        if self._count or self._until:
            self._refuse("when.rule_twice", self._found[number])
        self._count = self._int(number)
        if self._count < 1:
            self._refuse("when.unclear_word", self._found[number])
        return number + 2

    def _how_often(self, at: int) -> int | None:
        """`weekly`, `every two weeks`, `every other Tuesday`, `once a month`."""
        kind = self._kind(at)
        if kind is Kind.REPEATS:
            self._often(Freq(str(self._found[at].value)), 1, at)
            return at + 1
        if kind is Kind.OTHER_WEEK:
            self._often(Freq.WEEKLY, 2, at)
            return at + 1
        if kind is Kind.EVERY_OTHER:
            unit = self._unit(at + 1)
            if unit is None and self._kind(at + 1) is not Kind.WEEKDAY:
                self._refuse("when.unclear_word", self._found[at])
            self._often(unit or Freq.WEEKLY, 2, at)
            return at + 1 + (unit is not None)
        if Kind.ONCE in (kind, *self._found[at].also):
            behind = at + 1
            while self._kind(behind) in (Kind.A, Kind.EVERY, Kind.DASH, Kind.FOR, Kind.FILL):
                behind += 1
            unit = self._unit(behind)
            if unit is None:
                return None
            self._often(unit, 1, at)
            return behind + 1
        if kind is not Kind.EVERY:
            return None
        return self._every_what(at)

    def _every_what(self, at: int) -> int:
        """What stands behind "every"."""
        unit = self._unit(at + 1)
        if unit is not None:
            self._often(unit, 1, at)
            return at + 2
        unit = self._unit(at + 2)
        if self._kind(at + 1) is Kind.NUMBER and unit is not None:
            if not self._int(at + 1):
                self._refuse("when.unclear_word", self._found[at + 1])
            self._often(unit, self._int(at + 1), at)
            return at + 3
        if self._kind(at + 1) is Kind.NTH and self._int(at + 1) == 2:
            behind = at + 3
            while self._kind(behind) in (Kind.OF, Kind.FILL, Kind.IN):
                behind += 1
            monthly = self._kind(behind) is Kind.MONTH or self._unit(behind) is Freq.MONTHLY
            if not monthly:  # of the month, or every two weeks?
                text = " ".join(token.text for token in self._found[at : at + 3])
                refuse("when.rule_two_ways", text, self._language)
        if at + 1 >= len(self._found):
            self._refuse("when.unclear_word", self._found[at])
        self._every = True
        return at + 1

    def _numbered(self, at: int) -> int | None:
        """`second Tuesday`, `first and third Tuesday`."""
        numbers: list[int] = []
        behind = at
        while self._kind(behind) is Kind.NTH:
            numbers.append(self._int(behind))
            behind += 1
            while self._kind(behind) in _BETWEEN and self._kind(behind + 1) in (
                Kind.NTH,
                *_BETWEEN,
            ):
                behind += 1
        if not numbers or self._kind(behind) is not Kind.WEEKDAY:
            return None
        self._days |= {(number, self._int(behind)) for number in numbers}
        return behind + 1

    def _weekday(self, at: int) -> int | None:
        """`Tuesday`, `los martes`, `weekdays`."""
        kind = self._kind(at)
        if kind is Kind.WEEKDAYS:
            self._days |= {(0, day) for day in cast("tuple[int, ...]", self._found[at].value)}
            self._every = True
        elif kind in (Kind.WEEKDAY, Kind.MANY):
            if self._found[at].also:  # "mar": Tuesday, or March?
                self._refuse("when.unclear_word", self._found[at])
            self._days.add((0, self._int(at)))
            self._every = self._every or kind is Kind.MANY
        else:
            return None
        return at + 1

    def _of_month(self, at: int) -> int | None:
        """`days 1 and 15`, `the last day`, `18 December`, `in March`, `of the month`."""
        kind = self._kind(at)
        if kind is Kind.LAST_DAY:
            self._month_days.add(LAST_DAY)
            return at + 1
        if kind is Kind.MONTH:
            self._months.add(self._int(at))
            if self._is_number(at + 1) and self._kind(at + 2) is not Kind.TIMES:
                return self._numbers(at + 1)
            return at + 1
        if self._unit(at) is Freq.DAILY and self._is_number(at + 1):
            return self._numbers(at + 1)
        if self._unit(at) is Freq.MONTHLY and self._kind(at - 1) in (Kind.FILL, Kind.OF):
            self._freqs.add(Freq.MONTHLY)
            self._every = True
            return at + 1
        month_behind = at + 1
        while self._kind(month_behind) is Kind.OF:
            month_behind += 1
        if self._found[at].is_ordinal or (
            kind in (Kind.NUMBER, Kind.NTH) and self._kind(month_behind) is Kind.MONTH
        ):
            return self._numbers(at)
        return None

    def _numbers(self, at: int) -> int:
        """Days of the month, as long as they go on: `1, 15 and 20`."""
        while True:
            day = self._int(at)
            if not 1 <= day <= 31:
                self._refuse("when.no_such_day", self._found[at])
            self._month_days.add(day)
            behind = at + 1
            while self._kind(behind) in _BETWEEN:
                behind += 1
            more = self._is_number(behind) and self._kind(behind + 1) is not Kind.TIMES
            if not more:
                return at + 1
            at = behind
