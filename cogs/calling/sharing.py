"""`/share`: a campaign's texts to copy, and posting it in a channel after asking."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord

from bot.domain.campaign import CampaignAction, CampaignWhole, Donation, words_in
from bot.domain.errors import NotFound
from bot.domain.small_counts import Shown
from bot.i18n import languages, t
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Notice
from bot.presentation.sharing import may_speak_here, post_here
from bot.services.services import Services
from bot.services.share_picture import share_picture
from cogs.calling.code import CAMPAIGNS, read_campaigns
from cogs.calling.end_render import reminder_notice, share_question
from cogs.calling.kit_render import Drive, Kit, kit_screen, shared_card
from cogs.calling.words import count_words

_PICTURE = "campaign.png"


async def show_kit(
    interaction: discord.Interaction[Any], context: Context, number: int | None
) -> None:
    """Everything there is to pass on of a campaign, the newest where none is named."""
    services = services_of(interaction)
    whole = await _open(services, context, number)
    if whole is None:
        await Answer.to(interaction).show(Notice(context.t("call.kit_none")))
        return
    kit = await kit_of(services, whole, context.language)
    picture = await _picture(whole, context.language)
    screen = kit_screen(kit, context.language)
    await Answer.to(interaction).show(screen, files=[discord.File(BytesIO(picture), _PICTURE)])


async def kit_of(services: Services, whole: CampaignWhole, language: str) -> Kit:
    """What there is to share of a campaign, for readers of that language."""
    campaign = whole.campaign
    title, ask = campaign.titled(language), _ask_of(whole, language)
    totals = await services.calls.reached(campaign.number)
    none = totals.calls.shown is Shown.EXACT and not totals.calls.value
    together = t("call.shared_calls", language, calls=count_words(totals.calls, language))
    ways = [*(["call"] if whole.scripts else []), *(["write"] if whole.letters else [])]
    return Kit(
        campaign.number,
        title,
        ask,
        {code: _text(whole, code) for code in languages()},
        campaign.share.link,
        _PICTURE,
        words_in(campaign.share.alt, language)
        or t("call.kit_picture", language, title=title, ask=ask),
        _drive(campaign.donation),
        tuple(ways),
        "" if none else together,
    )


def _ask_of(whole: CampaignWhole, language: str) -> str:
    """What is asked, as a sentence of its own: in scripts it stands in the middle of one."""
    ask = words_in(whole.campaign.ask, language)
    return ask[:1].upper() + ask[1:]


def _text(whole: CampaignWhole, language: str) -> str:
    """The text to copy, with hashtag and link where they do not stand in it already."""
    share = whole.campaign.share
    text = share.texts.get(language, "") or _ask_of(whole, language)
    more = [each for each in (share.hashtag, share.link) if each and each not in text]
    return "\n".join([text, *more])


def _drive(donation: Donation) -> Drive | None:
    if not donation.link:
        return None
    goal, raised = donation.goal, donation.raised
    return Drive(
        donation.link,
        f"${raised:,}" if goal or raised else "",
        f"${goal:,}" if goal else "",
        min(1.0, raised / goal) if goal else None,
        donation.as_of,
    )


async def _picture(whole: CampaignWhole, language: str) -> bytes:
    campaign = whole.campaign
    title, ask = campaign.titled(language), _ask_of(whole, language)
    return await share_picture(title, ask, campaign.share.hashtag, campaign.share.link, language)


async def _open(services: Services, context: Context, number: int | None) -> CampaignWhole | None:
    """That open campaign of this server, or the newest.

    Raises:
        NotFound: it is not open (any more).
    """
    found = await services.campaigns.open_now(context.actor.guild_id or 0)
    if number is None:
        return found[0] if found else None
    for whole in found:
        if whole.campaign.number == number:
            return whole
    raise NotFound("campaign_error.gone")


class ShowKit(Action, template=r"share:kit:(?P<number>\d{1,8})"):
    """What there is to pass on, for whoever presses."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await show_kit(interaction, context, int(self.match["number"]))


class Share(Action, template=f"call:share:{CAMPAIGNS}"):
    """Asks whether everybody in the channel should see it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        campaigns = read_campaigns(self.match["campaigns"])
        question = share_question(campaigns, f"<#{interaction.channel_id}>", context.language)
        await Answer.to(interaction).show(question)


class ShareNow(Action, template=f"call:post:{CAMPAIGNS}"):
    """Shows the campaign to the channel, in the server's language, without saying who asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        may_speak_here(interaction)
        number = next(iter(read_campaigns(self.match["campaigns"])), None)
        whole = await _open(services, context, number)
        if whole is None:
            raise NotFound("campaign_error.gone")
        kit = await kit_of(services, whole, context.guild_language)
        picture = await _picture(whole, context.guild_language)
        files = [discord.File(BytesIO(picture), _PICTURE)]
        await post_here(interaction, shared_card(kit, context.guild_language), context, files=files)
        await services.calls.count(
            context.actor.guild_id or 0,
            [whole.campaign.number],
            press_key=f"{interaction.id}",
            action=CampaignAction.SHARE,
        )


class Remind(Action, template=r"call:remind"):
    """One direct message tomorrow, because they asked for it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).calls.remind_tomorrow(context.actor)
        await Answer.to(interaction).show(reminder_notice(context.language))


ACTIONS: tuple[type[Action], ...] = (ShowKit, Share, ShareNow, Remind)
