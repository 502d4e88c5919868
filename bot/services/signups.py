"""What volunteers do with shifts: claim, withdraw, find cover, swap, confirm, check in and out.

A claim is one statement (`bot/storage/signups.py`). Only where more follows from it (a place gets
free and is offered on, somebody must hear of it) is it a transaction of several.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift, ShiftStatus
from bot.services.shift_following import offer_on, tell_all, tell_lead
from bot.storage.claims import Claimant, Refusal, insert_claim, why_not
from bot.storage.database import Database, Transaction
from bot.storage.outbox import OUTBOX
from bot.storage.shift_people import Load, get_load, list_future_signups, list_to_tell
from bot.storage.shifts import get_shift, get_shift_of_role, list_shifts_overlapping
from bot.storage.signups import Signup, State, delete_signup, get_signup, move_signup, set_marks

#: One may check in from so long before the beginning on.
CHECK_IN_EARLY = timedelta(hours=1)
LOAD_OVER = timedelta(days=28)


class Refused(BadInput):
    """A claim that can't be; `why` says which rule, `shift` is the other one where it overlaps."""

    def __init__(self, why: Refusal, *, shift: Shift | None, other: Shift | None = None) -> None:
        super().__init__(f"shift_error.{why.value}")
        self.why = why
        self.shift = shift
        self.other = other


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """What a claim became. `position`: how many stand in line up to this person, themselves
    included (None: they have a place)."""

    shift: int
    state: State
    position: int | None = None


class SignupsService:
    """What volunteers do. Every deed answers what stands now or raises what to do instead."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    # --- a place ------------------------------------------------------------------------

    async def claim(self, actor: Actor, role: int, *, role_ids: Sequence[int] = ()) -> ClaimOutcome:
        """Claim a place in a role, or stand in its line; take the place that is kept for them.

        Raises:
            Refused: it can't be, by which rule. NotFound: no such role here.
        """
        who, now = claimant(actor, role_ids), self._clock.now()
        claimed = await insert_claim(self._db, who, role, now=now)
        if claimed is None:
            # Whoever came in between may have changed the reason: asked and tried in one.
            async with self._db.transaction() as tx:
                claimed = await insert_claim(tx, who, role, now=now)
                if claimed is None:
                    raise await self._refusal(tx, who, role, now)
                await tx.commit()
        return ClaimOutcome(claimed.shift, claimed.state, claimed.position)

    async def _refusal(
        self, tx: Transaction, who: Claimant, role: int, now: datetime
    ) -> BadInput | NotFound:
        why = await why_not(tx, who, role, now=now) or Refusal.GONE
        shift = await get_shift_of_role(tx, role, guild_id=who.guild_id)
        if why is Refusal.GONE or shift is None:
            return NotFound("shift_error.gone")
        other = None
        if why is Refusal.OVERLAP:
            found = await list_shifts_overlapping(tx, shift, user_id=who.user_id)
            other = found[0] if found else None
        return Refused(why, shift=shift, other=other)

    async def withdraw(self, actor: Actor, shift: int) -> None:
        """Leave a shift, its line, or let a kept place go; the next in line is offered it.

        Raises:
            NotFound: nothing of theirs there. BadInput: it is too late to leave by oneself (find
            cover instead), or it has begun.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            kept, mine = await self._mine(tx, actor, shift)
            if mine.state is State.HELD:
                if kept.starts_at <= now:
                    raise BadInput("shift_error.begun")
                if late(kept, now):
                    raise BadInput("shift_error.too_late_to_leave")
            await self._leave(tx, kept, mine, now)
            await tx.commit()

    async def release(self, actor: Actor, shift: int) -> None:
        """Say, when asked to confirm, that one can't come after all. It is late: the lead hears of
        it at once, and the place is offered on.

        Raises:
            NotFound: they hold no place there. BadInput: it has begun.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            kept, mine = await self._mine(tx, actor, shift, held=True)
            if kept.starts_at <= now:
                raise BadInput("shift_error.begun")
            await self._leave(tx, kept, mine, now)
            await self._tell_late(tx, kept, actor.user_id, now)
            await tx.commit()

    async def _leave(self, tx: Transaction, shift: Shift, mine: Signup, now: datetime) -> None:
        await delete_signup(tx, shift.number, mine.user_id)
        if mine.state in (State.HELD, State.OFFERED):
            await offer_on(tx, shift, now=now)

    async def _tell_late(self, tx: Transaction, shift: Shift, user_id: int, now: datetime) -> None:
        await tell_lead(
            tx,
            shift,
            "shift.late",
            key=f"shift.late:{shift.number}:{user_id}:{round(now.timestamp())}",
            now=now,
            useful_until=shift.ends_at,
        )

    # --- cover and swaps ----------------------------------------------------------------

    async def find_cover(self, actor: Actor, shift: int) -> None:
        """Look for somebody to take one's place over. Until somebody does, it stays this person's.

        Raises:
            NotFound: they hold no place there. BadInput: it has begun.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            kept, mine = await self._mine(tx, actor, shift, held=True)
            if kept.starts_at <= now:
                raise BadInput("shift_error.begun")
            if mine.cover_at is None:
                await set_marks(tx, shift, actor.user_id, cover_at=now)
                await self._ask_for_cover(tx, kept, mine, now)
            await tx.commit()

    async def _ask_for_cover(
        self, tx: Transaction, shift: Shift, mine: Signup, now: datetime
    ) -> None:
        line = await list_to_tell(
            tx, shift=shift.number, states=("waiting",), only=f"u.role = {mine.role:d}"
        )
        begun = round(now.timestamp())
        await tell_all(
            tx, shift, "shift.cover", line, key=f"shift.cover:{shift.number}:{mine.role}:{begun}",
            now=now, useful_until=shift.starts_at, rank=2, args={"role": mine.role},
        )  # fmt: skip
        await tell_lead(
            tx, shift, "shift.cover_wanted", key=f"shift.cover_wanted:{shift.number}:{begun}",
            now=now, useful_until=shift.starts_at, args={"role": mine.role},
        )  # fmt: skip

    async def keep_after_all(self, actor: Actor, shift: int) -> None:
        """Look for no cover any more. Raises NotFound where they hold no place there."""
        async with self._db.transaction() as tx:
            await self._mine(tx, actor, shift, held=True)
            await set_marks(tx, shift, actor.user_id, cover_at=None)
            await tx.commit()

    async def take_cover(
        self, actor: Actor, role: int, *, role_ids: Sequence[int] = ()
    ) -> ClaimOutcome:
        """Take over the place of whoever has looked for cover the longest in that role; they are
        told, and so is the lead.

        Raises:
            Refused, NotFound: as `claim`. BadInput: nobody looks for cover any more.
        """
        now = self._clock.now()
        who = claimant(actor, role_ids)
        async with self._db.transaction() as tx:
            shift = await get_shift_of_role(tx, role, guild_id=who.guild_id)
            if shift is None:
                raise NotFound("shift_error.gone")
            if await why_not(tx, who, role, now=now) is not None:
                raise await self._refusal(tx, who, role, now)
            mine = await get_signup(tx, shift.number, actor.user_id)
            if mine is not None and mine.state is not State.WAITING:
                raise BadInput("shift_error.has_another")
            before = await move_signup(
                tx, shift.number, role, to=actor.user_id, heard=shift.change, now=now
            )
            if before is None:
                raise BadInput("shift_error.no_cover_wanted")
            told = await list_to_tell(tx, [before])
            key = f"shift.covered:{shift.number}:{before}:{actor.user_id}"
            await tell_all(
                tx, shift, "shift.covered", told, key=key, now=now,
                useful_until=shift.ends_at, rank=1,
            )  # fmt: skip
            await tell_lead(
                tx, shift, "shift.covered_lead", key=f"{key}:lead", now=now,
                useful_until=shift.ends_at,
            )  # fmt: skip
            await tx.commit()
        return ClaimOutcome(shift.number, State.HELD)

    # --- before and on the day ----------------------------------------------------------

    async def confirm(self, actor: Actor, shift: int) -> None:
        """Say, the day before, that one comes. Raises NotFound where they hold no place there."""
        await self._mark(actor, shift, confirmed=1)

    async def saw_change(self, actor: Actor, shift: int) -> None:
        """Note that this person knows of the last change. Raises NotFound where they have nothing
        there."""
        async with self._db.transaction() as tx:
            kept, _ = await self._mine(tx, actor, shift)
            await set_marks(tx, shift, actor.user_id, heard=kept.change)
            await tx.commit()

    async def check_in(self, actor: Actor, shift: int) -> None:
        """Say that one is there.

        Raises:
            NotFound: they hold no place there. BadInput: too early, or it is over.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            kept, mine = await self._mine(tx, actor, shift, held=True)
            if now < kept.starts_at - CHECK_IN_EARLY:
                raise BadInput("shift_error.too_early")
            if now >= kept.ends_at:
                raise BadInput("shift_error.over")
            if mine.in_at is None:
                await set_marks(tx, shift, actor.user_id, in_at=now, came=1)
            await tx.commit()

    async def check_out(self, actor: Actor, shift: int) -> None:
        """Say that one is home safe; it also says that one was there.

        Raises:
            NotFound: they hold no place there. BadInput: it has not begun.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            kept, mine = await self._mine(tx, actor, shift, held=True)
            if now < kept.starts_at:
                raise BadInput("shift_error.too_early")
            if mine.out_at is None:
                await set_marks(
                    tx, shift, actor.user_id, in_at=mine.in_at or now, out_at=now, came=1
                )
            await tx.commit()

    async def _mark(self, actor: Actor, shift: int, **marks: object) -> None:
        async with self._db.transaction() as tx:
            await self._mine(tx, actor, shift, held=True)
            await set_marks(tx, shift, actor.user_id, **marks)
            await tx.commit()

    # --- of one person altogether -------------------------------------------------------

    async def mine(self, actor: Actor, shift: int) -> Signup | None:
        """What this person has on that shift."""
        return await get_signup(self._db, shift, actor.user_id)

    async def load(self, guild_id: int, user_id: int) -> Load:
        """What this person did there in the last four weeks."""
        now = self._clock.now()
        return await get_load(
            self._db, guild_id=guild_id, user_id=user_id, since=now - LOAD_OVER, now=now
        )

    async def leave_everything(self, user_id: int) -> None:
        """Give every place back that this person has, before they are forgotten or because they
        left."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            for number in await list_future_signups(tx, user_id, now=now):
                shift = await get_shift(tx, number)
                mine = await get_signup(tx, number, user_id)
                if shift is None or mine is None:
                    continue
                await self._leave(tx, shift, mine, now)
                if mine.state is State.HELD and late(shift, now):
                    await self._tell_late(tx, shift, user_id, now)
            await tx.commit()

    async def _mine(
        self, tx: Transaction, actor: Actor, shift: int, *, held: bool = False
    ) -> tuple[Shift, Signup]:
        """In a message nobody knows the server: there only one's own shifts are found."""
        tx.touch(OUTBOX)
        kept = await get_shift(tx, shift, guild_id=actor.guild_id)
        mine = await get_signup(tx, shift, actor.user_id)
        if kept is None or mine is None or (held and mine.state is not State.HELD):
            raise NotFound("shift_error.not_yours")
        if kept.status is not ShiftStatus.OPEN and held:
            raise BadInput("shift_error.cancelled")
        return kept, mine


def late(shift: Shift, now: datetime) -> bool:
    """Whether one can no longer withdraw by oneself."""
    return now > shift.starts_at - timedelta(minutes=shift.withdraw_minutes)


def claimant(actor: Actor, role_ids: Sequence[int]) -> Claimant:
    """Who claims. Raises BadInput outside a server: roles and trainings belong to one."""
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return Claimant(actor.user_id, actor.guild_id, actor.may(Capability.VOLUNTEER), tuple(role_ids))
