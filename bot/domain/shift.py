"""What a shift is: what leads give (`ShiftDraft`) and what is kept of it (`Shift`, `Role`). What
may be kept is checked in `shift_check.py`; who holds which place stands in the storage alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class ShiftKind(StrEnum):
    """What kind of shift. The values are stored: never rename them."""

    COURT = "court"
    CHECK_IN = "check_in"
    DETENTION_VISIT = "detention_visit"
    RIDE = "ride"
    HOTLINE = "hotline"
    RAPID_RESPONSE = "rapid_response"
    CLINIC_SUPPORT = "clinic_support"
    PRO_BONO = "pro_bono"
    PAPERWORK = "paperwork"
    LETTERS = "letters"
    FIELD = "field"
    EVENT_SUPPORT = "event_support"


#: Kinds after which people are awaited home: checking out is watched unless a lead says otherwise.
OUT_THERE = frozenset(
    {
        ShiftKind.COURT,
        ShiftKind.CHECK_IN,
        ShiftKind.DETENTION_VISIT,
        ShiftKind.RIDE,
        ShiftKind.RAPID_RESPONSE,
        ShiftKind.FIELD,
    }
)


class ShiftStatus(StrEnum):
    """Where a shift stands. The values are stored: never rename them."""

    OPEN = "open"
    CANCELLED = "cancelled"


class RoleName(StrEnum):
    """Roles that have a name in every language; a role may also be named in a lead's own words.
    The values are stored: never rename them."""

    VOLUNTEER = "volunteer"
    OBSERVER = "observer"
    INTERPRETER = "interpreter"
    DRIVER = "driver"
    SEAT = "seat"
    LEAD = "lead"
    LAWYER = "lawyer"


@dataclass(frozen=True, slots=True, order=True)
class Role:
    """One role of a shift with so many places. `name`: a `RoleName` or a lead's own words;
    `language`: which one an interpreter speaks (a code), else empty. `number`: 0 until it is
    kept."""

    name: str
    capacity: int
    language: str = ""
    number: int = 0


#: How long before a shift one may still withdraw by oneself, in minutes.
USUAL_WITHDRAW = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftDraft:
    """What a lead says about a shift.

    `local_start` is what the clock shows there; `fold` says which of two is meant where the clock
    shows it twice. `place` is shown to all, `address` and `contact` to those who hold it. `anyone`:
    every member may claim, not only volunteers. `training`: the name of a training record that is
    needed; `role_id`: a Discord role. `withdraw_minutes`: later before the start, cover has to be
    found. `newcomers_hours`: for so long after publishing only who never held a shift may claim.
    `field`: checking out is watched.
    """

    kind: ShiftKind
    title: str
    zone: str
    local_start: datetime
    minutes: int
    roles: tuple[Role, ...]
    fold: int | None = None
    about: str = ""
    place: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    contact: str = ""
    facility: int | None = None
    occurrence: int | None = None
    anyone: bool = False
    training: str = ""
    role_id: int | None = None
    weekly_limit: int | None = None
    withdraw_minutes: int = USUAL_WITHDRAW
    newcomers_until: datetime | None = None
    field: bool = False
    lead_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift(ShiftDraft):
    """A shift as it is kept; the interval is half open. `change` goes up with every change that
    must be acknowledged; `sequence` and `uid` are iCalendar's."""

    number: int
    uid: str
    guild_id: int
    status: ShiftStatus
    version: int
    sequence: int
    changed_at: datetime
    change: int
    starts_at: datetime
    ends_at: datetime
    series: int | None = None
    recurrence_id: str | None = None
    made_by: int | None = None
    thread_id: int | None = None


#: The fields that a lead edits.
SHIFT_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(ShiftDraft))


def draft_of_shift(shift: Shift) -> ShiftDraft:
    """What a lead would have said to make this shift."""
    return ShiftDraft(**{name: getattr(shift, name) for name in SHIFT_FIELDS})


def without_exact(shift: Shift) -> Shift:
    """The shift as everybody sees it: the exact place and whom to contact are for those who hold
    it, and so is the point on the map, which would give the place away."""
    return replace(shift, address="", contact="", lat=None, lon=None)


def week_of(local_start: datetime, zone: str) -> tuple[datetime, datetime]:
    """The week (Monday to Sunday, by the clocks there) that a shift counts in; half open, UTC."""
    monday = (local_start - timedelta(days=local_start.weekday())).date()
    there = ZoneInfo(zone)
    bounds = [
        datetime.combine(day, time(), there).astimezone(UTC)
        for day in (monday, monday + timedelta(days=7))
    ]
    return bounds[0], bounds[1]


def total_capacity(roles: Sequence[Role]) -> int:
    """How many people a shift has places for."""
    return sum(role.capacity for role in roles)
