"""Time zones as calendars want them: VTIMEZONE with rules, made from the zones that Python knows.

Rules, because ical.js (Thunderbird) reads only the first date of a list and Outlook misreads it;
icalendar's own helper writes lists. By day of the week, as all of them do. A year that keeps no
rule of at least five years (a reform, Ramadan in Morocco) is written by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.weekdays import WEEKDAYS
from bot.services.ics.text import fold

_STEP = timedelta(days=7)
_SECOND = timedelta(seconds=1)
_LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001 - by the clock of the zone
#: Rules are written from the year on in which they began, as everybody's are: vobject takes a zone
#: for UTC that looks like it from 2000 to 2020.
_BACK = 1990
#: So many years to come are looked through to tell a rule from a coincidence.
_YEARS = 20
_LEAST_YEARS = 5
_NTHS = (1, 2, 3, 4, -1)


@dataclass(frozen=True, slots=True)
class _Change:
    """A moment at which the clocks change. `local` is what they show just before."""

    at: datetime
    local: datetime
    before: timedelta
    after: timedelta
    name: str
    summer: bool


@dataclass(slots=True)
class _Run:
    """Changes of following years that one rule may describe."""

    changes: list[_Change]
    nths: set[int] = field(default_factory=set[int])

    @property
    def days(self) -> tuple[int, int]:
        days = [each.local.day for each in self.changes]
        return min(days), max(days)

    def takes(self, change: _Change) -> bool:
        """Take the change in, if one rule still describes them all."""
        last = self.changes[-1]
        if (change.local.year, _kind(change)) != (last.local.year + 1, _kind(last)):
            return False
        nths = self.nths & _nths(change.local)
        low, high = min(self.days[0], change.local.day), max(self.days[1], change.local.day)
        if not nths and high - low > 6:
            return False
        self.changes.append(change)
        self.nths = nths
        return True


@lru_cache(maxsize=256)
def vtimezone(zone: str, first: int, last: int) -> bytes:
    """The VTIMEZONE of a zone for what takes place from one year through another, and for later
    years as far as they are known."""
    info = ZoneInfo(zone)
    end = max(first, last) + _YEARS
    since, until = (
        datetime(min(first - 1, _BACK), 1, 1, tzinfo=UTC),
        datetime(end, 1, 1, tzinfo=UTC),
    )
    recent = datetime(first - 1, 1, 1, tzinfo=UTC)
    rules: list[tuple[_Change, str | None]] = []
    for run in _runs([*_changes(info, since, until)]):
        final = run.changes[-1].local.year
        if final < first - 1:
            continue
        if len(run.changes) >= _LEAST_YEARS:
            rules.append((run.changes[0], _rule(run, whole=final >= end - 1)))
        else:
            years = range(first - 1, last + 2)
            rules += [(each, None) for each in run.changes if each.local.year in years]
    rules.sort(key=lambda each: each[0].at)
    lines = [b"BEGIN:VTIMEZONE\r\n", fold(f"TZID:{zone}")]
    if not rules or rules[0][0].local.year >= first - 1:
        lines += _standing(info, rules[0][0].at - _SECOND if rules else recent)
    for change, rule in rules:
        lines += _observance(change, rule)
    return b"".join([*lines, b"END:VTIMEZONE\r\n"])


def _changes(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[_Change]:
    at = since
    while at < until:
        after = at + _STEP
        if _state(zone, at) != _state(zone, after):
            low, high = at, after
            while high - low > _SECOND:
                middle = low + (high - low) // 2
                middle = middle.replace(microsecond=0)
                if _state(zone, middle) == _state(zone, low):
                    low = middle
                else:
                    high = middle
            yield _change(zone, low, high)
            after = high
        at = after


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str]:
    there = at.astimezone(zone)
    return there.utcoffset() or timedelta(), there.tzname() or ""


def _change(zone: ZoneInfo, low: datetime, high: datetime) -> _Change:
    (before, _), (after, name) = _state(zone, low), _state(zone, high)
    summer = any(each.astimezone(zone).dst() for each in (low, high)) and after > before
    return _Change(high, (high + before).replace(tzinfo=None), before, after, name, summer)


def _kind(change: _Change) -> tuple[object, ...]:
    local = change.local
    return (
        change.before, change.after, change.name, change.summer,
        local.month, local.weekday(), local.time(),
    )  # fmt: skip


def _nths(local: datetime) -> set[int]:
    """Which of its weekday in the month that is, from the front and from the back."""
    nth = (local.day - 1) // 7 + 1
    last = (local + timedelta(days=7)).month != local.month
    return {nth} | ({-1} if last else set[int]())


def _runs(changes: Sequence[_Change]) -> list[_Run]:
    runs: list[_Run] = []
    open_runs: list[_Run] = []
    for change in changes:
        if not any(run.takes(change) for run in open_runs):
            open_runs.append(_Run([change], _nths(change.local)))
            runs.append(open_runs[-1])
        open_runs = [r for r in open_runs if r.changes[-1].local.year >= change.local.year - 1]
    return runs


def _rule(run: _Run, *, whole: bool) -> str:
    first = run.changes[0].local
    day = WEEKDAYS[first.weekday()]
    nth = next((each for each in _NTHS if each in run.nths), None)
    if nth is not None:
        which = f"BYDAY={nth}{day}"
    else:
        low = run.days[0]
        which = f"BYDAY={day};BYMONTHDAY={','.join(str(low + n) for n in range(7))}"
    until = "" if whole else f";UNTIL={run.changes[-1].at:%Y%m%dT%H%M%SZ}"
    return f"RRULE:FREQ=YEARLY;BYMONTH={first.month};{which}{until}"


def _observance(change: _Change, rule: str | None) -> list[bytes]:
    kind = "DAYLIGHT" if change.summer else "STANDARD"
    return _block(kind, change.local, change.before, change.after, change.name, rule)


def _standing(zone: ZoneInfo, since: datetime) -> list[bytes]:
    """What the clocks go by before any change that is written."""
    offset, name = _state(zone, since)
    kind = "DAYLIGHT" if (since.astimezone(zone).dst() or timedelta()) > timedelta() else "STANDARD"
    return _block(kind, _LONG_AGO, offset, offset, name, None)


def _block(
    kind: str,
    local: datetime,
    before: timedelta,
    after: timedelta,
    name: str,
    rule: str | None,
) -> list[bytes]:
    return [
        f"BEGIN:{kind}\r\n".encode(),
        f"DTSTART:{local:%Y%m%dT%H%M%S}\r\n".encode(),
        *([fold(rule)] if rule else []),
        f"TZOFFSETFROM:{_offset(before)}\r\n".encode(),
        f"TZOFFSETTO:{_offset(after)}\r\n".encode(),
        fold(f"TZNAME:{name}"),
        f"END:{kind}\r\n".encode(),
    ]


def _offset(offset: timedelta) -> str:
    total = round(offset.total_seconds())
    hours, rest = divmod(abs(total), 3600)
    minutes, seconds = divmod(rest, 60)
    return f"{'-' if total < 0 else '+'}{hours:02}{minutes:02}{f'{seconds:02}' if seconds else ''}"
