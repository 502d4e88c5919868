"""Opening hours of a place of the directory, by the name of its zone.

The rules are in `bot/domain/opening.py`. Here names become zones: a name from old or foreign data
that no zone has must not take a whole page down, it only means that nobody can say "open now".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.entry import Schedule
from bot.domain.opening import UNKNOWN, Opening
from bot.domain.opening import opening as opening_in


@lru_cache(maxsize=512)
def zone_named(name: str | None) -> ZoneInfo | None:
    """The zone of that IANA name; None where there is none such."""
    if not name:
        return None
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # unknown, no name at all, or a folder of zones
        return None


def opening(schedules: Sequence[Schedule], zone: str | None, now: datetime) -> Opening:
    """What the schedules together say of the moment `now` in that zone."""
    place = zone_named(zone)
    return UNKNOWN if place is None else opening_in(schedules, place, now)
