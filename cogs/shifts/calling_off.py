"""Calling a shift off: it is asked first, and says how many people are told."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import ACCENT, Screen
from bot.services.shifts import ShiftEditedMeanwhile
from cogs.events.buttons import button, rows
from cogs.events.gather import reply
from cogs.shifts.manage_render import DANGER, Plan, back
from cogs.shifts.managing import AT, NUMBER, draw, open_plan, show_meanwhile
from cogs.shifts.words import span, title_of


def off_screen(plan: Plan, language: str) -> Screen:
    """Asks before a shift is called off; of a series also for which dates."""
    shift, reach = plan.shift, plan.reach
    when = span(shift, language)
    lines = [t("shift_plan.off_question", language, title=title_of(shift), when=when)]
    if reach.people:
        lines.append(t("shift_plan.off_told", language, count=reach.people))
    else:
        lines.append(t("shift_plan.off_nobody", language))
    off = f"shift:plan:offnow:{plan.at}"
    if reach.in_series:
        lines.append(t("shift_plan.off_later", language, count=reach.later))
        if reach.people_later:
            lines.append(t("shift_plan.off_later_told", language, count=reach.people_later))
        found = [
            button("shift_plan.off_only", language, f"{off}:one", DANGER),
            button("shift_plan.off_all", language, f"{off}:later", DANGER),
        ]
    else:
        found = [button("shift_plan.off_now", language, f"{off}:one", DANGER)]
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for row in rows([*found, back(shift.number, language)]):
        body.add_item(row)
    return Screen(body)


async def ask_off(interaction: discord.Interaction[Any], context: Context, number: int) -> None:
    """Show the question. Raises NotAllowed, NotFound; BadInput where it is over or off already."""
    plan = await open_plan(interaction, context, number)
    await reply(interaction, off_screen(plan, context.language))


class AskOff(Action, template=rf"shift:plan:off:{NUMBER}"):
    """Asks before a shift is called off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await ask_off(interaction, context, int(self.match["number"]))


class Off(Action, template=rf"shift:plan:offnow:{AT}:(?P<scope>one|later)"):
    """Calls it off for good."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, number = await context_of(interaction), int(self.match["number"])
        later = self.match["scope"] == "later"
        try:
            count = await services_of(interaction).shifts.cancel(
                context.actor, number, int(self.match["version"]), and_later=later
            )
        except ShiftEditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        said = context.t("shift_plan.is_off", count=count)
        await reply(interaction, await draw(interaction, context, number, [said]))


ACTIONS: tuple[type[Action], ...] = (AskOff, Off)
