"""From what the clock shows at a place to the moments of a shift, and a series of them written out.
The rules are those of events (`event_times.py`): what is odd about a clock is asked, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.event import Draft, Kind
from bot.domain.event_rule import parse_rule
from bot.domain.shift import SHIFT_FIELDS, Role, ShiftDraft, ShiftKind
from bot.services.event_times import Written, ask_if_odd, moment_of, with_first_start, written_out

_DATES = ("local_start", "newcomers_until")


def as_event(draft: ShiftDraft, rule: str | None = None) -> Draft:
    """The times of a shift as those of an event; with a rule, on the first day that it says.

    Raises:
        BadInput: the rule can't be used, or never comes true.
    """
    event = Draft(
        kind=Kind.MEETING,
        title=draft.title,
        zone=draft.zone,
        local_start=draft.local_start,
        minutes=draft.minutes,
        fold=draft.fold,
        rule=parse_rule(rule).text if rule else None,
    )
    return with_first_start(event)


def settled_start(draft: ShiftDraft) -> ShiftDraft:
    """The draft if its start is one moment, or somebody said which.

    Raises:
        AskWhichTime: the clock skips it, or shows it twice and nobody said which is meant.
    """
    return replace(draft, fold=ask_if_odd(as_event(draft)).fold)


def moments(draft: ShiftDraft) -> tuple[datetime, datetime]:
    """When it begins and ends; half open, UTC."""
    starts_at, _ = moment_of(draft.local_start, draft.zone, draft.fold or 0)
    return starts_at, starts_at + timedelta(minutes=draft.minutes)


def times_of(draft: ShiftDraft, rule: str, *, now: datetime) -> list[Written]:
    """The times of a series that are not over, of the coming 400 days, 200 at most."""
    return written_out(as_event(draft, rule), now=now)


def to_json(draft: ShiftDraft) -> dict[str, Any]:
    """The draft as a series keeps it."""
    values = {name: getattr(draft, name) for name in SHIFT_FIELDS}
    for name in _DATES:
        values[name] = values[name].isoformat() if values[name] else None
    values["kind"] = draft.kind.value
    values["roles"] = [[role.name, role.capacity, role.language] for role in draft.roles]
    return values


def from_json(values: Mapping[str, Any]) -> ShiftDraft:
    """A draft that `to_json` wrote."""
    read = dict(values)
    for name in _DATES:
        read[name] = datetime.fromisoformat(read[name]) if read[name] else None
    read["kind"] = ShiftKind(read["kind"])
    read["roles"] = tuple(Role(*role) for role in read["roles"])
    return ShiftDraft(**read)
