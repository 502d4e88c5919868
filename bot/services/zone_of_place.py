"""The time zone of a place: kept where an editor wrote the place, else found where it is read.

A ZIP knows it (`data/zip_zones.json`, a few hundred ranges), else a state that has only one, else
the nearest ZIP. Outside the United States nobody knows: editors then choose it.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from bot.bundled import bundled_path
from bot.domain.entry import Location
from bot.domain.places import Places

#: Farther from every ZIP than this, a point is at sea or abroad.
_NEAR_KM = 80.0


@dataclass(frozen=True, slots=True)
class ZipZones:
    """Ranges of ZIP codes in order, and the states with one zone."""

    firsts: Sequence[int]
    lasts: Sequence[int]
    zones: Sequence[str]
    states: Mapping[str, str]

    def of_zip(self, code: str) -> str | None:
        """The zone of a ZIP (or ZIP+4); None where no range has it."""
        digits = code.strip()[:5]
        if len(digits) != 5 or not digits.isascii() or not digits.isdecimal():
            return None
        at = bisect_right(self.firsts, int(digits)) - 1
        return self.zones[at] if at >= 0 and int(digits) <= self.lasts[at] else None


@cache
def load_zip_zones() -> ZipZones:
    """Read `data/zip_zones.json` (its source stands in it)."""
    read = json.loads(bundled_path("zip_zones.json").read_text(encoding="utf-8"))
    firsts, lasts, zones = zip(*read["zips"], strict=True)
    return ZipZones(tuple(map(int, firsts)), tuple(map(int, lasts)), zones, read["states"])


def zone_of(place: Location, places: Places | None = None) -> str | None:
    """The IANA zone of a place; None where nobody knows.

    `places` are needed only for a point without a ZIP in a state of several zones.
    """
    if place.time_zone or place.country not in ("", "US"):
        return place.time_zone
    table = load_zip_zones()
    found = table.of_zip(place.postal_code) or table.states.get(place.state.strip().upper())
    if found is not None or places is None or place.lat is None or place.lon is None:
        return found
    near = places.nearest_zip(place.lat, place.lon, _NEAR_KM)
    return None if near is None else table.of_zip(near)
