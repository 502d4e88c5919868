"""What an office of Congress says of its hours, made into schedules, and its time zone."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from bot.domain.entry import Schedule
from bot.domain.errors import BadInput
from bot.domain.legislators import Office
from bot.domain.opening import has_hours
from bot.services.hours_typed import parse_hours
from bot.services.zone_of_place import load_zip_zones

#: "CT", "(PT)", "CST", "Central": the office's own zone is meant, whichever it says.
_ZONE_WORD = re.compile(r"\(?\b(?:[ECMP][SD]?T|eastern|central|mountain|pacific)\b\)?", re.I)
#: Hours without days are those of all working days.
_WEEKDAYS = "Mon-Fri"


def zone_of_zip(code: str, state: str) -> str | None:
    """The IANA zone of a ZIP, else of a state that has one only."""
    table = load_zip_zones()
    return table.of_zip(code) or table.states.get(state)


@lru_cache(maxsize=512)
def schedules_of(hours: str) -> tuple[Schedule, ...]:
    """The hours that can be reckoned with; none for "By appointment only" and the like."""
    plain = " ".join(_ZONE_WORD.sub(" ", hours).replace(";", " ").split())
    for text in (plain, f"{_WEEKDAYS} {plain}"):
        try:
            found = parse_hours(text)
        except BadInput:
            continue
        known = tuple(schedule for schedule in found if has_hours(schedule))
        if known:
            return known
    return ()


def with_hours(office: Office) -> Office:
    """The office with its zone and its schedules."""
    return replace(
        office,
        zone=zone_of_zip(office.zip, office.state),
        schedules=schedules_of(office.hours) if office.hours else (),
    )
