"""The order in which a target's offices are tried: whoever is likely to pick up comes first.

1. local offices: those open now by their own clock, the nearest first; then those closed now, the
   nearest first;
2. local offices that only the second source knows, in the same order;
3. Washington, or the state's capitol;
4. numbers that may not be that office's, in the same order.

Offices without a number are no rung. Where an office says nothing of its hours it is taken to keep
the usual ones: Monday to Friday, 9 to 17. On federal holidays all are closed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.entry import Freq, Schedule
from bot.domain.legislators import Flag, Office, OfficeKind
from bot.domain.opening import has_hours
from bot.domain.places import distance_km
from bot.domain.recurrence import falls_on

#: What is assumed of an office that says nothing of its hours. Nobody has checked it.
USUAL_HOURS = Schedule(
    byday=("MO", "TU", "WE", "TH", "FR"), opens_at=9 * 60, closes_at=17 * 60, freq=Freq.WEEKLY
)
_OPENS, _CLOSES, _SATURDAY = time(9), time(17), 5

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Rung:
    """One office as it stands in the ladder at a moment.

    `open` is None where its zone is not known. `assumed` is True where the usual office hours
    stand in for hours that the office does not give.
    """

    office: Office
    distance_km: float | None
    open: bool | None
    assumed: bool

    @property
    def doubtful(self) -> bool:
        """Whether the number may not be this office's."""
        return self.office.doubtful


def ladder(
    offices: Iterable[Office],
    where: Point | None,
    now: datetime,
    *,
    without: Collection[str] = (),
) -> tuple[Rung, ...]:
    """The offices with a number, in the order to try them; each number once.

    `where` is the point to measure from, None where nobody knows; `now` is aware. `without` are
    numbers that were reported as wrong: they are left out.
    """
    rungs = [
        rung(office, where, now)
        for office in offices
        if office.phone and office.phone not in without
    ]
    numbers: set[str] = set()
    kept: list[Rung] = []
    for each in sorted(rungs, key=_order):
        if each.doubtful or each.office.phone not in numbers:
            kept.append(each)
        numbers.add(each.office.phone)
    return tuple(kept)


def rung(office: Office, where: Point | None, now: datetime) -> Rung:
    """One office: how far it is, and whether it is open."""
    far = None
    if where is not None and office.lat is not None and office.lon is not None:
        far = distance_km(*where, office.lat, office.lon)
    is_open, assumed = opening_of(office, now)
    return Rung(office, far, is_open, assumed)


def _order(rung: Rung) -> tuple[int, bool, float, str, str]:
    far = float("inf") if rung.distance_km is None else rung.distance_km
    return _tier(rung.office), rung.open is False, far, rung.office.city, rung.office.phone


def _tier(office: Office) -> int:
    if office.doubtful:
        return 3
    if office.kind is not OfficeKind.LOCAL:
        return 2
    return 1 if Flag.SECOND_SOURCE in office.flags else 0


def opening_of(office: Office, now: datetime) -> tuple[bool | None, bool]:
    """Whether the office is open at that moment, and whether that is only assumed."""
    known = [schedule for schedule in office.schedules if has_hours(schedule)]
    zone = _zone(office.zone)
    if zone is None:
        return None, not known
    local = now.astimezone(zone)
    if is_federal_holiday(local.date()):
        return False, not known
    if known:
        return any(_clock_shows(schedule, local) for schedule in known), False
    return local.weekday() < _SATURDAY and _OPENS <= local.time() < _CLOSES, True


def _clock_shows(schedule: Schedule, local: datetime) -> bool:
    """Whether the clock on the wall shows one of its hours: what `opening.open_spans` says too, for
    one moment only and so a hundred times as fast."""
    opens, closes = schedule.opens_at or 0, schedule.closes_at or 0
    minute, today = local.hour * 60 + local.minute, local.date()
    if opens < closes:
        return opens <= minute < closes and falls_on(schedule, today)
    if minute >= opens:
        return falls_on(schedule, today)
    return minute < closes and falls_on(schedule, today - timedelta(days=1))


@lru_cache(maxsize=64)
def _zone(name: str | None) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


@lru_cache(maxsize=64)
def is_federal_holiday(day: date) -> bool:
    """Whether offices of Congress are closed on that weekday by law (5 U.S.C. 6103)."""
    return day in _holidays(day.year) or day in _holidays(day.year + 1)  # January 1st on a Saturday


@lru_cache(maxsize=8)
def _holidays(year: int) -> frozenset[date]:
    fixed = [date(year, *day) for day in ((1, 1), (6, 19), (7, 4), (11, 11), (12, 25))]
    # The third Monday of January, and so on: month, weekday, the earliest day it can be.
    floating = ((1, 0, 15), (2, 0, 15), (5, 0, 25), (9, 0, 1), (10, 0, 8), (11, 3, 22))
    moving = [_first(date(year, month, least), weekday) for month, weekday, least in floating]
    return frozenset([*moving, *(_observed(day) for day in fixed)])


def _first(day: date, weekday: int) -> date:
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def _observed(day: date) -> date:
    """On a Saturday it is kept on the Friday before, on a Sunday on the Monday after."""
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))
