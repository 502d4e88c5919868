"""What people see of shifts: the exact place and whom to contact only those who hold one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.places import distance_km
from bot.domain.shift import Shift, ShiftKind, ShiftStatus, without_exact
from bot.services.membership import Membership, StillThere
from bot.services.places import LazyPlaces
from bot.services.shift_reach import Reach, reach_of
from bot.storage.database import Database, Transaction
from bot.storage.shifts import (
    Filled,
    count_filled,
    get_shift,
    get_shift_of_role,
    list_shifts,
    list_shifts_of,
    list_shifts_of_occurrences,
)
from bot.storage.signups import Signup, State, get_position, get_signups, list_missing, list_signups

_NOBODY = 0
#: So many are looked through for what is open or near.
_LOOKED_THROUGH = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift as whoever asks may see it: the exact place and the contact only for those who hold
    it, its lead and organizers. `filled`: by role."""

    shift: Shift
    filled: Mapping[int, Filled]
    mine: Signup | None = None
    runs: bool = False

    @property
    def needs_people(self) -> bool:
        """Whether a place is free, or somebody looks for cover."""
        return any(
            self.left(role.number) or self.filled.get(role.number, Filled()).cover
            for role in self.shift.roles
        )

    def left(self, role: int) -> int:
        """How many places of that role are free."""
        capacity = next((r.capacity for r in self.shift.roles if r.number == role), 0)
        return max(0, capacity - self.filled.get(role, Filled()).taken)


class ShiftViews:
    """Reads shifts. Part of `ShiftsService`."""

    def __init__(self, db: Database, *, clock: Clock, places: LazyPlaces) -> None:
        self._db = db
        self._clock = clock
        self._places = places
        self._members: StillThere | None = None

    def ask_members(self, membership: Membership) -> None:
        """From now on, who reads in a message sees the exact place only while they still are in
        the server."""
        self._members = StillThere(membership, self._clock)

    async def get(self, actor: Actor, number: int) -> Seen:
        """A shift of the actor's server; in a message, only one they are on.

        Raises:
            NotFound: there is none there.
        """
        shift = await get_shift(self._db, number, guild_id=actor.guild_id)
        if shift is None:
            raise NotFound("shift_error.gone")
        seen = (await self._seen(actor, [shift]))[0]
        if actor.guild_id is None and seen.mine is None and not seen.runs:
            raise NotFound("shift_error.gone")
        return seen

    async def of_role(self, actor: Actor, role: int) -> Seen:
        """The shift that has this role, as `get`. Raises NotFound."""
        shift = await get_shift_of_role(self._db, role, guild_id=server_of(actor))
        if shift is None:
            raise NotFound("shift_error.gone")
        return (await self._seen(actor, [shift]))[0]

    async def server_of_role(self, role: int) -> int:
        """The server of the shift that has this role. Raises NotFound where there is none."""
        shift = await get_shift_of_role(self._db, role, guild_id=None)
        if shift is None:
            raise NotFound("shift_error.gone")
        return shift.guild_id

    async def position(self, actor: Actor, number: int) -> int | None:
        """Where the actor stands in the line of that shift; None: they don't wait."""
        return await get_position(self._db, number, actor.user_id)

    async def open(self, actor: Actor, *, kind: ShiftKind | None = None) -> list[Seen]:
        """What can be claimed in the actor's server: where somebody is needed first, then where
        there is a line; each the soonest first."""
        found = await self.upcoming(actor, kind=kind, limit=_LOOKED_THROUGH)
        now = self._clock.now()
        ahead = [
            each
            for each in found
            if each.shift.status is ShiftStatus.OPEN and each.shift.starts_at > now
        ]
        return sorted(ahead, key=lambda each: not each.needs_people)

    async def of_event(self, actor: Actor, occurrence: int) -> list[Seen]:
        """What can be claimed of one time of an event, the earliest first."""
        server_of(actor)
        now = self._clock.now()
        found = [
            each
            for each in await list_shifts_of_occurrences(self._db, [occurrence])
            if each.guild_id == actor.guild_id
            and each.status is ShiftStatus.OPEN
            and each.starts_at > now
        ]
        return await self._seen(actor, found)

    async def nearest(
        self, actor: Actor, where: str, *, kind: ShiftKind | None = None
    ) -> list[tuple[Seen, float | None]]:
        """What can be claimed, the nearest first with its distance in km; what has no known place
        last. Distances go by the coarse place, which everybody sees.

        Raises:
            BadInput: `where` is no place we know; outside a server.
        """
        places = await self._places()
        place = places.find(where)
        found: list[tuple[Seen, float | None]] = []
        for each in await self.open(actor, kind=kind):
            town = places.known(each.shift.place) if each.shift.place else None
            far = None
            if town is not None:
                far = _far((place.lat, place.lon), (town.lat, town.lon))
            found.append((each, far))
        return sorted(found, key=lambda one: (one[1] is None, one[1] or 0.0))

    async def upcoming(
        self,
        actor: Actor,
        *,
        kind: ShiftKind | None = None,
        until: datetime | None = None,
        limit: int = 10,
        offset: int = 0,
    ) -> list[Seen]:
        """What comes in the actor's server, the soonest first."""
        found = await list_shifts(
            self._db,
            guild_id=server_of(actor),
            now=self._clock.now(),
            until=until,
            kind=kind,
            limit=limit,
            offset=offset,
        )
        return await self._seen(actor, found)

    async def mine(self, actor: Actor, *, limit: int = 25) -> list[Seen]:
        """What the actor holds, was offered, waits for or leads; in a message that of every
        server."""
        found = await list_shifts_of(
            self._db,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            now=self._clock.now(),
            limit=limit,
        )
        return await self._seen(actor, found)

    # --- for drawing what the relay sends -----------------------------------------------

    async def as_told(self, number: int, user_id: int | None) -> Seen | None:
        """A shift as one person is told of it in a message (None: as everybody in a channel is);
        None where it is gone."""
        shift = await get_shift(self._db, number)
        if shift is None:
            return None
        reader = Actor(user_id or _NOBODY, None, frozenset({Capability.MEMBER}))
        return (await self._seen(reader, [shift]))[0]

    async def missing(self, number: int, *, out: bool) -> list[int]:
        """Who has a place on a shift and did not check in; with `out`, who was there and did not
        check out."""
        return await list_missing(self._db, number, out=out)

    # --- for those who run one ----------------------------------------------------------

    async def roster(self, actor: Actor, number: int) -> tuple[Shift, list[Signup]]:
        """Who is on a shift. Raises NotFound; NotAllowed for all but its lead and organizers."""
        shift = await self.of_lead(self._db, actor, number)
        return shift, await list_signups(self._db, number)

    async def reach(self, actor: Actor, number: int) -> Reach:
        """How far a deed on that shift reaches. Raises NotFound, NotAllowed."""
        shift = await self.of_lead(self._db, actor, number)
        return await reach_of(self._db, shift, now=self._clock.now())

    async def lead_there(self, shift: Shift) -> int | None:
        """Who leads it, unless they are known to have left the server."""
        if shift.lead_id is None or self._members is None:
            return shift.lead_id
        there = await self._members.ask(shift.guild_id, shift.lead_id)
        return None if there is False else shift.lead_id

    async def _seen(self, actor: Actor, shifts: Sequence[Shift]) -> list[Seen]:
        numbers = [shift.number for shift in shifts]
        filled = await count_filled(self._db, numbers)
        signups = await get_signups(self._db, numbers, actor.user_id)
        found: list[Seen] = []
        for shift in shifts:
            mine = signups.get(shift.number)
            runs = runs_shift(actor, shift)
            exact = runs or (mine is not None and mine.state is State.HELD)
            exact = exact and await self._is_there(actor, shift)
            found.append(Seen(shift if exact else without_exact(shift), filled, mine, runs))
        return found

    async def _is_there(self, actor: Actor, shift: Shift) -> bool:
        """Whether somebody who reads in a message still is in the server; where nobody can tell,
        nothing is shown that only those with a place may see."""
        if actor.guild_id is not None or self._members is None:
            return True
        return await self._members.ask(shift.guild_id, actor.user_id) is True

    async def of_lead(self, db: Database | Transaction, actor: Actor, number: int) -> Shift:
        """A shift for those who run it; in a message, for its lead. Raises NotFound, NotAllowed."""
        shift = await get_shift(db, number, guild_id=actor.guild_id)
        if shift is None:
            raise NotFound("shift_error.gone")
        if not runs_shift(actor, shift):
            raise NotAllowed("shift_error.for_leads")
        return shift


def _far(
    a: tuple[float | None, float | None], b: tuple[float | None, float | None]
) -> float | None:
    (lat, lon), (town_lat, town_lon) = a, b
    if lat is None or lon is None or town_lat is None or town_lon is None:
        return None
    return distance_km(lat, lon, town_lat, town_lon)


def runs_shift(actor: Actor, shift: Shift) -> bool:
    """Whether somebody leads that shift or all of them."""
    if actor.guild_id is not None and actor.guild_id != shift.guild_id:
        return False
    if shift.lead_id is not None and shift.lead_id == actor.user_id:
        return True
    return actor.may(Capability.ORGANIZER) or actor.may(Capability.DISPATCHER)


def lead_of_shifts(actor: Actor) -> int:
    """The server for which somebody makes shifts. Raises NotAllowed, BadInput outside a server."""
    guild_id = server_of(actor)
    if not actor.may(Capability.DISPATCHER):
        actor.require(Capability.ORGANIZER)
    return guild_id


def server_of(actor: Actor) -> int:
    """Raises BadInput outside a server."""
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id
