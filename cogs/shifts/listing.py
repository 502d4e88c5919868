"""`/shifts`: what is open in this server, what is near, what one has; four on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import NotFound
from bot.domain.shift import ShiftKind
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.choices import choices, meant
from bot.presentation.commands import Aim, command
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.services import Services
from bot.services.shift_views import Seen
from cogs.events.gather import reply
from cogs.resources.page_code import MAX_HITS, decode
from cogs.shifts.list_render import PAGE_SIZE, Listing, Show, list_screen
from cogs.shifts.words import kind_name

#: No longer list than anybody turns pages for.
_MOST = 100
ALL = "all"
_KINDS = frozenset(kind.value for kind in ShiftKind)


async def listed(services: Services, context: Context, show: Show, kind: str, page: int) -> Screen:
    """A page of what is open, or of what this person has."""
    actor, now = context.actor, services.clock.now()
    load = None
    if show is Show.MINE:
        found = await services.shifts.mine(actor, limit=_MOST)
        if actor.guild_id is not None:
            load = await services.signups.load(actor.guild_id, actor.user_id)
    else:
        wanted = ShiftKind(kind) if kind in _KINDS else None
        found = (await services.shifts.open(actor, kind=wanted))[:_MOST]
    page = min(page, max(0, -(-len(found) // PAGE_SIZE) - 1))
    rows: list[tuple[Seen, float | None]] = [
        (each, None) for each in found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    ]
    here = actor.guild_id is not None
    listing = Listing(show, kind, rows, page, len(found), in_server=here, load=load)
    return list_screen(listing, context.language, now=now)


async def nearest(services: Services, context: Context, kind: str, where: str) -> Screen:
    """What is open, the nearest first. The place is used for this and forgotten."""
    wanted = ShiftKind(kind) if kind in _KINDS else None
    near = (await services.shifts.nearest(context.actor, where, kind=wanted))[:MAX_HITS]
    found = [(each.shift.number, km) for each, km in near]
    listing = Listing(Show.OPEN, kind, near[:PAGE_SIZE], 0, len(near), near=True, found=found)
    return list_screen(listing, context.language, now=services.clock.now())


async def nearest_page(
    services: Services, context: Context, found: Sequence[tuple[int, float | None]], page: int
) -> Screen:
    """A later page of what was near; what is gone since is left out."""
    rows: list[tuple[Seen, float | None]] = []
    for number, km in found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        try:
            rows.append((await services.shifts.get(context.actor, number), km))
        except NotFound:
            continue
    listing = Listing(Show.OPEN, ALL, rows, page, len(found), near=True, found=found)
    return list_screen(listing, context.language, now=services.clock.now())


class OfEvent(Action, template=r"shift:of:(?P<occurrence>\d{1,18}):(?P<page>\d{1,3})"):
    """The shifts that belong to one time of an event."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence, page = int(self.match["occurrence"]), int(self.match["page"])
        every = await services.shifts.of_event(context.actor, occurrence)
        page = min(page, max(0, -(-len(every) // PAGE_SIZE) - 1))
        rows: list[tuple[Seen, float | None]] = [
            (each, None) for each in every[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
        ]
        listing = Listing(Show.OPEN, ALL, rows, page, len(every), event=occurrence)
        screen = list_screen(listing, context.language, now=services.clock.now())
        await reply(interaction, screen)


class TurnList(
    Action, template=r"shift:list:(?P<show>open|mine):(?P<kind>[a-z_]{1,32}):(?P<page>\d{1,3})"
):
    """Another page, or the other list."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        show = Show(self.match["show"])
        if context.actor.guild_id is None:  # in a message there is only one's own
            show = Show.MINE
        screen = await listed(services, context, show, self.match["kind"], int(self.match["page"]))
        await reply(interaction, screen)


class TurnFound(Action, template=r"shift:found:(?P<page>\d{1,3}):(?P<found>[\w-]{6,80})"):
    """Another page of what is near."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        found, page = decode(self.match["found"]), int(self.match["page"])
        await reply(interaction, await nearest_page(services, context, found, page))


class Shifts(commands.Cog):
    """What is open, and what one has."""

    @command("shifts", aim=Aim.TAKE_PART, options=("show", "where", "kind"))
    async def shifts(
        self,
        interaction: discord.Interaction[Any],
        show: str | None = None,
        where: str | None = None,
        kind: str | None = None,
    ) -> None:
        """Show what is open; the nearest first where a place was given."""
        context, services = await context_of(interaction), services_of(interaction)
        # Choices are only offered: whatever comes back is read again, in any language.
        chosen = meant(show, show_name, [each.value for each in Show])
        wanted = meant(kind, _kind_name, [each.value for each in ShiftKind]) or ALL
        outside = context.actor.guild_id is None  # in a message there is only one's own
        if where and where.strip() and chosen != Show.MINE.value and not outside:
            screen = await nearest(services, context, wanted, where)
        else:
            which = Show.MINE if outside else Show(chosen or Show.OPEN)
            screen = await listed(services, context, which, wanted, 0)
        await Answer.to(interaction).show(screen)

    @shifts.autocomplete("show")
    async def _suggest_show(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        return choices(typed, show_name, [each.value for each in Show], context.language)

    @shifts.autocomplete("kind")
    async def _suggest_kind(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        return choices(typed, _kind_name, [each.value for each in ShiftKind], context.language)


def show_name(value: str, language: str) -> str:
    """What is shown, in words."""
    return t(f"shifts.show_{value}", language)


def _kind_name(value: str, language: str) -> str:
    return kind_name(ShiftKind(value), language)


ACTIONS: tuple[type[Action], ...] = (OfEvent, TurnList, TurnFound)
