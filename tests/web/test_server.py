"""`/health` and `/metrics`: for whoever runs the bot, on this machine only."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from pydantic import ValidationError

from bot.i18n import t
from bot.metrics import Metrics
from bot.runner import _health_of
from bot.settings import Settings, load_settings
from bot.storage.errors import Busy
from bot.web.metrics import render_metrics
from bot.web.port import PortTaken, take_port
from bot.web.server import serve_web
from tests.conftest import World

Get = Callable[[str], Awaitable[tuple[int, str]]]


def settings_with(**given: Any) -> Settings:
    return Settings(_env_file=None, **{"web_port": 0, **given})


def port_of(settings: Settings, port: int | None = None) -> socket.socket:
    return take_port(settings.web_host, settings.web_port if port is None else port)


@asynccontextmanager
async def serving(
    health: Callable[[], Awaitable[dict[str, bool]]], metrics: Metrics | None = None
) -> AsyncGenerator[Get]:
    """The server on a port of its own; a function that asks it."""
    async with (
        serve_web(port_of(settings_with()), metrics or Metrics(), health) as (host, port),
        aiohttp.ClientSession(f"http://{host}:{port}") as session,
    ):

        async def get(path: str) -> tuple[int, str]:
            async with session.get(path) as answer:
                return answer.status, await answer.text()

        yield get


async def well() -> dict[str, bool]:
    return {"database": True, "discord": True}


async def test_health_is_503_until_everything_is_well() -> None:
    parts = {"database": True, "discord": False}

    async def health() -> dict[str, bool]:
        return parts

    async with serving(health) as get:
        assert await get("/health") == (503, '{"ok": false, "database": true, "discord": false}')
        parts["discord"] = True
        assert await get("/health") == (200, '{"ok": true, "database": true, "discord": true}')


async def test_health_is_503_while_the_database_does_not_answer() -> None:
    async def health() -> dict[str, bool]:
        raise Busy("storage.busy")

    async with serving(health) as get:
        assert await get("/health") == (503, '{"ok": false, "database": false}')


async def test_the_health_of_the_real_bot_follows_its_database(world: World) -> None:
    async with serving(_health_of(world.app)) as get:
        assert (await get("/health"))[0] == 200
        await world.app.db.close()
        assert await get("/health") == (503, '{"ok": false, "database": false}')


async def test_metrics_count_by_command_and_know_no_person(world: World) -> None:
    ana = world.member("Xochitl")
    found = await world.slash(ana, "find", what="abogada Xiomara", where="02118")
    await world.press(ana, found, t("find.hotlines", "en"))
    await world.slash(ana, "setup")
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    assert form.result.modal is not None
    async with serving(well, world.app.services.metrics) as get:
        status, text = await get("/metrics")
    assert status == 200
    assert 'coalition_interactions_total{name="find",outcome="ok"} 1.0' in text
    assert 'coalition_interactions_total{name="find:hotlines",outcome="ok"} 1.0' in text
    assert 'coalition_interactions_total{name="setup",outcome="failed"} 1.0' in text
    assert "coalition_interaction_seconds_count 4.0" in text
    for private in ("Xochitl", "Xiomara", "02118", str(ana.id), str(world.guild.id)):
        assert private not in text


async def test_what_is_counted_by_does_not_grow_with_what_people_do(world: World) -> None:
    ana = world.member("Ana")
    for what in ("lawyer", "visit", "citizenship"):
        found = await world.slash(ana, "find", what=what)
        await world.press(ana, found, t("find.something_wrong", "en"))
        await world.press(ana, found, t("find.share", "en"))
    rendered = render_metrics(world.app.services.metrics).decode()
    names = set(re.findall(r'coalition_interactions_total\{name="([^"]+)"', rendered))
    assert names == {"find", "find:wrong", "find:share"}


async def test_nothing_else_is_served() -> None:
    async with serving(well) as get:
        for path in ("/", "/health/..", "/metrics/x", "/.env", "/coalition.db"):
            assert (await get(path))[0] == 404


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_any_address_but_loopback_is_refused(host: str) -> None:
    with pytest.raises(ValidationError, match="web_host"):
        settings_with(web_host=host)


async def test_by_itself_it_listens_on_loopback_only() -> None:
    assert load_settings(None).web_host == "127.0.0.1"
    async with serve_web(port_of(load_settings(None), 0), Metrics(), well) as (host, _):
        assert host == "127.0.0.1"


async def test_a_port_that_is_taken_is_a_sentence_with_the_setting_to_change() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            port_of(settings_with(web_port=port))
    sentence = t(caught.value.key, "en", **caught.value.params)
    assert f"The port {port}" in sentence
    assert "WEB_PORT=" in sentence
    async with serve_web(port_of(settings_with(web_port=port)), Metrics(), well) as (_, served):
        assert served == port
