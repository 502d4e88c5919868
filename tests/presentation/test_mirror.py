"""The running bot keeps Discord's list of events in step by itself, over a real socket."""

# ruff: noqa: ASYNC110 - a test may wait

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.event import Draft, Event, Kind
from bot.presentation import mirror
from bot.settings import Settings
from tests.loopback.server import LoopbackDiscord
from tests.loopback.world import Payload

RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-18T18:00"),
    minutes=60,
    place="Boston, MA",
    public=True,
)


class Running:
    """The real bot, awake, on a Discord over HTTP and WebSocket."""

    def __init__(self, fake: LoopbackDiscord, app: App) -> None:
        self.fake = fake
        self.app = app
        self.organizer = Actor(7, fake.world.server.id, frozenset(Capability))

    @property
    def there(self) -> list[Payload]:
        return list(self.fake.world.server.events.values())

    async def publish(self, draft: Draft = RALLY) -> Event:
        events = self.app.services.events
        made = await events.create(self.organizer, draft)
        return await events.publish(self.organizer, made.number, made.version)

    async def until(self, so: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not so():
                await asyncio.sleep(0.02)


@pytest.fixture
async def running(
    settings: Settings, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[Running]:
    monkeypatch.setattr(mirror, "_COLLECT", 0.01)
    async with (
        LoopbackDiscord() as fake,
        open_app(settings, clock) as app,
        fake.running(app.bot),
    ):
        yield Running(fake, app)


async def test_it_is_shown_changed_and_called_off_without_being_asked(running: Running) -> None:
    event = await running.publish()
    await running.until(lambda: bool(running.there))
    (one,) = running.there
    assert (one["name"], one["entity_type"], one["privacy_level"]) == ("Rally", 3, 2)
    events = running.app.services.events
    event = await events.edit(running.organizer, event.number, event.version, {"title": "Vigil"})
    await running.until(lambda: running.there[0]["name"] == "Vigil")
    await events.cancel(running.organizer, event.number, event.version)
    await running.until(lambda: running.there[0]["status"] == 4)


async def test_a_change_there_is_heard_and_comes_back(running: Running) -> None:
    event = await running.publish()
    await running.until(lambda: bool(running.there))
    (one,) = running.there
    server = running.fake.world.server.id
    # Discord tells of what the bot made, and then of what a moderator did with it.
    await running.fake.gateway.dispatch("GUILD_SCHEDULED_EVENT_CREATE", one, guild_id=server)
    one["name"] = "Changed there"
    await running.fake.gateway.dispatch("GUILD_SCHEDULED_EVENT_UPDATE", one, guild_id=server)
    titles: list[str] = []
    async with asyncio.timeout(20):
        while "Changed there" not in titles:
            page = await running.app.services.events.get(running.organizer, event.number)
            titles.append(page.event.title)
            await asyncio.sleep(0.02)


async def test_many_are_made_a_few_at_a_time_and_none_twice(running: Running) -> None:
    await running.publish(replace(RALLY, rule="FREQ=WEEKLY;COUNT=25"))
    await running.until(lambda: len(running.there) == 25)
    starts = [each["scheduled_start_time"] for each in running.there]
    assert len(set(starts)) == 25
