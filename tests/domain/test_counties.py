"""A county is found however people write it, and never a wrong one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bundled import bundled_path
from bot.domain.counties import County, CountyKind, parse_counties, says_county

COUNTIES = parse_counties(bundled_path("counties.csv").read_text(encoding="utf-8").splitlines())
STATES = ("TX", "LA", "VA", "AK", "MD", "PR", "NM", "NV", "MO", "CT")
ALL = [county for state in STATES for county in COUNTIES.in_state(state)]
county_of = st.sampled_from(ALL)


def names(text: str, state: str | None) -> list[str]:
    return [county.name for county in COUNTIES.named(text, state)]


@pytest.mark.parametrize(
    ("text", "state", "name"),
    [
        ("Harris", "TX", "Harris County"),
        ("harris county", "TX", "Harris County"),
        ("Condado de Harris", "TX", "Harris County"),
        ("county of Harris", "TX", "Harris County"),
        ("Orleans", "LA", "Orleans Parish"),
        ("Orleans County", "LA", "Orleans Parish"),
        ("Parroquia de Orleans", "LA", "Orleans Parish"),
        ("La Salle Parish", "LA", "LaSalle Parish"),
        ("Saint Tammany", "LA", "St. Tammany Parish"),
        ("St Marys County", "MD", "St. Mary's County"),
        ("Saint Louis County", "MO", "St. Louis County"),
        ("city of St. Louis", "MO", "St. Louis city"),
        ("Fairfax County", "VA", "Fairfax County"),
        ("Fairfax City", "VA", "Fairfax city"),
        ("ciudad de Fairfax", "VA", "Fairfax city"),
        ("James City County", "VA", "James City County"),
        ("Charles City", "VA", "Charles City County"),
        ("Carson City", "NV", "Carson City"),
        ("Dona Ana", "NM", "Doña Ana County"),
        ("Bayamon", "PR", "Bayamón Municipio"),
        ("Anchorage", "AK", "Anchorage Municipality"),
        ("Fairfield", "CT", "Fairfield County"),
    ],
)
def test_ways_to_write_a_county(text: str, state: str, name: str) -> None:
    assert names(text, state) == [name]


def test_a_bare_name_of_a_county_and_a_city_is_both() -> None:
    assert set(names("Richmond", "VA")) == {"Richmond County", "Richmond city"}


@pytest.mark.parametrize("text", ["", " ", "😀", "Narnia County", "County", "x" * 5000, "city of"])
def test_what_is_no_county_is_none(text: str) -> None:
    assert names(text, "TX") == []


@given(county_of, st.sampled_from(("{}", "{} County", "condado de {}", "COUNTY OF {}")))
def test_every_county_is_found_by_its_short_name(county: County, form: str) -> None:
    assert county in COUNTIES.named(form.format(county.short_name), county.state) or (
        county.kind in (CountyKind.CITY, CountyKind.DISTRICT) and form != "{}"
    )


@given(county_of)
def test_every_county_is_found_by_its_whole_name_and_only_it(county: County) -> None:
    assert COUNTIES.named(county.name.upper(), county.state) == (county,)


@given(county_of)
def test_the_nearest_county_to_a_point_inside_is_that_county(county: County) -> None:
    assert COUNTIES.nearest(county.state, county.lat, county.lon)[0] == county


@given(st.text(max_size=40), st.sampled_from(STATES))
def test_no_text_breaks_it_and_no_other_state_is_found(text: str, state: str) -> None:
    says_county(text)
    assert all(county.state == state for county in COUNTIES.named(text, state))
    assert len(COUNTIES.like(text, state)) <= 3


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Harris County, TX", True),
        ("condado de Harris, Texas", True),
        ("Orleans Parish", True),
        ("Harris", False),
        ("County Line, AL", False),
        ("Houston, TX", False),
    ],
)
def test_a_county_is_meant_where_the_words_say_so(text: str, says: bool) -> None:
    assert says_county(text) is says
