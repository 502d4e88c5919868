"""The worst that the screens about calendars could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator

from bot.presentation.screen import Screen
from bot.services.calendar_apps import App
from bot.services.calendar_imports import CalendarPlan
from bot.services.calendar_sources import MOST_SOURCES, Followed
from bot.services.calendars import MOST_FEEDS, AddLinks, Feed, NewFeed, PublicCalendar
from cogs.calendar.adding_render import adding_screen, whole_screen
from cogs.calendar.render import (
    Home,
    address_screen,
    close_question,
    feed_screen,
    home_screen,
    open_question,
    pick_screen,
    rotate_question,
    steps_screen,
    stop_question,
)
from cogs.events.calendars_render import calendar_screen
from cogs.events.sources import source_screen, sources_screen, told_screen
from tests.cogs.worst_events import ID, NUMBER, coming
from tests.conftest import NOW

_PAGE = f"https://{'x' * 60}.example.org/calendar/{'y' * 40}"


def _feed(number: int = NUMBER, *, neutral: bool = True) -> Feed:
    return Feed(number, ID, ID, neutral, 60 if neutral else None, "es", NOW.date())


def calendar_screens(language: str, text: str) -> Iterator[Screen]:
    """`/calendar` and what an event's button brings."""
    feeds = [_feed(NUMBER - n, neutral=bool(n % 2)) for n in range(MOST_FEEDS)]
    public = PublicCalendar("y" * 40, (text * 80)[:80], ID, NOW.date())
    for organizes in (False, True):
        yield home_screen(Home(reachable=False, organizes=organizes), language)
        for shown in (None, public):
            for some in ([], feeds[:1], feeds):
                home = Home(True, some, shown, _PAGE if shown else "", organizes)
                yield home_screen(home, language, done="x" * 200)
    made = NewFeed(feeds[0], f"https://{'x' * 60}.example.org/c/{'Z' * 43}.ics")
    for app in (None, *App):
        yield address_screen(made, app, language)
        if app:
            yield steps_screen(app, language)
    for neutral in (False, True):
        yield pick_screen(language, neutral=neutral, alarm=neutral)
        yield feed_screen(_feed(neutral=neutral), MOST_FEEDS, language)
    yield rotate_question(NUMBER, language)
    yield stop_question(NUMBER, language)
    yield close_question(language)
    yield open_question([], 0, language)
    yield open_question([(text * 100)[:100]] * 5, 200, language)
    links = AddLinks(f"https://g.example/{'x' * 490}", f"https://o.example/{'x' * 490}")
    for in_server in (False, True):
        yield adding_screen(coming(text), "x" * 44, links, language, in_server=in_server)
    yield whole_screen((text * 100)[:100], "x" * 44, language)
    followed = [
        Followed(NUMBER - n, ("x" * 60 + ".") * 4 + "example.org", NOW, NOW if n % 2 else None)
        for n in range(MOST_SOURCES)
    ]
    yield sources_screen(followed, language, note="x" * 200)
    yield sources_screen([], language)
    yield calendar_screen(CalendarPlan(), "x" * 200, "0" * 16, language, keep="0" * 16)
    yield source_screen(followed[0], language)
    yield told_screen("x" * 600, NUMBER, language)
