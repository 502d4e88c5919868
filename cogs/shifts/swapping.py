"""Swapping places: asking those on another shift, and agreeing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotFound
from bot.i18n import t
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.presentation.screen import ACCENT, Screen
from bot.services.shift_views import Seen
from bot.services.signups import Refused
from bot.storage.claims import Claimant
from cogs.events.buttons import button
from cogs.events.gather import reply
from cogs.shifts.gather import page_of, refusal_of
from cogs.shifts.there import member_there
from cogs.shifts.words import option_text, title_of, when_lines

_SHIFT = r"(?P<shift>\d{1,18})"


def choose_screen(seen: Seen, found: Sequence[Seen], language: str) -> Screen:
    """With which shift somebody would swap; nobody there is named."""
    shift = seen.shift
    lines = [f"### {t('shifts.swap_title', language, title=title_of(shift))}"]
    lines += when_lines(shift, language)
    lines.append(t("shifts.swap_about" if found else "shifts.swap_none", language))
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    if found:
        menu: ui.Select[Any] = ui.Select(
            custom_id=f"shift:swapfor:{shift.number}",
            placeholder=t("shifts.swap_choose", language),
        )
        for each in found:
            label = option_text(each.shift, language)
            menu.add_option(label=label, value=str(each.shift.number))
        body.add_item(ui.ActionRow(menu))
    body.add_item(ui.ActionRow(button("shifts.back", language, f"shift:open:{shift.number}")))
    return Screen(body)


class Swap(Action, template=rf"shift:swap:{_SHIFT}"):
    """Asks with which shift."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        if context.actor.guild_id is None:
            raise BadInput("shifts.swap_in_server")
        number = int(self.match["shift"])
        found = await services.swaps.choices(context.actor, number)
        seen = await services.shifts.get(context.actor, number)
        await reply(interaction, choose_screen(seen, found, context.language))


class SwapFor(Action, template=rf"shift:swapfor:{_SHIFT}"):
    """The shift to swap with: those on it are asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values[0]
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        number = int(self.match["shift"])
        count = await services.swaps.ask(context.actor, number, int(chosen))
        said = [context.t("shifts.swap_was_asked", count=count)]
        await reply(interaction, await page_of(services, context, number, said))


class Agree(Action, template=r"shift:agree:(?P<swap>\d{1,18})"):
    """Agrees to a swap that was asked; both are looked at as members of the server now."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number = int(self.match["swap"])
        swap = await services.swaps.asked(number)
        given = await services.shifts.as_told(swap.shift, None) if swap else None
        if swap is None or given is None:
            raise NotFound("shift_error.swap_gone")
        mine, theirs = [
            await _claimant(interaction, given.shift.guild_id, user_id)
            for user_id in (context.actor.user_id, swap.user_id)
        ]
        try:
            now_on = await services.swaps.agree(context.actor, number, mine=mine, theirs=theirs)
        except Refused as refused:
            if refused.shift is not None and refused.shift.number == swap.shift:
                await reply(interaction, await refusal_of(services, context, refused))
                return
            raise BadInput("shift_error.swap_not_theirs") from refused
        said = [context.t("shifts.swap_done")]
        await reply(interaction, await page_of(services, context, now_on, said))


async def _claimant(interaction: discord.Interaction[Any], guild_id: int, user_id: int) -> Claimant:
    actor, roles = await member_there(interaction, guild_id, user_id)
    return Claimant(user_id, guild_id, actor.may(Capability.VOLUNTEER), tuple(roles))


ACTIONS: tuple[type[Action], ...] = (Swap, SwapFor, Agree)
