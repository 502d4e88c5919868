"""`/find`: legal help, hotlines, visiting programmes and local groups, for the one who asks."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import BadInput
from bot.domain.search import fold
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import Context, context_of
from bot.services.directory import DirectoryService, FindRequest
from bot.services.entry_words import kind_name
from bot.services.language_names import language_choices, meant_language
from cogs.resources.page_code import MAX_HITS
from cogs.resources.pages import first_page

Choices = list[app_commands.Choice[str]]


class Resources(commands.Cog):
    """The directory, for members."""

    def __init__(self, directory: DirectoryService) -> None:
        self._directory = directory

    @command("find", aim=Aim.FIND_HELP, options=("what", "where", "kind", "language"))
    async def find(
        self,
        interaction: discord.Interaction[Any],
        what: str,
        where: str | None = None,
        kind: str | None = None,
        language: str | None = None,
    ) -> None:
        """Search the directory; only the person who asked sees the answer."""
        context = await context_of(interaction)
        request = FindRequest(
            what,
            where,
            await self._meant_kind(kind, context),
            _meant_language(language, context),
            MAX_HITS,
        )
        result = await self._directory.find(
            request, language=context.language, guild_id=context.actor.guild_id
        )
        await Answer.to(interaction).show(first_page(result, context))

    @find.autocomplete("what")
    async def _suggest_what(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        names = await self._directory.suggest(typed, interaction.guild_id)
        return [app_commands.Choice(name=n, value=n) for n in names]

    @find.autocomplete("where")
    async def _suggest_where(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        found = await self._directory.suggest_places(typed, context.language)
        return [app_commands.Choice(name=n[:100], value=n[:100]) for n in found]

    @find.autocomplete("kind")
    async def _suggest_kind(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        kinds = await self._directory.kinds(context.actor.guild_id)
        named = [(kind_name(kind, context.language), kind) for kind in kinds]
        return [
            app_commands.Choice(name=name, value=kind)
            for name, kind in sorted(named)
            if fold(typed).strip() in fold(name)
        ][:25]

    @find.autocomplete("language")
    async def _suggest_language(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        return [
            app_commands.Choice(name=name, value=code)
            for name, code in language_choices(typed, context.language)
        ]

    async def _meant_kind(self, typed: str | None, context: Context) -> str | None:
        """Choices are only offered: whatever comes back is read again."""
        if typed is None or not typed.strip():
            return None
        wanted = fold(typed).strip()
        for kind in await self._directory.kinds(context.actor.guild_id):
            if wanted in (fold(kind), fold(kind_name(kind, context.language))):
                return kind
        raise BadInput("find.unknown_kind")


def _meant_language(typed: str | None, context: Context) -> str | None:
    if typed is None or not typed.strip():
        return None
    code = meant_language(typed, context.language)
    if code is None:
        raise BadInput("find.unknown_language")
    return code
