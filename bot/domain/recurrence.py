"""On which days a schedule falls: what HSDS took over of RFC 5545's recurrence rules.

A question of one day, not a walk through all of them: no rule is ever unrolled, except to find the
last day of one that ends after so many times. The week begins on Monday, as in RFC 5545.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache

from bot.domain.entry import Freq, Schedule
from bot.domain.weekdays import WEEKDAYS, day_numbers, months_apart, nths, weeks_apart

#: A day of the week, in a month with its number from the front or from the back: `2TU`, `-1SU`.
DAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
#: A rule that counts its times is followed so far and no further (fifty years).
_MOST_DAYS = 18_263


def frequency(schedule: Schedule) -> Freq | None:
    """How it repeats, also where that was left out; None: only once, on `dtstart`, or every day."""
    if schedule.freq is not None:
        return schedule.freq
    if schedule.bymonthday or any(len(day) > 2 for day in schedule.byday):
        return Freq.MONTHLY
    return Freq.WEEKLY if schedule.byday else None


def can_be_followed(schedule: Schedule) -> bool:
    """Whether its days can be told at all.

    Not where a day is none we know, or where the rule counts from a beginning that is not given.
    """
    named = [DAY.fullmatch(day) for day in schedule.byday]
    freq = frequency(schedule)
    if not all(named) or not all(1 <= abs(day) <= 31 for day in schedule.bymonthday):
        return False
    if freq is not Freq.MONTHLY and any(day and day[1] for day in named):
        return False
    if any(number is not None and number < 1 for number in (schedule.interval, schedule.count)):
        return False
    counts = (schedule.interval or 1) > 1 or schedule.count is not None
    if _beginning(schedule) is not None:
        return True
    alone = freq is Freq.MONTHLY and not schedule.byday and not schedule.bymonthday
    return not counts and not alone


def falls_on(schedule: Schedule, day: date) -> bool:
    """Whether it is open (or begins to be) on that day. Ask `can_be_followed` first."""
    if schedule.valid_from is not None and day < schedule.valid_from:
        return False
    if schedule.valid_to is not None and day > schedule.valid_to:
        return False
    return _recurs_on(schedule, day) and (
        schedule.count is None or day <= last_day_of_count(schedule)
    )


@lru_cache(maxsize=1024)
def last_day_of_count(schedule: Schedule) -> date:
    """The day on which a rule that counts its times is there for the last time."""
    day = _beginning(schedule) or date.max
    left = schedule.count or 0
    for _ in range(_MOST_DAYS):
        left -= _recurs_on(schedule, day)
        if left <= 0:
            return day
        day += timedelta(days=1)
    return date.max


def _beginning(schedule: Schedule) -> date | None:
    """The day that intervals and times are counted from."""
    return schedule.dtstart or schedule.valid_from


def _recurs_on(schedule: Schedule, day: date) -> bool:
    """Whether the rule itself names that day, however often it was there before."""
    if schedule.dtstart is not None and day < schedule.dtstart:
        return False
    if schedule.until is not None and day > schedule.until:
        return False
    freq = frequency(schedule)
    if freq is None:
        return schedule.dtstart is None or day == schedule.dtstart
    return _in_step(schedule, freq, day) and _among_the_days(schedule, freq, day)


def _in_step(schedule: Schedule, freq: Freq, day: date) -> bool:
    """Whether that week or month is one of every second, third …"""
    every, start = schedule.interval or 1, _beginning(schedule)
    if every == 1 or start is None:
        return True
    apart = months_apart if freq is Freq.MONTHLY else weeks_apart
    return apart(start, day) % every == 0


def _among_the_days(schedule: Schedule, freq: Freq, day: date) -> bool:
    numbers = day_numbers(day)
    if schedule.bymonthday and set(schedule.bymonthday).isdisjoint(numbers):
        return False
    if schedule.byday:
        code = WEEKDAYS[day.weekday()]
        if freq is Freq.WEEKLY:
            return code in schedule.byday
        from_front, from_back = nths(*numbers)
        names = {code, f"{from_front}{code}", f"+{from_front}{code}", f"{from_back}{code}"}
        return not names.isdisjoint(schedule.byday)
    start = _beginning(schedule)
    if schedule.bymonthday or start is None:
        return True
    return day.day == start.day if freq is Freq.MONTHLY else day.weekday() == start.weekday()
