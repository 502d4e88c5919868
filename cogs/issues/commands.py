"""`/issue`: what a demand, a law or a bill is about, for the one who asks."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of
from bot.presentation.text import fit
from bot.services.issue_library import issue_library
from cogs.issues.components import card_for
from cogs.issues.render import menu_screen


class Issues(commands.Cog):
    """The policy issue library."""

    @command("issue", aim=Aim.TAKE_PART, options=("topic",))
    async def issue(self, interaction: discord.Interaction[Any], topic: str | None = None) -> None:
        """Show one at once, or all of them to choose from."""
        context = await context_of(interaction)
        library = issue_library()
        if topic is None or not topic.strip():
            screen = menu_screen(library.issues, context.language)
        else:
            screen = card_for(library.meant(topic), context)
        await Answer.to(interaction).show(screen)

    @issue.autocomplete("topic")
    async def _suggest_topic(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        return [
            app_commands.Choice(name=fit(each.title[context.language], 100), value=each.id)
            for each in issue_library().suggest(typed, context.language)
        ]
