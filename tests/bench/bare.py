"""The script that `bench_startup` measures against: the least a slash-command bot can be."""

from __future__ import annotations

import sys

import discord
from discord import app_commands
from discord.ext import commands


def main() -> None:
    """Log in, become ready, answer `/find`; no command is synced, nothing is kept."""
    bot = commands.AutoShardedBot(
        command_prefix=commands.when_mentioned, intents=discord.Intents(guilds=True)
    )

    @bot.tree.command(description="find")
    @app_commands.describe(what="what")
    async def find(interaction: discord.Interaction, what: str) -> None:
        await interaction.response.send_message("found", ephemeral=True)

    @bot.event
    async def on_ready() -> None:
        sys.stderr.write('"ready"\n')
        sys.stderr.flush()

    bot.run("token", log_handler=None)


if __name__ == "__main__":
    main()
