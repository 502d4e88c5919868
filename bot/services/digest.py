"""Once a week, where a server asked for it, what its members can do is posted in a channel.

That it is wanted is a timer that is set, and nothing else.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput
from bot.services.guilds import GuildsService, Purpose
from bot.services.scheduler import Handler
from bot.storage.database import Database, Transaction
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.timers import Timer, delete_timers, has_timer, set_timers

#: The purpose of the timer, and of the message.
DIGEST = "act.digest"

_WEEK = timedelta(days=7)
#: Without a channel to write to, it is looked for again.
_TOMORROW = timedelta(days=1)
#: A digest that could not be sent for so long is not sent any more.
_USEFUL = timedelta(days=2)


class DigestService:
    """Turns the weekly digest of a server on and off."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def wanted(self, guild_id: int) -> bool:
        """Whether a server asked for it."""
        return await has_timer(self._db, _key(guild_id))

    async def choose(self, actor: Actor, *, wanted: bool, now: datetime) -> None:
        """Post what can be done each week, the first time at once; or no more.

        Raises:
            NotAllowed: not an admin.
        """
        actor.require(Capability.ADMIN)
        if actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        async with self._db.transaction() as tx:
            if wanted:
                await set_timers(tx, [_timer(actor.guild_id, now)])
            else:
                await delete_timers(tx, keys=[_key(actor.guild_id)])
            await tx.commit()


def digest_handler(guilds: GuildsService) -> Handler:
    """What the scheduler does when a server's digest is due: queues it, and sets the next timer."""

    async def due(tx: Transaction, timer: Timer, now: datetime) -> None:
        guild_id = timer.guild_id
        channel_id = (await guilds.settings(guild_id)).channels.get(Purpose.ANNOUNCEMENTS)
        if channel_id is None:
            await set_timers(tx, [_timer(guild_id, now + _TOMORROW)])
            return
        # From the day it was due on, so that a late run moves no later one; never twice at once.
        following = timer.due_at + _WEEK
        await set_timers(tx, [_timer(guild_id, max(following, now + _TOMORROW))])
        digest = Message(
            key=f"{DIGEST}:{guild_id}:{now.date().isoformat()}",
            guild_id=guild_id,
            target=Target.CHANNEL,
            target_id=channel_id,
            purpose=DIGEST,
            args={},
            due_at=now,
            useful_until=now + _USEFUL,
            rank=8,
        )
        await insert_messages(tx, [digest])

    return due


def _key(guild_id: int) -> str:
    return f"{DIGEST}:{guild_id}"


def _timer(guild_id: int, due_at: datetime) -> Timer:
    return Timer(_key(guild_id), guild_id, DIGEST, {}, due_at)
