"""Problems that members reported with an entry, kept for the moderators of their server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.organization import ProblemReason
from bot.storage.database import Database, Row


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What a member said is wrong with an entry; `entry` is its number, None if it is gone."""

    number: int
    entry: int | None
    organization_id: str
    reason: ProblemReason
    details: str
    reported_at: datetime


def _report(row: Row) -> ProblemReport:
    return ProblemReport(
        number=row["number"],
        entry=row["entry"],
        organization_id=row["organization_id"],
        reason=ProblemReason(row["reason"]),
        details=row["details"],
        reported_at=datetime.fromisoformat(row["reported_at"]),
    )


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


async def get_next_problem_report(
    db: Database, guild_id: int, *, after: int = 0
) -> ProblemReport | None:
    """The oldest report of this server whose number is above `after`."""
    row = await db.fetch_one(
        """
        SELECT r.number, o.number AS entry, r.organization_id, r.reason, r.details, r.reported_at
        FROM problem_report AS r LEFT JOIN organization AS o ON o.id = r.organization_id
        WHERE r.guild_id = :guild_id AND r.number > :after
        ORDER BY r.number LIMIT 1
        """,
        {"guild_id": guild_id, "after": after},
    )
    return _report(row) if row else None


async def close_problem_report(
    db: Database, guild_id: int, number: int, *, assured_on: date | None
) -> bool:
    """Delete a report of this server, and note the day its entry was checked, if one is given.

    Both or neither. False if the report was gone.
    """
    async with db.transaction() as tx:
        rows = await tx.execute(
            "DELETE FROM problem_report WHERE guild_id = :guild_id AND number = :number "
            "RETURNING organization_id",
            {"guild_id": guild_id, "number": number},
        )
        if rows and assured_on is not None:
            await tx.execute(
                """
                INSERT INTO assurance (guild_id, organization_id, assured_on)
                VALUES (:guild_id, :organization_id, :assured_on)
                ON CONFLICT (guild_id, organization_id) DO UPDATE SET
                    assured_on = excluded.assured_on
                """,
                {
                    "guild_id": guild_id,
                    "organization_id": rows[0]["organization_id"],
                    "assured_on": assured_on.isoformat(),
                },
            )
        await tx.commit()
    return bool(rows)


async def delete_old_problem_reports(db: Database, *, before: datetime) -> None:
    """Delete the reports of every server that nobody dealt with since `before`."""
    await db.write(
        "DELETE FROM problem_report WHERE reported_at < :before", {"before": before.isoformat()}
    )
