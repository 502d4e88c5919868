"""A month of the public calendar as the weeks of a table, Sunday first, as calendars in the
Americas have it. Pure.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.visible import visible
from bot.i18n import day_names, show_day
from bot.services.event_views import Coming
from bot.services.hours_text import day_name
from bot.web.page_asked import Month
from bot.web.page_events import anchor_of, capital, clock, local_day, short_status_of

_SUNDAY = 6


@dataclass(frozen=True, slots=True)
class Entry:
    """One event on one day, with the way to all about it. `status`: it does not take place."""

    time: str
    title: str
    anchor: str
    status: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the table; `number` 0 is an empty corner."""

    number: int
    words: str = ""
    machine: str = ""
    today: bool = False
    entries: tuple[Entry, ...] = ()


Week = tuple[Day, ...]


def weekday_names(language: str) -> list[tuple[str, str]]:
    """The heads of the columns, short and in full."""
    full = day_names(language)
    return [(day_name(day, language), full[day]) for day in (_SUNDAY, *range(_SUNDAY))]


def weeks_of(
    month: Month, coming: Sequence[Coming], language: str, *, today: date
) -> tuple[Week, ...]:
    """The weeks of a month with the events that begin in it."""
    by_day: dict[date, list[Coming]] = {}
    for each in coming:
        by_day.setdefault(local_day(each), []).append(each)

    def day(number: int) -> Day:
        if not number:
            return Day(0)
        which = date(month.year, month.month, number)
        return Day(
            number,
            capital(show_day(which, language)),
            which.isoformat(),
            which == today,
            tuple(_entry(each, language) for each in by_day.get(which, ())),
        )

    weeks = Calendar(_SUNDAY).monthdayscalendar(month.year, month.month)
    return tuple(tuple(map(day, week)) for week in weeks)


def _entry(coming: Coming, language: str) -> Entry:
    start = coming.occurrence.starts_at.astimezone(ZoneInfo(coming.event.zone))
    return Entry(
        clock(start, language),
        visible(coming.event.title),
        anchor_of(coming.event),
        short_status_of(coming, language),
    )
