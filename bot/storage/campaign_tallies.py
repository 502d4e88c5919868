"""How often, for each campaign: a count that goes up, in one statement. Never who, never when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.campaign import CampaignAction
from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Tally:
    """One count. What does not matter for an action is empty."""

    campaign: int
    action: CampaignAction
    body: str = ""
    target: str = ""
    state: str = ""
    outcome: str = ""
    count: int = 1


async def add_tallies(db: Database, guild_id: int, tallies: Iterable[Tally]) -> None:
    """Count once more for each of them: one statement, so that no press is lost beside another.

    A campaign that is none of this server, or not open (any more), is passed over.
    """
    rows = list(tallies)
    values = ", ".join(
        f"(:campaign{n}, :action{n}, :body{n}, :target{n}, :state{n}, :outcome{n})"
        for n in range(len(rows))
    )
    params = {
        f"{name}{n}": getattr(row, name)
        for n, row in enumerate(rows)
        for name in ("campaign", "action", "body", "target", "state", "outcome")
    }
    await db.write(
        f"""
        INSERT INTO campaign_tally (campaign, action, body, target, state, outcome, count)
        SELECT v.column1, v.column2, v.column3, v.column4, v.column5, v.column6, 1
        FROM (VALUES {values}) v
        JOIN campaign c ON c.number = v.column1 AND c.status = 'open'
            AND c.guild_id = :guild_id
        WHERE 1
        ON CONFLICT (campaign, action, body, target, state, outcome)
            DO UPDATE SET count = count + 1
        """,  # noqa: S608 - our own names
        {**params, "guild_id": guild_id},
    )


async def list_tallies(db: Database | Transaction, campaign: int) -> list[Tally]:
    """Every count of a campaign. Not to be shown as they are: see `small_counts.py`."""
    rows = await rows_of(
        db,
        """
        SELECT campaign, action, body, target, state, outcome, count FROM campaign_tally
        WHERE campaign = :campaign ORDER BY action, body, target, state, outcome
        """,
        {"campaign": campaign},
    )
    return [
        Tally(
            row["campaign"],
            CampaignAction(row["action"]),
            row["body"],
            row["target"],
            row["state"],
            row["outcome"],
            row["count"],
        )
        for row in rows
    ]
