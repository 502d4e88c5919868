"""Which IANA zone a calendar means by what it calls a zone: the name itself, an old or a Windows
name, a name with somebody's prefix, or only the rules by which its clock goes.

A zone known by its name is taken from there: what the file says about it is older than our table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.errors import BadInput
from bot.domain.event_days import local_starts
from bot.domain.event_rule import parse_rule
from bot.lazy import lazy
from bot.services.ics_read.lines import Part, read_property
from bot.services.zones import COMMON_ZONES, known_zone

if TYPE_CHECKING:
    import icalendar.timezone.windows_to_olson
else:
    icalendar = lazy("icalendar")

#: Names that zones had, and what they are called now.
_OLD = {
    "us/eastern": "America/New_York", "us/central": "America/Chicago",
    "us/mountain": "America/Denver", "us/pacific": "America/Los_Angeles",
    "us/arizona": "America/Phoenix", "us/alaska": "America/Anchorage",
    "us/hawaii": "Pacific/Honolulu", "us/east-indiana": "America/Indiana/Indianapolis",
    "us/michigan": "America/Detroit", "us/aleutian": "America/Adak",
    "us/samoa": "Pacific/Pago_Pago",
    "us/indiana-starke": "America/Indiana/Knox",
    "est5edt": "America/New_York", "cst6cdt": "America/Chicago", "mst7mdt": "America/Denver",
    "pst8pdt": "America/Los_Angeles", "est": "America/Panama", "mst": "America/Phoenix",
    "hst": "Pacific/Honolulu", "navajo": "America/Denver", "cuba": "America/Havana",
    "jamaica": "America/Jamaica", "gb": "Europe/London", "eire": "Europe/Dublin",
    "cet": "Europe/Paris", "met": "Europe/Paris", "eet": "Europe/Athens", "wet": "Europe/Lisbon",
    "poland": "Europe/Warsaw", "portugal": "Europe/Lisbon", "turkey": "Europe/Istanbul",
    "israel": "Asia/Jerusalem", "iran": "Asia/Tehran", "japan": "Asia/Tokyo",
    "prc": "Asia/Shanghai", "roc": "Asia/Taipei", "rok": "Asia/Seoul",
    "hongkong": "Asia/Hong_Kong", "singapore": "Asia/Singapore", "egypt": "Africa/Cairo",
    "libya": "Africa/Tripoli", "iceland": "Atlantic/Reykjavik", "nz": "Pacific/Auckland",
    "gmt": "UTC", "ut": "UTC", "z": "UTC", "zulu": "UTC", "greenwich": "UTC", "universal": "UTC",
    "etc/utc": "UTC", "etc/gmt": "UTC", "etc/uct": "UTC", "etc/zulu": "UTC", "etc/universal": "UTC",
}  # fmt: skip
#: How many of a file's own zones are looked at: each is held against all that there are.
_MOST_OWN = 60
_MOST_CLOCKS = 200
_MOST_CHANGES = 400
_OFFSET = re.compile(r"([+-])([0-9]{2})([0-9]{2})([0-9]{2})?")
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class _Rule:
    """When a clock is put to another offset."""

    first: datetime
    before: timedelta
    after: timedelta
    rule: str | None
    also: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class _Clock:
    """Offsets in some years: from each moment (naive UTC) on the one beside it."""

    since: Sequence[datetime]
    offsets: Sequence[timedelta]
    before: timedelta

    def at(self, moment: datetime) -> timedelta:
        """The offset at a moment (naive UTC)."""
        place = bisect_right(self.since, moment)
        return self.offsets[place - 1] if place else self.before


class Zones:
    """The zones of one file. `now`: series are held against the years from then on."""

    def __init__(self, parts: Sequence[Part], now: datetime) -> None:
        self._own: dict[str, Part] = {}
        for part in parts[:_MOST_OWN]:
            name = _value(part, "TZID")
            if name is not None:
                self._own.setdefault(name.strip().strip('"').replace("\\", ""), part)
        self._now = now
        self._found: dict[tuple[str, int, bool], str | None] = {}
        self._clocks: dict[tuple[str, int], _Clock | None] = {}

    def zone(self, tzid: str, local: datetime, *, repeats: bool) -> str | None:
        """The zone that a TZID means at that time, and (`repeats`) in the years to come; None
        where nobody knows."""
        tzid = tzid.strip().strip('"').replace("\\", "")
        year = max(local.year, self._now.year - 1) if repeats else local.year
        key = (tzid, year, repeats)
        if key not in self._found:
            self._found[key] = named(tzid) or self._by_rules(tzid, year, 3 if repeats else 1)
        return self._found[key]

    def offset(self, tzid: str, local: datetime) -> timedelta | None:
        """By how much a zone of the file's own, or one without a place (`Etc/GMT-2`), is ahead of
        UTC when its clock shows that."""
        tzid = tzid.strip().strip('"').replace("\\", "")
        if tzid in _all_names():
            return local.replace(tzinfo=ZoneInfo(tzid)).utcoffset()
        clock = self._clock(tzid, local.year, 1)
        if clock is None:
            return None
        for offset in (clock.before, *clock.offsets):
            if clock.at(local - offset) == offset:
                return offset
        return clock.at(local)

    def _by_rules(self, tzid: str, year: int, years: int) -> str | None:
        part = self._own.get(tzid)
        if part is None:
            return None
        said = _value(part, "X-LIC-LOCATION")
        if said and (zone := named(said)):
            return zone
        clock = self._clock(tzid, year, years)
        if clock is None:
            return None
        moments = list(_samples(clock, year, years))
        return next((name for name in _candidates() if _agrees(name, clock, moments)), None)

    def _clock(self, tzid: str, year: int, years: int) -> _Clock | None:
        part = self._own.get(tzid)
        if part is None:
            return None
        key = (tzid, year * 10 + years)
        if key not in self._clocks:
            if len(self._clocks) >= _MOST_CLOCKS:
                return None
            try:
                self._clocks[key] = _clock_of(part, year, years)
            except (BadInput, ValueError, OverflowError):
                self._clocks[key] = None
        return self._clocks[key]


@lru_cache(1000)
def named(text: str) -> str | None:
    """The zone of that name, old names and Windows' included; None where it is none."""
    if not text or len(text) > _LONGEST_NAME:
        return None
    pieces = text.strip().strip("/").split("/")
    for start in range(len(pieces)):  # somebody's own prefix
        zone = _known("/".join(pieces[start:]))
        if zone is not None:
            return zone
    return None


def _known(text: str) -> str | None:
    plain = text.strip().lower().replace("_", " ")
    for name in (plain, plain.replace("-", "/", 1)):
        old = _OLD.get(name) or _windows().get(name)
        if old:
            return old
    for name in (text, text.replace("-", "/", 1)):
        try:
            return known_zone(name)
        except BadInput:
            continue
    return None


@cache
def _windows() -> dict[str, str]:
    table = icalendar.timezone.windows_to_olson.WINDOWS_TO_OLSON
    return {name.lower(): zone for name, zone in table.items()}


@cache
def _candidates() -> tuple[str, ...]:
    """Zones to hold a clock against, the best known first."""
    known = sorted(name for name in _all_names() if _usable(name))
    return tuple(dict.fromkeys((*COMMON_ZONES, *_windows().values(), *known)))


@cache
def _all_names() -> frozenset[str]:
    return frozenset(available_timezones())  # looks through the whole disk's table each time


def _usable(name: str) -> bool:
    try:
        return known_zone(name) == name
    except BadInput:
        return False


# --- a clock by its rules --------------------------------------------------------------------


def _clock_of(part: Part, year: int, years: int) -> _Clock | None:
    rules = [_rule_of(each) for each in part.within[:100]]
    changes: dict[datetime, timedelta] = {}
    start, end = datetime(year - 1, 1, 1), datetime(year + years, 1, 1)  # noqa: DTZ001 - by that clock
    for rule in rules:
        for local in _times(rule, start, end):
            changes[local - rule.before] = rule.after
            if len(changes) > _MOST_CHANGES:
                return None
    if not rules:
        return None
    since = sorted(changes)
    first = min(rules, key=lambda rule: rule.first)
    before = first.before if since and since[0] > start else first.after
    return _Clock(since, [changes[at] for at in since], before)


def _times(rule: _Rule, start: datetime, end: datetime) -> Iterator[datetime]:
    """When it happens, from the last before `start` on."""
    dates = sorted(at for at in (rule.first, *rule.also) if at < end)
    old = [at for at in dates if at < start]
    yield from dates[len(old) - 1 if old else 0 :]
    if rule.rule is None:
        return
    parsed = parse_rule(rule.rule)
    if parsed.count is not None or parsed.interval != 1 or not parsed.months:
        raise ValueError(rule.rule)
    until = parsed.until
    if until is not None and until.tzinfo is not None:
        until = (until + rule.before).replace(tzinfo=None)
        parsed = parse_rule(re.sub(r";?UNTIL=[^;]*", "", rule.rule))
    first = rule.first if rule.first >= start else rule.first.replace(year=start.year, day=1)
    for local in local_starts(parsed, first, end):
        if until is None or local <= until:
            yield local


def _rule_of(part: Part) -> _Rule:
    first = _local(_value(part, "DTSTART") or "")
    also: list[datetime] = []
    for line in part.lines:
        given = read_property(line)
        if given is not None and given.name == "RDATE":
            also += [_local(each) for each in given.value.split(",") if each.strip()]
    return _Rule(
        first,
        _length(_value(part, "TZOFFSETFROM") or ""),
        _length(_value(part, "TZOFFSETTO") or ""),
        _value(part, "RRULE") or None,
        tuple(also[:_MOST_CHANGES]),
    )


def _value(part: Part, name: str) -> str | None:
    for line in part.lines:
        if line.lstrip()[: len(name)].upper() == name:
            given = read_property(line)
            if given is not None and given.name == name:
                return given.value.strip()
    return None


def _local(text: str) -> datetime:
    return datetime.strptime(text.strip().upper().rstrip("Z")[:15], "%Y%m%dT%H%M%S")  # noqa: DTZ007


def _length(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -length if match[1] == "-" else length


def _samples(clock: _Clock, year: int, years: int) -> Iterator[datetime]:
    """Moments that tell clocks apart: around each change, and now and then."""
    start, end = datetime(year, 1, 1), datetime(year + years, 1, 1)  # noqa: DTZ001
    for at in clock.since:
        if start <= at < end:
            yield at - timedelta(hours=2)
            yield at + timedelta(hours=2)
    while start < end:
        yield start
        start += timedelta(days=10)


def _agrees(name: str, clock: _Clock, moments: Sequence[datetime]) -> bool:
    zone = ZoneInfo(name)
    return all(zone.fromutc(at.replace(tzinfo=zone)).utcoffset() == clock.at(at) for at in moments)
