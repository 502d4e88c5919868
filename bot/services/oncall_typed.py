"""From what volunteers and leads type to times on call."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.errors import BadInput
from bot.domain.local_time import UnclearTime, local_in, resolve, resolve_as_calendars_do
from bot.services.event_typed import TypedTime
from bot.services.oncall import Times
from bot.services.when import UnclearWhen, When, read_when

#: Hours alone are read as of a day on which no clock is changed.
_SOME_DAY, _BEFORE = "2027-01-13", datetime(2027, 1, 1, tzinfo=UTC)
_PLAIN = "UTC"


def weekly(typed: TypedTime, weeks: int) -> list[Times]:
    """That time in so many weeks, by the clocks there."""
    start = _moment(typed)
    end = start + timedelta(minutes=typed.minutes)
    found: list[Times] = [(start, end)]
    local_end = local_in(end, typed.zone)
    for week in range(1, weeks):
        later = timedelta(weeks=week)
        begins = resolve_as_calendars_do(typed.local_start + later, typed.zone)
        found.append((begins, resolve_as_calendars_do(local_end + later, typed.zone)))
    return found


def _moment(typed: TypedTime) -> datetime:
    try:
        return resolve(typed.local_start, typed.zone)
    except UnclearTime as twice:  # which was meant is known
        return twice.choices[typed.fold or 0].moment


def typed_hours(begin: str, end: str, language: str) -> tuple[int, int]:
    """Two times of day that were typed, as minutes; `8 pm`, `20:00`, `noon`.

    Raises:
        BadInput: one is none, or could be two.
    """
    try:
        when = _read(f"{_whole(begin)} - {_whole(end)}", language)
    except BadInput as wrong:
        if wrong.key == "on_call.which_half":
            raise
        if wrong.key != "when.no_length":
            raise BadInput("on_call.no_hours") from wrong
        when = replace(_read(_whole(begin), language), lasting=timedelta(days=1))  # all day
    if when.shown_end is None:
        raise BadInput("on_call.no_hours")
    if when.zone != _PLAIN or when.start.date().isoformat() != _SOME_DAY:
        raise BadInput("on_call.no_hours")
    return _minute(when.start), _minute(when.shown_end)


def _read(text: str, language: str) -> When:
    try:
        return read_when(f"{_SOME_DAY} {text}", now=_BEFORE, zone=_PLAIN, language=language)
    except UnclearWhen as unclear:
        raise BadInput("on_call.which_half") from unclear


def _minute(local: datetime) -> int:
    return local.hour * 60 + local.minute


def _whole(text: str) -> str:
    typed = text.strip()
    return f"{typed}:00" if typed.isdecimal() else typed
