"""Fixtures that everybody uses: a real database in both modes, the real bot on SimCord."""

from __future__ import annotations

import gc
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zlib import crc32

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle
from simcord.env import Env

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.settings import Settings
from bot.storage import engine
from tests.screens import Seen

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)

#: A key with everything that could break out of a quoted string.
KEY = "clave 'con' \"comillas\" ; y ñandú"


MODES = ("plain", "encrypted")
# What a test leaves behind is looked for less often: a worker has memory, and no time.
gc.set_threshold(50_000, 20, 20)


@pytest.fixture(params=[None, KEY], ids=MODES)
def database_key(request: pytest.FixtureRequest) -> str | None:
    """Both modes of the database: what uses one runs twice (screens: see below)."""
    return request.param


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Screens stand far above the file: each is tried in one mode, half of them in either, always
    the same. `BOTH_MODES=1` tries all of them in both."""
    if os.environ.get("BOTH_MODES"):
        return
    out = [item for item in items if _is_other_mode(item)]
    config.hook.pytest_deselected(items=out)
    items[:] = [item for item in items if item not in set(out)]


def _is_other_mode(item: pytest.Item) -> bool:
    if "tests/cogs/" not in item.nodeid or not isinstance(item, pytest.Function):
        return False
    mode = item.callspec.id.split("-")[0] if hasattr(item, "callspec") else ""
    if mode not in MODES:
        return False
    return mode != MODES[crc32(item.nodeid.replace(f"[{mode}", "[").encode()) % 2]


@pytest.fixture(autouse=True)
def _one_salt(monkeypatch: pytest.MonkeyPatch) -> None:
    """All new encrypted files begin alike, so that a worker derives their key once and not, 0.1 s
    each time, for every test. `tests/storage/test_opening.py` looks at salts as they are."""
    monkeypatch.setattr(engine, "_new_salt", lambda: bytes(range(1, engine.SALT_BYTES + 1)))


@pytest.fixture
def database_path(tmp_path: Path) -> Path:
    """Where a test's database lies; not made yet."""
    return tmp_path / "coalition.db"


@pytest.fixture
def settings(database_path: Path, database_key: str | None) -> Settings:
    """Settings of a bot in a test, whatever the environment says."""
    return Settings(
        _env_file=None,
        discord_token="a.b.c",
        database_path=database_path,
        database_key=database_key,
        web_port=0,
    )


class World:
    """A simulated Discord with one server, the real bot in it, and people who can act."""

    def __init__(self, settings: Settings, clock: FixedClock) -> None:
        self.settings = settings
        self.clock = clock
        self.env: Env
        self.app: App
        self.guild: GuildHandle
        self.channel: ChannelHandle
        self._app_stack = AsyncExitStack()

    async def start(self) -> None:
        self.app = await self._open()
        self.env = Env(self.app.bot)
        await self.env.start()
        self.guild = self.env.create_guild("Coalition")
        self.channel = self.guild.create_text_channel("find-help")

    async def _open(self) -> App:
        return await self._app_stack.enter_async_context(
            open_app(self.settings, self.clock, awake=False, shard_count=1)
        )

    async def restart(self) -> None:
        """Stop the bot and its database, open both again from the same file."""
        old, self._app_stack = self._app_stack, AsyncExitStack()
        await self.app.bot.close()
        await old.aclose()
        self.app = await self._open()
        await self.env.restart_bot(self.app.bot)

    async def move(self, by: timedelta = timedelta()) -> None:
        """Let so much time pass, and what is due then happen: timers, and what they queued."""
        self.clock.set(self.clock.now() + by)
        await self.app.services.calendar_sources.check_due()
        await self.app.bot.scheduler.run_due()
        await self.app.bot.mirror.run_due()
        await self.app.bot.relay.run_due()

    async def stop(self) -> None:
        try:
            await self.env.shutdown()
            self.env.raise_errors()
        finally:
            await self._app_stack.aclose()

    def member(self, name: str, *roles: RoleHandle) -> MemberActor:
        """Somebody new in the server."""
        return self.guild.add_member(self.env.create_user(name), roles=list(roles))

    def admin(self, name: str = "Alba") -> MemberActor:
        """Somebody who manages the server."""
        role = self.guild.create_role("Admins", permissions=discord.Permissions(manage_guild=True))
        return self.member(name, role)

    def take_roles(self, actor: MemberActor) -> None:
        """Take every role away, as another admin would."""
        self.env.backend.get_member(self.guild.id, actor.id).role_ids.clear()

    def errors_seen(self) -> list[BaseException]:
        """What reached discord.py's own error hooks; asked for, it no longer fails the test."""
        found = self.env.errors
        self.env._errors.clear()
        return found

    async def slash(self, actor: MemberActor, command: str, **options: object) -> Seen:
        """Type a command; what the person then sees."""
        return Seen(await actor.slash(self.channel, command, **options))

    async def press(self, actor: MemberActor, seen: Seen, label: str) -> Seen:
        """Press the button with that label on what was seen."""
        return Seen(await actor.click(seen.message, custom_id=seen.custom_id(label)))

    async def choose(self, actor: MemberActor, seen: Seen, custom_id: str, *values: object) -> Seen:
        """Choose in the menu with that custom_id."""
        return Seen(await actor.select(seen.message, list(values), custom_id=custom_id))

    async def fill_in(self, actor: MemberActor, seen: Seen, **values: object) -> Seen:
        """Fill in and send the form that was opened."""
        return Seen(await actor.submit_modal(seen.result, dict(values)))


@pytest.fixture
def clock() -> FixedClock:
    """It is always the same Monday."""
    return FixedClock(NOW)


@pytest.fixture
async def world(settings: Settings, clock: FixedClock) -> AsyncIterator[World]:
    """A server with the bot in it."""
    made = World(settings, clock)
    await made.start()
    try:
        yield made
    finally:
        await made.stop()
