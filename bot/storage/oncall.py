"""Who said when they are on call, and what a server wants covered."""

from __future__ import annotations

from datetime import datetime

from bot.domain.oncall import OnCallNeed, Window
from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of

#: So many windows one person may have at once, in all servers together.
MOST_WINDOWS = 200


async def insert_window(
    tx: Transaction,
    *,
    guild_id: int,
    user_id: int,
    function: str,
    starts_at: datetime,
    ends_at: datetime,
) -> int | None:
    """Keep when somebody is on call; None where they are already, for the same, at that time."""
    rows = await tx.execute(
        """
        INSERT INTO oncall (guild_id, user_id, function, starts_at, ends_at)
        SELECT :guild_id, :user_id, :function, :starts_at, :ends_at
        WHERE NOT EXISTS (SELECT 1 FROM oncall o WHERE o.guild_id = :guild_id
            AND o.user_id = :user_id AND o.function = :function
            AND o.starts_at < :ends_at AND :starts_at < o.ends_at)
        RETURNING number
        """,
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "function": function,
            "starts_at": seconds(starts_at),
            "ends_at": seconds(ends_at),
        },
    )
    return rows[0]["number"] if rows else None


async def count_windows(tx: Transaction, user_id: int) -> int:
    """How many one person has, everywhere."""
    rows = await tx.execute(
        "SELECT count(*) AS count FROM oncall WHERE user_id = :user_id", {"user_id": user_id}
    )
    return rows[0]["count"]


async def delete_window(
    tx: Transaction, number: int, *, guild_id: int, user_id: int
) -> Window | None:
    """Take one's own window back; what it was, None where it is not there."""
    rows = await tx.execute(
        "DELETE FROM oncall WHERE number = :number AND guild_id = :guild_id"
        " AND user_id = :user_id RETURNING *",
        {"number": number, "guild_id": guild_id, "user_id": user_id},
    )
    return _window(rows[0]) if rows else None


async def list_windows(
    db: Database | Transaction,
    *,
    guild_id: int,
    ends_after: datetime,
    starts_before: datetime,
    user_id: int | None = None,
) -> list[Window]:
    """Who is on call in that time, the soonest first."""
    rows = await rows_of(
        db,
        """
        SELECT * FROM oncall WHERE guild_id = :guild_id AND ends_at > :after
            AND starts_at < :before AND (:user_id IS NULL OR user_id = :user_id)
        ORDER BY starts_at, number
        """,
        {
            "guild_id": guild_id,
            "after": seconds(ends_after),
            "before": seconds(starts_before),
            "user_id": user_id,
        },
    )
    return [_window(row) for row in rows]


def _window(row: Row) -> Window:
    return Window(
        row["number"],
        row["user_id"],
        row["function"],
        moment(row["starts_at"]),
        moment(row["ends_at"]),
    )


async def delete_old_windows(db: Database, *, now: datetime) -> None:
    """Delete what is over."""
    await db.write("DELETE FROM oncall WHERE ends_at <= :now", {"now": seconds(now)})


async def put_need(db: Database, need: OnCallNeed, *, guild_id: int) -> None:
    """Keep when a function must be covered in a server."""
    await db.write(
        """
        INSERT INTO oncall_need (guild_id, function, weekdays, from_minute, until_minute, people)
        VALUES (:guild_id, :function, :weekdays, :from_minute, :until_minute, :people)
        ON CONFLICT (guild_id, function) DO UPDATE SET weekdays = excluded.weekdays,
            from_minute = excluded.from_minute, until_minute = excluded.until_minute,
            people = excluded.people
        """,
        {
            "guild_id": guild_id,
            "function": need.function,
            "weekdays": "".join(map(str, sorted(need.weekdays))),
            "from_minute": need.from_minute,
            "until_minute": need.until_minute,
            "people": need.people,
        },
    )


async def delete_need(db: Database, function: str, *, guild_id: int) -> None:
    """A function need not be covered any more."""
    await db.write(
        "DELETE FROM oncall_need WHERE guild_id = :guild_id AND function = :function",
        {"guild_id": guild_id, "function": function},
    )


async def list_needs(db: Database | Transaction, *, guild_id: int) -> list[OnCallNeed]:
    """What a server wants covered."""
    rows = await rows_of(
        db,
        "SELECT * FROM oncall_need WHERE guild_id = :guild_id ORDER BY function",
        {"guild_id": guild_id},
    )
    return [
        OnCallNeed(
            row["function"],
            frozenset(map(int, row["weekdays"])),
            row["from_minute"],
            row["until_minute"],
            row["people"],
        )
        for row in rows
    ]
