"""The parts of a campaign that are kept as JSON, out and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from bot.domain.campaign import BillEvent, Donation, ShareKit, TalkingPoint


def to_json(value: object) -> str:
    """As it is kept."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def points_out(points: Iterable[TalkingPoint]) -> list[dict[str, Any]]:
    return [{"words": dict(each.words), "source": each.source} for each in points]


def points_back(found: Iterable[Mapping[str, Any]]) -> tuple[TalkingPoint, ...]:
    return tuple(TalkingPoint(each["words"], each.get("source", "")) for each in found)


def share_out(share: ShareKit) -> dict[str, Any]:
    return {
        "texts": dict(share.texts),
        "hashtag": share.hashtag,
        "link": share.link,
        "image": share.image,
        "alt": dict(share.alt),
    }


def share_back(found: Mapping[str, Any]) -> ShareKit:
    return ShareKit(
        found.get("texts", {}),
        found.get("hashtag", ""),
        found.get("link", ""),
        found.get("image", ""),
        found.get("alt", {}),
    )


def donation_out(donation: Donation) -> dict[str, Any]:
    return {
        "link": donation.link,
        "goal": donation.goal,
        "raised": donation.raised,
        "as_of": day_out(donation.as_of),
    }


def donation_back(found: Mapping[str, Any]) -> Donation:
    as_of = day_back(found.get("as_of"))
    return Donation(found.get("link", ""), found.get("goal", 0), found.get("raised", 0), as_of)


def history_out(history: Iterable[BillEvent]) -> list[dict[str, str]]:
    return [
        {"on": each.on.isoformat(), "words": each.words, "source": each.source} for each in history
    ]


def history_back(found: Iterable[Mapping[str, str]]) -> tuple[BillEvent, ...]:
    return tuple(
        BillEvent(date.fromisoformat(each["on"]), each["words"], each.get("source", ""))
        for each in found
    )


def day_out(day: date | None) -> str | None:
    return day.isoformat() if day else None


def day_back(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
