"""What the bot is towards Discord: what it asks to see, whom it pings, what it keeps in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator
from typing import Any

import discord
import pytest
from discord.http import Route

from bot.app import App, open_app
from bot.clock import FixedClock
from bot.domain.organization import ProblemReason
from bot.i18n import t
from bot.presentation import answer
from bot.services.guilds import GuildSettings
from bot.settings import Settings
from tests.conftest import World
from tests.loopback.server import LoopbackDiscord
from tests.loopback.traffic import Recorded
from tests.loopback.world import EPHEMERAL, Payload, walk_components

NOBODY = {"parse": []}


class Wire:
    """The real bot on a Discord over HTTP and WebSocket."""

    def __init__(self, fake: LoopbackDiscord, app: App) -> None:
        self.fake = fake
        self.app = app

    @property
    def bodies(self) -> list[Payload]:
        """Every message the bot sent or changed: answers, edits, follow-ups, plain messages."""
        return [
            _message(request)
            for request in self.fake.traffic.requests
            if request.status < 300 and _carries_message(request)
        ]


def _carries_message(request: Recorded) -> bool:
    if request.json is None:
        return False
    if request.route.endswith("/callback"):
        return request.json["type"] in (4, 7)
    return "/messages" in request.route or request.route.startswith("POST /webhooks")


def _message(request: Recorded) -> Payload:
    return request.json["data"] if request.route.endswith("/callback") else request.json


@pytest.fixture
async def wire(settings: Settings, clock: FixedClock) -> AsyncGenerator[Wire]:
    async with (
        LoopbackDiscord() as fake,
        open_app(settings, clock) as app,
        fake.running(app.bot),
    ):
        yield Wire(fake, app)


def button(message: Payload | None, beginning: str) -> str:
    """The custom_id of what can be pressed and begins so."""
    assert message is not None
    found = (c.get("custom_id", "") for c in walk_components(message["components"]))
    return next(custom_id for custom_id in found if custom_id.startswith(beginning))


# --- what it asks to see --------------------------------------------------------------------


async def test_no_privileged_intent_is_asked_for_on_the_wire(wire: Wire) -> None:
    [session] = wire.fake.gateway.sessions
    asked = discord.Intents._from_value(session.identify["intents"])
    assert not asked.members
    assert not asked.presences
    assert not asked.message_content
    assert asked == discord.Intents(guilds=True, guild_scheduled_events=True)
    assert wire.app.bot.intents == asked


async def test_nobody_is_kept_in_memory_but_the_bot(wire: Wire) -> None:
    for person in (wire.fake.world.member, wire.fake.world.admin):
        await wire.fake.slash("help", by=person)
    bot = wire.app.bot
    for guild in bot.guilds:
        assert [member.id for member in guild.members] == [guild.me.id]
    assert [user.id for user in bot.users] == [wire.fake.world.me.id]
    assert not bot.cached_messages


async def test_no_screen_is_kept_in_memory(wire: Wire) -> None:
    found = await wire.fake.slash("find", {"what": "lawyer"})
    await wire.fake.click(found.message, button(found.message, "find:wrong"))
    await wire.fake.slash("setup", by=wire.fake.world.admin)
    assert not wire.app.bot.persistent_views
    store = wire.app.bot._connection._view_store
    assert not store._views
    assert not store._modals


# --- whom it pings --------------------------------------------------------------------------


async def test_no_answer_edit_or_follow_up_pings_anybody(wire: Wire) -> None:
    fake = wire.fake
    fake.world.server.name = "@everyone"
    found = await fake.slash("find", {"what": "<@1> @everyone <@&2> citizenship"})
    turned = await fake.slash("find", {"what": "lawyer"})
    await fake.click(turned.message, button(turned.message, "find:at"))
    await fake.click(found.message, "find:hotlines")
    asked = await fake.click(found.message, button(found.message, "find:share"))
    await fake.click(asked.message, button(asked.message, "find:post"))
    screen = await fake.slash("me")
    await fake.click(screen.message, "me:language", ["es"])
    await fake.slash("setup", by=fake.world.admin)
    routes = {request.route for request in fake.traffic.requests}
    assert "POST /channels/{channel_id}/messages" in routes
    assert len(wire.bodies) >= 9
    for body in wire.bodies:
        assert body["allowed_mentions"] == NOBODY, json.dumps(body)


async def test_a_late_answer_pings_nobody_either(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "DEFER_AFTER", 0.0)
    find, directory = wire.app.services.directory.find, wire.app.services.directory

    async def late(*given: Any, **named: Any) -> Any:
        await asyncio.sleep(0.05)
        return await find(*given, **named)

    monkeypatch.setattr(directory, "find", late)
    found = await wire.fake.slash("find", {"what": "@everyone lawyer"})
    assert found.kind == 5
    await found.settled()
    assert "PATCH /webhooks/{webhook_id}/{token}/messages/{message_id}" in {
        request.route for request in wire.fake.traffic.requests
    }
    assert [body["allowed_mentions"] for body in wire.bodies] == [NOBODY]


async def test_a_late_answer_to_a_button_pings_nobody_either(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answer, "DEFER_AFTER", 0.0)
    found = await wire.fake.slash("find", {"what": "Project Citizenship"})
    await found.settled()
    get_one, directory = wire.app.services.directory.get_one, wire.app.services.directory

    async def late(*given: Any, **named: Any) -> Any:
        await asyncio.sleep(0.05)
        return await get_one(*given, **named)

    monkeypatch.setattr(directory, "get_one", late)
    pressed = await wire.fake.click(found.message, button(found.message, "find:share"))
    assert pressed.kind == 6
    async with asyncio.timeout(5):
        while not pressed.pending.followups:
            pressed.pending.changed.clear()
            await pressed.pending.changed.wait()
    assert wire.bodies[-1]["allowed_mentions"] == NOBODY
    assert pressed.pending.followups[0]["flags"] & EPHEMERAL


async def test_a_plain_message_and_its_edit_ping_nobody(wire: Wire) -> None:
    channel = wire.app.bot.get_partial_messageable(int(wire.fake.world.channel["id"]))
    message = await channel.send("@everyone")
    await message.edit(content="@everyone again")
    assert [body["allowed_mentions"] for body in wire.bodies] == [NOBODY, NOBODY]


# --- who sees it ----------------------------------------------------------------------------


async def test_all_is_private_but_what_somebody_chose_to_share(wire: Wire) -> None:
    fake = wire.fake
    found = await fake.slash("find", {"what": "Project Citizenship"})
    asked = await fake.click(found.message, button(found.message, "find:share"))
    await fake.click(found.message, "find:hotlines")
    form = await fake.click(found.message, button(found.message, "find:wrong"))
    await fake.submit(form, {"reason": "other", "words": ""})
    await fake.submit(form, {"reason": "closed"})
    for name in ("help", "me", "setup", "directory review"):
        await fake.slash(name)
        await fake.slash(name, by=fake.world.admin)
    messages = fake.world.messages[int(fake.world.channel["id"])]
    assert len(messages) >= 13
    assert all(message["flags"] & EPHEMERAL for message in messages.values())
    shared = await fake.click(asked.message, button(asked.message, "find:post"))
    assert t("find.shared", "en") in shared.text
    public = [m for m in messages.values() if not m["flags"] & EPHEMERAL]
    assert len(public) == 1
    assert "Project Citizenship" in json.dumps(public)
    # An answer to a press names who pressed, for all to read; this is a message of the bot's own.
    assert len(fake.traffic.to("POST /channels/{channel_id}/messages")) == 1
    assert fake.world.member.name not in json.dumps(public).lower()


# --- a server that is left ------------------------------------------------------------------


async def rows_of(world: World, guild_id: int) -> int:
    """How many rows are kept of a server, in whatever table."""
    tables = await world.app.db.fetch_all(
        "SELECT m.name AS name FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND c.name = 'guild_id'"
    )
    assert len(tables) >= 5
    found = 0
    for table in tables:
        row = await world.app.db.fetch_one(
            f"SELECT count(*) AS n FROM {table['name']} WHERE guild_id = :id",  # noqa: S608
            {"id": guild_id},
        )
        found += row["n"] if row else 0
    return found


async def test_leaving_a_server_deletes_all_that_is_kept_of_it_and_of_no_other(
    world: World,
) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup", time_zone="America/Denver", language="es")
    channels = await world.press(admin, screen, next(iter(screen.buttons)))
    await world.choose(admin, channels, "setup:channel:alerts", world.channel)
    roles = await world.press(admin, channels, "Roles")
    await world.choose(admin, roles, "setup:role:verifier", world.guild.create_role("V"))
    actor = await world.app.services.guilds.actor(
        user_id=admin.id, guild_id=world.guild.id, role_ids=[], manages_server=True
    )
    other = await world.app.services.guilds.actor(
        user_id=admin.id, guild_id=77, role_ids=[], manages_server=True
    )
    for who in (actor, other):
        await world.app.services.guilds.choose_language(who, "es")
        for _ in range(2):
            await world.app.services.reports.report(who, 1, ProblemReason.CLOSED, "")
        waiting = await world.app.services.review.next(who)
        assert waiting is not None
        assert waiting.report is not None
        await world.app.services.entries.confirm(who, 1, version=0, called=True)
        await world.app.services.reports.close(who, waiting.report.number)
    assert await rows_of(world, world.guild.id) == 8
    world.env.backend.remove_guild(world.guild.id)
    await world.env.settle()
    assert await rows_of(world, world.guild.id) == 0
    assert await rows_of(world, 77) == 6
    settings = await world.app.services.guilds.settings(world.guild.id)
    assert settings == GuildSettings()


async def test_a_server_that_is_only_unavailable_keeps_its_choices(wire: Wire) -> None:
    guild_id = wire.fake.world.server.id
    actor = await wire.app.services.guilds.actor(
        user_id=1, guild_id=guild_id, role_ids=[], manages_server=True
    )
    await wire.app.services.guilds.choose_language(actor, "es")
    outage = {"id": str(guild_id), "unavailable": True}
    await wire.fake.gateway.dispatch("GUILD_DELETE", outage, guild_id=guild_id)
    await wire.fake.gateway.dispatch(
        "GUILD_CREATE", wire.fake.world.server.gateway_payload(wire.fake.world.me.id),
        guild_id=guild_id,
    )  # fmt: skip
    await wire.fake.slash("help")
    assert (await wire.app.services.guilds.settings(guild_id)).language == "es"


def test_the_running_bot_talks_to_discord_itself() -> None:
    assert Route.BASE == "https://discord.com/api/v10"
