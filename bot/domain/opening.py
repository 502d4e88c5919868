"""Is it open, until when, and if not, when does it open? In the place's own zone.

A place goes by the clock on its wall: it is open at every moment at which that clock shows one of
its hours. So on the day the clocks go forward, who opens at 2:30 opens at 3:00, the moment the
clock gets past 2:30; and who is open from 1:00 to 1:30 on the day they go back is open twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from bot.domain.entry import Schedule
from bot.domain.recurrence import can_be_followed, falls_on

#: So far ahead is looked for the next opening.
AHEAD = timedelta(days=14)
_DAY = timedelta(days=1)
_MINUTES = 24 * 60

Span = tuple[datetime, datetime]


class State(StrEnum):
    """What can be said of a place at a moment."""

    OPEN = "open"
    #: Closed, and it is known when it opens within the next 14 days.
    CLOSED = "closed"
    #: Closed, and it does not open within the next 14 days.
    CLOSED_LONGER = "closed_longer"
    #: Nobody knows, or nobody told us in a way that can be reckoned with.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Opening:
    """What is so at a moment. The moments are aware, in the place's own zone.

    `until` is None where it is open and does not close within the next 14 days (around the clock).
    """

    state: State
    until: datetime | None = None
    opens_at: datetime | None = None


UNKNOWN = Opening(State.UNKNOWN)


def has_hours(schedule: Schedule) -> bool:
    """Whether its hours can be reckoned with; else there is only its description to be said."""
    opens, closes = schedule.opens_at, schedule.closes_at
    if opens is None or closes is None or not can_be_followed(schedule):
        return False
    return 0 <= opens < _MINUTES and 0 <= closes <= _MINUTES


def opening(schedules: Iterable[Schedule], zone: tzinfo, now: datetime) -> Opening:
    """What the schedules together say of the moment `now` (aware)."""
    known = [schedule for schedule in schedules if has_hours(schedule)]
    end = now + AHEAD
    for opens, closes in open_spans(known, zone, now, end):
        if opens <= now:
            until = closes.astimezone(zone) if closes <= end else None
            return Opening(State.OPEN, until=until)
        return Opening(State.CLOSED, opens_at=opens.astimezone(zone))
    today = now.astimezone(zone).date()
    if any(s.valid_to is None or s.valid_to >= today for s in known):
        return Opening(State.CLOSED_LONGER)
    return UNKNOWN  # nothing is known, or what was known holds no longer


def open_spans(
    schedules: Iterable[Schedule], zone: tzinfo, start: datetime, end: datetime
) -> list[Span]:
    """When it is open between two moments, in UTC: in order, what touches joined.

    The first may have begun before `start`, the last may end after `end`.
    """
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    found = sorted(
        (opens, closes)
        for schedule in schedules
        for local in _local_spans(schedule, zone, start, end)
        for opens, closes in _moments(local, zone)
        if opens < end + _DAY and closes > start - _DAY
    )
    joined: list[Span] = []
    for opens, closes in found:
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(closes, joined[-1][1]))
        else:
            joined.append((opens, closes))
    return [(opens, closes) for opens, closes in joined if opens < end and closes > start]


def _local_spans(
    schedule: Schedule, zone: tzinfo, start: datetime, end: datetime
) -> Iterator[Span]:
    """The hours by the clock on the wall, without a zone; a day more at either end is harmless."""
    opens_at, closes_at = schedule.opens_at or 0, schedule.closes_at or 0
    length = closes_at - opens_at if closes_at > opens_at else closes_at - opens_at + _MINUTES
    day = start.astimezone(zone).date() - 2 * _DAY
    last = end.astimezone(zone).date() + _DAY
    while day <= last:
        if falls_on(schedule, day):
            opens = datetime(day.year, day.month, day.day) + timedelta(minutes=opens_at)  # noqa: DTZ001
            yield opens, opens + timedelta(minutes=length)
        day += _DAY


def _moments(local: Span, zone: tzinfo) -> Iterator[Span]:
    """The moments at which the clock on the wall shows something of the span."""
    earlier, later = (
        [_offset(moment.replace(fold=fold), zone) for moment in local] for fold in (0, 1)
    )
    before, after = earlier[0], later[1]
    if earlier == later and before == after:
        yield _at(local[0], before), _at(local[1], before)
        return
    turn = _turn(
        min(_at(local[0], before), _at(local[0], after)),
        max(_at(local[1], before), _at(local[1], after)),
        zone,
    )
    for opens, closes in (
        (_at(local[0], before), min(_at(local[1], before), turn)),
        (max(_at(local[0], after), turn), _at(local[1], after)),
    ):
        if opens < closes:
            yield opens, closes


def _offset(moment: datetime, zone: tzinfo) -> timedelta:
    return moment.replace(tzinfo=zone).utcoffset() or timedelta(0)


def _at(local: datetime, offset: timedelta) -> datetime:
    return (local - offset).replace(tzinfo=UTC, fold=0)


def _turn(low: datetime, high: datetime, zone: tzinfo) -> datetime:
    """The moment between the two at which the clocks are changed, to the second."""
    old = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = (low + (high - low) / 2).replace(microsecond=0)
        if middle <= low:
            break
        if middle.astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
