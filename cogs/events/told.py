"""What answers the buttons on what the bot says of an event unasked: seen it, and how it was."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Notice
from bot.services.attendance import LONGEST_WORDS
from cogs.events.gather import reply
from cogs.events.told_render import heard_screen, marked_screen

_NUMBER = r"\d{1,18}"


class Heard(Action, template=rf"event:heard:(?P<occurrence>{_NUMBER})"):
    """This person knows of the change."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        await services.rsvps.saw_change(context.actor, occurrence)
        coming = await services.events.occurrence(context.actor, occurrence)
        await reply(interaction, heard_screen(coming, context.language))


class GiveMark(Action, template=rf"event:mark:(?P<occurrence>{_NUMBER}):(?P<mark>[1-5])"):
    """How it was; the question goes away, so that it is answered once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        await services.attendance.say_how_it_was(
            context.actor, occurrence, mark=int(self.match["mark"])
        )
        await reply(interaction, marked_screen(occurrence, context.language))


class InWords(Action, template=rf"event:words:(?P<occurrence>{_NUMBER})"):
    """Asks for a few words."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        form = WordsForm(int(self.match["occurrence"]), context.language)
        await Answer.to(interaction).open(form)


class WordsForm(Form):
    """How it was, in a few words that bear no name."""

    template = re.compile(rf"event:said:(?P<occurrence>{_NUMBER})")

    def __init__(self, occurrence: int, language: str) -> None:
        super().__init__(
            title=t("events.words_title", language), custom_id=f"event:said:{occurrence}"
        )
        self._occurrence = occurrence
        self.words: ui.TextInput[Any] = ui.TextInput(
            custom_id="words", style=discord.TextStyle.paragraph, max_length=LONGEST_WORDS
        )
        self.add_item(
            ui.Label(
                text=t("events.words_label", language),
                description=t("events.words_about", language),
                component=self.words,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["occurrence"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await services.attendance.say_how_it_was(
            context.actor, self._occurrence, words=self.words.value
        )
        await Answer.to(interaction).show(Notice(context.t("events.words_kept")))


ACTIONS: tuple[type[Action], ...] = (Heard, GiveMark, InWords)
FORMS: tuple[type[Form], ...] = (WordsForm,)
