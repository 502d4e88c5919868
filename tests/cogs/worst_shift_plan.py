"""The worst that leads' screens and forms of shifts could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.domain.actor import Actor, Capability
from bot.domain.shift import OUT_THERE, Role, Shift, ShiftKind, ShiftStatus
from bot.presentation.context import Context
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_writing import FieldChange
from bot.services.shift_reach import Reach
from bot.services.shift_views import Seen
from bot.services.zones import COMMON_ZONES
from bot.storage.shifts import Filled
from cogs.events.careful import CarefulForm
from cogs.shifts.calling_off import off_screen
from cogs.shifts.copying import CopyForm
from cogs.shifts.creating import NewForm, SeriesForm, Start, kind_screen, zone_screen
from cogs.shifts.edit_forms import PART_FORMS
from cogs.shifts.facility import which_screen
from cogs.shifts.manage_render import Plan, lead_screen, manage_screen, scope_screen, who_screen
from cogs.shifts.managing import FIELDS
from cogs.shifts.meanwhile import shift_meanwhile_text
from cogs.shifts.plan_render import copied_screen, said_of_series
from tests.cogs.worst_events import coming
from tests.conftest import NOW

NUMBER = 10**18 - 1
VERSION = 999_999_999
ID = 2**63 - 1
ZONE = "America/Argentina/ComodRivadavia"
RULE = "FREQ=MONTHLY;INTERVAL=11;BYDAY=1MO,2TU,3WE,4TH,-1FR;UNTIL=20281231T235959"
#: What people see who are told by a mention each.
REACHES = (Reach(), Reach(RULE, 199, 10**6, 10**7), Reach(RULE, 1, 1, 1))


def worst_shift(text: str, **changes: Any) -> Shift:
    """A shift with as much in it as there may be."""
    title, line, about = ((text * 1000)[:most] for most in (100, 200, 1000))
    starts = NOW + timedelta(days=8)
    shift = Shift(
        kind=ShiftKind.RAPID_RESPONSE,
        title=title,
        zone=ZONE,
        local_start=starts.replace(tzinfo=None),
        minutes=24 * 60,
        roles=tuple(
            Role("interpreter" if n else (text * 40)[:40], 500, "kek" if n else "", NUMBER - n)
            for n in range(10)
        ),
        about=about,
        place=title,
        address=line,
        contact=line,
        facility=NUMBER,
        occurrence=NUMBER,
        training=title,
        role_id=ID,
        weekly_limit=50,
        withdraw_minutes=14 * 24 * 60 - 1,
        newcomers_until=starts,
        field=True,
        lead_id=ID,
        number=NUMBER,
        uid="x" * 36,
        guild_id=ID,
        status=ShiftStatus.OPEN,
        version=VERSION,
        sequence=0,
        changed_at=NOW,
        change=9,
        starts_at=starts,
        ends_at=starts + timedelta(hours=24),
        series=1,
        recurrence_id="2026-12-01T08:30",
        made_by=ID,
    )
    return replace(shift, **changes)


def worst_plan(text: str, reach: Reach = REACHES[1], **changes: Any) -> Plan:
    """The same as its lead sees it."""
    shift = worst_shift(text, **changes)
    filled = {role.number: Filled(499, 10**6, 499) for role in shift.roles}
    return Plan(Seen(shift, filled, runs=True), reach, shift.lead_id, (text * 300)[:300])


def shift_plan_screens(language: str, text: str) -> Iterator[Screen]:
    """The lead's page, its small screens, and every question."""
    said = [fit(plain(text * 100), 500)] * 2  # what somebody else changed
    for reach in REACHES:
        for changes in (
            {},
            {"status": ShiftStatus.CANCELLED},
            {"field": False, "anyone": True, "lead_id": None, "withdraw_minutes": 0},
            {"facility": None, "role_id": None, "about": "", "place": "", "address": ""},
            {"starts_at": NOW, "ends_at": NOW},
        ):
            plan = worst_plan(text, reach, **changes)
            yield manage_screen(plan, language, now=NOW, said=said)
            yield manage_screen(replace(plan, facility=None), language, now=NOW)
            yield who_screen(plan, language, now=NOW)
            yield lead_screen(plan, language)
            yield off_screen(plan, language)
    for what in FIELDS:
        yield scope_screen(worst_plan(text), what, "9" * 20, language)
    for form in (NewForm.form, SeriesForm.form):
        start = Start(form, ShiftKind.DETENTION_VISIT, NUMBER, len(COMMON_ZONES) - 1)
        yield kind_screen(start, language)
        yield zone_screen(start, language)
    found = [(NUMBER - n, (text * 300)[:300]) for n in range(25)]
    yield which_screen(f"{NUMBER}:{VERSION}", NUMBER, found, language)
    made = [worst_shift(text, number=NUMBER - n) for n in range(200)]
    for count in (1, 200):
        yield copied_screen(made[:count], language)
    yield Notice("\n".join(said_of_series(made, RULE, language)))
    long = (text * 99)[:2000]
    changed = [
        FieldChange("title", long, None),
        FieldChange("roles", [[long[:40] or "x", 500, ""]] * 10, []),
        FieldChange("about", long, ""),
        FieldChange("newcomers_until", None, NOW.isoformat()),
    ]
    yield Notice(shift_meanwhile_text(changed, language))


def shift_plan_forms(language: str, text: str) -> Iterator[CarefulForm]:
    """Every form, filled as far as it can be."""
    plan = worst_plan(text)
    for form in PART_FORMS.values():
        yield form(plan, NOW, language)
    context = Context(Actor(ID, ID, frozenset(Capability)), language, language)
    for kind in (*OUT_THERE, ShiftKind.EVENT_SUPPORT):
        for made in (NewForm, SeriesForm):
            start = Start(made.form, kind, NUMBER, len(COMMON_ZONES) - 1)
            yield made(start, "America/Chicago", context, None, NOW)
            yield made(start, "America/Chicago", context, coming(text), NOW)
    yield CopyForm(NOW.date(), "America/Chicago", NOW, language)
