"""What answers the buttons and menus of organizers' campaign screens."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.campaign import CampaignKind, CampaignWhole, Variant
from bot.domain.errors import BadInput, CoalitionError, NotFound
from bot.i18n import languages
from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.campaign_preview import Preview
from bot.services.campaign_templates import campaign_template
from cogs.campaigns import part_render
from cogs.campaigns.form_base import AT, BODY, NUMBER, CampaignForm
from cogs.campaigns.forms import PART_FORMS, NewForm
from cogs.campaigns.making_render import new_screen
from cogs.campaigns.meanwhile import told_meanwhile
from cogs.campaigns.page_render import asked_screen, ended_screen, shown
from cogs.campaigns.pages import present, show_page
from cogs.campaigns.part_forms import BillForm, LetterForm, PointForm, ScriptForm

_PARTS = r"text|why|bills|dates|scripts|letters|officials|share|log|events|preview|fact|deadline"


def chosen(item: Any) -> str:
    """What was chosen in a menu."""
    values = cast("ui.Select[Any]", item).values
    return values[0] if values else ""


async def organizer_context(interaction: discord.Interaction[Any]) -> Context:
    """Who asks. Raises NotAllowed for all but organizers."""
    context = await context_of(interaction)
    context.actor.require(Capability.ORGANIZER)
    return context


class Page(Action, template=rf"camp:page:{NUMBER}"):
    """The page of a campaign."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        number = int(self.match["number"])
        await present(interaction, await show_page(services_of(interaction), context, number))


class New(Action, template=r"camp:new"):
    """Which campaign to begin with?"""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        await present(interaction, new_screen(context.language))


class Begin(Action, template=r"camp:begin"):
    """A template was chosen: a draft with all that it brings; or a kind, and its form."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, value = await organizer_context(interaction), chosen(self.item)
        if value.startswith("empty:"):
            kind = value.removeprefix("empty:")
            if kind not in list(CampaignKind):
                raise BadInput("errors.press_again")
            await Answer.to(interaction).open(NewForm(CampaignKind(kind), context.language))
            return
        services = services_of(interaction)
        made = await services.campaigns.from_template(context.actor, campaign_template(value))
        title = shown(made.titled(context.language), context.language)
        said = [context.t("drive.made", title=title)]
        await present(interaction, await show_page(services, context, made.number, said))


class Part(Action, template=rf"camp:part:(?P<part>{_PARTS}):{NUMBER}"):
    """One part of a campaign: its form, or a screen to choose on."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, part = await organizer_context(interaction), self.match["part"]
        services, number = services_of(interaction), int(self.match["number"])
        whole = await services.campaigns.get(context.actor, number)
        form = PART_FORMS.get(part)
        if form is not None:
            version = whole.campaign.version
            await Answer.to(interaction).open(form(whole, context, version))
            return
        await present(interaction, await self._screen(interaction, context, part))

    async def _screen(
        self, interaction: discord.Interaction[Any], context: Context, part: str
    ) -> Screen:
        services, language = services_of(interaction), context.language
        whole = await services.campaigns.get(context.actor, int(self.match["number"]))
        if part in ("scripts", "letters"):
            return part_render.bodies_screen(whole, part.removesuffix("s"), language)
        if part == "officials":
            command = tappable(services.commands, "campaign edit", language)
            return part_render.officials_screen(whole, command, language)
        if part == "events":
            coming = await services.events.upcoming(context.actor, limit=50)
            return part_render.events_screen(whole, coming, language)
        if part == "preview":
            first = first_script(whole, language)
            return await preview_of(interaction, context, whole.campaign.number, first)
        drawn = {
            "why": part_render.why_screen,
            "bills": part_render.bills_screen,
            "log": part_render.log_screen,
        }
        return drawn[part](whole, language)


def first_script(whole: CampaignWhole, language: str) -> tuple[str, str] | None:
    """Whose script, and in which language, is shown first: the reader's own where there is one."""
    found = [(body, said) for body in whole.bodies for said in whole.languages_of(body)]
    return min(found, key=lambda each: each[1] != language, default=None)


async def preview_of(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    which: tuple[str, str] | None,
    state: str = "",
) -> Screen:
    """All scripts for one body in one language, filled for somebody of that state (else the
    campaign's, else any); those that can't be are left out."""
    services = services_of(interaction)
    whole = await services.campaigns.get(context.actor, number)
    body, speaks = which or ("", context.language)
    found: list[Preview] = []
    for variant in Variant if which else ():
        if whole.script(body, speaks, variant) is None:
            continue
        try:
            found.append(
                await services.campaigns.preview(
                    context.actor,
                    number,
                    body,
                    speaks,
                    variant,
                    state=state or whole.campaign.state or "",
                )
            )
        except NotFound:
            break  # nobody to call: the page says what is missing
    return part_render.preview_screen(whole, found, body, speaks, context.language, state)


class ChoosePreview(Action, template=rf"camp:preview:{NUMBER}(?::(?P<state>[A-Z]{{2}}))?"):
    """The preview of another script."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        body, _, speaks = chosen(self.item).partition(":")
        number = int(self.match["number"])
        state = self.match["state"] or ""
        screen = await preview_of(interaction, context, number, (body, speaks), state)
        await present(interaction, screen)


class _OpensForm(Action, template=r"(?!)"):
    """Opens a form for what was chosen."""

    async def open_form(
        self, interaction: discord.Interaction[Any], form: type[CampaignForm], *extra: str
    ) -> None:
        context = await organizer_context(interaction)
        campaigns = services_of(interaction).campaigns
        whole = await campaigns.get(context.actor, int(self.match["number"]))
        await Answer.to(interaction).open(form(whole, context, whole.campaign.version, extra))


class ChoosePoint(_OpensForm, template=rf"camp:point:{NUMBER}"):
    """A reason why to change, or a new one."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        value = chosen(self.item)
        if not (value.isascii() and value.isdigit() and len(value) < 3):
            raise BadInput("errors.press_again")
        await self.open_form(interaction, PointForm, value)


class ChooseBill(_OpensForm, template=rf"camp:bill:{AT}"):
    """A bill to change or take out, or a new one."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        value = chosen(self.item)
        number = value.removeprefix("-")
        if not (number.isascii() and number.isdigit() and len(number) < 19):
            raise BadInput("errors.press_again")
        if not value.startswith("-"):
            await self.open_form(interaction, BillForm, value)
            return
        context, services = await organizer_context(interaction), services_of(interaction)
        campaign = int(self.match["number"])
        await services.campaigns.remove_bill(
            context.actor, campaign, int(self.match["version"]), int(number)
        )
        whole = await services.campaigns.get(context.actor, campaign)
        await present(interaction, part_render.bills_screen(whole, context.language))


class ChooseBody(Action, template=rf"camp:(?P<what>script|letter)for:{NUMBER}"):
    """For whom the script or letter is."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        number = int(self.match["number"])
        whole = await services_of(interaction).campaigns.get(context.actor, number)
        body = chosen(self.item)
        if body not in part_render.bodies_of(whole):
            raise BadInput("errors.press_again")
        what = self.match["what"]
        await present(interaction, part_render.cases_screen(whole, body, what, context.language))


class ChooseScript(_OpensForm, template=rf"camp:script:{NUMBER}:{BODY}"):
    """Which language and case: opens the form."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        speaks, _, variant = chosen(self.item).partition(":")
        if speaks not in languages() or variant not in list(Variant):
            raise BadInput("errors.press_again")
        await self.open_form(interaction, ScriptForm, self.match["body"], speaks, variant)


class ChooseLetter(_OpensForm, template=rf"camp:letter:{NUMBER}:{BODY}"):
    """Which language: opens the form."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        speaks = chosen(self.item)
        if speaks not in languages():
            raise BadInput("errors.press_again")
        await self.open_form(interaction, LetterForm, self.match["body"], speaks)


class Remove(Action, template=rf"camp:remove:{AT}"):
    """Takes a fact or a deadline out."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await organizer_context(interaction), services_of(interaction)
        what, _, number = chosen(self.item).partition(":")
        if what not in ("fact", "deadline") or not number.isdigit():
            raise BadInput("errors.press_again")
        campaigns, campaign = services.campaigns, int(self.match["number"])
        remove = campaigns.remove_fact if what == "fact" else campaigns.remove_deadline
        await remove(context.actor, campaign, int(self.match["version"]), int(number))
        whole = await campaigns.get(context.actor, campaign)
        await present(interaction, part_render.log_screen(whole, context.language))


class LinkEvent(Action, template=rf"camp:event:{AT}"):
    """Adds an event to the campaign, or takes it out."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await organizer_context(interaction), services_of(interaction)
        value, number = chosen(self.item), int(self.match["number"])
        if not (value.isascii() and value.isdigit() and len(value) < 19):
            raise BadInput("errors.press_again")
        whole = await services.campaigns.get(context.actor, number)
        await services.campaigns.link_event(
            context.actor,
            number,
            int(self.match["version"]),
            int(value),
            linked=int(value) not in whole.events,
        )
        whole = await services.campaigns.get(context.actor, number)
        coming = await services.events.upcoming(context.actor, limit=50)
        await present(interaction, part_render.events_screen(whole, coming, context.language))


async def open_campaign(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    version: int,
    confirm: tuple[int, ...] = (),
) -> None:
    """Open it; ask about bills whose session is over; else say what stands in the way."""
    services, language = services_of(interaction), context.language
    try:
        opened = await services.campaigns.open(context.actor, number, version, confirm=confirm)
    except CoalitionError as problem:
        if problem.key != "campaign_error.bill_ended":
            raise
        whole = await services.campaigns.get(context.actor, number)
        today = await services.campaigns.today(context.actor.guild_id or 0)
        ended = [bill for bill in whole.bills if bill.ended(today) and not bill.confirmed]
        await present(interaction, ended_screen(ended, whole.campaign, today, language))
        return
    key = "drive.planned" if opened.planned else "drive.opened"
    command = tappable(services.commands, "call", language)
    said = [context.t(key, command=command)]
    await present(interaction, await show_page(services, context, number, said))


class Open(Action, template=rf"camp:open:{AT}"):
    """Opens a campaign to everybody."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        number, version = int(self.match["number"]), int(self.match["version"])
        await open_campaign(interaction, context, number, version)


class OpenAnyway(Action, template=rf"camp:anyway:{AT}"):
    """Opens it although sessions are over."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await organizer_context(interaction)
        number, version = int(self.match["number"]), int(self.match["version"])
        # The version says that these are the bills that were shown.
        services = services_of(interaction)
        whole = await services.campaigns.get(context.actor, number)
        today = await services.campaigns.today(context.actor.guild_id or 0)
        ended = tuple(bill.number for bill in whole.bills if bill.ended(today))
        await open_campaign(interaction, context, number, version, ended)


class AskDeed(Action, template=rf"camp:(?P<deed>close|delete):{AT}"):
    """Asks before a campaign is closed or deleted."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await organizer_context(interaction), services_of(interaction)
        number, deed = int(self.match["number"]), self.match["deed"]
        whole = await services.campaigns.get(context.actor, number)
        title = shown(whole.campaign.titled(context.language), context.language)
        question = context.t(f"drive.ask_{deed}", title=title)
        yes = f"camp:do{deed}:{number}:{self.match['version']}"
        screen = asked_screen(question, f"drive.yes_{deed}", yes, number, context.language)
        await present(interaction, screen)


class DoDeed(Action, template=rf"camp:do(?P<deed>close|delete):{AT}"):
    """Closes or deletes it."""

    @told_meanwhile
    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await organizer_context(interaction), services_of(interaction)
        number, version = int(self.match["number"]), int(self.match["version"])
        if self.match["deed"] == "close":
            await services.campaigns.close(context.actor, number, version)
            said = [context.t("drive.closed")]
            await present(interaction, await show_page(services, context, number, said))
            return
        await services.campaigns.delete(context.actor, number, version)
        await present(interaction, new_screen(context.language, context.t("drive.deleted")))


ACTIONS: tuple[type[Action], ...] = (
    *(Page, New, Begin, Part, ChoosePreview, ChoosePoint, ChooseBill, ChooseBody),
    *(ChooseScript, ChooseLetter, Remove, LinkEvent, Open, OpenAnyway, AskDeed, DoDeed),
)
