"""What tests of the outbox and the timers share: a moment, a message, a timer, ways to queue."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.storage.database import Database
from bot.storage.outbox import Message, Pending, Target, insert_messages, lease_message
from bot.storage.timers import Timer, set_timers

AT = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
GUILD, CHANNEL = 77, 4242


def message(key: str = "note:1", **changes: Any) -> Message:
    """A message to a channel, due at once."""
    given: dict[str, Any] = {
        "key": key,
        "guild_id": GUILD,
        "target": Target.CHANNEL,
        "target_id": CHANNEL,
        "purpose": "test.note",
        "args": {"note": 1},
        "due_at": AT,
    }
    return Message(**(given | changes))


def timer(key: str = "deed:1", **changes: Any) -> Timer:
    """A timer, due at once."""
    given: dict[str, Any] = {
        "key": key,
        "guild_id": GUILD,
        "purpose": "test.deed",
        "args": {"deed": 1},
        "due_at": AT,
    }
    return Timer(**(given | changes))


async def queue(db: Database, *messages: Message) -> None:
    """Queue messages and commit."""
    async with db.transaction() as tx:
        await insert_messages(tx, messages)
        await tx.commit()


async def set_(db: Database, timers: Iterable[Timer]) -> None:
    """Set timers and commit."""
    async with db.transaction() as tx:
        await set_timers(tx, timers)
        await tx.commit()


async def lease(db: Database, number: int, now: datetime = AT) -> Pending | None:
    """Take one up for a minute."""
    return await lease_message(db, number, now=now, until=now + timedelta(minutes=1))


async def row(db: Database, key: str = "note:1") -> dict[str, Any]:
    """The row of a message as it stands."""
    found = await db.fetch_one("SELECT * FROM outbox WHERE key = :key", {"key": key})
    assert found is not None
    return dict(zip(found.keys(), tuple(found), strict=True))
