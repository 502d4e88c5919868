"""What is to be done at a moment, kept so that neither a crash nor a long sleep forgets it.

A timer is deleted in the transaction of what it was set for: done is done once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, moment_or_none, seconds, seconds_after, seconds_or_none

#: What `Database.listen` calls this table.
TIMERS = "timer"


@dataclass(frozen=True, slots=True)
class Timer:
    """Something to be done at `due_at`, or not at all after `useful_until`.

    `key` names it: set again, it moves. `args` are numbers of rows and codes, never words that
    somebody typed; an id of a person stands under `person`, so that it is found when they ask to be
    forgotten. `guild_id` is 0 where it is no server's.
    """

    key: str
    guild_id: int
    purpose: str
    args: Mapping[str, int | str | None]
    due_at: datetime
    useful_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A timer whose time has come. `attempts`: how often doing it failed."""

    number: int
    attempts: int
    timer: Timer


def _due(row: Row) -> DueTimer:
    timer = Timer(
        key=row["key"],
        guild_id=row["guild_id"],
        purpose=row["purpose"],
        args=json.loads(row["args"]),
        due_at=moment(row["due_at"]),
        useful_until=moment_or_none(row["useful_until"]),
    )
    return DueTimer(row["number"], row["attempts"], timer)


async def set_timers(tx: Transaction, timers: Iterable[Timer]) -> None:
    """Set timers; those that were set before move. The scheduler hears of it by itself."""
    tx.touch(TIMERS)
    await tx.execute_many(
        """
        INSERT INTO timer (key, guild_id, purpose, args, due_at, useful_until)
        VALUES (:key, :guild_id, :purpose, :args, :due_at, :useful_until)
        ON CONFLICT (key) DO UPDATE SET
            guild_id = excluded.guild_id, purpose = excluded.purpose, args = excluded.args,
            due_at = excluded.due_at, useful_until = excluded.useful_until, attempts = 0
        """,
        (
            {
                "key": timer.key,
                "guild_id": timer.guild_id,
                "purpose": timer.purpose,
                "args": json.dumps(dict(timer.args), separators=(",", ":")),
                "due_at": seconds_after(timer.due_at),
                "useful_until": seconds_or_none(timer.useful_until),
            }
            for timer in timers
        ),
    )


async def delete_timers(tx: Transaction, *, keys: Iterable[str]) -> None:
    """Take timers back; those that are not set are passed over."""
    await tx.execute_many("DELETE FROM timer WHERE key = :key", ({"key": key} for key in keys))


async def list_due_timers(db: Database, *, now: datetime, most: int) -> list[int]:
    """The numbers of the timers whose time has come, the earliest first."""
    rows = await db.fetch_all(
        "SELECT number FROM timer WHERE due_at <= :now ORDER BY due_at, number LIMIT :most",
        {"now": seconds(now), "most": most},
    )
    return [row["number"] for row in rows]


async def get_next_timer_due(db: Database) -> datetime | None:
    """When the next timer is due."""
    row = await db.fetch_one("SELECT min(due_at) AS due_at FROM timer")
    return moment_or_none(row["due_at"]) if row else None


async def delete_due_timer(tx: Transaction, number: int, *, now: datetime) -> DueTimer | None:
    """Take a timer off the list, to do it in the same transaction; None where it was moved, taken
    back or done meanwhile."""
    rows = await tx.execute(
        """
        DELETE FROM timer WHERE number = :number AND due_at <= :now
        RETURNING number, key, guild_id, purpose, args, due_at, useful_until, attempts
        """,
        {"number": number, "now": seconds(now)},
    )
    return _due(rows[0]) if rows else None


async def update_timer_failed(
    db: Database, number: int, *, seen_due: datetime, due_at: datetime
) -> None:
    """Doing it failed: it is tried again then, unless it was moved meanwhile."""
    await db.write(
        """
        UPDATE timer SET due_at = :due_at, attempts = attempts + 1
        WHERE number = :number AND due_at = :seen_due
        """,
        {"number": number, "due_at": seconds_after(due_at), "seen_due": seconds(seen_due)},
    )


async def has_timer(db: Database, key: str) -> bool:
    """Whether a timer of that key is set."""
    row = await db.fetch_one("SELECT 1 AS set_ FROM timer WHERE key = :key", {"key": key})
    return row is not None
