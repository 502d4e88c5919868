"""The services and places of an entry, each under the word by which a button or form names it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.domain.entry import Location, Service
from bot.i18n import languages
from bot.services.hours_text import hours_lines
from bot.services.hours_typed import parse_hours
from bot.services.lists.texts import clean_text

Part = TypeVar("Part", Service, Location)

#: In a button: one that is not there yet.
NEW = "new"
_SHORT = re.compile(r"[A-Za-z0-9._:-]{1,60}")


def keyed(parts: Iterable[Part]) -> Mapping[str, Part]:
    """The parts by a word of at most 60 characters: their id, or `@` and their place in the entry
    where they have none that fits (a list may bring ids of 100 characters, or none)."""
    found: dict[str, Part] = {}
    for at, part in enumerate(parts):
        fits = _SHORT.fullmatch(part.id) and part.id != NEW and part.id not in found
        found[part.id if fits else f"@{at}"] = part
    return found


def put(parts: tuple[Part, ...], old: Part | None, made: Part) -> tuple[Part, ...]:
    """The parts with `made` where `old` was, or at the end."""
    if old is None:
        return (*parts, made)
    return tuple(made if each is old else each for each in parts)


def hours_of(part: Service | Location, language: str) -> str:
    """What is said of its hours, a line each."""
    return "\n".join(hours_lines(part.schedules, language))


def with_hours(part: Part, typed: str) -> Part:
    """The part with the hours that were typed. Those that stand in the form as it showed them, in
    whatever language, stay as they are, also where they came from elsewhere in a rule that no form
    can say.

    Raises:
        BadInput: too long, or no hours.
    """
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    if any(lines == hours_lines(part.schedules, code) for code in languages()):
        return part
    return replace(part, schedules=parse_hours(clean_text(typed, "hours")))
