"""The trainings that shifts need: which there are, and where one can be had next.

That somebody has one is confirmed by a lead after the event (`attendance.py`), and expires.
"""

from __future__ import annotations

from bot.domain.actor import Actor
from bot.domain.event import Kind, Status
from bot.services.attendance import training_key
from bot.services.event_views import Coming
from bot.services.events import EventsService
from bot.storage.attendance import list_training_titles
from bot.storage.database import Database

_LOOKED_THROUGH = 200


class ShiftTrainings:
    """Reads trainings."""

    def __init__(self, db: Database, *, events: EventsService) -> None:
        self._db = db
        self._events = events

    async def next_for(self, actor: Actor, training: str) -> Coming | None:
        """The next time of a training of that name in the actor's server, which one can still go
        to; None where none is planned, or outside a server."""
        if actor.guild_id is None or not training:
            return None
        wanted = training_key(training)
        for coming in await self._trainings(actor):
            if training_key(_title(coming)) == wanted:
                return coming
        return None

    async def names(self, actor: Actor) -> list[str]:
        """The trainings that people of the server have, or can have next, by name."""
        if actor.guild_id is None:
            return []
        found = {
            training_key(title): title
            for title in [
                *(_title(coming) for coming in await self._trainings(actor)),
                *await list_training_titles(self._db, actor.guild_id),
            ]
        }
        return sorted(found.values(), key=str.casefold)

    async def name_of(self, actor: Actor, training: str) -> str:
        """A training's name as somebody wrote it; as a shift keeps it where nobody did."""
        wanted = training_key(training)
        named = {training_key(name): name for name in await self.names(actor)}
        return named.get(wanted, training)

    async def _trainings(self, actor: Actor) -> list[Coming]:
        found = await self._events.upcoming(actor, kinds=(Kind.TRAINING,), limit=_LOOKED_THROUGH)
        return [
            each
            for each in found
            if each.event.status is Status.PUBLISHED and not each.occurrence.cancelled
        ]


def _title(coming: Coming) -> str:
    return str(coming.event.extra.get("training") or coming.event.title)
