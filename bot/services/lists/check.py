"""The one validation of an entry: what forms, imports and edits alike may not keep.

It says what is wrong in the words of the catalogs and changes nothing. What comes from
`read_list` passes it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.errors import BadInput
from bot.services.lists.phones import is_phone
from bot.services.lists.rows import RowProblem, problem_of
from bot.services.lists.texts import LIMITS, MOST, is_clean
from bot.services.lists.vocabulary import LANGUAGE_CODE, kinds, needs, state_codes
from bot.services.lists.websites import clean_email, clean_url

SERVICE_STATUSES = ("active", "inactive", "defunct", "temporarily closed")
LOCATION_KINDS = ("physical", "postal", "virtual")
DAY_MINUTES = 24 * 60

_ID = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._:-]*[A-Za-z0-9])?")
_WEEKLY_DAY = re.compile(r"MO|TU|WE|TH|FR|SA|SU")
_MONTHLY_DAY = re.compile(r"(?:-?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)")
_EXTENSION = re.compile(r"[0-9]{1,10}")


def problems_of(entry: Entry) -> tuple[RowProblem, ...]:
    """Everything that keeps the entry from being kept, in the order of its fields; () if nothing.

    Keys are of the room `lists_io`; `field` names a field of ours (see `rows.said`).
    """
    check = _Check()
    check.id(entry.id)
    if not entry.name:
        check.add("lists_io.no_name")
    check.text(entry.name, "name")
    if entry.kind not in kinds():
        check.add("lists_io.unknown_kind", typed=entry.kind[:60])
    if entry.states:
        if not state_codes().issuperset(entry.states):
            check.add("lists_io.unknown_state", typed=", ".join(entry.states)[:60])
        check.many(entry.states, "states")
    if entry.city is not None:
        check.filled(entry.city, "city")
    check.point(entry.lat, entry.lon)
    check.website(entry.website)
    if entry.through is not None:
        check.filled(entry.through, "through")
    check.email(entry.email)
    check.text(entry.alert, "alert")
    check.languages(entry.languages)
    if entry.aliases:
        check.many(entry.aliases, "aliases")
        for alias in entry.aliases:
            check.filled(alias, "aliases")
    for texts, field in ((entry.what, "what"), (entry.names, "name")):
        for language, text in texts.items():
            check.languages((language,))
            check.filled(text, field)
    if entry.needs:
        check.many(entry.needs, "needs")
        if unknown := set(entry.needs).difference(needs()):
            check.add("lists_io.unknown_need", typed=", ".join(sorted(unknown))[:60])
    check.phones(entry.phones)
    check.text(entry.source, "source")
    if entry.locations or entry.services:
        check.parts(entry)
    return tuple(check.found)


class _Check:
    """Gathers what is wrong."""

    def __init__(self) -> None:
        self.found: list[RowProblem] = []

    def add(self, key: str, **params: object) -> None:
        self.found.append(RowProblem(key, params))

    def id(self, text: str) -> None:
        if len(text) > LIMITS["id"] or _ID.fullmatch(text) is None:
            self.add("lists_io.bad_id", typed=text[:60])

    def text(self, text: str, field: str) -> None:
        if text and not is_clean(text, field):
            if len(text) > LIMITS[field]:
                self.add("lists_io.too_long", field=field, most=LIMITS[field], size=len(text))
            else:
                self.add("lists_io.unclean", field=field)

    def filled(self, text: str, field: str) -> None:
        if not text:
            self.add("lists_io.empty", field=field)
        self.text(text, field)

    def many(self, held: Sequence[object], field: str, *, unique: bool = True) -> None:
        if len(held) > MOST[field]:
            self.add("lists_io.too_many", field=field, most=MOST[field], size=len(held))
        elif unique and len(set(held)) < len(held):
            self.add("lists_io.twice", field=field)

    def point(self, lat: float | None, lon: float | None) -> None:
        if lat is None and lon is None:
            return
        if lat is None or lon is None or not is_point(lat, lon):
            self.add("lists_io.bad_point")

    def website(self, url: str | None) -> None:
        if url is None:
            return
        try:
            if clean_url(url) != url:
                self.add("lists_io.unclean", field="website")
        except BadInput as error:
            self.found.append(problem_of(error))

    def email(self, address: str) -> None:
        if not address:
            return
        try:
            if clean_email(address) != address:
                self.add("lists_io.unclean", field="email")
        except BadInput as error:
            self.found.append(problem_of(error))

    def languages(self, codes: tuple[str, ...]) -> None:
        if not codes:
            return
        self.many(codes, "languages")
        for code in codes:
            if LANGUAGE_CODE.fullmatch(code) is None:
                self.add("lists_io.unknown_language", typed=code[:60])

    def phones(self, phones: tuple[Phone, ...]) -> None:
        if not phones:
            return
        self.many(phones, "phones")
        for phone in phones:
            if not is_phone(phone.number):
                self.add("lists_io.bad_phone", typed=phone.number[:60])
            if phone.extension and _EXTENSION.fullmatch(phone.extension) is None:
                self.add("lists_io.bad_extension", typed=phone.extension[:60])
            self.text(phone.description, "phone_description")
            self.languages(phone.languages)
            if phone.id:
                self.id(phone.id)

    def parts(self, entry: Entry) -> None:
        self.many(entry.locations, "locations", unique=False)
        self.many(entry.services, "services", unique=False)
        places = self._ids(part.id for part in entry.locations)
        self._ids(part.id for part in entry.services)
        for place in entry.locations:
            self._location(place)
        for service in entry.services:
            self._service(service, places)

    def _ids(self, ids: Iterable[str]) -> set[str]:
        given = [each for each in ids if each]
        for each in given:
            self.id(each)
        known = set(given)
        if len(known) < len(given):
            self.add("lists_io.twice", field="id")
        return known

    def _location(self, place: Location) -> None:
        if place.kind not in LOCATION_KINDS:
            self.add("lists_io.unclean", field="location_kind")
        if place.confidential and (place.address_1 or place.address_2 or place.postal_code):
            self.add("lists_io.confidential_address")
        for text, field in (
            (place.name, "location_name"),
            (place.address_1, "address_1"),
            (place.address_2, "address_2"),
            (place.city, "city"),
            (place.state, "state"),
            (place.postal_code, "postal_code"),
            (place.description, "location_description"),
            (place.transportation, "transportation"),
        ):
            self.text(text, field)
        self.filled(place.country, "country")
        self.point(place.lat, place.lon)
        if place.time_zone is not None and not is_zone(place.time_zone):
            self.add("lists_io.bad_zone", typed=place.time_zone[:60])
        self.languages(place.languages)
        self.phones(place.phones)
        self._schedules(place.schedules)

    def _service(self, service: Service, places: set[str]) -> None:
        self.filled(service.name, "service_name")
        for text, field in (
            (service.what, "service_what"),
            (service.eligibility, "eligibility"),
            (service.how_to_begin, "how_to_begin"),
            (service.fees, "fees"),
        ):
            self.text(text, field)
        self.website(service.website)
        self.email(service.email)
        if service.status not in SERVICE_STATUSES:
            self.add("lists_io.unclean", field="service_status")
        self.languages(service.languages)
        self.many(service.areas, "areas")
        for area in service.areas:
            self.filled(area, "areas")
        self.phones(service.phones)
        self._schedules(service.schedules)
        self.many(service.locations, "locations")
        if not places.issuperset(service.locations):
            self.add("lists_io.no_such_location", name=service.name[:60])

    def _schedules(self, schedules: tuple[Schedule, ...]) -> None:
        self.many(schedules, "schedules", unique=False)
        for schedule in schedules:
            self.text(schedule.description, "hours")
            if schedule.id:
                self.id(schedule.id)
            if not is_schedule(schedule):
                self.add("lists_io.bad_hours")


def is_point(lat: float, lon: float) -> bool:
    """Whether it lies on Earth, in degrees."""
    return math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180


@lru_cache(maxsize=1024)
def is_zone(name: str) -> bool:
    """Whether it is the name of an IANA time zone."""
    try:
        return ZoneInfo(name).key == name
    except (OSError, ValueError):
        return False


def is_schedule(schedule: Schedule) -> bool:
    """Whether a calendar could repeat it (RFC 5545): all parts within bounds."""
    weekly = schedule.freq is Freq.WEEKLY
    day = _WEEKLY_DAY if weekly or schedule.freq is None else _MONTHLY_DAY
    bounds = (
        (schedule.opens_at, 0, DAY_MINUTES - 1),
        (schedule.closes_at, 0, DAY_MINUTES),
        (schedule.interval, 1, 1000),
        (schedule.count, 1, 10_000),
    )
    return (
        schedule != Schedule(id=schedule.id)
        and all(day.fullmatch(each) for each in schedule.byday)
        and len(set(schedule.byday)) == len(schedule.byday)
        and all(1 <= abs(each) <= 31 for each in schedule.bymonthday)
        and len(set(schedule.bymonthday)) == len(schedule.bymonthday)
        and all(value is None or low <= value <= high for value, low, high in bounds)
        and _in_order(schedule.valid_from, schedule.valid_to)
        and _in_order(schedule.dtstart, schedule.until)
    )


def _in_order(first: date | None, last: date | None) -> bool:
    return first is None or last is None or first <= last
