"""When somebody is on call, and what a server wants covered, as forms."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.oncall import FUNCTIONS, OnCallNeed
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import t, zone_name
from bot.presentation.answer import Answer
from bot.presentation.commands import tappable
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.text import fit
from bot.services.event_typed import typed_time
from bot.services.oncall import MOST_PEOPLE, MOST_WEEKS
from bot.services.oncall_typed import typed_hours, weekly
from bot.services.zones import COMMON_ZONES
from cogs.events.careful import AskingForm
from cogs.events.managing import present
from cogs.events.roster_words import number_typed
from cogs.oncall.gather import mine_of, needs_of
from cogs.oncall.render import name_of, span, zone_screen
from cogs.oncall.zones import own_zone, server_zone

FUNCTION = "(?P<function>" + "|".join(FUNCTIONS) + ")"


class AddForm(AskingForm):
    """From when until when somebody is on call, and for how many weeks. `chosen`: the number of
    the zone that they chose for it, where they had none."""

    template = re.compile(rf"form:oncall:add:{FUNCTION}:(?P<zone>\d{{1,2}}|-)")

    def __init__(self, function: str, chosen: int | None, zone: str, language: str) -> None:
        kept = "-" if chosen is None else chosen
        name = name_of(function, language)
        super().__init__(
            title=fit(t("on_call.add_title", language, function=name), 45),
            custom_id=f"form:oncall:add:{function}:{kept}",
            language=language,
        )
        self.function, self.zone = function, zone
        when: ui.TextInput[Any] = ui.TextInput(custom_id="when", max_length=200)
        weeks: ui.TextInput[Any] = ui.TextInput(custom_id="weeks", max_length=2, default="1")
        about = t("on_call.add_when_about", language, zone=zone_name(zone, language))
        for key, said, field in (
            ("on_call.add_when", about, when),
            ("on_call.add_weeks", t("on_call.add_weeks_about", language, most=MOST_WEEKS), weeks),
        ):
            self.add_item(
                ui.Label(text=t(key, language), description=fit(said, 100), component=field)
            )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        function = match["function"]
        if match["zone"] != "-":
            chosen = int(match["zone"])
            return cls(function, chosen, zone_at(chosen), context.language)
        zone = await own_zone(services_of(interaction), context.actor)
        if zone is None:
            raise BadInput("errors.press_again")
        return cls(function, None, zone, context.language)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        services.oncall.may_add(context.actor)
        typed = self.values()
        found = typed_time(
            typed["when"],
            now=services.clock.now(),
            zone=self.zone,
            language=self.language,
            fold=self.fold,
        )
        if found.endless:
            raise BadInput("on_call.no_end")
        weeks = number_typed(typed["weeks"], least=1, most=MOST_WEEKS)
        made = await services.oncall.add(context.actor, self.function, weekly(found, weeks))
        note = context.t(
            "on_call.added",
            function=name_of(self.function, context.language),
            when=span(made[0].starts_at, made[0].ends_at, context.language),
            zone=zone_name(found.zone, context.language),
        )
        said = [note, *found.said]
        if len(made) > 1:
            said.insert(1, context.t("on_call.added_more", count=len(made) - 1))
        await present(interaction, await mine_of(services, context, note=said))


def zone_at(number: int) -> str:
    """A zone that was offered. Raises BadInput where nobody offered it."""
    if number >= len(COMMON_ZONES):
        raise BadInput("errors.press_again")
    return COMMON_ZONES[number]


async def begin_adding(
    interaction: discord.Interaction[Any], function: str, when: str | None = None
) -> None:
    """Open the form to be on call, or go on with what was typed in the command; where no zone is
    known it is asked first.

    Raises:
        NotAllowed: not a volunteer. BadInput: there is no such function.
    """
    context, services = await context_of(interaction), services_of(interaction)
    services.oncall.may_add(context.actor)
    if function not in FUNCTIONS:
        raise BadInput("oncall_error.function")
    zone = await own_zone(services, context.actor)
    if zone is None:
        command = tappable(services.commands, "me", context.language)
        screen = zone_screen(function, command, context.language)
        await Answer.to(interaction).show(screen)
        return
    form = AddForm(function, None, zone, context.language)
    if when is None:
        await Answer.to(interaction).open(form)
    else:
        await form.go_on(interaction, {"when": when, "weeks": "1"})


class NeedForm(Form):
    """What is wanted covered: a function, on which weekdays, from when until when, by how many."""

    template = re.compile(r"form:oncall:need")

    def __init__(self, zone: str, language: str) -> None:
        super().__init__(
            title=fit(t("on_call.need_title", language), 45), custom_id="form:oncall:need"
        )
        self.function: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="function")
        for function in FUNCTIONS:
            self.function.add_option(label=name_of(function, language), value=function)
        self.days: ui.CheckboxGroup[Any] = ui.CheckboxGroup(custom_id="days", min_values=1)
        for number, day in enumerate(WEEKDAYS):
            label = t(f"hours.full_{day}", language)
            self.days.add_option(label=label[:1].upper() + label[1:], value=str(number))
        self.begin: ui.TextInput[Any] = ui.TextInput(custom_id="begin", max_length=40)
        self.end: ui.TextInput[Any] = ui.TextInput(custom_id="end", max_length=40)
        self.people: ui.TextInput[Any] = ui.TextInput(custom_id="people", max_length=3, default="1")
        about = t("on_call.need_begin_about", language, zone=zone_name(zone, language))
        for key, said, field in (
            ("on_call.need_function", t("on_call.need_function_about", language), self.function),
            ("on_call.need_days", None, self.days),
            ("on_call.need_begin", fit(about, 100), self.begin),
            ("on_call.need_end", t("on_call.need_end_about", language), self.end),
            ("on_call.need_people", None, self.people),
        ):
            self.add_item(ui.Label(text=t(key, language), description=said, component=field))

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        zone = await server_zone(services_of(interaction), context.actor)
        return cls(zone, context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        begin, end = typed_hours(self.begin.value, self.end.value, context.language)
        need = OnCallNeed(
            self.function.value or "",
            frozenset(int(day) for day in self.days.values),
            begin,
            end,
            number_typed(self.people.value, least=1, most=MOST_PEOPLE),
        )
        if not need.weekdays:
            raise BadInput("on_call.no_days")
        await services.oncall.want(context.actor, need)
        note = context.t("on_call.wanted", function=name_of(need.function, context.language))
        await present(interaction, await needs_of(services, context, note=note))


FORMS: tuple[type[Form], ...] = (AddForm, NeedForm)
