"""The chooser, as a browser on the same machine uses it."""

from __future__ import annotations

import socket
from collections.abc import AsyncGenerator
from datetime import timedelta

import aiohttp
import pytest

from bot.demo import cast
from bot.demo.chooser import HOST, Chooser, serve
from bot.demo.page import THINGS_TO_TRY
from bot.demo.stage import Stage
from bot.demo.world import World
from bot.i18n import t


@pytest.fixture
async def browser(world: World) -> AsyncGenerator[aiohttp.ClientSession]:
    """A browser whose addresses begin at the chooser."""
    stage = Stage(world, 0)
    async with (
        serve(Chooser(stage), 0) as port,
        aiohttp.ClientSession(f"http://{HOST}:{port}") as session,
    ):
        yield session
    await stage.close()


async def _open(browser: aiohttp.ClientSession, channel: str, person: str) -> tuple[str, str]:
    """Open a channel; returns the preview's origin and its secret."""
    form = {"channel": channel, "person": person}
    async with browser.post("/open", data=form, allow_redirects=False) as answer:
        assert answer.status == 303
        origin, _, secret = answer.headers["Location"].partition("/#")
        return origin, secret


async def _look(browser: aiohttp.ClientSession, origin: str, secret: str) -> dict[str, object]:
    """What the preview's page loads first. Empty if the secret no longer opens anything."""
    headers = {"X-Simcord-Capability": secret}
    async with browser.post(f"{origin}/api/pages", json={}, headers=headers) as answer:
        return await answer.json() if answer.status == 200 else {}


async def test_other_sites_and_other_host_names_get_nothing(browser: aiohttp.ClientSession) -> None:
    async with browser.get("/", headers={"Host": "elsewhere.example"}) as answer:
        assert answer.status == 403
    form = {"channel": "shifts", "person": "june"}
    foreign = {"Origin": "http://elsewhere.example"}
    async with browser.post("/open", data=form, headers=foreign) as answer:
        assert answer.status == 403
        assert "Location" not in answer.headers


async def test_the_page_lists_channels_people_and_things_to_try_in_the_browsers_language(
    browser: aiohttp.ClientSession,
) -> None:
    for accepted, language in (("fr, es-MX;q=0.8, en", "es"), ("de", "en")):
        async with browser.get("/", headers={"Accept-Language": accepted}) as answer:
            text = await answer.text()
        assert f'<html lang="{language}">' in text
        assert text.count("<li>") == len(THINGS_TO_TRY)
        for channel in cast.CHANNELS:
            assert t(f"demo.channel.{channel.key}", language) in text
        for person in cast.PEOPLE:
            assert person.name in text


async def test_a_channel_that_is_not_there_or_not_for_you_is_refused_with_a_way_back(
    browser: aiohttp.ClientSession,
) -> None:
    async with browser.post("/open", data={"channel": "nowhere", "person": "june"}) as answer:
        assert answer.status == 404
        assert t("demo.chooser.back", "en") in await answer.text()
    form = {"channel": "moderators", "person": "lucia", "lang": "es"}
    async with browser.post("/open", data=form) as answer:
        text = await answer.text()
    assert answer.status == 403
    assert "Amara, Teo" in text
    assert t("demo.chooser.back", "es") in text


async def test_opening_another_channel_closes_the_one_before(
    browser: aiohttp.ClientSession,
) -> None:
    first = await _open(browser, "find-help", "june")
    assert await _open(browser, "find-help", "june") == first, "the same again is still open"
    shown = await _look(browser, *first)
    assert "find-help" in str(shown)
    second = await _open(browser, "shifts", "lucia")
    shown = await _look(browser, *second)
    assert t("demo.greeting.shifts", "en") in str(shown)
    assert first[1] != second[1]
    with pytest.raises(aiohttp.ClientError):
        await _look(browser, *first)
    async with browser.get("/?lang=en") as answer:
        assert t("demo.chooser.now_open", "en", channel="shifts", person="Lucía") in (
            await answer.text()
        )


async def test_ports_that_are_taken_are_replaced_by_free_ones(world: World) -> None:
    with socket.create_server((HOST, 0)) as other:
        taken = other.getsockname()[1]
        stage = Stage(world, taken)
        shown = await stage.open("welcome", "june")
        assert f":{taken}/" not in shown.url
        async with serve(Chooser(stage), taken) as port:
            assert port != taken
        await stage.close()
    assert stage.on_show is None


async def test_time_can_be_let_pass_by_a_named_span_and_by_no_other(
    browser: aiohttp.ClientSession, world: World
) -> None:
    before = world.app.services.clock.now()
    async with browser.post("/later", data={"hours": "9999999", "lang": "es"}) as answer:
        assert answer.status == 404
        assert t("demo.chooser.unknown", "es") in await answer.text()
    assert world.app.services.clock.now() == before
    async with browser.post("/later", data={"hours": "24", "lang": "es"}) as answer:
        told = t("demo.chooser.passed", "es", span=t("demo.span.24", "es"))
        assert told in await answer.text()
    assert world.app.services.clock.now() - before >= timedelta(hours=24)
