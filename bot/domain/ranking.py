"""In which order hits are shown to somebody who said where they are: near before national."""

from __future__ import annotations

from collections.abc import Container, Iterable
from enum import IntEnum
from math import inf

from bot.domain.organization import Hit, Organization, Scope
from bot.domain.places import Place, distance_km

#: A day's errand: whatever is this close comes first, even across a state line.
NEAR_KM = 160.0


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
    """Kilometres from the place to the organization, None where either has no coordinates.

    A whole state is no point to measure from.
    """
    if place is None or place.kind == "state" or place.lat is None or place.lon is None:
        return None
    if organization.lat is None or organization.lon is None:
        return None
    return distance_km(place.lat, place.lon, organization.lat, organization.lon)


def tier(organization: Organization, place: Place, distance: float | None) -> Tier:
    """How well this entry serves that place."""
    if distance is not None and distance <= NEAR_KM:
        return Tier.NEAR
    if place.state is not None and place.state in organization.states:
        return Tier.SAME_STATE
    return _EVERYWHERE.get(organization.scope, Tier.ELSEWHERE)


def rank(
    found: Iterable[Organization], place: Place | None, named: Container[int] = ()
) -> list[Hit]:
    """`found`, best words first, as hits in the order they are shown.

    First those whose very name was typed (`named`, by number). With a place: near before national,
    nearer before farther. Who can't be reached at all comes last among equals.
    """
    if place is None:
        hits = [Hit(organization, None) for organization in found]
        return sorted(
            hits,
            key=lambda hit: (hit.organization.number not in named, not hit.organization.website),
        )

    def order(hit: Hit) -> tuple[bool, Tier, bool, float]:
        organization = hit.organization
        step, far = tier(organization, place, hit.distance_km), 0.0
        if step <= Tier.SAME_STATE:
            # Within a state those with an address come before those that serve all of it.
            far = inf if hit.distance_km is None else hit.distance_km
        return organization.number not in named, step, not organization.website, far

    return sorted((Hit(entry, how_far(entry, place)) for entry in found), key=order)


def rank_helpers(found: Iterable[Organization]) -> list[Hit]:
    """Those who help everywhere, for somebody who found nothing: lists of hotlines first, then
    whoever can be reached, those with a known reach first."""

    def order(organization: Organization) -> tuple[bool, bool, bool]:
        return (
            organization.kind != "hotline list",
            organization.website is None,
            organization.scope is Scope.NOT_STATED,
        )

    return [Hit(organization, None) for organization in sorted(found, key=order)]
