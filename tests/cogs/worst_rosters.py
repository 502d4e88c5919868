"""The worst of the screens about who comes to an event, and of events in files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from discord import ui

from bot.domain.event import Answer, Event, Kind, Occurrence, Status
from bot.presentation.screen import Notice, Screen
from bot.services.attendance import Feedback
from bot.services.calendar_imports import CalendarPlan
from bot.services.event_exports import EventFile
from bot.services.event_imports import BadRow, EventPlan
from bot.services.event_parts import Question, Slot, Team
from bot.services.rosters import Counts, Presence, RosterPage, RosterView, Rsvp
from bot.services.teams import Members, TeamsPage
from cogs.events.calendars_render import brought_screen, calendar_screen
from cogs.events.feedback_render import feedback_screen
from cogs.events.questions_render import question_screen, questions_screen
from cogs.events.roster_render import PAGE, PAGE_BEGUN, confirm_question, roster_screen
from cogs.events.slots_render import slots_screen
from cogs.events.teams_render import (
    dissolve_question,
    my_team_button,
    my_team_screen,
    team_screen,
    teams_screen,
)
from cogs.events.transfers_render import done_screen, file_screen, plan_screen
from tests.conftest import NOW

#: Discord's ids have at most so many digits; our numbers stay far below.
PERSON, NUMBER, MANY = 2**63 - 1, 10**11, 10**6
COMMAND = f"</{'x' * 32} {'y' * 32}:{PERSON}>"
ZONE = "America/Argentina/ComodRivadavia"


def event_of(text: str, kind: Kind = Kind.TRAINING, **more: Any) -> Event:
    """An event with `text` in every field."""
    return Event(
        kind=kind, title=(text * 100)[:100], zone=ZONE, local_start=datetime(2026, 12, 18, 18),  # noqa: DTZ001
        minutes=120, place=(text * 100)[:100], number=NUMBER, uid="x", guild_id=PERSON,
        status=Status.PUBLISHED, version=1, sequence=0, changed_at=NOW, **more,
    )  # fmt: skip


def one_of(**more: Any) -> Occurrence:
    """One time of it."""
    return Occurrence(
        number=NUMBER, event=NUMBER, recurrence_id="2026-12-18T18:00", starts_at=NOW,
        ends_at=NOW + timedelta(hours=2), change=9, capacity=MANY, came=MANY, **more,
    )  # fmt: skip


def roster_screens(language: str, text: str) -> Iterator[Screen]:
    """The roster in each view, before and after, full and empty, of each kind."""
    team, slot = 1, 2
    for kind in Kind:
        for begun in (False, True):
            for view in RosterView:
                size = PAGE_BEGUN if begun else PAGE
                people = tuple(
                    Rsvp(
                        NUMBER, PERSON - at, Answer.OFFERED, at, offered_until=NOW,
                        came=(None, True, False)[at % 3], team=team, slot=slot,
                    )
                    for at in range(size)
                )  # fmt: skip
                page = RosterPage(
                    event_of(text, kind, extra={"valid_days": MANY}),
                    one_of(),
                    Counts(MANY, MANY, MANY, MANY, MANY, MANY),
                    Presence(MANY, MANY, MANY, MANY),
                    view,
                    1,
                    99_999,
                    MANY,
                    people,
                    dict.fromkeys(RosterView, MANY),
                    begun=begun,
                    over=begun,
                    teams={team: (text * 100)[:100]},
                    slots={slot: NOW},
                )
                yield roster_screen(page, language, note="x" * 300)
                yield roster_screen(replace(page, people=()), language)
                yield confirm_question(page, language)
    for marks in ((MANY,) * 5, (1, 0, 0, 0, 0)):
        said = Feedback((marks[0], marks[1], marks[2], marks[3], marks[4]), (text * 9,) * 50)
        yield feedback_screen(event_of(text), said, language)
    yield feedback_screen(event_of(text), Feedback((0, 0, 0, 0, 0), ("x",)), language)


def part_screens(language: str, text: str) -> Iterator[Screen]:
    """Questions, appointments, teams."""
    event = event_of(text, Kind.TOWN_HALL)
    asked = [
        Question(NUMBER + at, NUMBER, (text * 300)[:300], MANY, at % 2 == 0, at % 3 == 0)
        for at in range(200)
    ]
    for questions in ([], asked[:1], asked):
        for leads in (True, False):
            yield questions_screen(
                event,
                questions,
                5,
                language,
                may_ask=True,
                leads=leads,
                home=NUMBER,
                note="x" * 300,
            )
    yield question_screen(event, asked[0], 24, language)
    yield question_screen(event, asked[1], 24, language)
    clinic = event_of(text, Kind.LEGAL_CLINIC)
    times = [
        Slot(NUMBER + at, NUMBER, NOW + timedelta(minutes=at), MANY, at % 2 * MANY)
        for at in range(200)
    ]
    for slots in ([], times[:2], times):
        for mine in (None, times[1].number):
            for leads in (True, False):
                for takes in (True, False):
                    yield slots_screen(
                        clinic, one_of(), slots, mine, 3, language, leads=leads, takes=takes,
                        note="x" * 300,
                    )  # fmt: skip
    visit = event_of(text, Kind.LOBBY_VISIT)
    name = (text * 100)[:100]
    teams = [Team(NUMBER + at, NUMBER, name, name, NOW, PERSON - at, MANY) for at in range(100)]
    for some in ([], teams[:1], teams):
        page = TeamsPage(visit, one_of(), tuple(some), MANY)
        yield teams_screen(page, 5, language, note="x" * 300)
    for count in (0, 25, 100):
        found = Members(teams[0], tuple(PERSON - at for at in range(count)))
        note = ", ".join(f"<@{PERSON}>" for _ in range(25))
        yield team_screen(found, NUMBER, language, note=note)
        yield dissolve_question(found, NUMBER, language)
        yield my_team_screen([found] * 9, PERSON, language)
    yield my_team_screen([], PERSON, language)
    # As it stands on an event's page.
    yield Notice("x", ui.ActionRow(my_team_button(NUMBER, language)))


def file_screens(language: str, text: str) -> Iterator[Screen]:
    """A table that comes in, a file that goes out."""
    bad = tuple(
        BadRow(at, (text * 60)[:60], "event_roster.unknown_kind", {"typed": (text * 40)[:40]})
        for at in range(500)
    )
    plan = EventPlan((event_of(text),) * 500, MANY, bad, MANY, ((text * 40)[:40],) * 50)
    yield plan_screen(plan, text, "0" * 16, language)
    yield plan_screen(EventPlan(), text, "0" * 16, language)
    yield done_screen([], COMMAND, language)
    made = [replace(event_of(text), number=NUMBER + at) for at in range(500)]
    yield done_screen(made, COMMAND, language)
    notes = ("endless", "all_day", "cut", "untitled", "one_day")
    calendar = CalendarPlan(
        (event_of(text),) * 500, (event_of(text),) * 500, MANY, MANY, MANY,
        ((text * 100)[:100],) * 500, MANY, bad,
        tuple((f"ics_read.note_{note}", MANY) for note in notes),
    )  # fmt: skip
    yield calendar_screen(calendar, text, "0" * 16, language)
    yield calendar_screen(CalendarPlan(), text, "0" * 16, language)
    yield brought_screen(made, made, COMMAND, language)
    yield brought_screen([], [], COMMAND, language)
    yield file_screen(EventFile(b"", "events.csv", MANY), "event_roster.exported", language)


def rosters(language: str, text: str) -> Iterator[Screen]:
    """All of them."""
    yield from roster_screens(language, text)
    yield from part_screens(language, text)
    yield from file_screens(language, text)
