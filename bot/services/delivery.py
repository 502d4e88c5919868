"""Decides what becomes of each message: taken up, sent, tried again, dropped, or dead and told of.

The relay (`bot/presentation/relay.py`) does the sending and knows Discord; this knows the rules.
"""

from __future__ import annotations

import random
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.clock import Clock, today
from bot.domain.delivery import OF_THE_CHANNEL, UNSENT, Trouble, Verdict, verdict
from bot.logs import get_logger
from bot.metrics import Metrics
from bot.services.guilds import GuildsService, Purpose
from bot.storage.database import Database, Transaction
from bot.storage.outbox import (
    OUTBOX,
    Due,
    Message,
    Pending,
    Target,
    delete_old_messages,
    get_next_due,
    insert_messages,
    lease_message,
    list_due_messages,
    update_channel_refused,
    update_leases_over,
    update_message_ended,
    update_message_sent,
    update_message_waits,
    update_too_late,
)

log = get_logger(__name__)

#: What is done in the transaction that marks a message as sent, e.g. to keep its id.
Sent = Callable[[Transaction, Pending, int], Awaitable[None]]

#: What is done in the transaction that gives a message up, e.g. to forget that it was there.
Ended = Callable[[Transaction, Pending, Trouble], Awaitable[None]]

#: The purpose of the line that tells moderators of dead letters.
TELLS_MODERATORS = "delivery.dead"

#: A send that takes longer is given up on before its lease ends, and looked for later.
SEND_WITHIN = timedelta(seconds=90)
_LEASE = SEND_WITHIN + timedelta(seconds=30)

_KEEP_DONE, _KEEP_DEAD = timedelta(days=7), timedelta(days=30)


class DeliveryService:
    """The outbox's use cases, for the relay. `sent_hooks` by purpose."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        guilds: GuildsService,
        metrics: Metrics,
        sent_hooks: Mapping[str, Sent],
        ended_hooks: Mapping[str, Ended] | None = None,
        dice: Callable[[], float] = random.random,
    ) -> None:
        self._db = db
        self._clock = clock
        self._guilds = guilds
        self._metrics = metrics
        self._sent_hooks = sent_hooks
        self._ended_hooks = ended_hooks or {}
        self._dice = dice

    def listen(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` whenever something was queued. Returns what ends it."""
        return self._db.listen(OUTBOX, told)

    async def start(self) -> None:
        """Take back what a process before this one was sending when it ended."""
        found = await update_leases_over(self._db)
        if found:
            log.info("messages_were_being_sent", count=found)

    async def due(self) -> list[Due]:
        """What is to be sent now, in order; what has become pointless is dropped first."""
        now = self._clock.now()
        for purpose, count in (
            await update_too_late(self._db, now=now, trouble=Trouble.TOO_LATE.value)
        ).items():
            self._count(purpose, "dropped", count)
            log.info("messages_dropped", purpose=purpose, count=count, why=Trouble.TOO_LATE.value)
        return await list_due_messages(self._db, now=now)

    async def until_next(self) -> timedelta | None:
        """How long until the next message is due; None where none waits."""
        at = await get_next_due(self._db)
        return None if at is None else at - self._clock.now()

    async def lease(self, due: Due) -> Pending | None:
        """Take a message up; None where it no longer waits."""
        now = self._clock.now()
        return await lease_message(self._db, due.number, now=now, until=now + _LEASE)

    async def sent(self, pending: Pending, message_id: int) -> None:
        """It was sent (or changed) as this message: note it, together with what follows from it."""
        now = self._clock.now()
        hook = self._sent_hooks.get(pending.purpose)
        if hook is None:
            await update_message_sent(self._db, pending.number, message_id=message_id, now=now)
        else:
            async with self._db.transaction() as tx:
                if await update_message_sent(tx, pending.number, message_id=message_id, now=now):
                    await hook(tx, pending, message_id)
                tx.touch(OUTBOX)
                await tx.commit()
        self._count(pending.purpose, "sent")

    async def failed(
        self, pending: Pending, trouble: Trouble, *, wait: timedelta | None = None
    ) -> Verdict:
        """It was not sent, as far as is known. `wait`: Discord asked to wait so long."""
        now = self._clock.now()
        found = verdict(
            trouble,
            now=now,
            tried_at=pending.tried_at,
            attempts=pending.attempts,
            useful_until=pending.useful_until,
            dice=self._dice(),
            wait=wait,
        )
        if found.again_at is not None:
            await update_message_waits(
                self._db, pending.number, due_at=found.again_at, untried=trouble in UNSENT
            )
            outcome = "again"
        else:
            await self._end(pending, found, now)
            outcome = "dead" if found.dead else "dropped"
        self._count(pending.purpose, outcome)
        log.info(
            "message_not_sent",
            purpose=pending.purpose,
            why=found.trouble.value,
            then=outcome,
            attempts=pending.attempts,
        )
        return found

    async def drop_old(self) -> None:
        """Delete what was sent, dropped or dead for long enough."""
        now = self._clock.now()
        await delete_old_messages(
            self._db, done_before=now - _KEEP_DONE, dead_before=now - _KEEP_DEAD
        )

    async def _end(self, pending: Pending, found: Verdict, now: datetime) -> None:
        # The line to moderators itself is never told of: it would go the same way.
        dead = found.dead and pending.purpose != TELLS_MODERATORS
        told = await self._told(pending, found) if dead else None
        async with self._db.transaction() as tx:
            await update_message_ended(
                tx, pending.number, dead=dead, trouble=found.trouble.value, now=now
            )
            if pending.target is Target.CHANNEL and found.trouble in OF_THE_CHANNEL:
                died = await update_channel_refused(
                    tx,
                    pending.target_id,
                    changes=pending.edits is not None,
                    trouble=found.trouble.value,
                    now=now,
                    untold=TELLS_MODERATORS,
                )
                self._count(pending.purpose, "dead", died)
            hook = self._ended_hooks.get(pending.purpose)
            if hook is not None:
                await hook(tx, pending, found.trouble)
            if told is not None:
                await insert_messages(tx, [told])
            await tx.commit()

    async def _told(self, pending: Pending, found: Verdict) -> Message | None:
        """The line to the moderators, once a day for each channel; None where it can't be had."""
        settings = await self._guilds.settings(pending.guild_id)
        moderation = settings.channels.get(Purpose.MODERATION)
        hidden = pending.target is Target.PERSON  # who refuses messages is nobody's business
        if hidden or moderation is None or moderation == pending.target_id:
            return None
        day = today(self._clock).isoformat()
        return Message(
            key=f"{TELLS_MODERATORS}:{pending.guild_id}:{pending.target_id}:{day}",
            guild_id=pending.guild_id,
            target=Target.CHANNEL,
            target_id=moderation,
            purpose=TELLS_MODERATORS,
            args={
                "about": pending.purpose,
                "channel": pending.target_id,
                "why": found.trouble.value,
            },
            due_at=self._clock.now(),
            useful_until=self._clock.now() + timedelta(days=1),
        )

    def _count(self, purpose: str, outcome: str, count: int = 1) -> None:
        if count:
            self._metrics.messages[purpose, outcome] += count
