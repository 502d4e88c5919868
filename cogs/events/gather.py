"""From what somebody pressed or typed to the screen they get: asks the services, then draws."""

from __future__ import annotations

from typing import Any

import discord

from bot.domain.errors import NotFound
from bot.domain.event import CONCERNED
from bot.domain.event_tiers import Tier
from bot.presentation.answer import Answer
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.services.event_views import Coming, EventPage
from bot.services.services import Services
from cogs.events.board import next_time
from cogs.events.buttons import button
from cogs.events.extras import extras_of
from cogs.events.page_render import answer_screen, dates_screen, locals_screen, page_screen
from cogs.events.threads import make_thread


async def reply(interaction: discord.Interaction[Any], screen: Screen) -> None:
    """Answer a press: in place on what only this person sees (a private answer, a direct message),
    with a private answer where everybody reads along."""
    message = interaction.message
    private = message is not None and (message.flags.ephemeral or interaction.guild_id is None)
    answer = Answer.to(interaction)
    await (answer.update(screen) if private else answer.show(screen))


async def answered(
    services: Services, context: Context, occurrence: int, pressed: discord.Interaction[Any]
) -> Screen:
    """How it stands with this person for one time of an event, after they answered."""
    coming = await services.events.occurrence(context.actor, occurrence)
    concerned = coming.mine is not None and coming.mine.answer in CONCERNED
    if concerned and await make_thread(services, pressed, coming):
        coming = await services.events.occurrence(context.actor, occurrence)
    glance = await services.event_glance.of(context.actor, coming)
    return answer_screen(coming, glance, context.language, now=services.clock.now())


async def page_at(services: Services, context: Context, occurrence: int) -> Screen:
    """An event's page, at one of its times."""
    coming = await services.events.occurrence(context.actor, occurrence)
    if context.actor.guild_id is None:  # in a message: only this one, which they answered
        return await _drawn(services, context, _only(coming), coming)
    page = await services.events.get(context.actor, coming.event.number)
    return await _drawn(services, context, page, coming)


async def dates_of(services: Services, context: Context, event: int) -> Screen:
    """The dates of a series."""
    page = await services.events.get(context.actor, event)
    coming = _next(services, page)
    return dates_screen(page, coming, context.language, now=services.clock.now())


async def locals_of(
    services: Services, context: Context, event: int, number: int, near: str | None = None
) -> Screen:
    """The local events of a day of action."""
    page = await services.events.get(context.actor, event, near=near)
    return locals_screen(
        page, number, context.language, now=services.clock.now(), near=near is not None
    )


async def _drawn(services: Services, context: Context, page: EventPage, coming: Coming) -> Screen:
    glance = await services.event_glance.of(context.actor, coming)
    more, buttons = await extras_of(services, context, coming)
    if coming.tier is Tier.LEAD and context.actor.guild_id is not None:
        change = f"event:plan:page:{coming.event.number}"
        buttons = [button("events.change_it", context.language, change), *buttons]
    return page_screen(
        page,
        coming,
        glance,
        context.language,
        now=services.clock.now(),
        more=more,
        more_buttons=buttons,
    )


def _only(coming: Coming) -> EventPage:
    return EventPage(coming.event, coming.tier, (coming,), coming.counts)


def _next(services: Services, page: EventPage) -> Coming:
    coming = next_time(page.times, services.clock.now())
    if coming is None:
        raise NotFound("event_error.gone")
    return coming
