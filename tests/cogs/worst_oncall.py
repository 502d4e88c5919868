"""The worst that the screens of `/oncall` could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.oncall import FUNCTIONS, Gap, OnCallNeed, OnNow, Window, gaps
from bot.presentation.screen import Screen
from bot.services.oncall import AHEAD_DAYS, MOST_PEOPLE, Removed, Week
from bot.services.oncall_picture import MOST_ALT, days_of
from cogs.oncall.render import (
    PAGE,
    drop_question,
    mine_screen,
    needs_screen,
    now_screen,
    zone_screen,
)
from cogs.oncall.told import gap_screen
from cogs.oncall.week_render import day_screen, week_screen
from tests.conftest import NOW

ID = 2**63 - 1
ZONE = "America/Argentina/ComodRivadavia"
COMMAND = f"</{'x' * 32} {'y' * 32}:{ID}>"
COMMANDS: dict[str, str] = {"find": COMMAND, "oncall add": COMMAND}


def _window(number: int, function: str) -> Window:
    start = NOW + timedelta(hours=number)
    return Window(10**15 - 1 - number, ID - number, function, start, start + timedelta(days=7))


def _full() -> Week:
    """Every function wanted by the most, hundreds on, and a gap for each change."""
    needs = [OnCallNeed(f, frozenset(range(7)), 1439, 1439, MOST_PEOPLE) for f in FUNCTIONS]
    windows = [_window(number, function) for function in FUNCTIONS for number in range(40)]
    found = gaps(needs, windows, now=NOW, days=AHEAD_DAYS, zone=ZONE)
    assert len(found) > 100
    return Week(windows, needs, found, NOW, ZONE)


def oncall_screens(language: str) -> Iterator[Screen]:
    """`/oncall` and what its buttons bring; nothing here is written by people."""
    on = [OnNow(function, 10**6, NOW) for function in FUNCTIONS]
    off = [OnNow(function, begins=NOW) for function in FUNCTIONS]
    for found in (on, off, [OnNow(function) for function in FUNCTIONS]):
        for leads in (False, True):
            yield now_screen(found, COMMANDS, language, leads=leads)
    mine = [_window(number, "rapid_response") for number in range(20 * PAGE)]
    for windows in ([], mine[:1], mine):
        for page in (0, 1, 999):
            for may_add in (False, True):
                note = [("W" * 200), *["W" * 100] * 5]
                yield mine_screen(windows, page, ZONE, language, note=note, may_add=may_add)
    gap = Gap("rapid_response", NOW, NOW + timedelta(days=1), MOST_PEOPLE)
    for opened in ([], [gap]):
        for told in (False, True):
            yield drop_question(Removed(mine[0], opened, told), language)
    yield zone_screen("rapid_response", COMMAND, language)
    full = _full()
    empty = Week([], [], [], NOW, ZONE)
    for week in (full, empty, Week([], full.needs, [], NOW, ZONE)):
        yield week_screen(week, "x" * MOST_ALT if week.needs else "", language)
        for day in days_of(week):
            yield day_screen(week, day, language)
        yield needs_screen(week.needs, ZONE, language, note="W" * 300)
    yield gap_screen(full, "rapid_response", full.gaps, language)
