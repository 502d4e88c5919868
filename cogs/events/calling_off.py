"""Putting an event off, calling it off, and moving one date of a series."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.domain.event import Status
from bot.domain.local_time import local_in, resolve
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.presentation.screen import Notice
from bot.services.event_forms import touched
from bot.services.event_typed import TypedTime, shown_time, typed_time
from bot.services.event_views import Coming, EventPage
from bot.services.event_writing import EditedMeanwhile
from cogs.events.careful import CarefulForm
from cogs.events.managing import (
    AT,
    NUMBER,
    draw,
    page_of,
    present,
    show_meanwhile,
)
from cogs.events.meanwhile import meanwhile_text
from cogs.events.off_render import (
    dates_screen,
    off_question,
    one_off_question,
    one_screen,
    putoff_question,
)

WHEN: Fields = (("when", False, 300, True),)
ONE: Fields = (*WHEN, ("place", False, 300, False), ("address", False, 600, False))


async def organizers_page(
    interaction: discord.Interaction[Any], context: Context, number: int
) -> EventPage:
    """An event that an organizer may still change.

    Raises:
        NotAllowed: not an organizer. NotFound: none here. BadInput: it is cancelled.
    """
    context.actor.require(Capability.ORGANIZER)
    page = await page_of(interaction, context, number)
    if page.event.status is Status.CANCELLED:
        raise BadInput("event_error.is_cancelled")
    return page


async def ask_putoff(interaction: discord.Interaction[Any], context: Context, number: int) -> None:
    """Show the question before an event is put off."""
    page = await organizers_page(interaction, context, number)
    if page.event.status is not Status.PUBLISHED:
        raise BadInput("event_error.not_published")
    await present(interaction, putoff_question(page, context.language))


async def ask_off(interaction: discord.Interaction[Any], context: Context, number: int) -> None:
    """Show the question before an event is called off."""
    page = await organizers_page(interaction, context, number)
    await present(interaction, off_question(page, context.language))


async def ask_dates(
    interaction: discord.Interaction[Any], context: Context, number: int, at: int = 0
) -> None:
    """Show the dates of a series."""
    page = await organizers_page(interaction, context, number)
    if page.event.rule is None:
        raise BadInput("event_error.only_once")
    await present(interaction, dates_screen(page, at, context.language))


class AskPutOff(Action, template=rf"event:plan:putoff:{NUMBER}"):
    """Asks before an event is put off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await ask_putoff(interaction, await context_of(interaction), int(self.match["number"]))


class NoDate(Action, template=rf"event:plan:nodate:{AT}"):
    """Puts an event off until there is a new date."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number = int(self.match["number"])
        try:
            await services_of(interaction).events.postpone(
                context.actor, number, int(self.match["version"])
            )
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        said = context.t("event_edit.put_off")
        await present(interaction, await draw(interaction, context, number, [said]))


class NewDateForm(CarefulForm):
    """The new time of an event; that people are told was said before."""

    fields = WHEN
    template = re.compile(rf"event:plan:newtime:{AT}")

    def __init__(self, page: EventPage, version: int, now: datetime, language: str) -> None:
        self.page, self.version, self._now = page, version, now
        super().__init__(
            "new_date",
            custom_id=f"event:plan:newtime:{page.event.number}:{version}",
            language=language,
            values={},
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        page = await organizers_page(interaction, context, int(match["number"]))
        now = services_of(interaction).clock.now()
        return cls(page, int(match["version"]), now, context.language)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        event, events = self.page.event, services_of(interaction).events
        read = typed_time(
            self.values()["when"],
            now=self._now,
            zone=event.zone,
            language=self.language,
            fold=self.fold,
            lasts=event.minutes,
        )
        changes = {
            "local_start": read.local_start,
            "fold": read.fold,
            "minutes": read.minutes,
            "zone": read.zone,
        }
        try:
            event = await events.edit(context.actor, event.number, self.version, changes)
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        # Put off meanwhile: nobody is told before it is said that it takes place.
        told = event.status is Status.PUBLISHED
        key = "event_edit.has_new_date" if told else "event_edit.saved"
        said = [context.t(key), *read.said]
        await present(interaction, await draw(interaction, context, event.number, said))


class OpenNewDate(Action, template=rf"event:plan:newdate:{NUMBER}"):
    """Opens the form for the new time."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        page = await organizers_page(interaction, context, int(self.match["number"]))
        now = services_of(interaction).clock.now()
        form = NewDateForm(page, page.event.version, now, context.language)
        await Answer.to(interaction).open(form)


class AskOff(Action, template=rf"event:plan:off:{NUMBER}"):
    """Asks before an event is called off or thrown away."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await ask_off(interaction, await context_of(interaction), int(self.match["number"]))


class Off(Action, template=rf"event:plan:offnow:{AT}"):
    """Calls an event off for good; throws a draft away."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number = int(self.match["number"])
        try:
            event = await services_of(interaction).events.cancel(
                context.actor, number, int(self.match["version"])
            )
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        if event.status is Status.DRAFT:
            await present(interaction, Notice(context.t("event_edit.thrown_away")))
            return
        said = context.t("event_edit.is_off")
        await present(interaction, await draw(interaction, context, number, [said]))


# --- one date -------------------------------------------------------------------------------


class OpenDates(Action, template=rf"event:plan:dates:{NUMBER}:(?P<at>\d{{1,3}})"):
    """The dates of a series."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await ask_dates(interaction, context, int(self.match["number"]), int(self.match["at"]))


async def _one(interaction: discord.Interaction[Any], context: Context, number: int) -> Coming:
    context.actor.require(Capability.ORGANIZER)
    return await services_of(interaction).events.occurrence(context.actor, number)


class ChooseDate(Action, template=rf"event:plan:date:{NUMBER}"):
    """One date of a series."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        one = await _one(interaction, context, int(chosen))
        await present(interaction, one_screen(one, context.language))


class AskOneOff(Action, template=rf"event:plan:oneoff:{NUMBER}"):
    """Asks before one date is called off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        one = await _one(interaction, context, int(self.match["number"]))
        await present(interaction, one_off_question(one, context.language))


class OneOff(Action, template=rf"event:plan:oneoffnow:{AT}"):
    """Calls one date off."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        try:
            event, _ = await services_of(interaction).events.cancel_occurrence(
                context.actor, int(self.match["number"]), int(self.match["version"])
            )
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        said = context.t("event_edit.one_is_off")
        await present(interaction, await draw(interaction, context, event.number, [said]))


class OneForm(CarefulForm):
    """Another time or place for one date of a series."""

    fields = ONE
    template = re.compile(rf"event:plan:one:{AT}")

    def __init__(self, one: Coming, version: int, now: datetime, language: str) -> None:
        self.one, self.version, self._now = one, version, now
        start, end = one.occurrence.starts_at, one.occurrence.ends_at
        minutes = (end - start) // timedelta(minutes=1)
        local = local_in(start, one.event.zone)
        self.shown = {
            "when": shown_time(local, minutes, one.event.zone, now=now, language=language),
            "place": one.place,
            "address": one.address,
        }
        super().__init__(
            "one",
            custom_id=f"event:plan:one:{one.occurrence.number}:{version}",
            language=language,
            values=self.shown,
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        one = await _one(interaction, context, int(match["number"]))
        now = services_of(interaction).clock.now()
        return cls(one, int(match["version"]), now, context.language)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        event, occurrence = self.one.event, self.one.occurrence
        changed = touched(self.shown, self.values())
        read = self._time(changed["when"]) if "when" in changed else None
        try:
            await services_of(interaction).events.move_occurrence(
                context.actor,
                occurrence.number,
                self.version,
                local_start=read.local_start if read else None,
                minutes=read.minutes if read else None,
                fold=read.fold if read else None,
                place=changed.get("place"),
                address=changed.get("address"),
            )
        except EditedMeanwhile as meanwhile:
            self.version = meanwhile.current.version
            self.custom_id = f"event:plan:one:{occurrence.number}:{self.version}"
            what = meanwhile_text(meanwhile.what, self.language)
            raise BadInput("event_edit.meanwhile", what=what) from meanwhile
        said = [context.t("event_edit.one_moved"), *(read.said if read else ())]
        await present(interaction, await draw(interaction, context, event.number, said))

    def _time(self, text: str) -> TypedTime:
        """What was typed, by the event's own clock."""
        event, one = self.one.event, self.one.occurrence
        lasts = (one.ends_at - one.starts_at) // timedelta(minutes=1)
        read = typed_time(
            text,
            now=self._now,
            zone=event.zone,
            language=self.language,
            fold=self.fold,
            lasts=lasts,
        )
        if read.zone == event.zone:
            return read
        local = local_in(resolve(read.local_start, read.zone), event.zone)
        return TypedTime(local, read.minutes, event.zone, None, read.said)


class OpenOne(Action, template=rf"event:plan:moveone:{NUMBER}"):
    """Opens the form for one date."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        one = await _one(interaction, context, int(self.match["number"]))
        now = services_of(interaction).clock.now()
        form = OneForm(one, one.event.version, now, context.language)
        await Answer.to(interaction).open(form)


ACTIONS: tuple[type[Action], ...] = (
    AskPutOff,
    NoDate,
    OpenNewDate,
    AskOff,
    Off,
    OpenDates,
    ChooseDate,
    AskOneOff,
    OneOff,
    OpenOne,
)
FORMS: tuple[type[Form], ...] = (NewDateForm, OneForm)
