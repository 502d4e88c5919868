"""Time zones as people write them: "ET", "hora del este", "hora de Bogotá", "New York time".

The general names stand in the catalogs (`when.typed_zone_…`). The abbreviations below mean the same
in both languages; whoever writes one of the two halves of a year ("EST" in July) is asked.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.domain.errors import BadInput
from bot.domain.search import fold
from bot.i18n import languages, t
from bot.services.when.words import Zone
from bot.services.zones import known_zone, suggest_zones

#: Zone, and minutes from UTC.
ABBREVIATIONS: dict[str, tuple[str, int]] = {
    "est": ("America/New_York", -300), "edt": ("America/New_York", -240),
    "cst": ("America/Chicago", -360), "cdt": ("America/Chicago", -300),
    "mst": ("America/Denver", -420), "mdt": ("America/Denver", -360),
    "pst": ("America/Los_Angeles", -480), "pdt": ("America/Los_Angeles", -420),
    "akst": ("America/Anchorage", -540), "akdt": ("America/Anchorage", -480),
    "hst": ("Pacific/Honolulu", -600),
}  # fmt: skip
_ABBREVIATION = re.compile(rf"({'|'.join(ABBREVIATIONS)})(?![^\W_])")
_IANA = re.compile(r"[a-z]+(?:/[a-z_+-]+){1,2}(?![^\W_])")
_WORD = r"[^\W\d_]+"


def named_zone(folded: str, at: int) -> tuple[Zone, int] | None:
    """The zone named there, and where its name ends."""
    if found := _ABBREVIATION.match(folded, at):
        return Zone(*ABBREVIATIONS[found[1]]), found.end()
    if found := _IANA.match(folded, at):
        try:
            return Zone(known_zone(found[0]), exact=True), found.end()
        except BadInput:
            return None
    for pattern in _of_cities():
        found = pattern.match(folded, at)
        zone = _zone_of_city(found[1]) if found else None
        if found and zone:
            return Zone(zone, exact=True), found.end()
    return None


@cache
def _of_cities() -> tuple[re.Pattern[str], ...]:
    """How each language says the time of a city, of one to three words."""
    return tuple(
        re.compile(
            re.escape(fold(t("when.time_of", language, place="place"))).replace(
                "place", rf"({_WORD}(?: {_WORD}){{{words}}})"
            )
            + r"(?![^\W_])"
        )
        for language in languages()
        for words in (2, 1, 0)
    )


@lru_cache(maxsize=256)
def _zone_of_city(city: str) -> str | None:
    """The zone that bears the city's name."""
    for zone in suggest_zones(city):
        if fold(zone.rsplit("/", 1)[-1]).replace("_", " ") == city:
            return zone
    return None
