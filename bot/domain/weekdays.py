"""Days counted in weeks, in months and from the end of one: what the rules of opening hours
(`recurrence.py`) and of events (`event_days.py`) share. The names are those of RFC 5545.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def weeks_apart(first: date, day: date, begins: int = 0) -> int:
    """How many weeks later the week of `day` is; weeks begin on that weekday (0: Monday)."""
    return (_begin_of_week(day, begins) - _begin_of_week(first, begins)) // 7


def _begin_of_week(day: date, begins: int) -> int:
    return day.toordinal() - (day.weekday() - begins) % 7


def months_apart(first: date, day: date) -> int:
    """How many months later the month of `day` is."""
    return (day.year - first.year) * 12 + day.month - first.month


def day_numbers(day: date) -> tuple[int, int]:
    """Which day of its month it is, from the front and from the back: (30, -1) in June."""
    return day.day, day.day - monthrange(day.year, day.month)[1] - 1


def nths(from_front: int, from_back: int) -> tuple[int, int]:
    """Which of its weekday a day with those numbers is: (5, -1), the fifth and the last."""
    return (from_front + 6) // 7, -((6 - from_back) // 7)
