"""What people type as a place, on a small invented table."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.places import (
    Gazetteer,
    Places,
    distance_km,
    fold,
    parse_gazetteer,
    parse_places,
)

GAZETTEER = json.dumps(
    {
        "states": [
            {"code": "MA", "name": {"en": "Massachusetts", "es": "Massachusetts"},
             "also": ["Mass"], "lat": 42.2, "lon": -71.5},
            {"code": "MN", "name": {"en": "Minnesota", "es": "Minnesota"},
             "also": ["Minn"], "lat": 46.0, "lon": -94.5},
            {"code": "MT", "name": {"en": "Montana", "es": "Montana"},
             "also": [], "lat": 47.0, "lon": -110.3},
            {"code": "NC", "name": {"en": "North Carolina", "es": "Carolina del Norte"},
             "also": [], "lat": 35.5, "lon": -79.4},
            {"code": "NY", "name": {"en": "New York", "es": "Nueva York"},
             "label": {"en": "New York State", "es": "Estado de Nueva York"},
             "also": [], "lat": 42.3, "lon": -75.2},
            {"code": "LA", "name": {"en": "Louisiana", "es": "Luisiana"},
             "also": [], "lat": 31.0, "lon": -91.8},
            {"code": "PR", "name": {"en": "Puerto Rico", "es": "Puerto Rico"},
             "also": [], "lat": 18.3, "lon": -66.4},
        ],
        "nicknames": [
            {"place": "New York, NY", "words": ["New York", "Nueva York", "NYC"]},
            {"place": "Los Angeles, CA", "words": ["LA", "Los Ángeles"]},
        ],
        "districts": [{"label": "Queens, NY", "like": "Jamaica, NY"}],
    }
)  # fmt: skip

# The digits of 02108 in the wide form that East Asian keyboards type.
WIDE_ZIP = "\uff10\uff12\uff11\uff10\uff18"

TABLE = """\
# invented points
zip,lat,lon,city,state,guess
00956,18.400,-66.150,Bayamón,PR,0
02108,42.300,-71.000,Boston,MA,0
02109,42.500,-71.200,Boston,MA,0
02112,40.000,-60.000,Boston,MA,1
10001,40.700,-74.000,New York,NY,0
11430,40.600,-73.700,Jamaica,NY,0
14034,42.600,-78.800,Boston,NY,0
20005,1.000,2.000,Only Boxes,NC,1
28201,35.200,-80.800,Charlotte,NC,0
55101,44.900,-93.100,Saint Paul,MN,0
59101,45.700,-108.500,Billings,MT,0
59301,46.400,-105.800,,MT,0
90001,34.000,-118.300,Los Angeles,CA,0
95101,37.300,-121.800,San Jose,CA,0
"""


@pytest.fixture(scope="module")
def places() -> Places:
    return parse_places(TABLE.splitlines(keepends=True), parse_gazetteer(GAZETTEER))


def refused(find: Callable[[str], object], text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        find(text)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "places.empty"),
        (" \t\n", "places.empty"),
        ("0210", "places.bad_zip"),
        ("021080", "places.bad_zip"),
        ("02108-12", "places.bad_zip"),
        ("99999", "places.unknown_zip"),
        ("Boston, MA 99999", "places.unknown_zip"),
        ("🎉🎉", "places.unknown_place"),
        ("بوسطن", "places.unknown_place"),
        ("'; DROP TABLE places; --", "places.unknown_place"),
        ("@everyone **hi**", "places.unknown_place"),
        ("x" * 4000, "places.unknown_place"),
        ("USA", "places.unknown_place"),
        (",", "places.unknown_place"),
    ],
)
def test_what_is_no_place_is_refused_with_a_clear_sentence(
    places: Places, typed: str, key: str
) -> None:
    problem = refused(places.find, typed)
    assert problem.key == key
    assert not problem.params


@pytest.mark.parametrize("typed", ["Bostn", "bosotn", "Boston, Texas", "Boston, France"])
def test_a_near_miss_names_the_likely_place(places: Places, typed: str) -> None:
    problem = refused(places.find, typed)
    assert problem.key == "places.did_you_mean"
    assert problem.params == {"place": "Boston, MA"}


@pytest.mark.parametrize(
    "typed", ["02108", " 02108 ", "02108-1234", "021081234", "ZIP 02108", WIDE_ZIP]
)
def test_a_zip_is_found_and_never_shown(places: Places, typed: str) -> None:
    place = places.find(typed)
    assert (place.label, place.state, place.kind) == ("Boston, MA", "MA", "zip")
    assert (place.lat, place.lon, place.guess) == (42.3, -71.0, False)


def test_a_zip_in_an_address_decides(places: Places) -> None:
    assert places.find("1 Any Street, Boston, MA 02109-0001").lat == 42.5


def test_a_zip_without_an_area_is_called_a_guess(places: Places) -> None:
    assert places.find("02112").guess
    assert places.find("Only Boxes, NC").guess


def test_a_zip_without_a_city_shows_its_state(places: Places) -> None:
    place = places.find("59301")
    assert (place.label, place.state, place.kind) == ("Montana", "MT", "zip")


@pytest.mark.parametrize(
    "typed",
    [
        "Boston, MA",
        "boston ma",
        "BOSTON MASSACHUSETTS",
        "Boston, Mass.",
        "Boston ,MA, USA",
        "boston",
        "12 Beacon, Boston, MA",
        "Bos\u200bton",
    ],
)
def test_a_city_is_found_however_it_is_written(places: Places, typed: str) -> None:
    assert places.find(typed).label == "Boston, MA"


def test_a_city_lies_in_the_middle_of_its_zips_that_have_an_area(places: Places) -> None:
    place = places.find("Boston, MA")
    assert (place.lat, place.lon, place.guess, place.kind) == (42.4, -71.1, False, "city")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Boston, NY", "Boston, NY"),
        ("San José, CA", "San Jose, CA"),
        ("Bayamon PR", "Bayamón, PR"),
        ("St. Paul", "Saint Paul, MN"),
        ("st paul minn", "Saint Paul, MN"),
        ("Billings MT", "Billings, MT"),
        ("Charlotte, Carolina del Norte", "Charlotte, NC"),
        ("Queens", "Queens, NY"),
        ("Jamaica, NYC", "Jamaica, NY"),
        ("New York", "New York, NY"),
        ("nueva york", "New York, NY"),
        ("LA", "Los Angeles, CA"),
        ("L.A.", "Los Angeles, CA"),
    ],
)
def test_a_name_leads_to_its_city(places: Places, typed: str, label: str) -> None:
    place = places.find(typed)
    assert (place.label, place.kind) == (label, "city")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("ny", "New York State"),
        ("New York State", "New York State"),
        ("estado de Nueva York", "New York State"),
        ("mt", "Montana"),
        ("Luisiana", "Louisiana"),
        ("CAROLINA DEL NORTE", "North Carolina"),
        ("state of Montana", "Montana"),
    ],
)
def test_a_state_is_found_by_name_and_code_in_both_languages(
    places: Places, typed: str, label: str
) -> None:
    place = places.find(typed)
    assert (place.label, place.kind) == (label, "state")
    assert place.lat is not None


def test_a_state_is_shown_in_the_readers_language(places: Places) -> None:
    assert places.label(places.find("NY"), "es") == "Estado de Nueva York"
    assert places.label(places.find("NY"), "en") == "New York State"
    assert places.label(places.find("Boston"), "es") == "Boston, MA"
    assert places.state_name("NC", "es") == "Carolina del Norte"
    assert places.state_name("ZZ", "es") == "ZZ"


def test_suggestions_never_hold_a_zip(places: Places) -> None:
    assert places.suggest("02") == []
    assert places.suggest("Boston 0") == []
    assert not any(c.isdigit() for label in places.suggest("") for c in label)


def test_suggestions_begin_with_the_biggest_city(places: Places) -> None:
    assert places.suggest("bos") == ["Boston, MA", "Boston, NY"]
    assert places.suggest("bos", limit=1) == ["Boston, MA"]
    assert places.suggest("bos", limit=0) == []
    assert places.suggest("Boston, n") == ["Boston, NY"]
    assert places.suggest("boston new yo") == ["Boston, NY"]
    assert places.suggest("St") == ["Saint Paul, MN"]
    assert places.suggest("bayamo") == ["Bayamón, PR"]
    assert "Los Angeles, CA" in places.suggest("la")


def test_suggested_states_speak_the_readers_language(places: Places) -> None:
    assert places.suggest("carolina", language="es") == ["Carolina del Norte"]
    assert places.suggest("nueva", language="es") == ["Estado de Nueva York", "New York, NY"]
    assert places.suggest("luisiana", language="en") == ["Louisiana"]


SHARED = parse_places(TABLE.splitlines(), parse_gazetteer(GAZETTEER))
WORDS = st.lists(
    st.sampled_from(
        ["boston", ",", " ", "MA", "st", "02108", "-", "NY", "ñ", "\u202e", "🎉", "state", "usa"]
    ),
    max_size=8,
).map("".join)


@given(st.text(max_size=120) | WORDS)
@example("\ud800, MA")
@example("\x00")
@example("٠٢١٠٨")
def test_any_text_is_found_or_refused_and_nothing_else(text: str) -> None:
    try:
        told = SHARED.find(text).label
    except BadInput as problem:
        told = f"{problem.key} {problem.params}"
    assert told
    assert not any(c.isdigit() for c in told)


@given(st.text(max_size=120) | WORDS, st.integers(-1, 30))
@example("\ud800", 3)
def test_suggest_answers_any_text_with_places_it_can_find(text: str, limit: int) -> None:
    for label in SHARED.suggest(text, limit):
        assert SHARED.find(label).label == label


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more_for_a_single_word(text: str) -> None:
    word = fold(text).replace(" ", "").replace(",", "")
    assert fold(word) in {word, fold(fold(word))}


def test_an_empty_table_still_answers() -> None:
    empty = parse_places([], Gazetteer((), {}, {}))
    assert refused(empty.find, "Boston").key == "places.unknown_place"
    assert refused(empty.find, "02108").key == "places.unknown_zip"
    assert empty.suggest("") == []


POINTS = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_boston_lies_306_km_from_new_york() -> None:
    assert distance_km(42.3601, -71.0589, 40.7128, -74.0060) == pytest.approx(306.1, abs=0.2)


@given(POINTS, POINTS)
def test_a_distance_is_the_same_both_ways_and_at_most_half_the_earth(
    here: tuple[float, float], there: tuple[float, float]
) -> None:
    far = distance_km(*here, *there)
    assert 0 <= far <= 20_016
    assert far == pytest.approx(distance_km(*there, *here), abs=1e-6)
    assert distance_km(*here, *here) == 0
