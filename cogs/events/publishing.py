"""Publishing: where the post goes and who will see what, asked before anybody sees anything."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.event import Status
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_views import EventPage
from bot.services.event_writing import EditedMeanwhile
from bot.services.guilds import Purpose
from cogs.events.manage_render import back, button, public_line, sight_lines
from cogs.events.managing import AT, draw, page_of, present, show_meanwhile
from cogs.events.render import span

_CHANNEL = r"(?P<channel>\d{1,20})"
_NEEDED = ("view_channel", "send_messages")


def publish_question(
    page: EventPage, channel: int | None, language: str, trouble: str = ""
) -> Screen:
    """Asks where to post it and says who will see what. `channel`: the chosen one, None: no post;
    `trouble`: why the bot could not post there."""
    event = page.event
    lines = [f"### {t('event_edit.publish_title', language, title=plain(fit(event.title, 100)))}"]
    lines += [span(one.occurrence, event, language) for one in page.times[:1]]
    if channel is None:
        lines.append(t("event_edit.publish_nowhere", language))
    else:
        lines.append(t("event_edit.publish_where", language, channel=f"<#{channel}>"))
    if trouble:
        lines.append(trouble)
    drafts = sum(each.event.status is Status.DRAFT for each in page.children)
    if drafts:
        lines.append(t("event_edit.publish_locals", language, count=drafts))
    lines.append(public_line(event, language))
    lines += [f"- {line}" for line in sight_lines(event, language)]
    at = f"{event.number}:{event.version}"
    chosen = (
        [discord.SelectDefaultValue(id=channel, type=discord.SelectDefaultValueType.channel)]
        if channel
        else []
    )
    select: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=f"event:plan:channel:{at}",
        channel_types=[discord.ChannelType.text, discord.ChannelType.news],
        placeholder=t("event_edit.choose_channel", language),
        min_values=0,
        max_values=1,
        default_values=chosen,
    )
    now = button(
        "event_edit.publish_now", f"event:plan:live:{at}:{channel or 0}", language, "primary"
    )
    now.disabled = bool(trouble)
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.ActionRow(select))
    body.add_item(ui.ActionRow(now, back(event.number, language)))
    return Screen(body)


def cant_post(interaction: discord.Interaction[Any], channel: int, language: str) -> str:
    """Why the bot can't post there; empty where it can."""
    guild = interaction.guild
    found = guild.get_channel(channel) if guild is not None else None
    if guild is None or found is None:
        return t("event_edit.channel_gone", language)
    allowed = found.permissions_for(guild.me)
    for flag in _NEEDED:
        if not getattr(allowed, flag):
            missing = t(f"permissions.{flag}", language)
            return t("event_edit.cant_post", language, channel=f"<#{channel}>", missing=missing)
    return ""


async def _ask(
    interaction: discord.Interaction[Any], context: Context, page: EventPage, channel: int | None
) -> None:
    trouble = cant_post(interaction, channel, context.language) if channel else ""
    await Answer.to(interaction).update(publish_question(page, channel, context.language, trouble))


class AskPublish(Action, template=rf"event:plan:publish:{AT}"):
    """Asks before a draft is published, or before it is said again that it takes place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(self.match["number"]))
        settings = await services_of(interaction).guilds.settings(context.actor.guild_id or 0)
        channel = page.event.channel_id or settings.channels.get(Purpose.ANNOUNCEMENTS)
        await _ask(interaction, context, page, channel)


class ChooseChannel(Action, template=rf"event:plan:channel:{AT}"):
    """Where the post goes."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(self.match["number"]))
        chosen = cast("ui.ChannelSelect[Any]", self.item).values
        await _ask(interaction, context, page, chosen[0].id if chosen else None)


class Publish(Action, template=rf"event:plan:live:{AT}:{_CHANNEL}"):
    """Publishes it, and the local events that are still drafts with it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number, channel = int(self.match["number"]), int(self.match["channel"]) or None
        context.actor.require(Capability.ORGANIZER)
        trouble = cant_post(interaction, channel, context.language) if channel else ""
        if trouble:
            page = await page_of(interaction, context, number)
            await Answer.to(interaction).update(
                publish_question(page, channel, context.language, trouble)
            )
            return
        try:
            _, locals_ = await services_of(interaction).events.publish_whole(
                context.actor, number, int(self.match["version"]), channel_id=channel
            )
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        said = [
            context.t("event_edit.published_in", channel=f"<#{channel}>")
            if channel
            else context.t("event_edit.published")
        ]
        if locals_:
            said.append(context.t("event_edit.published_locals", count=locals_))
        await present(interaction, await draw(interaction, context, number, said))


ACTIONS: tuple[type[Action], ...] = (AskPublish, ChooseChannel, Publish)
