"""Open now, opens at, closed for longer: by the clock on the place's wall, whatever it does.

`Reference` knows nothing of our code: dateutil unrolls the rule, and each moment is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from dateutil import rrule
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.entry import Freq, Schedule
from bot.domain.opening import AHEAD, Opening, State, has_hours, open_spans, opening
from bot.domain.recurrence import can_be_followed, falls_on
from bot.domain.weekdays import WEEKDAYS
from bot.services.hours import opening as opening_in_named_zone

NEW_YORK = ZoneInfo("America/New_York")
WORKDAYS = WEEKDAYS[:5]
NINE, FIVE = 9 * 60, 17 * 60
OFFICE = Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=FIVE, freq=Freq.WEEKLY)


def at(text: str, zone: ZoneInfo = NEW_YORK, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone, fold=fold)


def said(now: str, *schedules: Schedule, zone: ZoneInfo = NEW_YORK, fold: int = 0) -> Opening:
    return opening(schedules, zone, at(now, zone, fold))


def is_open(until: str, fold: int = 0) -> Opening:
    return Opening(State.OPEN, until=at(until, fold=fold))


def opens(when: str) -> Opening:
    return Opening(State.CLOSED, opens_at=at(when))


# --- what people ask ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-24 08:59", opens("2026-11-24 09:00")),
        ("2026-11-24 09:00", is_open("2026-11-24 17:00")),
        ("2026-11-24 16:59", is_open("2026-11-24 17:00")),
        ("2026-11-24 17:00", opens("2026-11-25 09:00")),
        ("2026-11-27 18:00", opens("2026-11-30 09:00")),  # Friday evening
    ],
)
def test_office_hours_are_half_open(now: str, expected: Opening) -> None:
    assert said(now, OFFICE) == expected


def test_it_is_the_places_clock_that_counts() -> None:
    """Half past three in the afternoon in Boston is half past noon in Los Angeles."""
    los_angeles = ZoneInfo("America/Los_Angeles")
    morning = Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=13 * 60)
    now = at("2026-11-24 15:30")
    assert opening([morning], los_angeles, now).state is State.OPEN
    assert opening([morning], NEW_YORK, now).state is State.CLOSED
    seen = opening([morning], los_angeles, now).until
    assert seen is not None
    assert (seen.hour, seen.tzinfo) == (13, los_angeles)


def test_open_over_midnight_belongs_to_the_evening_before() -> None:
    friday = Schedule(byday=("FR",), opens_at=22 * 60, closes_at=2 * 60)
    assert said("2026-11-28 01:59", friday) == is_open("2026-11-28 02:00")
    assert said("2026-11-28 02:00", friday) == opens("2026-12-04 22:00")
    assert said("2026-11-27 01:00", friday) == opens("2026-11-27 22:00")


@pytest.mark.parametrize("closes_at", [0, 24 * 60])
def test_around_the_clock_has_no_end(closes_at: int) -> None:
    always = Schedule(byday=WEEKDAYS, opens_at=0, closes_at=closes_at)
    assert said("2026-11-24 03:00", always) == Opening(State.OPEN)


def test_twenty_four_hours_on_some_days_end_at_midnight() -> None:
    weekend = Schedule(byday=("SA", "SU"), opens_at=0, closes_at=0)
    assert said("2026-11-28 03:00", weekend) == is_open("2026-11-30 00:00")


def test_several_schedules_are_one_opening() -> None:
    morning = Schedule(byday=("TU",), opens_at=NINE, closes_at=12 * 60)
    noon = Schedule(byday=("TU",), opens_at=12 * 60, closes_at=14 * 60)
    evening = Schedule(byday=("TU",), opens_at=18 * 60, closes_at=20 * 60)
    inside = Schedule(byday=("TU",), opens_at=10 * 60, closes_at=11 * 60)
    all_of_them = (evening, noon, morning, inside)
    assert said("2026-11-24 09:30", *all_of_them) == is_open("2026-11-24 14:00")
    assert said("2026-11-24 14:00", *all_of_them) == opens("2026-11-24 18:00")


def test_the_second_tuesday_and_the_last_sunday() -> None:
    clinic = Schedule(byday=("2TU", "-1SU"), opens_at=NINE, closes_at=FIVE, freq=Freq.MONTHLY)
    assert said("2026-11-24 10:00", clinic) == opens("2026-11-29 09:00")
    assert said("2026-12-01 10:00", clinic) == opens("2026-12-08 09:00")
    assert said("2026-12-08 10:00", clinic) == is_open("2026-12-08 17:00")


def test_days_of_the_month_from_the_front_and_from_the_back() -> None:
    days = Schedule(bymonthday=(1, -1), opens_at=NINE, closes_at=FIVE)
    assert said("2026-11-24 10:00", days) == opens("2026-11-30 09:00")
    assert said("2026-11-30 18:00", days) == opens("2026-12-01 09:00")
    assert said("2026-12-02 10:00", days).state is State.CLOSED_LONGER


def test_every_other_week_is_counted_from_its_beginning() -> None:
    every_other = Schedule(
        byday=("TU",), opens_at=NINE, closes_at=FIVE, interval=2, dtstart=date(2026, 11, 12)
    )  # a Thursday: the week of the tenth is the first
    assert said("2026-11-24 08:00", every_other) == opens("2026-11-24 09:00")
    assert said("2026-11-24 18:00", every_other) == opens("2026-12-08 09:00")


def test_closed_for_longer_after_the_last_time_and_before_the_first() -> None:
    ended = Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=FIVE, until=date(2026, 11, 20))
    twice = Schedule(
        byday=("MO",), opens_at=NINE, closes_at=FIVE, count=2, dtstart=date(2026, 11, 9)
    )
    spring = Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=FIVE, valid_from=date(2027, 3, 1))
    for schedule in (ended, twice, spring):
        assert said("2026-11-24 10:00", schedule) == Opening(State.CLOSED_LONGER)
    assert said("2026-11-16 10:00", twice) == is_open("2026-11-16 17:00")
    assert said("2026-02-20 10:00", ended) == is_open("2026-02-20 17:00")
    assert said("2027-02-25 10:00", spring) == opens("2027-03-01 09:00")


@pytest.mark.parametrize(
    "schedule",
    [
        Schedule(description="By appointment"),
        Schedule(byday=WORKDAYS),
        Schedule(byday=WORKDAYS, opens_at=NINE),
        Schedule(byday=("MO", "XX"), opens_at=NINE, closes_at=FIVE),
        Schedule(byday=("2MO",), opens_at=NINE, closes_at=FIVE, freq=Freq.WEEKLY),
        Schedule(byday=("MO",), opens_at=NINE, closes_at=FIVE, interval=2),
        Schedule(byday=("MO",), opens_at=NINE, closes_at=FIVE, count=3),
        Schedule(byday=("MO",), opens_at=NINE, closes_at=FIVE, interval=0),
        Schedule(bymonthday=(0,), opens_at=NINE, closes_at=FIVE),
        Schedule(opens_at=NINE, closes_at=FIVE, freq=Freq.MONTHLY),
        Schedule(byday=WORKDAYS, opens_at=-1, closes_at=FIVE),
        Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=3000),
        # What was known holds no longer.
        Schedule(byday=WORKDAYS, opens_at=NINE, closes_at=FIVE, valid_to=date(2026, 11, 1)),
    ],
    ids=repr,
)
def test_what_cannot_be_reckoned_with_is_unknown_and_never_guessed(schedule: Schedule) -> None:
    assert said("2026-11-24 10:00", schedule) == Opening(State.UNKNOWN)
    assert said("2026-11-24 10:00", schedule, OFFICE) == is_open("2026-11-24 17:00")


@pytest.mark.parametrize("zone", [None, "", "Nowhere/Else", "America", "../etc/passwd", "\0"])
def test_without_a_zone_nobody_can_say(zone: str | None) -> None:
    assert opening_in_named_zone([OFFICE], zone, at("2026-11-24 10:00")).state is State.UNKNOWN


def test_with_a_named_zone_it_can_be_said() -> None:
    seen = opening_in_named_zone([OFFICE], "America/New_York", at("2026-11-24 10:00"))
    assert seen == is_open("2026-11-24 17:00")


# --- when the clocks are changed ------------------------------------------------------------


def test_in_the_hour_that_is_skipped_it_opens_as_the_clock_gets_past_it() -> None:
    early = Schedule(opens_at=150, closes_at=300, byday=("SU",))  # 2:30 to 5:00
    assert said("2026-03-08 01:59", early) == opens("2026-03-08 03:00")
    assert said("2026-03-08 03:00", early) == is_open("2026-03-08 05:00")
    within = Schedule(opens_at=130, closes_at=170, byday=("SU",))  # 2:10 to 2:50: never there
    assert said("2026-03-08 01:00", within) == opens("2026-03-15 02:10")


def test_in_the_hour_that_comes_twice_it_is_open_twice() -> None:
    early = Schedule(opens_at=60, closes_at=90, byday=("SU",))  # 1:00 to 1:30
    assert said("2026-11-01 01:10", early) == is_open("2026-11-01 01:30")
    again = said("2026-11-01 01:30", early)
    assert again.opens_at == at("2026-11-01 01:00", fold=1)
    assert again.opens_at.astimezone(UTC).hour == 6
    assert said("2026-11-01 01:10", early, fold=1) == is_open("2026-11-01 01:30", fold=1)


def test_the_night_of_the_change_is_as_long_as_it_is() -> None:
    night = Schedule(opens_at=22 * 60, closes_at=6 * 60, byday=("SA",))
    (spring,) = open_spans([night], NEW_YORK, at("2026-03-08 00:00"), at("2026-03-08 01:00"))
    (autumn,) = open_spans([night], NEW_YORK, at("2026-11-01 00:00"), at("2026-11-01 00:30"))
    assert spring[1] - spring[0] == timedelta(hours=7)
    assert autumn[1] - autumn[0] == timedelta(hours=9)


# --- against a slow reference ---------------------------------------------------------------

#: Both hemispheres; half an hour of summer time (Lord Howe), none, none since lately, odd minutes.
ZONES = (
    "America/New_York", "America/Los_Angeles", "America/Phoenix", "America/Santiago",
    "America/Sao_Paulo", "America/Lima", "America/St_Johns", "Australia/Sydney",
    "Australia/Lord_Howe", "Asia/Kathmandu", "Europe/Madrid", "Pacific/Auckland",
)  # fmt: skip
#: Nights on which some of them change their clocks, and a common one.
NIGHTS = (
    date(2026, 3, 8), date(2026, 11, 1), date(2026, 4, 5), date(2026, 9, 6), date(2026, 10, 4),
    date(2026, 9, 27), date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 30), date(2024, 2, 29),
)  # fmt: skip
STEP = timedelta(minutes=15)


def reference_days(schedule: Schedule, first: date, last: date) -> set[date]:
    """The days of a rule, unrolled by dateutil."""
    start = schedule.dtstart or schedule.valid_from or first - timedelta(days=first.weekday() + 7)
    freq = rrule.MONTHLY if schedule.freq is Freq.MONTHLY else rrule.WEEKLY
    numbered = any(len(day) > 2 for day in schedule.byday)
    byday = [
        # dateutil takes `1MO,MO` for both at once, RFC 5545 for either.
        getattr(rrule, day[-2:])(number)
        for day in schedule.byday
        for number in ([int(day[:-2])] if day[:-2] else range(1, 6) if numbered else [None])
    ]
    until = min(last, schedule.until or last)
    unrolled = rrule.rrule(
        freq,
        dtstart=datetime.combine(start, datetime.min.time()),
        interval=schedule.interval or 1,
        byweekday=byday or None,
        bymonthday=schedule.bymonthday or None,
        until=datetime.combine(until, datetime.min.time()),
    )
    days = (moment.date() for moment in islice(unrolled, schedule.count))
    return {
        day
        for day in days
        if first <= day <= last
        and (schedule.valid_from is None or schedule.valid_from <= day)
        and (schedule.valid_to is None or day <= schedule.valid_to)
    }


def reference(
    schedules: Sequence[Schedule], zone: ZoneInfo, start: datetime, end: datetime
) -> Iterator[bool]:
    """For every step between the two, whether the clock on the wall shows an hour of theirs."""
    spans: list[tuple[datetime, datetime]] = []
    first, last = start.date() - timedelta(days=3), end.date() + timedelta(days=2)
    for schedule in schedules:
        length = (schedule.closes_at - schedule.opens_at) % 1440 or 1440
        for day in reference_days(schedule, first, last):
            opens_at = datetime.combine(day, datetime.min.time())
            opens_at += timedelta(minutes=schedule.opens_at)
            spans.append((opens_at, opens_at + timedelta(minutes=length)))
    moment = start
    while moment < end:
        wall = moment.astimezone(zone).replace(tzinfo=None, fold=0)
        yield any(opens_at <= wall < closes_at for opens_at, closes_at in spans)
        moment += STEP


quarters = st.integers(0, 95).map(lambda quarter: quarter * 15)
some_days = st.dates(date(2025, 6, 1), date(2026, 12, 31))


@st.composite
def rules(draw: st.DrawFn) -> Schedule:
    """Rules that can be followed, of every form that HSDS knows."""
    freq = draw(st.sampled_from(Freq))
    if freq is Freq.WEEKLY:
        byday = draw(st.sets(st.sampled_from(WEEKDAYS), min_size=1))
        bymonthday: tuple[int, ...] = ()
    else:
        numbered = st.builds(
            "{}{}".format, st.sampled_from(["", 1, 2, 4, 5, -1, -2]), st.sampled_from(WEEKDAYS)
        )
        byday = draw(st.sets(numbered, max_size=4))
        bymonthday = tuple(
            draw(st.sets(st.integers(-31, 31).filter(bool), min_size=0 if byday else 1, max_size=9))
        )
    dtstart = draw(st.none() | some_days)
    anchored = dtstart is not None
    until = draw(st.none() | some_days)
    valid_from = draw(st.none() | some_days) if anchored else None
    return Schedule(
        byday=tuple(byday),
        bymonthday=bymonthday,
        freq=freq,
        opens_at=draw(quarters),
        closes_at=draw(quarters),
        interval=draw(st.none() | st.integers(1, 4)) if anchored else None,
        dtstart=dtstart,
        until=until,
        count=draw(st.none() | st.integers(1, 60)) if anchored and until is None else None,
        valid_from=valid_from,
        valid_to=draw(st.none() | some_days),
    )


@settings(max_examples=60, deadline=None)
@given(
    schedules=st.lists(rules(), min_size=1, max_size=3),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    night=st.sampled_from(NIGHTS),
)
def test_it_agrees_with_the_reference_at_every_moment(
    schedules: list[Schedule], zone: ZoneInfo, night: date
) -> None:
    start = datetime(night.year, night.month, night.day, tzinfo=UTC) - timedelta(days=1)
    end = start + timedelta(days=3)
    spans = open_spans(schedules, zone, start, end)
    assert spans == sorted(spans)
    assert all(left[1] < right[0] for left, right in pairwise(spans))
    moment = start
    for expected in reference(schedules, zone, start, end):
        inside = any(opens_at <= moment < closes_at for opens_at, closes_at in spans)
        assert inside is expected, moment
        moment += STEP


@settings(max_examples=150, deadline=None)
@given(schedule=rules(), day=some_days)
def test_the_days_of_a_rule_are_those_of_the_reference(schedule: Schedule, day: date) -> None:
    assert can_be_followed(schedule)
    last = day + timedelta(days=70)
    ours = {
        each for each in (day + timedelta(days=n) for n in range(71)) if falls_on(schedule, each)
    }
    assert ours == reference_days(schedule, day, last)


times = st.none() | st.integers(-5, 1500)
wild = st.builds(
    Schedule,
    byday=st.lists(st.sampled_from([*WEEKDAYS, "2TU", "-1SU", "+1MO", "9MO", ""])).map(tuple),
    opens_at=times,
    closes_at=times,
    freq=st.none() | st.sampled_from(Freq),
    interval=st.none() | st.integers(-1, 5),
    bymonthday=st.lists(st.integers(-40, 40)).map(tuple),
    dtstart=st.none() | some_days,
    until=st.none() | some_days,
    count=st.none() | st.integers(-1, 100),
    valid_from=st.none() | some_days,
    valid_to=st.none() | some_days,
)


@settings(max_examples=200, deadline=None)
@given(
    schedules=st.lists(wild, max_size=4),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    hours=st.integers(0, 12_000),
)
def test_whatever_is_stored_the_answer_holds_together(
    schedules: list[Schedule], zone: ZoneInfo, hours: int
) -> None:
    now = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=hours)
    seen = opening(schedules, zone, now)
    if not any(has_hours(schedule) for schedule in schedules):
        assert seen.state is State.UNKNOWN
    if seen.opens_at is not None:
        assert seen.state is State.CLOSED
        assert now < seen.opens_at < now + AHEAD
        assert opening(schedules, zone, seen.opens_at).state is State.OPEN
    if seen.until is not None:
        assert seen.state is State.OPEN
        assert now < seen.until <= now + AHEAD
        assert opening(schedules, zone, seen.until).state is not State.OPEN
