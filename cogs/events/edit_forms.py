"""The forms in which organizers change an event. Which event and which version stand in the id."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any, ClassVar, Self

import discord

from bot.domain.actor import Capability
from bot.domain.errors import BadInput
from bot.domain.event import Event, Kind, Status
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.services.event_forms import before_of, changes_of, must_be_told, texts_of, touched
from bot.services.event_views import EventPage
from bot.services.event_writing import EditedMeanwhile
from cogs.events.careful import SURE, CarefulForm, GoOn
from cogs.events.manage_render import told
from cogs.events.managing import AT, NUMBER, draw, page_of, present
from cogs.events.meanwhile import meanwhile_text

TEXT: Fields = (
    ("title", False, 300, True),
    ("about", True, 4000, False),
    ("host", False, 300, False),
    ("link", False, 1000, False),
)
THEME: Fields = (*TEXT, ("theme", False, 100, False))
TIME: Fields = (
    ("when", False, 300, True),
    ("repeats", False, 300, False),
    ("zone", False, 64, False),
)
PLACE: Fields = (
    ("place", False, 300, False),
    ("address", False, 600, False),
    ("contact", False, 600, False),
    ("notes", True, 4000, False),
)
NUMBERS: Fields = (
    ("capacity", False, 20, False),
    ("reminders", False, 200, False),
)
TRAINING: Fields = (*NUMBERS, ("training", False, 100, False), ("valid_days", False, 10, False))


class EventForm(CarefulForm):
    """A form for a part of an event that is there already."""

    kind: ClassVar[str] = ""

    def __init__(
        self, page: EventPage, now: datetime, language: str, *, version: int | None = None
    ) -> None:
        self.page = page
        self.event: Event = page.event
        self.version = page.event.version if version is None else version
        self._now = now
        super().__init__(
            self.kind,
            custom_id=self._id(),
            language=language,
            values=texts_of(self.event, now=now, language=language),
        )

    def _id(self) -> str:
        return f"event:plan:{self.kind}:{self.event.number}:{self.version}"

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(match["number"]))
        now = services_of(interaction).clock.now()
        return cls(page, now, context.language, version=int(match["version"]))

    def _mine(self, typed: dict[str, str], base: Event) -> dict[str, str]:
        shown = texts_of(base, now=self._now, language=self.language)
        most = {name: most for name, _, most, _ in self.fields}
        return touched({name: shown[name][: most[name]] for name in most}, typed)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        events = services_of(interaction).events
        changes = changes_of(
            self.event,
            self._mine(self.values(), self.event),
            now=self._now,
            language=self.language,
            fold=self.fold,
        )
        hear = told(self.page) if must_be_told(self.event, changes.fields) else 0
        published = self.event.status is Status.PUBLISHED and self.event.version == self.version
        if hear and published and not self.sure:
            question = context.t("event_edit.sure", count=hear)
            await self.ask(
                interaction, question, [(context.t("event_edit.save_tell"), {SURE: "1"})]
            )
            return
        number = self.event.number
        try:
            await events.edit(context.actor, number, self.version, changes.fields)
        except EditedMeanwhile as meanwhile:
            # What was typed comes back on top of what stands there now; a field that only the
            # other changed comes back as theirs.
            what = meanwhile_text(meanwhile.what, self.language)
            before = {each.field: each.before for each in meanwhile.what}
            typed = self._mine(self.values(), before_of(meanwhile.current, before))
            self.waited, self.version = typed, meanwhile.current.version
            self.custom_id = self._id()
            raise BadInput("event_edit.meanwhile", what=what) from meanwhile
        done = context.t("event_edit.saved_told" if hear and published else "event_edit.saved")
        screen = await draw(interaction, context, number, [done, *changes.said])
        await present(interaction, screen)


class TextForm(EventForm):
    """What it is."""

    kind, fields = "text", TEXT
    template = re.compile(rf"event:plan:text:{AT}")


class ThemeForm(EventForm):
    """What a day of action is."""

    kind, fields = "theme", THEME
    template = re.compile(rf"event:plan:theme:{AT}")


class TimeForm(EventForm):
    """When it is, how it repeats, and in which zone."""

    kind, fields = "time", TIME
    template = re.compile(rf"event:plan:time:{AT}")


class PlaceForm(EventForm):
    """Where it is, whom to ask, and what those who come should know."""

    kind, fields = "place", PLACE
    template = re.compile(rf"event:plan:place:{AT}")


class NumbersForm(EventForm):
    """How many places, and when people are reminded."""

    kind, fields = "numbers", NUMBERS
    template = re.compile(rf"event:plan:numbers:{AT}")


class TrainingForm(EventForm):
    """The same of a training, and what a confirmed attendance is a record of."""

    kind, fields = "training", TRAINING
    template = re.compile(rf"event:plan:training:{AT}")


class OpenForm(
    Action, template=rf"event:plan:form:(?P<form>text|time|place|numbers|training):{NUMBER}"
):
    """Opens a form for a part of an event, as it stands now."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(self.match["number"]))
        if page.event.status is Status.CANCELLED:
            raise BadInput("event_error.is_cancelled")
        kind = self.match["form"]
        if kind == "text" and page.event.kind is Kind.DAY_OF_ACTION:
            kind = "theme"
        form = EDIT_FORMS[kind](page, services_of(interaction).clock.now(), context.language)
        await Answer.to(interaction).open(form)


_ALL: tuple[type[EventForm], ...] = (
    TextForm,
    ThemeForm,
    TimeForm,
    PlaceForm,
    NumbersForm,
    TrainingForm,
)
#: The forms, by the word in the buttons that open them.
EDIT_FORMS = {form.kind: form for form in _ALL}
FORMS: tuple[type[Form], ...] = _ALL
ACTIONS: tuple[type[Action], ...] = (OpenForm, GoOn)
