"""Swapping places by agreement: somebody asks those who are on another shift, without knowing who
they are; the first who agrees has theirs, and they have that one's. Nobody is named to anybody.

Both places change hands in one transaction, by the rules of a claim: trainings, roles, weekly
limits, and no two shifts at once, for both.
"""

from __future__ import annotations

from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift, ShiftStatus
from bot.services.shift_following import tell_all, tell_lead
from bot.services.shift_views import Seen
from bot.services.shifts import ShiftsService
from bot.services.signups import Refused
from bot.storage.claims import Claimant, why_not
from bot.storage.database import Database, Transaction
from bot.storage.outbox import OUTBOX
from bot.storage.shift_people import list_to_tell
from bot.storage.shifts import Filled, get_shift
from bot.storage.signups import Signup, State, get_signup
from bot.storage.swaps import Swap, exchange, get_swap, insert_swap

#: So many shifts are offered to swap with.
MOST = 25


class SwapsService:
    """Asks for swaps, and makes them."""

    def __init__(self, db: Database, *, clock: Clock, shifts: ShiftsService) -> None:
        self._db = db
        self._clock = clock
        self._shifts = shifts

    async def choices(self, actor: Actor, number: int) -> list[Seen]:
        """The shifts that a place on that one can be swapped with: others hold places there, the
        actor has none, and it has not begun. Those of the same kind first.

        Raises:
            NotFound: they hold no place there.
        """
        mine = await self._shifts.get(actor, number)
        if mine.mine is None or mine.mine.state is not State.HELD:
            raise NotFound("shift_error.not_yours")
        found = [
            each
            for each in await self._shifts.open(actor)
            if each.mine is None and any(filled.taken for filled in _of(each))
        ]
        found.sort(key=lambda each: (each.shift.kind != mine.shift.kind, each.shift.starts_at))
        return found[:MOST]

    async def ask(self, actor: Actor, number: int, wanted: int) -> int:
        """Ask those who hold a place on `wanted` to swap; how many are asked. Asked once more,
        nobody is told again.

        Raises:
            NotFound: they hold no place on that shift, or there is no such other in this server.
            BadInput: one of them has begun or was cancelled, or they have a place on both.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            tx.touch(OUTBOX)
            shift, _ = await self._held(tx, number, actor.user_id, now)
            other = await get_shift(tx, wanted, guild_id=shift.guild_id)
            if other is None:
                raise NotFound("shift_error.gone")
            _refuse_late(other, now)
            theirs = await get_signup(tx, wanted, actor.user_id)
            if theirs is not None and theirs.state is not State.WAITING:
                raise BadInput("shift_error.has_another")
            people = [
                each
                for each in await list_to_tell(tx, shift=wanted, states=("held",))
                if each.user_id != actor.user_id
            ]
            swap = await insert_swap(
                tx, shift=number, user_id=actor.user_id, wanted=wanted, now=now
            )
            if swap is not None:
                await tell_all(
                    tx, other, "shift.swap_asked", people, key=f"shift.swap_asked:{swap.number}",
                    now=now, useful_until=min(shift.starts_at, other.starts_at), rank=2,
                    args={"swap": swap.number},
                )  # fmt: skip
            await tx.commit()
        return len(people)

    async def asked(self, number: int) -> Swap | None:
        """What was asked; None where it fell away, or somebody agreed."""
        return await get_swap(self._db, number)

    async def agree(self, actor: Actor, number: int, *, mine: Claimant, theirs: Claimant) -> int:
        """Swap: the actor gives their place on what was wanted for the one of who asked. `mine` is
        the actor as a member of that server, `theirs` who asked. The shift they are on now.

        Raises:
            NotFound: it fell away, or the actor holds no place there. Refused: one of both can't
            be on the other shift, by which rule. BadInput: one of them has begun.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            tx.touch(OUTBOX)
            swap = await get_swap(tx, number)
            if swap is None or swap.user_id != theirs.user_id:
                raise NotFound("shift_error.swap_gone")
            given, asker = await self._held(tx, swap.shift, theirs.user_id, now)
            wanted, agreeing = await self._held(tx, swap.wanted, actor.user_id, now)
            await exchange(
                tx,
                (given.number, asker.role, theirs.user_id),
                (wanted.number, agreeing.role, actor.user_id),
                heard=(given.change, wanted.change),
                now=now,
            )
            # As they would stand: who can't be there undoes all of it.
            for who, role, shift in (
                (theirs, agreeing.role, wanted),
                (mine, asker.role, given),
            ):
                why = await why_not(tx, who, role, now=now)
                if why is not None:
                    raise Refused(why, shift=shift)
            await self._tell(tx, given, wanted, swap, actor.user_id, now)
            await tx.commit()
        return given.number

    async def _held(
        self, tx: Transaction, number: int, user_id: int, now: datetime
    ) -> tuple[Shift, Signup]:
        shift = await get_shift(tx, number)
        mine = await get_signup(tx, number, user_id)
        if shift is None or mine is None or mine.state is not State.HELD:
            raise NotFound("shift_error.not_yours")
        _refuse_late(shift, now)
        return shift, mine

    async def _tell(
        self,
        tx: Transaction,
        given: Shift,
        wanted: Shift,
        swap: Swap,
        agreed: int,
        now: datetime,
    ) -> None:
        for shift, user_id in ((wanted, swap.user_id), (given, agreed)):
            key = f"shift.swapped:{swap.number}:{round(now.timestamp())}"
            await tell_all(
                tx, shift, "shift.swapped", await list_to_tell(tx, [user_id]), key=key, now=now,
                useful_until=shift.starts_at, rank=2,
            )  # fmt: skip
            await tell_lead(
                tx, shift, "shift.swapped_lead", key=f"{key}:lead:{shift.number}", now=now,
                useful_until=shift.starts_at, rank=3,
            )  # fmt: skip


def _of(seen: Seen) -> list[Filled]:
    return [seen.filled[role.number] for role in seen.shift.roles if role.number in seen.filled]


def _refuse_late(shift: Shift, now: datetime) -> None:
    if shift.status is not ShiftStatus.OPEN:
        raise BadInput("shift_error.cancelled")
    if shift.starts_at <= now:
        raise BadInput("shift_error.begun")
