"""`/shift create` and `/shift series`, as they are typed."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.actor import Capability
from bot.domain.errors import NotFound
from bot.domain.shift import ShiftKind
from bot.presentation.answer import Answer
from bot.presentation.choices import choices, meant
from bot.presentation.commands import Aim, command
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit
from bot.services.shift_views import lead_of_shifts
from cogs.events.board import next_time
from cogs.shifts.copying import CopyForm
from cogs.shifts.creating import KINDS, Start, begin
from cogs.shifts.words import kind_name

Choices = list[app_commands.Choice[str]]


def leads(name: str, *options: str) -> Any:
    """A command of `/shift`. Who may is decided in the services: a shift's own lead, too."""
    return command(
        name,
        under="shift",
        aim=Aim.RUN_SERVER,
        needs=(Capability.ORGANIZER, Capability.DISPATCHER),
        options=options,
    )


class Creating:
    """`/shift create` and `/shift series`."""

    @leads("create", "kind", "event", "copy")
    async def create(
        self,
        interaction: discord.Interaction[Any],
        kind: str | None = None,
        event: str | None = None,
        copy: str | None = None,
    ) -> None:
        """Open the form of a new shift, or make a day's shifts again."""
        context = await context_of(interaction)
        lead_of_shifts(context.actor)
        if copy:
            day = await services_of(interaction).shift_choices.meant_day(context.actor, copy)
            await Answer.to(interaction).open(await CopyForm.of(interaction, context, day))
            return
        await self._begin(interaction, context, "new", kind, event)

    @leads("series", "kind", "event")
    async def series(
        self,
        interaction: discord.Interaction[Any],
        kind: str | None = None,
        event: str | None = None,
    ) -> None:
        """Open the form of a new series."""
        context = await context_of(interaction)
        lead_of_shifts(context.actor)
        await self._begin(interaction, context, "series", kind, event)

    async def _begin(
        self,
        interaction: discord.Interaction[Any],
        context: Context,
        form: str,
        kind: str | None,
        event: str | None,
    ) -> None:
        wanted = meant(kind, _kind_name, KINDS)
        occurrence = await _date_of(interaction, context, event) if event else None
        start = Start(form, ShiftKind(wanted) if wanted else None, occurrence)
        await begin(interaction, context, start)

    @create.autocomplete("kind")
    @series.autocomplete("kind")
    async def _suggest_kind(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return choices(typed, _kind_name, KINDS, (await context_of(interaction)).language)

    @create.autocomplete("event")
    @series.autocomplete("event")
    async def _suggest_event(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        found = await services_of(interaction).event_choices.suggest(
            context.actor, typed, context.language
        )
        return [app_commands.Choice(name=fit(name, 100), value=str(n)) for name, n in found]

    @create.autocomplete("copy")
    async def _suggest_day(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        found = await services_of(interaction).shift_choices.days(
            context.actor, typed, context.language
        )
        return [
            app_commands.Choice(name=fit(name, 100), value=day.isoformat()) for name, day in found
        ]


async def _date_of(interaction: discord.Interaction[Any], context: Context, typed: str) -> int:
    """The next date of the event that was meant. Raises NotFound where none is to come."""
    services = services_of(interaction)
    number = await services.event_choices.meant(context.actor, typed)
    page = await services.events.get(context.actor, number)
    coming = next_time(page.times, services.clock.now())
    if coming is None:
        raise NotFound("event_error.gone")
    return coming.occurrence.number


def _kind_name(value: str, language: str) -> str:
    return kind_name(ShiftKind(value), language)
