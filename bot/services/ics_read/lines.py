"""From bytes to components, whatever is wrong with the file.

A library that reads a calendar as a whole gives it up as a whole, and what one file says about a
zone it may remember for the next. So the file is cut here, line by line: a broken event costs that
event. Every step takes time in proportion to the file, however it is nested.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

#: No calendar that people keep is longer.
MOST_BYTES = 5_000_000
MOST_EVENTS = 20_000
#: Of one property: the longest that is looked at.
_LONGEST_LINE = 60_000
_MOST_LINES_OF_ONE = 5_000
_MOST_NESTED = 50

#: Components that stand by themselves. Where one begins, the one before is at its end.
EVENT, ZONE, CALENDAR = "VEVENT", "VTIMEZONE", "VCALENDAR"
OTHERS = ("VTODO", "VJOURNAL", "VFREEBUSY")
_STAND_ALONE = (EVENT, ZONE, CALENDAR, *OTHERS)
_RULES_OF_ZONE = ("STANDARD", "DAYLIGHT")

_MARK = re.compile(r"\s*(BEGIN|END)\s*:\s*([A-Z0-9-]{1,40})\s*", re.IGNORECASE)
_NAME = re.compile(r"\s*([A-Z0-9-]{1,60})\s*(?=[;:])", re.IGNORECASE)
#: Possessive: what does not fit is given up at once, however long it is.
_PARAM = re.compile(
    r'\s*+([A-Z0-9-]{0,60}+)\s*+(?:=\s*+((?:"[^"]*+"|[^";:])*+))?+([;:])', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Property:
    """`NAME;PARAM=…:value`, its names in capitals."""

    name: str
    params: dict[str, str]
    value: str


@dataclass(slots=True)
class Part:
    """A component: its own properties as they stand, and (of a zone) what is within."""

    kind: str
    line: int
    calendar: int
    lines: list[str] = field(default_factory=list[str])
    within: list[Part] = field(default_factory=list["Part"])
    #: The file ends before it does.
    cut_off: bool = False


@dataclass(slots=True)
class Cut:
    """What a file falls into. `calendars` holds the properties of each VCALENDAR."""

    parts: list[Part] = field(default_factory=list[Part])
    calendars: list[list[str]] = field(default_factory=lambda: [[]])
    seen: bool = False
    too_many: bool = False


def cut(data: bytes) -> Cut:
    """The components of a file. Never raises."""
    found = Cut()
    current: Part | None = None
    inside: list[str] = []
    events = 0
    for number, line in _unfolded(data):
        mark = _MARK.fullmatch(line) if line.lstrip()[:1] in "BEbe" and len(line) < 100 else None
        if mark is None:
            _keep(found, current, inside, line)
            continue
        deed, name = mark[1].upper(), mark[2].upper()
        if deed == "END":
            if current is not None and name == current.kind:
                current, inside = None, []
            elif inside and inside[-1] == name:
                inside.pop()
            elif name == CALENDAR:
                current, inside = None, []
            continue
        if name not in _STAND_ALONE:
            if current is not None and len(inside) < _MOST_NESTED:
                inside.append(name)
                if current.kind == ZONE and name in _RULES_OF_ZONE:
                    current.within.append(Part(name, number, current.calendar))
            continue
        found.seen, current, inside = True, None, []
        if name == CALENDAR:
            found.calendars.append([])
            continue
        events += name == EVENT
        if events > MOST_EVENTS:
            found.too_many = True
            break
        current = Part(name, number, len(found.calendars) - 1)
        found.parts.append(current)
    if current is not None:
        current.cut_off = True
    return found


def _keep(found: Cut, current: Part | None, inside: list[str], line: str) -> None:
    if len(line) > _LONGEST_LINE:
        line = line[:_LONGEST_LINE]
    if current is None:
        to = found.calendars[-1]
    elif not inside:
        to = current.lines
    elif current.kind == ZONE and current.within and inside[-1] == current.within[-1].kind:
        to = current.within[-1].lines
    else:
        return  # an alarm, or what only its maker knows
    if len(to) < _MOST_LINES_OF_ONE:
        to.append(line)


def _unfolded(data: bytes) -> Iterator[tuple[int, str]]:
    """Each line with its number, put together before it is decoded: some writers fold in the
    middle of a letter."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        data = data.decode("utf-16", "replace").encode()
    data = data.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")
    if b"\n" not in data:
        data = data.replace(b"\r", b"\n")
    begun, pieces = 0, list[bytes]()
    for number, raw in enumerate(data.split(b"\n"), 1):
        line = raw.rstrip(b"\r")
        if line[:1] in (b" ", b"\t") and pieces:
            pieces.append(line[1:])
            continue
        if pieces:
            yield begun, _decoded(b"".join(pieces))
        begun, pieces = number, [line] if line.strip() else []
    if pieces:
        yield begun, _decoded(b"".join(pieces))


def _decoded(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def read_property(line: str) -> Property | None:
    """The property on a line; None where it is none. What of its parameters makes no sense is
    passed over: the value is what counts."""
    name = _NAME.match(line)
    if name is None:
        return None
    at, params = name.end(), dict[str, str]()
    if line[at] == ":":
        return Property(name[1].upper(), params, line[at + 1 :])
    at += 1
    while (param := _PARAM.match(line, at)) is not None:
        if param[1] and param[2] is not None:
            params.setdefault(param[1].upper(), param[2].strip().strip('"'))
        at = param.end()
        if param[3] == ":":
            return Property(name[1].upper(), params, line[at:])
    _, colon, value = line[at:].rpartition(":")  # a quote that never ends
    return Property(name[1].upper(), params, value) if colon else None
