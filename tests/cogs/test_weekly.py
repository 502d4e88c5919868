"""The weekly line to moderators: only where it is wanted, once a week, never twice."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotAllowed
from bot.domain.organization import ProblemReason
from bot.services.guilds import Purpose
from cogs.directory.weekly import Weekly
from tests.conftest import World


def _weekly(world: World) -> Weekly:
    cog = world.app.bot.get_cog("Weekly")
    assert isinstance(cog, Weekly)
    return cog


def _lines(world: World) -> list[str]:
    return [
        "\n".join(str(c.to_dict()) for c in message.components)
        for message in world.channel.history()
        if message.author.bot
    ]


async def test_a_line_comes_once_a_week_after_an_admin_asked_for_it_and_stops_when_told(
    world: World,
) -> None:
    alba = world.admin()
    actor = Actor(alba.id, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    await world.app.services.reports.report(actor, 1, ProblemReason.CLOSED, "")
    assert await _weekly(world).send_due() == 0
    screen = await world.slash(alba, "setup")
    screen = await world.press(alba, screen, "Yes, each week")
    assert "each week I tell the moderation channel" in screen.text
    assert await _weekly(world).send_due() == 1
    (line,) = _lines(world)
    assert "1 problem" in line
    assert "52 never checked" in line
    assert "</directory review:" in line
    await world.restart()
    assert await _weekly(world).send_due() == 0
    world.clock.set(world.clock.now() + timedelta(days=6))
    assert await _weekly(world).send_due() == 0
    world.clock.set(world.clock.now() + timedelta(days=1))
    both = await asyncio.gather(_weekly(world).send_due(), _weekly(world).send_due())
    assert sorted(both) == [0, 1]
    await world.press(alba, await world.slash(alba, "setup"), "No more")
    world.clock.set(world.clock.now() + timedelta(days=30))
    assert await _weekly(world).send_due() == 0
    assert len(_lines(world)) == 2


async def test_only_an_admin_can_turn_it_on(world: World) -> None:
    editor = Actor(5, world.guild.id, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
    with pytest.raises(NotAllowed):
        await world.app.services.guilds.choose_weekly(editor, wanted=True)
    assert not (await world.app.services.guilds.settings(world.guild.id)).weekly


async def test_a_channel_that_is_gone_or_closed_to_the_bot_stops_nothing(world: World) -> None:
    actor = Actor(1, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, 4242)
    await world.app.services.guilds.choose_weekly(actor, wanted=True)
    assert await _weekly(world).send_due() == 0
