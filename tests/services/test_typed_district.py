"""A state and its districts as people type them."""

from __future__ import annotations

import pytest

from bot.domain.errors import BadInput
from bot.domain.legislators import Body, District
from bot.domain.places import Places
from bot.services.places import load_places
from bot.services.typed_district import read_district, read_state

KNOWN = [
    District(Body.STATE_LOWER, "MA", name) for name in ("2nd Suffolk", "25th Middlesex", "Cape")
]
NUMBERED = [District(Body.STATE_UPPER, "WA", str(number)) for number in (3, 30)]


@pytest.fixture(scope="module")
def places() -> Places:
    return load_places()


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ma", "MA"), (" Massachusetts ", "MA"), ("LA", "LA"), ("nueva york", "NY"), ("Boston", "MA")],
)
def test_a_state_is_known_by_its_letters_its_name_or_a_city(
    places: Places, typed: str, code: str
) -> None:
    assert read_state(typed, places) == code


@pytest.mark.parametrize("typed", ["", "  ", "Atlantis", "??", "<@1>", "x" * 40])
def test_what_is_no_state_is_said_so(places: Places, typed: str) -> None:
    with pytest.raises(BadInput) as wrong:
        read_state(typed, places)
    assert wrong.value.key == "call.no_such_state"


@pytest.mark.parametrize(
    ("typed", "name"),
    [("2nd suffolk", "2nd Suffolk"), ("25th Midlesex", "25th Middlesex"), ("cape", "Cape")],
)
def test_a_district_is_known_by_its_name_with_a_slip_too(typed: str, name: str) -> None:
    found = read_district(typed, KNOWN, "en")
    assert found is not None
    assert found.name == name


def test_a_number_is_never_guessed() -> None:
    assert read_district("District 03", NUMBERED, "en") == NUMBERED[0]
    with pytest.raises(BadInput) as wrong:
        read_district("4", NUMBERED, "en")
    assert wrong.value.params == {"state": "Washington", "example": "3"}
    assert read_district(" ", NUMBERED, "en") is None
    assert read_district("4", [], "en") is None
