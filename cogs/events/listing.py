"""`/events`: what comes up in this server, what is near, what one said yes to; four on a page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import NotFound
from bot.domain.event import Kind
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.choices import choices, meant
from bot.presentation.commands import Aim, command
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.event_views import Coming
from bot.services.services import Services
from cogs.events.board import open_to_answers
from cogs.events.gather import reply
from cogs.events.list_render import PAGE_SIZE, Listing, Row, Show, list_screen
from cogs.resources.page_code import MAX_HITS, decode

#: A series has a row for each date: so many are read to find the events among them.
_READ = 500
#: No longer list than anybody turns pages for.
_MOST = 100
ALL = "all"


async def listed(services: Services, context: Context, show: Show, kind: str, page: int) -> Screen:
    """A page of what comes up, or of what this person said yes to."""
    now = services.clock.now()
    if show is Show.MINE:
        found = [Row(each) for each in await services.events.mine(context.actor, limit=_MOST)]
    else:
        kinds = () if kind == ALL else (Kind(kind),)
        upcoming = await services.events.upcoming(context.actor, kinds=kinds, limit=_READ)
        found = _under_their_day(_each_once(upcoming, services))[:_MOST]
    page = min(page, max(0, -(-len(found) // PAGE_SIZE) - 1))
    rows = found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]
    here = context.actor.guild_id is not None
    listing = Listing(show, kind, rows, page, len(found), in_server=here)
    return list_screen(listing, context.language, now=now)


async def nearest(services: Services, context: Context, kind: str, where: str) -> Screen:
    """What comes up, the nearest first. The place is used for this and forgotten."""
    kinds = () if kind == ALL else (Kind(kind),)
    upcoming = await services.events.upcoming(context.actor, kinds=kinds, near=where, limit=_READ)
    once = _each_once(upcoming, services)[:MAX_HITS]
    found = [(each.occurrence.number, each.km) for each in once]
    rows = [Row(each) for each in once[:PAGE_SIZE]]
    listing = Listing(Show.UPCOMING, kind, rows, 0, len(once), near=True, found=found)
    return list_screen(listing, context.language, now=services.clock.now())


async def nearest_page(
    services: Services, context: Context, found: Sequence[tuple[int, float | None]], page: int
) -> Screen:
    """A later page of what was near; what is gone since is left out."""
    rows: list[Row] = []
    for number, km in found[page * PAGE_SIZE : (page + 1) * PAGE_SIZE]:
        try:
            coming = await services.events.occurrence(context.actor, number)
        except NotFound:
            continue
        rows.append(Row(_at(coming, km)))
    listing = Listing(Show.UPCOMING, ALL, rows, page, len(found), near=True, found=found)
    return list_screen(listing, context.language, now=services.clock.now())


def _at(coming: Coming, km: float | None) -> Coming:
    return Coming(coming.event, coming.occurrence, coming.tier, coming.counts, coming.mine, km)


def _each_once(found: Sequence[Coming], services: Services) -> list[Coming]:
    """Each event at its first time that takes place, in the order of those that were found."""
    now = services.clock.now()
    first: dict[int, Coming] = {}
    for each in found:
        known = first.get(each.event.number)
        if known is None or (not open_to_answers(known, now) and open_to_answers(each, now)):
            first[each.event.number] = each
    return list(first.values())


def _under_their_day(found: Sequence[Coming]) -> list[Row]:
    """Local events are counted in the row of their day of action, where that is listed."""
    shown = {each.event.number for each in found}
    local: dict[int, int] = {}
    for each in found:
        if each.event.parent in shown:
            local[each.event.parent] = local.get(each.event.parent, 0) + 1
    return [
        Row(each, local.get(each.event.number, 0))
        for each in found
        if each.event.parent not in shown
    ]


class TurnList(
    Action,
    template=r"event:list:(?P<show>upcoming|mine):(?P<kind>[a-z_]{1,32}):(?P<page>\d{1,3})",
):
    """Another page, or the other list."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        kind = self.match["kind"] if self.match["kind"] in {k.value for k in Kind} else ALL
        show, page = Show(self.match["show"]), int(self.match["page"])
        await reply(interaction, await listed(services, context, show, kind, page))


class TurnFound(Action, template=r"event:found:(?P<page>\d{1,3}):(?P<found>[\w-]{6,80})"):
    """Another page of what is near."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        found, page = decode(self.match["found"]), int(self.match["page"])
        await reply(interaction, await nearest_page(services, context, found, page))


class Events(commands.Cog):
    """What comes up."""

    @command("events", aim=Aim.TAKE_PART, options=("show", "where", "kind"))
    async def events(
        self,
        interaction: discord.Interaction[Any],
        show: str | None = None,
        where: str | None = None,
        kind: str | None = None,
    ) -> None:
        """Show what comes up; the nearest first where a place was given."""
        context, services = await context_of(interaction), services_of(interaction)
        # Choices are only offered: whatever comes back is read again, in any language.
        chosen = meant(show, _show_name, [each.value for each in Show])
        wanted = meant(kind, _kind_name, [each.value for each in Kind]) or ALL
        if where and where.strip() and chosen != Show.MINE.value:
            screen = await nearest(services, context, wanted, where)
        else:
            outside = context.actor.guild_id is None  # in a message there is only one's own
            which = Show(chosen or (Show.MINE if outside else Show.UPCOMING))
            screen = await listed(services, context, which, wanted, 0)
        await Answer.to(interaction).show(screen)

    @events.autocomplete("show")
    async def _suggest_show(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        return choices(typed, _show_name, [each.value for each in Show], context.language)

    @events.autocomplete("kind")
    async def _suggest_kind(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> list[app_commands.Choice[str]]:
        context = await context_of(interaction)
        return choices(typed, _kind_name, [each.value for each in Kind], context.language)


def _show_name(value: str, language: str) -> str:
    return t(f"events.show_{value}", language)


def _kind_name(value: str, language: str) -> str:
    return t(f"events.kind.{value}", language)


ACTIONS: tuple[type[Action], ...] = (TurnList, TurnFound)
