"""What somebody else changed while an organizer wrote, in words: a line for each field. Pure.

The history keeps values as JSON (a rule, an id, minutes, codes); nobody is shown those.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
#: More than fits a line, or nothing that has words: the page shows it.
_NAMED_ONLY = frozenset({"extra", "tiers", "lat", "lon", "fold"})


def meanwhile_text(what: Sequence[FieldChange], language: str) -> str:
    """Each field that was changed: before, and now."""
    lines = dict.fromkeys(_line(change, language) for change in what)
    return fit("\n".join(lines), _MOST_TOLD)


def _line(change: FieldChange, language: str) -> str:
    name = f"**{t(f'event_edit.changed_{change.field}', language)}**"
    if change.field in _NAMED_ONLY:
        return name
    before, now = (_value(change.field, value, language) for value in (change.before, change.now))
    return f"{name}: {before} → {now}"


def _value(field: str, value: Any, language: str) -> str:
    if field in _EMPTY and value is None:
        return t(_EMPTY[field], language)
    if value is None or value in ("", []):
        return t("event_edit.empty", language)
    said = _WORDS.get(field)
    return said(value, language) if said else plain(fit(str(value).replace("\n", " "), _LONGEST))


def _moment(value: str, language: str) -> str:
    local = datetime.fromisoformat(value)
    date, time = show_day(local.date(), language), clock(local, language)
    return t("event_edit.date_option", language, date=date, time=time)


def _rule(value: str, language: str) -> str:
    try:
        return say_rule(value, language)
    except BadInput:  # a rule from a calendar may say what we have no words for
        return t("events.repeats_somehow", language)


def _zone(value: str, language: str) -> str:
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
    "local_start": _moment,
    "minutes": say_minutes,
    "public": lambda value, language: t(
        "event_edit.tier_public" if value else "event_edit.tier_member", language
    ),
    "reminders": say_reminders,
    "rule": _rule,
    "status": lambda value, language: t(f"event_edit.status_{value}", language),
    "zone": _zone,
}
