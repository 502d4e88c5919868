"""`/calendar`: what somebody said yes to, in the calendar app that they already use."""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands

from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of
from cogs.calendar.components import home_of


class Calendar(commands.Cog):
    """People's own calendars, and the server's public one."""

    @command("calendar", aim=Aim.TAKE_PART, servers_only=True)
    async def calendar(self, interaction: discord.Interaction[Any]) -> None:
        """Show what stands, and what can be done."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await home_of(interaction, context))
