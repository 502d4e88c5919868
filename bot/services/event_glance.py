"""What one person's screen says of an event beside its fields: where they stand in line, when and
how they will be reminded, and that there is more to see for those who come.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.domain.actor import Actor
from bot.domain.event import Answer, Event
from bot.domain.event_tiers import Tier, tier_of_field
from bot.services.event_views import Coming
from bot.services.people import PeopleService
from bot.services.rsvps import RsvpsService
from bot.storage.database import Database
from bot.storage.event_glance import count_kept, get_position
from bot.storage.event_reminders import Reminder
from bot.storage.events import get_event

#: What those who come may see, and others don't.
_INNER = ("address", "contact", "notes")


@dataclass(frozen=True, slots=True)
class Glance:
    """`hidden`: fields that have something in them which this person sees once they come. `dm`: the
    bot may write to them; `minutes`: how long before events they want to be reminded (None: as each
    says, 0: not at all); `own`: what they chose for this one."""

    hidden: frozenset[str] = field(default=frozenset())
    position: int | None = None
    dm: bool = False
    minutes: int | None = None
    own: Reminder | None = None

    def reminders(self, event: Event) -> tuple[Reminder, ...]:
        """When this person will be reminded, their own choice before the event's."""
        if self.own is not None:
            return (self.own,) if self.own.minutes or self.own.at else ()
        if self.minutes is not None:
            return (Reminder(self.minutes),) if self.minutes else ()
        return tuple(Reminder(minutes) for minutes in sorted(event.reminders, reverse=True))


@dataclass(frozen=True, slots=True)
class Kept:
    """How many answers to events, and how many trainings, are kept of one person, in how many
    events their id stands because they organize, how many calendars of their own they have, how
    many shifts (times on call, requests) they took, and in how many their id stands because they
    run them."""

    answers: int = 0
    trainings: int = 0
    organized: int = 0
    calendars: int = 0
    shifts: int = 0
    running: int = 0


class EventGlanceService:
    """Reads what a screen about an event shows of the person who asked."""

    def __init__(self, db: Database, *, people: PeopleService, rsvps: RsvpsService) -> None:
        self._db = db
        self._people = people
        self._rsvps = rsvps

    async def of(self, actor: Actor, coming: Coming) -> Glance:
        """All of it, for somebody to whom this was shown."""
        settings = await self._people.settings(actor.user_id)
        number, mine = coming.occurrence.number, coming.mine
        waits = mine is not None and mine.answer is Answer.WAITING
        return Glance(
            hidden=await self.hidden(coming.event.number, coming.tier),
            position=await get_position(self._db, number, actor.user_id) if waits else None,
            dm=settings.dm,
            minutes=settings.remind_minutes,
            own=await self._rsvps.reminder(actor, number) if mine is not None else None,
        )

    async def kept(self, user_id: int) -> Kept:
        """What is kept about events of this person, for `/me`."""
        return Kept(*await count_kept(self._db, user_id))

    async def hidden(self, number: int, tier: Tier) -> frozenset[str]:
        """Fields of an event with something in them, for those who come, hidden from that tier."""
        event = await get_event(self._db, number)
        if event is None or tier >= Tier.GOING:
            return frozenset()
        return frozenset(
            name
            for name in _INNER
            if getattr(event, name) and tier < tier_of_field(event, name) <= Tier.GOING
        )
