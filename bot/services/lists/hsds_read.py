"""An HSDS 3.0 organization, with all that is nested in it, as an entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from bot.domain.entry import Entry, Location, Schedule, Service
from bot.domain.errors import BadInput
from bot.domain.organization import Scope
from bot.domain.places import Places
from bot.services.lists.check import SERVICE_STATUSES, is_point, problems_of
from bot.services.lists.hsds_parts import Json, Reading, attributes_of, scalar
from bot.services.lists.ids import entry_id, is_kept, stable_id
from bot.services.lists.rows import ReadRow, RowProblem, problem_of
from bot.services.lists.texts import LIMITS, MOST, clean_text, shortened
from bot.services.lists.vocabulary import LANGUAGE_CODE, OTHER, kinds, needs, needs_of
from bot.services.lists.websites import clean_email, clean_url
from bot.services.lists.whereabouts import Whereabouts

#: What a form shows of a bad record, by the standard's name.
_CELLS: Mapping[str, str] = {
    "name": "name",
    "website": "website",
    "email": "email",
    "description": "what",
}


class OrganizationReader:
    """Reads organizations. One for a file: `counted` says what was left out on purpose."""

    def __init__(self, places: Places, *, phones_verified: bool = True) -> None:
        self._places = places
        self._where = Whereabouts(places)
        self._verified = phones_verified
        self.counted: dict[str, int] = {}

    def row(self, line: int, path: str, value: Any) -> ReadRow:
        """The row of one organization object. It raises nothing."""
        if not isinstance(value, dict):
            return ReadRow(line, path, problems=(RowProblem("lists_io.no_object"),))
        record = cast("Json", value)
        reading = Reading(self.counted, phones_verified=self._verified)
        reading.skip("organization", record)
        problems: list[RowProblem] = []
        cells = {
            field: scalar(record.get(name))
            for name, field in _CELLS.items()
            if scalar(record.get(name))
        }
        entry = self._entry(record, reading, problems)
        if entry is not None:
            cells["id"] = entry.id
            if not problems:
                problems += problems_of(entry)
        day = None
        for service, where in reading.records(record, "services", ""):
            day = max(
                filter(None, (day, reading.day(service, "assured_date", where))), default=None
            )
        ours = {"assured_date": attributes_of(record).get("assured", [""])[0]}
        day = reading.day(ours, "assured_date", "") or day
        return ReadRow(
            line,
            path,
            None if problems else entry,
            tuple(problems),
            tuple(reading.notes),
            cells,
            entry if problems else None,
            day,
        )

    def _entry(self, record: Json, reading: Reading, problems: list[RowProblem]) -> Entry | None:
        name = self._text(record, "name", "name", problems)
        if not name:
            if not problems:
                problems.append(RowProblem("lists_io.no_name"))
            return None
        ours = attributes_of(record)
        one = {key: values[0] for key, values in ours.items()}
        try:
            typed = scalar(record.get("id")).strip()
            if is_kept(own := one.get("id", "")):
                reading.entry_id = own
            else:
                reading.entry_id = entry_id(typed, name) if typed else stable_id(name, None, None)
        except BadInput as error:
            problems.append(problem_of(error))
            return None
        locations = self._locations(record, reading)
        services, alert = self._services(record, reading, locations)
        phones = reading.phones(record, "")
        website = self._tried(record, "website", clean_url, problems)
        email = self._tried(record, "email", clean_email, problems)
        other, cut = shortened(scalar(record.get("alternate_name")), "aliases")
        if cut:
            reading.note("lists_io.cut", "alternate_name", most=LIMITS["aliases"])
        entry = Entry(
            id=reading.entry_id,
            name=name,
            kind=one.get("kind", OTHER) if one.get("kind", OTHER) in kinds() else OTHER,
            website=website or None,
            email=email,
            alert=_text_of(one.get("alert", alert), "alert"),
            aliases=_all([other, *ours.get("alias", [])], "aliases"),
            what=_what(record, reading, ours),
            names=_pairs(ours.get("name", []), "name"),
            languages=_codes(ours.get("language", [])),
            needs=_needs(record, ours),
            phones=phones,
            locations=tuple(locations.values()),
            services=services,
            through=_text_of(one.get("through", ""), "through") or None,
            source=_text_of(one.get("source", ""), "source"),
        )
        return self._placed(entry, one, ours, reading)

    def _placed(
        self,
        entry: Entry,
        one: Mapping[str, str],
        ours: Mapping[str, list[str]],
        reading: Reading,
    ) -> Entry:
        """Where it is: as our own export says; else where its first location is."""
        if "scope" in one:
            scope = next((s for s in Scope if s.value == one["scope"]), Scope.NOT_STATED)
            lat, lon = _degrees(one.get("point", ""))
            return replace(
                entry,
                scope=scope,
                states=tuple(dict.fromkeys(ours.get("state", []))),
                city=_text_of(one.get("city", ""), "city") or None,
                lat=lat,
                lon=lon,
            )
        held: list[Location] = []
        found = None
        for place in entry.locations:
            if place.country not in ("US", "USA", "PR"):
                held.append(place)
                continue
            zip_code = "" if place.confidential else place.postal_code
            at = self._where.of(place.city, place.state, zip_code)
            point = at.town if place.confidential else at.point
            if place.lat is None and point is not None:
                place = replace(place, lat=point[0], lon=point[1])
            held.append(place)
            if found is None:
                reading.notes += at.notes
                found = (at, place)
        if found is None:
            return entry
        at, place = found
        lat, lon = (place.lat, place.lon) if at.city else (None, None)
        return replace(
            entry,
            locations=tuple(held),
            scope=at.scope,
            states=at.states,
            city=at.city,
            lat=lat,
            lon=lon,
        )

    # --- its parts ------------------------------------------------------------------------

    def _locations(self, record: Json, reading: Reading) -> dict[str, Location]:
        """The locations by the id that the file gives them (or their place in it)."""
        found: dict[str, Location] = {}
        for each, where in reading.records(record, "locations", ""):
            key = scalar(each.get("id")) or where
            if key not in found:
                found[key] = reading.location(each, where)
        for service, where in reading.records(record, "services", ""):
            for held, at in reading.records(service, "service_at_locations", f"{where}."):
                place = held.get("location")
                if isinstance(place, dict):
                    place = cast("Json", place)
                    key = scalar(place.get("id")) or at
                    if key not in found and len(found) < MOST["locations"]:
                        made = reading.location(place, f"{at}.location")
                        found[key] = made if made.id else replace(made, id=f"at-{len(found) + 1}")
        # A service names its locations by id: two must not share one.
        ids: set[str] = set()
        for key, place in found.items():
            if place.id in ids:
                found[key] = place = replace(place, id="")
            if place.id:
                ids.add(place.id)
        return found

    def _services(
        self, record: Json, reading: Reading, locations: dict[str, Location]
    ) -> tuple[tuple[Service, ...], str]:
        """The services, and the alert of the entry that theirs make together."""
        made: list[Service] = []
        alerts: dict[str, str] = {}
        ids: set[str] = set()
        for each, where in reading.records(record, "services", ""):
            at = f"{where}."
            reading.skip("service", each)
            service = self._service(each, where, reading)
            if service is None:
                continue
            if service.id in ids:
                service = replace(service, id="")
            ids.add(service.id)
            if alert := reading.text(each, "alert", "alert", at):
                alerts.setdefault(alert, service.name)
            made.append(self._at_locations(each, at, service, reading, locations))
        if len(alerts) < 2:
            return tuple(made), next(iter(alerts), "")
        together, cut = shortened(" ".join(f"{n}: {a}" for a, n in alerts.items()), "alert")
        if cut:
            reading.note("lists_io.cut", "alert", most=LIMITS["alert"])
        return tuple(made), together

    def _service(self, record: Json, path: str, reading: Reading) -> Service | None:
        at = f"{path}."
        name = reading.text(record, "name", "service_name", at)
        if not name:
            reading.note("lists_io.service_without_name", path)
            return None
        status = scalar(record.get("status")) or "active"
        if status not in SERVICE_STATUSES:
            reading.note("lists_io.left_out", f"{at}status", typed=status[:60])
            status = "active"
        areas = (
            reading.text(area, "name", "areas", f"{where}.")
            or reading.text(area, "description", "areas", f"{where}.")
            for area, where in reading.records(record, "service_areas", at)
        )
        return Service(
            name=name,
            what=reading.text(record, "description", "service_what", at),
            eligibility=reading.text(record, "eligibility_description", "eligibility", at),
            how_to_begin=reading.text(record, "application_process", "how_to_begin", at),
            fees=reading.text(record, "fees_description", "fees", at)
            or reading.text(record, "fees", "fees", at),
            website=reading.tried(record, "url", clean_url, at) or None,
            email=reading.tried(record, "email", clean_email, at),
            status=status,
            languages=reading.languages(record, at),
            areas=tuple(dict.fromkeys(filter(None, areas)))[: MOST["areas"]],
            phones=reading.phones(record, at),
            schedules=reading.schedules(record, at),
            id=reading.part_id(record, path),
        )

    def _at_locations(
        self,
        record: Json,
        path: str,
        service: Service,
        reading: Reading,
        locations: dict[str, Location],
    ) -> Service:
        """The service with the ids of its locations. What stands between the two (phones and hours
        of this service at that place) goes to the service where it has one place only."""
        held = list(reading.records(record, "service_at_locations", path))
        ids: dict[str, None] = {}
        for each, where in held:
            at = f"{where}."
            reading.skip("service_at_location", each)
            nested = each.get("location")
            key = scalar(cast("Json", nested).get("id")) if isinstance(nested, dict) else ""
            key = key or scalar(each.get("location_id")) or where
            place = locations.get(key)
            if place is None:
                reading.note("lists_io.no_location", where, typed=key[:60])
            elif place.id:
                ids[place.id] = None
            phones, schedules = reading.phones(each, at), reading.schedules(each, at)
            said = reading.text(each, "description", "location_description", at)
            if len(held) > 1 and (phones or schedules or said):
                reading.note("lists_io.between_left_out", where)
                continue
            known = {(phone.number, phone.extension) for phone in service.phones}
            new = tuple(p for p in phones if (p.number, p.extension) not in known)
            hours = tuple(s for s in schedules if _rule(s) not in map(_rule, service.schedules))
            service = replace(
                service, phones=service.phones + new, schedules=service.schedules + hours
            )
            if said and said != service.what:
                if place is not None and not place.description:
                    locations[key] = replace(place, description=said)
                else:
                    reading.note("lists_io.between_left_out", where)
        return replace(service, locations=tuple(ids))

    def _text(self, record: Json, name: str, field: str, problems: list[RowProblem]) -> str:
        try:
            return clean_text(scalar(record.get(name)), field)
        except BadInput as error:
            problems.append(problem_of(error))
            return ""

    def _tried(self, record: Json, name: str, clean: Any, problems: list[RowProblem]) -> str:
        typed = scalar(record.get(name))
        try:
            return str(clean(typed)) if typed.strip() else ""
        except BadInput as error:
            problems.append(problem_of(error))
            return ""


def _text_of(text: str, field: str) -> str:
    return shortened(text, field)[0]


def _all(texts: list[str], field: str) -> tuple[str, ...]:
    made = (_text_of(text, field) for text in texts)
    return tuple(dict.fromkeys(filter(None, made)))[: MOST[field]]


def _codes(codes: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for code in codes if LANGUAGE_CODE.fullmatch(code)))


def _pairs(values: list[str], field: str) -> dict[str, str]:
    """Texts that say their language first: `es:Red de ayuda`."""
    found: dict[str, str] = {}
    for value in values:
        code, _, text = value.partition(":")
        if LANGUAGE_CODE.fullmatch(code) and (made := _text_of(text, field)):
            found[code] = made
    return found


def _what(record: Json, reading: Reading, ours: Mapping[str, list[str]]) -> dict[str, str]:
    """What it does, by language. The standard has one text, and no word for its language."""
    main = ours.get("description_language", ["en"])[0]
    said = reading.text(record, "description", "what", "")
    first = {main if LANGUAGE_CODE.fullmatch(main) else "en": said} if said else {}
    return {**first, **_pairs(ours.get("what", []), "what")}


def _needs(record: Json, ours: Mapping[str, list[str]]) -> tuple[str, ...]:
    """What one can get there: as our own export says, else as far as the categories of the record
    and its services mean it."""
    if "need" in ours or "scope" in ours:
        return tuple(dict.fromkeys(need for need in ours.get("need", []) if need in needs()))
    found: dict[str, None] = {}
    services = record.get("services")
    listed = cast("list[Any]", services) if isinstance(services, list) else []
    holders = [record, *(cast("Json", each) for each in listed if isinstance(each, dict))]
    for held in holders:
        links = held.get("attributes")
        for link in cast("list[Any]", links) if isinstance(links, list) else []:
            term = cast("Json", link).get("taxonomy_term") if isinstance(link, dict) else None
            if isinstance(term, dict):
                found.update(
                    dict.fromkeys(needs_of(scalar(cast("Json", term).get("name"))[:200])[0])
                )
    return tuple(found)


def _rule(schedule: Schedule) -> Schedule:
    return replace(schedule, id="")


def _degrees(text: str) -> tuple[float | None, float | None]:
    lat, _, lon = text.partition(",")
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return None, None
    return (north, east) if is_point(north, east) else (None, None)
