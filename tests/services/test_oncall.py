"""Who is on call, and where nobody is: gaps are found by the server's own clocks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.oncall import FUNCTIONS, OnCallNeed, OnNow, Window, gaps, opened
from bot.services.oncall import OnCallService
from bot.storage.database import Database
from bot.storage.oncall import MOST_WINDOWS
from tests.conftest import NOW

GUILD, ZONE = 7, "America/Chicago"
LEAD = Actor(1, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
VOLUNTEER = Actor(2, GUILD, frozenset({Capability.MEMBER, Capability.VOLUNTEER}))
MEMBER = replace(VOLUNTEER, capabilities=frozenset({Capability.MEMBER}))
EVERY_DAY = frozenset(range(7))
NIGHT = OnCallNeed("hotline", EVERY_DAY, 20 * 60, 8 * 60)
minutes = st.integers(0, 7 * 24 * 60)


@st.composite
def windows(draw: st.DrawFn) -> list[Window]:
    found: list[Window] = []
    for number in range(draw(st.integers(0, 6))):
        start = NOW + timedelta(minutes=draw(minutes))
        length = timedelta(minutes=draw(st.integers(1, 2000)))
        found.append(Window(number, draw(st.integers(1, 3)), "hotline", start, start + length))
    return found


@settings(max_examples=60, deadline=None)
@given(
    windows(),
    st.integers(0, 1439),
    st.integers(0, 1440),
    st.integers(1, 3),
    st.lists(minutes, min_size=1, max_size=20),
)
def test_a_moment_is_in_a_gap_just_when_too_few_are_on(
    on: list[Window], begin: int, end: int, people: int, moments: list[int]
) -> None:
    need = OnCallNeed("hotline", EVERY_DAY, begin, end, people)
    found = gaps([need], on, now=NOW, days=8, zone="UTC")
    assert all(gap.starts_at < gap.ends_at and gap.missing > 0 for gap in found)
    for after in moments:
        at = NOW + timedelta(minutes=after)
        minute = at.hour * 60 + at.minute
        inside = begin <= minute < end if begin < end else minute >= begin or minute < end
        missing = people - len({w.user_id for w in on if w.starts_at <= at < w.ends_at})
        covering = [gap.missing for gap in found if gap.starts_at <= at < gap.ends_at]
        assert covering == ([missing] if inside and missing > 0 else [])


def test_a_night_over_a_clock_change_is_as_long_as_it_is() -> None:
    saturday = datetime(2027, 3, 13, 18, 0, tzinfo=UTC)
    found = gaps([NIGHT], [], now=saturday, days=1, zone=ZONE)
    assert [(gap.ends_at - gap.starts_at) for gap in found] == [timedelta(hours=11)]


@pytest.fixture
async def oncall(
    database_path: Path, database_key: str | None, clock: FixedClock
) -> AsyncIterator[OnCallService]:
    db = await Database.open(database_path, key=database_key)
    yield OnCallService(db, clock=clock)
    await db.close()


async def test_volunteers_say_when_and_members_see_only_how_many(
    oncall: OnCallService, clock: FixedClock
) -> None:
    start, end = NOW + timedelta(hours=1), NOW + timedelta(hours=5)
    with pytest.raises(NotAllowed):
        await oncall.add(MEMBER, "hotline", [(start, end)])
    for function, begin, stop, key in (
        ("juggling", start, end, "function"),
        ("hotline", end, start, "time"),
        ("hotline", start, start + timedelta(days=8), "long"),
        ("hotline", start + timedelta(days=200), end + timedelta(days=200), "far_away"),
    ):
        with pytest.raises(BadInput, match=key):
            await oncall.add(VOLUNTEER, function, [(begin, stop)])
    [made] = await oncall.add(VOLUNTEER, "hotline", [(start, end)])
    with pytest.raises(BadInput, match="already"):
        await oncall.add(VOLUNTEER, "hotline", [(start, end)])
    later = end + timedelta(hours=1)
    # Back to back; what one has already is left out.
    assert len(await oncall.add(VOLUNTEER, "hotline", [(start, end), (end, later)])) == 1
    assert (await oncall.now(MEMBER))[0] == OnNow("hotline", begins=start)
    clock.set(start)
    assert await oncall.now(MEMBER) == [
        OnNow("hotline", 1, later),
        *(OnNow(function) for function in FUNCTIONS[1:]),
    ]
    with pytest.raises(NotAllowed):
        await oncall.week(VOLUNTEER, zone=ZONE)
    with pytest.raises(NotFound):
        await oncall.remove(LEAD, made.number, zone=ZONE)
    await oncall.remove(VOLUNTEER, made.number, zone=ZONE)
    assert (await oncall.now(MEMBER))[0].people == 0


async def test_nobody_fills_the_rota_alone(oncall: OnCallService) -> None:
    hour = timedelta(hours=1)
    times = [(NOW + n * hour, NOW + (n + 1) * hour) for n in range(MOST_WINDOWS)]
    await oncall.add(VOLUNTEER, "hotline", times[:-1])
    with pytest.raises(BadInput, match="many"):
        await oncall.add(VOLUNTEER, "rides", times[:2])
    await oncall.add(VOLUNTEER, "rides", times[:1])


async def test_leads_see_the_gaps_of_what_they_want_covered(oncall: OnCallService) -> None:
    with pytest.raises(NotAllowed):
        await oncall.want(VOLUNTEER, NIGHT)
    with pytest.raises(BadInput):
        await oncall.want(LEAD, replace(NIGHT, people=0))
    assert (await oncall.week(LEAD, zone=ZONE)).gaps == []
    await oncall.want(LEAD, NIGHT)
    found = (await oncall.week(LEAD, zone=ZONE)).gaps
    assert len(found) == 7
    first = found[0]
    await oncall.add(VOLUNTEER, "hotline", [(first.starts_at, first.ends_at)])
    assert (await oncall.week(LEAD, zone=ZONE)).gaps == found[1:]
    with pytest.raises(BadInput):
        await oncall.want(LEAD, replace(NIGHT, weekdays=frozenset()))
    with pytest.raises(NotAllowed):
        await oncall.want_no_more(VOLUNTEER, "hotline")
    await oncall.want_no_more(LEAD, "hotline")
    assert await oncall.needs(LEAD) == []


async def test_a_gap_opens_only_where_somebody_is_missed(oncall: OnCallService) -> None:
    await oncall.want(LEAD, NIGHT)
    tonight = (await oncall.week(LEAD, zone=ZONE)).gaps[0]
    times = [(tonight.starts_at, tonight.ends_at)]
    [hers] = await oncall.add(VOLUNTEER, "hotline", times)
    [his] = await oncall.add(replace(VOLUNTEER, user_id=3), "hotline", times)
    [idle] = await oncall.add(VOLUNTEER, "rides", times)
    for each in (idle, hers):  # nobody wants rides covered; he is there still
        assert (await oncall.remove(VOLUNTEER, each.number, zone=ZONE)).opened == []
    third = replace(VOLUNTEER, user_id=3)
    with pytest.raises(NotFound):
        await oncall.removing(VOLUNTEER, his.number, zone=ZONE)
    asked = await oncall.removing(third, his.number, zone=ZONE)
    assert asked == await oncall.remove(third, his.number, zone=ZONE)
    assert asked.opened == [tonight]
    assert not asked.told  # this server chose no channel for it
    later = (NOW + timedelta(days=3), NOW + timedelta(days=4))
    [far] = await oncall.add(VOLUNTEER, "hotline", [later])
    assert (await oncall.remove(VOLUNTEER, far.number, zone=ZONE)).opened == []


@settings(max_examples=60, deadline=None)
@given(windows(), st.integers(0, 1439), st.integers(0, 1440), st.integers(1, 3), st.data())
def test_what_opens_is_what_its_window_had_covered(
    on: list[Window], begin: int, end: int, people: int, data: st.DataObject
) -> None:
    need = OnCallNeed("hotline", EVERY_DAY, begin, end, people)
    gone = Window(99, 9, "hotline", NOW - timedelta(hours=2), NOW + timedelta(minutes=2900))
    found = opened([need], on, gone, now=NOW, zone="UTC")
    for _ in range(10):
        at = NOW + timedelta(minutes=data.draw(st.integers(-120, 3000)))
        minute = at.hour * 60 + at.minute
        wanted = begin <= minute < end if begin < end else minute >= begin or minute < end
        missing = people - len({w.user_id for w in on if w.starts_at <= at < w.ends_at})
        there = wanted and missing > 0 and NOW <= at < gone.ends_at
        covering = [gap.missing for gap in found if gap.starts_at <= at < gap.ends_at]
        assert covering == ([missing] if there else [])
