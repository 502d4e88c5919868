"""What a card's buttons hold: it fits, it comes back whole, and no ZIP is in it."""

from __future__ import annotations

import os
import re
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.legislators import Body, District
from bot.services.legislators import Certainty, Found, Legislators
from cogs.calling.code import CODE, MAX_CAMPAIGNS, MAX_NUMBER, MODE, At, Code, Seat, short_name
from cogs.calling.seats import (
    begin,
    candidates_of,
    choose,
    districts_of,
    get,
    seat_of,
    value_of,
)

TEMPLATE = re.compile(rf"{MODE}:did:wrong_number:{CODE}")

_NAME = st.from_regex(r"[0-9a-z]{4}|[?-]", fullmatch=True)
_SEATS = st.builds(
    Seat,
    st.from_regex(r"[A-Z]{2}|--", fullmatch=True),
    st.from_regex(r"[0-9]{1,2}|[?-]", fullmatch=True),
    _NAME,
    _NAME,
)
_ATS = st.builds(
    At,
    st.integers(0, 36**2 - 1),
    st.sampled_from("0az"),
    st.none() | st.integers(0, 19),
    st.integers(0, 35),
    st.sampled_from("msvc"),
    st.booleans(),
    st.integers(0, 2**20 - 1),
)
_CODES = st.builds(
    Code,
    st.sampled_from(["call", "write"]),
    st.lists(st.integers(1, MAX_NUMBER), max_size=MAX_CAMPAIGNS).map(tuple),
    _SEATS,
    _ATS,
    st.from_regex(r"[0-9a-z]{6}|-", fullmatch=True),
)


@settings(max_examples=int(os.environ.get("CODE_EXAMPLES", "100")))
@given(_CODES)
def test_a_code_comes_back_whole_and_fits_a_custom_id(code: Code) -> None:
    custom_id = code.button("did:wrong_number")
    assert len(custom_id) <= 100
    match = TEMPLATE.fullmatch(custom_id)
    assert match is not None
    assert Code.of(match) == code


def test_no_two_districts_of_a_chamber_have_the_same_short_name(
    legislators: Legislators,
) -> None:
    names = Counter(
        (each.state, each.body, short_name(each)) for each in legislators.state_zips.districts
    )
    assert names.most_common(1)[0][1] == 1


HOUSE5, HOUSE7 = (District(Body.US_HOUSE, "MA", number) for number in "57")
SENATE = District(Body.STATE_UPPER, "MA", "Middlesex and Suffolk")
LOWER = (
    District(Body.STATE_LOWER, "MA", "2nd Suffolk"),
    District(Body.STATE_LOWER, "MA", "25th Middlesex"),
)
CAMBRIDGE = Found((HOUSE5, HOUSE7), (SENATE, *LOWER), None, Certainty.SURE)
ALL = frozenset(Body)


def test_what_has_one_answer_is_not_asked() -> None:
    candidates = candidates_of(CAMBRIDGE, ALL)
    seat = begin(candidates)
    assert (seat.state, seat.house, seat.upper, seat.lower) == ("MA", "?", short_name(SENATE), "?")
    assert not seat.whole
    seat = choose(seat, Body.US_HOUSE, value_of(HOUSE7), candidates)
    seat = choose(seat, Body.STATE_LOWER, value_of(LOWER[1]), candidates)
    assert seat.whole
    assert get(seat, Body.US_HOUSE) == "7"


def test_only_what_a_campaign_needs_is_asked() -> None:
    assert begin(candidates_of(CAMBRIDGE, {Body.US_HOUSE})).upper == "-"
    state_only = begin(candidates_of(CAMBRIDGE, {Body.STATE_UPPER}))
    assert state_only.whole
    assert (state_only.state, state_only.house) == ("MA", "-")


def test_a_zip_in_two_states_asks_for_the_state_first_whatever_is_needed() -> None:
    other = District(Body.US_HOUSE, "NH", "1"), District(Body.STATE_UPPER, "NH", "3")
    found = Found((HOUSE5, other[0]), (SENATE, other[1]), None, Certainty.SURE)
    candidates = candidates_of(found, {Body.STATE_UPPER})
    seat = begin(candidates)
    assert (seat.state, seat.house, seat.upper) == ("--", "?", "?")
    seat = choose(seat, Body.US_HOUSE, value_of(other[0]), candidates)
    assert seat == Seat("NH", "1", short_name(other[1]), "-")


def test_who_is_not_sure_leaves_a_body_out() -> None:
    candidates = candidates_of(CAMBRIDGE, {Body.US_HOUSE, Body.US_SENATE})
    seat = choose(begin(candidates), Body.US_HOUSE, "-", candidates)
    assert seat == Seat("MA", "-", "-", "-")


def test_a_seat_leads_back_to_its_districts(legislators: Legislators) -> None:
    districts = (HOUSE7, SENATE, LOWER[1])
    assert districts_of(seat_of(districts), legislators) == districts
    assert districts_of(Seat("MA", "7", "0000", "?"), legislators) == (HOUSE7,)


def test_in_washington_nobody_is_asked_about_seats_that_are_everybodys(
    legislators: Legislators,
) -> None:
    found = legislators.districts_of("20001")
    seat = begin(candidates_of(found, ALL))
    assert seat.house == "0"
    assert seat.upper == "-"
    names = {each.name for each in districts_of(seat, legislators)}
    assert {"At-Large", "Chairman"} <= names
    remembered = seat_of(districts_of(seat, legislators))
    assert (remembered.state, remembered.house) == ("DC", "0")
