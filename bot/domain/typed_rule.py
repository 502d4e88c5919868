"""How an event repeats: the part of RFC 5545's recurrence rules that people can follow.

Every day, week, month or year, or every second, third … of them; on days of the week, on the second
Tuesday or the 15th of the month, in certain months; so many times or until a day. Whatever else
such a rule can say is refused by its name: nobody could read it back to the organizer, and a rule
that means something every second would never end. Times are those of the event's own clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from bot.domain.errors import BadInput
from bot.domain.recurrence import WEEKDAYS

__all__ = ["NTHS", "WEEKDAYS", "EventRule", "Freq", "falls_on", "rule_from_text", "starts_with"]

#: Which of the month, from the front and from the back.
NTHS = (1, 2, 3, 4, 5, -1, -2)
LAST_DAY = -1
MOST_TIMES = 999
MOST_APART = 99

#: A day of the week with its number in the month, or without (None): `(-1, 6)` is the last Sunday.
Day = tuple[int | None, int]


class Freq(StrEnum):
    """How often it repeats."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class EventRule:
    """A rule in its one form: days in order, what goes without saying left out.

    `days` have numbers in a monthly or yearly rule and none in a weekly one; `until` is the last
    day that counts.
    """

    freq: Freq
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without its name.

        UNTIL is the end of that day by the event's own clock. A calendar wants it in UTC where its
        DTSTART names a zone: whoever writes one converts it.
        """
        parts = [f"FREQ={self.freq.value}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        for name, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.month_days)):
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.days))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}T235959")
        return ";".join(parts)


def rule_from_text(
    text: str,
    start: datetime | None = None,
    local: Callable[[datetime], datetime] | None = None,
) -> EventRule:
    """Read a rule as RFC 5545 writes it (`RRULE:` before it may be left out).

    `start` (local, naive) settles whether an UNTIL with a time still takes in its day; `local`
    turns a moment in UTC (naive) into what the event's clock then shows.

    Raises:
        BadInput: it is no rule, or says what we do not do; names the part.
    """
    given = _parts(text)
    freq = _freq(given.pop("FREQ"))
    rule = EventRule(
        freq,
        interval=_number("INTERVAL", given.pop("INTERVAL", "1"), MOST_APART),
        months=_numbers("BYMONTH", given.pop("BYMONTH", ""), range(1, 13)),
        month_days=_numbers("BYMONTHDAY", given.pop("BYMONTHDAY", ""), (*range(1, 32), LAST_DAY)),
        days=_days(given.pop("BYDAY", "")),
        count=_number("COUNT", given.pop("COUNT"), MOST_TIMES) if "COUNT" in given else None,
        until=_until(given.pop("UNTIL"), start, local) if "UNTIL" in given else None,
    )
    monday = given.pop("WKST", "MO")
    for name in given:
        _refuse(name)
    if monday != "MO" and rule.freq is Freq.WEEKLY and rule.interval > 1 and len(rule.days) > 1:
        _refuse("WKST")  # would take other weeks than ours do
    return _even(rule)


# --- reading --------------------------------------------------------------------------------


def _parts(text: str) -> dict[str, str]:
    bare = re.sub(r"(?i)^\s*RRULE\s*:", "", text).strip().strip(";")
    given: dict[str, str] = {}
    for part in bare.upper().split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or not re.fullmatch(r"[A-Z-]+", name):
            raise BadInput("when.rule_unreadable")
        if name in given:
            _refuse(name)
        given[name] = value
    if "FREQ" not in given:
        raise BadInput("when.rule_unreadable")
    if {"COUNT", "UNTIL"} <= set(given):
        _refuse("COUNT + UNTIL")
    return given


def _refuse(part: str) -> NoReturn:
    raise BadInput("when.rule_part", part=re.sub(r"[^A-Z0-9 +,=-]", "", part)[:40])


def _freq(value: str) -> Freq:
    try:
        return Freq(value)
    except ValueError:
        _refuse(f"FREQ={value}")


def _number(name: str, value: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
        _refuse(f"{name}={value}")
    return int(value)


def _numbers(name: str, value: str, allowed: range | tuple[int, ...]) -> tuple[int, ...]:
    found: set[int] = set()
    for each in value.split(",") if value else ():
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", each.strip()) or int(each) not in allowed:
            _refuse(f"{name}={value}")
        found.add(int(each))
    return tuple(sorted(found, key=lambda n: (n < 0, n)))


def _days(value: str) -> tuple[Day, ...]:
    found: set[Day] = set()
    for each in value.split(",") if value else ():
        day = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", each.strip())
        if day is None or (day[1] and int(day[1]) not in NTHS):
            _refuse(f"BYDAY={value}")
        found.add((int(day[1]) if day[1] else None, WEEKDAYS.index(day[2])))
    return in_order(found)


def in_order(days: set[Day]) -> tuple[Day, ...]:
    """By their number in the month (from the front first), then by the week."""
    return tuple(sorted(days, key=lambda d: ((d[0] or 0) < 0, abs(d[0] or 0), d[1])))


def _until(
    value: str, start: datetime | None, local: Callable[[datetime], datetime] | None
) -> date:
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", value, re.ASCII)
    try:
        if found is None:
            raise ValueError(value)
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        _refuse(f"UNTIL={value}")
    if found[3]:
        if local is None:
            _refuse(f"UNTIL={value}")
        moment = local(moment)
    if start is not None and moment.time() < start.time():
        return moment.date() - timedelta(days=1)
    return moment.date()


# --- one form, and what we do ------------------------------------------------------------------


def _even(rule: EventRule) -> EventRule:
    """What may be said in two ways in one; the rest of what RFC 5545 allows is refused."""
    days, freq = rule.days, rule.freq
    numbered = [n is not None for n, _ in days]
    if freq in (Freq.DAILY, Freq.MONTHLY) and days and not any(numbered) and rule.interval == 1:
        freq = Freq.WEEKLY  # every Tuesday of every month is every Tuesday
    if days and rule.month_days:
        _refuse("BYDAY + BYMONTHDAY")
    in_month = freq is Freq.MONTHLY or (freq is Freq.YEARLY and bool(rule.months))
    if days and not (all(numbered) if in_month else freq is Freq.WEEKLY and not any(numbered)):
        _refuse(f"{freq.value} + BYDAY")
    if rule.month_days and not in_month:
        _refuse(f"{freq.value} + BYMONTHDAY")
    if rule.month_days and rule.months and not _is_ever(rule):
        raise BadInput("when.rule_never")
    return EventRule(
        freq, rule.interval, rule.months, rule.month_days, days, rule.count, rule.until
    )


def _is_ever(rule: EventRule) -> bool:
    """30 February never comes."""
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return any(day <= longest[month - 1] for month in rule.months for day in rule.month_days)


# --- which days it names -----------------------------------------------------------------------


def falls_on(rule: EventRule, start: date, day: date) -> bool:
    """Whether the rule that began on `start` names that day; COUNT is left out of account."""
    if day < start or (rule.until is not None and day > rule.until):
        return False
    if rule.months and day.month not in rule.months:
        return False
    return _in_step(rule, start, day) and _named(rule, start, day)


def _in_step(rule: EventRule, start: date, day: date) -> bool:
    if rule.freq is Freq.DAILY:
        apart = (day - start).days
    elif rule.freq is Freq.WEEKLY:
        apart = (day.toordinal() - day.weekday() - start.toordinal() + start.weekday()) // 7
    elif rule.freq is Freq.MONTHLY:
        apart = (day.year - start.year) * 12 + day.month - start.month
    else:
        apart = day.year - start.year
    return apart % rule.interval == 0


def _named(rule: EventRule, start: date, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    if rule.month_days:
        return day.day in rule.month_days or (LAST_DAY in rule.month_days and day.day == length)
    if rule.days:
        numbers = {None, (day.day + 6) // 7, -((length - day.day) // 7 + 1)}
        return any(n in numbers and weekday == day.weekday() for n, weekday in rule.days)
    if rule.freq is Freq.DAILY:
        return True
    if rule.freq is Freq.WEEKLY:
        return day.weekday() == start.weekday()
    same_day = day.day == start.day
    return same_day and (rule.freq is Freq.MONTHLY or bool(rule.months) or day.month == start.month)


def starts_with(rule: EventRule, start: date) -> date | None:
    """The first day on or after `start` that the rule names; None where there is none in 8 years.

    Where it is not `start` itself, calendars would show one time more than the rule says.
    """
    return next(_from(rule, start), None)


def _from(rule: EventRule, start: date) -> Iterator[date]:
    """The days it names if it is counted from `start`'s own week, month or year."""
    for ahead in range(8 * 366):
        if falls_on(rule, start, day := start + timedelta(days=ahead)):
            yield day
