"""What was found in somebody else's calendar: events, and what could not be read, each with why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


def _nothing() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence of the catalogs, with what fills it."""

    key: str
    params: Mapping[str, Any] = field(default_factory=_nothing)


class Unread(Exception):  # noqa: N818 - says what became of the event
    """Why one event can't be read. Never leaves this room."""

    def __init__(self, key: str, **params: Any) -> None:
        super().__init__(key)
        self.reason = Reason(key, params)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A time as a calendar gives it: what the clock shows (naive) in `zone` (IANA; empty: wherever
    the reader is). `day`: no time was given, only a day."""

    local: datetime
    zone: str = ""
    day: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IcsEvent:
    """One VEVENT. `minutes` is None where no end is given. `without` are the starts that its rule
    says and that do not take place, as `start` is given. `instead_of`: this is one time of the
    series of that `uid`, moved or changed. `line` is where it begins. `notes`: what of it was left
    out or assumed."""

    uid: str
    line: int
    title: str
    start: Stamp
    minutes: int | None
    rule: str | None = None
    without: tuple[datetime, ...] = ()
    instead_of: Stamp | None = None
    cancelled: bool = False
    sequence: int = 0
    about: str = ""
    place: str = ""
    link: str = ""
    lat: float | None = None
    lon: float | None = None
    notes: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that could not be read: as much of it as tells people which, and why."""

    line: int
    uid: str
    title: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class IcsFile:
    """A whole file. Every VEVENT in it stands in `events` or in `refused`; `error` says why the
    file as a whole is of no use, `notes` what else was in it. `zone`: of times that name none."""

    events: tuple[IcsEvent, ...] = ()
    refused: tuple[Refused, ...] = ()
    notes: tuple[Reason, ...] = ()
    error: Reason | None = None
    zone: str = ""
