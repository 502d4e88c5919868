"""What somebody else changed while an organizer wrote, in words: a line for each field. Pure.

The history keeps values as JSON (a rule, an id, minutes, codes); nobody is shown those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.errors import BadInput
from bot.i18n import show_day, t, zone_name
from bot.presentation.text import fit, plain
from bot.services.event_forms import say_minutes, say_reminders
from bot.services.event_writing import FieldChange
from bot.services.when import say_rule
from cogs.events.roster_words import clock

_MOST_TOLD, _LONGEST = 500, 80


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What fields are called and how their values are said. `empty`: the key of what stands for
    nothing; `named_only`: more than fits a line, or nothing that has words: the page shows it."""

    name: Callable[[str, str], str]
    words: Mapping[str, Callable[[Any, str], str]]
    empty: Mapping[str, str]
    named_only: frozenset[str]


def meanwhile_text(what: Sequence[FieldChange], language: str) -> str:
    """Each field of an event that was changed: before, and now."""
    return changed_text(what, language, _EVENTS)


def changed_text(what: Sequence[FieldChange], language: str, said: Vocabulary) -> str:
    """Each field that was changed: before, and now."""
    lines = dict.fromkeys(_line(change, language, said) for change in what)
    return fit("\n".join(lines), _MOST_TOLD)


def _line(change: FieldChange, language: str, said: Vocabulary) -> str:
    name = f"**{said.name(change.field, language)}**"
    if change.field in said.named_only:
        return name
    before, now = (
        _value(change.field, value, language, said) for value in (change.before, change.now)
    )
    return f"{name}: {before} → {now}"


def _value(field: str, value: Any, language: str, said: Vocabulary) -> str:
    if field in said.empty and value is None:
        return t(said.empty[field], language)
    if value is None or value in ("", []):
        return t("event_edit.empty", language)
    words = said.words.get(field)
    return words(value, language) if words else plain(fit(str(value).replace("\n", " "), _LONGEST))


def say_moment(value: str, language: str) -> str:
    """What the clock shows there."""
    local = datetime.fromisoformat(value)
    date, time = show_day(local.date(), language), clock(local, language)
    return t("event_edit.date_option", language, date=date, time=time)


def _rule(value: str, language: str) -> str:
    try:
        return say_rule(value, language)
    except BadInput:  # a rule from a calendar may say what we have no words for
        return t("events.repeats_somehow", language)


def say_zone(value: str, language: str) -> str:
    """The name of a zone."""
    try:
        return zone_name(value, language)
    except LookupError:
        return plain(fit(value, _LONGEST))


_EMPTY: Mapping[str, str] = {
    "capacity": "event_edit.no_limit",
    "lead_id": "event_edit.no_lead",
}
_WORDS: Mapping[str, Callable[[Any, str], str]] = {
    "kind": lambda value, language: t(f"events.kind.{value}", language),
    "lead_id": lambda value, _: f"<@{value}>",
    "local_start": say_moment,
    "minutes": say_minutes,
    "public": lambda value, language: t(
        "event_edit.tier_public" if value else "event_edit.tier_member", language
    ),
    "reminders": say_reminders,
    "rule": _rule,
    "status": lambda value, language: t(f"event_edit.status_{value}", language),
    "zone": say_zone,
}
_EVENTS = Vocabulary(
    lambda field, language: t(f"event_edit.changed_{field}", language),
    _WORDS,
    _EMPTY,
    frozenset({"extra", "tiers", "lat", "lon", "fold"}),
)
