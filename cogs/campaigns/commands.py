"""`/campaign`: what organizers do with campaigns."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.actor import Capability
from bot.domain.campaign import Campaign, CampaignStatus
from bot.domain.errors import BadInput, NotFound
from bot.domain.search import fold
from bot.presentation.commands import Aim, command, label
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit
from bot.services.campaign_templates import campaign_template, campaign_templates
from bot.services.services import Services
from bot.services.typed_district import read_state
from cogs.campaigns.components import (
    chosen,
    first_script,
    open_campaign,
    organizer_context,
    preview_of,
)
from cogs.campaigns.making_render import new_screen
from cogs.campaigns.officials import look_at_list
from cogs.campaigns.page_render import asked_screen, choose_screen, shown
from cogs.campaigns.pages import present, show_page
from cogs.campaigns.stats import show_stats

Choices = list[app_commands.Choice[str]]
#: What can be done with a campaign, by the word in a menu's custom_id.
DEEDS = ("edit", "preview", "open", "close", "stats")


async def meant(services: Services, context: Context, typed: str) -> Campaign:
    """The campaign that somebody means: its number from a choice, or its title.

    Raises:
        NotFound: none of this server.
    """
    wanted = fold(typed).strip()
    for campaign in await services.campaigns.list(context.actor):
        titles = [fold(title) for title in campaign.title.values()]
        if wanted == str(campaign.number) or wanted in titles:
            return campaign
    raise NotFound("drive.unknown")


async def preview(
    interaction: discord.Interaction[Any], context: Context, number: int, state: str = ""
) -> None:
    """A script of it, filled; for somebody of a state where one was named."""
    whole = await services_of(interaction).campaigns.get(context.actor, number)
    first = first_script(whole, context.language)
    await present(interaction, await preview_of(interaction, context, number, first, state))


async def do(
    interaction: discord.Interaction[Any], context: Context, campaign: Campaign, deed: str
) -> None:
    """Do one of `DEEDS`."""
    services, number = services_of(interaction), campaign.number
    if deed == "edit":
        await present(interaction, await show_page(services, context, number))
    elif deed == "stats":
        await show_stats(interaction, context, number)
    elif deed == "open":
        await open_campaign(interaction, context, number, campaign.version)
    elif deed == "preview":
        await preview(interaction, context, number)
    else:
        if campaign.status is not CampaignStatus.OPEN and not campaign.planned:
            raise BadInput("campaign_error.not_open")
        title = shown(campaign.titled(context.language), context.language)
        question = context.t("drive.ask_close", title=title)
        yes = f"camp:doclose:{number}:{campaign.version}"
        screen = asked_screen(question, "drive.yes_close", yes, number, context.language)
        await present(interaction, screen)


async def begin(interaction: discord.Interaction[Any], typed: str | None, deed: str) -> None:
    """Do it to the campaign that was named, or ask which."""
    context, services = await organizer_context(interaction), services_of(interaction)
    if typed:
        await do(interaction, context, await meant(services, context, typed), deed)
        return
    found = await services.campaigns.list(context.actor)
    await present(interaction, choose_screen(found, deed, context.language))


class Which(Action, template=rf"camp:which:(?P<deed>{'|'.join(DEEDS)})"):
    """The campaign that was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, value = await organizer_context(interaction), chosen(self.item)
        campaign = await meant(services_of(interaction), context, value)
        await do(interaction, context, campaign, self.match["deed"])


def organizers(name: str, *options: str) -> Any:
    """A command of `/campaign`."""
    return command(
        name,
        under="campaign",
        aim=Aim.RUN_SERVER,
        needs=Capability.ORGANIZER,
        options=options,
    )


@app_commands.guild_only()
@app_commands.allowed_contexts(guilds=True, dms=False, private_channels=False)
class CampaignCommands(
    commands.GroupCog,
    group_name=label("commands.campaign.name"),
    group_description=label("commands.campaign.about"),
):
    """All of `/campaign`."""

    @organizers("create", "template")
    async def create(
        self, interaction: discord.Interaction[Any], template: str | None = None
    ) -> None:
        """Begin with a bundled campaign, or an empty one."""
        context, services = await organizer_context(interaction), services_of(interaction)
        if not template:
            await present(interaction, new_screen(context.language))
            return
        wanted = fold(template).strip()
        keys = [
            each.key
            for each in campaign_templates()
            if wanted in (each.key, *(fold(title) for title in each.draft.title.values()))
        ]
        found = campaign_template(keys[0] if keys else "")
        made = await services.campaigns.from_template(context.actor, found)
        title = shown(made.titled(context.language), context.language)
        said = [context.t("drive.made", title=title)]
        await present(interaction, await show_page(services, context, made.number, said))

    @create.autocomplete("template")
    async def _suggest_template(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        language = (await context_of(interaction)).language
        named = [
            (each.draft.title.get(language) or each.key, each.key) for each in campaign_templates()
        ]
        return [
            app_commands.Choice(name=fit(name, 100), value=key)
            for name, key in named
            if fold(typed).strip() in fold(name)
        ]

    @organizers("edit", "campaign", "officials", "list")
    async def edit(
        self,
        interaction: discord.Interaction[Any],
        campaign: str | None = None,
        officials: discord.Attachment | None = None,
        list: str | None = None,
    ) -> None:
        """The page of a campaign; with a file, what it would do to a list of officials."""
        if officials is None:
            await begin(interaction, campaign, "edit")
            return
        context, services = await organizer_context(interaction), services_of(interaction)
        if not campaign or not list:
            raise BadInput("drive.list_needs")
        found = await meant(services, context, campaign)
        await look_at_list(interaction, found.number, list, officials)

    @organizers("preview", "campaign", "state")
    async def preview(
        self,
        interaction: discord.Interaction[Any],
        campaign: str | None = None,
        state: str | None = None,
    ) -> None:
        """The scripts, filled for somebody who really sits there, in that state if named."""
        if not campaign or not state:
            await begin(interaction, campaign, "preview")
            return
        context, services = await organizer_context(interaction), services_of(interaction)
        found = await meant(services, context, campaign)
        book = await services.legislators.load()
        await preview(interaction, context, found.number, read_state(state, book.places))

    @organizers("open", "campaign")
    async def open(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """Open a campaign to everybody."""
        await begin(interaction, campaign, "open")

    @organizers("close", "campaign")
    async def close(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """Close a campaign; it asks first."""
        await begin(interaction, campaign, "close")

    @organizers("stats", "campaign")
    async def stats(
        self, interaction: discord.Interaction[Any], campaign: str | None = None
    ) -> None:
        """How it goes, in numbers that name nobody."""
        await begin(interaction, campaign, "stats")

    @edit.autocomplete("campaign")
    @preview.autocomplete("campaign")
    @open.autocomplete("campaign")
    @close.autocomplete("campaign")
    @stats.autocomplete("campaign")
    async def _suggest_campaign(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context, services = await context_of(interaction), services_of(interaction)
        if not context.actor.may(Capability.ORGANIZER):
            return []
        found = await services.campaigns.list(context.actor)
        named = [(each.titled(context.language), str(each.number)) for each in found]
        return [
            app_commands.Choice(name=fit(name, 100), value=number)
            for name, number in named
            if name and fold(typed).strip() in fold(name)
        ][:25]


ACTIONS: tuple[type[Action], ...] = (Which,)
