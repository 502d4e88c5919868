"""`/event`: what organizers and leads do with events. Each part has a file of its own."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.presentation.commands import label
from cogs.events.changing import Changing
from cogs.events.creating import Creating
from cogs.events.roster import Rosters
from cogs.events.transfers import Transfers


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class EventCommands(
    Rosters,
    Transfers,
    Creating,
    Changing,
    commands.GroupCog,
    group_name=label("commands.event.name"),
    group_description=label("commands.event.about"),
):
    """All of `/event`."""
