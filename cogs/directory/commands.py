"""`/directory`: what keeps the directory true, for its editors."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, label
from bot.presentation.context import context_of
from cogs.directory.components import draw


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class Directory(
    commands.GroupCog,
    group_name=label("commands.directory.name"),
    group_description=label("commands.directory.about"),
):
    """The moderators' side of the directory."""

    @command("review", under="directory", aim=Aim.RUN_SERVER, needs=Capability.DIRECTORY_EDITOR)
    async def review(self, interaction: discord.Interaction[Any]) -> None:
        """Show the oldest report that waits."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await draw(interaction, context))
