"""What answers the buttons of a lobby visit's teams."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.text import fit
from bot.services.teams import Team
from cogs.events.roster_words import chosen, clock_there
from cogs.events.slots import time_within
from cogs.events.teams_render import (
    MOST_CHOSEN,
    dissolve_question,
    my_team_screen,
    team_screen,
    teams_screen,
)

_OCCURRENCE = r"(?P<occurrence>\d{1,15})"
_TEAM = r"(?P<team>\d{1,15})"


async def _all(
    interaction: discord.Interaction[Any],
    context: Context,
    occurrence: int,
    page: int = 0,
    *,
    note: str = "",
) -> Screen:
    found = await services_of(interaction).teams.page(context.actor, occurrence)
    return teams_screen(found, page, context.language, note=note)


async def _one(
    interaction: discord.Interaction[Any],
    context: Context,
    occurrence: int,
    team: int,
    *,
    note: str = "",
) -> Screen:
    found = await services_of(interaction).teams.members(context.actor, occurrence, team)
    return team_screen(found, occurrence, context.language, note=note)


class OpenTeams(Action, template=rf"event:teams:{_OCCURRENCE}:(?P<page>\d{{1,3}})"):
    """All teams, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence, page = int(self.match["occurrence"]), int(self.match["page"])
        await Answer.to(interaction).update(await _all(interaction, context, occurrence, page))


class MyTeam(Action, template=rf"event:myteam:{_OCCURRENCE}"):
    """One's own team, as a private message of its own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        mine = await services_of(interaction).teams.mine(
            context.actor, int(self.match["occurrence"])
        )
        screen = my_team_screen(mine, context.actor.user_id, context.language)
        await Answer.to(interaction).show(screen)


class OpenTeam(Action, template=rf"event:team:{_OCCURRENCE}:{_TEAM}"):
    """One team, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence, team = int(self.match["occurrence"]), int(self.match["team"])
        await Answer.to(interaction).update(await _one(interaction, context, occurrence, team))


class ShareOut(Action, template=rf"event:share:{_OCCURRENCE}"):
    """Everybody who is in no team goes into the smallest."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence = int(self.match["occurrence"])
        shared = await services_of(interaction).teams.share_out(context.actor, occurrence)
        note = context.t("event_roster.shared_out", count=shared)
        await Answer.to(interaction).update(await _all(interaction, context, occurrence, note=note))


class ChooseMembers(Action, template=rf"event:teamwho:{_OCCURRENCE}:{_TEAM}"):
    """Who is in a team was chosen; of a large team who more is in it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        occurrence, team = int(self.match["occurrence"]), int(self.match["team"])
        before = (await services.teams.members(context.actor, occurrence, team)).people
        left_out = await services.teams.choose_members(
            context.actor,
            occurrence,
            team,
            [int(value) for value in chosen(interaction)],
            whole=len(before) <= MOST_CHOSEN,
        )
        note = ""
        if left_out:
            names = ", ".join(f"<@{each}>" for each in left_out)
            note = context.t("event_roster.not_coming", who=names)
        screen = await _one(interaction, context, occurrence, team, note=note)
        await Answer.to(interaction).update(screen)


class ChooseLeader(Action, template=rf"event:teamlead:{_OCCURRENCE}:{_TEAM}"):
    """Who leads a team was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        occurrence, team = int(self.match["occurrence"]), int(self.match["team"])
        values = chosen(interaction)
        await services_of(interaction).teams.choose_leader(
            context.actor, occurrence, team, int(values[0]) if values else None
        )
        await Answer.to(interaction).update(await _one(interaction, context, occurrence, team))


class Dissolve(Action, template=rf"event:teamout:{_OCCURRENCE}:{_TEAM}:(?P<how>ask|yes)"):
    """Asks, then dissolves a team."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        occurrence, team = int(self.match["occurrence"]), int(self.match["team"])
        if self.match["how"] == "ask":
            found = await services.teams.members(context.actor, occurrence, team)
            question = dissolve_question(found, occurrence, context.language)
            await Answer.to(interaction).update(question)
            return
        await services.event_parts.drop_team(context.actor, occurrence, team)
        await Answer.to(interaction).update(await _all(interaction, context, occurrence))


class EditTeam(Action, template=rf"event:teamform:{_OCCURRENCE}:{_TEAM}"):
    """Opens the form for a new team (number 0) or one that is there."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        occurrence, number = int(self.match["occurrence"]), int(self.match["team"])
        form = TeamForm(occurrence, number, context.language)
        event, _ = await services.rsvps.lead_of(context.actor, occurrence)
        if number:
            team = (await services.teams.members(context.actor, occurrence, number)).team
            form.name.default, form.district.default = team.name, team.district or None
            if team.starts_at is not None:
                form.at.default = clock_there(team.starts_at, event.zone, context.language)
        await Answer.to(interaction).open(form)


class TeamForm(Form):
    """A team's name, its district or office, when it has its appointment."""

    template = re.compile(rf"form:team:{_OCCURRENCE}:{_TEAM}")

    def __init__(self, occurrence: int, team: int, language: str) -> None:
        super().__init__(
            title=fit(t("event_roster.team_form", language), 45),
            custom_id=f"form:team:{occurrence}:{team}",
        )
        self._occurrence, self._team = occurrence, team
        self.name: ui.TextInput[Any] = ui.TextInput(custom_id="name", max_length=100)
        self.district: ui.TextInput[Any] = ui.TextInput(
            custom_id="district", max_length=100, required=False
        )
        self.at: ui.TextInput[Any] = ui.TextInput(custom_id="at", max_length=40, required=False)
        for key, about, field in (
            ("event_roster.team_name", "event_roster.team_name_about", self.name),
            ("event_roster.team_for", "event_roster.team_for_about", self.district),
            ("event_roster.team_time", "event_roster.team_time_about", self.at),
        ):
            label = ui.Label(text=t(key, language), description=t(about, language), component=field)
            self.add_item(label)

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(int(match["occurrence"]), int(match["team"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        event, one = await services.rsvps.lead_of(context.actor, self._occurrence)
        at = None
        if self.at.value.strip():
            at = time_within(self.at.value, event, one, context.language)
            if not one.starts_at <= at < one.ends_at:
                raise BadInput("event_error.slot_times")
        leader = None
        if self._team:
            before = await services.teams.members(context.actor, self._occurrence, self._team)
            leader = before.team.leader_id
        number = await services.event_parts.keep_team(
            context.actor,
            Team(self._team, self._occurrence, self.name.value, self.district.value, at, leader),
        )
        screen = await _one(interaction, context, self._occurrence, number)
        await Answer.to(interaction).update(screen)


ACTIONS: tuple[type[Action], ...] = (
    OpenTeams,
    MyTeam,
    OpenTeam,
    ShareOut,
    ChooseMembers,
    ChooseLeader,
    Dissolve,
    EditTeam,
)
FORMS: tuple[type[Form], ...] = (TeamForm,)
