"""What somebody else changed of a shift while a lead wrote: a line for each field. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.domain.shift import Role, ShiftKind
from bot.i18n import t
from bot.presentation.text import fit, plain
from bot.services.event_forms import say_minutes
from bot.services.event_writing import FieldChange
from bot.services.shift_roles import say_roles
from cogs.events.meanwhile import Vocabulary, changed_text, say_moment, say_zone
from cogs.events.render import stamp
from cogs.shifts.words import kind_name

_LONGEST_ROLES = 120


def shift_meanwhile_text(what: Sequence[FieldChange], language: str) -> str:
    """Each field of a shift that was changed: before, and now."""
    return changed_text(what, language, _SHIFTS)


def _roles(value: Sequence[Sequence[Any]], language: str) -> str:
    said = say_roles([Role(*each) for each in value], language)
    return plain(fit(said.replace("\n", ", "), _LONGEST_ROLES))


def _on_off(value: bool, language: str) -> str:
    return t("shift_plan.yes" if value else "shift_plan.no", language)


_WORDS: Mapping[str, Callable[[Any, str], str]] = {
    "kind": lambda value, language: kind_name(ShiftKind(value), language),
    "local_start": say_moment,
    "minutes": say_minutes,
    "zone": say_zone,
    "roles": _roles,
    "anyone": _on_off,
    "field": _on_off,
    "role_id": lambda value, _: f"<@&{value}>",
    "lead_id": lambda value, _: f"<@{value}>",
    "withdraw_minutes": say_minutes,
    "newcomers_until": lambda value, _: stamp(datetime.fromisoformat(value), "f"),
}
_SHIFTS = Vocabulary(
    lambda field, language: t(f"shift_plan.changed_{field}", language),
    _WORDS,
    {"lead_id": "event_edit.no_lead", "weekly_limit": "event_edit.no_limit"},
    frozenset({"lat", "lon", "fold", "about", "facility", "occurrence"}),
)
