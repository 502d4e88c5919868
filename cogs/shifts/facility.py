"""Which facility a shift is at: an entry of the directory, whose rules are shown before a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Self, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, visible
from cogs.events.gather import reply
from cogs.shifts.creating import ShiftForm
from cogs.shifts.manage_render import Plan, back
from cogs.shifts.managing import AT, plan_of, set_one

FACILITY: Fields = (("facility", False, 300, False),)
_OPTIONS = 25


class FacilityForm(ShiftForm):
    """The name of the facility, or a part of it."""

    kind: ClassVar[str] = "facility"
    fields = FACILITY
    template = re.compile(rf"shift:plan:facility:{AT}")

    def __init__(
        self, plan: Plan, now: datetime, language: str, *, version: int | None = None
    ) -> None:
        del now  # it has no times
        self.number = plan.shift.number
        self.version = plan.shift.version if version is None else version
        super().__init__(
            self.kind,
            custom_id=f"shift:plan:facility:{self.number}:{self.version}",
            language=language,
            values={"facility": plan.facility or ""},
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        plan = await plan_of(interaction, context, int(match["number"]))
        now = services_of(interaction).clock.now()
        return cls(plan, now, context.language, version=int(match["version"]))

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context, typed = await context_of(interaction), self.values()["facility"].strip()
        if not typed:
            await set_one(interaction, self.number, self.version, "facility", "-")
            return
        names = await services_of(interaction).directory.names.of(context.actor.guild_id)
        exact = sorted(names.named(typed))
        found = [(n, names.name_of(n) or typed) for n in exact] or names.choices(typed, _OPTIONS)
        if not found:
            raise BadInput("shift_plan.no_facility")
        if len(found) == 1:
            await set_one(interaction, self.number, self.version, "facility", str(found[0][0]))
            return
        at = f"{self.number}:{self.version}"
        await reply(interaction, which_screen(at, self.number, found[:_OPTIONS], self.language))


def which_screen(at: str, number: int, found: Sequence[tuple[int, str]], language: str) -> Screen:
    """Asks which of several entries is meant."""
    select: ui.Select[Any] = ui.Select(
        custom_id=f"shift:plan:entry:{at}", placeholder=t("shift_plan.choose_facility", language)
    )
    for entry, name in found:
        select.add_option(label=fit(visible(name), 100), value=str(entry))
    question = t("shift_plan.which_facility", language)
    return Notice(question, ui.ActionRow(select), ui.ActionRow(back(number, language)))


class ChooseEntry(Action, template=rf"shift:plan:entry:{AT}"):
    """The entry that was meant."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        number, version = int(self.match["number"]), int(self.match["version"])
        await set_one(interaction, number, version, "facility", chosen)


ACTIONS: tuple[type[Action], ...] = (ChooseEntry,)
