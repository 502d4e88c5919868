"""A ZIP leads to people and numbers, or to a sentence that says what to do; it is kept nowhere."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.domain.congress import Congress, congress_text
from bot.domain.errors import BadInput
from bot.domain.legislators import Body, District
from bot.i18n import languages
from bot.services.legislator_files import Origin, Stored, bundled_congress
from bot.services.legislator_words import (
    certainty_line,
    flag_words,
    lines_line,
    office_line,
    seat_name,
    several_line,
    vacant_line,
)
from bot.services.legislators import Certainty, Legislators, LegislatorsService, load_legislators
from bot.services.office_hours import schedules_of
from bot.services.places import LazyPlaces, load_places

NOW = datetime(2026, 12, 2, 17, 0, tzinfo=UTC)
FEDERAL = (Body.US_HOUSE, Body.US_SENATE)


@pytest.fixture(scope="module")
def legislators() -> Legislators:
    return _shared()


def codes(legislators: Legislators, text: str) -> list[str]:
    return [district.code for district in legislators.districts_of(text).districts]


# --- ZIP to districts -------------------------------------------------------------------


@pytest.mark.parametrize("text", ["00000", "00100", "21300", "09012"])
def test_a_zip_of_which_nobody_can_even_guess_is_refused(
    legislators: Legislators, text: str
) -> None:
    with pytest.raises(BadInput) as refused:
        legislators.districts_of(text)
    assert refused.value.key in {"legislators.zip_unknown", "legislators.zip_military"}
    assert refused.value.params == {}


def test_one_district_or_several_are_told_apart(legislators: Legislators) -> None:
    assert codes(legislators, "94105-1234") == ["CA-11"]
    assert not legislators.districts_of("94105").several
    found = legislators.districts_of("02139")
    assert found.several
    assert [district.code for district in found.districts] == ["MA-5", "MA-7"]


def test_a_zip_that_crosses_state_lines_lists_all_and_narrows_to_the_one_chosen(
    legislators: Legislators,
) -> None:
    found = legislators.districts_of("86514")
    assert [district.code for district in found.districts] == ["AZ-2", "NM-3", "UT-3"]
    assert {district.state for district in found.state_districts} == {"AZ", "NM", "UT"}
    mine = found.chosen(District(Body.US_HOUSE, "NM", "3"))
    assert [district.code for district in mine.districts] == ["NM-3"]
    assert {district.state for district in mine.state_districts} == {"NM"}
    assert mine.where == found.where


@pytest.mark.parametrize(
    ("text", "code", "chambers"),
    [
        ("20001", "DC", {"At-Large", "Chairman"}),
        ("00901", "PR", {"At-Large"}),
        ("00802", "VI", set[str]()),
        ("96910", "GU", set[str]()),
        ("96799", "AS", set[str]()),
        ("96950", "MP", set[str]()),
    ],
)
def test_dc_and_the_islands_have_a_delegate_and_no_senators(
    legislators: Legislators, text: str, code: str, chambers: set[str]
) -> None:
    found = legislators.districts_of(text)
    assert [district.code for district in found.districts] == [code]
    assert {district.name for district in found.state_districts} == chambers
    reached = legislators.targets_of(found.districts, FEDERAL)
    assert len(reached.targets) == 1
    assert not reached.targets[0].voting
    assert reached.targets[0].offices


def test_a_post_office_box_gets_the_nearest_area_and_says_that_it_is_a_guess(
    legislators: Legislators,
) -> None:
    found = legislators.districts_of("00501")
    assert found.certainty is Certainty.NO_AREA
    assert found.guess
    assert [d.code for d in found.districts] == ["NY-1", "NY-2"]
    assert found.state_districts
    for language in languages():
        assert "Holtsville, NY" in certainty_line(found, language)


def test_a_zip_that_nobody_knows_gets_the_next_one_by_number_as_a_guess(
    legislators: Legislators,
) -> None:
    found = legislators.districts_of("02100")
    assert found.certainty is Certainty.UNKNOWN
    assert found.guess
    assert {d.state for d in found.districts} == {"MA"}
    for language in languages():
        assert "Boston, MA" in certainty_line(found, language)


@hypothesis_settings(deadline=None)  # the first of them loads the tables
@given(st.integers(0, 99_999))
def test_every_five_digits_lead_to_districts_or_a_sentence(number: int) -> None:
    legislators = _shared()
    try:
        found = legislators.districts_of(f"{number:05}")
    except BadInput:
        return
    assert found.districts
    assert found.place is not None
    assert found.where is not None
    assert f"{number:05}" not in repr(found)
    reached = legislators.targets_of((*found.districts, *found.state_districts))
    assert reached.targets


@cache
def _shared() -> Legislators:
    return load_legislators(load_places(), Path("nowhere"))


def test_nothing_keeps_the_zip_that_was_asked_for(legislators: Legislators) -> None:
    asked = "".join(["021", "39-", "4307"])
    found = legislators.districts_of(asked)
    reached = legislators.targets_of((*found.districts, *found.state_districts))
    said = [repr(found), repr(reached.vacant), several_line(found, "en")]
    assert not any("02139" in text for text in said)
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, str) and "4307" in each]


# --- by state and district --------------------------------------------------------------


@pytest.mark.parametrize(("state", "district"), [("MA", 10), ("MA", ""), ("XX", 1), ("AK", 1)])
def test_a_district_that_is_not_there_is_refused(
    legislators: Legislators, state: str, district: str | int
) -> None:
    with pytest.raises(BadInput) as refused:
        legislators.by_state_and_district(state, district)
    assert refused.value.key == "legislators.no_such_district"


def test_without_a_zip_state_and_district_do(legislators: Legislators) -> None:
    found = legislators.by_state_and_district(" ma ", "07")
    assert [d.code for d in found.districts] == ["MA-7"]
    assert found.certainty is Certainty.CHOSEN
    assert not found.guess
    assert found.where is not None
    assert found.where[0] == pytest.approx(42.3, abs=0.2)
    assert [d.code for d in legislators.by_state_and_district("AK").districts] == ["AK"]
    assert len(legislators.districts_in("CA")) == 52
    assert legislators.districts_in("XX") == ()
    names = [d.name for d in legislators.districts_in("DC", Body.STATE_UPPER)]
    assert "Ward 1" in names


# --- who sits there ---------------------------------------------------------------------


def test_a_vacant_seat_says_so_and_offers_the_senators(legislators: Legislators) -> None:
    seat = District(Body.US_HOUSE, "TX", "23")
    reached = legislators.targets_of([seat], [Body.US_HOUSE])
    assert reached.targets == ()
    assert reached.vacant == (seat,)
    assert [target.body for target in reached.instead] == [Body.US_SENATE] * 2
    both = legislators.targets_of([seat], FEDERAL)
    assert [target.district.state for target in both.targets] == ["TX", "TX"]
    assert both.instead == ()
    for language in languages():
        assert "TX-23" in vacant_line(seat, language)


def test_only_the_bodies_that_were_asked_for_come_in_their_order(legislators: Legislators) -> None:
    found = legislators.districts_of("94105")
    everything = (*found.districts, *found.state_districts)
    bodies = [target.body for target in legislators.targets_of(everything).targets]
    assert bodies == [
        Body.US_HOUSE, Body.US_SENATE, Body.US_SENATE, Body.STATE_UPPER, Body.STATE_LOWER,
    ]  # fmt: skip
    reached = legislators.targets_of(everything, [Body.STATE_LOWER, Body.GOVERNOR])
    assert [target.body for target in reached.targets] == [Body.STATE_LOWER]
    assert reached.unknown == (District(Body.GOVERNOR, "CA"),)
    assert legislators.targets_of([], list(Body)).targets == ()


def test_nebraskas_one_chamber_is_its_senate(legislators: Legislators) -> None:
    found = legislators.districts_of("68502")
    reached = legislators.targets_of(found.state_districts, [Body.STATE_UPPER, Body.STATE_LOWER])
    assert reached.targets
    assert {target.body for target in reached.targets} == {Body.STATE_UPPER}
    assert not reached.vacant


def test_a_district_with_several_seats_has_several_people(legislators: Legislators) -> None:
    seat = District(Body.STATE_LOWER, "AZ", "6")
    assert len(legislators.sitting(seat)) == 2


def test_somebody_is_found_again_by_id(legislators: Legislators) -> None:
    for text in ("94105", "20001", "10001"):
        found = legislators.districts_of(text)
        reached = legislators.targets_of((*found.districts, *found.state_districts))
        for target in reached.targets:
            assert legislators.target(target.id) == target
    for gone in ("", "X000000", "b2eaa848"):
        assert legislators.target(gone) is None


def test_offices_know_their_clock_and_their_hours(legislators: Legislators) -> None:
    for target in map(legislators.target, ("A000148", "S001198", "C001055", "G000574")):
        if target is not None:
            assert all(office.zone for office in target.offices)
    auchincloss = legislators.target("A000148")
    assert auchincloss is not None
    assert any(office.schedules for office in auchincloss.offices)


@pytest.mark.parametrize(
    ("hours", "days", "opens", "closes"),
    [
        ("Mon-Fri 8:00AM-5:00PM CT", 5, 480, 1020),
        ("8:00 AM - 5:00 PM Central", 5, 480, 1020),
        ("Monday-Friday; 8:00am \u2013 5:00pm PT", 5, 480, 1020),
        ("9AM-5PM", 5, 540, 1020),
        ("Wednesday 10AM to 4PM", 1, 600, 960),
    ],
)
def test_hours_as_offices_write_them_are_read(
    hours: str, days: int, opens: int, closes: int
) -> None:
    (schedule,) = schedules_of(hours)
    assert (len(schedule.byday), schedule.opens_at, schedule.closes_at) == (days, opens, closes)


@pytest.mark.parametrize("hours", ["", "By appointment only", "Call", "Tuesday-Thursday"])
def test_hours_that_say_no_times_are_not_guessed(hours: str) -> None:
    assert schedules_of(hours) == ()


# --- words ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", languages())
def test_every_seat_and_office_can_be_said(legislators: Legislators, language: str) -> None:
    for member in legislators.congress.members:
        assert seat_name(member.district, language)
        for rung in legislators.ladder(member, (42.0, -71.0), NOW):
            assert office_line(rung, language)
            if rung.doubtful:
                assert list(flag_words(rung.office, language))


# --- age --------------------------------------------------------------------------------


def test_from_january_third_the_terms_of_the_house_have_ended(legislators: Legislators) -> None:
    # Washington's clock: five hours behind.
    assert not legislators.terms_ended(datetime(2027, 1, 3, 4, 59, tzinfo=UTC))
    assert legislators.terms_ended(datetime(2027, 1, 3, 5, 0, tzinfo=UTC))
    assert legislators.terms_ended(NOW.replace(year=2027), Body.STATE_UPPER)
    assert not legislators.terms_ended(NOW, Body.GOVERNOR)


def test_a_list_of_the_next_congress_has_not_ended(legislators: Legislators) -> None:
    later = bundled_congress()
    stored = Stored(_reelected(later), Origin.UPDATED)
    assert not legislators.with_congress(stored).terms_ended(datetime(2027, 2, 1, tzinfo=UTC))


def _reelected(congress: Congress) -> Congress:
    """Everybody for two more years."""
    return replace(
        congress,
        members=tuple(
            replace(m, term_ends=m.term_ends and m.term_ends.replace(year=m.term_ends.year + 2))
            for m in congress.members
        ),
    )


def test_new_members_do_not_make_old_district_lines_new(legislators: Legislators) -> None:
    later = legislators.with_congress(Stored(_reelected(bundled_congress()), Origin.UPDATED))
    assert not later.lines_ended(NOW)
    assert later.lines_ended(datetime(2027, 2, 1, tzinfo=UTC))
    for language in languages():
        assert "house.gov" in lines_line(language)


def test_whose_term_is_over_already_is_known(legislators: Legislators) -> None:
    moody = legislators.target("M001244")
    assert moody is not None
    assert moody.term_ended(NOW.date())


async def test_it_is_loaded_once_and_again_after_an_update(tmp_path: Path) -> None:
    service = LegislatorsService(LazyPlaces(), tmp_path)
    first = await service.load()
    assert await service.load() is first
    assert first.origin is Origin.BUNDLED
    (tmp_path / "congress.json").write_text(congress_text(first.congress), encoding="utf-8")
    second = await service.load()
    assert second.origin is Origin.UPDATED
    assert await service.load() is second
    assert second.districts_of("94105") == first.districts_of("94105")
    (tmp_path / "congress.json").write_text("{}", encoding="utf-8")
    third = await service.load()
    assert third.origin is Origin.BUNDLED
    assert third.targets_of(third.districts_of("94105").districts, FEDERAL).targets
