"""The worst that the screens about shifts could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.entry import Entry, Location
from bot.domain.entry_view import EntryView
from bot.domain.shift import Role, Shift, ShiftKind, ShiftStatus
from bot.domain.shift_check import LONGEST, MOST_ROLES
from bot.presentation.screen import Screen
from bot.services.shift_views import Seen
from bot.storage.claims import Refusal
from bot.storage.shift_people import Load
from bot.storage.shifts import Filled
from bot.storage.signups import Signup, State
from cogs.resources.page_code import MAX_HITS, MAX_NUMBER
from cogs.shifts.lead_render import lead_screen
from cogs.shifts.list_render import PAGE_SIZE, Listing, Show, list_screen
from cogs.shifts.page_render import (
    Around,
    left_screen,
    page_screen,
    refused_screen,
    release_screen,
    rules_screen,
)
from cogs.shifts.swapping import choose_screen
from cogs.shifts.told_render import (
    Reader,
    are_you_there_screen,
    changed_screen,
    confirm_screen,
    cover_screen,
    covered_screen,
    home_safe_screen,
    lost_place_screen,
    needed_now_screen,
    offer_screen,
    put_on_screen,
    swap_asked_screen,
    swapped_screen,
    taken_off_screen,
    thanks_screen,
)
from tests.cogs.worst_events import ID, NUMBER, coming
from tests.conftest import NOW

#: What a lead can hear of a shift.
LEAD = dict.fromkeys(("alarm", "nobody", "missing", "page", "who_came"), 10_000) | dict.fromkeys(
    ("late", "cover_wanted", "covered", "stepped_in", "swapped")
)


def shift(text: str, roles: int = MOST_ROLES, **changes: Any) -> Shift:
    """A shift with `text`, again and again, in every field."""
    longest: dict[str, Any] = {name: (text * most)[:most] for name, most in LONGEST.items()}
    made = Shift(
        **longest,
        kind=ShiftKind.DETENTION_VISIT,
        zone="America/Argentina/ComodRivadavia",
        local_start=datetime.fromisoformat("2026-12-01T08:30"),
        minutes=1440,
        roles=tuple(Role(f"{n}{text * 40}"[:40], 500, number=NUMBER - n) for n in range(roles)),
        facility=NUMBER,
        occurrence=NUMBER - 1,
        weekly_limit=50,
        role_id=ID,
        newcomers_until=NOW + timedelta(days=1),
        field=True,
        lead_id=ID,
        number=NUMBER,
        uid="x",
        guild_id=ID,
        status=ShiftStatus.OPEN,
        version=1,
        sequence=0,
        changed_at=NOW,
        change=1,
        starts_at=NOW + timedelta(hours=5),
        ends_at=NOW + timedelta(hours=29),
        thread_id=ID,
    )
    return replace(made, **changes)


def seen(text: str, roles: int = MOST_ROLES, state: State | None = None, **changes: Any) -> Seen:
    """That shift as its lead sees it, who holds `state` there."""
    made = shift(text, roles, **changes)
    filled = {role.number: Filled(500, 10_000, 500) for role in made.roles}
    mine = None
    if state is not None:
        until = NOW + timedelta(hours=1) if state is State.OFFERED else None
        mine = Signup(NUMBER, ID, made.roles[0].number, state, 1, offered_until=until)
    return Seen(made, filled, mine, runs=True)


def facility(text: str) -> EntryView:
    """A place in the directory with the longest rules."""
    place = Location(description=(text * 4000)[:4000])
    entry = Entry(id="x", name=(text * 200)[:200], kind="x", alert=(text * 500)[:500],
                  locations=(place, place))  # fmt: skip
    return EntryView(entry, MAX_NUMBER)


def _pages(language: str, text: str) -> Iterator[Screen]:
    around = Around(True, 10_000, facility(text), coming(text))
    said = ["x" * 200]
    for roles in (1, 3, MOST_ROLES):
        for state in (None, *State):
            one = seen(text, roles, state)
            yield page_screen(one, around, language, now=NOW, said=said)
            yield page_screen(one, Around(), language, now=NOW)
            off = replace(one, shift=replace(one.shift, status=ShiftStatus.CANCELLED))
            yield page_screen(off, around, language, now=NOW, said=said)
    held = seen(text, 3, State.HELD)
    assert held.mine is not None
    for changes in ({"cover_at": NOW}, {"in_at": NOW}, {"in_at": NOW, "out_at": NOW}):
        one = replace(held, mine=replace(held.mine, heard=1, **changes))
        for when in (NOW, NOW + timedelta(hours=6), NOW + timedelta(hours=30)):
            yield page_screen(one, around, language, now=when)
    free = replace(seen(text, 3), filled={})
    yield page_screen(free, around, language, now=NOW)
    yield rules_screen(held, facility(text), f"shift:claim:{NUMBER}", language)
    yield rules_screen(held, EntryView(Entry(id="x", name="x", kind="x"), 1), None, language)
    for why in Refusal:
        other = shift(text, 1, number=1)
        yield refused_screen(why, held.shift, other, coming(text), language)
        yield refused_screen(why, held.shift, None, None, language)
    yield release_screen(held, language, now=NOW)
    yield left_screen(held, "x" * 200, language)
    others = [seen(text, 1, number=n + 1) for n in range(25)]
    yield choose_screen(held, others, language)
    yield choose_screen(held, [], language)


def _lists(language: str, text: str) -> Iterator[Screen]:
    rows = [
        (seen(text, MOST_ROLES, State.OFFERED, number=NUMBER - n), 19_999.4)
        for n in range(PAGE_SIZE)
    ]
    found = [(MAX_NUMBER, 4094.0)] * MAX_HITS
    load = Load(10_000, 10**7)
    for show in Show:
        for near in (False, True):
            listing = Listing(show, ShiftKind.DETENTION_VISIT.value, rows, 1, MAX_HITS, near=near,
                              found=found, load=load)  # fmt: skip
            yield list_screen(listing, language, now=NOW)
        yield list_screen(Listing(show, "all", [], 0, 0), language, now=NOW)
        of_event = Listing(show, "all", rows, 1, MAX_HITS, event=NUMBER)
        yield list_screen(of_event, language, now=NOW)
        yield list_screen(Listing(show, "all", [], 0, 0, in_server=False), language, now=NOW)


def _told(language: str, text: str) -> Iterator[Screen]:
    for reader in (Reader(language), Reader(language, (ID,))):
        for state in (None, State.HELD):
            one = seen(text, MOST_ROLES, state)
            yield confirm_screen(one, reader)
            yield offer_screen(one, NUMBER, 2**40, reader)
            yield cover_screen(one, NUMBER, reader)
            yield covered_screen(one, reader)
            yield changed_screen(one, ["time", "place"], reader)
            yield changed_screen(one, ["cancelled"], reader)
            yield lost_place_screen(one, reader)
            yield put_on_screen(one, reader)
            yield swap_asked_screen(one, shift(text), NUMBER, reader)
            yield swapped_screen(one, reader)
            yield taken_off_screen(one, reader)
            yield are_you_there_screen(one, reader)
            yield needed_now_screen(one, NUMBER, reader)
            yield home_safe_screen(one, reader)
    yield thanks_screen(seen(text), Load(10_000, 10**7), language)
    for key, count in LEAD.items():
        pinged = [f"<@&{ID - n}>" for n in range(20)]
        people = [ID - n for n in range(500)]
        yield lead_screen(
            seen(text), key, language, count=count, people=people, pinged=pinged, urgent=True
        )


def shift_screens(language: str, text: str) -> Iterator[Screen]:
    """All of them that volunteers and leads see of one shift."""
    yield from _pages(language, text)
    yield from _lists(language, text)
    yield from _told(language, text)
