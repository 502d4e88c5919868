"""The teams of a lobby visit: all of them for who leads, their own for who is in one. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.teams import Members, Team, TeamsPage
from cogs.events.roster_words import button, moment

PAGE = 8
#: A menu of people holds so many; so many names of a team are shown.
MOST_CHOSEN, _MOST_SHOWN = 25, 40
_USER = discord.SelectDefaultValueType.user


def team_lines(
    found: Members, language: str, *, me: int | None = None, most: int = _MOST_SHOWN
) -> list[str]:
    """A team for somebody who is in it: where they belong, when, with whom (`most` of them)."""
    team = found.team
    lines = [t("event_roster.team_mine", language, name=fit(plain(team.name), 100))]
    if team.district:
        district = fit(plain(team.district), 100)
        lines.append(t("event_roster.team_district", language, district=district))
    if team.starts_at is not None:
        lines.append(t("event_roster.team_at", language, at=moment(team.starts_at)))
    if team.leader_id is not None:
        key = "event_roster.team_you_lead" if team.leader_id == me else "event_roster.team_leads"
        lines.append(t(key, language, who=f"<@{team.leader_id}>"))
    others = [each for each in found.people if each not in (me, team.leader_id)]
    if others:
        lines.append(t("event_roster.team_with", language, who=_names(others, language, most)))
    return lines


def _names(people: Sequence[int], language: str, most: int = _MOST_SHOWN) -> str:
    names = [f"<@{each}>" for each in people[:most]]
    if len(people) > most:
        names.append(t("event_roster.words_more", language, count=len(people) - most))
    return ", ".join(names)


def my_team_button(occurrence: int, language: str) -> ui.Button[Any]:
    """To one's own team, from the page of the event."""
    return button("event_roster.team_see", language, f"event:myteam:{occurrence}")


def my_team_screen(mine: Sequence[Members], me: int, language: str) -> Screen:
    """The teams of whoever asks, as a message of its own."""
    pieces = ["\n".join(team_lines(each, language, me=me)) for each in mine[:5]]
    text = "\n\n".join(pieces) or t("event_roster.team_none_mine", language)
    return Screen(ui.Container(ui.TextDisplay(fit(text, 3900)), accent_color=ACCENT))


def teams_screen(page: TeamsPage, number: int, language: str, *, note: str = "") -> Screen:
    """All teams, a page of them (from 0)."""
    one = page.occurrence.number
    pages = max(1, -(-len(page.teams) // PAGE))
    number = min(number, pages - 1)
    lines = [note] if note else []
    title = fit(plain(page.event.title), 150)
    lines.append(f"## {t('event_roster.teams_title', language, title=title)}")
    if page.teams:
        lines.append(t("event_roster.teams_count", language, count=len(page.teams)))
    else:
        lines.append(t("event_roster.teams_none", language))
    if page.teamless:
        lines.append(t("event_roster.teamless", language, count=page.teamless))
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for team in page.teams[number * PAGE : (number + 1) * PAGE]:
        opens = button("event_roster.team_open", language, f"event:team:{one}:{team.number}")
        body.add_item(ui.Section(_summary(team, language), accessory=opens))
    if pages > 1:
        back = button("event_roster.back", language, f"event:teams:{one}:{number - 1}")
        on = button("event_roster.on", language, f"event:teams:{one}:{number + 1}")
        back.disabled, on.disabled = number == 0, number + 1 >= pages
        body.add_item(ui.ActionRow(back, on))
    row: ui.ActionRow[Any] = ui.ActionRow(
        button("event_roster.team_new", language, f"event:teamform:{one}:0", primary=not page.teams)
    )
    if page.teams and page.teamless:
        row.add_item(button("event_roster.share_out", language, f"event:share:{one}", primary=True))
    row.add_item(button("event_roster.to_roster", language, f"event:roster:{one}:going:0"))
    body.add_item(row)
    return Screen(body)


def _summary(team: Team, language: str) -> str:
    said = [f"**{fit(plain(team.name), 100)}**"]
    if team.district:
        said.append(fit(plain(team.district), 60))
    if team.starts_at is not None:
        said.append(f"<t:{int(team.starts_at.timestamp())}:t>")
    said.append(t("event_roster.team_size", language, count=team.size))
    if team.leader_id is None:
        said.append(t("event_roster.team_leaderless", language))
    else:
        said.append(t("event_roster.team_led", language, who=f"<@{team.leader_id}>"))
    return " · ".join(said)


def team_screen(found: Members, occurrence: int, language: str, *, note: str = "") -> Screen:
    """One team, for who leads: its name, its leader, who is in it."""
    team, people = found.team, found.people
    lines = [note] if note else []
    lines += [f"## {fit(plain(team.name), 100)}", _details(team, language)]
    if len(people) > MOST_CHOSEN:  # a menu can't hold them
        lines.append(_names(people, language))
    state = f"{occurrence}:{team.number}"
    body: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join(line for line in lines if line)), accent_color=ACCENT
    )
    key = "event_roster.team_members" if len(people) <= MOST_CHOSEN else "event_roster.team_add"
    shown = people if len(people) <= MOST_CHOSEN else ()
    body.add_item(
        ui.ActionRow(_people(f"event:teamwho:{state}", key, shown, MOST_CHOSEN, language))
    )
    leader = () if team.leader_id is None else (team.leader_id,)
    body.add_item(ui.TextDisplay(f"**{t('event_roster.team_leader', language)}**"))
    body.add_item(
        ui.ActionRow(
            _people(f"event:teamlead:{state}", "event_roster.team_leader", leader, 1, language)
        )
    )
    body.add_item(
        ui.ActionRow(
            button("event_roster.team_edit", language, f"event:teamform:{state}"),
            button("event_roster.team_out", language, f"event:teamout:{state}:ask", danger=True),
            button("event_roster.back", language, f"event:teams:{occurrence}:0"),
        )
    )
    return Screen(body)


def _details(team: Team, language: str) -> str:
    said = [fit(plain(team.district), 100)] if team.district else []
    if team.starts_at is not None:
        said.append(f"<t:{int(team.starts_at.timestamp())}:F>")
    said.append(t("event_roster.team_size", language, count=team.size))
    if team.leader_id is not None:
        said.append(t("event_roster.team_led", language, who=f"<@{team.leader_id}>"))
    return " · ".join(said)


def _people(
    custom_id: str, key: str, people: Sequence[int], most: int, language: str
) -> ui.UserSelect[Any]:
    return ui.UserSelect(
        custom_id=custom_id,
        placeholder=t(key, language),
        min_values=0,
        max_values=most,
        default_values=[
            discord.SelectDefaultValue(id=each, type=discord.SelectDefaultValueType.user)
            for each in people
        ],
    )


def dissolve_question(found: Members, occurrence: int, language: str) -> Screen:
    """Asks before a team is dissolved."""
    team = found.team
    name = fit(plain(team.name), 100)
    text = t("event_roster.team_out_question", language, name=name, count=team.size)
    state = f"{occurrence}:{team.number}"
    body: ui.Container[Any] = ui.Container(
        ui.TextDisplay(text),
        ui.ActionRow(
            button(
                "event_roster.team_out_yes", language, f"event:teamout:{state}:yes", danger=True
            ),
            button("event_roster.team_keep", language, f"event:team:{state}"),
        ),
        accent_color=ACCENT,
    )
    return Screen(body)
