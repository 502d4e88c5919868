"""`/rights`: what to do and what to say, on one phone screen, for the one who asks."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import context_of
from bot.services.rights import RightsService
from cogs.rights.render import card_screen, menu_screen


class Rights(commands.Cog):
    """The know-your-rights cards."""

    def __init__(self, rights: RightsService) -> None:
        self._rights = rights

    @command("rights", aim=Aim.FIND_HELP, options=("card",))
    async def rights(self, interaction: discord.Interaction[Any], card: str | None = None) -> None:
        """Show a card at once, or all of them to choose from."""
        context = await context_of(interaction)
        cards = self._rights.cards
        if card is None or not card.strip():
            screen = menu_screen(cards, context.language)
        else:
            # Choices are only offered: whatever comes back is read again, in any language.
            meant = self._rights.meant(card, context.language)
            in_server = context.actor.guild_id is not None
            screen = card_screen(meant, context.language, cards.as_of, in_server=in_server)
        await Answer.to(interaction).show(screen)

    @rights.autocomplete("card")
    async def _suggest_card(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        found = self._rights.cards.suggest(typed, context.language)
        return [app_commands.Choice(name=name, value=card_id) for name, card_id in found]
