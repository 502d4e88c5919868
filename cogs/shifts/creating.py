"""`/shift create` and `/shift series`: what kind, in which zone, a form; then the lead's page."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.shift import ShiftDraft, ShiftKind
from bot.i18n import t, zone_name
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit
from bot.services.event_views import Coming
from bot.services.shift_forms import first_texts, new_draft, series_rule
from bot.services.shift_views import lead_of_shifts
from bot.services.zones import COMMON_ZONES
from cogs.events.careful import CarefulForm
from cogs.events.gather import reply
from cogs.shifts.managing import draw
from cogs.shifts.plan_render import said_of_series
from cogs.shifts.words import kind_name

NEW: Fields = (
    ("title", False, 300, True),
    ("when", False, 300, True),
    ("roles", True, 1000, True),
    ("place", False, 300, False),
    ("address", False, 600, False),
)
SERIES: Fields = (
    *NEW[:2],
    ("repeats", False, 300, True),
    *NEW[2:4],
)
#: Kind, date of an event, zone: `-` where that is not chosen.
_START = r"(?P<kind>[a-z_]{4,20}|-):(?P<occurrence>\d{1,18}|-):(?P<zone>\d{1,2}|-)"
#: One shift or a series.
_FORM = r"(?P<form>new|series)"
KINDS = tuple(kind.value for kind in ShiftKind)


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a new shift before its form is opened; fits a custom_id."""

    form: str
    kind: ShiftKind | None = None
    occurrence: int | None = None
    zone: int | None = None

    @property
    def code(self) -> str:
        """For a custom_id."""
        parts = (self.kind and self.kind.value, self.occurrence, self.zone)
        return ":".join("-" if part is None else str(part) for part in parts)

    @classmethod
    def of(cls, match: re.Match[str], form: str) -> Start:
        """From a custom_id. Raises BadInput where nobody drew such a button."""
        kind = match["kind"]
        if kind != "-" and kind not in KINDS:
            raise BadInput("errors.press_again")
        occurrence, zone = (
            None if match[name] == "-" else int(match[name]) for name in ("occurrence", "zone")
        )
        return cls(form, None if kind == "-" else ShiftKind(kind), occurrence, zone)


class ShiftForm(CarefulForm):
    """What the forms of shifts have in common: where their words stand."""

    def title_of(self, what: str, language: str) -> str:
        """What stands above it."""
        return t(f"shift_plan.{what}_title", language)

    def said_of(self, name: str, language: str) -> tuple[str, str]:
        """How a field is called, and what explains it."""
        return t(f"shift_plan.{name}", language), t(f"shift_plan.{name}_about", language)


class NewForm(ShiftForm):
    """A new shift in five fields; the rest is added on its page."""

    fields = NEW
    form = "new"
    template = re.compile(rf"shift:plan:new:{_START}")

    def __init__(
        self, start: Start, zone: str, context: Context, coming: Coming | None, now: datetime
    ) -> None:
        if start.kind is None:
            raise BadInput("errors.press_again")
        self.start, self.zone, self.now, self.kind = start, zone, now, start.kind
        language = context.language
        super().__init__(
            self.form,
            custom_id=f"shift:plan:{self.form}:{start.code}",
            language=language,
            values=first_texts(start.kind, coming, zone=zone, now=now, language=language),
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        start = Start.of(match, cls.form)
        zone = await _zone(interaction, context, start)
        if zone is None:
            raise BadInput("errors.press_again")
        coming = await _coming(interaction, context, start)
        return cls(start, zone, context, coming, services_of(interaction).clock.now())

    @property
    def occurrence(self) -> int | None:
        """Of which event's date it is."""
        return self.start.occurrence

    def draft(self, by: int) -> tuple[ShiftDraft, tuple[str, ...]]:
        """What was typed, and what was taken for granted."""
        return new_draft(
            self.kind,
            self.values(),
            occurrence=self.occurrence,
            lead_id=by,
            now=self.now,
            zone=self.zone,
            language=self.language,
            fold=self.fold,
        )

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        lead_of_shifts(context.actor)
        draft, said = self.draft(context.actor.user_id)
        shift = await services_of(interaction).shifts.create(context.actor, draft)
        lines = [context.t("shift_plan.made"), *said]
        await reply(interaction, await draw(interaction, context, shift.number, lines))


class SeriesForm(NewForm):
    """A new series of shifts."""

    fields = SERIES
    form = "series"
    template = re.compile(rf"shift:plan:series:{_START}")

    @property
    def occurrence(self) -> int | None:
        """None: its dates are not those of the event, which only filled the form."""
        return None

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        lead_of_shifts(context.actor)
        draft, said = self.draft(context.actor.user_id)
        rule = series_rule(draft, self.values()["repeats"], self.language)
        made = await services_of(interaction).shifts.create_series(context.actor, draft, rule)
        lines = [*said_of_series(made, rule, self.language), *said]
        await reply(interaction, await draw(interaction, context, made[0].number, lines))


async def begin(interaction: discord.Interaction[Any], context: Context, start: Start) -> None:
    """Ask what is still to be known (kind, zone), or open the form.

    Raises:
        NotAllowed: neither organizer nor dispatcher. NotFound: the event's date is gone.
    """
    lead_of_shifts(context.actor)
    coming = await _coming(interaction, context, start)
    if start.kind is None:
        await reply(interaction, kind_screen(start, context.language))
        return
    zone = await _zone(interaction, context, start)
    if zone is None:
        await reply(interaction, zone_screen(start, context.language))
        return
    form = SeriesForm if start.form == SeriesForm.form else NewForm
    now = services_of(interaction).clock.now()
    await Answer.to(interaction).open(form(start, zone, context, coming, now))


async def _zone(
    interaction: discord.Interaction[Any], context: Context, start: Start
) -> str | None:
    """In which zone times are read: the one chosen for this shift, else the server's."""
    if start.zone is not None:
        if start.zone >= len(COMMON_ZONES):
            raise BadInput("errors.press_again")
        return COMMON_ZONES[start.zone]
    settings = await services_of(interaction).guilds.settings(context.actor.guild_id or 0)
    return settings.time_zone


async def _coming(
    interaction: discord.Interaction[Any], context: Context, start: Start
) -> Coming | None:
    if start.occurrence is None:
        return None
    return await services_of(interaction).events.occurrence(context.actor, start.occurrence)


def kind_screen(start: Start, language: str) -> Screen:
    """Asks which kind of shift it is."""
    select: ui.Select[Any] = ui.Select(
        custom_id=f"shift:plan:kind:{start.form}:{start.code}",
        placeholder=t("shift_plan.choose_kind", language),
    )
    for kind in ShiftKind:
        select.add_option(label=kind_name(kind, language), value=kind.value)
    return Notice(t("shift_plan.which_kind", language), ui.ActionRow(select))


def zone_screen(start: Start, language: str) -> Screen:
    """Asks in which zone the shift takes place, where the server chose none."""
    select: ui.Select[Any] = ui.Select(
        custom_id=f"shift:plan:zone:{start.form}:{start.code}",
        placeholder=t("shift_plan.choose_zone", language),
    )
    for at, zone in enumerate(COMMON_ZONES):
        select.add_option(
            label=fit(zone_name(zone, language), 100),
            value=str(at),
            description=zone.replace("_", " "),
        )
    return Notice(t("shift_plan.which_zone", language), ui.ActionRow(select))


class ChooseKind(Action, template=rf"shift:plan:kind:{_FORM}:{_START}"):
    """The kind of a new shift."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        start = Start.of(self.match, self.match["form"])
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if chosen not in KINDS:
            raise BadInput("errors.press_again")
        start = replace(start, kind=ShiftKind(chosen))
        await begin(interaction, await context_of(interaction), start)


class ChooseZone(Action, template=rf"shift:plan:zone:{_FORM}:{_START}"):
    """The zone of a new shift."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        start = Start.of(self.match, self.match["form"])
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and int(chosen) < len(COMMON_ZONES)):
            raise BadInput("errors.press_again")
        start = replace(start, zone=int(chosen))
        await begin(interaction, await context_of(interaction), start)


ACTIONS: tuple[type[Action], ...] = (ChooseKind, ChooseZone)
FORMS: tuple[type[Form], ...] = (NewForm, SeriesForm)
