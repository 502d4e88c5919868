"""What answers the buttons and menus of `/oncall`."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.errors import BadInput
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from cogs.events.gather import reply
from cogs.events.roster_words import chosen
from cogs.oncall.forms import FUNCTION, AddForm, NeedForm, begin_adding, zone_at
from cogs.oncall.gather import day_of, mine_of, needs_of, show_week
from cogs.oncall.render import drop_question, dropped_note, name_of
from cogs.oncall.zones import server_zone

_NUMBER = r"(?P<number>\d{1,15})"
_PAGE = r"(?P<page>\d{1,3})"


def _one(interaction: discord.Interaction[Any]) -> str:
    values = chosen(interaction)
    if len(values) != 1:
        raise BadInput("errors.press_again")
    return values[0]


class Mine(Action, template=rf"oncall:mine:{_PAGE}"):
    """One's own times."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        page = int(self.match["page"])
        await reply(interaction, await mine_of(services_of(interaction), context, page))


class Add(Action, template=r"oncall:add"):
    """A function was chosen to be on call for."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await begin_adding(interaction, _one(interaction))


class ChooseZone(Action, template=rf"oncall:zone:{FUNCTION}"):
    """In which zone the times are that are typed next."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, typed = await context_of(interaction), _one(interaction)
        services_of(interaction).oncall.may_add(context.actor)
        if not (typed.isascii() and typed.isdecimal()):
            raise BadInput("errors.press_again")
        number = int(typed)
        form = AddForm(self.match["function"], number, zone_at(number), context.language)
        await Answer.to(interaction).open(form)


class Drop(Action, template=rf"oncall:drop:{_PAGE}"):
    """Asks before a time is taken back."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        typed = _one(interaction)
        zone = await server_zone(services, context.actor)
        number = int(typed) if typed.isascii() and typed.isdecimal() else 0
        asked = await services.oncall.removing(context.actor, number, zone=zone)
        await reply(interaction, drop_question(asked, context.language))


class Remove(Action, template=rf"oncall:remove:{_NUMBER}"):
    """Takes a time back."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        zone = await server_zone(services, context.actor)
        gone = await services.oncall.remove(context.actor, int(self.match["number"]), zone=zone)
        note = dropped_note(gone, context.language)
        await reply(interaction, await mine_of(services, context, note=[note]))


class OpenWeek(Action, template=r"oncall:week"):
    """The coming week, as a message of its own: it has a picture."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await show_week(interaction, await context_of(interaction))


class OpenDay(Action, template=r"oncall:day"):
    """Who is on call on a day. From the week a message of its own, from a day in its place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await day_of(services_of(interaction), context, _one(interaction))
        message = interaction.message
        if message is not None and message.attachments:
            await Answer.to(interaction).show(screen)
        else:
            await reply(interaction, screen)


class OpenNeeds(Action, template=r"oncall:needs"):
    """What is wanted covered."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await needs_of(services_of(interaction), context)
        await Answer.to(interaction).show(screen)


class Want(Action, template=r"oncall:want"):
    """Opens the form of what is wanted covered."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await services.oncall.needs(context.actor)  # who may not see them may not change them
        zone = await server_zone(services, context.actor)
        await Answer.to(interaction).open(NeedForm(zone, context.language))


class Unneed(Action, template=rf"oncall:unneed:{FUNCTION}"):
    """A function need not be covered any more."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        function = self.match["function"]
        await services.oncall.want_no_more(context.actor, function)
        note = context.t("on_call.unneeded", function=name_of(function, context.language))
        await reply(interaction, await needs_of(services, context, note=note))


ACTIONS: tuple[type[Action], ...] = (
    Mine,
    Add,
    ChooseZone,
    Drop,
    Remove,
    OpenWeek,
    OpenDay,
    OpenNeeds,
    Want,
    Unneed,
)
