"""The worst that rosters and boards of shifts could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.shift import ShiftKind
from bot.presentation.screen import Screen
from bot.services.shift_boards import MOST_BOARDS, Shown
from bot.services.shift_rosters import Roster
from bot.storage.shifts import Board, Filled
from bot.storage.signups import Signup, State
from cogs.shifts.board_render import board_screen, boards_screen
from cogs.shifts.roster_render import (
    PAGE,
    Sheet,
    off_question,
    person_screen,
    role_question,
    roster_screen,
)
from tests.cogs.worst_events import ID, NUMBER
from tests.cogs.worst_shifts import seen
from tests.conftest import NOW

BOARD = Board(NUMBER, ID, ID, ID, ShiftKind.DETENTION_VISIT)


def roster_screens(language: str, text: str) -> Iterator[Screen]:
    """All of them."""
    whole = seen(text)
    roles = whole.shift.roles
    people = tuple(
        Signup(NUMBER, ID - n, roles[n % len(roles)].number, list(State)[n % 3], 1,
               offered_until=NOW, heard=0, cover_at=NOW)
        for n in range(500)
    )  # fmt: skip
    hints = {each.user_id: 4 for each in people}
    roster = Roster(whole, people, hints, 4)
    names = {each.user_id: (text * 100)[:100] for each in people}
    note = "x" * 150
    for when in (NOW, NOW + timedelta(hours=6), NOW + timedelta(hours=30)):
        for page in (0, 1, 99):
            yield roster_screen(Sheet(roster, page, names, note), language, now=when)
            yield roster_screen(Sheet(roster, page), language, now=when)
        yield roster_screen(Sheet(Roster(whole, ())), language, now=when)
        for each in people[:3]:
            yield person_screen(roster, each, 99, language, now=when)
            yield person_screen(roster, replace(each, came=False), 99, language, now=when)
            yield person_screen(roster, replace(each, in_at=NOW), 99, language, now=when)
    assert len(people[:PAGE]) == PAGE
    yield off_question(whole.shift, ID, 99, language)
    yield role_question(whole.shift, ID, language)
    for count in (1, 3):  # that many shifts fit however long their texts are
        shifts = tuple(seen(text, count, number=NUMBER - 100 * n) for n in range(2))
        shifts = tuple(
            replace(
                each,
                shift=replace(
                    each.shift,
                    roles=tuple(
                        replace(role, number=role.number - 100 * n) for role in each.shift.roles
                    ),
                ),
            )
            for n, each in enumerate(shifts)
        )
        yield board_screen(Shown(BOARD, shifts), language, now=NOW)
        free = tuple(replace(each, filled={}) for each in shifts)
        yield board_screen(Shown(BOARD, free), language, now=NOW)
        full = tuple(
            replace(each, filled={r.number: Filled(500, 9) for r in each.shift.roles})
            for each in shifts
        )
        yield board_screen(Shown(BOARD, full), language, now=NOW)
    yield board_screen(Shown(BOARD, ()), language, now=NOW)
    boards = [replace(BOARD, number=NUMBER - n) for n in range(MOST_BOARDS)]
    yield boards_screen(boards, note, language)
    yield boards_screen([], note, language)
