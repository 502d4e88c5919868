"""`/event create`: what kind, in which zone, a form; then the draft as members will see it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self, cast

import discord
from discord import app_commands, ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Event, Kind
from bot.domain.local_time import local_in
from bot.domain.search import fold
from bot.i18n import t, zone_name
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_forms import first_texts, new_draft
from bot.services.event_templates import EventTemplate, event_templates
from bot.services.zones import COMMON_ZONES
from cogs.events.careful import CarefulForm
from cogs.events.managing import NUMBER, draw, page_of, present

NEW: Fields = (
    ("title", False, 300, True),
    ("when", False, 300, True),
    ("place", False, 300, False),
    ("address", False, 600, False),
    ("about", True, 4000, False),
)
#: Kind, template, day of action around it, zone: `-` where that is not chosen.
_START = (
    r"(?P<kind>[a-z_]{4,20}|-):(?P<template>\d{1,3}|-)"
    r":(?P<parent>\d{1,18}|-):(?P<zone>\d{1,2}|-)"
)
_KINDS = frozenset(kind.value for kind in Kind)
Choices = list[app_commands.Choice[str]]


@dataclass(frozen=True, slots=True)
class Start:
    """What is known of a new event before its form is opened; fits a custom_id."""

    kind: Kind | None = None
    template: int | None = None
    parent: int | None = None
    zone: int | None = None

    @property
    def code(self) -> str:
        """For a custom_id."""
        parts = (self.kind and self.kind.value, self.template, self.parent, self.zone)
        return ":".join("-" if part is None else str(part) for part in parts)

    @classmethod
    def of(cls, match: re.Match[str]) -> Start:
        """From a custom_id. Raises BadInput where nobody drew such a button."""
        number = {
            n: None if match[n] == "-" else int(match[n]) for n in ("template", "parent", "zone")
        }
        kind = match["kind"]
        if kind != "-" and kind not in _KINDS:
            raise BadInput("errors.press_again")
        return cls(None if kind == "-" else Kind(kind), **number)

    def found_template(self) -> EventTemplate | None:
        """The template. Raises NotFound where there is none such (any more)."""
        if self.template is None:
            return None
        every = event_templates()
        if self.template >= len(every):
            raise NotFound("when.template_gone")
        return every[self.template]


class NewForm(CarefulForm):
    """A new event in five fields; the rest is added on its page."""

    fields = NEW
    template = re.compile(rf"event:plan:new:{_START}")

    def __init__(
        self, start: Start, zone: str, context: Context, parent: Event | None, now: Any
    ) -> None:
        self.start, self.zone, self.parent, self._now = start, zone, parent, now
        super().__init__(
            "new",
            custom_id=f"event:plan:new:{start.code}",
            language=context.language,
            values=first_texts(
                start.found_template(),
                parent,
                now=now,
                today=local_in(now, zone),
                language=context.language,
                zone=zone,
            ),
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        start = Start.of(match)
        zone = await _zone(interaction, context, start)
        if zone is None or start.kind is None:
            raise BadInput("errors.press_again")
        return cls(
            start,
            zone,
            context,
            await _parent(interaction, context, start),
            services_of(interaction).clock.now(),
        )

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        assert self.start.kind is not None  # noqa: S101 - `from_match` has seen to it
        draft, said = new_draft(
            self.start.kind,
            self.values(),
            template=self.start.found_template(),
            parent=self.parent,
            now=self._now,
            zone=self.zone,
            language=self.language,
            fold=self.fold,
        )
        event = await services_of(interaction).events.create(context.actor, draft)
        done = context.t("event_edit.made")
        await present(interaction, await draw(interaction, context, event.number, [done, *said]))


async def begin(interaction: discord.Interaction[Any], context: Context, start: Start) -> None:
    """Ask what is still to be known (kind, zone), or open the form.

    Raises:
        NotAllowed: not an organizer. NotFound: the template or the day of action is gone.
    """
    context.actor.require(Capability.ORGANIZER)
    parent = await _parent(interaction, context, start)
    template = start.found_template()
    if start.kind is None and template is not None:
        start = Start(Kind(template.kind), start.template, start.parent, start.zone)
    if start.kind is None:
        await present(interaction, kind_screen(start, parent, context.language))
        return
    zone = await _zone(interaction, context, start)
    if zone is None:
        await present(interaction, zone_screen(start, context.language))
        return
    form = NewForm(start, zone, context, parent, services_of(interaction).clock.now())
    await Answer.to(interaction).open(form)


async def _zone(
    interaction: discord.Interaction[Any], context: Context, start: Start
) -> str | None:
    """In which zone times are read: the one chosen for this event, else the server's."""
    if start.zone is not None:
        if start.zone >= len(COMMON_ZONES):
            raise BadInput("errors.press_again")
        return COMMON_ZONES[start.zone]
    settings = await services_of(interaction).guilds.settings(context.actor.guild_id or 0)
    return settings.time_zone


async def _parent(
    interaction: discord.Interaction[Any], context: Context, start: Start
) -> Event | None:
    if start.parent is None:
        return None
    event = (await page_of(interaction, context, start.parent)).event
    if event.kind is not Kind.DAY_OF_ACTION or event.parent is not None:
        raise BadInput("event_error.no_umbrella")
    return event


def kind_screen(start: Start, parent: Event | None, language: str) -> Screen:
    """Asks which kind of event it is."""
    question = t("event_edit.which_kind", language)
    if parent is not None:
        title = plain(fit(parent.title, 100))
        question = t("event_edit.which_kind_local", language, title=title)
    select: ui.Select[Any] = ui.Select(
        custom_id=f"event:plan:kind:{start.code}",
        placeholder=t("event_edit.choose_kind", language),
    )
    for kind in Kind:
        if parent is None or kind is not Kind.DAY_OF_ACTION:
            select.add_option(label=t(f"events.kind.{kind.value}", language), value=kind.value)
    return Notice(question, ui.ActionRow(select))


def zone_screen(start: Start, language: str) -> Screen:
    """Asks in which zone the event takes place, where the server chose none."""
    select: ui.Select[Any] = ui.Select(
        custom_id=f"event:plan:zone:{start.code}",
        placeholder=t("event_edit.choose_zone", language),
    )
    for at, zone in enumerate(COMMON_ZONES):
        select.add_option(
            label=fit(zone_name(zone, language), 100),
            value=str(at),
            description=zone.replace("_", " "),
        )
    return Notice(t("event_edit.which_zone", language), ui.ActionRow(select))


class ChooseKind(Action, template=rf"event:plan:kind:{_START}"):
    """The kind of a new event."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        start, (chosen,) = Start.of(self.match), cast("ui.Select[Any]", self.item).values
        if chosen not in _KINDS:
            raise BadInput("errors.press_again")
        start = Start(Kind(chosen), start.template, start.parent, start.zone)
        await begin(interaction, await context_of(interaction), start)


class ChooseZone(Action, template=rf"event:plan:zone:{_START}"):
    """The zone of a new event."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        start, (chosen,) = Start.of(self.match), cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and int(chosen) < len(COMMON_ZONES)):
            raise BadInput("errors.press_again")
        start = Start(start.kind, start.template, start.parent, int(chosen))
        await begin(interaction, await context_of(interaction), start)


class AddLocal(Action, template=rf"event:plan:add:{NUMBER}"):
    """A local event under a day of action."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await begin(interaction, context, Start(parent=int(self.match["number"])))


class Creating:
    """`/event create`."""

    @command(
        "create",
        under="event",
        aim=Aim.RUN_SERVER,
        needs=Capability.ORGANIZER,
        options=("kind", "template", "under"),
    )
    async def create(
        self,
        interaction: discord.Interaction[Any],
        kind: str | None = None,
        template: str | None = None,
        under: str | None = None,
    ) -> None:
        """Open the form of a new event."""
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        parent = (
            await services_of(interaction).event_choices.meant(context.actor, under)
            if under
            else None
        )
        start = Start(
            _kind(kind, context.language),
            _template(template, context.language),
            parent,
        )
        await begin(interaction, context, start)

    @create.autocomplete("kind")
    async def _suggest_kind(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        language = (await context_of(interaction)).language
        named = [(t(f"events.kind.{kind.value}", language), kind.value) for kind in Kind]
        return _offered(named, typed)

    @create.autocomplete("template")
    async def _suggest_template(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        language = (await context_of(interaction)).language
        named = [(each.text(language).title, each.id) for each in event_templates()]
        return _offered(named, typed)

    @create.autocomplete("under")
    async def _suggest_umbrella(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        context = await context_of(interaction)
        choices = services_of(interaction).event_choices
        found = await choices.suggest(context.actor, typed, context.language, umbrellas=True)
        return [app_commands.Choice(name=fit(name, 100), value=str(n)) for name, n in found]


def _offered(named: list[tuple[str, str]], typed: str) -> Choices:
    wanted = fold(typed).strip()
    return [
        app_commands.Choice(name=fit(name, 100), value=value)
        for name, value in named
        if wanted in fold(name)
    ][:25]


def _kind(typed: str | None, language: str) -> Kind | None:
    if not typed:
        return None
    for kind in Kind:
        if typed == kind.value or fold(typed).strip() == fold(
            t(f"events.kind.{kind.value}", language)
        ):
            return kind
    raise BadInput("event_edit.no_such_kind")


def _template(typed: str | None, language: str) -> int | None:
    if not typed:
        return None
    for at, each in enumerate(event_templates()):
        if typed == each.id or fold(typed).strip() == fold(each.text(language).title):
            return at
    raise NotFound("when.template_gone")


ACTIONS: tuple[type[Action], ...] = (ChooseKind, ChooseZone, AddLocal)
FORMS: tuple[type[Form], ...] = (NewForm,)
