"""What answers the buttons of a town hall's questions."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import NotFound
from bot.domain.event import Status
from bot.domain.event_tiers import Tier
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.text import fit
from bot.services.event_parts import LONGEST_QUESTION
from cogs.events.board import next_time
from cogs.events.gather import reply
from cogs.events.questions_render import question_screen, questions_screen
from cogs.events.roster_words import chosen

_EVENT = r"(?P<event>\d{1,15})"
_QUESTION = r"(?P<question>\d{1,15})"
_PAGE = r"(?P<page>\d{1,3})"


async def _screen(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    page: int = 0,
    *,
    note: str = "",
) -> Screen:
    services = services_of(interaction)
    seen = await services.events.get(context.actor, number)
    questions = await services.event_parts.questions(context.actor, number)
    now = services.clock.now()
    home = next_time(seen.times, now)
    over = all(each.occurrence.ends_at <= now for each in seen.times)
    open_ = seen.event.status is not Status.CANCELLED and not over
    return questions_screen(
        seen.event,
        questions,
        page,
        context.language,
        may_ask=open_ and seen.event.extra.get("questions") is not False,
        leads=seen.tier is Tier.LEAD,
        home=home.occurrence.number if home else None,
        note=note,
    )


class OpenQuestions(Action, template=rf"event:questions:{_EVENT}:{_PAGE}"):
    """A page of the questions: in place of another, or as a message of its own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await _screen(
            interaction, context, int(self.match["event"]), int(self.match["page"])
        )
        await reply(interaction, screen)


class Want(Action, template=rf"event:want:{_EVENT}:{_QUESTION}:{_PAGE}:(?P<wanted>[01])"):
    """Somebody wants the same asked, or no longer."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await services_of(interaction).event_parts.want(
            context.actor, int(self.match["question"]), wanted=self.match["wanted"] == "1"
        )
        screen = await _screen(
            interaction, context, int(self.match["event"]), int(self.match["page"])
        )
        await Answer.to(interaction).update(screen)


class Ask(Action, template=rf"event:ask:{_EVENT}"):
    """Opens the form for a question."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        form = QuestionForm(int(self.match["event"]), context.language)
        await Answer.to(interaction).open(form)


class QuestionForm(Form):
    """A question; who asks it is not kept."""

    template = re.compile(rf"form:question:{_EVENT}")

    def __init__(self, event: int, language: str) -> None:
        super().__init__(
            title=fit(t("event_roster.ask_title", language), 45),
            custom_id=f"form:question:{event}",
        )
        self._event = event
        self.words: ui.TextInput[Any] = ui.TextInput(
            custom_id="words",
            style=discord.TextStyle.paragraph,
            min_length=1,
            max_length=LONGEST_QUESTION,
        )
        self.add_item(
            ui.Label(
                text=t("event_roster.ask_label", language),
                description=t("event_roster.ask_about", language),
                component=self.words,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["event"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        parts = services_of(interaction).event_parts
        asked = await parts.ask(context.actor, self._event, self.words.value)
        await parts.want(context.actor, asked)
        note = context.t("event_roster.asked")
        await Answer.to(interaction).update(
            await _screen(interaction, context, self._event, note=note)
        )


class ChooseQuestion(Action, template=rf"event:question:{_EVENT}:{_PAGE}"):
    """A lead chose one of them."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services, number = services_of(interaction), int(self.match["event"])
        seen = await services.events.get(context.actor, number)
        values = chosen(interaction)
        for each in await services.event_parts.questions(context.actor, number):
            if [str(each.number)] == values:
                page = int(self.match["page"])
                screen = question_screen(seen.event, each, page, context.language)
                await Answer.to(interaction).update(screen)
                return
        raise NotFound("event_error.no_question")


class Settle(Action, template=rf"event:q:{_EVENT}:{_QUESTION}:{_PAGE}:(?P<how>done|open|out)"):
    """A question was answered, or is taken out."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        parts, question = services_of(interaction).event_parts, int(self.match["question"])
        note = ""
        if self.match["how"] == "out":
            await parts.drop_question(context.actor, question)
            note = context.t("event_roster.question_is_out")
        else:
            await parts.answered(context.actor, question, answered=self.match["how"] == "done")
        screen = await _screen(
            interaction, context, int(self.match["event"]), int(self.match["page"]), note=note
        )
        await Answer.to(interaction).update(screen)


ACTIONS: tuple[type[Action], ...] = (OpenQuestions, Want, Ask, ChooseQuestion, Settle)
FORMS: tuple[type[Form], ...] = (QuestionForm,)
