"""Reads an .ics: each VEVENT of it becomes an event, or is refused with a reason. Never raises,
never loses one without saying so, and needs time in proportion to the file.

An error of one event is that event's. What a whole file can be of no use for stands in `error`: it
is empty, no calendar, too large, or none of its events could be read. To-dos, diary entries and
busy times are no events: a note says how many there are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.services.ics_read.lines import (
    EVENT,
    MOST_BYTES,
    MOST_EVENTS,
    OTHERS,
    ZONE,
    Cut,
    Part,
    Property,
    cut,
    read_property,
)
from bot.services.ics_read.model import IcsEvent, IcsFile, Reason, Refused, Stamp, Unread
from bot.services.ics_read.values import (
    ZoneOf,
    length_of,
    rule_of,
    shown,
    stamp_of,
    stamps_of,
    text_of,
)
from bot.services.ics_read.zones import Zones, named

_DAY = timedelta(days=1)
_LONGEST = timedelta(days=366)
_MOST_DATES = 1000
#: Properties that are read, and those of them that may be there more than once.
_ONCE = frozenset(
    {
        "UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "SEQUENCE", "STATUS",
        "LOCATION", "DESCRIPTION", "URL", "GEO",
    }
)  # fmt: skip
_OFTEN = ("RRULE", "EXRULE", "RDATE", "EXDATE")

_OTHERS = {
    "VTODO": "ics_read.other_vtodo",
    "VJOURNAL": "ics_read.other_vjournal",
    "VFREEBUSY": "ics_read.other_vfreebusy",
}

Given = Mapping[str, Sequence[Property]]


def read_ics(data: bytes, *, now: datetime) -> IcsFile:
    """What a file says. Blocking: up to some seconds for the largest. Never raises.

    `now` decides by which years a zone without a known name is told.
    """
    if len(data) > MOST_BYTES:
        return IcsFile(error=Reason("ics_read.too_large", {"most": MOST_BYTES // 1_000_000}))
    if not data.strip():
        return IcsFile(error=Reason("ics_read.empty"))
    found = cut(data)
    if not found.seen:
        return IcsFile(error=Reason("ics_read.no_calendar"))
    if found.too_many:
        return IcsFile(error=Reason("ics_read.too_many", {"most": MOST_EVENTS}))
    return _read(found, now)


def _read(found: Cut, now: datetime) -> IcsFile:
    zones = Zones([part for part in found.parts if part.kind == ZONE], now)
    calendars = [_calendar_zone(lines) for lines in found.calendars]
    file_zone = next(filter(None, calendars), "")
    events: list[IcsEvent] = []
    refused: list[Refused] = []
    others: Counter[str] = Counter()
    for part in found.parts:
        if part.kind in OTHERS:
            others[part.kind] += 1
        if part.kind != EVENT:
            continue
        given = _properties(part)
        try:
            if part.cut_off:
                raise Unread("ics_read.cut_off")
            events.append(_event(part, given, zones, calendars[part.calendar]))
        except Unread as wrong:
            refused.append(_refused(part, given, wrong.reason))
        except (ValueError, OverflowError, ArithmeticError, LookupError):
            refused.append(_refused(part, given, Reason("ics_read.unreadable")))
    notes = [Reason(_OTHERS[kind], {"count": count}) for kind, count in sorted(others.items())]
    if not events and not refused:
        notes.append(Reason("ics_read.no_events"))
    error = None
    if refused and not events:
        error = Reason("ics_read.none_read", {"count": len(refused)})
    return IcsFile(tuple(events), tuple(refused), tuple(notes), error, file_zone)


def _refused(part: Part, given: Given, reason: Reason) -> Refused:
    title = shown(text_of(_raw(given, "SUMMARY")))
    return Refused(part.line, shown(_raw(given, "UID")), title, reason)


def _properties(part: Part) -> dict[str, list[Property]]:
    found: dict[str, list[Property]] = {}
    for line in part.lines:
        given = read_property(line)
        if given is not None and (given.name in _ONCE or given.name in _OFTEN):
            found.setdefault(given.name, []).append(given)
    return found


def _calendar_zone(lines: Sequence[str]) -> str:
    for line in lines:
        given = read_property(line) if "X-WR-TIMEZONE" in line[:20].upper() else None
        if given is not None:
            return named(given.value.strip()) or ""
    return ""


def _raw(given: Given, name: str) -> str:
    return given[name][0].value if name in given else ""


# --- an event --------------------------------------------------------------------------------


def _event(part: Part, given: Given, zones: Zones, calendar_zone: str) -> IcsEvent:
    if "DTSTART" not in given:
        raise Unread("ics_read.no_start")
    rules = [each for each in given.get("RRULE", ()) if each.value.strip()]
    if "RECURRENCE-ID" in given:
        rules = []  # one time of a series does not repeat
    if len(rules) > 1 or "EXRULE" in given:
        raise Unread("ics_read.several_rules")
    notes: list[Reason] = []
    zone_of = _zone_finder(zones, repeats=bool(rules))
    own = given["DTSTART"][0]
    start, shift = _start(own, zones, zone_of, repeats=bool(rules))
    minutes = _minutes(given, start, zone_of, shift)
    floating = not start.zone and calendar_zone
    start = Stamp(start.local, calendar_zone, start.day) if floating else start
    rule = rule_of(rules[0].value, start) if rules else None
    without: tuple[datetime, ...] = ()
    if rule is not None:
        without = _without(given.get("EXDATE", ()), start, zone_of)
    extra = sum(len(stamps_of(each, zone_of, _MOST_DATES)) for each in given.get("RDATE", ()))
    if extra:
        notes.append(Reason("ics_read.extra_dates", {"count": extra}))
    lat, lon = _point(_raw(given, "GEO"))
    link = _raw(given, "URL").strip()
    return IcsEvent(
        uid=_raw(given, "UID").strip()[:500],
        line=part.line,
        title=" ".join(text_of(_raw(given, "SUMMARY")).split()),
        start=start,
        minutes=minutes,
        rule=rule,
        without=without,
        instead_of=_instead_of(given, zone_of, calendar_zone),
        cancelled=_raw(given, "STATUS").strip().upper() == "CANCELLED",
        sequence=_sequence(_raw(given, "SEQUENCE")),
        about=text_of(_raw(given, "DESCRIPTION")),
        place=" ".join(text_of(_raw(given, "LOCATION")).split()),
        link=link if link.lower().startswith("https://") else "",
        lat=lat,
        lon=lon,
        notes=tuple(notes),
    )


def _zone_finder(zones: Zones, *, repeats: bool) -> ZoneOf:
    def zone_of(tzid: str, local: datetime) -> str | None:
        return zones.zone(tzid, local, repeats=repeats)

    return zone_of


def _start(
    given: Property, zones: Zones, zone_of: ZoneOf, *, repeats: bool
) -> tuple[Stamp, timedelta | None]:
    """When it begins. Where the file tells a zone that nobody else knows: the moment, in UTC, and
    by how much that zone is ahead. A series has no such moment."""
    tzid = given.params.get("TZID")
    if tzid is None:
        return stamp_of(given, zone_of), None
    bare = stamp_of(Property(given.name, {}, given.value), zone_of)
    if bare.day or bare.zone:
        return bare, None
    if not tzid.strip() and zone_of(tzid, bare.local) is None:
        return bare, None  # it names none
    zone = zone_of(tzid, bare.local)
    if zone is not None:
        return Stamp(bare.local, zone), None
    offset = zones.offset(tzid, bare.local)
    if offset is None:
        raise Unread("ics_read.zone_unknown", zone=shown(tzid))
    if repeats:
        raise Unread("ics_read.zone_series", zone=shown(tzid))
    return Stamp(bare.local - offset, "UTC"), offset


def _minutes(given: Given, start: Stamp, zone_of: ZoneOf, shift: timedelta | None) -> int | None:
    """How long it takes; None where it does not say. A day without an end is that day."""
    if "DTEND" in given:
        end = _end(given["DTEND"][0], given["DTSTART"][0], start, zone_of, shift)
        length = _between(start, end)
        if start.day and end.day and not length:
            length = _DAY  # both say the same day: many writers mean it whole
    elif "DURATION" in given:
        length = length_of(given["DURATION"][0].value)
    else:
        return 24 * 60 if start.day else None
    if length < timedelta(0):
        raise Unread("ics_read.ends_first")
    if length > _LONGEST:
        raise Unread("ics_read.too_long", days=min(length.days, 999_999))
    return round(length / timedelta(minutes=1)) or None


def _end(
    given: Property, begun: Property, start: Stamp, zone_of: ZoneOf, shift: timedelta | None
) -> Stamp:
    tzid = given.params.get("TZID")
    if shift is not None and tzid == begun.params.get("TZID"):
        bare = stamp_of(Property(given.name, {}, given.value), zone_of)
        return bare if bare.zone else Stamp(bare.local - shift, "UTC", bare.day)
    if tzid is not None and not tzid.strip() and not start.zone:
        return stamp_of(Property(given.name, {}, given.value), zone_of)
    return stamp_of(given, zone_of)


def _between(start: Stamp, end: Stamp) -> timedelta:
    if start.day or end.day or not (start.zone and end.zone):
        return end.local - start.local
    first = start.local.replace(tzinfo=ZoneInfo(start.zone))
    last = end.local.replace(tzinfo=ZoneInfo(end.zone))
    return timedelta(seconds=last.timestamp() - first.timestamp())


def in_zone(stamp: Stamp, start: Stamp) -> datetime:
    """What the clock of a series shows at a time that is named in some other way."""
    if stamp.day:
        return datetime.combine(stamp.local.date(), start.local.time())
    if not stamp.zone or not start.zone or stamp.zone == start.zone:
        return stamp.local
    moment = stamp.local.replace(tzinfo=ZoneInfo(stamp.zone))
    return moment.astimezone(ZoneInfo(start.zone)).replace(tzinfo=None)


def _without(given: Sequence[Property], start: Stamp, zone_of: ZoneOf) -> tuple[datetime, ...]:
    found: set[datetime] = set()
    for each in given:
        found |= {in_zone(stamp, start) for stamp in stamps_of(each, zone_of, _MOST_DATES)}
    return tuple(sorted(found))


def _instead_of(given: Given, zone_of: ZoneOf, calendar_zone: str) -> Stamp | None:
    if "RECURRENCE-ID" not in given:
        return None
    own = given["RECURRENCE-ID"][0]
    if "RANGE" in own.params:
        raise Unread("ics_read.and_all_after")
    stamp = stamp_of(own, zone_of)
    return (
        stamp if stamp.zone or not calendar_zone else Stamp(stamp.local, calendar_zone, stamp.day)
    )


def _sequence(text: str) -> int:
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else 0


def _point(text: str) -> tuple[float, float] | tuple[None, None]:
    first, _, second = text.replace("\\", "").partition(";")
    try:
        lat, lon = float(first), float(second)
    except ValueError:
        return None, None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else (None, None)
