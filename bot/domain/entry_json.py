"""An entry as one line of JSON, always the same for the same entry, and back.

It is what the database keeps of an entry beside the columns that are searched, and what its
history is made of. What has its default is left out, so a new field needs no migration.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields
from datetime import date
from enum import Enum
from functools import cache
from typing import Any, cast

from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.organization import Scope

_PARTS: Mapping[str, type[Any]] = {
    "phones": Phone,
    "schedules": Schedule,
    "locations": Location,
    "services": Service,
}
#: What JSON has itself.
_SIMPLE = frozenset({str, int, float, bool})
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
_DATES = frozenset({"dtstart", "until", "valid_from", "valid_to"})


def entry_to_json(entry: Entry) -> str:
    """The entry as canonical JSON: keys in order, no blanks, nothing that has its default."""
    return _ENCODER.encode(_plain(entry))


def entry_from_json(text: str) -> Entry:
    """The entry again.

    Raises:
        ValueError, KeyError, TypeError: that is not what `entry_to_json` wrote.
    """
    return cast("Entry", _made(Entry, json.loads(text)))


@cache
def _defaults(of: type[Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for each in fields(of):
        if each.default is not MISSING:
            made[each.name] = each.default
        elif each.default_factory is not MISSING:
            made[each.name] = each.default_factory()
        else:
            made[each.name] = MISSING
    return made


def _plain(record: Any) -> dict[str, Any]:
    """A record as JSON's own kinds of things, without what has its default."""
    made: dict[str, Any] = {}
    for name, default in _defaults(cast("type[Any]", type(record))).items():
        held = getattr(record, name)
        if held is default or held == default:
            continue
        made[name] = held if type(held) in _SIMPLE else _value(held)
    return made


def _value(held: Any) -> Any:
    if isinstance(held, tuple):
        items = cast("tuple[Any, ...]", held)
        return [item if type(item) in _SIMPLE else _value(item) for item in items]
    if isinstance(held, (Service, Location, Phone, Schedule)):
        return _plain(held)
    if isinstance(held, Enum):
        return held.value
    if isinstance(held, date):
        return held.isoformat()
    return dict(cast("Mapping[str, str]", held))


def _made(of: type[Any], given: Any) -> Any:
    """An `of` from its JSON object. Fields of a later version are passed over."""
    if not isinstance(given, dict):
        raise TypeError(of.__name__)
    known = _defaults(of)
    given = cast("dict[str, Any]", given)
    return of(**{name: _field(of, name, held) for name, held in given.items() if name in known})


def _field(of: type[Any], name: str, held: Any) -> Any:
    if name in _PARTS:
        part = _PARTS[name]
        # A service names its locations by id.
        if name == "locations" and of is Service:
            return tuple(held)
        return tuple(_made(part, each) for each in held)
    if name in _DATES:
        return date.fromisoformat(held)
    if name == "scope":
        return Scope(held)
    if name == "freq":
        return Freq(held)
    return tuple(cast("list[Any]", held)) if isinstance(held, list) else held
