"""The organizers' page of a campaign, drawn as things stand now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.actor import Capability
from bot.presentation.answer import Answer
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.services import Services
from cogs.campaigns.page_render import CampaignPage, page_screen, said_problem


async def show_page(
    services: Services, context: Context, number: int, said: Sequence[str] = ()
) -> Screen:
    """The page of a campaign. Raises NotAllowed, NotFound."""
    context.actor.require(Capability.ORGANIZER)
    whole = await services.campaigns.get(context.actor, number)
    problems = await services.campaigns.problems(context.actor, number)
    told = [said_problem(problem, context.language) for problem in problems]
    return page_screen(CampaignPage(whole, told, said), context.language)


async def present(
    interaction: discord.Interaction[Any], screen: Screen, files: Sequence[discord.File] = ()
) -> None:
    """In the place of the private message that one came from, else as a new one."""
    message = interaction.message
    if message is not None and message.flags.ephemeral and not files:
        await Answer.to(interaction).update(screen)
    else:
        await Answer.to(interaction).show(screen, files=files)
