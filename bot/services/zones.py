"""Time zones by their IANA names, and what to offer to somebody who types one."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from bot.domain.errors import BadInput
from bot.domain.search import fold

#: Offered before anything is typed: where the coalitions we know of are.
COMMON_ZONES: tuple[str, ...] = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Mexico_City",
    "America/Bogota",
    "America/Toronto",
    "Europe/Madrid",
    "UTC",
)


@cache
def _zones() -> dict[str, str]:
    names = available_timezones()
    return {
        _plain(name): name
        for name in sorted(names)
        if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/", "posix/", "right/"))
    } | {"utc": "UTC"}


def _plain(text: str) -> str:
    return fold(text).replace("_", " ").strip()


def known_zone(text: str) -> str:
    """The IANA name that was meant: any case, blanks for underscores.

    Raises:
        BadInput: there is no such zone.
    """
    zone = _zones().get(_plain(text))
    if zone is None:
        raise BadInput("zones.unknown")
    return zone


def suggest_zones(typed: str, limit: int = 25) -> list[str]:
    """Zones for a choice list: those whose city begins so, then those that contain it."""
    wanted = _plain(typed)
    if not wanted:
        return list(COMMON_ZONES)[:limit]
    starts: list[str] = []
    contains: list[str] = []
    for plain, name in _zones().items():
        city = plain.rsplit("/", 1)[-1]
        if city.startswith(wanted) or plain.startswith(wanted):
            starts.append(name)
        elif wanted in plain:
            contains.append(name)
    return (starts + contains)[:limit]
