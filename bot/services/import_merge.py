"""A flat row over an entry that has more: what a table has no room for stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bot.domain.entry import Entry, Location, Phone, Schedule, Service
from bot.i18n import SOURCE_LANGUAGE
from bot.services.hours_text import hours_lines
from bot.services.lists.cell_parts import listed

#: Where a row that is silent says nothing against what stands there.
_SILENT = (
    "scope", "states", "city", "website", "through", "email", "alert", "languages", "needs",
    "source",
)  # fmt: skip


def merged(present: Entry, row: Entry, cells: Mapping[str, str]) -> Entry:
    """An entry with what a row says of it; `cells` are those that were filled in.

    Numbers that are there already keep what is known of them, and so do places and services.
    """
    silent = {name: getattr(present, name) for name in _SILENT if not getattr(row, name)}
    if row.kind == "other":
        silent["kind"] = present.kind
    if "scope" not in cells:
        silent["scope"] = present.scope
    if _same_words(present.aliases, row.aliases):
        silent["aliases"] = present.aliases
    locations = _locations(present, row, cells)
    stays = (present.city, present.states) == (row.city, row.states) or not row.city
    if stays and (locations == present.locations or present.lat is None):
        point = present.lat, present.lon
    else:
        point = row.lat, row.lon
    return replace(
        row,
        **silent,
        lat=point[0],
        lon=point[1],
        what={**present.what, **row.what},
        names={**present.names, **row.names},
        phones=_phones(present.phones, row.phones),
        locations=locations,
        services=_services(present.services, row.services),
    )


def with_uncalled(entry: Entry, present: Entry) -> Entry:
    """A list's entry with the numbers of ours that nobody has called: lists leave them out, so none
    can take them out."""
    said = {(phone.number, phone.extension) for phone in entry.phones}
    kept = [p for p in present.phones if not p.verified and (p.number, p.extension) not in said]
    return replace(entry, phones=(*entry.phones, *kept)) if kept else entry


def _same_words(present: tuple[str, ...], said: tuple[str, ...]) -> bool:
    """Whether a cell says just this, or nothing: `a; b` in one alias comes back as two."""
    return not said or listed("; ".join(present), "aliases") == said


def _phones(present: Iterable[Phone], said: Iterable[Phone]) -> tuple[Phone, ...]:
    """The numbers of the row, in its order, and those that nobody has called: no table shows them,
    so none can take them out."""
    there = {(phone.number, phone.extension): phone for phone in present}
    if not said:
        return tuple(there.values())
    named = [_phone(there.pop((each.number, each.extension), None), each) for each in said]
    uncalled = [phone for phone in there.values() if not phone.verified]
    return (*named, *uncalled)


def _phone(present: Phone | None, said: Phone) -> Phone:
    if present is None:
        return said
    return replace(present, description=said.description or present.description)


def _locations(present: Entry, row: Entry, cells: Mapping[str, str]) -> tuple[Location, ...]:
    """A table knows the first place alone, and only its address."""
    if not row.locations:
        return present.locations
    if not present.locations:
        return row.locations
    (said,), (first, *others) = row.locations, present.locations
    if said.confidential:
        # What is not to be known is taken away, whatever else is said of the place.
        place = first if first.confidential else replace(said, id=first.id, name=first.name)
    elif first.confidential:
        place = first
    else:
        place = _moved(first, said, cells)
    return (place, *others)


def _moved(first: Location, said: Location, cells: Mapping[str, str]) -> Location:
    pairs = (
        (said.address_1, first.address_1),
        (said.address_2, first.address_2),
        (said.postal_code, first.postal_code),
    )
    if all(new in ("", old) for new, old in pairs):
        if "lat" in cells and "lon" in cells and (said.lat, said.lon) != (first.lat, first.lon):
            return replace(first, lat=said.lat, lon=said.lon)
        return first
    return replace(
        first,
        address_1=said.address_1 or first.address_1,
        address_2=said.address_2,
        city=said.city or first.city,
        state=said.state or first.state,
        postal_code=said.postal_code,
        lat=said.lat,
        lon=said.lon,
    )


def _services(present: tuple[Service, ...], said: tuple[Service, ...]) -> tuple[Service, ...]:
    if not present or not said:
        return present or said
    (row,), (first, *others) = said, present
    service = replace(
        first,
        eligibility=row.eligibility or first.eligibility,
        how_to_begin=row.how_to_begin or first.how_to_begin,
        fees=row.fees or first.fees,
        areas=first.areas if _same_words(first.areas, row.areas) else row.areas,
        schedules=_schedules(first.schedules, row.schedules),
    )
    return (service, *others)


def _schedules(present: tuple[Schedule, ...], said: tuple[Schedule, ...]) -> tuple[Schedule, ...]:
    """The hours of the row, unless they say what stands here already."""
    if not said or hours_lines(said, SOURCE_LANGUAGE) == hours_lines(present, SOURCE_LANGUAGE):
        return present
    return said
