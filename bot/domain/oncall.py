"""Who is on call for what, and where the coming week has gaps. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

#: For what one can be on call. The values are stored: never rename them.
FUNCTIONS = ("hotline", "rapid_response", "legal", "interpreting", "rides")


@dataclass(frozen=True, slots=True)
class Window:
    """Somebody is on call; half open, UTC."""

    number: int
    user_id: int
    function: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class OnCallNeed:
    """When a function must be covered, by how many: on these weekdays (0 is Monday), from a minute
    of the day to another in the server's zone; at or before the first it ends on the next day."""

    function: str
    weekdays: frozenset[int]
    from_minute: int
    until_minute: int
    people: int = 1


@dataclass(frozen=True, slots=True)
class Gap:
    """A time in which too few are on call; half open, UTC."""

    function: str
    starts_at: datetime
    ends_at: datetime
    missing: int


@dataclass(frozen=True, slots=True)
class OnNow:
    """How a function stands now, without a name. `until`: as long as somebody will be on, one after
    another; `begins`: when the next one is, where nobody is on now."""

    function: str
    people: int = 0
    until: datetime | None = None
    begins: datetime | None = None


def on_now(windows: Iterable[Window], now: datetime) -> list[OnNow]:
    """Every function, in their order: covered or not."""
    coming = sorted(windows, key=lambda window: window.starts_at)
    return [_on_now(f, [w for w in coming if w.function == f], now) for f in FUNCTIONS]


def _on_now(function: str, windows: Sequence[Window], now: datetime) -> OnNow:
    people = {w.user_id for w in windows if w.starts_at <= now < w.ends_at}
    if not people:
        begins = next((w.starts_at for w in windows if w.starts_at > now), None)
        return OnNow(function, begins=begins)
    until = now
    for window in windows:
        if window.starts_at <= until:
            until = max(until, window.ends_at)
    return OnNow(function, len(people), until)


def opened(
    needs: Iterable[OnCallNeed],
    others: Sequence[Window],
    gone: Window,
    *,
    now: datetime,
    zone: str,
) -> list[Gap]:
    """Where too few are left, in the time of a window that is gone; `others` are those that stay.
    Nobody has two windows of a function at one time, so each moment of these lacks that person."""
    begin, end = max(gone.starts_at, now), gone.ends_at
    first = begin.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
    own = [window for window in others if window.function == gone.function]
    found: list[Gap] = []
    for need in needs:
        if need.function == gone.function:
            for start, stop in needed(need, first, (end - begin).days + 3, zone):
                found += _gaps_within(need, own, max(start, begin), min(stop, end))
    return sorted(found, key=lambda gap: gap.starts_at)


def _at(day: date, minute: int, zone: ZoneInfo) -> datetime:
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minute)
    return local.astimezone(UTC)


def needed(need: OnCallNeed, first: date, days: int, zone: str) -> list[tuple[datetime, datetime]]:
    """When the function must be covered in these days."""
    there, found = ZoneInfo(zone), list[tuple[datetime, datetime]]()
    for day in (first + timedelta(days=n) for n in range(days)):
        if day.weekday() in need.weekdays:
            until = need.until_minute
            until += 24 * 60 if until <= need.from_minute else 0
            found.append((_at(day, need.from_minute, there), _at(day, until, there)))
    return found


def gaps(
    needs: Iterable[OnCallNeed],
    windows: Sequence[Window],
    *,
    now: datetime,
    days: int,
    zone: str,
) -> list[Gap]:
    """Where too few are on call from now on, the soonest first; neighbours with as many missing are
    one gap."""
    first = now.astimezone(ZoneInfo(zone)).date()
    found: list[Gap] = []
    for need in needs:
        own = [window for window in windows if window.function == need.function]
        # A day before: what began yesterday evening may still go on.
        for begin, end in needed(need, first - timedelta(days=1), days + 1, zone):
            found += _gaps_within(need, own, max(begin, now), end)
    return sorted(found, key=lambda gap: (gap.starts_at, gap.function))


def _gaps_within(
    need: OnCallNeed, windows: Sequence[Window], begin: datetime, end: datetime
) -> list[Gap]:
    if begin >= end:
        return []
    edges = {begin, end}
    for window in windows:
        edges |= {edge for edge in (window.starts_at, window.ends_at) if begin < edge < end}
    ordered = sorted(edges)
    found: list[Gap] = []
    for start, stop in pairwise(ordered):
        people = {w.user_id for w in windows if w.starts_at <= start and stop <= w.ends_at}
        missing = need.people - len(people)
        if missing <= 0:
            continue
        if found and found[-1].ends_at == start and found[-1].missing == missing:
            found[-1] = Gap(need.function, found[-1].starts_at, stop, missing)
        else:
            found.append(Gap(need.function, start, stop, missing))
    return found
