"""The roster of a shift: `/shift roster`, and what answers its buttons and menus."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import app_commands, ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.shift import Shift
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.names import names_of
from bot.presentation.screen import Screen
from bot.presentation.text import fit
from bot.services.services import Services
from bot.services.signups import Refused
from bot.storage.claims import Claimant
from bot.storage.signups import Signup
from cogs.events.gather import reply
from cogs.shifts.make_commands import leads
from cogs.shifts.roster_render import (
    Sheet,
    off_question,
    person_screen,
    role_question,
    roster_screen,
)
from cogs.shifts.there import member_there
from cogs.shifts.words import option_text

Choices = list[app_commands.Choice[str]]
_SHIFT, _PAGE = r"(?P<shift>\d{1,18})", r"(?P<page>\d{1,3})"
_AT = rf"{_SHIFT}:(?P<user>\d{{1,20}}):{_PAGE}"


async def roster_of(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    page: int = 0,
    note: str = "",
) -> Screen:
    """A page of a shift's roster. Raises NotFound, NotAllowed."""
    services = services_of(interaction)
    roster = await services.shift_rosters.of(context.actor, number)
    sheet = Sheet(roster, page, note=note)
    guild = interaction.client.get_guild(roster.seen.shift.guild_id)
    names = await names_of(guild, [each.user_id for each in sheet.shown])
    sheet = Sheet(roster, page, names, note)
    return roster_screen(sheet, context.language, now=services.clock.now())


async def _person(
    services: Services, context: Context, number: int, user_id: int, page: int
) -> Screen:
    roster = await services.shift_rosters.of(context.actor, number)
    mine = next((each for each in roster.people if each.user_id == user_id), None)
    if mine is None:
        raise NotFound("shift_error.not_on_it")
    return person_screen(roster, mine, page, context.language, now=services.clock.now())


class OpenRoster(Action, template=rf"shift:roster:{_SHIFT}:{_PAGE}x?"):
    """A page of the roster; with an x, the same page as it stands now."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number, page = int(self.match["shift"]), int(self.match["page"])
        await reply(interaction, await roster_of(interaction, context, number, page))


class OpenPerson(Action, template=rf"shift:person:{_SHIFT}:{_PAGE}"):
    """One person of the roster."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        user_id = _number(cast("ui.Select[Any]", self.item).values[0])
        number, page = int(self.match["shift"]), int(self.match["page"])
        await reply(interaction, await _person(services, context, number, user_id, page))


class Note(Action, template=rf"shift:(?P<deed>came|noshow|heardof|off):{_AT}"):
    """What a lead notes of one person: came, did not, is home; or that they are taken off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number, user_id = int(self.match["shift"]), int(self.match["user"])
        page, deed = int(self.match["page"]), self.match["deed"]
        rosters, actor = services.shift_rosters, context.actor
        if deed == "off":
            await rosters.remove(actor, number, user_id)
        elif deed == "heardof":
            await rosters.heard_from(actor, number, [user_id])
        else:
            await rosters.mark(actor, number, [user_id], came=deed == "came")
        note = context.t(f"shift_roster.done_{deed}", person=f"<@{user_id}>")
        await reply(interaction, await roster_of(interaction, context, number, page, note))


class AskOff(Action, template=rf"shift:askoff:{_AT}"):
    """Asks before somebody is taken off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        shift, _ = await services.shifts.roster(context.actor, int(self.match["shift"]))
        user_id, page = int(self.match["user"]), int(self.match["page"])
        await reply(interaction, off_question(shift, user_id, page, context.language))


class AllCame(Action, template=rf"shift:allcame:{_SHIFT}"):
    """Everybody of whom nothing is known came."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number = int(self.match["shift"])
        roster = await services.shift_rosters.of(context.actor, number)
        unsaid = [each.user_id for each in roster.people if _unsaid(each)]
        count = await services.shift_rosters.mark(context.actor, number, unsaid, came=True)
        note = context.t("shift_roster.done_all", count=count)
        await reply(interaction, await roster_of(interaction, context, number, 0, note))


class PutOn(Action, template=rf"shift:puton:{_SHIFT}"):
    """Somebody is put on; where there are several roles it is asked in which."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        chosen = cast("ui.UserSelect[Any]", self.item).values[0]
        number = int(self.match["shift"])
        if chosen.bot:
            raise BadInput("shift_roster.no_bots")
        shift, _ = await services.shifts.roster(context.actor, number)
        role, *others = shift.roles
        if others:
            await reply(interaction, role_question(shift, chosen.id, context.language))
            return
        await _put_on(interaction, context, shift, chosen.id, role.number)


class PutOnAs(Action, template=rf"shift:putrole:{_SHIFT}:(?P<user>\d{{1,20}})"):
    """The role in which somebody is put on."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        role = _number(cast("ui.Select[Any]", self.item).values[0])
        shift, _ = await services.shifts.roster(context.actor, int(self.match["shift"]))
        await _put_on(interaction, context, shift, int(self.match["user"]), role)


async def _put_on(
    interaction: discord.Interaction[Any], context: Context, shift: Shift, user_id: int, role: int
) -> None:
    services = services_of(interaction)
    actor, roles = await member_there(interaction, shift.guild_id, user_id)
    who = Claimant(user_id, shift.guild_id, actor.may(Capability.VOLUNTEER), tuple(roles))
    person = f"<@{user_id}>"
    try:
        await services.shift_rosters.add(context.actor, role, who)
        note = context.t("shift_roster.done_put_on", person=person)
    except Refused as refused:
        note = context.t(f"shift_roster.cant_{refused.why.value}", person=person)
    await reply(interaction, await roster_of(interaction, context, shift.number, 0, note))


class Rosters:
    """`/shift roster`."""

    @leads("roster", "shift")
    async def roster(self, interaction: discord.Interaction[Any], shift: str) -> None:
        """Who is on a shift."""
        context, services = await context_of(interaction), services_of(interaction)
        number = await services.shift_rosters.meant(
            context.actor, shift, lambda each: option_text(each, context.language)
        )
        await Answer.to(interaction).show(await roster_of(interaction, context, number))

    @roster.autocomplete("shift")
    async def _suggest_roster(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context, services = await context_of(interaction), services_of(interaction)
        found = await services.shift_rosters.suggest(
            context.actor, typed, lambda each: option_text(each, context.language)
        )
        return [app_commands.Choice(name=fit(name, 100), value=str(n)) for name, n in found]


def _unsaid(mine: Signup) -> bool:
    return mine.state == "held" and mine.came is None and mine.in_at is None


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 20):
        raise BadInput("errors.press_again")
    return int(value)


ACTIONS: tuple[type[Action], ...] = (
    OpenRoster,
    OpenPerson,
    Note,
    AskOff,
    AllCame,
    PutOn,
    PutOnAs,
)
