"""`/shift`: what leads do with shifts. Each part has a file of its own."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.presentation.commands import label
from cogs.shifts.boards import BoardsAndFiles
from cogs.shifts.changing import Changing
from cogs.shifts.make_commands import Creating
from cogs.shifts.roster import Rosters


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class ShiftCommands(
    Rosters,
    BoardsAndFiles,
    Creating,
    Changing,
    commands.GroupCog,
    group_name=label("commands.shift.name"),
    group_description=label("commands.shift.about"),
):
    """All of `/shift`."""
