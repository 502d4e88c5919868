"""The one place where the benches touch the bot: how it is opened, started and asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

import discord

from bot.app import App, open_app
from bot.clock import SystemClock
from bot.runner import settle_memory
from bot.settings import Settings

#: The `/find` calls of the bench, in turn.
FIND_CALLS: tuple[dict[str, str], ...] = (
    {"what": "abogado", "where": "02118"},
    {"what": "legal help", "where": "Boston, MA"},
    {"what": "visit"},
    {"what": "raid"},
    {"what": "CIVIC"},
)

#: What `bench_startup` runs for us: an entry point and its arguments.
OUR_ENTRY: tuple[str, ...] = ("bot.cli.main:main", "run")


def our_environment(directory: Path) -> dict[str, str]:
    """The settings of our bot in a subprocess, everything it keeps below `directory`."""
    return {
        "DISCORD_TOKEN": "token",
        "DATABASE_PATH": str(directory / "coalition.db"),
        "WEB_PORT": "0",
        "LOG_LEVEL": "info",
    }


def our_entry_exists() -> bool:
    """False where the command line is not written yet; then the bare bot stands in for it."""
    return find_spec(OUR_ENTRY[0].partition(":")[0]) is not None


@asynccontextmanager
async def open_bot(tmp_dir: Path) -> AsyncIterator[discord.Client]:
    """Our bot, built but not started, its database below `tmp_dir`."""
    async with open_whole(tmp_dir) as app:
        yield app.bot


@asynccontextmanager
async def open_whole(tmp_dir: Path) -> AsyncIterator[App]:
    """As `open_bot`, with all that the bot stands on.

    discord.py must not wait for late servers, so the wait is made short.
    """
    settings = Settings(_env_file=None, database_path=tmp_dir / "coalition.db", web_port=0)  # pyright: ignore[reportCallIssue]
    async with open_app(settings, SystemClock(), guild_ready_timeout=0.05) as app:
        app.bot.add_listener(_ready, "on_ready")
        yield app


async def _ready() -> None:
    settle_memory()  # as bot/runner.py does
