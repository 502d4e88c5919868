"""What those who run a shift do with the people on it: put somebody on or take them off, note who
came, and say for somebody that they are home.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.search import fold
from bot.domain.shift import Shift, ShiftStatus
from bot.services.shift_following import offer_on, tell_all
from bot.services.shift_views import Seen, runs_shift
from bot.services.shifts import ShiftsService
from bot.services.signups import ClaimOutcome, Refused
from bot.storage.claims import Claimant, Refusal, insert_claim, why_not
from bot.storage.database import Database, Transaction
from bot.storage.outbox import OUTBOX
from bot.storage.shift_people import LAST, list_of_last, list_to_tell
from bot.storage.shifts import list_shifts
from bot.storage.signups import (
    Signup,
    State,
    delete_signup,
    get_signup,
    set_marks,
)

__all__ = ["LAST", "Roster", "ShiftRosters"]

#: So many are looked through, so many offered.
_LOOKED_THROUGH, _OFFERED = 500, 25
#: After its end a shift is still offered for so long.
_AFTER = timedelta(days=7)
#: A number longer than this is no shift's.
_LONGEST_NUMBER = 18


def _no_hints() -> Mapping[int, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is on a shift, those with a place first. `hints`: of how many of the last `LAST` shifts
    of that kind each was part; `out_of`: how many there were."""

    seen: Seen
    people: tuple[Signup, ...]
    hints: Mapping[int, int] = field(default_factory=_no_hints)
    out_of: int = 0


class ShiftRosters:
    """For those who run a shift. All raise NotFound where there is none such in the actor's server,
    and NotAllowed for all but its lead and organizers."""

    def __init__(self, db: Database, *, clock: Clock, shifts: ShiftsService) -> None:
        self._db = db
        self._clock = clock
        self._shifts = shifts

    async def of(self, actor: Actor, number: int) -> Roster:
        """Who is on that shift, and how much they have done lately."""
        shift, people = await self._shifts.roster(actor, number)
        seen = await self._shifts.get(actor, number)
        hints, out_of = await list_of_last(self._db, shift, now=self._clock.now())
        return Roster(seen, tuple(people), hints, out_of)

    async def suggest(
        self, actor: Actor, typed: str, named: Callable[[Shift], str]
    ) -> list[tuple[str, int]]:
        """The shifts that the actor runs, by name (as `named` makes them) and number, what is
        nearest to now first; also those of the last week, of which it is noted who came."""
        if actor.guild_id is None:
            return []
        wanted, now = fold(typed).strip(), self._clock.now()
        found = await list_shifts(
            self._db, guild_id=actor.guild_id, now=now - _AFTER, limit=_LOOKED_THROUGH
        )
        runs = [
            each for each in found if each.status is ShiftStatus.OPEN and runs_shift(actor, each)
        ]
        runs.sort(key=lambda each: abs((each.starts_at - now).total_seconds()))
        named_all = [(named(each), each.number) for each in runs]
        return [each for each in named_all if wanted in fold(each[0])][:_OFFERED]

    async def meant(self, actor: Actor, typed: str, named: Callable[[Shift], str]) -> int:
        """The shift that was chosen, or whose name has what was typed.

        Raises:
            NotFound: none that they run. BadInput: outside a server.
        """
        chosen = typed.strip()
        if chosen.isascii() and chosen.isdigit() and len(chosen) <= _LONGEST_NUMBER:
            return (await self._shifts.of_lead(self._db, actor, int(chosen))).number
        found = await self.suggest(actor, chosen, named)
        if not found:
            raise NotFound("shift_error.gone")
        return found[0][1]

    async def add(self, actor: Actor, role: int, who: Claimant) -> ClaimOutcome:
        """Put somebody on, by the same rules by which they would claim; they are told.

        Raises:
            Refused: they can't be on it, by which rule. BadInput: that role is full.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            shift = await self._of_role(tx, actor, role)
            claimed = await insert_claim(tx, who, role, now=now)
            if claimed is None:
                why = await why_not(tx, who, role, now=now) or Refusal.GONE
                raise Refused(why, shift=shift)
            if claimed.state is not State.HELD:
                raise BadInput("shift_error.role_full")
            await self._tell(tx, shift, "shift.put_on", who.user_id, now)
            await tx.commit()
        return ClaimOutcome(claimed.shift, claimed.state, claimed.position)

    async def remove(self, actor: Actor, number: int, user_id: int) -> None:
        """Take somebody off; they are told, and the place is offered to the next in line.

        Raises:
            NotFound: they are not on it. BadInput: it is over.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            tx.touch(OUTBOX)
            shift = await self._shifts.of_lead(tx, actor, number)
            if shift.ends_at <= now:
                raise BadInput("shift_error.over")
            if await delete_signup(tx, number, user_id) is None:
                raise NotFound("shift_error.not_on_it")
            await self._tell(tx, shift, "shift.taken_off", user_id, now)
            await offer_on(tx, shift, now=now)
            await tx.commit()

    async def mark(self, actor: Actor, number: int, user_ids: Sequence[int], *, came: bool) -> int:
        """Note who of those with a place came, or did not; of how many.

        Raises:
            BadInput: it has not begun, or was cancelled.
        """
        async with self._db.transaction() as tx:
            await self._begun(tx, actor, number)
            count = 0
            for user_id in user_ids:
                mine = await get_signup(tx, number, user_id)
                if mine is not None and mine.state is State.HELD:
                    await set_marks(tx, number, user_id, came=int(came))
                    count += 1
            await tx.commit()
        return count

    async def heard_from(self, actor: Actor, number: int, user_ids: Sequence[int]) -> int:
        """Say for these that they are home, or fine: nobody is paged for them any more; for how
        many that was still open.

        Raises:
            BadInput: it has not begun, or was cancelled.
        """
        now, count = self._clock.now(), 0
        async with self._db.transaction() as tx:
            await self._begun(tx, actor, number)
            for user_id in user_ids:
                mine = await get_signup(tx, number, user_id)
                if mine is not None and mine.state is State.HELD and mine.out_at is None:
                    await set_marks(
                        tx, number, user_id, in_at=mine.in_at or now, out_at=now, came=1
                    )
                    count += 1
            await tx.commit()
        return count

    async def _begun(self, tx: Transaction, actor: Actor, number: int) -> Shift:
        shift = await self._shifts.of_lead(tx, actor, number)
        if shift.status is not ShiftStatus.OPEN:
            raise BadInput("shift_error.cancelled")
        if shift.starts_at > self._clock.now():
            raise BadInput("shift_error.not_begun")
        return shift

    async def _of_role(self, tx: Transaction, actor: Actor, role: int) -> Shift:
        seen = await self._shifts.of_role(actor, role)
        return await self._shifts.of_lead(tx, actor, seen.shift.number)

    async def _tell(
        self, tx: Transaction, shift: Shift, purpose: str, user_id: int, now: datetime
    ) -> None:
        await tell_all(
            tx, shift, purpose, await list_to_tell(tx, [user_id]),
            key=f"{purpose}:{shift.number}:{user_id}:{round(now.timestamp())}", now=now,
            useful_until=shift.ends_at, rank=2,
        )  # fmt: skip
