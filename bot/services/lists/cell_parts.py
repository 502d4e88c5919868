"""What is in one cell: an address, a list, a point, a day, a formula. Used by `cells`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import lru_cache

from bot.domain.entry import Schedule
from bot.domain.errors import BadInput
from bot.services.hours_typed import parse_hours
from bot.services.lists.check import is_point
from bot.services.lists.rows import RowProblem, problem_of
from bot.services.lists.texts import clean_text
from bot.services.lists.vocabulary import among, languages_of, needs_of

#: Words for an empty cell.
NOTHING = frozenset(
    {"n/a", "na", "n.a.", "none", "-", "--", "\u2013", "\u2014", "?", "tbd", "null", "nan",
     "unknown", "ninguno", "ninguna", "no aplica", "desconocido", "#n/a", "#ref!", "#value!"}
)  # fmt: skip
#: No such word is as long.
LONGEST_NOTHING = 13

_PARTS = re.compile(r"[\s;,|]+")
_LISTED = re.compile(r"[;|\n]")
_FORMULA = re.compile(r"[=\uff1d]|[@\uff20+\uff0b\-\uff0d]\s*[A-Za-z][A-Za-z0-9.]*\s*[(!|]")
_DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d")


def is_formula(typed: str) -> bool:
    """Whether a table program would calculate it instead of showing it."""
    return _FORMULA.match(typed.lstrip()) is not None


def is_nothing(typed: str) -> bool:
    """Whether it stands for an empty cell."""
    return len(typed) < LONGEST_NOTHING and typed.strip().casefold() in NOTHING


def schedules_of(text: str) -> tuple[Schedule, ...]:
    """What a cell of opening hours says; as it stands where it can't be understood.

    Raises:
        BadInput: `lists_io.too_long`.
    """
    said = clean_text(text, "hours")
    if not said or is_nothing(said):
        return ()
    one_line = " ".join(said.split())  # as a table shows it
    for typed in (said, one_line):
        with suppress(BadInput):
            return _understood(typed)
    return (Schedule(description=one_line),)


@lru_cache(maxsize=1024)
def _understood(said: str) -> tuple[Schedule, ...]:
    return parse_hours(said)


def first_of(
    typed: str,
    clean: Callable[[str], str],
    field: str,
    problems: list[RowProblem],
    notes: list[RowProblem],
) -> str:
    """The address of a cell, the first where there are several and the first is one."""
    if not typed or is_nothing(typed):
        return ""
    try:
        return clean(typed)
    except BadInput as error:
        parts = [part for part in _PARTS.split(typed.strip()) if "." in part]
        if len(parts) > 1:
            try:
                made = clean(parts[0])
            except BadInput as first:
                problems.append(problem_of(first))
                return ""
            left_out = among(parts[1:])[:100]
            notes.append(
                RowProblem("lists_io.others_left_out", {"field": field, "typed": left_out})
            )
            return made
        problems.append(problem_of(error))
        return ""


def languages_in(typed: str, notes: list[RowProblem]) -> tuple[str, ...]:
    """The codes of the languages that a cell names."""
    found, unknown = languages_of(typed)
    if unknown and not is_nothing(typed):
        notes.append(RowProblem("lists_io.languages_left_out", {"typed": among(unknown)[:100]}))
    return found


def needs_in(typed: str, notes: list[RowProblem]) -> tuple[str, ...]:
    """The needs that a cell names."""
    found, unknown = needs_of(typed)
    if unknown and not is_nothing(typed):
        notes.append(RowProblem("lists_io.needs_left_out", {"typed": among(unknown)[:100]}))
    return found


def listed(typed: str, field: str) -> tuple[str, ...]:
    """The parts of a cell, parted by semicolons, bars or lines; each once.

    Raises:
        BadInput: `lists_io.too_long`.
    """
    parts = (clean_text(part, field) for part in _LISTED.split(typed))
    return tuple(dict.fromkeys(part for part in parts if part and not is_nothing(part)))


def point_of(cells: Mapping[str, str], notes: list[RowProblem]) -> tuple[float, float] | None:
    """(lat, lon) of the two cells, in degrees."""
    lat, lon = cells.get("lat"), cells.get("lon")
    if not lat and not lon:
        return None
    try:
        north, east = (float((part or "").strip().replace(",", ".")) for part in (lat, lon))
    except ValueError:
        north, east = 999.0, 999.0
    if not is_point(north, east) or (north, east) == (0.0, 0.0):
        notes.append(RowProblem("lists_io.point_left_out"))
        return None
    return round(north, 6), round(east, 6)


def day_of(typed: str, notes: list[RowProblem]) -> date | None:
    """The day a cell names, as the standard or people in the United States write it."""
    text = typed.strip()[:10]
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    if not is_nothing(typed):
        notes.append(RowProblem("lists_io.day_left_out", {"typed": text}))
    return None
