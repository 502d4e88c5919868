"""The public calendar as a browser asks for it: what is shown, to whom nothing is said, and how
little is sent again."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import aiohttp
import pytest

from bot.app import open_services
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Draft, Kind
from bot.services.services import Services
from bot.settings import Settings
from bot.web.port import take_port
from bot.web.site import serve_site

GUILD = 918273645546
ORGANIZER = Actor(1, GUILD, frozenset(Capability))
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally at the State House",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-18T18:00"),
    minutes=120,
    place="Boston, MA",
    address="24 Beacon Street",
    contact="the desk",
    notes="Meet at the north door",
    about="Bring a friend.",
    public=True,
)
HIDDEN = ("24 Beacon Street", "the desk", "north door", "4242424242", str(GUILD))


@pytest.fixture
async def services(tmp_path: Path, clock: FixedClock) -> AsyncIterator[Services]:
    settings = Settings(_env_file=None, database_path=tmp_path / "pages.db", web_port=0)
    async with open_services(settings, clock) as (_, opened):
        yield opened


@pytest.fixture
async def browser(services: Services) -> AsyncIterator[aiohttp.ClientSession]:
    """A browser whose addresses begin at the site."""
    async with serve_site(take_port("127.0.0.1", 0), services) as (host, port):
        base = f"http://{host}:{port}"
        services.calendars.serve_at(base)
        async with aiohttp.ClientSession(base, auto_decompress=True) as session:
            yield session


async def publish(services: Services, draft: Draft = RALLY) -> int:
    events = services.events
    made = await events.create(ORGANIZER, draft)
    await events.publish(ORGANIZER, made.number, made.version, channel_id=None)
    return made.number


async def get(browser: aiohttp.ClientSession, path: str, **headers: str) -> tuple[int, str]:
    async with browser.get(path, headers=headers) as answer:
        return answer.status, await answer.text()


async def test_nothing_is_shown_until_it_is_opened_and_nothing_after_it_was_closed(
    services: Services, browser: aiohttp.ClientSession
) -> None:
    await publish(services)
    nowhere = await get(browser, "/calendar/neighbors")
    assert nowhere[0] == 404
    assert "There is no page here" in nowhere[1]
    assert "Rally" not in nowhere[1]
    assert (await get(browser, "/"))[0] == (await get(browser, "/calendar"))[0] == 404
    await services.calendars.open_public(ORGANIZER, "neighbors", title="Neighbors Together")
    status, shown = await get(browser, "/calendar/neighbors")
    assert status == 200
    assert "Rally at the State House" in shown
    await services.calendars.close_public(ORGANIZER)
    assert await get(browser, "/calendar/neighbors") == nowhere
    status, spanish = await get(browser, "/calendar/neighbors", **{"Accept-Language": "es-MX"})
    assert status == 404
    assert '<html lang="es">' in spanish


async def test_only_what_is_for_everybody_is_on_it(
    services: Services, browser: aiohttp.ClientSession
) -> None:
    number = await publish(services)
    await publish(services, replace(RALLY, title="Members only", public=False))
    await services.events.create(ORGANIZER, replace(RALLY, title="Still a draft"))
    other = Actor(9, 200, frozenset(Capability))
    made = await services.events.create(other, replace(RALLY, title="Another server"))
    await services.events.publish(other, made.number, made.version, channel_id=None)
    page = await services.events.get(ORGANIZER, number)
    member = Actor(4242424242, GUILD, frozenset({Capability.MEMBER}))
    await services.rsvps.answer(member, page.times[0].occurrence.number, Answer.GOING)
    await services.calendars.open_public(ORGANIZER, "neighbors", title="Neighbors Together")
    uid = page.event.uid
    for path in ("", "/2026-12", "?lang=es", f"/{uid}.ics"):
        status, shown = await get(browser, f"/calendar/neighbors{path}")
        assert status == 200
        assert "Rally at the State House" in shown
        assert "Boston" in shown
        for hidden in (*HIDDEN, "Members only", "Still a draft", "Another server"):
            assert hidden not in shown, (path, hidden)
    hidden_one = (await services.events.get(ORGANIZER, number + 1)).event.uid
    assert (await get(browser, f"/calendar/neighbors/{hidden_one}.ics"))[0] == 404


async def test_it_is_sent_once_and_again_only_when_something_changed(
    services: Services, browser: aiohttp.ClientSession
) -> None:
    number = await publish(services)
    await services.calendars.open_public(ORGANIZER, "neighbors", title="Neighbors Together")
    async with browser.get("/calendar/neighbors") as answer:
        tag, headers = answer.headers["ETag"], answer.headers
        assert "max-age=60" in headers["Cache-Control"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert "script" not in headers["Content-Security-Policy"]
        assert "<script" not in await answer.text()
    async with browser.get("/calendar/neighbors", headers={"If-None-Match": tag}) as answer:
        assert (answer.status, await answer.read()) == (304, b"")
    async with browser.head("/calendar/neighbors") as answer:
        assert (answer.status, answer.headers["ETag"]) == (200, tag)
    event = (await services.events.get(ORGANIZER, number)).event
    await services.events.cancel(ORGANIZER, number, event.version)
    async with browser.get("/calendar/neighbors", headers={"If-None-Match": tag}) as answer:
        assert answer.status == 200
        assert "Cancelled. It will not take place." in await answer.text()


async def test_a_month_that_is_none_and_an_address_that_makes_no_sense_are_no_pages(
    services: Services, browser: aiohttp.ClientSession
) -> None:
    await publish(services)
    await services.calendars.open_public(ORGANIZER, "neighbors", title="Neighbors Together")
    for path in ("/2026-13", "/1999-01", "/x", "/2026-12/x", "/%3Cscript%3E", "x"):
        status, shown = await get(browser, f"/calendar/neighbors{path}")
        assert status == 404, path
        assert "script" not in shown
    assert (await get(browser, "/calendar/neighbors/"))[0] == 200
    for query in ("kind=nonsense", "place=%00%1b", "lang=xx", "kind=rally&kind=march"):
        status, shown = await get(browser, f"/calendar/neighbors?{query}")
        assert status == 200, query
    status, shown = await get(browser, "/calendar/neighbors/2027-03")
    assert "Nothing is planned for this month." in shown
    assert "Next: Rally at the State House" in shown
