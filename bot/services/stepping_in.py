"""Stepping in for somebody who did not come: on the day, once it has begun and while their check-in
is missed. One may then come at once and have the place; whoever was missing stands in the line of
the role, noted as not having come, so that nobody is lost and no place is counted twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift, ShiftStatus
from bot.services.shift_following import CHECK_IN_GRACE, tell_lead
from bot.services.signups import ClaimOutcome, Refused, claimant
from bot.storage.claims import Refusal, why_not
from bot.storage.database import Database, Transaction
from bot.storage.outbox import OUTBOX
from bot.storage.shifts import get_shift_of_role
from bot.storage.signups import State, get_signup, put_in_place_of_missing


class SteppingIn:
    """Who comes in the stead of whom did not."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def step_in(
        self, actor: Actor, role: int, *, role_ids: Sequence[int] = ()
    ) -> ClaimOutcome:
        """Take the place of somebody in that role who has not checked in.

        Raises:
            NotFound: no such role here. BadInput: it has not begun, it is over, or everybody is
            there meanwhile. Refused: they can't be on it, by which rule.
        """
        now, who = self._clock.now(), claimant(actor, role_ids)
        async with self._db.transaction() as tx:
            tx.touch(OUTBOX)
            shift = await get_shift_of_role(tx, role, guild_id=who.guild_id)
            if shift is None:
                raise NotFound("shift_error.gone")
            _refuse_time(shift, now)
            why = await why_not(tx, who, role, now=now, begun=True)
            if why is not None:
                raise Refused(why, shift=shift)
            mine = await get_signup(tx, shift.number, actor.user_id)
            if mine is not None and mine.state is not State.WAITING:
                raise Refused(Refusal.HAS_ANOTHER, shift=shift)
            before = await put_in_place_of_missing(
                tx, shift.number, role, to=actor.user_id, heard=shift.change, now=now
            )
            if before is None:
                raise BadInput("shift_error.nobody_missing")
            await self._tell(tx, shift, actor.user_id, now)
            await tx.commit()
        return ClaimOutcome(shift.number, State.HELD)

    async def _tell(self, tx: Transaction, shift: Shift, user_id: int, now: datetime) -> None:
        await tell_lead(
            tx, shift, "shift.stepped_in", key=f"shift.stepped_in:{shift.number}:{user_id}",
            now=now, useful_until=shift.ends_at,
        )  # fmt: skip


def _refuse_time(shift: Shift, now: datetime) -> None:
    if shift.status is not ShiftStatus.OPEN:
        raise BadInput("shift_error.cancelled")
    if shift.ends_at <= now:
        raise BadInput("shift_error.over")
    if now < shift.starts_at + CHECK_IN_GRACE:
        raise BadInput("shift_error.not_begun")
