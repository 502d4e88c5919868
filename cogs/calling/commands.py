"""`/call`, `/write`, `/share`: what a member does for a campaign."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.campaign import CampaignWhole
from bot.domain.errors import BadInput, NotFound
from bot.domain.search import fold
from bot.presentation.commands import Aim, command
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit, visible
from bot.services.services import Services
from cogs.calling.sharing import show_kit
from cogs.calling.starting import begin_round, open_campaigns

Choices = list[app_commands.Choice[str]]
#: What a chosen campaign comes back as: its number. Nobody types this.
_CHOSEN = "#"
_MOST_CHOICES = 25


class Calling(commands.Cog):
    """Calls, letters, and what to share."""

    @command("call", aim=Aim.TAKE_PART, options=("campaign",), servers_only=True)
    async def call(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """Begin a round of calls."""
        await _begin(interaction, "call", campaign)

    @command("write", aim=Aim.TAKE_PART, options=("campaign",), servers_only=True)
    async def write(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """Begin a round of letters."""
        await _begin(interaction, "write", campaign)

    @command("share", aim=Aim.TAKE_PART, options=("campaign",), servers_only=True)
    async def share(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """Show what there is to share."""
        context, services = await context_of(interaction), services_of(interaction)
        number = await _meant(services, context, campaign) if campaign else None
        await show_kit(interaction, context, number)

    @call.autocomplete("campaign")
    @write.autocomplete("campaign")
    @share.autocomplete("campaign")
    async def _suggest(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context, services = await context_of(interaction), services_of(interaction)
        named = [
            (_title(whole, context), f"{_CHOSEN}{whole.campaign.number}")
            for whole in await services.campaigns.open_now(context.actor.guild_id or 0)
        ]
        fits = [each for each in named if fold(typed) in fold(each[0])]
        return [
            app_commands.Choice(name=fit(visible(name), 100), value=value)
            for name, value in fits[:_MOST_CHOICES]
        ]


async def _begin(interaction: discord.Interaction[Any], mode: str, campaign: str | None) -> None:
    context, services = await context_of(interaction), services_of(interaction)
    if context.actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    if campaign and campaign.strip():
        campaigns = (await _meant(services, context, campaign),)
    else:
        campaigns = await open_campaigns(services, context, mode)
    await begin_round(interaction, context, mode, campaigns)


async def _meant(services: Services, context: Context, typed: str) -> int:
    """The open campaign that was chosen, or whose title was typed.

    Raises:
        NotFound: there is none.
    """
    found = await services.campaigns.open_now(context.actor.guild_id or 0)
    wanted = fold(typed)
    for whole in found:
        if typed == f"{_CHOSEN}{whole.campaign.number}":
            return whole.campaign.number
    for whole in found:
        if any(wanted and wanted in fold(title) for title in whole.campaign.title.values()):
            return whole.campaign.number
    raise NotFound("call.no_such_campaign")


def _title(whole: CampaignWhole, context: Context) -> str:
    return whole.campaign.titled(context.language, context.guild_language)
