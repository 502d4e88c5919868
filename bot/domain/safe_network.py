"""Members of the SAFE (Cities) Network: places that said they would pay for residents' lawyers.

As they were announced; nobody has checked since who still pays, and the record says when.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from bot.domain.places import Place, distance_km


@dataclass(frozen=True, slots=True)
class SafeMember:
    """A member; `names` by language, `announced` an ISO month or day, the point of its city."""

    names: Mapping[str, str]
    state: str
    lat: float
    lon: float
    announced: str

    @property
    def year(self) -> str:
        """The year in which it was announced."""
        return self.announced[:4]

    def name(self, language: str) -> str:
        """Its name in a language, the English one where there is none."""
        return self.names.get(language, self.names["en"])


#: A member with its distance in kilometres, None where there is nothing to measure from.
Distant = tuple[SafeMember, float | None]


class SafeNetwork:
    """All members; built once, never changed."""

    def __init__(self, members: Iterable[SafeMember]) -> None:
        self._members = tuple(members)

    def by_state(self) -> tuple[Distant, ...]:
        """All of them, by state and name."""
        ordered = sorted(self._members, key=lambda member: (member.state, member.name("en")))
        return tuple((member, None) for member in ordered)

    def near(self, place: Place) -> tuple[Distant, ...]:
        """All of them, those of the state first where a state was asked for, else the nearest.

        A whole state is no point to measure from.
        """
        if place.kind == "state" or place.lat is None or place.lon is None:
            return tuple(sorted(self.by_state(), key=lambda each: each[0].state != place.state))
        lat, lon = place.lat, place.lon
        measured = ((m, distance_km(lat, lon, m.lat, m.lon)) for m in self._members)
        return tuple(sorted(measured, key=lambda each: each[1]))


def parse_safe_network(text: str) -> SafeNetwork:
    """Read the text of data/safe_network.json."""
    members = cast("list[dict[str, object]]", json.loads(text)["members"])
    return SafeNetwork(
        SafeMember(
            cast("dict[str, str]", member["name"]),
            cast("str", member["state"]),
            cast("float", member["lat"]),
            cast("float", member["lon"]),
            cast("str", member["announced"]),
        )
        for member in members
    )
