"""Adds one event to somebody's calendar: answers the button under events."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.services.calendars import CalendarFile
from cogs.calendar.adding_render import adding_screen, whole_screen


class AddOne(Action, template=r"calendar:add:(?P<occurrence>\d{1,18})"):
    """One time of an event, as a file and as links. The message pressed on stays."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number, language = int(self.match["occurrence"]), context.language
        coming = await services.events.occurrence(context.actor, number)
        file = await services.calendars.event_file(
            context.actor, language=language, occurrence=number
        )
        links = await services.calendars.add_links(context.actor, number, language=language)
        in_server = context.actor.guild_id is not None
        screen = adding_screen(coming, file.name, links, language, in_server=in_server)
        await Answer.to(interaction).show(screen, files=[_attached(file)])


class AddAll(Action, template=r"calendar:all:(?P<event>\d{1,18})"):
    """All dates of a series, as a file."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number = int(self.match["event"])
        page = await services.events.get(context.actor, number)
        file = await services.calendars.event_file(
            context.actor, language=context.language, event=number
        )
        screen = whole_screen(page.event.title, file.name, context.language)
        await Answer.to(interaction).show(screen, files=[_attached(file)])


def _attached(file: CalendarFile) -> discord.File:
    return discord.File(BytesIO(file.content), file.name)


ACTIONS: tuple[type[Action], ...] = (AddOne, AddAll)
