"""A calendar by its address, kept in sync: what changed there is told, looked at, brought in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from aiohttp import web

from bot.domain.actor import Actor, Capability
from bot.services.guilds import Purpose
from bot.services.safe_fetch import SafeFetch
from tests.cogs.eventing import buttons_of, press, text_of
from tests.cogs.events.test_calendars_in import vigil
from tests.cogs.events.test_transfers import count_events, zoned
from tests.conftest import World
from tests.services.test_safe_fetch import PUBLIC, served

ADDRESS = "https://calendar.example.org/private-5f2c/basic.ics"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Elsewhere:
    """Somebody else's calendar, which changes, fails, or sends us astray."""

    def __init__(self) -> None:
        self.events = vigil()
        self.etag = '"one"'
        self.status = 200
        self.asked: list[str] = []

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request.headers.get("If-None-Match", ""))
        if self.status == 302:
            to = "https://169.254.169.254/latest/meta-data/"
            return web.Response(status=302, headers={"Location": to})
        if self.status != 200:
            return web.Response(status=self.status)
        if self.asked[-1] == self.etag:
            return web.Response(status=304, headers={"ETag": self.etag})
        calendar = f"BEGIN:VCALENDAR\n{self.events}END:VCALENDAR"
        return web.Response(text=calendar, headers={"ETag": self.etag})


async def anywhere(host: str) -> Sequence[str]:
    return [PUBLIC]


async def ready(world: World) -> Any:
    """An organizer, and a channel for moderators."""
    alba = await zoned(world)
    boss = Actor(1, world.guild.id, frozenset(Capability))
    moderators = world.guild.create_text_channel("moderators")
    await world.app.services.guilds.choose_channel(boss, Purpose.MODERATION, moderators.id)
    return alba, moderators


def reach(world: World, where: tuple[str, int]) -> None:
    world.app.services.calendar_imports.fetcher = SafeFetch(anywhere, instead=where)


def told(channel: Any) -> list[Any]:
    return [message for message in channel.history() if message.author.bot]


async def test_only_organizers_follow_and_only_the_machines_name_is_shown(world: World) -> None:
    there = Elsewhere()
    async with served(there) as where:
        reach(world, where)
        assert "organize" in (await world.slash(world.member("Ana"), "event import")).text
        alba, _ = await ready(world)
        assert "Calendars that you follow" not in (await world.slash(alba, "event import")).text
        plan = await world.slash(alba, "event import", address=ADDRESS)
        done = await world.press(alba, plan, "Keep 1 as a draft")
        kept = await world.press(alba, done, "Keep it in sync")
        assert kept.private
        assert "**calendar.example.org**" in kept.text
        await world.restart()
        seen = await world.slash(alba, "event import")
        assert "Calendars that you follow" in seen.text
        assert "calendar.example.org" in seen.text
        assert "5f2c" not in seen.text


async def test_a_change_is_told_once_and_brought_in_by_people_alone(world: World) -> None:
    there = Elsewhere()
    async with served(there) as where:
        reach(world, where)
        alba, moderators = await ready(world)
        plan = await world.slash(alba, "event import", address=ADDRESS)
        await world.press(alba, plan, "Keep it in sync")
        await world.press(alba, plan, "Keep 1 as a draft")
        await world.move(5 * HOUR)
        asked = len(there.asked)
        await world.move(2 * HOUR)
        assert len(there.asked) == asked + 1
        assert told(moderators) == [], "nothing changed"
        there.events += vigil().replace("UID:", "UID:more-").replace("Vigil", "Second vigil")
        there.etag = '"two"'
        await world.restart()
        reach(world, where)
        await world.move(7 * HOUR)
        (message,) = told(moderators)
        assert "**calendar.example.org** changed" in text_of(message)
        assert "1 new event" in text_of(message)
        assert await count_events(world) == 1, "nothing comes in by itself"
        await world.move(7 * HOUR)
        assert there.asked[-1] == '"two"'
        there.etag = '"three"'  # the same, written anew
        await world.move(7 * HOUR)
        assert len(told(moderators)) == 1
        looked = await press(alba, message, "Look")
        assert looked.private
        assert "1 new event" in looked.text
        await world.press(alba, looked, "Keep 1 as a draft")
        assert await count_events(world) == 2


async def test_what_fails_is_tried_later_and_told_once_after_a_week(world: World) -> None:
    there = Elsewhere()
    async with served(there) as where:
        reach(world, where)
        alba, moderators = await ready(world)
        plan = await world.slash(alba, "event import", address=ADDRESS)
        await world.press(alba, plan, "Keep it in sync")
        there.status = 500
        for _ in range(6):
            await world.move(DAY)
        assert told(moderators) == []
        assert "nothing comes from there" in (await world.slash(alba, "event import")).text
        there.status = 302  # to a place inside: refused as at the first time
        for _ in range(3):
            await world.move(DAY)
        (message,) = told(moderators)
        assert "Nothing has come from the calendar on **calendar.example.org**" in text_of(message)
        there.status = 200
        await world.move(2 * DAY)
        assert "nothing comes" not in (await world.slash(alba, "event import")).text
        assert len([m for m in told(moderators) if "Nothing has come" in text_of(m)]) == 1


async def test_stopped_it_is_looked_at_no_more_and_its_address_is_gone(world: World) -> None:
    there = Elsewhere()
    async with served(there) as where:
        reach(world, where)
        alba, _ = await ready(world)
        plan = await world.slash(alba, "event import", address=ADDRESS)
        await world.press(alba, plan, "Keep it in sync")
        seen = await world.slash(alba, "event import")
        (number,) = [
            option["value"]
            for c in seen.components
            if c.get("custom_id") == "event:source:open"
            for option in c["options"]
        ]
        one = await world.choose(alba, seen, "event:source:open", number)
        assert {"Look now", "Stop following"} <= set(one.buttons)
        gone = await world.press(alba, one, "Stop following")
        assert "its address is erased" in gone.text
        asked = len(there.asked)
        await world.move(3 * DAY)
        assert len(there.asked) == asked
        rows = await world.app.db.fetch_all("SELECT * FROM calendar_source")
        assert rows == []


async def test_in_spanish(world: World) -> None:
    there = Elsewhere()
    async with served(there) as where:
        reach(world, where)
        alba, moderators = await ready(world)
        boss = Actor(1, world.guild.id, frozenset(Capability))
        await world.app.services.people.choose_language(alba.id, "es")
        await world.app.services.guilds.choose_language(boss, "es")
        plan = await world.slash(alba, "event import", address=ADDRESS)
        kept = await world.press(alba, plan, "Mantener al día")
        assert "cada seis horas" in kept.text
        await world.move(7 * HOUR)
        (message,) = told(moderators)
        assert "Cambió el calendario en **calendar.example.org**" in text_of(message)
        assert set(buttons_of(message)) == {"Mirar", "Dejar de seguir"}
