"""`/request`: requests for help, entered by dispatchers and taken by volunteers."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.domain.help_request import Need
from bot.presentation.answer import Answer
from bot.presentation.choices import choices, meant
from bot.presentation.commands import Aim, command, label
from bot.presentation.context import context_of, services_of
from cogs.requests.components import open_form
from cogs.requests.gather import list_of
from cogs.requests.render import need_name

_NEEDS = [need.value for need in Need]


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class RequestCommands(
    commands.GroupCog,
    group_name=label("commands.request.name"),
    group_description=label("commands.request.about"),
):
    """All of `/request`."""

    @command(
        "create",
        under="request",
        aim=Aim.RUN_SERVER,
        needs=Capability.DISPATCHER,
        options=("need",),
    )
    async def create(self, interaction: discord.Interaction[Any], need: str | None = None) -> None:
        """Open the form of a new request."""
        context = await context_of(interaction)
        wanted = meant(need, _name, _NEEDS)
        await open_form(interaction, context, Need(wanted) if wanted else None)

    @create.autocomplete("need")
    async def _suggest_need(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        return choices(typed, _name, _NEEDS, (await context_of(interaction)).language)

    @command("list", under="request", aim=Aim.TAKE_PART, needs=Capability.VOLUNTEER)
    async def list(self, interaction: discord.Interaction[Any]) -> None:
        """What is open, and what one took."""
        context, services = await context_of(interaction), services_of(interaction)
        await Answer.to(interaction).show(await list_of(services, context))


def _name(value: str, language: str) -> str:
    return need_name(Need(value), language)
