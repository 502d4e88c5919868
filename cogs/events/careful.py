"""A form that may have to ask back before it saves: which time was meant, or whether people are to
be told. What was typed waits meanwhile (`bot/presentation/drafts.py`), so nothing is typed twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.components import Action, Form, drafts_of, make_form
from bot.presentation.context import context_of
from bot.presentation.drafts import Draft
from bot.presentation.errors import sentence
from bot.presentation.fields import Fields, add_fields
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit
from bot.services.event_typed import WhichTime
from cogs.events.managing import present

#: Answers to what was asked back, kept beside the fields.
FOLD, SURE = "_fold", "_sure"
_CHOICES = 5


def question_screen(
    question: str, answers: Sequence[tuple[str, str]], mend: str, language: str
) -> Screen:
    """A question with a button for each answer, and one to change what was typed. Each has the
    token of what goes on with it."""
    rows: list[ui.ActionRow[Any]] = []
    for name, token in answers:
        button: ui.Button[Any] = ui.Button(
            label=fit(name, 80),
            custom_id=f"event:plan:goon:{token}",
            style=discord.ButtonStyle.primary,
        )
        rows.append(ui.ActionRow(button))
    again: ui.Button[Any] = ui.Button(
        label=t("event_edit.change_text", language), custom_id=f"mend:{mend}"
    )
    return Notice(question, *rows, ui.ActionRow(again))


class AskingForm(Form):
    """A form whose time (the field `when`) may have to be asked back."""

    def __init__(self, *, title: str, custom_id: str, language: str) -> None:
        super().__init__(title=title, custom_id=custom_id)
        self.language = language
        self.waited: Mapping[str, str] | None = None

    def values(self) -> dict[str, str]:
        """What was typed, now or before something was asked back."""
        return super().values() if self.waited is None else dict(self.waited)

    @property
    def fold(self) -> int | None:
        """Which of two times is meant, where that was asked."""
        chosen = self.values().get(FOLD, "")
        return int(chosen) if chosen in ("0", "1") else None

    async def go_on(self, interaction: discord.Interaction[Any], waited: Mapping[str, str]) -> None:
        """Save what had to wait for an answer."""
        self.waited = waited
        await self._submitted(interaction)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        try:
            await self.save(interaction)
        except WhichTime as which:
            if not 1 <= len(which.choices) <= _CHOICES:
                raise
            answers = [
                (
                    each.name,
                    {"when": each.text} | ({} if each.fold is None else {FOLD: str(each.fold)}),
                )
                for each in which.choices
            ]
            await self.ask(interaction, sentence(interaction, which, self.language), answers)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        """What happens. Errors may simply be raised."""
        raise NotImplementedError

    async def ask(
        self,
        interaction: discord.Interaction[Any],
        question: str,
        answers: Sequence[tuple[str, Mapping[str, str]]],
    ) -> None:
        """Ask back: a button for each answer, which goes on with that put into what was typed."""
        drafts, typed = drafts_of(interaction), self.values()
        named = [
            (name, drafts.keep(Draft(self.custom_id, {**typed, **answer})))
            for name, answer in answers
        ]
        mend = drafts.keep(Draft(self.custom_id, typed))
        await present(interaction, question_screen(question, named, mend, self.language))


class CarefulForm(AskingForm):
    """Fields named in the catalogs, and the questions."""

    fields: ClassVar[Fields] = ()

    def __init__(
        self, what: str, *, custom_id: str, language: str, values: Mapping[str, str]
    ) -> None:
        title = self.title_of(what, language)
        super().__init__(title=title, custom_id=custom_id, language=language)
        add_fields(self, self.fields, values, lambda name: self.said_of(name, language))

    def title_of(self, what: str, language: str) -> str:
        """What stands above it."""
        return t(f"event_form.{what}_title", language)

    def said_of(self, name: str, language: str) -> tuple[str, str]:
        """How a field is called, and what explains it."""
        return t(f"event_form.{name}", language), t(f"event_form.{name}_about", language)

    @property
    def sure(self) -> bool:
        """Whether the organizer knows that people are told."""
        return SURE in self.values()


class GoOn(Action, template=r"event:plan:goon:(?P<token>[0-9a-f]{16})"):
    """An answer to what a form asked back."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        draft = drafts_of(interaction).get(self.match["token"])
        await context_of(interaction)
        form = await make_form(interaction, draft.custom_id) if draft else None
        if draft is None or not isinstance(form, AskingForm):
            raise BadInput("errors.draft_gone")
        await form.go_on(interaction, draft.values)
