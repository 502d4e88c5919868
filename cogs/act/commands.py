"""`/act`: what somebody can do now."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.domain.doable import MOST_MINUTES, in_order
from bot.domain.errors import BadInput
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.services import Services
from cogs.act.gather import doable_in
from cogs.act.render import act_screen


async def what_to_do(services: Services, context: Context, minutes: int | None = None) -> Screen:
    """What this person can do now, in order."""
    now = services.clock.now()
    found = await doable_in(services, context.actor, context.language, context.guild_language)
    ordered = in_order(found, now=now, minutes=minutes)
    return act_screen(ordered, context.language, now=now, minutes=minutes)


class ShowAll(Action, template=r"act:show"):
    """The list, as a message of its own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).show(await what_to_do(services_of(interaction), context))


class Act(commands.Cog):
    """The action center."""

    @command("act", aim=Aim.TAKE_PART, options=("minutes",), servers_only=True)
    async def act(self, interaction: discord.Interaction[Any], minutes: str | None = None) -> None:
        """Show what can be done, in so many minutes if given."""
        context = await context_of(interaction)
        if context.actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        screen = await what_to_do(services_of(interaction), context, read_minutes(minutes))
        await Answer.to(interaction).show(screen)


def read_minutes(typed: str | None) -> int | None:
    """How many minutes somebody has; None where they did not say.

    Raises:
        BadInput: no whole number that makes sense.
    """
    if typed is None or not typed.strip():
        return None
    digits = typed.strip().removesuffix("min").strip()
    if not (digits.isascii() and digits.isdigit()) or not 1 <= int(digits[:6]) <= MOST_MINUTES:
        raise BadInput("act.bad_minutes", most=MOST_MINUTES)
    return int(digits[:6])


ACTIONS: tuple[type[Action], ...] = (ShowAll,)
