"""What people see of events: each field only from the tier on that may see it, in every list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Answer, Event, Kind, Occurrence, overtaken
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to
from bot.domain.places import distance_km
from bot.services.membership import Membership, StillThere
from bot.services.places import LazyPlaces
from bot.storage.database import Database
from bot.storage.event_lists import (
    Counts,
    Found,
    count_answers,
    count_whole,
    get_found,
    list_mine,
    list_times,
    list_unheard,
    list_upcoming,
)
from bot.storage.event_reminders import Reminder, list_to_remind
from bot.storage.events import get_event, list_children
from bot.storage.rsvps import Rsvp

__all__ = ["Coming", "Counts", "EventPage", "EventViews"]

#: "Near me" looks through so many of what comes next.
_LOOKED_THROUGH = 500
_NOBODY = 0


@dataclass(frozen=True, slots=True)
class Coming:
    """One time that an event takes place, as whoever asks may see it. `km`: how far it is, where
    they asked for what is near."""

    event: Event
    occurrence: Occurrence
    tier: Tier
    counts: Counts
    mine: Rsvp | None = None
    km: float | None = None

    @property
    def place(self) -> str:
        """Where this one is, coarsely."""
        return self.event.place if self.occurrence.place is None else self.occurrence.place

    @property
    def address(self) -> str:
        """Where this one is, exactly; empty for those who may not see it."""
        return self.event.address if self.occurrence.address is None else self.occurrence.address


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its coming times (where none comes, the last one). `whole` counts everybody
    once over all times and local events; `children` are the local events of a day of action, each
    with its next time, the nearest first where the person said where they are."""

    event: Event
    tier: Tier
    times: tuple[Coming, ...]
    whole: Counts
    children: tuple[Coming, ...] = field(default=())


def tier_of(actor: Actor, event: Event, answer: Answer | None) -> Tier:
    """How near somebody stands to an event. In a message (no server) it is somebody who answered
    before, or nobody: no more than that is seen there."""
    if actor.guild_id == event.guild_id:
        if actor.may(Capability.ORGANIZER) or event.lead_id == actor.user_id:
            return Tier.LEAD
        return Tier.GOING if answer is Answer.GOING else Tier.MEMBER
    if actor.guild_id is None and answer is not None:
        return Tier.GOING if answer is Answer.GOING else Tier.MEMBER
    return Tier.PUBLIC


class EventViews:
    """Reads events. Part of `EventsService`."""

    def __init__(self, db: Database, *, clock: Clock, places: LazyPlaces) -> None:
        self._db = db
        self._clock = clock
        self._places = places
        self._members: StillThere | None = None

    def ask_members(self, membership: Membership) -> None:
        """Ask this whether somebody who looks from a message still is in the event's server."""
        self._members = StillThere(membership, self._clock)

    async def _tier(self, actor: Actor, event: Event, answer: Answer | None) -> Tier:
        """As `tier_of`; in a message only for those who still are in the server. Where nobody can
        tell, nothing is shown that only those who come may see."""
        tier = tier_of(actor, event, answer)
        if actor.guild_id is not None or tier is Tier.PUBLIC or self._members is None:
            return tier
        there = await self._members.ask(event.guild_id, actor.user_id)
        if there is None:
            return min(tier, Tier.MEMBER)
        return tier if there else Tier.PUBLIC

    async def get(self, actor: Actor, number: int, *, near: str | None = None) -> EventPage:
        """An event of the actor's server as they may see it.

        Raises:
            NotFound: there is none there, or it is not for them. BadInput: `near` is no place.
        """
        event = await get_event(self._db, number, guild_id=_server_of(actor))
        if event is None:
            raise NotFound("event_error.gone")
        return await self._page(actor, event, near)

    async def board(self, number: int) -> EventPage | None:
        """An event as every member may see it: what stands on its board. None: it is gone."""
        event = await get_event(self._db, number)
        if event is None:
            return None
        nobody = Actor(_NOBODY, event.guild_id, frozenset({Capability.MEMBER}))
        try:
            return await self._page(nobody, event, None)
        except NotFound:
            return None

    async def occurrence(self, actor: Actor, occurrence: int) -> Coming:
        """One time of an event; in a message, only where the person answered before.

        Raises:
            NotFound: there is none there, or it is not for them.
        """
        found = await get_found(
            self._db, occurrence, guild_id=actor.guild_id, user_id=actor.user_id
        )
        if found is not None:
            if actor.guild_id is None and found.mine is None:
                raise NotFound("event_error.gone")
            seen = await self._seen(actor, [found])
            if seen:
                return seen[0]
        raise NotFound("event_error.gone")

    async def upcoming(
        self,
        actor: Actor,
        *,
        kinds: Sequence[Kind] = (),
        until: datetime | None = None,
        near: str | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> list[Coming]:
        """What comes in the actor's server, the soonest first; with `near` the nearest first, and
        what is nowhere (online) last. Organizers see drafts too.

        Raises:
            BadInput: `near` is no place we know; outside a server.
        """
        guild_id = _server_of(actor)
        place = (await self._places()).find(near) if near else None
        found = await list_upcoming(
            self._db,
            guild_id=guild_id,
            user_id=actor.user_id,
            now=self._clock.now(),
            until=until,
            kinds=kinds,
            drafts=actor.may(Capability.ORGANIZER),
            limit=_LOOKED_THROUGH if place else limit,
            offset=0 if place else offset,
        )
        if place is None or place.lat is None or place.lon is None:
            return await self._seen(actor, found)
        near_first = sorted(found, key=lambda one: _far(one, place.lat, place.lon))
        chosen = near_first[offset : offset + limit]
        return await self._seen(actor, chosen, (place.lat, place.lon))

    async def public(
        self, guild_id: int, *, until: datetime | None = None, limit: int = 200
    ) -> list[Coming]:
        """What a server shows to everybody on earth, the soonest first."""
        found = await list_upcoming(
            self._db,
            guild_id=guild_id,
            user_id=_NOBODY,
            now=self._clock.now(),
            until=until,
            public_only=True,
            limit=limit,
        )
        return await self._seen(Actor(_NOBODY, _NOBODY, frozenset()), found)

    async def mine(self, actor: Actor, *, limit: int = 25) -> list[Coming]:
        """What the actor comes to, waits for or leads, the soonest first; in a message that of
        every server."""
        found = await list_mine(
            self._db,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            now=self._clock.now(),
            limit=limit,
        )
        return await self._seen(actor, found)

    # --- for drawing what the relay sends -----------------------------------------------

    async def whom_to_ping(self, occurrence: int, *, part: int, parts: int) -> list[int]:
        """Who is to hear of a change in the thread: those of this part who have not seen it and do
        not get a message."""
        return await list_unheard(self._db, occurrence, part=part, parts=parts, dm=False)

    async def whom_to_remind(
        self,
        occurrence: int,
        *,
        minutes: int | None,
        at: datetime | None,
        part: int,
        parts: int,
    ) -> list[int]:
        """Who is to be reminded in the thread then: those of this part who don't get a message."""
        found = await get_found(self._db, occurrence, guild_id=None, user_id=_NOBODY)
        if found is None:
            return []
        event, starts_at = found.event, found.occurrence.starts_at
        late = overtaken(event, minutes, starts_at, self._clock.now())
        people = await list_to_remind(
            self._db,
            occurrence,
            Reminder(minutes, at),
            default=minutes in event.reminders and not late,
        )
        return [
            each.user_id for each in people if not each.dm and (each.user_id >> 22) % parts == part
        ]

    # --- shared -------------------------------------------------------------------------

    async def _page(self, actor: Actor, event: Event, near: str | None) -> EventPage:
        now = self._clock.now()
        found = await list_times(
            self._db, event.number, user_id=actor.user_id, ends_after=now, limit=60
        )
        times = await self._seen(actor, found)
        tier = max(
            [
                await self._tier(actor, event, each.mine.answer if each.mine else None)
                for each in found
            ],
            default=tier_of(actor, event, None),
        )
        seen = visible_to(event, tier)
        if seen is None:
            raise NotFound("event_error.gone")
        return EventPage(
            seen,
            tier,
            tuple(times),
            await count_whole(self._db, event.number, now=now),
            await self._children(actor, event, near) if event.kind is Kind.DAY_OF_ACTION else (),
        )

    async def _children(self, actor: Actor, event: Event, near: str | None) -> tuple[Coming, ...]:
        now = self._clock.now()
        place = (await self._places()).find(near) if near else None
        found: list[Found] = []
        for child in await list_children(self._db, event.number):
            found += await list_times(
                self._db, child.number, user_id=actor.user_id, ends_after=now, limit=1
            )
        found.sort(key=lambda one: one.occurrence.starts_at)
        if place is None or place.lat is None or place.lon is None:
            return tuple(await self._seen(actor, found))
        found.sort(key=lambda one: _far(one, place.lat, place.lon))
        return tuple(await self._seen(actor, found, (place.lat, place.lon)))

    async def _seen(
        self, actor: Actor, found: Sequence[Found], near: tuple[float, float] | None = None
    ) -> list[Coming]:
        """Those that the actor may see at all, and of them what they may see."""
        counts = await count_answers(self._db, [one.occurrence.number for one in found])
        coming: list[Coming] = []
        for one in found:
            tier = await self._tier(actor, one.event, one.mine.answer if one.mine else None)
            event = visible_to(one.event, tier)
            occurrence = occurrence_visible_to(one.event, one.occurrence, tier)
            if event is None or occurrence is None:
                continue
            far = _far(one, *near) if near else None
            coming.append(
                Coming(
                    event,
                    occurrence,
                    tier,
                    counts.get(occurrence.number, Counts()),
                    one.mine,
                    far if far != _NOWHERE else None,
                )
            )
        return coming


_NOWHERE = float("inf")


def _far(one: Found, lat: float | None, lon: float | None) -> float:
    event = one.event
    if event.lat is None or event.lon is None or lat is None or lon is None:
        return _NOWHERE
    return distance_km(lat, lon, event.lat, event.lon)


def _server_of(actor: Actor) -> int:
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id
