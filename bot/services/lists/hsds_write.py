"""Entries as HSDS 3.0: an array of organizations, each with all that is nested in it.

It validates against the standard's schemas, and `read_list` makes the same entries of it. What the
standard has no field for goes into `attributes` (`hsds_words.OURS`). A confidential address is not
in it, as it is not in the entry. Numbers that nobody has called are left out, unless the file is a
backup (`include_unverified`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from bot.domain.entry import Entry, Location, Phone, Schedule, Service
from bot.services.lists.hsds_words import OURS, derived_id
from bot.services.lists.ids import UUID, stable_uuid
from bot.services.lists.vocabulary import name_of_language
from bot.services.lists.written import Tally

#: An extension that is a number to JSON too.
_PLAIN_NUMBER = re.compile(r"[1-9][0-9]{0,9}")

_NOBODY: Mapping[str, date] = {}


def write_hsds(
    entries: Iterable[Entry],
    *,
    assured: Mapping[str, date] = _NOBODY,
    include_unverified: bool = False,
    tally: Tally | None = None,
) -> Iterator[bytes]:
    """The file in pieces, an organization each, UTF-8. The same entries give the same bytes.

    `assured` says when an entry was last checked, by its id; `tally` counts what was left out.
    """
    tally = tally or Tally()
    first = True
    for entry in entries:
        record = organization_of(
            entry, assured.get(entry.id), include_unverified=include_unverified, tally=tally
        )
        tally.entries += 1
        text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
        yield (b"[\n" if first else b",\n") + text.encode()
        first = False
    yield b"[]\n" if first else b"\n]\n"


def organization_of(
    entry: Entry, assured: date | None, *, include_unverified: bool, tally: Tally
) -> dict[str, Any]:
    """One organization of the standard (`organization`, with its services in it)."""
    return _Writer(entry, assured, include_unverified, tally).organization()


class _Writer:
    def __init__(
        self, entry: Entry, assured: date | None, include_unverified: bool, tally: Tally
    ) -> None:
        self._entry = entry
        self._assured = assured
        self._all = include_unverified
        self._tally = tally
        self._places = {
            place.id: (f"locations[{at}]", place)
            for at, place in enumerate(entry.locations)
            if place.id
        }

    def organization(self) -> dict[str, Any]:
        entry = self._entry
        language = "en" if "en" in entry.what else next(iter(sorted(entry.what)), "en")
        key = entry.id if UUID.fullmatch(entry.id) else stable_uuid("organization", entry.id)
        attributes = [
            *([("id", entry.id)] if key != entry.id else []),
            ("kind", entry.kind),
            ("scope", entry.scope.value),
            *[("state", state) for state in entry.states],
            *([("city", entry.city)] if entry.city else []),
            *([] if entry.lat is None else [("point", f"{entry.lat!r},{entry.lon!r}")]),
            *([("through", entry.through)] if entry.through else []),
            *([("alert", entry.alert)] if entry.alert else []),
            *[("language", code) for code in entry.languages],
            *[("alias", alias) for alias in entry.aliases[1:]],
            *([("description_language", language)] if language != "en" else []),
            *[("what", f"{c}:{said}") for c, said in sorted(entry.what.items()) if c != language],
            *[("name", f"{code}:{name}") for code, name in sorted(entry.names.items())],
            *[("need", need) for need in entry.needs],
            *([("source", entry.source)] if entry.source else []),
            *([("assured", self._assured.isoformat())] if self._assured else []),
        ]
        return _filled(
            {
                "id": key,
                "name": entry.name,
                "alternate_name": entry.aliases[0] if entry.aliases else "",
                "description": entry.what.get(language, ""),
                "email": entry.email,
                "website": entry.website,
                "phones": self._phones(entry.phones, ""),
                "locations": [
                    self._location(place, f"locations[{at}]")
                    for at, place in enumerate(entry.locations)
                ],
                "services": [
                    self._service(service, f"services[{at}]")
                    for at, service in enumerate(entry.services)
                ],
                "attributes": self._attributes(attributes, "", "organization", key),
            },
            always=("description",),
        )

    def _service(self, service: Service, path: str) -> dict[str, Any]:
        at = f"{path}."
        key, own = self._id(service.id, path)
        places = [self._places[each] for each in service.locations if each in self._places]
        return _filled(
            {
                "id": key,
                "name": service.name,
                "description": service.what,
                "url": service.website,
                "email": service.email,
                "status": service.status,
                "application_process": service.how_to_begin,
                "fees_description": service.fees,
                "eligibility_description": service.eligibility,
                "assured_date": self._assured.isoformat() if self._assured else "",
                "alert": self._entry.alert,
                "phones": self._phones(service.phones, at),
                "schedules": self._schedules(service.schedules, at),
                "languages": self._languages(service.languages, at),
                "service_areas": [
                    {"id": self._derived(f"{at}service_areas[{n}]"), "name": area}
                    for n, area in enumerate(service.areas)
                ],
                "service_at_locations": [
                    {
                        "id": self._derived(f"{at}service_at_locations[{n}]"),
                        "service_id": key,
                        "location_id": self._id(place.id, where)[0],
                        "location": {
                            "id": self._id(place.id, where)[0],
                            "location_type": place.kind,
                        },
                    }
                    for n, (where, place) in enumerate(places)
                ],
                "attributes": self._attributes(own, at, "service", key),
            }
        )

    def _location(self, place: Location, path: str) -> dict[str, Any]:
        at = f"{path}."
        key, own = self._id(place.id, path)
        if place.confidential:
            own.append(("confidential", "yes"))
        if place.time_zone:
            own.append(("time_zone", place.time_zone))
        hidden = place.confidential
        address = {
            "id": self._derived(f"{at}addresses[0]"),
            "address_1": "" if hidden else place.address_1,
            "address_2": "" if hidden else place.address_2,
            "city": place.city,
            "state_province": place.state,
            "postal_code": "" if hidden else place.postal_code,
            "country": place.country,
            "address_type": place.kind,
        }
        told = (place.address_1, place.address_2, place.city, place.state, place.postal_code)
        return _filled(
            {
                "id": key,
                "location_type": place.kind,
                "name": place.name,
                "description": place.description,
                "transportation": place.transportation,
                "latitude": place.lat,
                "longitude": place.lon,
                "languages": self._languages(place.languages, at),
                "addresses": [address] if any(told) or place.country != "US" else [],
                "phones": self._phones(place.phones, at),
                "schedules": self._schedules(place.schedules, at),
                "attributes": self._attributes(own, at, "location", key),
            }
        )

    def _phones(self, phones: Iterable[Phone], path: str) -> list[dict[str, Any]]:
        kept = [phone for phone in phones if phone.verified or self._all]
        self._tally.unverified += sum(1 for phone in phones if not phone.verified) * (not self._all)
        return [self._phone(phone, f"{path}phones[{at}]") for at, phone in enumerate(kept)]

    def _phone(self, phone: Phone, path: str) -> dict[str, Any]:
        key, own = self._id(phone.id, path)
        plain = _PLAIN_NUMBER.fullmatch(phone.extension)
        if phone.extension and not plain:
            own.append(("extension", phone.extension))
        if not phone.verified:
            own.append(("verified", "no"))
        return _filled(
            {
                "id": key,
                "number": phone.number,
                "extension": int(phone.extension) if plain else None,
                "type": "voice",
                "description": phone.description,
                "languages": self._languages(phone.languages, f"{path}."),
                "attributes": self._attributes(own, f"{path}.", "phone", key),
            }
        )

    def _schedules(self, schedules: Iterable[Schedule], path: str) -> list[dict[str, Any]]:
        return [self._schedule(each, f"{path}schedules[{at}]") for at, each in enumerate(schedules)]

    def _schedule(self, schedule: Schedule, path: str) -> dict[str, Any]:
        key, own = self._id(schedule.id, path)
        return _filled(
            {
                "id": key,
                "valid_from": _iso(schedule.valid_from),
                "valid_to": _iso(schedule.valid_to),
                "dtstart": _iso(schedule.dtstart),
                "until": _iso(schedule.until),
                "count": schedule.count,
                "freq": schedule.freq.value if schedule.freq else "",
                "interval": schedule.interval,
                "byday": ",".join(schedule.byday),
                "bymonthday": ",".join(map(str, schedule.bymonthday)),
                "description": schedule.description,
                "opens_at": _clock(schedule.opens_at),
                "closes_at": _clock(schedule.closes_at),
                "attributes": self._attributes(own, f"{path}.", "schedule", key),
            }
        )

    def _languages(self, codes: Iterable[str], path: str) -> list[dict[str, Any]]:
        return [
            {
                "id": self._derived(f"{path}languages[{at}]"),
                "name": name_of_language(code),
                "code": code,
            }
            for at, code in enumerate(codes)
        ]

    def _attributes(
        self, held: Iterable[tuple[str, str]], path: str, entity: str, key: str
    ) -> list[dict[str, Any]]:
        return [
            {
                "id": self._derived(f"{path}attributes[{at}]"),
                "link_id": key,
                "link_type": f"{OURS}{name}",
                "link_entity": entity,
                "value": value,
            }
            for at, (name, value) in enumerate(held)
        ]

    def _id(self, own: str, path: str) -> tuple[str, list[tuple[str, str]]]:
        """The UUID of a part, and the attribute that keeps its id where that is none."""
        if not own:
            return self._derived(path), []
        if UUID.fullmatch(own):
            return own, []
        return stable_uuid("named", self._entry.id, path, own), [("id", own)]

    def _derived(self, path: str) -> str:
        return derived_id(self._entry.id, path)


def _filled(record: dict[str, Any], always: tuple[str, ...] = ()) -> dict[str, Any]:
    """Without what is empty: the standard asks for no field that says nothing."""
    return {
        name: value
        for name, value in record.items()
        if name in always or (value is not None and value not in ("", []))
    }


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _clock(minutes: int | None) -> str:
    return "" if minutes is None else f"{minutes // 60:02}:{minutes % 60:02}"
