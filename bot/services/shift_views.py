"""What people see of shifts: the exact place and whom to contact only those who hold one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.shift import Shift, ShiftKind, without_exact
from bot.services.places import LazyPlaces
from bot.storage.database import Database, Transaction
from bot.storage.shifts import Filled, count_filled, get_shift, list_shifts, list_shifts_of
from bot.storage.signups import Signup, State, get_signup, list_signups


@dataclass(frozen=True, slots=True)
class Seen:
    """A shift as whoever asks may see it: the exact place and the contact only for those who hold
    it, its lead and organizers. `filled`: by role."""

    shift: Shift
    filled: Mapping[int, Filled]
    mine: Signup | None = None
    runs: bool = False

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

    async def roster(self, actor: Actor, number: int) -> tuple[Shift, list[Signup]]:
        """Who is on a shift. Raises NotFound; NotAllowed for all but its lead and organizers."""
        shift = await self.of_lead(self._db, actor, number)
        return shift, await list_signups(self._db, number)

    async def _seen(self, actor: Actor, shifts: Sequence[Shift]) -> list[Seen]:
        filled = await count_filled(self._db, [shift.number for shift in shifts])
        found: list[Seen] = []
        for shift in shifts:
            mine = await get_signup(self._db, shift.number, actor.user_id)
            runs = runs_shift(actor, shift)
            exact = runs or (mine is not None and mine.state is State.HELD)
            found.append(Seen(shift if exact else without_exact(shift), filled, mine, runs))
        return found

    async def of_lead(self, db: Database | Transaction, actor: Actor, number: int) -> Shift:
        """A shift for those who run it. Raises NotFound, NotAllowed."""
        shift = await get_shift(db, number, guild_id=server_of(actor))
        if shift is None:
            raise NotFound("shift_error.gone")
        if not runs_shift(actor, shift):
            raise NotAllowed("shift_error.for_leads")
        return shift


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
