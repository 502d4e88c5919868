"""The runner keeps the bot alive, and lets it go when it is told to."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from structlog.testing import capture_logs

from bot.app import open_app
from bot.clock import SystemClock
from bot.i18n import t
from bot.runner import TokenRefused, run_forever
from bot.settings import Settings
from bot.web.port import PortTaken
from tests.loopback.connect import connect
from tests.loopback.server import LoopbackDiscord

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-token-that-nobody-may-read-00"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as made:
        return made.getsockname()[1]


@asynccontextmanager
async def running(settings: Settings, **more: Any) -> AsyncGenerator[asyncio.Task[None]]:
    """The runner in a task that is cancelled at the end."""
    quick = {"guild_ready_timeout": 0.05, "first_wait": 0.05}
    task = asyncio.create_task(run_forever(settings, SystemClock(), **(quick | more)))
    try:
        yield task
    finally:
        if not task.done():
            task.cancel()
        with suppress(asyncio.CancelledError, TokenRefused):
            await task


async def logged_event(lines: list[Any], event: str) -> None:
    """Until the bot has logged that."""
    async with asyncio.timeout(10):
        while event not in [line["event"] for line in lines]:  # noqa: ASYNC110 - a plain list
            await asyncio.sleep(0.01)


async def health(port: int) -> dict[str, Any]:
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"http://127.0.0.1:{port}/health") as answer,
    ):
        return await answer.json()


async def test_it_connects_answers_and_reports_that_it_is_well(settings: Settings) -> None:
    with_port = settings.model_copy(update={"web_port": free_port()})
    async with LoopbackDiscord() as fake:
        with fake.connect_env(), capture_logs() as lines:
            async with running(with_port):
                await fake.gateway.wait_session()
                await logged_event(lines, "ready")
                assert t("help.title", "en") in (await fake.slash("help")).text
                assert await health(with_port.web_port) == {
                    "ok": True, "database": True, "discord": True,
                }  # fmt: skip
            # The file and the port are free again.
            async with open_app(with_port, SystemClock()):
                pass
            with socket.create_server(("127.0.0.1", with_port.web_port)):
                pass


async def test_with_a_public_address_it_also_serves_calendars_apart_from_the_rest(
    settings: Settings,
) -> None:
    ports = {"web_port": free_port(), "site_port": free_port()}
    outside = {"public_url": "https://calendar.example.org", **ports}
    async with LoopbackDiscord() as fake:
        with fake.connect_env(), capture_logs() as lines:
            for update, reached in ((ports, False), (outside, True)):
                async with running(settings.model_copy(update=update)):
                    await fake.gateway.wait_session()
                    await logged_event(lines, "ready")
                    assert (await health(ports["web_port"]))["ok"]
                    assert await site_answers(ports["site_port"]) == reached
                lines.clear()


async def site_answers(port: int) -> bool:
    """Whether calendars are served there, and no health nor metrics."""
    async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as session:
        try:
            for path in ("/c/x.ics", "/health", "/metrics"):
                async with session.get(path) as answer:
                    assert answer.status == 404
        except aiohttp.ClientConnectionError:
            return False
    return True


async def test_a_wrong_token_is_refused_with_how_to_get_a_new_one(settings: Settings) -> None:
    async with LoopbackDiscord(token="another") as fake:
        with fake.connect_env(), pytest.raises(TokenRefused) as caught:
            await run_forever(settings, SystemClock())
    sentence = t(caught.value.key, "en", **caught.value.params)
    assert "Discord does not accept this DISCORD_TOKEN" in sentence
    assert "a.b.c" not in sentence


async def test_a_token_that_is_revoked_while_it_runs_is_said_too(settings: Settings) -> None:
    async with LoopbackDiscord(token="a.b.c") as fake:
        with fake.connect_env():
            async with running(settings) as task:
                await fake.gateway.wait_session()
                await fake.slash("help")
                fake._rest._token = "a.new.one"
                await fake.gateway.drop(4004)
                with pytest.raises(TokenRefused):
                    await asyncio.wait_for(task, 10)


async def test_it_comes_back_after_an_event_that_ended_the_client(settings: Settings) -> None:
    async with LoopbackDiscord() as fake:
        with fake.connect_env(), capture_logs() as lines:
            async with running(settings):
                await fake.gateway.wait_session()
                await logged_event(lines, "ready")
                found = await fake.slash("find", {"what": "lawyer"})
                await fake.gateway.dispatch("CHANNEL_CREATE", {"guild_id": "not a number"})
                await fake.gateway.wait_session(2)
                again = await fake.click(found.message, "find:hotlines")
                assert "NNIRR" in again.text
    ended = [line for line in lines if line["event"] == "client_ended"]
    assert len(ended) == 1
    assert "KeyError" in ended[0]["story"]
    assert "starting_again" in [line["event"] for line in lines]
    assert "commands_synced" in [line["event"] for line in lines]


async def test_it_waits_for_a_discord_that_is_down_at_the_start(settings: Settings) -> None:
    port = free_port()
    with connect(f"http://127.0.0.1:{port}"), capture_logs() as lines:
        async with running(settings):
            await logged_event(lines, "starting_again")
            async with LoopbackDiscord(port=port) as fake:
                await fake.gateway.wait_session()
                assert t("help.title", "en") in (await fake.slash("help")).text
    assert "discord_unreachable" in [line["event"] for line in lines]


async def test_a_lost_connection_is_resumed_by_the_same_client(settings: Settings) -> None:
    async with LoopbackDiscord() as fake:
        with fake.connect_env(), capture_logs() as lines:
            async with running(settings):
                await fake.gateway.wait_session()
                await logged_event(lines, "ready")
                await fake.gateway.drop(4000)
                answer = await fake.slash("help")
                assert t("help.title", "en") in answer.text
                assert len(fake.gateway.sessions) == 1
    assert "starting_again" not in [line["event"] for line in lines]


async def test_a_taken_port_ends_it_with_a_sentence_before_discord_is_asked(
    settings: Settings,
) -> None:
    async with LoopbackDiscord() as fake:
        with fake.connect_env(), socket.create_server(("127.0.0.1", 0)) as other:
            taken = settings.model_copy(update={"web_port": other.getsockname()[1]})
            with pytest.raises(PortTaken):
                await run_forever(taken, SystemClock())
        assert not fake.traffic.requests


# --- as a process ---------------------------------------------------------------------------


@asynccontextmanager
async def process(fake: LoopbackDiscord, folder: Path) -> AsyncGenerator[Process]:
    """`run` in a process of its own, with settings from its environment."""
    root = Path(__file__).parents[1]
    environment = {
        "PATH": os.environ["PATH"],
        "LANG": "en_US.UTF-8",
        "PYTHONPATH": str(root),
        "LOOPBACK_URL": fake.url,
        "DISCORD_TOKEN": TOKEN,
        "DATABASE_PATH": str(folder / "coalition.db"),
        "WEB_PORT": "0",
    }
    bot = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.loopback.run_bot", "bot.cli.main:main", "run",
        env=environment, cwd=folder, stderr=PIPE, stdout=PIPE,
    )  # fmt: skip
    try:
        yield bot
    finally:
        with suppress(ProcessLookupError):
            bot.kill()
        await bot.wait()


async def test_a_wrong_token_ends_the_process_with_the_sentence(tmp_path: Path) -> None:
    async with LoopbackDiscord(token="another") as fake, process(fake, tmp_path) as bot:
        out, err = await asyncio.wait_for(bot.communicate(), 30)
    assert bot.returncode == 1
    assert "Discord does not accept this DISCORD_TOKEN" in err.decode()
    assert "Traceback" not in err.decode()
    assert TOKEN not in (out + err).decode()


def left_in(folder: Path) -> set[str]:
    """The names of the files there."""
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("signal_", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_the_process_cleanly(tmp_path: Path, signal_: signal.Signals) -> None:
    async with LoopbackDiscord() as fake, process(fake, tmp_path) as bot:
        await fake.gateway.wait_session()
        answer = await fake.slash("find", {"what": "abogada Xiomara", "where": "02118"})
        assert answer.message is not None
        bot.send_signal(signal_)
        out, err = await asyncio.wait_for(bot.communicate(), 30)
    assert bot.returncode == 0
    assert not out
    lines = [json.loads(line) for line in err.decode().splitlines()]
    assert "commands_synced" in [line["event"] for line in lines]
    assert all(line["level"] in ("info", "warning") for line in lines)
    for private in (TOKEN, "Xiomara", "02118", "abogada", fake.world.member.name):
        assert private not in err.decode()
    assert left_in(tmp_path) == {"coalition.db", "coalition.db.lock"}  # closed in order
