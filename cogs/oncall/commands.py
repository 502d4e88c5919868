"""`/oncall`: who is on call now; when I am; for leads the coming week and what is wanted."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.domain.oncall import FUNCTIONS
from bot.domain.search import fold
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command, label
from bot.presentation.context import context_of, services_of
from bot.presentation.text import fit
from cogs.oncall.forms import begin_adding
from cogs.oncall.gather import mine_of, needs_of, now_of, show_week
from cogs.oncall.render import name_of

Choices = list[app_commands.Choice[str]]


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class OnCall(
    commands.GroupCog,
    group_name=label("commands.oncall.name"),
    group_description=label("commands.oncall.about"),
):
    """All of `/oncall`."""

    @command("now", under="oncall", aim=Aim.TAKE_PART, servers_only=True)
    async def now(self, interaction: discord.Interaction[Any]) -> None:
        """Who is on call now, without names."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await now_of(services_of(interaction), context))

    @command(
        "add",
        under="oncall",
        aim=Aim.TAKE_PART,
        needs=Capability.VOLUNTEER,
        options=("function", "when"),
    )
    async def add(
        self, interaction: discord.Interaction[Any], function: str, when: str | None = None
    ) -> None:
        """Be on call, from when until when."""
        context = await context_of(interaction)
        services_of(interaction).oncall.may_add(context.actor)
        await begin_adding(interaction, _meant(function, context.language), when)

    @add.autocomplete("function")
    async def _suggest(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        language = (await context_of(interaction)).language
        wanted = fold(typed).strip()
        named = [(name_of(function, language), function) for function in FUNCTIONS]
        return [
            app_commands.Choice(name=fit(name, 100), value=function)
            for name, function in named
            if wanted in fold(name)
        ]

    @command("mine", under="oncall", aim=Aim.TAKE_PART, servers_only=True)
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """When I am on call."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await mine_of(services_of(interaction), context))

    @command("week", under="oncall", aim=Aim.RUN_SERVER, needs=Capability.DISPATCHER)
    async def week(self, interaction: discord.Interaction[Any]) -> None:
        """The coming week and its gaps."""
        await show_week(interaction, await context_of(interaction))

    @command("need", under="oncall", aim=Aim.RUN_SERVER, needs=Capability.DISPATCHER)
    async def need(self, interaction: discord.Interaction[Any]) -> None:
        """What is wanted covered."""
        context = await context_of(interaction)
        await Answer.to(interaction).show(await needs_of(services_of(interaction), context))


def _meant(typed: str, language: str) -> str:
    wanted = fold(typed).strip()
    for function in FUNCTIONS:
        if wanted in (function, fold(name_of(function, language))):
            return function
    raise BadInput("oncall_error.function")
