"""`/event import` with the address of a calendar: refused where it leads inside, else looked at and
brought in as a file is."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.services.safe_fetch import SafeFetch
from tests.cogs.events.test_calendars_in import vigil
from tests.cogs.events.test_transfers import count_events, zoned
from tests.conftest import World
from tests.services.test_safe_fetch import PUBLIC, served

ADDRESS = "webcal://calendar.example.org/private-5f2c/basic.ics"


async def anywhere(host: str) -> Sequence[str]:
    return [PUBLIC]


async def answer(request: web.BaseRequest) -> web.StreamResponse:
    if request.path == "/moved":
        to = "https://169.254.169.254/latest/meta-data/"
        return web.Response(status=302, headers={"Location": to})
    calendar = f"BEGIN:VCALENDAR\n{vigil()}END:VCALENDAR"
    return web.Response(text=calendar, content_type="text/calendar")


async def test_an_address_is_refused_or_looked_at_and_brought_in(world: World) -> None:
    async with served(answer) as where:
        world.app.services.calendar_imports.fetcher = SafeFetch(anywhere, instead=where)
        refused = await world.slash(world.member("Ana"), "event import", address=ADDRESS)
        assert "organize" in refused.text
        alba = await zoned(world)
        for address, said in (
            ("http://calendar.example.org/a.ics", "begin with https"),
            ("https://127.0.0.1/", "not on the public internet"),
            ("https://calendar.example.org/moved", "not on the public internet"),
        ):
            refused = await world.slash(alba, "event import", address=address)
            assert refused.private
            assert said in refused.text
        assert "give /event import a file" in (await world.slash(alba, "event import")).text
        assert await count_events(world) == 0

        plan = await world.slash(alba, "event import", address=ADDRESS)
        assert "calendar.example.org" in plan.text
        assert "private-5f2c" not in plan.text, "the rest of an address can be a secret"
        assert "1 new event" in plan.text
        assert await count_events(world) == 0
        done = await world.press(alba, plan, "Keep 1 as a draft")
        assert "kept" in done.text
        assert await count_events(world) == 1

        await world.restart()
        world.app.services.calendar_imports.fetcher = SafeFetch(anywhere, instead=where)
        again = await world.slash(alba, "event import", address=ADDRESS)
        assert "1 is here already" in again.text
