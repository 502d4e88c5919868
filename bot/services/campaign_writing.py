"""One deed done to a campaign, whole: the row, what stood there before, its timers. Inside the
caller's transaction; who may was decided before (`campaigns.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot.domain.campaign import CAMPAIGN_FIELDS, Campaign
from bot.domain.errors import BadInput
from bot.storage.campaign_json import donation_out, points_out, share_out
from bot.storage.campaigns import (
    insert_campaign_change,
    list_changed_since,
    update_campaign,
)
from bot.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class CampaignChange:
    """Something that somebody else changed: a field's name, or a part ("script:us_house:en:main",
    "letter:…", "bill:3", "targets:sheriff"), as it was; and as it is now where it is a field."""

    field: str
    before: Any
    now: Any = None


class CampaignEditedMeanwhile(BadInput):
    """Somebody else changed the campaign since it was opened: `current` is how it stands now,
    `what` the fields and parts that they changed."""

    def __init__(self, current: Campaign, what: Sequence[CampaignChange]) -> None:
        super().__init__("campaign_error.edited_meanwhile")
        self.current = current
        self.what = what


def json_of(campaign: Campaign, field: str) -> Any:
    """A field as its history keeps it."""
    value = getattr(campaign, field)
    if field == "points":
        return points_out(value)
    if field == "share":
        return share_out(value)
    if field == "donation":
        return donation_out(value)
    if isinstance(value, date):
        return value.isoformat()
    return dict(value) if field in ("title", "ask") else value


async def refuse_old_version(tx: Transaction, current: Campaign, version: int) -> None:
    """Raises CampaignEditedMeanwhile where somebody edited since that version."""
    if current.version == version:
        return
    before = await list_changed_since(tx, current.number, version)
    what: list[CampaignChange] = []
    for field, was in before.items():
        if field not in (*CAMPAIGN_FIELDS, "status"):
            what.append(CampaignChange(field, was))
        elif was != json_of(current, field):
            what.append(CampaignChange(field, was, json_of(current, field)))
    raise CampaignEditedMeanwhile(current, what)


async def write_campaign(
    tx: Transaction,
    before: Campaign,
    after: Campaign,
    *,
    now: datetime,
    parts: Mapping[str, Any] | None = None,
) -> Campaign:
    """Write what an organizer did; the campaign as it is now, a version later. `parts`: what stood
    there before of what belongs to it."""
    changed = {
        field: json_of(before, field)
        for field in (*CAMPAIGN_FIELDS, "status")
        if json_of(before, field) != json_of(after, field)
    }
    after = replace(after, version=before.version + 1, changed_at=now)
    await update_campaign(tx, after)
    await insert_campaign_change(
        tx, after.number, after.version, at=now, before={**changed, **(parts or {})}
    )
    return after
