"""The worst that organizers' screens and forms could be asked to show (see `worst.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.domain.actor import Actor, Capability
from bot.domain.event import Event, Kind, Status
from bot.presentation.context import Context
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.event_templates import event_templates
from bot.services.event_views import EventPage
from bot.services.event_writing import FieldChange
from bot.services.zones import COMMON_ZONES
from cogs.events.calling_off import NewDateForm, OneForm
from cogs.events.careful import CarefulForm, question_screen
from cogs.events.creating import NewForm, Start, kind_screen, zone_screen
from cogs.events.edit_forms import EDIT_FORMS
from cogs.events.manage_render import (
    locals_screen,
    manage_screen,
    more_screen,
    unheard_screen,
)
from cogs.events.meanwhile import meanwhile_text
from cogs.events.off_render import (
    dates_screen,
    off_question,
    one_off_question,
    one_screen,
    putoff_question,
)
from cogs.events.publishing import publish_question
from cogs.events.sight import sight_screen
from tests.cogs.worst_events import ID, NUMBER, WHOM, event, page
from tests.conftest import NOW

VERSION = 999_999_999
TOKENS = tuple(f"{n:016x}" for n in range(6))
EVERYTHING = {"place": "public", "address": "lead", "contact": "lead", "notes": "going"}
LATE = NOW + timedelta(days=2000)


def _ours(text: str, **changes: object) -> Event:
    return event(text, version=VERSION, lead_id=ID, tiers=EVERYTHING, **changes)


def organize_screens(language: str, text: str) -> Iterator[Screen]:
    """The page, its small screens, and every question."""
    said = [fit(plain(text * 100), 500)] * 2  # what somebody else changed
    for status in Status:
        for kind in (Kind.DAY_OF_ACTION, Kind.TRAINING):
            yield from _of_one(_page(text, status, kind), said, language)
    one = page(text).times[0]
    yield one_screen(one, language)
    yield one_off_question(one, language)
    yield unheard_screen(one, (), 0, 50, language)
    for at in (0, 1):
        yield unheard_screen(one, WHOM, at, 50, language)
    yield more_screen(_ours(text, capacity=None, reminders=()), language)
    last, zone = len(event_templates()) - 1, len(COMMON_ZONES) - 1
    start = Start(Kind.CITIZENSHIP_CLINIC, last, NUMBER, zone)
    yield kind_screen(start, None, language)
    yield kind_screen(start, _ours(text), language)
    yield zone_screen(start, language)
    answers = [(text * 50, token) for token in TOKENS[:5]]
    yield question_screen(said[0], answers, TOKENS[5], language)
    changed = [FieldChange(name, text * 99, None) for name in ("title", "place", "notes", "zone")]
    yield Notice(meanwhile_text(changed, language))


def _page(text: str, status: Status, kind: Kind) -> EventPage:
    public = status is Status.DRAFT
    changed = {"status": status, "kind": kind, "public": public, "tiers": EVERYTHING}
    whole = page(text, version=VERSION, lead_id=ID, **changed)
    locals_ = tuple(
        replace(one, event=replace(one.event, number=NUMBER - at))
        for at, one in enumerate(whole.children)
    )
    return replace(whole, children=locals_)


def _of_one(whole: EventPage, said: list[str], language: str) -> Iterator[Screen]:
    local = replace(whole, event=replace(whole.event, parent=NUMBER), children=())
    once = replace(whole, event=replace(whole.event, rule=None))
    for each in (whole, local, once, replace(whole, times=())):
        for organizes in (True, False):
            yield manage_screen(each, language, now=NOW, said=said, organizes=organizes)
        yield off_question(each, language)
        yield putoff_question(each, language)
        yield dates_screen(each, 1, language)
        for channel, trouble in ((ID, ""), (ID, said[0]), (None, "")):
            yield publish_question(each, channel, language, trouble)
    for at in (0, 2, 99):
        yield locals_screen(whole, at, language, now=LATE)
    yield sight_screen(whole.event, language)
    yield more_screen(whole.event, language)


def organize_forms(language: str, text: str) -> Iterator[CarefulForm]:
    """Every form, filled as far as it can be."""
    whole = page(text, version=VERSION)
    for form in EDIT_FORMS.values():
        yield form(whole, NOW, language)
    yield NewDateForm(whole, VERSION, NOW, language)
    yield OneForm(whole.times[0], VERSION, NOW, language)
    actor = Actor(ID, ID, frozenset(Capability))
    for at in range(len(event_templates())):
        start = Start(Kind.CITIZENSHIP_CLINIC, at, NUMBER, len(COMMON_ZONES) - 1)
        for parent in (None, whole.event):
            yield NewForm(start, "America/Chicago", Context(actor, language, language), parent, NOW)
