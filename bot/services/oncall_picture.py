"""The coming week on call as a picture, with the words that say the same to whoever can't see it.

A band for each day: plain where somebody is on, hatched where too few are, white where nobody is
wanted. So it is read without colours too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.local_time import local_in
from bot.domain.oncall import FUNCTIONS, Gap, OnCallNeed, needed
from bot.i18n import show_date, t, zone_name
from bot.services.hours_text import day_name, show_time
from bot.services.oncall import AHEAD_DAYS, Week
from bot.services.progress import Picture
from bot.services.typeset import set_png

#: What Discord keeps of an alt text.
MOST_ALT = 1024
_DAY = 24 * 60
#: Hours that stand above the bands.
_HOURS = (0, 6, 12, 18)
#: How it stands with a time, the worst first.
KINDS = ("nobody", "few", "covered")


@dataclass(frozen=True, slots=True)
class Band:
    """A part of a day: minutes of the clock there, and whether `nobody`, too `few` or enough
    (`covered`) are on."""

    begin: int
    end: int
    kind: str


def draw_week(week: Week, language: str) -> Picture:
    """Draw it; something must be wanted. Not on the event loop."""
    return Picture(set_png("oncall", _words(week, language)), alt_text(week, language))


def first_day(week: Week) -> date:
    """The day that it is there."""
    return local_in(week.now, week.zone).date()


def days_of(week: Week) -> list[date]:
    """The days that are shown."""
    return [first_day(week) + timedelta(days=n) for n in range(AHEAD_DAYS)]


def span_of(day: date, zone: str) -> tuple[datetime, datetime]:
    """A day by the clocks there, from midnight to midnight."""
    there = ZoneInfo(zone)
    begin = datetime(day.year, day.month, day.day, tzinfo=there)
    after = day + timedelta(days=1)
    end = datetime(after.year, after.month, after.day, tzinfo=there)
    return begin.astimezone(UTC), end.astimezone(UTC)


def bands(week: Week, need: OnCallNeed, day: date) -> list[Band]:
    """A day of what is wanted, from now on."""
    found: list[Band] = []
    midnight, end_of_day = span_of(day, week.zone)
    first = max(midnight, week.now)
    gaps = [gap for gap in week.gaps if gap.function == need.function]
    for begin, end in needed(need, day - timedelta(days=1), 2, week.zone):
        begin, end = max(begin, first), min(end, end_of_day)
        for start, stop, gap in _parts(begin, end, gaps):
            kind = "covered" if gap is None else "nobody" if gap.missing >= need.people else "few"
            found.append(Band(_minute(start, day, week.zone), _minute(stop, day, week.zone), kind))
    return [band for band in found if band.begin < band.end]


def _parts(
    begin: datetime, end: datetime, gaps: list[Gap]
) -> Iterator[tuple[datetime, datetime, Gap | None]]:
    """A time in parts, each covered or within one gap."""
    at = begin
    for gap in gaps:
        start, stop = max(gap.starts_at, at), min(gap.ends_at, end)
        if start >= stop:
            continue
        if at < start:
            yield at, start, None
        yield start, stop, gap
        at = stop
    if at < end:
        yield at, end, None


def _minute(at: datetime, day: date, zone: str) -> int:
    local = local_in(at, zone)
    if local.date() > day:
        return _DAY
    return local.hour * 60 + local.minute


# --- in words -------------------------------------------------------------------------------


def say_gap(gap: Gap, zone: str, language: str) -> str:
    """`Mon 23, 8 pm to 8 am`, by the clocks there: pictures can't have Discord's timestamps."""
    return say_span(gap.starts_at, gap.ends_at, zone, language)


def say_span(starts_at: datetime, ends_at: datetime, zone: str, language: str) -> str:
    """A time by the clocks there; the day of its end only where it is not the next such time."""
    start, end = local_in(starts_at, zone), local_in(ends_at, zone)
    said = show_time(end.hour * 60 + end.minute, language)
    if end - start > timedelta(days=1):
        said = t("on_call.day_time", language, day=say_day(end.date(), language), time=said)
    return t(
        "on_call.gap_span",
        language,
        day=say_day(start.date(), language),
        start=show_time(start.hour * 60 + start.minute, language),
        end=said,
    )


def say_day(day: date, language: str) -> str:
    """`Mon 23`."""
    return f"{day_name(day.weekday(), language)} {day.day}"


def alt_text(week: Week, language: str) -> str:
    """What the picture shows: each gap, as far as there is room."""
    title = _title(week, language)
    if not week.gaps:
        return f"{title}. {t('on_call.no_gaps', language)}"
    parts: list[str] = []
    left = len(week.gaps)
    by_function = sorted(week.gaps, key=lambda gap: FUNCTIONS.index(gap.function))
    for function, gaps in groupby(by_function, key=lambda gap: gap.function):
        before = f"{t(f'on_call.function.{function}', language)}: "
        for gap in gaps:
            part = before + say_gap(gap, week.zone, language)
            rest = t("on_call.more_gaps", language, count=left)
            if len(f"{title}. {_gaps([*parts, part], language)} {rest}") > MOST_ALT:
                return f"{title}. {_gaps(parts, language)} {rest}"
            parts.append(part)
            before, left = "", left - 1
    return f"{title}. {_gaps(parts, language)}"


def _title(week: Week, language: str) -> str:
    first = show_date(first_day(week), language)
    return t("on_call.picture_title", language, first=first)


def _gaps(parts: list[str], language: str) -> str:
    return t("on_call.gaps_are", language, gaps="; ".join(parts))


def _words(week: Week, language: str) -> dict[str, Any]:
    days = days_of(week)
    needs = sorted(week.needs, key=lambda need: FUNCTIONS.index(need.function))
    return {
        "language": language,
        "title": _title(week, language),
        "zone": zone_name(week.zone, language),
        "hours": [show_time(hour * 60, language) for hour in _HOURS],
        **{kind: _kind(kind, language) for kind in KINDS},
        "functions": [
            {
                "name": t(f"on_call.function.{need.function}", language),
                "people": t("on_call.people_wanted", language, count=need.people),
                "days": [_row(week, need, day, language) for day in days],
            }
            for need in needs
        ],
    }


def _row(week: Week, need: OnCallNeed, day: date, language: str) -> dict[str, Any]:
    found = bands(week, need, day)
    kinds = {band.kind for band in found}
    word = ""
    if found:
        worst = next(kind for kind in KINDS if kind in kinds)
        word = _kind(worst, language)
    return {
        "day": say_day(day, language),
        "word": word,
        "short": bool(kinds - {"covered"}),
        "bands": [
            {
                "begin": band.begin / _DAY,
                "length": (band.end - band.begin) / _DAY,
                "kind": band.kind,
            }
            for band in found
        ],
    }


def _kind(kind: str, language: str) -> str:
    return t(f"on_call.is_{kind}", language)
