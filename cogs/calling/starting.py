"""How a round begins: from a command, from a button in a channel, from what can be done now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.domain.legislators import Body, District
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.services.services import Services
from cogs.calling.cards import show_turn
from cogs.calling.code import CAMPAIGNS, MAX_CAMPAIGNS, MODE, Code, read_campaigns
from cogs.calling.flow import wanted
from cogs.calling.numbers_render import no_campaign_screen
from cogs.calling.seats import ASKED, chamber_districts, seat_of
from cogs.calling.zip_forms import ZipForm


async def open_campaigns(services: Services, context: Context, mode: str) -> tuple[int, ...]:
    """The open campaigns of this server that ask for calls (or letters), as many as one round
    takes, the newest first."""
    found = await services.campaigns.open_now(context.actor.guild_id or 0)
    asked = [
        whole.campaign.number
        for whole in found
        if (whole.letters if mode == "write" else whole.scripts)
    ]
    return tuple(asked[:MAX_CAMPAIGNS])


async def begin_round(
    interaction: discord.Interaction[Any], context: Context, mode: str, campaigns: tuple[int, ...]
) -> None:
    """Asks for a ZIP, or shows the first card where it is known whom this person calls."""
    services = services_of(interaction)
    still_open = await open_campaigns(services, context, mode)
    campaigns = tuple(each for each in campaigns if each in still_open)
    if not campaigns:
        await Answer.to(interaction).show(no_campaign_screen(context.language))
        return
    bodies = await wanted(services, context.actor, campaigns)
    districts = await services.calls.remembered(context.actor) if bodies else ()
    if not bodies or (districts and not await _unknown(services, bodies, districts)):
        code = Code(mode, campaigns, seat_of(districts))
        await Answer.to(interaction).show(await show_turn(services, context, code))
        return
    await Answer.to(interaction).open(ZipForm(mode, campaigns, context.language))


async def _unknown(
    services: Services, bodies: frozenset[Body], districts: Sequence[District]
) -> list[Body]:
    """The bodies of which a district is needed and not among those remembered; a state may have no
    such chamber."""
    book, known = await services.legislators.load(), {each.body for each in districts}
    return [
        body
        for body in ASKED
        if body in bodies - known and chamber_districts(book, districts[0].state, body)
    ]


class Start(Action, template=f"{MODE}:start:{CAMPAIGNS}"):
    """A round of calls or letters, for whoever presses, and seen by nobody else."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        campaigns = read_campaigns(self.match["campaigns"])
        await begin_round(interaction, context, self.match["mode"], campaigns)


ACTIONS: tuple[type[Action], ...] = (Start,)
