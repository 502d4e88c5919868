"""What the clocks skip or show twice is asked about, in zones of both halves of the world."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.local_time import (
    RepeatedTime,
    SkippedTime,
    UnclearTime,
    local_in,
    resolve,
    resolve_as_calendars_do,
)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


#: Zone, a time that is skipped, what lies around it, a time that is there twice, how it is told.
CHANGES = [
    (
        "America/New_York",
        ("2027-03-14T02:30", "2027-03-14T01:30 EST, UTC-5", "2027-03-14T03:30 EDT, UTC-4"),
        ("2027-11-07T01:30", "EDT, UTC-4", "EST, UTC-5"),
    ),
    (
        "America/Los_Angeles",
        ("2027-03-14T02:00", "2027-03-14T01:00 PST, UTC-8", "2027-03-14T03:00 PDT, UTC-7"),
        ("2027-11-07T01:00", "PDT, UTC-7", "PST, UTC-8"),
    ),
    (
        "America/St_Johns",
        ("2027-03-14T02:15", "2027-03-14T01:15 NST, UTC-3:30", "2027-03-14T03:15 NDT, UTC-2:30"),
        ("2027-11-07T01:15", "NDT, UTC-2:30", "NST, UTC-3:30"),
    ),
    (
        "Europe/Madrid",
        ("2027-03-28T02:30", "2027-03-28T01:30 CET, UTC+1", "2027-03-28T03:30 CEST, UTC+2"),
        ("2027-10-31T02:30", "CEST, UTC+2", "CET, UTC+1"),
    ),
    (
        "Europe/Dublin",  # where winter is what is odd
        ("2027-03-28T01:30", "2027-03-28T00:30 GMT, UTC+0", "2027-03-28T02:30 IST, UTC+1"),
        ("2027-10-31T01:30", "IST, UTC+1", "GMT, UTC+0"),
    ),
    (
        "America/Santiago",  # at midnight: the day begins at one
        ("2027-09-05T00:30", "2027-09-04T23:30 UTC-4", "2027-09-05T01:30 UTC-3"),
        ("2027-04-03T23:30", "UTC-3", "UTC-4"),
    ),
    (
        "Australia/Sydney",
        ("2027-10-03T02:30", "2027-10-03T01:30 AEST, UTC+10", "2027-10-03T03:30 AEDT, UTC+11"),
        ("2027-04-04T02:30", "AEDT, UTC+11", "AEST, UTC+10"),
    ),
    (
        "Australia/Lord_Howe",  # by half an hour
        ("2027-10-03T02:15", "2027-10-03T01:45 UTC+10:30", "2027-10-03T02:45 UTC+11"),
        ("2027-04-04T01:45", "UTC+11", "UTC+10:30"),
    ),
    (
        "Pacific/Auckland",
        ("2027-09-26T02:30", "2027-09-26T01:30 NZST, UTC+12", "2027-09-26T03:30 NZDT, UTC+13"),
        ("2027-04-04T02:30", "NZDT, UTC+13", "NZST, UTC+12"),
    ),
]
ZONES = [zone for zone, *_ in CHANGES] + ["America/Phoenix", "America/Bogota", "UTC"]


TIMES = st.datetimes(local("2026-01-01"), local("2040-01-01"))


def readings(shown: datetime, zone: str) -> list[datetime]:
    """The moment that it is, or those it may be."""
    try:
        return [resolve(shown, zone)]
    except UnclearTime as unclear:
        return [each.moment for each in unclear.choices]


@pytest.mark.parametrize(("zone", "skipped"), [(zone, gap) for zone, gap, _ in CHANGES])
def test_a_time_that_is_skipped_is_asked_about(zone: str, skipped: tuple[str, str, str]) -> None:
    asked, *around = skipped
    with pytest.raises(SkippedTime) as caught:
        resolve(local(asked), zone)
    first, second = caught.value.choices
    assert [f"{each.local:%Y-%m-%dT%H:%M} {each.zone_shown}" for each in (first, second)] == around
    assert first.moment < second.moment
    # A calendar takes the second: as much later as the clocks go forward.
    assert resolve_as_calendars_do(local(asked), zone) == second.moment
    assert caught.value.key == "when.skipped_time"
    assert caught.value.params["time"] == f"{local(asked):%-H:%M}"


@pytest.mark.parametrize(("zone", "twice"), [(zone, fold) for zone, _, fold in CHANGES])
def test_a_time_that_is_there_twice_is_asked_about(zone: str, twice: tuple[str, str, str]) -> None:
    asked, *told = twice
    with pytest.raises(RepeatedTime) as caught:
        resolve(local(asked), zone)
    first, second = caught.value.choices
    assert first.local == second.local == local(asked)
    assert [first.zone_shown, second.zone_shown] == told
    assert first.moment < second.moment
    assert resolve_as_calendars_do(local(asked), zone) == first.moment
    assert caught.value.params["first"].endswith(f"({told[0]})")


@given(moment=TIMES, zone=st.sampled_from(ZONES))
def test_every_moment_is_found_again(moment: datetime, zone: str) -> None:
    aware = moment.replace(tzinfo=UTC)
    assert aware in readings(local_in(aware, zone), zone)


@given(shown=TIMES, zone=st.sampled_from(ZONES))
def test_what_is_found_is_shown_by_the_clocks(shown: datetime, zone: str) -> None:
    found = readings(shown, zone)
    if len(found) == 2:
        assert timedelta(0) < found[1] - found[0] <= timedelta(hours=1)
    seen = [local_in(moment, zone) == shown for moment in found]
    assert all(seen) or not any(seen)  # those around a gap show something else


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../../etc", "x" * 5000, "\0", "EST\n"])
def test_a_zone_that_does_not_exist_is_refused(zone: str) -> None:
    for ask in (resolve, resolve_as_calendars_do):
        with pytest.raises(BadInput) as caught:
            ask(local("2027-03-14T12:00"), zone)
        assert caught.value.key == "zones.unknown"
