"""What answers the buttons below messages that could not be sent."""

from __future__ import annotations

from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from cogs.unsent.render import discard_question, unsent_screen


class Older(Action, template=r"unsent:(?P<before>\d{1,18})"):
    """The messages before that one; with 0 the newest."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        before = int(self.match["before"]) or None
        found = await services_of(interaction).letters.page(context.actor, before=before)
        await Answer.to(interaction).update(unsent_screen(found, context.language))


class Deal(Action, template=r"unsent:(?P<how>resend|discard):(?P<number>all|\d{1,18})"):
    """Sends or discards one, or all; then shows what is left."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        letters, how = services_of(interaction).letters, self.match["how"]
        number = None if self.match["number"] == "all" else int(self.match["number"])
        deal = letters.resend if how == "resend" else letters.discard
        count = await deal(context.actor, number)
        done = context.t(f"unsent.done_{how}", count=count)
        found = await letters.page(context.actor)
        await Answer.to(interaction).update(unsent_screen(found, context.language, done))


class AskToDiscard(Action, template=r"unsent:ask"):
    """Asks before all are discarded."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        found = await services_of(interaction).letters.page(context.actor)
        await Answer.to(interaction).update(discard_question(found.count, context.language))


ACTIONS: tuple[type[Action], ...] = (Older, Deal, AskToDiscard)
