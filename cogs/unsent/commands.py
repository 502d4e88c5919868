"""`/unsent`: what the bot could not post, and why."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.domain.actor import Capability
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of
from bot.services.dead_letters import DeadLettersService
from cogs.unsent.render import unsent_screen


class Unsent(commands.Cog):
    """Dead letters, for organizers."""

    def __init__(self, letters: DeadLettersService) -> None:
        self._letters = letters

    @command("unsent", aim=Aim.RUN_SERVER, needs=Capability.ORGANIZER)
    async def unsent(self, interaction: discord.Interaction[Any]) -> None:
        """Show what could not be sent."""
        context = await context_of(interaction)
        found = await self._letters.page(context.actor)
        await Answer.to(interaction).show(unsent_screen(found, context.language))
