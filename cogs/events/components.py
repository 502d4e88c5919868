"""What answers the buttons under an event: answers, its page, its dates, its local events.

A press on the board is answered privately; on what only one person sees, in place.
"""

from __future__ import annotations

import re
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.event import Answer as Said
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from cogs.events.gather import answered, dates_of, locals_of, page_at, reply

#: A row's number: what fits SQLite's.
_NUMBER = r"\d{1,18}"
_MAX_PLACE = 100


class AnswerEvent(
    Action, template=rf"event:(?P<answer>going|maybe|declined):(?P<occurrence>{_NUMBER})"
):
    """Going, maybe, or not; what became of it is shown at once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        await services.rsvps.answer(context.actor, occurrence, Said(self.match["answer"]))
        await reply(interaction, await answered(services, context, occurrence, interaction))


class TakePlace(Action, template=rf"event:take:(?P<occurrence>{_NUMBER})"):
    """Takes the place that is kept for this person."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        await services.rsvps.take_offer(context.actor, occurrence)
        await reply(interaction, await answered(services, context, occurrence, interaction))


class LetGo(Action, template=rf"event:letgo:(?P<occurrence>{_NUMBER})"):
    """Lets the place go that is kept for this person; the next in line is asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        occurrence = int(self.match["occurrence"])
        # Only whoever has an offer: on a message in a thread others may press, too.
        coming = await services.events.occurrence(context.actor, occurrence)
        if coming.mine is None or coming.mine.answer is not Said.OFFERED:
            raise BadInput("event_error.no_offer")
        await services.rsvps.answer(context.actor, occurrence, Said.DECLINED)
        await reply(interaction, await answered(services, context, occurrence, interaction))


class ShowOne(Action, template=rf"event:one:(?P<occurrence>{_NUMBER})"):
    """The event's page, at one of its times."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await page_at(services, context, int(self.match["occurrence"])))


class ShowDates(Action, template=rf"event:dates:(?P<event>{_NUMBER})"):
    """The other dates of a series."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await dates_of(services, context, int(self.match["event"])))


class ChooseDate(Action, template=rf"event:date:(?P<event>{_NUMBER})"):
    """The event's page, at the date that was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        chosen = cast("ui.Select[Any]", self.item).values[0]
        await reply(interaction, await page_at(services, context, int(chosen)))


class ShowLocals(Action, template=rf"event:locals:(?P<event>{_NUMBER}):(?P<page>\d{{1,3}})"):
    """The local events of a day of action."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        event, page = int(self.match["event"]), int(self.match["page"])
        await reply(interaction, await locals_of(services, context, event, page))


class Near(Action, template=rf"event:near:(?P<event>{_NUMBER})"):
    """Asks where one is, to show the nearest local events first."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        form = NearForm(int(self.match["event"]), context.language)
        await Answer.to(interaction).open(form)


class NearForm(Form):
    """A ZIP code or a city. It is used once and forgotten."""

    template = re.compile(rf"event:nearest:(?P<event>{_NUMBER})")

    def __init__(self, event: int, language: str) -> None:
        super().__init__(title=t("events.near_title", language), custom_id=f"event:nearest:{event}")
        self._event = event
        self.where: ui.TextInput[Any] = ui.TextInput(custom_id="where", max_length=_MAX_PLACE)
        self.add_item(
            ui.Label(
                text=t("events.near_where", language),
                description=t("events.near_about", language),
                component=self.where,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["event"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        screen = await locals_of(services, context, self._event, 0, self.where.value)
        await Answer.to(interaction).show(screen)


ACTIONS: tuple[type[Action], ...] = (
    AnswerEvent,
    TakePlace,
    LetGo,
    ShowOne,
    ShowDates,
    ChooseDate,
    ShowLocals,
    Near,
)
FORMS: tuple[type[Form], ...] = (NearForm,)
