"""One entry of the directory, whole: as its editors see it, and as it travels in and out.

The words are those of HSDS 3.0 (https://docs.openreferral.org): an organization with its phones,
its services and its locations. What a search result shows of it is `Organization`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from bot.domain.organization import Scope


class Freq(StrEnum):
    """How a schedule repeats (RFC 5545, the two that HSDS allows)."""

    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


class Status(StrEnum):
    """Where an entry stands. The values are stored: never rename them."""

    ACTIVE = "active"
    #: Brought in by somebody who did not vouch for it; members don't see it yet.
    WAITING = "waiting"
    #: Taken out by an editor; kept so that it can be brought back.
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number to call. `number` is in the form it is shown in (`312-555-0100`, `+52 55 …`).

    `verified` is False for one from an old list: no member sees it before an editor has called it.
    """

    number: str
    extension: str = ""
    description: str = ""
    languages: tuple[str, ...] = ()
    verified: bool = True
    id: str = ""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When something is open, as HSDS writes it: a part of RFC 5545's recurrence rule.

    `opens_at` and `closes_at` are minutes after midnight in the place's own zone; the interval is
    half open, and a `closes_at` not after `opens_at` is on the next day. `byday` holds `MO` … `SU`,
    in a monthly one also `1MO` or `-1SU`. `description` is said as it stands, for what no rule
    can say.
    """

    byday: tuple[str, ...] = ()
    opens_at: int | None = None
    closes_at: int | None = None
    freq: Freq | None = None
    interval: int | None = None
    bymonthday: tuple[int, ...] = ()
    dtstart: date | None = None
    until: date | None = None
    count: int | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    description: str = ""
    id: str = ""


@dataclass(frozen=True, slots=True)
class Location:
    """A place where one can go (an office, a facility), or `virtual`.

    `description` is what one must know there: the rules of a facility, which door. `time_zone` is
    an IANA name. Where the address is `confidential` none is kept here at all: what is not kept
    can't be shown, exported or demanded. Then `lat` and `lon` are those of the town.
    """

    name: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    state: str = ""
    postal_code: str = ""
    country: str = "US"
    lat: float | None = None
    lon: float | None = None
    time_zone: str | None = None
    kind: str = "physical"
    description: str = ""
    transportation: str = ""
    confidential: bool = False
    languages: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    id: str = ""


@dataclass(frozen=True, slots=True)
class Service:
    """Something a person can get there.

    `how_to_begin` is HSDS's application_process. `areas` are names of the places it serves
    (service_area). `locations` are ids of the entry's locations where it can be had.
    """

    name: str
    what: str = ""
    eligibility: str = ""
    how_to_begin: str = ""
    fees: str = ""
    website: str | None = None
    email: str = ""
    status: str = "active"
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    schedules: tuple[Schedule, ...] = ()
    locations: tuple[str, ...] = ()
    id: str = ""


def _no_texts() -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True)
class Entry:
    """An organization with all that belongs to it.

    `id` is the stable public one. `states` are two-letter codes, the home state first. `what` and
    `names` map a language to a text; `names` only where it has another name in that language.
    `alert` stands before everything else on its card ("closed until January"). `through` names
    whose website it is where it has none of its own. `needs` are what a person can get there, from
    the list in `data/directory.json`. `source` says where it is known from.
    """

    id: str
    name: str
    kind: str
    scope: Scope = Scope.NOT_STATED
    states: tuple[str, ...] = ()
    city: str | None = None
    lat: float | None = None
    lon: float | None = None
    website: str | None = None
    through: str | None = None
    email: str = ""
    alert: str = ""
    languages: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    what: Mapping[str, str] = field(default_factory=_no_texts)
    names: Mapping[str, str] = field(default_factory=_no_texts)
    needs: tuple[str, ...] = ()
    phones: tuple[Phone, ...] = ()
    locations: tuple[Location, ...] = ()
    services: tuple[Service, ...] = ()
    source: str = ""

    def __hash__(self) -> int:  # the mappings can't be hashed
        return hash((self.id, self.name))

    @property
    def points(self) -> tuple[tuple[float, float], ...]:
        """Where it is, as (lat, lon): its own point and those of its locations, each once."""
        lat, lon = self.lat, self.lon
        if not self.locations:
            return ((lat, lon),) if lat is not None and lon is not None else ()
        spots = [(lat, lon), *((place.lat, place.lon) for place in self.locations)]
        known = ((lat, lon) for lat, lon in spots if lat is not None and lon is not None)
        return tuple(dict.fromkeys(known))


Phones = tuple[Phone, ...]


def for_members(entry: Entry) -> Entry:
    """The entry without the numbers that no editor has called; itself where it has none such."""
    if not any(not phone.verified for phone in all_phones(entry)):
        return entry
    return _with_phones(entry, lambda phones: tuple(p for p in phones if p.verified))


def all_called(entry: Entry) -> Entry:
    """The entry with every number marked as called by an editor."""
    return _marked(entry, lambda _: True)


def called_as_in(entry: Entry, known: Entry | None, *, also: bool = False) -> Entry:
    """The entry with only those numbers marked as called that are so in `known` (None: none);
    `also`: and those that it has marked itself."""
    there = all_phones(known) if known else []
    called = {phone.number for phone in there if phone.verified}
    return _marked(entry, lambda phone: phone.number in called or (also and phone.verified))


def all_phones(entry: Entry) -> list[Phone]:
    """The numbers of an entry, of its places and of its services."""
    holders = [entry, *entry.locations, *entry.services]
    return [phone for holder in holders for phone in holder.phones]


def _marked(entry: Entry, called: Callable[[Phone], bool]) -> Entry:
    return _with_phones(
        entry, lambda phones: tuple(replace(phone, verified=called(phone)) for phone in phones)
    )


def _with_phones(entry: Entry, change: Callable[[Phones], Phones]) -> Entry:
    return replace(
        entry,
        phones=change(entry.phones),
        locations=tuple(replace(each, phones=change(each.phones)) for each in entry.locations),
        services=tuple(replace(each, phones=change(each.phones)) for each in entry.services),
    )


def hidden_place(place: Location, lat: float | None, lon: float | None) -> Location:
    """The place as it is kept where its address is confidential; the point is that of its town."""
    return replace(
        place,
        address_1="",
        address_2="",
        postal_code="",
        transportation="",
        lat=lat,
        lon=lon,
        confidential=True,
    )


def hiding_as(entry: Entry, now: Entry) -> Entry:
    """An earlier version of an entry without the addresses that are confidential `now`."""
    hidden = {place.id: place for place in now.locations if place.confidential}
    open_ones = [
        place for place in entry.locations if place.id in hidden and not place.confidential
    ]
    if not open_ones:
        return entry
    points = {(place.lat, place.lon) for place in open_ones}
    at = now if (entry.lat, entry.lon) in points or entry.city == now.city else entry
    return replace(
        entry,
        lat=at.lat,
        lon=at.lon,
        locations=tuple(
            hidden_place(place, hidden[place.id].lat, hidden[place.id].lon)
            if place in open_ones
            else place
            for place in entry.locations
        ),
    )
