"""Messages that could not be sent, for the moderators of their server to send or discard.

Only those to channels: nobody is shown who refuses direct messages.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.outbox import OUTBOX


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that could not be sent. `trouble` is a code."""

    number: int
    target_id: int
    purpose: str
    trouble: str
    died_at: datetime
    edits: bool


_DEAD = "state = 'dead' AND target = 'channel' AND guild_id = :guild_id"


async def list_dead_letters(
    db: Database, guild_id: int, *, most: int, before: int | None = None
) -> list[DeadLetter]:
    """A server's dead letters to channels, newest first; those with a number below `before`."""
    rows = await db.fetch_all(
        f"""
        SELECT number, target_id, purpose, trouble, done_at, edits IS NOT NULL AS edits FROM outbox
        WHERE {_DEAD} AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :most
        """,  # noqa: S608 - our own names
        {"guild_id": guild_id, "most": most, "before": before},
    )
    return [
        DeadLetter(
            number=row["number"],
            target_id=row["target_id"],
            purpose=row["purpose"],
            trouble=row["trouble"] or "",
            died_at=moment(row["done_at"]),
            edits=bool(row["edits"]),
        )
        for row in rows
    ]


async def count_dead_letters(db: Database, guild_id: int) -> int:
    """How many dead letters to channels a server has."""
    row = await db.fetch_one(
        f"SELECT count(*) AS n FROM outbox WHERE {_DEAD}",  # noqa: S608 - our own names
        {"guild_id": guild_id},
    )
    return row["n"] if row else 0


async def update_dead_resent(
    tx: Transaction, guild_id: int, *, now: datetime, number: int | None = None
) -> int:
    """Let one dead letter of a server, or all, be sent after all; how many. One that may have
    reached its readers is looked for first (it counts as tried once); whoever asks for it finds it
    useful, whatever the time."""
    tx.touch(OUTBOX)
    rows = await tx.execute(
        f"""
        UPDATE outbox SET
            state = 'waiting', trouble = NULL, done_at = NULL, due_at = :now, attempts = 1,
            useful_until = NULL
        WHERE {_DEAD} AND (:number IS NULL OR number = :number) RETURNING number
        """,  # noqa: S608 - our own names
        {"guild_id": guild_id, "number": number, "now": seconds(now)},
    )
    return len(rows)


async def delete_dead(db: Database, guild_id: int, *, number: int | None = None) -> int:
    """Discard one dead letter of a server, or all; how many."""
    rows = await db.write(
        f"DELETE FROM outbox WHERE {_DEAD} AND (:number IS NULL OR number = :number)"  # noqa: S608
        " RETURNING number",
        {"guild_id": guild_id, "number": number},
    )
    return len(rows)
