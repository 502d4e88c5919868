"""Whoever leaves a server loses their calendar of it, and `/me` says that there is one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.actor import Actor, Capability
from bot.i18n import t
from bot.presentation.membership import membership_of
from bot.settings import Settings
from tests.conftest import World


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"public_url": "https://calendar.example.org"})


async def test_calendars_end_with_leaving_and_with_being_forgotten(world: World) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    calendars = world.app.services.calendars
    tokens: dict[str, str] = {}
    for who in (ana, ben):
        actor = Actor(who.id, world.guild.id, frozenset({Capability.MEMBER}))
        address = (await calendars.add(actor, language="en")).address
        tokens[who.name] = address.rpartition("/")[2].removesuffix(".ics")
    seen = await world.slash(ana, "me")
    assert t("me.kept_calendars", "en", count=1) in seen.text
    still_there = membership_of(world.app.bot)
    assert await still_there(world.guild.id, ana.id) is True
    assert await still_there(1, ana.id) is None  # a server that the bot is not in
    await calendars.personal(tokens["Ana"])
    assert len(await calendars.owners()) == 2

    world.env.backend.remove_member(world.guild.id, ben.id)
    assert await still_there(world.guild.id, ben.id) is False
    for guild_id, user_id in await calendars.owners():
        await calendars.check_owner(guild_id, user_id)
    assert await calendars.owners() == [(world.guild.id, ana.id)]

    await world.restart()
    calendars = world.app.services.calendars
    seen = await world.slash(ana, "me")
    await world.press(ana, seen, t("me.forget", "en"))
    assert await calendars.owners() == []
    assert t("me.kept_nothing", "en") in (await world.slash(ana, "me")).text
    for token in tokens.values():
        answered = await calendars.personal(token)
        assert (answered.status, b"VEVENT" in answered.body) == (200, False)
    world.clock.set(world.clock.now() + timedelta(days=31))
    assert (await calendars.personal(tokens["Ana"])).status == 410
