"""Campaigns as organizers made them, one row each, and what they changed. What belongs to one
stands in `campaign_parts.py`, what was counted in `campaign_tallies.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.domain.campaign import Campaign, CampaignKind, CampaignStatus
from bot.storage.campaign_json import (
    day_back,
    day_out,
    donation_back,
    donation_out,
    points_back,
    points_out,
    share_back,
    share_out,
    to_json,
)
from bot.storage.database import Database, Row, Transaction
from bot.storage.erase import erase
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of

_COLUMNS = (
    "guild_id", "status", "planned", "version", "changed_at", "template", "kind", "title", "ask",
    "state", "opens_on", "closes_on", "points", "share", "donation", "made_by", "channel_id",
    "message_id",
)  # fmt: skip
#: Set once and for all, or by others than `update_campaign`.
_FIXED = ("guild_id", "made_by", "template", "channel_id", "message_id")
_SELECT = f"SELECT number, {', '.join(_COLUMNS)} FROM campaign"  # noqa: S608 - our own names


def _campaign(row: Row) -> Campaign:
    return Campaign(
        number=row["number"],
        guild_id=row["guild_id"],
        status=CampaignStatus(row["status"]),
        planned=bool(row["planned"]),
        version=row["version"],
        changed_at=moment(row["changed_at"]),
        template=row["template"],
        kind=CampaignKind(row["kind"]),
        title=json.loads(row["title"]),
        ask=json.loads(row["ask"]),
        state=row["state"],
        opens_on=day_back(row["opens_on"]),
        closes_on=day_back(row["closes_on"]),
        points=points_back(json.loads(row["points"])),
        share=share_back(json.loads(row["share"])),
        donation=donation_back(json.loads(row["donation"])),
        made_by=row["made_by"],
        channel_id=row["channel_id"],
        message_id=row["message_id"],
    )


def _params(campaign: Campaign) -> dict[str, object]:
    params: dict[str, object] = {name: getattr(campaign, name) for name in ("number", *_COLUMNS)}
    return params | {
        "status": campaign.status.value,
        "planned": int(campaign.planned),
        "changed_at": seconds(campaign.changed_at),
        "kind": campaign.kind.value,
        "title": to_json(dict(campaign.title)),
        "ask": to_json(dict(campaign.ask)),
        "opens_on": day_out(campaign.opens_on),
        "closes_on": day_out(campaign.closes_on),
        "points": to_json(points_out(campaign.points)),
        "share": to_json(share_out(campaign.share)),
        "donation": to_json(donation_out(campaign.donation)),
    }


async def insert_campaign(tx: Transaction, campaign: Campaign) -> int:
    """Keep a new campaign; its number (the one it has is not looked at). The caller commits."""
    names, values = ", ".join(_COLUMNS), ", ".join(f":{name}" for name in _COLUMNS)
    rows = await tx.execute(
        f"INSERT INTO campaign ({names}) VALUES ({values}) RETURNING number",  # noqa: S608
        _params(campaign),
    )
    return rows[0]["number"]


async def update_campaign(tx: Transaction, campaign: Campaign) -> None:
    """Write the campaign over the one of its number. The caller has read it in the same
    transaction, and commits."""
    written = ", ".join(f"{name} = :{name}" for name in _COLUMNS if name not in _FIXED)
    await tx.execute(
        f"UPDATE campaign SET {written} WHERE number = :number",  # noqa: S608
        _params(campaign),
    )


async def set_campaign_message(
    tx: Transaction, number: int, channel_id: int | None, message_id: int | None
) -> None:
    """Remember where its progress stands. It is no edit: no version goes up."""
    await tx.execute(
        """
        UPDATE campaign SET channel_id = :channel_id, message_id = :message_id
        WHERE number = :number
        """,
        {"number": number, "channel_id": channel_id, "message_id": message_id},
    )


async def get_campaign(
    db: Database | Transaction, number: int, *, guild_id: int | None = None
) -> Campaign | None:
    """A campaign of that server (None: of any), None where there is no such one there."""
    rows = await rows_of(
        db,
        f"{_SELECT} WHERE number = :number AND (:guild_id IS NULL OR guild_id = :guild_id)",
        {"number": number, "guild_id": guild_id},
    )
    return _campaign(rows[0]) if rows else None


async def list_campaigns(
    db: Database | Transaction, guild_id: int | None = None, *, status: CampaignStatus | None = None
) -> list[Campaign]:
    """A server's campaigns (None: everybody's), open ones first, the newest first."""
    rows = await rows_of(
        db,
        f"""
        {_SELECT} WHERE (:guild_id IS NULL OR guild_id = :guild_id)
            AND (:status IS NULL OR status = :status)
        ORDER BY status = 'closed', status = 'draft', number DESC
        """,
        {"guild_id": guild_id, "status": status.value if status else None},
    )
    return [_campaign(row) for row in rows]


async def delete_campaign(tx: Transaction, number: int) -> None:
    """Delete a campaign with all that belongs to it. The caller commits."""
    await tx.execute("DELETE FROM campaign WHERE number = :number", {"number": number})


async def insert_campaign_change(
    tx: Transaction, number: int, version: int, *, at: datetime, before: Mapping[str, Any]
) -> None:
    """Keep what stood there before an edit. The caller commits."""
    await tx.execute(
        """
        INSERT INTO campaign_change (campaign, version, changed_at, before)
        VALUES (:campaign, :version, :at, :before)
        """,
        {
            "campaign": number,
            "version": version,
            "at": seconds(at),
            "before": to_json(dict(before)),
        },
    )


async def list_changed_since(
    db: Database | Transaction, number: int, version: int
) -> dict[str, Any]:
    """What was changed after that version, as it stood then."""
    rows = await rows_of(
        db,
        """
        SELECT before FROM campaign_change WHERE campaign = :number AND version > :version
        ORDER BY version DESC, number DESC
        """,
        {"number": number, "version": version},
    )
    before: dict[str, Any] = {}
    for row in rows:
        before.update(json.loads(row["before"]))  # the newest first: the oldest has the last word
    return before


async def forget_old_campaigns(
    db: Database, *, names_before: datetime, changes_before: datetime, closed_before: datetime
) -> None:
    """Forget who made what, then what was changed, then what has been closed for long."""
    params = {
        "names": seconds(names_before),
        "changes": seconds(changes_before),
        "closed": seconds(closed_before),
    }
    gone = 0
    for statement in (
        """UPDATE campaign SET made_by = NULL
           WHERE made_by IS NOT NULL AND changed_at < :names RETURNING 1""",
        "DELETE FROM campaign_change WHERE changed_at < :changes RETURNING 1",
        """DELETE FROM campaign WHERE status = 'closed' AND changed_at < :closed
           RETURNING 1""",
    ):
        gone += len(await db.write(statement, params))
    if gone:
        await erase(db)
