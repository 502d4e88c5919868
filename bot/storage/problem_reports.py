"""Problems that members reported with an entry, kept for the moderators of their server."""

from __future__ import annotations

from datetime import datetime

from bot.storage.database import Database


async def insert_problem_report(
    db: Database,
    *,
    guild_id: int,
    organization_id: str,
    reason: str,
    details: str,
    reported_at: datetime,
) -> None:
    """Keep one report. Nothing says who made it."""
    await db.write(
        """
        INSERT INTO problem_report (guild_id, organization_id, reason, details, reported_at)
        VALUES (:guild_id, :organization_id, :reason, :details, :reported_at)
        """,
        {
            "guild_id": guild_id,
            "organization_id": organization_id,
            "reason": reason,
            "details": details,
            "reported_at": reported_at.isoformat(),
        },
    )


async def count_problem_reports(db: Database, guild_id: int) -> int:
    """How many reports wait for this server's moderators."""
    row = await db.fetch_one(
        "SELECT count(*) AS n FROM problem_report WHERE guild_id = :guild_id",
        {"guild_id": guild_id},
    )
    return row["n"] if row else 0
