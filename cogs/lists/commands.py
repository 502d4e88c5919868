"""`/lists`: hotlines, visits, lawyers, 287(g) and the other lists that people ask for by name."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.named_lists import AGREEMENTS, NAMED_LISTS, meant_list
from bot.domain.search import fold
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of, services_of
from bot.services.directory import DirectoryService
from bot.services.reference_lists import ReferenceLists
from cogs.lists.render import menu_screen, title_of, titles
from cogs.lists.screens import list_screen

Choices = list[app_commands.Choice[str]]


class Lists(commands.Cog):
    """The named lists, for members."""

    def __init__(self, directory: DirectoryService, references: ReferenceLists) -> None:
        self._directory = directory
        self._references = references

    @command("lists", aim=Aim.FIND_HELP, options=("list", "where"))
    async def lists(
        self,
        interaction: discord.Interaction[Any],
        list: str | None = None,
        where: str | None = None,
    ) -> None:
        """Show the menu of lists, or one list; only the person who asked sees it."""
        context = await context_of(interaction)
        place = (where or "").strip()
        if list is None or not list.strip():
            if place:
                place = (await self._references.place(place, context.language))[0].label
            await Answer.to(interaction).show(menu_screen(place, context.language))
            return
        of = meant_list(list, titles())
        screen = await list_screen(of, place, services_of(interaction), context)
        await Answer.to(interaction).show(screen)

    @lists.autocomplete("list")
    async def _suggest_list(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        named = [(title_of(each, context.language), each.slug) for each in NAMED_LISTS]
        return [
            app_commands.Choice(name=name, value=slug)
            for name, slug in named
            if fold(typed).strip() in fold(name)
        ]

    @lists.autocomplete("where")
    async def _suggest_where(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        found = await self._directory.suggest_places(typed, context.language)
        if interaction.namespace.list == AGREEMENTS.slug:
            found = (await self._references.suggest_counties(typed, 15) + found)[:25]
        return [app_commands.Choice(name=n[:100], value=n[:100]) for n in found]
