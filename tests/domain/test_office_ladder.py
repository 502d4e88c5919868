"""The ladder: open before closed, near before far, then Washington, doubtful numbers last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.entry import Freq, Schedule
from bot.domain.legislators import DOUBTFUL, Flag, Office, OfficeKind
from bot.domain.office_ladder import is_federal_holiday, ladder, opening_of
from bot.domain.opening import State, opening
from bot.domain.weekdays import WEEKDAYS

BOSTON = (42.36, -71.06)
#: A Wednesday, noon in New York, 9 in the morning in Los Angeles.
NOON = datetime(2026, 12, 2, 17, 0, tzinfo=UTC)
NIGHT = datetime(2026, 12, 2, 5, 0, tzinfo=UTC)


def office(
    phone: str,
    *,
    far: float = 0,
    kind: OfficeKind = OfficeKind.LOCAL,
    zone: str | None = "America/New_York",
    flags: tuple[Flag, ...] = (),
    schedules: tuple[Schedule, ...] = (),
) -> Office:
    """An office so many degrees north of Boston."""
    return Office(
        id=phone, kind=kind, city="Town", state="MA", phone=phone, lat=BOSTON[0] + far,
        lon=BOSTON[1], zone=zone, flags=flags, schedules=schedules,
    )  # fmt: skip


def order(*offices: Office, now: datetime = NOON) -> list[str]:
    return [rung.office.phone for rung in ladder(offices, BOSTON, now)]


def test_the_nearest_comes_first_then_washington() -> None:
    washington = office("dc", kind=OfficeKind.WASHINGTON)
    assert order(washington, office("far", far=2), office("near", far=1)) == ["near", "far", "dc"]


def test_an_office_that_is_open_comes_before_a_nearer_one_that_is_closed() -> None:
    mornings = Schedule(byday=("WE",), opens_at=8 * 60, closes_at=11 * 60, freq=Freq.WEEKLY)
    near = office("near", far=1, schedules=(mornings,))
    assert order(near, office("far", far=2)) == ["far", "near"]
    assert order(near, office("far", far=2), now=NIGHT) == ["near", "far"]


def test_open_is_by_the_offices_own_clock() -> None:
    late = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)  # 18:00 in New York, 15:00 in Los Angeles
    near, far = office("near", far=1), office("far", far=2, zone="America/Los_Angeles")
    assert order(near, far, now=late) == ["far", "near"]


def test_closed_local_offices_still_come_before_washington() -> None:
    washington = office("dc", kind=OfficeKind.WASHINGTON, zone="America/Los_Angeles")
    late = datetime(2026, 12, 2, 23, 0, tzinfo=UTC)
    assert order(washington, office("local", far=3), now=late) == ["local", "dc"]


@pytest.mark.parametrize("flag", sorted(DOUBTFUL))
def test_a_doubtful_number_comes_after_washington_and_is_marked(flag: Flag) -> None:
    odd = office("odd", flags=(flag,))
    rungs = ladder([odd, office("dc", kind=OfficeKind.WASHINGTON)], BOSTON, NOON)
    assert [(rung.office.phone, rung.doubtful) for rung in rungs] == [("dc", False), ("odd", True)]


def test_what_only_the_second_source_knows_comes_after_the_others() -> None:
    second = office("second", flags=(Flag.SECOND_SOURCE,))
    assert order(second, office("far", far=5)) == ["far", "second"]


def test_an_office_without_a_number_and_a_number_reported_as_wrong_are_no_rungs() -> None:
    offices = [office(""), office("617-555-0100"), office("617-555-0101", far=1)]
    rungs = ladder(offices, BOSTON, NOON, without={"617-555-0100"})
    assert [rung.office.phone for rung in rungs] == ["617-555-0101"]


def test_a_number_that_two_offices_share_is_dialled_once_at_the_nearer() -> None:
    near, far = office("617-555-0100", far=1), office("617-555-0100", far=2)
    assert [rung.distance_km for rung in ladder([far, near], BOSTON, NOON)] == [
        pytest.approx(111, abs=1)
    ]


def test_without_a_point_nothing_is_measured_and_everything_is_there() -> None:
    rungs = ladder([office("b"), office("a")], None, NOON)
    assert [(rung.office.phone, rung.distance_km) for rung in rungs] == [("a", None), ("b", None)]


def test_hours_that_nobody_gave_are_assumed_and_said_to_be() -> None:
    given_hours = Schedule(byday=("WE",), opens_at=600, closes_at=960, freq=Freq.WEEKLY)
    assert opening_of(office("x"), NOON) == (True, True)
    assert opening_of(office("x"), NIGHT) == (False, True)
    assert opening_of(office("x", schedules=(given_hours,)), NOON) == (True, False)
    assert opening_of(office("x", schedules=(Schedule(description="Call"),)), NOON) == (True, True)
    assert opening_of(office("x", zone=None), NOON) == (None, True)
    assert opening_of(office("x", zone="Mars/Olympus"), NOON) == (None, True)


@pytest.mark.parametrize("year", range(2024, 2034))
def test_federal_holidays_are_those_of_the_law(year: int) -> None:
    thanksgiving = [
        day
        for day in (date(year, 11, 1) + timedelta(days=n) for n in range(30))
        if day.weekday() == 3
    ][3]
    assert is_federal_holiday(thanksgiving)
    weekdays = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    kept = [day for day in weekdays if is_federal_holiday(day)]
    assert 10 <= len(kept) <= 12
    assert not any(day.weekday() > 4 for day in kept)


def test_on_a_holiday_everybody_is_closed() -> None:
    thanksgiving = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    always = Schedule(byday=("TH",), opens_at=0, closes_at=1440, freq=Freq.WEEKLY)
    assert opening_of(office("x"), thanksgiving) == (False, True)
    assert opening_of(office("x", schedules=(always,)), thanksgiving) == (False, False)


_SCHEDULES = st.builds(
    Schedule,
    byday=st.lists(st.sampled_from(WEEKDAYS), unique=True, min_size=1).map(tuple),
    opens_at=st.integers(0, 1439),
    closes_at=st.integers(0, 1440),
    freq=st.just(Freq.WEEKLY),
)


@given(
    st.lists(_SCHEDULES, min_size=1, max_size=3).map(tuple),
    st.sampled_from(["America/New_York", "America/Phoenix", "Pacific/Honolulu"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)),  # noqa: DTZ001
)
def test_open_now_is_what_opening_hours_elsewhere_in_the_bot_say(
    schedules: tuple[Schedule, ...], zone: str, at: datetime
) -> None:
    now = at.replace(tzinfo=UTC)
    if is_federal_holiday(now.astimezone(ZoneInfo(zone)).date()):
        return
    seen = opening(schedules, ZoneInfo(zone), now)
    is_open, assumed = opening_of(office("x", zone=zone, schedules=schedules), now)
    assert not assumed
    assert is_open == (seen.state is State.OPEN)


_OFFICES = st.lists(
    st.builds(
        office,
        st.from_regex(r"617-555-01[0-9]{2}", fullmatch=True) | st.just(""),
        far=st.floats(-5, 5),
        kind=st.sampled_from(OfficeKind),
        zone=st.sampled_from(["America/New_York", "Pacific/Honolulu", None]),
        flags=st.lists(st.sampled_from(Flag), unique=True, max_size=2).map(tuple),
    ),
    max_size=8,
)
_MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=UTC)
)


@given(_OFFICES, _MOMENTS)
def test_the_order_is_the_one_that_was_promised(offices: list[Office], now: datetime) -> None:
    rungs = ladder(offices, BOSTON, now)
    sure = [rung.office.phone for rung in rungs if not rung.doubtful]
    assert len(sure) == len(set(sure))
    assert {rung.office.phone for rung in rungs} == {o.phone for o in offices if o.phone}

    def key(at: int) -> tuple[bool, bool, bool, bool, float]:
        rung, kind = rungs[at], rungs[at].office.kind
        second = Flag.SECOND_SOURCE in rung.office.flags and kind is OfficeKind.LOCAL
        away = kind is not OfficeKind.LOCAL
        if rung.doubtful:
            second = away = False
        assert rung.distance_km is not None
        return rung.doubtful, away, second, rung.open is False, rung.distance_km

    assert [key(at) for at in range(len(rungs))] == sorted(key(at) for at in range(len(rungs)))
    for rung in rungs:
        if rung.office.zone and not is_federal_holiday(
            now.astimezone(ZoneInfo(rung.office.zone)).date()
        ):
            local = now.astimezone(ZoneInfo(rung.office.zone))
            assert rung.open == (local.weekday() < 5 and 9 <= local.hour < 17)
