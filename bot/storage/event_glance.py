"""What one person's screen needs to know beside an event: how far up in the line they stand."""

from __future__ import annotations

from bot.storage.database import Database


async def get_position(db: Database, occurrence: int, user_id: int) -> int | None:
    """How many stand in line up to this person, themselves included; None: they don't wait."""
    row = await db.fetch_one(
        """
        SELECT count(*) AS n FROM rsvp m JOIN rsvp w
            ON w.occurrence = m.occurrence AND w.answer = 'waiting' AND w.line <= m.line
        WHERE m.occurrence = :occurrence AND m.user_id = :user_id AND m.answer = 'waiting'
        """,
        {"occurrence": occurrence, "user_id": user_id},
    )
    return (row["n"] if row else 0) or None
