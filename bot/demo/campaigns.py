"""The demo server's open campaigns, one of each kind, made by the services as organizers would."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.bundled import bundled_path
from bot.domain.actor import Actor
from bot.domain.campaign import (
    CampaignDraft,
    CampaignKind,
    CampaignTemplate,
    Donation,
    Letter,
    Script,
    ShareKit,
    Variant,
)
from bot.services.services import Services


async def seed_campaigns(services: Services, actor: Actor) -> None:
    """Open every campaign of `data/demo_campaigns.json`; the calls to Congress are the newest."""
    whole = json.loads(bundled_path("demo_campaigns.json").read_bytes())
    for each in reversed(whole["campaigns"]):
        campaigns = services.campaigns
        made = await campaigns.from_template(actor, _template(each))
        version = made.version
        for name, table in each.get("targets", {}).items():
            data = table.encode()
            await campaigns.import_targets(actor, made.number, version, name, data, apply=True)
            version = (await campaigns.get(actor, made.number)).campaign.version
        await campaigns.open(actor, made.number, version)


def _template(each: Mapping[str, Any]) -> CampaignTemplate:
    share = each.get("share", {})
    draft = CampaignDraft(
        CampaignKind(each["kind"]),
        each["title"],
        each["ask"],
        share=ShareKit(share.get("texts", {}), share.get("hashtag", ""), share.get("link", "")),
        donation=Donation(**each.get("donation", {})),
    )
    scripts = [
        Script(body, one["language"], one["words"], Variant(one["variant"]))
        for one in each.get("scripts", ())
        for body in one["body"]
    ]
    letters = [
        Letter(body, one["language"], one["subject"], one["words"])
        for one in each.get("letters", ())
        for body in one["body"]
    ]
    return CampaignTemplate("", draft, (), tuple(scripts), tuple(letters))
