"""Shifts in one's own calendar: what is held, where exactly, whatever happens to it since."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import recurring_ical_events
import vobject

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.shift import Shift
from bot.services.calendar_answers import Answered
from bot.services.services import Services
from bot.services.signups import claimant
from bot.settings import Settings
from tests.services.conftest import GUILD
from tests.services.test_shifts import COURT

ANA, BEN = (Actor(n, GUILD, frozenset({Capability.MEMBER})) for n in (7, 8))
LEAD = Actor(1, GUILD, frozenset(Capability))
WED = timedelta(days=1)


@pytest.fixture
def database_key() -> None:
    """What is kept here is kept as everything is: one mode will do."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": "https://calendar.example.org/"})


class Feed:
    """Somebody's calendar, as their app asks for it."""

    def __init__(self, services: Services, token: str) -> None:
        self._services, self._token = services, token

    @classmethod
    async def of(cls, services: Services, who: Actor, **wishes: Any) -> Feed:
        made = await services.calendars.add(who, **{"language": "en", **wishes})
        return cls(services, made.address.rpartition("/")[2].removesuffix(".ics"))

    async def answer(self) -> Answered:
        found = await self._services.calendars.personal(self._token)
        assert found.status == 200
        return found

    async def text(self) -> str:
        return (await self.answer()).body.decode().replace("\r\n ", "")


async def shift(services: Services, **changes: Any) -> Shift:
    return await services.shifts.create(LEAD, replace(COURT, lead_id=None, **changes))


async def claim(services: Services, who: Actor, one: Shift, role: int = 0) -> None:
    await services.signups.claim(who, one.roles[role].number)


async def test_what_is_held_stands_there_with_the_exact_place(services: Services) -> None:
    feed, one = await Feed.of(services, ANA, alarm_minutes=15), await shift(services)
    assert "BEGIN:VEVENT" not in await feed.text()
    await claim(services, ANA, one)
    text = await feed.text()
    assert f"UID:{one.uid}" in text
    assert "SUMMARY:Court accompaniment\r\n" in text
    assert "LOCATION:Boston\\, Room 4\\, third floor\r\n" in text
    assert "What you do: Observer" in text
    assert "Alba\\, at the door" in text
    assert "DTSTART:20261201T133000Z" in text
    assert "TRIGGER:-PT15M" in text
    await services.signups.withdraw(ANA, one.number)
    assert "BEGIN:VEVENT" not in await feed.text()


async def test_who_waits_has_nothing_there_and_neutral_says_nothing(services: Services) -> None:
    one = await shift(services)
    feed = await Feed.of(services, BEN, neutral=True)
    await claim(services, ANA, one, 1)
    await claim(services, BEN, one, 1)
    assert "BEGIN:VEVENT" not in await feed.text()
    await services.signups.withdraw(ANA, one.number)
    await claim(services, BEN, one, 1)
    text = await feed.text()
    assert "SUMMARY:Commitment\r\n" in text
    for told in ("Boston", "Court", "Alba", "Interpreter"):
        assert told not in text


async def test_it_changes_exactly_when_something_of_it_does(
    services: Services, clock: FixedClock
) -> None:
    one, other = await shift(services), await shift(services, title="Another")
    feed = await Feed.of(services, ANA)
    await claim(services, ANA, one)
    first = await feed.answer()
    assert (await feed.answer()).body == first.body
    await claim(services, BEN, one, 1)
    await services.shifts.edit(LEAD, other.number, other.version, {"title": "Not hers"})
    clock.set(clock.now() + timedelta(seconds=5))
    assert (await feed.answer()).etag == first.etag
    one = await services.shifts.edit(LEAD, one.number, one.version, {"address": "Room 9"})
    second = await feed.answer()
    assert second.etag != first.etag
    assert b"SEQUENCE:1" in second.body
    await services.shifts.cancel(LEAD, one.number, one.version)
    text = await feed.text()
    assert "STATUS:CANCELLED" in text
    assert "SUMMARY:Cancelled: Court accompaniment" in text
    clock.set(one.ends_at + timedelta(days=32))
    assert "BEGIN:VEVENT" not in await feed.text()


async def test_a_swap_changes_both_calendars(services: Services) -> None:
    one = await shift(services)
    other = await shift(services, local_start=COURT.local_start + WED, title="Wednesday")
    hers, his = await Feed.of(services, ANA), await Feed.of(services, BEN)
    await claim(services, ANA, one)
    await claim(services, BEN, other)
    await services.swaps.ask(ANA, one.number, other.number)
    await services.swaps.agree(BEN, 1, mine=claimant(BEN, ()), theirs=claimant(ANA, ()))
    assert "SUMMARY:Wednesday" in await hers.text()
    assert "SUMMARY:Court accompaniment" in await his.text()


async def test_other_readers_read_the_same(services: Services) -> None:
    made = await services.shifts.create_series(LEAD, COURT, "FREQ=WEEKLY;COUNT=3")
    feed = await Feed.of(services, ANA)
    for each in made:
        await claim(services, ANA, each)
    body = (await feed.answer()).body
    starts = [datetime(2026, 12, day, 13, 30, tzinfo=UTC) for day in (1, 8, 15)]
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(body)).between(
        (2026, 11, 1), (2027, 1, 1)
    )
    assert sorted(each["DTSTART"].dt for each in found) == starts
    read = vobject.readOne(body.decode())
    assert sorted(each.dtstart.value for each in read.vevent_list) == starts
