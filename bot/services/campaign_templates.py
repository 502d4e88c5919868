"""Campaigns that organizers can begin with (`data/campaign_templates.json`)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from bot.bundled import bundled_path
from bot.domain.campaign import (
    Bill,
    BillEvent,
    CampaignDraft,
    CampaignKind,
    CampaignTemplate,
    Letter,
    Script,
    ShareKit,
    TalkingPoint,
    Variant,
)
from bot.domain.errors import NotFound
from bot.domain.sessions import session_end


@cache
def campaign_templates() -> tuple[CampaignTemplate, ...]:
    """All of them, in the order of the file; read once, when first asked for."""
    data = json.loads(bundled_path("campaign_templates.json").read_bytes())
    return tuple(_template(raw) for raw in data["templates"])


def campaign_template(key: str) -> CampaignTemplate:
    """The one with that key.

    Raises:
        NotFound: there is none (any more).
    """
    for template in campaign_templates():
        if template.key == key:
            return template
    raise NotFound("campaign_error.template_gone")


def _template(raw: Mapping[str, Any]) -> CampaignTemplate:
    share = raw["share"]
    draft = CampaignDraft(
        kind=CampaignKind(raw["kind"]),
        title=raw["title"],
        ask=raw["ask"],
        state=raw["state"],
        points=tuple(TalkingPoint(point["words"], point["source"]) for point in raw["points"]),
        share=ShareKit(texts=share["texts"], hashtag=f"#{share['hashtag']}", link=share["link"]),
        template=raw["key"],
    )
    return CampaignTemplate(
        raw["key"],
        draft,
        tuple(_bill(bill) for bill in raw["bills"]),
        tuple(
            Script(each["body"], each["language"], each["words"], Variant(each["variant"]))
            for each in raw["scripts"]
        ),
        tuple(Letter(**each) for each in raw["letters"]),
    )


def _bill(raw: Mapping[str, Any]) -> Bill:
    history = [
        BillEvent(date.fromisoformat(step["on"]), step["words"], step["source"])
        for step in raw["history"]
    ]
    values: dict[str, Any] = {**raw, "history": tuple(history)}
    return Bill(**values, session_ends=session_end(raw["jurisdiction"], raw["session"]))
