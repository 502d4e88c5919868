"""Problems that members reported with an entry, kept for the moderators of their server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.organization import ProblemReason
from bot.storage.database import Database, Row
from bot.storage.erase import erase


@dataclass(frozen=True, slots=True)
class ProblemReport:
    """What a member said is wrong with an entry."""

    number: int
    organization_id: str
    reason: ProblemReason
    details: str
    reported_on: date


def _report(row: Row) -> ProblemReport:
    return ProblemReport(
        number=row["number"],
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


async def get_problem_report(db: Database, guild_id: int, number: int) -> ProblemReport | None:
    """One report of this server, None if it is gone."""
    row = await db.fetch_one(
        """
        SELECT number, organization_id, reason, details, reported_on FROM problem_report
        WHERE guild_id = :guild_id AND number = :number
        """,
        {"guild_id": guild_id, "number": number},
    )
    return _report(row) if row else None


async def delete_problem_report(db: Database, guild_id: int, number: int) -> bool:
    """Delete a report of this server; False if it was gone."""
    rows = await db.write(
        "DELETE FROM problem_report WHERE guild_id = :guild_id AND number = :number"
        " RETURNING number",
        {"guild_id": guild_id, "number": number},
    )
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
