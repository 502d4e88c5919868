"""Writes calendars, byte for byte the same from the same entries (RFC 5545, 7986).

Not with icalendar: its parts are made to be read and changed, and cost fifty times as much as the
lines that come of them; and every property here is one that we chose. Deliberately missing: METHOD
(a subscription has none), ATTENDEE and ORGANIZER (nobody's business), CATEGORIES and GEO.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID, uuid5

from bot.domain.calendar_entry import Entry, Series, State
from bot.services.ics.text import fold, text_line, uri_line
from bot.services.ics.zones import vtimezone

#: How soon an app should ask again. Google asks every 12 to 24 hours whatever we say.
_REFRESH = "PT1H"
_END = b"END:VCALENDAR\r\n"
_SPACE = UUID("7f0c2a52-0f0a-4d0e-9a2f-6c1f6b0f4e0b")


@dataclass(frozen=True, slots=True)
class Head:
    """What a calendar says of itself. `of` tells it from every other one, and never changes.
    `plain`: not even which program made it. `feed`: it is asked for again."""

    name: str
    of: str
    language: str
    plain: bool = False
    feed: bool = True


def head(of: Head) -> bytes:
    """The beginning of a calendar."""
    maker = "Calendar" if of.plain else "Coalition Bot"
    lines = [
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
        fold(f"PRODID:-//{maker}//{of.language.upper()}"),
        b"CALSCALE:GREGORIAN\r\n",
    ]
    if of.feed:
        lines += [
            fold(f"UID:{uuid5(_SPACE, of.of)}"),
            text_line("NAME", of.name),
            text_line("X-WR-CALNAME", of.name),
            f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}\r\nX-PUBLISHED-TTL:{_REFRESH}\r\n".encode(),
        ]
    return b"".join(lines)


def calendar(of: Head, parts: Iterable[bytes], zones: Iterable[tuple[str, int, int]] = ()) -> bytes:
    """A whole calendar of written entries. `zones`: those that its series name, each with the first
    and the last year that it is needed for. One without entries has a zone, as it must have
    something (RFC 5545, 3.6)."""
    written = list(parts)
    years: dict[str, tuple[int, int]] = {}
    for zone, first, last in zones:
        low, high = years.get(zone, (first, last))
        years[zone] = min(low, first), max(high, last)
    if not written and not years:
        years["Etc/UTC"] = (2026, 2026)
    named = [vtimezone(zone, *years[zone]) for zone in sorted(years)]
    return b"".join([head(of), *named, *written, _END])


def write_entry(entry: Entry, *, alarm_minutes: int | None = None) -> bytes:
    """One time as a VEVENT, in UTC: it needs no zone."""
    return _vevent(entry, _times(entry), alarm_minutes)


def write_series(series: Series, *, alarm_minutes: int | None = None) -> bytes:
    """A series as a VEVENT with a rule, and one for each time that differs."""
    zone = series.zone
    times = [
        _local("DTSTART", zone, series.local_start),
        _local("DTEND", zone, series.local_end),
        fold(f"RRULE:{series.rule}"),
        *(_local("EXDATE", zone, each) for each in series.without),
    ]
    written = [_vevent(series.first, times, alarm_minutes)]
    for local, entry in series.instead:
        own = [_local("RECURRENCE-ID", zone, local), *_times(entry)]
        written.append(_vevent(entry, own, alarm_minutes))
    return b"".join(written)


def _vevent(entry: Entry, times: Sequence[bytes], alarm_minutes: int | None) -> bytes:
    changed = f"{_utc(entry.changed_at)}\r\n"
    lines = [
        b"BEGIN:VEVENT\r\n",
        fold(f"UID:{entry.uid}"),
        f"DTSTAMP:{changed}LAST-MODIFIED:{changed}SEQUENCE:{entry.sequence}\r\n".encode(),
        *times,
        text_line("SUMMARY", entry.title),
    ]
    if entry.place:
        lines.append(text_line("LOCATION", entry.place))
    if entry.about:
        lines.append(text_line("DESCRIPTION", entry.about))
    if entry.link:
        lines.append(uri_line("URL", entry.link))
    if entry.part_of:
        lines.append(fold(f"RELATED-TO:{entry.part_of}"))
    busy = "OPAQUE" if entry.state is State.ON and entry.days is None else "TRANSPARENT"
    lines.append(
        f"STATUS:{entry.state.value}\r\nTRANSP:{busy}\r\n"
        f"CLASS:{'PRIVATE' if entry.private else 'PUBLIC'}\r\n".encode()
    )
    if alarm_minutes is not None and entry.state is not State.OFF:
        lines += [
            f"BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-PT{alarm_minutes}M\r\n".encode(),
            text_line("DESCRIPTION", entry.title),
            b"END:VALARM\r\n",
        ]
    lines.append(b"END:VEVENT\r\n")
    return b"".join(lines)


def _times(entry: Entry) -> list[bytes]:
    if entry.days is not None:
        return [_day("DTSTART", entry.days[0]), _day("DTEND", entry.days[1])]
    return [
        f"DTSTART:{_utc(entry.starts_at)}\r\nDTEND:{_utc(entry.ends_at)}\r\n".encode(),
    ]


def _local(name: str, zone: str, local: datetime) -> bytes:
    return fold(f"{name};TZID={zone}:{local:%Y%m%dT%H%M%S}")


def _day(name: str, day: date) -> bytes:
    return f"{name};VALUE=DATE:{day:%Y%m%d}\r\n".encode()


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
