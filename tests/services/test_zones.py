"""Time zones by name: what people type is understood, what does not exist is refused."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.services.zones import COMMON_ZONES, known_zone, suggest_zones


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "Mars/Olympus",
        "EST5EDT",
        "posix/America/Chicago",
        "../etc/passwd",
        "x" * 4000,
        "😀",
    ],
)
def test_a_zone_that_does_not_exist_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        known_zone(text)
    assert refused.value.key == "zones.unknown"
    assert refused.value.params == {}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("America/Chicago", "America/Chicago"),
        ("america/new york", "America/New_York"),
        (" AMERICA/NEW_YORK ", "America/New_York"),
        ("utc", "UTC"),
        ("America/Bogotá", "America/Bogota"),
    ],
)
def test_a_zone_is_known_however_it_is_written(typed: str, meant: str) -> None:
    assert known_zone(typed) == meant


@given(st.text(max_size=60))
def test_whatever_is_offered_is_known_and_never_too_much(typed: str) -> None:
    offered = suggest_zones(typed)
    assert len(offered) <= 25
    assert len(set(offered)) == len(offered)
    assert all(known_zone(zone) == zone for zone in offered)


def test_a_city_is_enough_and_cities_come_first() -> None:
    assert suggest_zones("chica")[0] == "America/Chicago"
    assert "America/New_York" in suggest_zones("york")
    assert suggest_zones("new y")[0] == "America/New_York"


def test_before_anything_is_typed_the_common_ones_are_offered() -> None:
    assert suggest_zones("") == list(COMMON_ZONES)
    assert suggest_zones("", 3) == list(COMMON_ZONES)[:3]
    assert all(ZoneInfo(zone) for zone in COMMON_ZONES)
