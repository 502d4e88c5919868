"""Boards of open shifts: `/shift board`, and who draws one. `/shift export`."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any, cast

import discord
from discord import app_commands, ui

from bot.domain.errors import BadInput
from bot.domain.shift import ShiftKind
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.choices import choices, meant
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.names import names_of
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.services.services import Services
from bot.services.shift_boards import BOARD
from bot.services.shift_exports import EXPORTED
from bot.storage.outbox import Pending
from cogs.events.gather import reply
from cogs.shifts.board_render import board_screen, boards_screen
from cogs.shifts.drawers import language_of, number_of
from cogs.shifts.make_commands import leads
from cogs.shifts.words import kind_name

Choices = list[app_commands.Choice[str]]
_KINDS = [kind.value for kind in ShiftKind]
#: So far back and ahead a file goes.
USUAL_DAYS, MOST_DAYS = 90, 190


class BoardsAndFiles:
    """`/shift board` and `/shift export`."""

    @leads("board", "kind")
    async def board(self, interaction: discord.Interaction[Any], kind: str | None = None) -> None:
        """Put a board up in this channel, and show all there are."""
        context, services = await context_of(interaction), services_of(interaction)
        wanted = meant(kind, _kind_name, _KINDS)
        await services.shift_boards.list(context.actor)  # who may, first
        missing = _missing(interaction)
        if missing:
            raise BadInput("shift_roster.cant_post", channel=f"<#{interaction.channel_id}>")
        _, new = await services.shift_boards.put_up(
            context.actor, interaction.channel_id or 0, ShiftKind(wanted) if wanted else None
        )
        note = context.t("shift_roster.board_up" if new else "shift_roster.board_there")
        await Answer.to(interaction).show(await _boards(services, context, note))

    @board.autocomplete("kind")
    async def _suggest_kind(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return choices(typed, _kind_name, _KINDS, (await context_of(interaction)).language)

    @leads("export", "days")
    async def export(self, interaction: discord.Interaction[Any], days: int = USUAL_DAYS) -> None:
        """Send who was and is on which shift, and for how long, as a file."""
        context, services = await context_of(interaction), services_of(interaction)
        far = timedelta(days=min(max(days, 1), MOST_DAYS))
        now = services.clock.now()
        begin, end = now - far, now + far
        exports = services.shift_exports
        who = await exports.who(context.actor, since=begin, until=end)
        names = await names_of(interaction.guild, who)
        file = await exports.table(context.actor, context.language, names, since=begin, until=end)
        text = context.t("shift_roster.exported", count=file.count)
        text_display: ui.TextDisplay[Any] = ui.TextDisplay(
            f"{text}\n-# {context.t('shift_roster.exported_care')}"
        )
        attached: ui.File[Any] = ui.File(f"attachment://{file.name}")
        body: ui.Container[Any] = ui.Container(text_display, attached, accent_color=ACCENT)
        await Answer.to(interaction).show(
            Screen(body), files=[discord.File(BytesIO(file.data), file.name)]
        )


class TakeDown(Action, template=r"shift:takedown"):
    """A board is taken down."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values[0]
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        board = await services.shift_boards.take_down(context.actor, int(chosen))
        note = context.t("shift_roster.board_down", channel=f"<#{board.channel_id}>")
        await reply(interaction, await _boards(services, context, note))


async def _boards(services: Services, context: Context, note: str) -> Screen:
    return boards_screen(await services.shift_boards.list(context.actor), note, context.language)


def _missing(interaction: discord.Interaction[Any]) -> bool:
    may = interaction.app_permissions
    return not (may.view_channel and may.send_messages)


def _kind_name(value: str, language: str) -> str:
    return kind_name(ShiftKind(value), language)


def board_drawers(services: Services) -> dict[str, Drawer]:
    """Who draws boards, and the note that a file was made."""

    async def board(pending: Pending) -> Drawn | None:
        shown = await services.shift_boards.shown(number_of(pending, "board"))
        if shown is None or shown.board.guild_id != pending.guild_id:
            return None
        language = await language_of(services, pending)
        return Drawn(board_screen(shown, language, now=services.clock.now()))

    async def exported(pending: Pending) -> Drawn | None:
        language = await language_of(services, pending)
        since, until = number_of(pending, "since"), number_of(pending, "until")
        person = f"<@{number_of(pending, 'person')}>"
        text = t(
            "shift_roster.was_exported",
            language,
            person=person,
            since=f"<t:{since}:D>",
            until=f"<t:{until}:D>",
        )
        return Drawn(Notice(text))

    return {BOARD: board, EXPORTED: exported}


ACTIONS: tuple[type[Action], ...] = (TakeDown,)
