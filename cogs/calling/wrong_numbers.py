"""Numbers that two people found wrong: moderators hear of each, and decide.

The news stands in the moderators' channel with its two buttons; all numbers that are out are listed
from there and from `/directory review`.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotFound
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.call_targets import listed
from bot.services.services import Services
from bot.storage.wrong_numbers import WrongNumber
from cogs.calling.numbers import as_called
from cogs.calling.numbers_render import Wrong, out_screen, wrong_screen
from cogs.calling.parts import button
from cogs.calling.words import who_line


async def wrong_of(services: Services, guild_id: int, number: int, language: str) -> Wrong | None:
    """A number that is out, by its row; None where it is not (any more)."""
    for each in await _out(services, guild_id):
        if each.number == number:
            return await _named(services, guild_id, each, language)
    return None


async def list_screen(services: Services, context: Context, told: str = "") -> Screen:
    """All numbers that are out in a server.

    Raises:
        NotAllowed: not an organizer.
    """
    found = await services.calls.wrong_numbers(context.actor)
    guild_id = context.actor.guild_id or 0
    named = [await _named(services, guild_id, each, context.language) for each in found]
    return out_screen(named, context.language, told)


async def add_numbers_out(services: Services, context: Context, screen: Screen) -> Screen:
    """The review queue's screen, with the way to the numbers that are out, if there are any."""
    if context.actor.may(Capability.ORGANIZER) and context.actor.guild_id is not None:
        out = await services.calls.numbers_out(context.actor.guild_id)
        body = screen.children[0]
        if out and isinstance(body, ui.Container):
            body.add_item(ui.ActionRow(button("call.numbers_out", context.language, "wrong:list")))
    return screen


async def _out(services: Services, guild_id: int) -> list[WrongNumber]:
    server = Actor(0, guild_id, frozenset({Capability.ORGANIZER}))
    return await services.calls.wrong_numbers(server)


async def _named(services: Services, guild_id: int, wrong: WrongNumber, language: str) -> Wrong:
    """With whose number it is: a legislator's, or that of an official of an open campaign."""
    target = (await services.legislators.load()).target(wrong.target)
    who = who_line(as_called(target), language) if target is not None else ""
    if target is None:
        now = services.clock.now()
        for whole in await services.campaigns.open_now(guild_id):
            for official in whole.targets:
                if official.id == wrong.target:
                    who = who_line(listed(official, now), language)
    return Wrong(wrong.phone, who, str(wrong.number))


class Decide(Action, template=r"wrong:(?P<how>put_back|keep_out):(?P<number>\d{1,15})"):
    """The number works, or it does not: where the news stood, that it is done."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        found = await services.calls.wrong_numbers(context.actor)
        number = int(self.match["number"])
        wrong = next((each for each in found if each.number == number), None)
        if wrong is None:
            raise NotFound("campaign_error.number_gone")
        if self.match["how"] == "put_back":
            await services.calls.put_back(context.actor, wrong.phone)
        else:
            await services.calls.keep_out(context.actor, wrong.phone)
        told = context.t(f"call.done_{self.match['how']}")
        named = await _named(services, context.actor.guild_id or 0, wrong, context.language)
        await Answer.to(interaction).update(
            wrong_screen(named, context.language, told, decided=True)
        )


class ListOut(Action, template=r"wrong:list"):
    """All numbers that are out."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).show(await list_screen(services_of(interaction), context))


class PutBack(Action, template=r"wrong:again:(?P<number>\d{1,15})"):
    """One of the list is right after all."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        for each in await services.calls.wrong_numbers(context.actor):
            if each.number == int(self.match["number"]):
                await services.calls.put_back(context.actor, each.phone)
        told = context.t("call.done_put_back")
        await Answer.to(interaction).update(await list_screen(services, context, told))


ACTIONS: tuple[type[Action], ...] = (Decide, ListOut, PutBack)
