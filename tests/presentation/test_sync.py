"""Discord is told about the commands once, and again only when they changed."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot.app import open_app
from bot.clock import FixedClock
from bot.i18n import t
from bot.presentation.sync import commands_digest
from bot.settings import Settings
from tests.conftest import World
from tests.loopback.server import LoopbackDiscord

SYNC = "PUT /applications/{application_id}/commands"
SPANISH = ("es-ES", "es-419")


async def start(
    fake: LoopbackDiscord, settings: Settings, clock: FixedClock, about: str = ""
) -> int:
    """Start the bot once, with another description of /help if given; how often it synced."""
    before = len(fake.traffic.to(SYNC))
    async with open_app(settings, clock) as app:
        if about:
            add = app.bot._setup

            async def changed(bot: Any) -> None:
                await add(bot)
                bot.tree.get_command("help").description = about

            app.bot._setup = changed
        async with fake.running(app.bot):
            pass
    return len(fake.traffic.to(SYNC)) - before


async def test_the_commands_are_synced_once_and_again_only_when_they_changed(
    settings: Settings, clock: FixedClock
) -> None:
    async with LoopbackDiscord() as fake:
        assert await start(fake, settings, clock) == 1
        assert await start(fake, settings, clock) == 0
        assert await start(fake, settings, clock, about="Something new") == 1
        assert await start(fake, settings, clock, about="Something new") == 0
        assert await start(fake, settings, clock) == 1


async def test_a_sync_that_failed_is_tried_again_at_the_next_start(
    settings: Settings, clock: FixedClock
) -> None:
    async with LoopbackDiscord() as fake:
        fake.traffic.fault(SYNC, status=403)
        with pytest.raises(discord.Forbidden):
            await start(fake, settings, clock)
        assert await start(fake, settings, clock) == 1


async def test_another_application_on_the_same_database_is_told_too(world: World) -> None:
    first = await commands_digest(world.app.bot.tree, 1)
    assert first == await commands_digest(world.app.bot.tree, 1)
    assert first != await commands_digest(world.app.bot.tree, 2)


def named(payload: dict[str, Any], key: str) -> list[tuple[dict[str, Any], str]]:
    """A command and everything below it, with the catalog key each is named by."""
    found = [(payload, key)]
    for option in payload.get("options") or []:
        below = (
            f"{key}.{option['name']}" if option["type"] == 1 else f"{key}.option.{option['name']}"
        )
        found += named(option, below)
    return found


async def test_names_and_descriptions_stand_in_both_kinds_of_spanish(
    settings: Settings, clock: FixedClock
) -> None:
    async with LoopbackDiscord() as fake:
        await start(fake, settings, clock)
        [sync] = fake.traffic.to(SYNC)
    assert {command["name"] for command in sync.json} >= {"find", "help", "me", "setup"}
    for command in sync.json:
        for part, key in named(command, f"commands.{command['name']}"):
            assert part["name"] == t(f"{key}.name", "en")
            assert part["description"] == t(f"{key}.about", "en")
            for locale in SPANISH:
                assert part["name_localizations"][locale] == t(f"{key}.name", "es")
                assert part["description_localizations"][locale] == t(f"{key}.about", "es")
            assert set(part["name_localizations"]) == set(SPANISH)


async def test_only_commands_for_everybody_work_in_direct_messages(
    settings: Settings, clock: FixedClock
) -> None:
    async with LoopbackDiscord() as fake:
        await start(fake, settings, clock)
        [sync] = fake.traffic.to(SYNC)
    there = {c["name"]: c.get("dm_permission", True) for c in sync.json}
    everywhere = {"find", "lists", "rights", "issue", "events", "shifts", "help", "me"}
    assert {name for name, direct in there.items() if direct} == everywhere


async def test_commands_are_only_where_the_bot_itself_is(world: World) -> None:
    """Never installed to a person alone: in a server without the bot nothing could be deleted."""
    tree = world.app.bot.tree
    told = {command.name: command.to_dict(tree) for command in tree.get_commands()}
    assert {tuple(each["integration_types"]) for each in told.values()} == {(0,)}
    assert told["setup"]["contexts"] == [0]
    assert told["directory"]["contexts"] == [0]
    assert told["find"]["contexts"] == [0, 1]
