"""From what somebody pressed or typed to the screen they get: asks the services, then draws."""

from __future__ import annotations

from bot.domain.actor import Capability
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.services import Services
from cogs.requests.render import Reader, list_screen, page_screen


def reader_of(context: Context) -> Reader:
    """Who reads it."""
    runs = context.actor.may(Capability.DISPATCHER)
    return Reader(context.actor.user_id, context.language, runs)


async def list_of(services: Services, context: Context, page: int = 0, note: str = "") -> Screen:
    """A page of what this person may see."""
    found = await services.help_requests.list(context.actor)
    return list_screen(found, page, reader_of(context), note=note)


async def page_of(services: Services, context: Context, number: int, note: str = "") -> Screen:
    """One request, for whoever asks."""
    request = await services.help_requests.get(context.actor, number)
    reader = reader_of(context)
    names = await services.shift_trainings.names(context.actor) if reader.runs else []
    return page_screen(request, reader, now=services.clock.now(), note=note, trainings=names)
