"""Once a week, where moderators asked for it, a line about what waits for them is queued."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.services.guilds import WEEKLY, GuildsService, Purpose, weekly_timer
from bot.services.scheduler import Handler
from bot.storage.database import Transaction
from bot.storage.guilds import update_weekly_sent
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.timers import Timer, set_timers

_WEEK = timedelta(days=7)
#: Without a channel to write to, it is looked for again.
_TOMORROW = timedelta(days=1)


def weekly_handler(guilds: GuildsService) -> Handler:
    """What the scheduler does when a server's line is due: queues it, and sets the next timer."""

    async def due(tx: Transaction, timer: Timer, now: datetime) -> None:
        guild_id = timer.guild_id
        channel_id = (await guilds.settings(guild_id)).channels.get(Purpose.MODERATION)
        if channel_id is None:
            await set_timers(tx, [weekly_timer(guild_id, due_at=now + _TOMORROW)])
            return
        if not await update_weekly_sent(tx, guild_id, on=now.date()):
            return
        await set_timers(tx, [weekly_timer(guild_id, due_at=now + _WEEK)])
        line = Message(
            key=f"{WEEKLY}:{guild_id}:{now.date().isoformat()}",
            guild_id=guild_id,
            target=Target.CHANNEL,
            target_id=channel_id,
            purpose=WEEKLY,
            args={},
            due_at=now,
            useful_until=now + _WEEK,
            rank=8,
        )
        await insert_messages(tx, [line])

    return due
