"""Near before the state, the state before the nation; nothing is lost and ties keep their order."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.organization import Organization, Scope
from bot.domain.places import Place
from bot.domain.ranking import NEAR_KM, Tier, how_far, rank, tier

BOSTON = Place("Boston, MA", "MA", 42.36, -71.06, False, "city")
MASSACHUSETTS = Place("Massachusetts", "MA", 42.3, -71.8, False, "state")


def entry(
    number: int,
    scope: Scope = Scope.NATIONWIDE,
    states: tuple[str, ...] = (),
    point: tuple[float, float] | None = None,
    website: str | None = "https://example.org",
) -> Organization:
    return Organization(
        number=number,
        id=f"entry-{number}",
        name=f"Entry {number}",
        kind="coalition",
        scope=scope,
        states=states,
        city=None,
        points=(point,) if point else (),
        website=website,
        through=None,
        what="",
        languages=(),
        assured_on=date(2026, 1, 1),
    )


POINTS = st.one_of(
    st.none(),
    st.tuples(st.floats(-89, 89, allow_nan=False), st.floats(-179, 179, allow_nan=False)),
    st.tuples(st.floats(41, 44), st.floats(-73, -70)),
)
ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(Scope),
        st.sampled_from([(), ("MA",), ("NY", "MA"), ("CA",)]),
        POINTS,
    ),
    max_size=12,
).map(lambda made: [entry(n, *parts) for n, parts in enumerate(made, 1)])
PLACES = st.sampled_from([None, BOSTON, MASSACHUSETTS])


@given(ENTRIES, PLACES)
def test_nothing_is_lost_and_nothing_is_added(
    found: list[Organization], place: Place | None
) -> None:
    assert sorted(h.organization.number for h in rank(found, place)) == [o.number for o in found]


@given(ENTRIES, st.sampled_from([BOSTON, MASSACHUSETTS]))
def test_near_comes_before_the_state_and_that_before_the_nation(
    found: list[Organization], place: Place
) -> None:
    hits = rank(found, place)
    steps = [tier(hit.organization, place, hit.distance_km) for hit in hits]
    assert steps == sorted(steps)


@given(ENTRIES)
def test_among_the_near_the_nearer_comes_first(found: list[Organization]) -> None:
    near = [
        hit.distance_km
        for hit in rank(found, BOSTON)
        if hit.distance_km is not None and hit.distance_km <= NEAR_KM
    ]
    assert near == sorted(near)


@given(ENTRIES, PLACES)
def test_ranking_again_changes_nothing(found: list[Organization], place: Place | None) -> None:
    once = rank(found, place)
    assert rank([hit.organization for hit in once], place) == once


@given(ENTRIES)
def test_without_a_place_the_best_words_come_first(found: list[Organization]) -> None:
    assert [hit.organization for hit in rank(found, None)] == found
    assert all(hit.distance_km is None for hit in rank(found, None))


def test_each_step_in_order() -> None:
    steps = [
        entry(1, Scope.CITY, ("MA",), (42.3, -71.1)),
        entry(2, Scope.CITY, ("NH",), (43.0, -71.4)),
        entry(3, Scope.STATE, ("MA",)),
        entry(4, Scope.NATIONWIDE),
        entry(5, Scope.NOT_STATED),
        entry(6, Scope.INTERNATIONAL),
        entry(7, Scope.CITY, ("CA",), (34.0, -118.2)),
    ]
    assert [hit.organization for hit in rank(steps[::-1], BOSTON)] == steps
    assert [tier(o, BOSTON, how_far(o, BOSTON)) for o in steps] == [Tier.NEAR, *Tier]


def test_a_whole_state_is_no_point_to_measure_from() -> None:
    assert how_far(entry(1, Scope.CITY, ("MA",), (42.3, -71.1)), MASSACHUSETTS) is None
    assert how_far(entry(1, Scope.CITY, ("MA",), (42.3, -71.1)), None) is None
    assert how_far(entry(1), BOSTON) is None
    assert how_far(entry(1, point=(42.36, -71.06)), BOSTON) == pytest.approx(0.0)


def test_whoever_was_called_by_name_comes_first_even_from_afar() -> None:
    near, far = entry(1, Scope.CITY, ("MA",), (42.3, -71.1)), entry(2, Scope.CITY, ("CA",))
    assert [hit.organization for hit in rank([near, far], BOSTON)] == [near, far]
    assert [hit.organization for hit in rank([near, far], BOSTON, {2})] == [far, near]


def test_who_can_be_reached_comes_first_among_equals() -> None:
    silent, reachable = entry(1, website=None), entry(2)
    assert [hit.organization for hit in rank([silent, reachable], BOSTON)] == [reachable, silent]
