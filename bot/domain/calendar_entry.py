"""What stands in a calendar: one time, or a series with its exceptions, as whoever reads it may see
it. How that is written is the business of `bot/services/ics`; where it comes from, of nobody here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class State(StrEnum):
    """iCalendar's STATUS."""

    ON = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    OFF = "CANCELLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One time. `uid` never changes, `sequence` and `changed_at` go up with every change (RFC
    5546). `days`: it takes whole days there, from the first to the one after the last."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    place: str = ""
    about: str = ""
    link: str = ""
    state: State = State.ON
    #: Who else sees the calendar it stands in sees only that there is something.
    private: bool = True
    days: tuple[date, date] | None = None
    #: The UID of what it is part of.
    part_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """What repeats, by the clock of a zone (IANA).

    `first` says what it is; `local_start` and `local_end` when the first time is by that clock.
    `rule` is an RRULE as calendars want it (its end in UTC). `without` are local starts at which it
    does not take place, `instead` what takes place in another's stead, by that one's local start.
    """

    first: Entry
    zone: str
    local_start: datetime
    local_end: datetime
    rule: str
    without: tuple[datetime, ...] = ()
    instead: tuple[tuple[datetime, Entry], ...] = ()
