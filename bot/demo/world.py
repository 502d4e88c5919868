"""The real bot in front of a simulated Discord: one server, a few people, nothing that leaves.

SimCord stands where Discord would stand; the bot is the one that `run` starts, on a database of
its own that is gone when the world closes.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType

import discord
import simcord

from bot.app import App, open_app
from bot.demo import cast
from bot.demo.seeding import seed
from bot.domain.errors import CoalitionError
from bot.i18n import SOURCE_LANGUAGE, t
from bot.settings import Settings, load_settings
from bot.web.port import take_port
from bot.web.site import serve_site

#: SimCord's actions wait this long (seconds) for the bot before they call it stuck.
SETTLE_SECONDS = 20.0
_HOST = "127.0.0.1"


class WorldClock:
    """The simulation's own time, so that what the bot says and when it was said agree."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._env: simcord.Env | None = None

    def follow(self, env: simcord.Env) -> None:
        """From now on tell the time of this simulation."""
        self._env = env

    def now(self) -> datetime:
        return self._start if self._env is None else self._env.now()


@dataclass(frozen=True, slots=True)
class World:
    """A running demo. Channels and people are found by their key in `cast`. `site`: the address of
    its web pages, on this machine."""

    env: simcord.Env
    app: App
    guild: simcord.GuildHandle
    roles: Mapping[str, simcord.RoleHandle]
    channels: Mapping[str, simcord.ChannelHandle]
    people: Mapping[str, simcord.MemberActor]
    site: str

    async def move(self, by: timedelta = timedelta()) -> None:
        """Let so much of the simulated time pass, and what is then due happen."""
        self.env.backend.advance_clock(by.total_seconds())
        await self.app.bot.scheduler.run_due()
        await self.app.bot.mirror.run_due()
        await self.app.bot.relay.run_due()

    def failures(self) -> list[BaseException]:
        """What the bot raised and didn't mean to: a refusal in plain words is no failure."""
        return [
            error
            for error in self.env.errors
            if not isinstance(getattr(error, "original", error), CoalitionError)
        ]


def demo_settings(folder: Path) -> Settings:
    """Settings of a throwaway bot in `folder`: no token, any free port, quiet.

    Raises:
        SettingsError: the environment holds a value that can't be used.
    """
    return load_settings(env_file=None).model_copy(
        update={
            "discord_token": None,
            "database_path": folder / "demo.db",
            "log_level": "error",
            "log_format": "text",
            "web_port": 0,
            "public_url": None,
        }
    )


@asynccontextmanager
async def open_world(start: datetime) -> AsyncGenerator[World]:
    """Build the bot, its server and its people; take everything down again at the end.

    `start` is the moment at which the simulated time begins (aware). What the bot raised
    stands in `World.failures`.

    Raises:
        SettingsError: the environment holds a value that can't be used.
    """
    clock = WorldClock(start)
    with TemporaryDirectory(prefix="coalition-demo-") as folder:
        async with open_app(demo_settings(Path(folder)), clock, awake=False) as app:
            env = simcord.Env(app.bot, shard_count=1, settle_timeout=SETTLE_SECONDS)
            env.backend.advance_clock((start - env.now()).total_seconds())
            env.backend.edit_bot_profile(cast.BOT_NAME)
            clock.follow(env)
            await env.start()
            opened = AsyncExitStack()
            try:
                site = await opened.enter_async_context(_site(app))
                world = _populate(env, app, site)
                await _greet(world)
                await seed(
                    app.services,
                    world.guild.id,
                    channels=world.channels,
                    roles=world.roles,
                    people=world.people,
                )
                yield world
            finally:
                await opened.aclose()
                await env.shutdown()


@asynccontextmanager
async def _site(app: App) -> AsyncGenerator[str]:
    """Serve the bot's web pages on any free port of this machine, and tell the bot where."""
    async with serve_site(take_port(_HOST, 0), app.services) as (host, port):
        site = f"http://{host}:{port}"
        app.services.calendars.serve_at(site)
        yield site


def _populate(env: simcord.Env, app: App, site: str) -> World:
    users = {p.key: env.create_user(p.key, global_name=p.name) for p in cast.PEOPLE}
    owner = next(p for p in cast.PEOPLE if "coordinators" in p.roles)
    guild = env.create_guild(cast.SERVER_NAME, owner=users[owner.key])
    roles = {
        r.key: guild.create_role(
            r.name,
            permissions=discord.Permissions(manage_guild=r.manages_server),
            color=r.colour,
        )
        for r in cast.ROLES
    }
    return World(
        env=env,
        app=app,
        guild=guild,
        site=site,
        roles=MappingProxyType(roles),
        channels=MappingProxyType({c.key: _channel(guild, c, roles) for c in cast.CHANNELS}),
        people=MappingProxyType(
            {
                p.key: guild.add_member(users[p.key], roles=[roles[key] for key in p.roles])
                for p in cast.PEOPLE
            }
        ),
    )


def _channel(
    guild: simcord.GuildHandle, channel: cast.Channel, roles: Mapping[str, simcord.RoleHandle]
) -> simcord.ChannelHandle:
    overwrites: dict[simcord.RoleHandle, discord.PermissionOverwrite] = {}
    if channel.only:
        shown = discord.PermissionOverwrite(view_channel=True)
        overwrites = {roles[key]: shown for key in channel.only}
        overwrites[guild.roles[cast.BOT_NAME]] = shown
        overwrites[guild.default_role] = discord.PermissionOverwrite(view_channel=False)
    if channel.read_only:
        overwrites[guild.default_role] = discord.PermissionOverwrite(send_messages=False)
    return guild.create_text_channel(
        channel.key,
        topic=t(f"demo.channel.{channel.key}", SOURCE_LANGUAGE),
        overwrites={**overwrites},
    )


async def _greet(world: World) -> None:
    for greeting in cast.GREETINGS:
        words = t(f"demo.greeting.{greeting.channel}", SOURCE_LANGUAGE)
        await world.people[greeting.who].send(world.channels[greeting.channel], words)
