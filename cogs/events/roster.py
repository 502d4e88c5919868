"""`/event roster` and what answers its buttons: who comes, who came, the records of a training."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import app_commands, ui

from bot.domain.errors import BadInput, NotFound
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.commands import Aim, command
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.text import fit, visible
from bot.services.attendance import MOST_PEOPLE
from bot.services.rosters import RosterPage, RosterView
from cogs.events.feedback_render import feedback_screen
from cogs.events.roster_render import PAGE, PAGE_BEGUN, confirm_question, roster_screen
from cogs.events.roster_words import chosen, clock_there, day_there, number_typed

Choices = list[app_commands.Choice[str]]
OCCURRENCE = r"(?P<occurrence>\d{1,15})"
_VIEW = rf"(?P<view>{'|'.join(RosterView)})"
_PAGE = r"(?P<page>\d{1,5})"
_PERSON = r"(?P<person>\d{1,20})"


class Rosters:
    """The part of `/event` that is about who comes."""

    @command("roster", under="event", aim=Aim.TAKE_PART, options=("event",), servers_only=True)
    async def roster(self, interaction: discord.Interaction[Any], event: str) -> None:
        """Show who comes to an event."""
        context = await context_of(interaction)
        number = await meant_time(interaction, context, event)
        await Answer.to(interaction).show(await _screen(interaction, context, number))

    @roster.autocomplete("event")
    async def _suggest_roster(self, interaction: discord.Interaction[Any], typed: str) -> Choices:
        return await suggest_times(interaction, typed)


async def suggest_times(interaction: discord.Interaction[Any], typed: str) -> Choices:
    """The times of events that this person organizes or leads, the nearest to now first."""
    context = await context_of(interaction)
    found = await services_of(interaction).rosters.choices(context.actor, typed)
    named: Choices = []
    for each in found:
        at, zone = each.occurrence.starts_at, each.event.zone
        when = f"{day_there(at, zone, context.language)}, {clock_there(at, zone, context.language)}"
        title = fit(visible(each.event.title), 95 - len(when))
        named.append(
            app_commands.Choice(name=f"{title} · {when}", value=f"#{each.occurrence.number}")
        )
    return named


async def meant_time(interaction: discord.Interaction[Any], context: Context, typed: str) -> int:
    """The time of an event that was chosen, or whose title was typed.

    Raises:
        NotFound: there is none that this person organizes or leads. BadInput: outside a server.
    """
    if context.actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    number = typed.strip().removeprefix("#")
    if typed.strip().startswith("#") and number.isascii() and number.isdecimal():
        if len(number) <= 15:
            return int(number)
        raise NotFound("event_error.gone")
    found = await services_of(interaction).rosters.choices(context.actor, typed, limit=1)
    if not found:
        raise NotFound("event_roster.no_such_event", typed=fit(visible(typed), 60))
    return found[0].occurrence.number


async def _page(
    interaction: discord.Interaction[Any],
    context: Context,
    occurrence: int,
    view: RosterView = RosterView.GOING,
    number: int = 0,
) -> RosterPage:
    return await services_of(interaction).rosters.page(
        context.actor, occurrence, view, number, size=PAGE, size_begun=PAGE_BEGUN
    )


async def _screen(
    interaction: discord.Interaction[Any],
    context: Context,
    occurrence: int,
    view: RosterView = RosterView.GOING,
    number: int = 0,
    *,
    note: str = "",
) -> Screen:
    page = await _page(interaction, context, occurrence, view, number)
    return roster_screen(page, context.language, note=note)


class OpenRoster(Action, template=rf"event:roster:{OCCURRENCE}:{_VIEW}:{_PAGE}"):
    """A page of the roster, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await _screen(
            interaction,
            context,
            int(self.match["occurrence"]),
            RosterView(self.match["view"]),
            int(self.match["page"]),
        )
        await Answer.to(interaction).update(screen)


class ChooseView(Action, template=rf"event:whom:{OCCURRENCE}"):
    """Others of those who answered."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        values = chosen(interaction)
        view = next((each for each in RosterView if each.value in values), RosterView.GOING)
        screen = await _screen(interaction, context, int(self.match["occurrence"]), view)
        await Answer.to(interaction).update(screen)


class Mark(Action, template=rf"event:came:{OCCURRENCE}:{_VIEW}:{_PAGE}:{_PERSON}:(?P<came>[01])"):
    """One person came, or did not."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence, person = int(self.match["occurrence"]), int(self.match["person"])
        marked = await services_of(interaction).attendance.mark(
            context.actor, occurrence, [person], came=self.match["came"] == "1"
        )
        note = "" if marked else context.t("event_roster.left_meanwhile", who=f"<@{person}>")
        screen = await _screen(
            interaction,
            context,
            occurrence,
            RosterView(self.match["view"]),
            int(self.match["page"]),
            note=note,
        )
        await Answer.to(interaction).update(screen)


class MarkRest(Action, template=rf"event:rest:{OCCURRENCE}:(?P<came>[01])"):
    """All others came, or did not."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services, occurrence = services_of(interaction), int(self.match["occurrence"])
        came = self.match["came"] == "1"
        await services.attendance.mark(context.actor, occurrence, [], came=came)  # may they, now?
        marked = await services.rosters.mark_rest(context.actor, occurrence, came=came)
        key = "event_roster.marked_came" if came else "event_roster.marked_missed"
        note = context.t(key, count=marked)
        await Answer.to(interaction).update(
            await _screen(interaction, context, occurrence, note=note)
        )


class Confirm(Action, template=rf"event:trained:{OCCURRENCE}:(?P<how>ask|yes)"):
    """Asks, then gives everybody who came the record of the training."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence = int(self.match["occurrence"])
        if self.match["how"] == "ask":
            page = await _page(interaction, context, occurrence)
            await Answer.to(interaction).update(confirm_question(page, context.language))
            return
        count = await services_of(interaction).attendance.confirm_training(
            context.actor, occurrence
        )
        note = context.t("event_roster.confirmed", count=count)
        await Answer.to(interaction).update(
            await _screen(interaction, context, occurrence, note=note)
        )


class AskCount(Action, template=rf"event:count:{OCCURRENCE}"):
    """Opens the form for a number."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        _, one = await services_of(interaction).rsvps.lead_of(
            context.actor, int(self.match["occurrence"])
        )
        form = CountForm(one.number, context.language, one.came)
        await Answer.to(interaction).open(form)


class CountForm(Form):
    """How many came, where nobody has a list."""

    template = re.compile(rf"form:count:{OCCURRENCE}")

    def __init__(self, occurrence: int, language: str, came: int | None = None) -> None:
        super().__init__(
            title=fit(t("event_roster.count_title", language), 45),
            custom_id=f"form:count:{occurrence}",
        )
        self._occurrence = occurrence
        self.number: ui.TextInput[Any] = ui.TextInput(
            custom_id="number",
            max_length=9,
            required=False,
            default=None if came is None else str(came),
        )
        self.add_item(
            ui.Label(
                text=t("event_roster.count_label", language),
                description=t("event_roster.count_about", language),
                component=self.number,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["occurrence"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        typed = self.number.value
        came = number_typed(typed, least=0, most=MOST_PEOPLE) if typed.strip() else None
        await services_of(interaction).attendance.count(context.actor, self._occurrence, came)
        note = context.t("event_roster.count_kept")
        await Answer.to(interaction).update(
            await _screen(interaction, context, self._occurrence, note=note)
        )


class HowItWas(Action, template=rf"event:how:{OCCURRENCE}"):
    """What those who came said, as a message of its own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services, occurrence = services_of(interaction), int(self.match["occurrence"])
        event, _ = await services.rsvps.lead_of(context.actor, occurrence)
        said = await services.attendance.how_it_was(context.actor, occurrence)
        await Answer.to(interaction).show(feedback_screen(event, said, context.language))


ACTIONS: tuple[type[Action], ...] = (
    OpenRoster,
    ChooseView,
    Mark,
    MarkRest,
    Confirm,
    AskCount,
    HowItWas,
)
FORMS: tuple[type[Form], ...] = (CountForm,)
