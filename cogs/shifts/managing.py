"""What answers the buttons of the lead's page of a shift that change one thing at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.shift import ShiftStatus
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.shift_views import server_of
from bot.services.shifts import ShiftEditedMeanwhile
from cogs.events.gather import reply
from cogs.shifts.gather import training_name
from cogs.shifts.manage_render import Plan, lead_screen, manage_screen, scope_screen, who_screen
from cogs.shifts.meanwhile import shift_meanwhile_text

NUMBER = r"(?P<number>\d{1,18})"
AT = NUMBER + r":(?P<version>\d{1,9})"
#: What a button sets at once, and the field that it is.
FIELDS = {
    "field": "field",
    "anyone": "anyone",
    "role": "role_id",
    "lead": "lead_id",
    "facility": "facility",
}
_ON_OFF = frozenset({"field", "anyone"})


async def plan_of(interaction: discord.Interaction[Any], context: Context, number: int) -> Plan:
    """A shift as those who run it see it.

    Raises:
        NotAllowed: neither its lead nor organizer nor dispatcher. NotFound. BadInput: outside a
        server.
    """
    services = services_of(interaction)
    guild_id = server_of(context.actor)
    reach = await services.shifts.reach(context.actor, number)
    seen = await services.shifts.get(context.actor, number)
    shift = seen.shift
    name = None
    if shift.facility is not None:
        name = await services.directory.name_of(shift.facility, guild_id)
    training = await training_name(services, context, shift)
    return Plan(seen, reach, await services.shifts.lead_there(shift), name, training)


async def open_plan(interaction: discord.Interaction[Any], context: Context, number: int) -> Plan:
    """The same of one that can still be changed. Raises BadInput where it can't."""
    plan = await plan_of(interaction, context, number)
    if plan.shift.status is ShiftStatus.CANCELLED:
        raise BadInput("shift_error.cancelled")
    if plan.shift.ends_at <= services_of(interaction).clock.now():
        raise BadInput("shift_error.over")
    return plan


async def draw(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    said: Sequence[str] = (),
) -> Screen:
    """The lead's page as it stands now. Raises as `plan_of` does."""
    plan = await plan_of(interaction, context, number)
    now = services_of(interaction).clock.now()
    return manage_screen(plan, context.language, now=now, said=said)


def what_changed(meanwhile: ShiftEditedMeanwhile, language: str) -> str:
    """What somebody else changed, in words. Raises BadInput where they called it off."""
    if meanwhile.current.status is ShiftStatus.CANCELLED:
        raise BadInput("shift_error.cancelled") from meanwhile
    return shift_meanwhile_text(meanwhile.what, language)


async def show_meanwhile(
    interaction: discord.Interaction[Any], context: Context, meanwhile: ShiftEditedMeanwhile
) -> None:
    """Instead of a deed: what somebody else changed, and the page as it is now."""
    what = what_changed(meanwhile, context.language)
    said = context.t("shift_plan.meanwhile_look", what=what)
    await reply(interaction, await draw(interaction, context, meanwhile.current.number, [said]))


async def set_one(
    interaction: discord.Interaction[Any], number: int, version: int, what: str, value: str,
    scope: str = "ask",
) -> None:  # fmt: skip
    """Set one thing; of a series it is asked first for which dates."""
    context = await context_of(interaction)
    plan = await open_plan(interaction, context, number)
    if scope == "ask" and plan.reach.in_series and plan.shift.version == version:
        await reply(interaction, scope_screen(plan, what, value, context.language))
        return
    meant: Any = None if value == "-" else int(value)
    if what in _ON_OFF:
        meant = bool(meant)
    try:
        await services_of(interaction).shifts.edit(
            context.actor, number, version, {FIELDS[what]: meant}, and_later=scope == "later"
        )
    except ShiftEditedMeanwhile as meanwhile:
        await show_meanwhile(interaction, context, meanwhile)
        return
    said = context.t("shift_plan.saved_later" if scope == "later" else "shift_plan.saved")
    await reply(interaction, await draw(interaction, context, number, [said]))


class OpenLead(Action, template=rf"shift:lead:{NUMBER}"):
    """The lead's page."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await reply(interaction, await draw(interaction, context, int(self.match["number"])))


class ChooseShift(Action, template=r"shift:plan:open"):
    """The lead's page of the shift that was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        context = await context_of(interaction)
        await reply(interaction, await draw(interaction, context, int(chosen)))


class OpenWho(Action, template=rf"shift:plan:who:{NUMBER}"):
    """Who may claim a place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        plan = await open_plan(interaction, context, int(self.match["number"]))
        now = services_of(interaction).clock.now()
        await reply(interaction, who_screen(plan, context.language, now=now))


class AskLead(Action, template=rf"shift:plan:lead:{NUMBER}"):
    """Asks who leads it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        plan = await open_plan(interaction, context, int(self.match["number"]))
        await reply(interaction, lead_screen(plan, context.language))


class ChooseLead(Action, template=rf"shift:plan:leader:{AT}"):
    """Who leads it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.UserSelect[Any]", self.item).values
        if chosen and chosen[0].bot:
            raise BadInput("event_edit.lead_is_bot")
        value = str(chosen[0].id) if chosen else "-"
        number, version = int(self.match["number"]), int(self.match["version"])
        await set_one(interaction, number, version, "lead", value)


class ChooseRole(Action, template=rf"shift:plan:role:{AT}"):
    """Which role in the server a place needs."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.RoleSelect[Any]", self.item).values
        value = str(chosen[0].id) if chosen else "-"
        number, version = int(self.match["number"]), int(self.match["version"])
        await set_one(interaction, number, version, "role", value)


class SetOne(
    Action,
    template=rf"shift:set:{AT}:(?P<what>{'|'.join(FIELDS)}):(?P<value>\d{{1,20}}|-)"
    r":(?P<scope>ask|one|later)",
):
    """Sets one thing at once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        match = self.match
        number, version = int(match["number"]), int(match["version"])
        await set_one(interaction, number, version, match["what"], match["value"], match["scope"])


ACTIONS: tuple[type[Action], ...] = (
    OpenLead,
    ChooseShift,
    OpenWho,
    AskLead,
    ChooseLead,
    ChooseRole,
    SetOne,
)
