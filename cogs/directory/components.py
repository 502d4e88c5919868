"""What answers the buttons of the review queue."""

from __future__ import annotations

from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from cogs.directory.render import review_screen


async def draw(interaction: discord.Interaction[Any], context: Context, after: int = 0) -> Screen:
    """The next report after that number.

    Raises:
        NotAllowed: not a directory editor.
    """
    waiting = await services_of(interaction).reports.next(
        context.actor, language=context.language, after=after
    )
    return review_screen(waiting, context.language)


class CloseReport(Action, template=r"review:(?P<how>right|done):(?P<number>\d{1,15})"):
    """The report is dealt with: the entry is right, or it was mended elsewhere."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number = int(self.match["number"])
        await services_of(interaction).reports.close(
            context.actor, number, checked=self.match["how"] == "right"
        )
        await Answer.to(interaction).update(await draw(interaction, context, number))


class LaterReport(Action, template=r"review:later:(?P<number>\d{1,15})"):
    """Leave it for later, show the next one."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await draw(interaction, context, int(self.match["number"]))
        await Answer.to(interaction).update(screen)


ACTIONS: tuple[type[Action], ...] = (CloseReport, LaterReport)
