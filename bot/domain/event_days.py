"""On which days an event takes place: its rule written out.

Every day from the first on is asked whether it is one: slower than jumping, and always as long as
the days are many, whatever the rule says. A rule that never comes true can keep nobody waiting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.event_rule import EventRule, Freq
from bot.domain.weekdays import day_numbers, months_apart, nths, weeks_apart

#: A 29 February may be eight years away.
_FAR = timedelta(days=366 * 9)


def local_starts(rule: EventRule, first: datetime, last: datetime) -> Iterator[datetime]:
    """When it takes place by the event's own clock, from `first` through `last`, in order.

    `first` itself is one only where the rule says so (see `starts_with`). Its end must have been
    made local (`EventRule.in_zone`).
    """
    if rule.until is not None and rule.until < last:
        last = rule.until
    left = rule.count
    day, clock = first.date(), first.time()
    while day <= last.date():
        if falls_on(rule, first.date(), day):
            start = datetime.combine(day, clock)
            if start > last:
                return
            yield start
            if left is not None:
                left -= 1
                if left == 0:
                    return
        day += timedelta(days=1)


def starts_with(rule: EventRule, start: datetime) -> datetime | None:
    """The first time from `start` on that the rule names; None where there is none in nine years.

    Where it is not `start` itself, calendars would show one time more than the rule says.
    """
    return next(local_starts(replace(rule, count=None), start, start + _FAR), None)


def falls_on(rule: EventRule, first: date, day: date) -> bool:
    """Whether the rule names that day if it is counted from the week, month or year of `first`;
    where it ends is left out of account."""
    if rule.months and day.month not in rule.months:
        return False
    if not _in_step(rule, first, day):
        return False
    if rule.month_days and set(rule.month_days).isdisjoint(day_numbers(day)):
        return False
    if rule.days:
        numbers = _numbers(rule, day)
        return any(n in numbers and weekday == day.weekday() for n, weekday in rule.days)
    if rule.month_days or rule.freq is Freq.DAILY:
        return True
    if rule.freq is Freq.WEEKLY:
        return day.weekday() == first.weekday()
    if rule.freq is Freq.YEARLY and not rule.months and day.month != first.month:
        return False
    return day.day == first.day


def _in_step(rule: EventRule, first: date, day: date) -> bool:
    match rule.freq:
        case Freq.DAILY:
            apart = (day - first).days
        case Freq.WEEKLY:
            apart = weeks_apart(first, day, rule.wkst)
        case Freq.MONTHLY:
            apart = months_apart(first, day)
        case Freq.YEARLY:
            apart = day.year - first.year
    return apart % rule.interval == 0


def _numbers(rule: EventRule, day: date) -> tuple[int, ...]:
    """With which numbers its weekday may be named: of the month, or of the whole year."""
    if rule.freq is Freq.YEARLY and not rule.months:
        at = day.timetuple().tm_yday
        return 0, *nths(at, at - date(day.year, 12, 31).timetuple().tm_yday - 1)
    return 0, *nths(*day_numbers(day))
