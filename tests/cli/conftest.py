"""The command line as somebody at a terminal uses it, in an empty folder."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.app import open_services
from bot.cli.main import main
from bot.clock import SystemClock
from bot.settings import EXAMPLES, Settings

Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An empty folder to work in, none of our variables set, an English terminal."""
    for name in list(os.environ):
        if name.upper() in EXAMPLES:
            monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(terminal: Path) -> Run:
    """Type a command; what came out, and the exit code. A traceback fails the test."""

    def typed(*words: str, **environment: str) -> Result:
        result = CliRunner(env=environment).invoke(main, list(words), prog_name="python -m bot")
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "Traceback" not in result.output
        return result

    return typed


@pytest.fixture
def database(terminal: Path, database_key: str | None) -> Path:
    """A database that the bot made, with one person in it; `.env` says where it is."""
    path = terminal / "coalition.db"
    make_database(path, database_key, language="es")
    write_env(terminal, path, database_key)
    return path


def write_env(folder: Path, path: Path, key: str | None) -> None:
    """Point `.env` at a database."""
    lines = [f"DATABASE_PATH={path}"]
    if key is not None:
        escaped = key.replace("\\", "\\\\").replace('"', '\\"')
        lines.append(f'DATABASE_KEY="{escaped}"')
    (folder / ".env").write_text("\n".join(lines), encoding="utf-8")


def _settings(path: Path, key: str | None) -> Settings:
    return Settings(_env_file=None, database_path=path, database_key=key)


def make_database(path: Path, key: str | None, *, language: str) -> None:
    """Let the bot make its database; person 7 speaks `language`."""

    async def make() -> None:
        async with open_services(_settings(path, key), SystemClock()) as (_, services):
            await services.people.choose_language(7, language)

    asyncio.run(make())


def kept_language(path: Path, key: str | None) -> str | None:
    """What person 7 chose, read from the file."""

    async def read() -> str | None:
        async with open_services(_settings(path, key), SystemClock()) as (_, services):
            return (await services.people.settings(7)).language

    return asyncio.run(read())
