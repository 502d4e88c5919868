"""How a campaign goes: totals that name nobody, and a picture of them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.campaign import CampaignWhole
from bot.domain.errors import BadInput
from bot.domain.small_counts import SafeCount
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.components import Action, limits_of
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.sharing import may_speak_here, question
from bot.presentation.text import fit, plain
from bot.services.call_totals import Totals
from bot.services.places import state_name
from bot.services.progress import Picture, count_words, draw_progress
from bot.services.services import Services
from cogs.campaigns.form_base import NUMBER
from cogs.campaigns.page_render import back_button, button, shown
from cogs.campaigns.pages import present

_FILE = "progress.png"
_MOST = 8


def stats_screen(
    whole: CampaignWhole, totals: Totals, names: Mapping[str, str], alt: str, language: str
) -> Screen:
    """The totals with their picture. `names`: of targets, by id."""
    number = whole.campaign.number
    lines = [f"## {shown(whole.campaign.titled(language), language)}"]
    for name, count in (
        ("calls", totals.calls), ("letters", totals.letters), ("shares", totals.shares),
    ):  # fmt: skip
        lines.append(f"**{t(f'drive.total_{name}', language)}:** {count_words(count, language)}")
    outcomes = [
        (t(f"drive.outcome_{outcome.value}", language), count)
        for outcome, count in totals.outcomes.items()
    ]
    states = [(state_name(state, language), count) for state, count in totals.states.items()]
    targets = [(names.get(target, target), count) for target, count in totals.targets.items()]
    for key, found in (("outcomes", outcomes), ("states", states), ("targets", targets)):
        lines += _list(key, found, language)
    lines.append(f"-# {t('drive.nobody_named', language)}")
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(fit("\n".join(lines), 3500)))
    if alt:
        body.add_item(_gallery(alt))
    row = [back_button(number, language)]
    if alt:
        row.insert(0, button("drive.post_progress", language, f"camp:share:{number}"))
    body.add_item(ui.ActionRow(*row))
    return Screen(body)


def _list(key: str, found: Sequence[tuple[str, SafeCount]], language: str) -> list[str]:
    if not found:
        return []
    lines = [f"**{t(f'drive.by_{key}', language)}**"]
    lines += [
        f"- {plain(fit(name, 80))}: {count_words(count, language)}" for name, count in found[:_MOST]
    ]
    if len(found) > _MOST:
        lines.append(f"- {t('drive.and_more', language, count=len(found) - _MOST)}")
    return lines


def _gallery(alt: str) -> ui.MediaGallery[Any]:
    item = discord.MediaGalleryItem(f"attachment://{_FILE}", description=fit(alt, 1024))
    return ui.MediaGallery(item)


def posted_screen(title: str, command: str, alt: str, language: str) -> Screen:
    """The picture for everybody in a channel, with what to do."""
    text = f"## {title}\n{t('drive.progress_next', language, command=command)}"
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(text))
    body.add_item(_gallery(alt))
    return Screen(body)


async def _picture(whole: CampaignWhole, totals: Totals, language: str) -> Picture:
    title = fit(whole.campaign.titled(language), 100)
    return await asyncio.to_thread(draw_progress, title, totals, language)


async def show_stats(interaction: discord.Interaction[Any], context: Context, number: int) -> None:
    """The totals of a campaign. Raises NotAllowed, NotFound."""
    services = services_of(interaction)
    whole = await services.campaigns.get(context.actor, number)
    totals = await services.calls.reached(number)
    picture = None
    if totals.calls.value != 0:  # a large nought encourages nobody
        picture = await _picture(whole, totals, context.language)
    names = await _names(services, whole, totals)
    alt = picture.alt if picture else ""
    screen = stats_screen(whole, totals, names, alt, context.language)
    files = [discord.File(BytesIO(picture.png), _FILE)] if picture else []
    await present(interaction, screen, files)


async def _names(services: Services, whole: CampaignWhole, totals: Totals) -> Mapping[str, str]:
    book = await services.legislators.load()
    names = {target.id: target.name for target in whole.targets}
    for id_ in totals.targets:
        found = book.target(id_)
        if found is not None:
            names[id_] = found.name
    return names


class Stats(Action, template=rf"camp:stats:{NUMBER}"):
    """How it goes."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        await show_stats(interaction, context, int(self.match["number"]))


class SharePicture(Action, template=rf"camp:share:{NUMBER}"):
    """Asks whether everybody in the channel should see the progress."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        may_speak_here(interaction)
        number = int(self.match["number"])
        whole = await services_of(interaction).campaigns.get(context.actor, number)
        title = shown(whole.campaign.titled(context.language), context.language)
        channel = f"<#{interaction.channel_id}>"
        text = context.t("drive.post_question", title=title, channel=channel)
        screen = question(text, f"camp:post:{number}", context.language)
        await Answer.to(interaction).show(screen)


class PostPicture(Action, template=rf"camp:post:{NUMBER}"):
    """Shows the progress to the channel, in the server's language, without saying who asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        may_speak_here(interaction)
        limits_of(interaction).sharing.check((interaction.guild_id, interaction.user.id))
        number, language = int(self.match["number"]), context.guild_language
        whole = await services.campaigns.get(context.actor, number)
        picture = await _picture(whole, await services.calls.reached(number), language)
        title = shown(whole.campaign.titled(language), language)
        command = tappable(services.commands, "call", language)
        screen = posted_screen(title, command, picture.alt, language)
        channel = interaction.channel
        if not isinstance(channel, discord.abc.Messageable):
            raise BadInput("find.bot_cant_share_here")
        try:
            await channel.send(view=screen, file=discord.File(BytesIO(picture.png), _FILE))
        except (discord.Forbidden, discord.NotFound):
            raise BadInput("find.bot_cant_share_here") from None
        await Answer.to(interaction).update(Notice(context.t("find.shared")))


ACTIONS: tuple[type[Action], ...] = (Stats, SharePicture, PostPicture)
