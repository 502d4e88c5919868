"""Looks at the offices of Congress as they come in: what is odd is marked, not believed.

The marks are those of the data the project began with, found again by rule, so that an update is
looked at with the same eyes.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bot.domain.legislators import Flag, Office, OfficeKind, Target
from bot.domain.places import distance_km

Point = tuple[float, float]
#: The middle of a ZIP (empty or unknown: None).
ZipPoint = Callable[[str], Point | None]
#: The middle of a town, by name and state.
TownPoint = Callable[[str, str], Point | None]

#: A ZIP of the far West can be large; farther apart than this, one of the two is wrong.
_FAR_KM = 50.0
_TOLL_FREE = {"800", "833", "844", "855", "866", "877", "888"}
#: What was added by hand or from the second source stays until upstream says otherwise.
_KEPT = (Flag.SECOND_SOURCE, Flag.SECOND_SOURCE_PHONE, Flag.BAD_LAT)


def looked_at(
    members: Iterable[Target], zip_point: ZipPoint, town_point: TownPoint
) -> tuple[Target, ...]:
    """The same members, with flags on their local offices and a point for each that has any."""
    members = tuple(members)
    owners: defaultdict[str, set[str]] = defaultdict(set)
    washington: set[str] = set()
    for member in members:
        for office in member.offices:
            if office.kind is OfficeKind.LOCAL:
                owners[office.phone].add(member.id)
            else:
                washington.add(office.phone)
    shared = {phone for phone, ids in owners.items() if phone and len(ids) > 1}

    def marked(office: Office) -> Office:
        if office.kind is not OfficeKind.LOCAL:
            return office
        point, flags = _placed(office, zip_point, town_point)
        flags = (*_number_flags(office, shared, washington), *flags)
        lat, lon = point or (None, None)
        return replace(office, lat=lat, lon=lon, flags=flags)

    return tuple(
        replace(member, offices=tuple(marked(office) for office in member.offices))
        for member in members
    )


def _number_flags(office: Office, shared: set[str], washington: set[str]) -> tuple[Flag, ...]:
    found = [flag for flag in office.flags if flag in _KEPT]
    if not office.phone:
        found.append(Flag.NO_PHONE)
    elif office.phone in washington:
        found.append(Flag.IS_DC_NUMBER)
    elif office.phone in shared:
        found.append(Flag.SHARED_PHONE)
    elif office.phone[:3] in _TOLL_FREE:
        found.append(Flag.TOLL_FREE)
    elif office.phone.startswith("202") and office.state != "DC":
        found.append(Flag.DC_AREA_CODE)
    if not office.address:
        found.append(Flag.NO_ADDRESS)
    return tuple(found)


def _placed(
    office: Office, zip_point: ZipPoint, town_point: TownPoint
) -> tuple[Point | None, tuple[Flag, ...]]:
    """Where it is: its own coordinates, else its ZIP's, else its town's."""
    by_zip = zip_point(office.zip)
    if office.lat is None or office.lon is None:
        return by_zip or town_point(office.city, office.state), ()
    own = (office.lat, office.lon)
    if not (-90 <= own[0] <= 90 and -180 <= own[1] <= 180) or own == (0, 0):
        flag = () if Flag.BAD_LAT in office.flags else (Flag.BAD_LAT,)
        return by_zip or town_point(office.city, office.state), flag
    if by_zip is None or distance_km(*own, *by_zip) <= _FAR_KM:
        return own, ()
    town = town_point(office.city, office.state)
    if town is not None and distance_km(*town, *by_zip) < distance_km(*town, *own):
        own = by_zip
    return own, (Flag.ZIP_OR_GEO_MISMATCH,)


def carried_over(old: Iterable[Target], new: Sequence[Target]) -> tuple[Target, ...]:
    """The new members, with what only the second source knew of those who still sit there.

    A number for an office that has none, offices that upstream does not have, and coordinates
    that were mended. All of it goes as soon as upstream says something itself.
    """
    before = {member.id: member for member in old}
    whole: list[Target] = []
    for member in new:
        known = before.get(member.id)
        if known is None or known.district != member.district:
            whole.append(member)
            continue
        twins = {office.id: office for office in known.offices}
        offices = [_mended(office, twins.get(office.id)) for office in member.offices]
        numbers = Counter(office.phone for office in offices)
        added = [
            office
            for office in known.offices
            if Flag.SECOND_SOURCE in office.flags and not numbers[office.phone]
        ]
        whole.append(replace(member, offices=(*offices, *added)))
    return tuple(whole)


def _mended(office: Office, twin: Office | None) -> Office:
    if twin is None:
        return office
    if not office.phone and Flag.SECOND_SOURCE_PHONE in twin.flags:
        office = replace(office, phone=twin.phone, flags=(*office.flags, Flag.SECOND_SOURCE_PHONE))
    if Flag.BAD_LAT in twin.flags and not -90 <= (office.lat or 0) <= 90:
        flags = (*office.flags, Flag.BAD_LAT)
        office = replace(office, lat=twin.lat, lon=twin.lon, flags=flags)
    return office
