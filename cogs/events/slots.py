"""What answers the buttons of a clinic's appointments."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.event import Answer as Said
from bot.domain.event import Event, Occurrence, Status
from bot.domain.event_check import MOST_PLACES
from bot.domain.event_tiers import Tier
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.text import fit
from bot.services.event_parts import MOST_SLOTS
from bot.services.event_times import moment_of
from bot.services.when import UnclearWhen, read_when
from cogs.events.gather import reply
from cogs.events.roster_words import chosen, clock_there, number_typed
from cogs.events.slots_render import slots_screen

_OCCURRENCE = r"(?P<occurrence>\d{1,15})"
_PAGE = r"(?P<page>\d{1,3})"


async def _screen(
    interaction: discord.Interaction[Any],
    context: Context,
    occurrence: int,
    page: int = 0,
    *,
    note: str = "",
) -> Screen:
    services = services_of(interaction)
    coming = await services.events.occurrence(context.actor, occurrence)
    slots = await services.event_parts.slots(context.actor, occurrence)
    event, one = coming.event, coming.occurrence
    takes = event.status is Status.PUBLISHED and not one.cancelled
    return slots_screen(
        event,
        one,
        slots,
        coming.mine.slot if coming.mine else None,
        page,
        context.language,
        leads=coming.tier is Tier.LEAD,
        takes=takes and one.ends_at > services.clock.now(),
        note=note,
    )


class OpenSlots(Action, template=rf"event:slots:{_OCCURRENCE}:{_PAGE}"):
    """The appointments: in place of what was pressed, or as a message of their own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await _screen(
            interaction, context, int(self.match["occurrence"]), int(self.match["page"])
        )
        await reply(interaction, screen)


class TakeSlot(Action, template=rf"event:slot:{_OCCURRENCE}"):
    """An appointment was chosen: whoever has not said that they come says it with that."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services, occurrence = services_of(interaction), int(self.match["occurrence"])
        values = chosen(interaction)
        if not values or not values[0].isdecimal():
            raise BadInput("event_error.slot_full")
        coming = await services.events.occurrence(context.actor, occurrence)
        note = ""
        if coming.mine is None or coming.mine.answer is not Said.GOING:
            became = await services.rsvps.answer(context.actor, occurrence, Said.GOING)
            if became.answer is not Said.GOING:
                note = context.t("event_roster.slot_in_line", count=became.position or 1)
        if not note:
            await services.event_parts.take_slot(context.actor, occurrence, int(values[0]))
        await Answer.to(interaction).update(
            await _screen(interaction, context, occurrence, note=note)
        )


class LeaveSlot(Action, template=rf"event:slotback:{_OCCURRENCE}"):
    """An appointment is given back; they still come."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence = int(self.match["occurrence"])
        await services_of(interaction).event_parts.take_slot(context.actor, occurrence, None)
        note = context.t("event_roster.slot_left_now")
        await Answer.to(interaction).update(
            await _screen(interaction, context, occurrence, note=note)
        )


class DropSlots(Action, template=rf"event:slotout:{_OCCURRENCE}"):
    """A lead takes appointments out that nobody has."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        parts, occurrence = services_of(interaction).event_parts, int(self.match["occurrence"])
        for value in chosen(interaction):
            await parts.drop_slot(context.actor, occurrence, int(value))
        await Answer.to(interaction).update(await _screen(interaction, context, occurrence))


class SetSlots(Action, template=rf"event:slotset:{_OCCURRENCE}"):
    """Opens the form for appointments."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        event, one = await services_of(interaction).rsvps.lead_of(
            context.actor, int(self.match["occurrence"])
        )
        form = SlotsForm(one.number, context.language)
        form.first.default = clock_there(one.starts_at, event.zone, context.language)
        await Answer.to(interaction).open(form)


class SlotsForm(Form):
    """From when, how long each, how many, for how many people."""

    template = re.compile(rf"form:slots:{_OCCURRENCE}")

    def __init__(self, occurrence: int, language: str) -> None:
        super().__init__(
            title=fit(t("event_roster.slots_form", language), 45),
            custom_id=f"form:slots:{occurrence}",
        )
        self._occurrence = occurrence
        self.first: ui.TextInput[Any] = ui.TextInput(custom_id="first", max_length=40)
        self.minutes: ui.TextInput[Any] = ui.TextInput(
            custom_id="minutes", max_length=4, default="20"
        )
        self.count: ui.TextInput[Any] = ui.TextInput(
            custom_id="count", max_length=3, required=False
        )
        self.places: ui.TextInput[Any] = ui.TextInput(custom_id="places", max_length=6, default="1")
        for key, about, field in (
            ("event_roster.slots_first", "event_roster.slots_first_about", self.first),
            ("event_roster.slots_minutes", None, self.minutes),
            ("event_roster.slots_count", "event_roster.slots_count_about", self.count),
            ("event_roster.slots_places", "event_roster.slots_places_about", self.places),
        ):
            self.add_item(
                ui.Label(
                    text=t(key, language),
                    description=t(about, language) if about else None,
                    component=field,
                )
            )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["occurrence"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        event, one = await services.rsvps.lead_of(context.actor, self._occurrence)
        first = time_within(self.first.value, event, one, context.language)
        minutes = number_typed(self.minutes.value, least=1, most=1440)
        if self.count.value.strip():
            count = number_typed(self.count.value, least=1, most=MOST_SLOTS)
        else:
            count = max(1, min(MOST_SLOTS, (one.ends_at - first) // timedelta(minutes=minutes)))
        places = number_typed(self.places.value, least=1, most=MOST_PLACES)
        made = await services.event_parts.add_slots(
            context.actor,
            self._occurrence,
            first=first,
            minutes=minutes,
            count=count,
            capacity=places,
        )
        note = context.t("event_roster.slots_made", count=len(made))
        await Answer.to(interaction).update(
            await _screen(interaction, context, self._occurrence, note=note)
        )


def time_within(text: str, event: Event, one: Occurrence, language: str) -> datetime:
    """The moment that somebody typed, within an event: where a time could be two, the one that
    lies in it.

    Raises:
        BadInput: it is no time, lies outside, or could still be two.
    """
    text = f"{text.strip()}:00" if text.strip().isdecimal() else text
    just_before = one.starts_at - timedelta(minutes=1)
    try:
        found = [read_when(text, now=just_before, zone=event.zone, language=language)]
    except UnclearWhen as unclear:
        found = [
            each
            for each in unclear.choices
            if one.starts_at <= moment_of(each.start, each.zone)[0] < one.ends_at
        ]
        if not found:
            raise BadInput("event_error.slot_times") from unclear
        if len(found) != 1:
            raise
    return moment_of(found[0].start, found[0].zone)[0]


ACTIONS: tuple[type[Action], ...] = (OpenSlots, TakeSlot, LeaveSlot, DropSlots, SetSlots)
FORMS: tuple[type[Form], ...] = (SlotsForm,)
