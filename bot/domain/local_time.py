"""From what a clock on the wall shows to a moment, also where the clocks are changed.

In spring some times are skipped (the clock goes from 2:00 to 3:00: 2:30 does not exist), in autumn
some are there twice. Nobody can know which of two moments an organizer meant, so it is never
guessed: the error carries both, and a screen asks. Only a series that was already agreed on goes
by what calendars do (RFC 5545), since nobody is there to be asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.errors import BadInput


@dataclass(frozen=True, slots=True)
class Reading:
    """A moment that a local time may stand for.

    `local` is what the clock then really shows (naive): beside a gap not what was asked for.
    `abbreviation` is empty where the zone has none but its offset (`-03`).
    """

    moment: datetime
    local: datetime
    offset: timedelta
    abbreviation: str

    @property
    def utc_offset(self) -> str:
        """`UTC-5`, `UTC+5:30`."""
        minutes = round(self.offset.total_seconds() / 60)
        hours, rest = divmod(abs(minutes), 60)
        return f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"

    @property
    def zone_shown(self) -> str:
        """What tells it from the other: `EST, UTC-5`; `UTC-3` where there is no abbreviation."""
        return ", ".join(filter(None, (self.abbreviation, self.utc_offset)))


class UnclearTime(BadInput):
    """A local time that the clocks skip, or show twice. `choices`: the two moments, in order.

    A screen that can ask shows the choices; anywhere else it is a sentence like all bad input.
    """

    def __init__(self, key: str, local: datetime, zone: str, choices: tuple[Reading, ...]) -> None:
        first, second = choices
        super().__init__(
            key,
            day=local.date().isoformat(),
            time=_clock(local),
            first=f"{_clock(first.local)} ({first.zone_shown})",
            second=f"{_clock(second.local)} ({second.zone_shown})",
        )
        self.local, self.zone, self.choices = local, zone, choices


class SkippedTime(UnclearTime):
    """The clocks go past it: nobody's clock shows it on that day. The choices lie around it."""

    def __init__(self, local: datetime, zone: str, choices: tuple[Reading, ...]) -> None:
        super().__init__("when.skipped_time", local, zone, choices)


class RepeatedTime(UnclearTime):
    """The clocks show it twice on that day. The choices are the first time and the second."""

    def __init__(self, local: datetime, zone: str, choices: tuple[Reading, ...]) -> None:
        super().__init__("when.repeated_time", local, zone, choices)


def resolve(local: datetime, zone: str) -> datetime:
    """The moment (UTC) at which the clocks of an IANA zone show `local` (naive).

    Raises:
        SkippedTime: they never do; carries the moments before and after.
        RepeatedTime: they do twice; carries both.
        BadInput: there is no such zone.
    """
    first, second = _read(local, zone, 0), _read(local, zone, 1)
    if first.moment == second.moment:
        return first.moment
    choices = tuple(sorted((first, second), key=lambda reading: reading.moment))
    if first.local == local:
        raise RepeatedTime(local, zone, choices)
    raise SkippedTime(local, zone, choices)


def resolve_as_calendars_do(local: datetime, zone: str) -> datetime:
    """For the times of a series: what is skipped is as much later as the clocks go forward, what is
    there twice is the first (RFC 5545, 3.3.5), so that our list agrees with people's calendars.

    Raises:
        BadInput: there is no such zone.
    """
    return _read(local, zone, 0).moment


def local_in(moment: datetime, zone: str) -> datetime:
    """What the clocks of a zone show at a moment (aware), naive.

    Raises:
        BadInput: there is no such zone.
    """
    return moment.astimezone(zone_info(zone)).replace(tzinfo=None, fold=0)


def zone_shown(local: datetime, zone: str) -> str:
    """`EST, UTC-5`: what the clocks go by then; `local.fold` says which of two."""
    return _read(local, zone, local.fold).zone_shown


def zone_info(zone: str) -> ZoneInfo:
    """The zone with that IANA name.

    Raises:
        BadInput: there is none.
    """
    try:
        return ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput("zones.unknown") from error


def _read(local: datetime, zone: str, fold: int) -> Reading:
    """What `local` means by the offset before a change (`fold` 0) or after it (1)."""
    moment = local.replace(tzinfo=zone_info(zone), fold=fold).astimezone(UTC)
    shown = moment.astimezone(zone_info(zone))
    name = shown.tzname() or ""
    return Reading(
        moment=moment,
        local=shown.replace(tzinfo=None, fold=0),
        offset=shown.utcoffset() or timedelta(0),
        abbreviation=name if name.isalpha() else "",
    )


def _clock(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}"
