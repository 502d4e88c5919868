"""In which order hits are shown to somebody who said where they are: near before national."""

from __future__ import annotations

from collections.abc import Container, Iterable
from enum import IntEnum

from bot.domain.organization import Hit, Organization, Scope
from bot.domain.places import Place, distance_km

#: A day's errand: whatever is this close comes first, even across a state line.
NEAR_KM = 160.0


#: Kinds (values of the data) that are for people who organize.
_FOR_ORGANIZERS = frozenset(
    {"guide", "inspection campaign", "policy campaign", "training", "legislator finder"}
    | {"legal representation network"}  # cities that pay for lawyers: one asks one's own city
)
_HOTLINES = "hotline list"


class Tier(IntEnum):
    """How well an entry serves a place, best first."""

    NEAR = 0
    SAME_STATE = 1
    NATIONWIDE = 2
    NOT_STATED = 3
    INTERNATIONAL = 4
    ELSEWHERE = 5


_EVERYWHERE = {
    Scope.NATIONWIDE: Tier.NATIONWIDE,
    Scope.NOT_STATED: Tier.NOT_STATED,
    Scope.INTERNATIONAL: Tier.INTERNATIONAL,
}


def how_far(organization: Organization, place: Place | None) -> float | None:
    """Kilometres from the place to the nearest point of the organization, None where either has no
    coordinates.

    A whole state is no point to measure from.
    """
    if place is None or place.kind == "state" or place.lat is None or place.lon is None:
        return None
    far = (distance_km(place.lat, place.lon, lat, lon) for lat, lon in organization.points)
    return min(far, default=None)


def tier(organization: Organization, place: Place, distance: float | None) -> Tier:
    """How well this entry serves that place."""
    if distance is not None and distance <= NEAR_KM:
        return Tier.NEAR
    if place.state is not None and place.state in organization.states:
        return Tier.SAME_STATE
    return _EVERYWHERE.get(organization.scope, Tier.ELSEWHERE)


def how_soon(organization: Organization) -> int:
    """How soon an entry helps somebody in need, less is sooner: numbers to call (0), help (1), what
    is for people who organize (2), who can't be reached yet (3)."""
    if not organization.website and not organization.card:
        return 3
    if organization.kind in _FOR_ORGANIZERS:
        return 2
    return 0 if organization.kind == _HOTLINES else 1


def rank(
    found: Iterable[Organization], place: Place | None, named: Container[int] = ()
) -> list[Hit]:
    """`found`, best words first, as hits in the order they are shown.

    First those whose very name was typed (`named`, by number). With a place: near before national,
    nearer before farther. Among equals, whoever helps sooner
    (`how_soon`).
    """

    def order(hit: Hit) -> tuple[bool, Tier, int, float]:
        organization = hit.organization
        step, far = Tier.NEAR, 0.0
        if place is not None:
            step = tier(organization, place, hit.distance_km)
            if step <= Tier.SAME_STATE:
                # Who serves the whole state comes before whoever is a day's drive away.
                far = NEAR_KM if hit.distance_km is None else hit.distance_km
        return organization.number not in named, step, how_soon(organization), far

    return sorted((Hit(entry, how_far(entry, place)) for entry in found), key=order)


def rank_helpers(found: Iterable[Organization]) -> list[Hit]:
    """Those who help everywhere, for somebody who found nothing: lists of hotlines first, then
    whoever can be reached, those with a known reach first."""

    def order(organization: Organization) -> tuple[int, bool]:
        return how_soon(organization), organization.scope is Scope.NOT_STATED

    return [Hit(organization, None) for organization in sorted(found, key=order)]
