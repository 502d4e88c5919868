"""The weekly line to moderators: only where it is wanted, once a week, never twice, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotAllowed
from bot.domain.organization import ProblemReason
from bot.services.guilds import Purpose
from tests.conftest import World

DAY = timedelta(days=1)


def _lines(world: World) -> list[str]:
    return [
        "\n".join(str(c.to_dict()) for c in message.components)
        for message in world.channel.history()
        if message.author.bot
    ]


async def _something_waits(world: World, actor: Actor) -> None:
    await world.app.services.reports.report(actor, 1, ProblemReason.CLOSED, "")


async def test_a_line_comes_once_a_week_after_an_admin_asked_for_it_and_stops_when_told(
    world: World,
) -> None:
    alba = world.admin()
    actor = Actor(alba.id, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    await _something_waits(world, actor)
    await world.move(30 * DAY)
    assert _lines(world) == []
    screen = await world.slash(alba, "setup")
    screen = await world.press(alba, screen, "Yes, each week")
    assert "each week I tell the moderation channel" in screen.text
    await world.move()
    (line,) = _lines(world)
    assert "1 problem" in line
    assert "52 never checked" in line
    assert "</directory review:" in line
    await world.restart()
    await world.move(6 * DAY)
    assert len(_lines(world)) == 1
    await world.move(DAY)
    assert len(_lines(world)) == 2
    await world.press(alba, await world.slash(alba, "setup"), "No more")
    await world.move(30 * DAY)
    assert len(_lines(world)) == 2


async def test_a_bot_that_slept_for_weeks_says_it_once(world: World) -> None:
    actor = Actor(1, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    await _something_waits(world, actor)
    await world.app.services.guilds.choose_weekly(actor, wanted=True, now=world.clock.now())
    await world.move(50 * DAY)
    assert len(_lines(world)) == 1


async def test_where_nothing_waits_nothing_is_said(world: World) -> None:
    actor = Actor(1, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    await world.app.services.guilds.choose_weekly(actor, wanted=True, now=world.clock.now())
    await world.app.db.write("DELETE FROM organization")
    await world.move()
    assert _lines(world) == []
    await _something_waits_again(world)
    await world.move(7 * DAY)
    assert len(_lines(world)) == 1


async def _something_waits_again(world: World) -> None:
    await world.app.db.write(
        "INSERT INTO problem_report (guild_id, organization_id, reason, details, reported_on)"
        " VALUES (:guild, 'x', 'closed', '', '2026-11-23')",
        {"guild": world.guild.id},
    )


async def test_only_an_admin_can_turn_it_on(world: World) -> None:
    editor = Actor(5, world.guild.id, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
    with pytest.raises(NotAllowed):
        await world.app.services.guilds.choose_weekly(editor, wanted=True, now=world.clock.now())
    assert not (await world.app.services.guilds.settings(world.guild.id)).weekly


async def test_a_channel_that_is_gone_stops_nothing_and_one_chosen_later_gets_it(
    world: World,
) -> None:
    actor = Actor(1, world.guild.id, frozenset(Capability))
    guilds = world.app.services.guilds
    await _something_waits(world, actor)
    await guilds.choose_weekly(actor, wanted=True, now=world.clock.now())
    await world.move()
    await guilds.choose_channel(actor, Purpose.MODERATION, 4242)
    await world.move(DAY)
    assert _lines(world) == []
    await guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    await world.move(7 * DAY)
    assert len(_lines(world)) == 1
