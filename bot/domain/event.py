"""What an event is: what organizers give (`Draft`), what is kept of it (`Event`), and each time
that it takes place (`Occurrence`). What may be kept is checked in `event_check.py`, who sees which
field stands in `event_tiers.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What kind of event. The values are stored: never rename them."""

    DAY_OF_ACTION = "day_of_action"
    LOBBY_VISIT = "lobby_visit"
    RALLY = "rally"
    VIGIL = "vigil"
    MARCH = "march"
    TOWN_HALL = "town_hall"
    WORKSHOP = "workshop"
    KNOW_YOUR_RIGHTS = "know_your_rights"
    LEGAL_CLINIC = "legal_clinic"
    CITIZENSHIP_CLINIC = "citizenship_clinic"
    PROTEST = "protest"
    MEETING = "meeting"
    TRAINING = "training"


class Status(StrEnum):
    """Where an event stands. The values are stored: never rename them."""

    DRAFT = "draft"
    PUBLISHED = "published"
    #: It will take place, and nobody knows yet when.
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


class Answer(StrEnum):
    """What somebody answered, or became of it. The values are stored: never rename them."""

    GOING = "going"
    MAYBE = "maybe"
    DECLINED = "declined"
    #: In line for a place.
    WAITING = "waiting"
    #: A place that got free is kept for them for a while.
    OFFERED = "offered"


#: Whoever answered so has a place, or one is kept for them.
HOLDING = (Answer.GOING, Answer.OFFERED)
#: Whoever answered so must hear of what changes.
CONCERNED = (Answer.GOING, Answer.MAYBE, Answer.WAITING, Answer.OFFERED)


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an organizer says about an event.

    `local_start` is what the clock shows there, without a zone; `fold` says which of two is meant
    where the clock shows it twice (0 the first, 1 the second; None: nobody was asked). `rule` is
    an RRULE without its name, None for once. `tiers` map a field to a tier's code. `reminders` are
    minutes before. `extra` holds what only this kind has (see `event_check.EXTRAS`).
    """

    kind: Kind
    title: str
    zone: str
    local_start: datetime
    minutes: int
    fold: int | None = None
    parent: int | None = None
    about: str = ""
    host: str = ""
    place: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    contact: str = ""
    notes: str = ""
    link: str = ""
    tiers: Mapping[str, str] = field(default_factory=_nothing)
    public: bool = False
    rule: str | None = None
    capacity: int | None = None
    reminders: tuple[int, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=_nothing)
    lead_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event(Draft):
    """An event as it is kept. `uid` and `sequence` are iCalendar's; `version` goes up with every
    edit; `made_by` and `lead_id` are Discord user ids, None once forgotten."""

    number: int
    uid: str
    guild_id: int
    status: Status
    version: int
    sequence: int
    changed_at: datetime
    made_by: int | None = None
    channel_id: int | None = None
    message_id: int | None = None
    thread_id: int | None = None

    def __hash__(self) -> int:  # the mappings can't be hashed
        return hash((self.number, self.version))


#: The fields that an organizer edits.
FIELDS: tuple[str, ...] = tuple(each.name for each in fields(Draft) if each.name != "parent")


def draft_of(event: Event) -> Draft:
    """What an organizer would have said to make this event."""
    return Draft(**{each.name: getattr(event, each.name) for each in fields(Draft)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One time that an event takes place; the interval is half open.

    `recurrence_id` is its local start by the rule (`2027-03-28T10:00`), also after it was moved.
    `moved`: set by hand, the rule no longer changes it. `place` and `address` are None where they
    are the event's. `change` goes up with every change that people must hear of. `came` is how
    many came, as the lead counted.
    """

    number: int
    event: int
    recurrence_id: str
    starts_at: datetime
    ends_at: datetime
    cancelled: bool = False
    moved: bool = False
    capacity: int | None = None
    place: str | None = None
    address: str | None = None
    change: int = 0
    came: int | None = None
    scheduled_id: int | None = None


def overtaken(event: Draft, minutes: int | None, starts_at: datetime, now: datetime) -> bool:
    """Whether a later one of the event's own reminders is due as well: after a time in which
    nothing could be sent, people are reminded once, not of each moment that was missed."""
    return minutes is not None and any(
        later < minutes and starts_at - timedelta(minutes=later) <= now for later in event.reminders
    )


# --- the line -------------------------------------------------------------------------------

#: How long a place that got free is kept for the next in line, at most and at least.
LONGEST_OFFER = timedelta(hours=24)
SHORTEST_OFFER = timedelta(minutes=30)


def offered_until(now: datetime, starts_at: datetime) -> datetime | None:
    """Till when a place that gets free now is kept for the next in line. None: the event begins too
    soon to wait for anybody, whoever presses first has it."""
    left = starts_at - now
    if left < SHORTEST_OFFER:
        return None
    return now + max(SHORTEST_OFFER, min(LONGEST_OFFER, left / 2))
