"""Base classes of everything that can be pressed, chosen or filled in.

discord.py only logs an exception in a DynamicItem and silently drops a failing check; a modal it
does not remember (after a restart) is dropped too. Here every handler runs under `guarded`, which
answers in time and reports every error, and a modal can be made anew from its custom_id.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar, Self

import discord
from discord import ui

from bot.domain.errors import BadInput, CoalitionError
from bot.presentation.answer import Answer
from bot.presentation.context import Context, context_of
from bot.presentation.drafts import Draft, Drafts
from bot.presentation.errors import report, sentence
from bot.presentation.guard import guarded
from bot.presentation.limits import Limits
from bot.presentation.screen import Notice
from bot.storage.errors import StorageError

_NEVER = r"(?!)"


class Action(ui.DynamicItem["ui.Item[Any]"], template=_NEVER):
    """A button or select whose custom_id carries its state, so that it works after a restart.

    A subclass gives a template like `r"find:share:(?P<number>\\d+)"` and says what happens in
    `pressed`, where `self.match` has the groups. Screens draw plain buttons with a custom_id of
    that form; this class is only what answers them, so drawing never needs the answering.
    """

    def __init__(self, item: ui.Item[Any], match: re.Match[str]) -> None:
        super().__init__(item)
        self.match = match

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        """discord.py's hook: this item again, from the message it stands on."""
        return cls(item, match)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        """discord.py's hook: pressed, or chosen from."""
        await guarded(interaction, self.pressed)

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """What happens. Errors may simply be raised."""
        raise NotImplementedError


class Form(ui.Modal):
    """A modal whose custom_id carries its state, so that it can be sent in after a restart.

    A subclass sets `template` and `from_match`, and says in `submitted` what happens.
    """

    template: ClassVar[re.Pattern[str]] = re.compile(_NEVER)

    def __init__(self, *, title: str, custom_id: str) -> None:
        super().__init__(title=title, custom_id=custom_id, timeout=None)
        # Not kept by discord.py: two people with the same modal open would share one object.
        # `client.py` makes it anew from the custom_id when it comes back.
        self.stop()

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        """The modal again, from what its custom_id says."""
        raise NotImplementedError

    async def on_submit(self, interaction: discord.Interaction[Any], /) -> None:
        """discord.py's hook: sent in."""
        await guarded(interaction, self._submitted)

    async def _submitted(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.submitted(interaction)
        except (BadInput, StorageError) as wrong:
            await _offer_to_mend(interaction, self, wrong)

    def values(self) -> dict[str, str]:
        """What stands in the fields now, by the field's custom_id."""
        filled: dict[str, str] = {}
        for field in self.walk_children():
            if isinstance(field, (ui.TextInput, ui.RadioGroup)) and field.value is not None:
                filled[field.custom_id] = field.value
            elif isinstance(field, ui.CheckboxGroup):
                filled[field.custom_id] = " ".join(field.values)
        return filled

    def fill(self, values: Mapping[str, str]) -> None:
        """Put values back into the fields, so that they can be mended instead of typed again; also
        that a field was emptied."""
        for field in self.walk_children():
            if isinstance(field, ui.TextInput) and field.custom_id in values:
                field.default = values[field.custom_id] or None
            elif isinstance(field, ui.RadioGroup) and field.custom_id in values:
                for option in field.options:
                    option.default = option.value == values.get(field.custom_id)
            elif isinstance(field, ui.CheckboxGroup) and field.custom_id in values:
                for option in field.options:
                    option.default = option.value in values[field.custom_id].split()

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """What happens. Errors may simply be raised."""
        raise NotImplementedError

    def other_ways(self, language: str) -> list[ui.Button[Any]]:
        """What else helps whoever can't fill it in: stands beside the way back to the form."""
        return []

    async def on_error(self, interaction: discord.Interaction[Any], error: Exception, /) -> None:
        await report(interaction, error)


async def _offer_to_mend(
    interaction: discord.Interaction[Any], form: Form, wrong: CoalitionError
) -> None:
    """Say what is wrong, and offer the form again with everything that was typed."""
    Answer.to(interaction).failed = not isinstance(wrong, BadInput)
    context = await context_of(interaction)
    token = drafts_of(interaction).keep(Draft(form.custom_id, form.values()))
    again: ui.Button[Any] = ui.Button(
        label=context.t("errors.mend"),
        custom_id=f"mend:{token}",
        style=discord.ButtonStyle.primary,
    )
    told = sentence(interaction, wrong, context.language)
    row = ui.ActionRow[Any](again, *form.other_ways(context.language))
    await Answer.to(interaction).show(Notice(told, row))


class Mend(Action, template=r"mend:(?P<token>[0-9a-f]{16})"):
    """Opens a form again as it was sent in."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        draft = drafts_of(interaction).get(self.match["token"])
        if draft is None:
            raise BadInput("errors.draft_gone")
        form = await make_form(interaction, draft.custom_id)
        if form is None:
            raise BadInput("errors.draft_gone")
        form.fill(draft.values)
        await Answer.to(interaction).open(form)


async def make_form(interaction: discord.Interaction[Any], custom_id: str) -> Form | None:
    """The form that this custom_id names, made anew; None if there is none such."""
    for form in interaction.client.forms:
        match = form.template.fullmatch(custom_id)
        if match is not None:
            return await form.from_match(interaction, await context_of(interaction), match)
    return None


def limits_of(interaction: discord.Interaction[Any]) -> Limits:
    """How often somebody may do what others then have to read."""
    return interaction.client.limits


def drafts_of(interaction: discord.Interaction[Any]) -> Drafts:
    """The drafts that the bot holds."""
    return interaction.client.drafts
