"""`/setup`: an admin makes the bot this server's own."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.domain.search import fold
from bot.i18n import language_name, languages
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of
from bot.services.guilds import GuildsService
from bot.services.zones import suggest_zones
from cogs.setup.components import draw
from cogs.setup.render import Tab

Choices = list[app_commands.Choice[str]]


class Setup(commands.Cog):
    """The server's choices, for admins."""

    def __init__(self, guilds: GuildsService) -> None:
        self._guilds = guilds

    @command("setup", aim=Aim.RUN_SERVER, needs=Capability.ADMIN, options=("time_zone", "language"))
    async def setup(
        self,
        interaction: discord.Interaction[Any],
        time_zone: str | None = None,
        language: str | None = None,
    ) -> None:
        """Show the setup screen, after saving what was given right away."""
        context = await context_of(interaction)
        context.actor.require(Capability.ADMIN)
        if time_zone or language:
            await self._guilds.choose_both(
                context.actor, zone=time_zone or None, language=language or None
            )
        tab = Tab.LANGUAGE if time_zone or language else Tab.CHANNELS
        context = await context_of(interaction)
        await Answer.to(interaction).show(await draw(interaction, tab, context))

    @setup.autocomplete("time_zone")
    async def _suggest_zone(self, _: discord.Interaction[Any], typed: str) -> Choices:
        return [app_commands.Choice(name=zone, value=zone) for zone in suggest_zones(typed)]

    @setup.autocomplete("language")
    async def _suggest_language(self, _: discord.Interaction[Any], typed: str) -> Choices:
        return [
            app_commands.Choice(name=language_name(code), value=code)
            for code in languages()
            if fold(typed).strip() in fold(language_name(code))
        ]
