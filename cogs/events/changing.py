"""`/event edit`, `postpone`, `cancel` and `move`: which event, then its page or a question."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.domain.actor import Capability
from bot.domain.event import Status
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit, visible
from cogs.events.calling_off import ask_dates, ask_off, ask_putoff
from cogs.events.managing import draw

Choices = list[app_commands.Choice[str]]


class Changing:
    """What is done to an event that is there."""

    @command(
        "edit", under="event", aim=Aim.RUN_SERVER, needs=Capability.ORGANIZER, options=("event",)
    )
    async def edit(self, interaction: discord.Interaction[Any], event: str) -> None:
        """Show the organizers' page of an event."""
        context = await context_of(interaction)
        number = await _meant(interaction, context, event)
        await Answer.to(interaction).show(await draw(interaction, context, number))

    @command(
        "postpone",
        under="event",
        aim=Aim.RUN_SERVER,
        needs=Capability.ORGANIZER,
        options=("event",),
    )
    async def postpone(self, interaction: discord.Interaction[Any], event: str) -> None:
        """Ask to when an event is put off."""
        context = await context_of(interaction)
        await ask_putoff(interaction, context, await _meant(interaction, context, event))

    @command(
        "cancel",
        under="event",
        aim=Aim.RUN_SERVER,
        needs=Capability.ORGANIZER,
        options=("event",),
    )
    async def cancel(self, interaction: discord.Interaction[Any], event: str) -> None:
        """Ask before an event is called off."""
        context = await context_of(interaction)
        await ask_off(interaction, context, await _meant(interaction, context, event))

    @command(
        "move", under="event", aim=Aim.RUN_SERVER, needs=Capability.ORGANIZER, options=("event",)
    )
    async def move(self, interaction: discord.Interaction[Any], event: str) -> None:
        """Show the dates of a series, to move one or call it off."""
        context = await context_of(interaction)
        await ask_dates(interaction, context, await _meant(interaction, context, event))

    @edit.autocomplete("event")
    @cancel.autocomplete("event")
    async def _suggest(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await _offered(interaction, typed, ())

    @postpone.autocomplete("event")
    @move.autocomplete("event")
    async def _suggest_published(
        self, interaction: discord.Interaction[Any], typed: str
    ) -> Choices:
        return await _offered(interaction, typed, (Status.PUBLISHED,))


async def _meant(interaction: discord.Interaction[Any], context: Context, typed: str) -> int:
    return await services_of(interaction).event_choices.meant(context.actor, typed)


async def _offered(
    interaction: discord.Interaction[Any], typed: str, statuses: tuple[Status, ...]
) -> Choices:
    context = await context_of(interaction)
    found = await services_of(interaction).event_choices.suggest(
        context.actor, typed, context.language, statuses=statuses
    )
    return [app_commands.Choice(name=fit(visible(name), 100), value=str(n)) for name, n in found]
