"""Who comes: answers, the line for a place, and who has seen what changed.

An answer is one statement (`bot/storage/rsvps.py`). Only where more follows from it (a place gets
free and is offered on, a reminder of one's own is set) is it a transaction of several.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import HOLDING, Answer, Event, Occurrence, Status
from bot.domain.event_tiers import Tier
from bot.services.event_following import offer_on, set_reminder_timer
from bot.services.event_views import tier_of
from bot.storage.database import Database, Transaction
from bot.storage.event_lists import Counts, Found, count_answers, get_found, list_unheard
from bot.storage.event_reminders import (
    Reminder,
    delete_reminder,
    get_reminder,
    list_future_going,
    list_wishes,
    put_reminder,
)
from bot.storage.events import get_event_of
from bot.storage.outbox import OUTBOX
from bot.storage.rsvps import (
    Decided,
    Rsvp,
    delete_rsvp,
    get_rsvp,
    list_future_of,
    list_rsvps,
    put_answer,
    set_heard,
)

#: What people can say; the rest becomes of it.
SAID = (Answer.GOING, Answer.MAYBE, Answer.DECLINED)
EARLIEST_REMINDER = 60 * 24 * 28  # minutes


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an answer became. `position`: how many stand in line up to this person, themselves
    included (None: they don't wait). `offered_until`: till when a place is kept for them."""

    occurrence: int
    answer: Answer
    position: int | None = None
    offered_until: datetime | None = None


class RsvpsService:
    """Answers of members, and what organizers see of them."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    # --- members ------------------------------------------------------------------------

    async def answer(self, actor: Actor, occurrence: int, answer: Answer) -> Outcome:
        """Say going, maybe or declined. Going where all places are taken is waiting; going where
        one is kept for this person takes it.

        Raises:
            NotFound: no such event here. BadInput: it can't be answered (any more), and why.
        """
        if answer not in SAID:
            raise ValueError(answer)
        return await self._answer(actor, occurrence, answer)

    async def take_offer(self, actor: Actor, occurrence: int) -> Outcome:
        """Take the place that is kept for this person; too late, they keep their place in line.

        Raises as `answer` does, and BadInput where none was offered to them.
        """
        mine = await get_rsvp(self._db, occurrence, actor.user_id)
        if mine is None or mine.answer not in (Answer.OFFERED, Answer.WAITING, Answer.GOING):
            raise BadInput("event_error.no_offer")
        return await self._answer(actor, occurrence, Answer.GOING)

    async def withdraw(self, actor: Actor, occurrence: int) -> None:
        """Take the answer back: nothing is kept of it, and the next in line has the place.

        Raises:
            NotFound: no such event here.
        """
        async with self._db.transaction() as tx:
            found = await self._found(tx, actor, occurrence)
            await self._leave(tx, found.event, found.occurrence, actor.user_id)
            await tx.commit()

    async def saw_change(self, actor: Actor, occurrence: int) -> None:
        """Note that this person knows of the last change.

        Raises:
            NotFound: they never answered there, or it is none of this server.
        """
        if not await set_heard(
            self._db, guild_id=actor.guild_id, occurrence=occurrence, user_id=actor.user_id
        ):
            raise NotFound("event_error.gone")

    async def remind(self, actor: Actor, occurrence: int, wish: Reminder | None) -> None:
        """Remind this person of it as they wish (see `Reminder`); None: as it is by default.

        Raises:
            NotFound: no such event here. BadInput: that time is past or after the beginning, or
            they have not said that they come.
        """
        async with self._db.transaction() as tx:
            found = await self._found(tx, actor, occurrence)
            if wish is not None and wish.minutes is not None:
                check_minutes(wish.minutes)
            if wish is None:
                await delete_reminder(tx, occurrence, actor.user_id)
            else:
                wished = bool(wish.minutes or wish.at)
                if wished and not await set_reminder_timer(
                    tx, found.event, found.occurrence, wish, now=self._clock.now()
                ):
                    raise BadInput("event_error.reminder_past")
                if not await put_reminder(tx, occurrence, actor.user_id, wish):
                    raise BadInput("event_error.answer_first")
            await tx.commit()

    async def reminder(self, actor: Actor, occurrence: int) -> Reminder | None:
        """What this person chose for this one; None: nothing of their own."""
        return await get_reminder(self._db, occurrence, actor.user_id)

    async def _answer(self, actor: Actor, occurrence: int, answer: Answer) -> Outcome:
        decided = await put_answer(
            self._db,
            guild_id=actor.guild_id,
            occurrence=occurrence,
            user_id=actor.user_id,
            answer=answer,
            now=self._clock.now(),
        )
        if decided is None:
            decided = await self._answer_in_full(actor, occurrence, answer)
        return Outcome(occurrence, decided.answer, decided.position, decided.offered_until)

    async def _answer_in_full(self, actor: Actor, occurrence: int, answer: Answer) -> Decided:
        """The same with all that follows from it; or why it can't be."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            found = await self._found(tx, actor, occurrence)
            held = found.mine is not None and found.mine.answer in HOLDING
            _refuse_unanswerable(found, answer, now)
            decided = await put_answer(
                tx,
                guild_id=actor.guild_id,
                occurrence=occurrence,
                user_id=actor.user_id,
                answer=answer,
                now=now,
            )
            if decided is None:
                raise NotFound("event_error.gone")
            if decided.answer is Answer.WAITING and found.occurrence.starts_at <= now:
                raise BadInput("event_error.full_and_begun")  # leaving rolls back
            if held and decided.answer not in HOLDING:
                await offer_on(tx, found.event, found.occurrence, now=now)
            await self._own_reminders(tx, found.event, found.occurrence)
            await tx.commit()
        return decided

    async def _own_reminders(self, tx: Transaction, event: Event, one: Occurrence) -> None:
        for wish in await list_wishes(tx, one.number):
            await set_reminder_timer(tx, event, one, wish, now=self._clock.now())

    async def _leave(self, tx: Transaction, event: Event, one: Occurrence, user_id: int) -> None:
        tx.touch(OUTBOX)  # the board, by a trigger
        before = await delete_rsvp(tx, one.number, user_id)
        if before is not None and before.answer in HOLDING:
            await offer_on(tx, event, one, now=self._clock.now())

    # --- of one person altogether -------------------------------------------------------

    async def leave_everything(self, user_id: int) -> None:
        """Give every place back that this person has, before they are forgotten."""
        async with self._db.transaction() as tx:
            for number in await list_future_of(tx, user_id, self._clock.now()):
                event = await get_event_of(tx, number)
                found = await get_found(tx, number, guild_id=None, user_id=user_id)
                if event is not None and found is not None:
                    await self._leave(tx, event, found.occurrence, user_id)
            await tx.commit()

    async def remember_default(self, user_id: int, minutes: int | None) -> None:
        """After a person chose how long before they want to be reminded of everything: set what
        that means for what they come to already."""
        if not minutes:
            return
        async with self._db.transaction() as tx:
            for number in await list_future_going(tx, user_id, now=self._clock.now()):
                found = await get_found(tx, number, guild_id=None, user_id=user_id)
                if found is not None and found.event.status is Status.PUBLISHED:
                    await set_reminder_timer(
                        tx,
                        found.event,
                        found.occurrence,
                        Reminder(minutes),
                        now=self._clock.now(),
                    )
            await tx.commit()

    # --- organizers and leads -----------------------------------------------------------

    async def roster(self, actor: Actor, occurrence: int) -> list[Rsvp]:
        """Who comes: those with a place, then the line in its order, then the others.

        Raises:
            NotAllowed: neither an organizer nor this event's lead. NotFound: none of this server.
        """
        await self.lead_of(actor, occurrence)
        return await list_rsvps(self._db, occurrence)

    async def counts(self, occurrence: int) -> Counts:
        """How many answered what."""
        return (await count_answers(self._db, [occurrence])).get(occurrence, Counts())

    async def unheard(self, actor: Actor, occurrence: int) -> list[int]:
        """Who comes, may come or waits and has not said that they saw the last change. Raises as
        `roster` does."""
        await self.lead_of(actor, occurrence)
        return await list_unheard(self._db, occurrence, part=0, parts=1)

    async def lead_of(self, actor: Actor, occurrence: int) -> tuple[Event, Occurrence]:
        """What takes place then, for those who may see who comes. Raises as `roster` does."""
        found = await self._found(self._db, actor, occurrence)
        if tier_of(actor, found.event, None) < Tier.LEAD:
            raise NotAllowed("event_error.for_leads")
        return found.event, found.occurrence

    async def _found(self, db: Database | Transaction, actor: Actor, occurrence: int) -> Found:
        found = await get_found(db, occurrence, guild_id=actor.guild_id, user_id=actor.user_id)
        if found is None or (actor.guild_id is None and found.mine is None):
            raise NotFound("event_error.gone")
        return found


def check_minutes(minutes: int) -> None:
    """Raises BadInput for a reminder that far before, or not before at all."""
    if not 1 <= minutes <= EARLIEST_REMINDER:
        raise BadInput("event_error.reminder", days=EARLIEST_REMINDER // 1440)


def _refuse_unanswerable(found: Found, answer: Answer, now: datetime) -> None:
    """Say why an answer can't be taken."""
    event, one = found.event, found.occurrence
    if event.status is Status.DRAFT:
        raise NotFound("event_error.gone")
    if event.status is Status.CANCELLED or one.cancelled:
        raise BadInput("event_error.is_cancelled")
    if one.ends_at <= now:
        raise BadInput("event_error.is_over")
    if event.status is Status.POSTPONED and answer is Answer.GOING:
        raise BadInput("event_error.is_postponed")
