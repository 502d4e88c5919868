"""Showing something to a whole channel: it asks first, and nobody learns who shared it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, limits_of
from bot.presentation.context import Context, context_of
from bot.presentation.screen import Notice, Screen


def may_speak_here(interaction: discord.Interaction[Any]) -> None:
    """Who can't write in a channel can't make the bot write there; the bot must be able to, too.

    Raises:
        BadInput: one of them may not; says which.
    """
    flag = "send_messages"
    if isinstance(interaction.channel, discord.Thread):
        flag = "send_messages_in_threads"
    if interaction.guild_id is None or not getattr(interaction.permissions, flag):
        raise BadInput("find.cant_share_here")
    if not (
        interaction.app_permissions.view_channel and getattr(interaction.app_permissions, flag)
    ):
        raise BadInput("find.bot_cant_share_here")


def question(text: str, yes_id: str, language: str) -> Notice:
    """Asks before anything is said in public; `yes_id` is the custom_id of who posts it then."""
    yes: ui.Button[Any] = ui.Button(
        label=t("find.share_now", language),
        custom_id=yes_id,
        style=discord.ButtonStyle.primary,
    )
    no: ui.Button[Any] = ui.Button(label=t("find.keep_private", language), custom_id="find:keep")
    return Notice(text, ui.ActionRow(yes, no))


async def post_here(
    interaction: discord.Interaction[Any],
    screen: Screen,
    context: Context,
    *,
    files: Sequence[discord.File] = (),
) -> None:
    """Show a screen to everybody in this channel, then thank whoever pressed, privately.

    Raises:
        BadInput: they shared too often, or the bot can't write here.
    """
    # Not as an answer to the press: such a message carries who pressed, for all to read.
    limits_of(interaction).sharing.check((interaction.guild_id, interaction.user.id))
    try:
        await _channel_of(interaction).send(view=screen, files=files)
    except (discord.Forbidden, discord.NotFound):
        raise BadInput("find.bot_cant_share_here") from None
    await Answer.to(interaction).update(Notice(context.t("find.shared")))


def _channel_of(interaction: discord.Interaction[Any]) -> discord.abc.Messageable:
    channel = interaction.channel
    if not isinstance(channel, discord.abc.Messageable):
        raise BadInput("find.bot_cant_share_here")
    return channel


class KeepPrivate(Action, template=r"find:keep"):
    """Nothing is shared after all."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).update(Notice(context.t("find.kept_private")))
