"""`/shift edit` and `/shift cancel`: which shift, then its page or a question."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.presentation.answer import Answer
from bot.presentation.context import Context, context_of, services_of
from cogs.shifts.calling_off import ask_off
from cogs.shifts.make_commands import Choices, leads
from cogs.shifts.managing import draw
from cogs.shifts.words import option_text


class Changing:
    """What is done to a shift that is there."""

    @leads("edit", "shift")
    async def edit(self, interaction: discord.Interaction[Any], shift: str) -> None:
        """Show the lead's page of a shift."""
        context = await context_of(interaction)
        number = await meant(interaction, context, shift)
        await Answer.to(interaction).show(await draw(interaction, context, number))

    @leads("cancel", "shift")
    async def cancel(self, interaction: discord.Interaction[Any], shift: str) -> None:
        """Ask before a shift is called off."""
        context = await context_of(interaction)
        await ask_off(interaction, context, await meant(interaction, context, shift))

    @edit.autocomplete("shift")
    @cancel.autocomplete("shift")
    async def _suggest(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await offered(interaction, typed)


async def meant(interaction: discord.Interaction[Any], context: Context, typed: str) -> int:
    """The shift that was chosen or typed. Raises NotAllowed, NotFound."""
    return await services_of(interaction).shift_choices.meant(context.actor, typed)


async def offered(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """Shifts to come that this person runs, by day and title."""
    context = await context_of(interaction)
    found = await services_of(interaction).shift_choices.suggest(
        context.actor, typed, lambda each: option_text(each, context.language)
    )
    return [app_commands.Choice(name=name, value=str(number)) for name, number in found]
