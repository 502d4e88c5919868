"""Problems that members reported with an entry, kept for the moderators of their server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.organization import ProblemReason
from bot.storage.database import Database, Row
from bot.storage.erase import erase


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What a member said is wrong with an entry; `entry` is its number, None if it is gone."""

    number: int
    entry: int | None
    organization_id: str
    reason: ProblemReason
    details: str
    reported_on: date


def _report(row: Row) -> ProblemReport:
    return ProblemReport(
        number=row["number"],
        entry=row["entry"],
        organization_id=row["organization_id"],
        reason=ProblemReason(row["reason"]),
        details=row["details"],
        reported_on=date.fromisoformat(row["reported_on"]),
    )


async def insert_problem_report(
    db: Database,
    *,
    guild_id: int,
    organization_id: str,
    reason: str,
    details: str,
    reported_on: date,
    most: int,
) -> bool:
    """Keep one report, unless `most` wait in this server already: then False.

    Nothing says who made it, nor at what time of the day.
    """
    rows = await db.write(
        """
        INSERT INTO problem_report (guild_id, organization_id, reason, details, reported_on)
        SELECT :guild_id, :organization_id, :reason, :details, :reported_on
        WHERE (SELECT count(*) FROM problem_report WHERE guild_id = :guild_id) < :most
        RETURNING number
        """,
        {
            "guild_id": guild_id,
            "organization_id": organization_id,
            "reason": reason,
            "details": details,
            "reported_on": reported_on.isoformat(),
            "most": most,
        },
    )
    return bool(rows)


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
        SELECT r.number, (
            SELECT o.number FROM organization AS o
            WHERE o.id = r.organization_id AND o.guild_id IN (0, :guild_id)
            ORDER BY o.guild_id DESC LIMIT 1
        ) AS entry, r.organization_id, r.reason, r.details, r.reported_on
        FROM problem_report AS r
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
    if rows:
        await erase(db)
    return bool(rows)


async def delete_old_problem_reports(db: Database, *, before: date) -> None:
    """Delete the reports of every server that nobody dealt with since `before`."""
    gone = await db.write(
        "DELETE FROM problem_report WHERE reported_on < :before RETURNING number",
        {"before": before.isoformat()},
    )
    if gone:
        await erase(db)
