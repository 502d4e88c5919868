"""The worst that the screens about events could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.event import Answer, Event, Kind, Occurrence, Status
from bot.domain.event_check import LONGEST
from bot.domain.event_tiers import Tier
from bot.presentation.screen import Screen
from bot.services.event_glance import Glance
from bot.services.event_views import Coming, EventPage
from bot.storage.event_lists import Counts
from bot.storage.event_reminders import Reminder
from bot.storage.rsvps import Rsvp
from cogs.events.board import board_screen
from cogs.events.list_render import PAGE_SIZE, Listing, Row, Show, list_screen
from cogs.events.page_render import answer_screen, dates_screen, locals_screen, page_screen
from cogs.events.reminding_render import reminder_menu
from cogs.events.told_render import (
    changed_screen,
    heard_screen,
    marked_screen,
    offer_screen,
    reminder_screen,
    thanks_screen,
)
from cogs.resources.page_code import MAX_HITS, MAX_NUMBER
from tests.conftest import NOW

ID = 2**63 - 1
NUMBER = 10**18 - 1
COUNTS = Counts(100_000, 100_000, 100_000, 100_000, 100_000, 100_000)
HIDDEN = frozenset({"address", "contact", "notes"})
#: As many as a ping may have to name: a part is half as large again at most.
WHOM = tuple(ID - n for n in range(68))


def event(text: str, **changes: Any) -> Event:
    """An event with `text`, again and again, in every field."""
    longest = {name: (text * most)[:most] for name, most in LONGEST.items() if name != "link"}
    made = Event(
        **longest,
        link="https://example.org/" + "x" * 280,
        kind=Kind.DAY_OF_ACTION,
        zone="America/Argentina/ComodRivadavia",
        local_start=datetime.fromisoformat("2026-11-30T10:00"),
        minutes=60 * 24 * 3,
        rule="FREQ=MONTHLY;INTERVAL=2;BYDAY=1MO,3TU,-1FR;UNTIL=20281231T000000",
        capacity=100_000,
        reminders=(40_320, 10_081, 1_441, 61, 1),
        extra={"theme": (text * 100)[:100]},
        number=NUMBER,
        uid="x",
        guild_id=ID,
        status=Status.PUBLISHED,
        version=1,
        sequence=0,
        changed_at=NOW,
        channel_id=ID,
        message_id=ID,
        thread_id=ID,
    )
    return replace(made, **changes)


def occurrence(n: int = 0, **changes: Any) -> Occurrence:
    """One of its times."""
    starts = NOW + timedelta(days=7 * (n + 1))
    made = Occurrence(
        number=NUMBER - n,
        event=NUMBER,
        recurrence_id=f"{starts:%Y-%m-%dT%H:%M}",
        starts_at=starts,
        ends_at=starts + timedelta(days=3),
        capacity=100_000,
    )
    return replace(made, **changes)


def coming(text: str, answer: Answer | None = None, n: int = 0, **changes: Any) -> Coming:
    """One time of it, with what somebody answered."""
    one = occurrence(n)
    mine = Rsvp(one.number, ID, answer, 3, offered_until=NOW) if answer else None
    return Coming(event(text, **changes), one, Tier.LEAD, COUNTS, mine, km=99_999.0)


def page(text: str, **changes: Any) -> EventPage:
    """The whole event, with many dates and local events."""
    times = tuple(coming(text, n=n, **changes) for n in range(60))
    children = tuple(coming(text, n=n, **changes) for n in range(60, 110))
    return EventPage(event(text, **changes), Tier.LEAD, times, COUNTS, children)


def event_screens(language: str, text: str) -> Iterator[Screen]:
    """Boards, pages, lists, and what is said unasked."""
    whole, single = page(text), replace(page(text), children=())
    yield from _boards(text, language)
    many = Glance(HIDDEN, NUMBER, dm=True, own=Reminder(at=NOW))
    for answer in (None, *Answer):
        for glance in (many, Glance(), Glance(minutes=0), Glance(own=Reminder(77))):
            one = coming(text, answer)
            yield answer_screen(one, glance, language, now=NOW)
            yield page_screen(whole, one, glance, language, now=NOW)
            yield page_screen(single, one, glance, language, now=NOW)
            yield reminder_menu(one, glance, language)
    lonely = coming(text, Answer.GOING, channel_id=None, thread_id=None)
    yield answer_screen(lonely, Glance(), language, now=NOW)
    yield reminder_menu(lonely, Glance(), language)
    yield dates_screen(single, single.times[0], language, now=NOW)
    for number in (0, 3, 99):
        yield locals_screen(whole, number, language, now=NOW)
    yield locals_screen(whole, 0, language, now=NOW, near=True)
    yield from _lists(text, language)
    yield from _told(text, language)


def _boards(text: str, language: str) -> Iterator[Screen]:
    for status in Status:
        shown = page(text, status=status)
        for each in (shown, replace(shown, children=()), replace(shown, times=shown.times[:1])):
            board = board_screen(each, language, now=NOW, hidden=HIDDEN)
            assert board is not None
            yield board
    over = board_screen(page(text), language, now=NOW + timedelta(days=2000))
    assert over is not None
    yield over


def _lists(text: str, language: str) -> Iterator[Screen]:
    rows = [Row(coming(text, Answer.OFFERED, n), 99) for n in range(PAGE_SIZE)]
    for show in Show:
        yield list_screen(Listing(show, "all", [], 0, 0), language, now=NOW)
        for kind in ("all", *Kind):
            yield list_screen(Listing(show, kind, rows, 12, 100), language, now=NOW)
    found = [(MAX_NUMBER - n, 4000.0) for n in range(MAX_HITS)]
    near = Listing(Show.UPCOMING, "all", rows, 1, MAX_HITS, near=True, found=found)
    yield list_screen(near, language, now=NOW)


def _told(text: str, language: str) -> Iterator[Screen]:
    codes = ("link", "place", "time", "postponed")
    for answer in (Answer.GOING, Answer.MAYBE):
        one = coming(text, answer)
        for whom in ((), (ID,), WHOM):
            yield reminder_screen(one, whom, language)
            yield changed_screen(one, codes, whom, language)
            yield changed_screen(one, ("cancelled",), whom, language)
            yield offer_screen(one, 10**10, whom, language)
        yield heard_screen(one, language)
        yield thanks_screen(one, language)
    yield marked_screen(NUMBER, language)
