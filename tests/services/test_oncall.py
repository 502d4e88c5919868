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
from bot.domain.oncall import OnCallNeed, Window, gaps
from bot.services.oncall import OnCallService
from bot.storage.database import Database
from tests.conftest import NOW

GUILD, ZONE = 7, "America/Chicago"
LEAD = Actor(1, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
VOLUNTEER = Actor(2, GUILD, frozenset({Capability.MEMBER, Capability.VOLUNTEER}))
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
        await oncall.add(replace(VOLUNTEER, capabilities=frozenset()), "hotline", start, end)
    for function, begin, stop, key in (
        ("juggling", start, end, "function"),
        ("hotline", end, start, "time"),
        ("hotline", start, start + timedelta(days=8), "long"),
        ("hotline", start + timedelta(days=200), end + timedelta(days=200), "far_away"),
    ):
        with pytest.raises(BadInput, match=key):
            await oncall.add(VOLUNTEER, function, begin, stop)
    made = await oncall.add(VOLUNTEER, "hotline", start, end)
    with pytest.raises(BadInput, match="already"):
        await oncall.add(VOLUNTEER, "hotline", start, end)
    await oncall.add(VOLUNTEER, "hotline", end, end + timedelta(hours=1))  # back to back
    assert await oncall.now(VOLUNTEER) == {}
    clock.set(start)
    assert await oncall.now(VOLUNTEER) == {"hotline": 1}
    with pytest.raises(NotAllowed):
        await oncall.week(VOLUNTEER)
    with pytest.raises(NotFound):
        await oncall.remove(LEAD, made.number)
    await oncall.remove(VOLUNTEER, made.number)
    assert await oncall.now(VOLUNTEER) == {}


async def test_leads_see_the_gaps_of_what_they_want_covered(oncall: OnCallService) -> None:
    with pytest.raises(NotAllowed):
        await oncall.want(VOLUNTEER, NIGHT)
    with pytest.raises(BadInput):
        await oncall.want(LEAD, replace(NIGHT, people=0))
    assert await oncall.gaps(LEAD, zone=ZONE) == []
    await oncall.want(LEAD, NIGHT)
    found = await oncall.gaps(LEAD, zone=ZONE)
    assert len(found) == 7
    first = found[0]
    await oncall.add(VOLUNTEER, "hotline", first.starts_at, first.ends_at)
    assert await oncall.gaps(LEAD, zone=ZONE) == found[1:]
    await oncall.want(LEAD, replace(NIGHT, weekdays=frozenset()))
    assert await oncall.needs(LEAD) == []
