"""What answers the buttons below what a calendar would do (`/event import` with an .ics)."""

from __future__ import annotations

from typing import Any

import discord

from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.presentation.screen import Notice
from bot.services.safe_fetch import host_of
from cogs.events.calendars_render import brought_screen, calendar_screen

_TOKEN = r"(?P<token>[0-9a-f]{16})"  # noqa: S105 - a pattern


async def show_calendar(
    interaction: discord.Interaction[Any], data: bytes, name: str, *, keep: str = ""
) -> None:
    """Show what a calendar would do. `keep`: a token to follow it with."""
    context, services = await context_of(interaction), services_of(interaction)
    settings = await services.guilds.settings(context.actor.guild_id or 0)
    token, plan = await services.calendar_imports.look(
        context.actor,
        data,
        zone=settings.time_zone or "",
        untitled=context.t("ics_read.untitled"),
    )
    await Answer.to(interaction).show(
        calendar_screen(plan, name, token, context.language, keep=keep)
    )


async def show_address(interaction: discord.Interaction[Any], address: str) -> None:
    """Show what the calendar at an address would do. Only where it comes from is named: the rest
    of an address can be a secret."""
    context, services = await context_of(interaction), services_of(interaction)
    data = await services.calendar_imports.fetch(context.actor, address)
    keep = services.calendar_sources.offer(context.actor, address)
    await show_calendar(interaction, data, host_of(address), keep=keep)


class BringCalendar(Action, template=rf"event:ics:{_TOKEN}(?::(?P<keep>[0-9a-f]{{16}}))?"):
    """What is new becomes drafts, what changed there is changed here."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        done = await services.calendar_imports.bring_in(context.actor, self.match["token"])
        edit = tappable(services.commands, "event edit", context.language)
        keep = self.match["keep"] or ""
        screen = brought_screen(done.made, done.changed, edit, context.language, keep=keep)
        await Answer.to(interaction).update(screen)


class BringNoCalendar(Action, template=rf"event:noics:{_TOKEN}"):
    """Nothing is brought in."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services_of(interaction).calendar_imports.drop(self.match["token"])
        await Answer.to(interaction).update(Notice(context.t("event_roster.import_dropped")))


ACTIONS: tuple[type[Action], ...] = (BringCalendar, BringNoCalendar)
