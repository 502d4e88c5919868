"""What may be kept as an event, whatever is typed into it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.event import (
    LONGEST_OFFER,
    SHORTEST_OFFER,
    Draft,
    Event,
    Kind,
    Occurrence,
    Status,
    offered_until,
)
from bot.domain.event_check import LONGEST, PARAGRAPHS, check_draft
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to

local = datetime.fromisoformat
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally",
    zone="America/New_York",
    local_start=local("2026-12-18T18:00"),
    minutes=120,
)


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"title": ""}, "no_title"),
        ({"title": "\n\u200b\n"}, "no_title"),
        ({"title": "x" * 5000}, "long_title"),
        ({"about": "x" * 1001}, "long_about"),
        ({"minutes": 0}, "ends_first"),
        ({"minutes": -60}, "ends_first"),
        ({"minutes": 200 * 366 * 1440}, "long_event"),
        ({"local_start": local("2226-12-18T18:00")}, "far_away"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": -1}, "capacity"),
        ({"capacity": 10**9}, "capacity"),
        ({"rule": "FREQ=SECONDLY"}, "rule_often"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "http://example.org"}, "link"),
        ({"reminders": (0,)}, "reminder"),
        ({"reminders": (10**9,)}, "reminder"),
        ({"reminders": (1, 2, 3, 4, 5, 6)}, "many_reminders"),
    ],
)
def test_what_cannot_be_kept_is_said(changes: dict[str, Any], key: str) -> None:
    with pytest.raises(BadInput, match=f"event_error.{key}$"):
        check_draft(replace(RALLY, **changes), now=NOW)


@pytest.mark.parametrize("field", LONGEST)
@pytest.mark.parametrize(
    "mention", ["@everyone", "@Here", "<@123456789>", "<@!123456789>", "<@&123456789>"]
)
def test_a_mention_is_refused_in_every_field(field: str, mention: str) -> None:
    with pytest.raises(BadInput, match=r"event_error\.(mention|link)$"):
        check_draft(replace(RALLY, **{field: f"call {mention}"}), now=NOW)


@given(st.sampled_from([name for name in LONGEST if name != "link"]), st.text(max_size=150))
def test_what_is_kept_has_no_hidden_marks_and_fits(field: str, text: str) -> None:
    try:
        kept = check_draft(replace(RALLY, **{field: text}), now=NOW)
    except BadInput:
        return
    value = getattr(kept, field)
    assert len(value) <= LONGEST[field]
    assert "\r" not in value
    assert not set(value) & set("\0\x1b\u202e\u200b\u2066")
    assert field in PARAGRAPHS or len(value.splitlines()) <= 1
    assert check_draft(kept, now=NOW) == kept


@given(st.integers(-10_000, 10_000_000))
def test_an_offer_ends_before_the_event_begins_and_gives_time(seconds: int) -> None:
    starts = NOW + timedelta(seconds=seconds)
    until = offered_until(NOW, starts)
    if seconds < SHORTEST_OFFER.total_seconds():
        assert until is None
    else:
        assert until is not None
        assert SHORTEST_OFFER <= until - NOW <= LONGEST_OFFER
        assert until <= starts


EVENT = Event(
    kind=Kind.RALLY,
    title="Rally",
    zone="America/New_York",
    local_start=local("2026-12-18T18:00"),
    minutes=120,
    place="Boston",
    address="24 Beacon Street",
    lat=42.0,
    lon=-71.0,
    contact="desk",
    notes="north door",
    number=1,
    uid="u",
    guild_id=1,
    status=Status.PUBLISHED,
    version=1,
    sequence=0,
    changed_at=NOW,
    made_by=7,
)
ONE = Occurrence(
    number=1, event=1, recurrence_id="x", starts_at=NOW, ends_at=NOW + timedelta(hours=1),
    place="Salem", address="1 Elm Street", came=4,
)  # fmt: skip


def test_the_public_sees_nothing_of_what_is_not_public() -> None:
    assert visible_to(EVENT, Tier.PUBLIC) is None
    assert visible_to(replace(EVENT, status=Status.DRAFT, public=True), Tier.GOING) is None
    seen = visible_to(replace(EVENT, public=True), Tier.PUBLIC)
    assert seen is not None
    assert (seen.place, seen.address, seen.contact, seen.notes, seen.lat) == (
        "Boston", "", "", "", None,
    )  # fmt: skip
    assert (seen.made_by, seen.lead_id) == (None, None)


@pytest.mark.parametrize("field", ["place", "address", "contact", "notes"])
@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("looking", Tier)
def test_a_field_is_seen_from_its_tier_on(field: str, tier: Tier, looking: Tier) -> None:
    event = replace(EVENT, public=True, tiers={field: tier.code})
    seen = visible_to(event, looking)
    assert seen is not None
    assert bool(getattr(seen, field)) is (looking >= tier)
    one = occurrence_visible_to(event, ONE, looking)
    assert one is not None
    if field in ("place", "address"):
        assert bool(getattr(one, field)) is (looking >= tier)
