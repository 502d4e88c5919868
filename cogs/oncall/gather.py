"""From what was pressed or typed to the screens of `/oncall`: asks the services, then draws."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import discord

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.context import Context, services_of
from bot.presentation.screen import Screen
from bot.services.oncall import runs_shifts
from bot.services.oncall_picture import days_of, draw_week
from bot.services.services import Services
from cogs.oncall.render import mine_screen, needs_screen, now_screen
from cogs.oncall.week_render import PICTURE, day_screen, week_screen
from cogs.oncall.zones import own_zone, server_zone


async def now_of(services: Services, context: Context) -> Screen:
    """How it stands now."""
    found = await services.oncall.now(context.actor)
    commands = {
        name: tappable(services.commands, name, context.language) for name in ("find", "oncall add")
    }
    return now_screen(found, commands, context.language, leads=runs_shifts(context.actor))


async def mine_of(
    services: Services, context: Context, page: int = 0, *, note: Sequence[str] = ()
) -> Screen:
    """One's own times."""
    windows = await services.oncall.mine(context.actor)
    return mine_screen(
        windows,
        page,
        await own_zone(services, context.actor),
        context.language,
        note=note,
        may_add=context.actor.may(Capability.VOLUNTEER),
    )


async def show_week(interaction: discord.Interaction[Any], context: Context) -> None:
    """The coming week, with its picture where something is wanted. Raises NotAllowed."""
    services = services_of(interaction)
    zone = await server_zone(services, context.actor)
    week = await services.oncall.week(context.actor, zone=zone)
    if not week.needs:
        await Answer.to(interaction).show(week_screen(week, "", context.language))
        return
    picture = await asyncio.to_thread(draw_week, week, context.language)
    screen = week_screen(week, picture.alt, context.language)
    file = discord.File(BytesIO(picture.png), PICTURE)
    await Answer.to(interaction).show(screen, files=[file])


async def day_of(services: Services, context: Context, typed: str) -> Screen:
    """Who is on call on a day. Raises NotAllowed; BadInput: it is not in the coming week."""
    zone = await server_zone(services, context.actor)
    week = await services.oncall.week(context.actor, zone=zone)
    found = {day.isoformat(): day for day in days_of(week)}
    day: date | None = found.get(typed)
    if day is None:
        raise BadInput("on_call.day_over")
    return day_screen(week, day, context.language)


async def needs_of(services: Services, context: Context, *, note: str = "") -> Screen:
    """What is wanted covered. Raises NotAllowed."""
    needs = await services.oncall.needs(context.actor)
    zone = await server_zone(services, context.actor)
    return needs_screen(needs, zone, context.language, note=note)
