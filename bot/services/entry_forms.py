"""What editors type into forms, and the entry it makes; and what a form shows of an entry.

Pure: text in, text out. Each part of an entry has a form of at most five fields; what is wrong in
one is a BadInput that names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TypeVar
from uuid import uuid4

from bot.domain.entry import Entry, Location, Phone, Service
from bot.domain.errors import BadInput
from bot.domain.organization import Scope
from bot.domain.places import Places
from bot.i18n import languages, t
from bot.services.hours_text import hours_lines
from bot.services.hours_typed import parse_hours
from bot.services.lists.phones import clean_phones
from bot.services.lists.texts import clean_text
from bot.services.lists.vocabulary import (
    kind_of,
    languages_of,
    name_of_language,
    needs_of,
)
from bot.services.lists.websites import clean_email, clean_url
from bot.services.lists.whereabouts import Whereabouts
from bot.services.places import state_name
from bot.services.zone_of_place import zone_of

Part = TypeVar("Part", Service, Location)
Values = Mapping[str, str]
Change = Callable[[Entry], Entry]

#: What the one choice in a place's form can say.
SHOWN, CONFIDENTIAL, REMOVE = "shown", "confidential", "remove"


def _kind_name(kind: str, language: str) -> str:
    return t(f"kinds.{kind.replace(' ', '_')}", language)


def _joined(values: tuple[str, ...]) -> str:
    return ", ".join(values)


# --- name, kind, place ----------------------------------------------------------------------


def basics_of(entry: Entry, language: str) -> dict[str, str]:
    """The fields `name`, `kind`, `where`, `aliases`, `needs`."""
    return {
        "name": entry.name,
        "kind": _kind_name(entry.kind, language),
        "where": _where_of(entry, language),
        "aliases": "\n".join(entry.aliases),
        "needs": _joined(entry.needs),
    }


def _where_of(entry: Entry, language: str) -> str:
    if entry.scope in (Scope.NATIONWIDE, Scope.INTERNATIONAL):
        return t(f"find.scope.{entry.scope.value}", language)
    if entry.city:
        return ", ".join(filter(None, [entry.city, entry.states[0] if entry.states else ""]))
    return "; ".join(state_name(code, language) for code in entry.states)


def with_basics(values: Values, places: Places) -> Change:
    """The change that these fields mean.

    Raises:
        BadInput: no name; a kind, a place or a need that is none.
    """
    name = clean_text(values.get("name", ""), "name")
    if not name:
        raise BadInput("lists_io.no_name")
    kind = _kind(values.get("kind", ""))
    aliases = [clean_text(line, "aliases") for line in values.get("aliases", "").splitlines()]
    needs, unknown = needs_of(values.get("needs", ""))
    if unknown:
        raise BadInput("directory.unknown_need", typed=unknown[0][:60])
    place = _place(values.get("where", ""), places)

    def change(entry: Entry) -> Entry:
        return place(
            replace(
                entry,
                name=name,
                kind=kind,
                aliases=tuple(dict.fromkeys(filter(None, aliases))),
                needs=needs,
            )
        )

    return change


def _kind(typed: str) -> str:
    if not typed.strip():
        return "other"
    kind = kind_of(typed)
    if kind is None:
        raise BadInput("directory.unknown_kind", typed=typed.strip()[:60])
    return kind


def _place(typed: str, places: Places) -> Change:
    """Where an entry is or how far it reaches: `Boston, MA`, `Illinois`, `02118`, nationwide."""
    typed = typed.strip()
    if not typed:
        nowhere = {"scope": Scope.NOT_STATED, "states": (), "city": None, "lat": None, "lon": None}
        return lambda entry: replace(entry, **nowhere)
    where = Whereabouts(places).of("", typed, "")
    if where.scope in (Scope.NATIONWIDE, Scope.INTERNATIONAL) or (where.states and not where.notes):
        city, states, scope, point = None, where.states, where.scope, None
    else:
        found = places.find(typed)
        if found.kind == "state" or found.state is None:
            city, states, scope, point = None, (found.state or "",), Scope.STATE, None
        else:
            city = found.label.rpartition(",")[0] or None
            states, scope = (found.state,), Scope.CITY
            point = (found.lat, found.lon)
    lat, lon = point or (None, None)
    return lambda entry: replace(
        entry, scope=scope, states=tuple(states), city=city, lat=lat, lon=lon
    )


# --- how to reach them ----------------------------------------------------------------------


def contact_of(entry: Entry, language: str) -> dict[str, str]:
    """The fields `website`, `phones`, `email`, `alert`, `languages`."""
    return {
        "website": entry.website or "",
        "phones": "\n".join(_phone_line(phone) for phone in entry.phones),
        "email": entry.email,
        "alert": entry.alert,
        "languages": _joined(tuple(name_of_language(code) for code in entry.languages)),
    }


def _phone_line(phone: Phone) -> str:
    extension = f" ext {phone.extension}" if phone.extension else ""
    return f"{phone.number}{extension}{f' ({phone.description})' if phone.description else ''}"


def with_contact(values: Values) -> Change:
    """The change that these fields mean. A number that was there keeps what is known of it; a new
    one counts as called, as the editor has it from somewhere today.

    Raises:
        BadInput: a website, a number, an address or a language that is none.
    """
    website = values.get("website", "").strip()
    url = clean_url(website) if website else None
    phones = _phones(values.get("phones", ""))
    email = values.get("email", "").strip()
    address = clean_email(email) if email else ""
    alert = clean_text(values.get("alert", ""), "alert")
    languages, unknown = languages_of(values.get("languages", ""))
    if unknown:
        raise BadInput("directory.unknown_language", typed=unknown[0][:60])

    def change(entry: Entry) -> Entry:
        return replace(
            entry,
            website=url,
            through=entry.through if url == entry.website else None,
            phones=_keeping(entry.phones, phones),
            email=address,
            alert=alert,
            languages=languages,
        )

    return change


def _phones(typed: str) -> tuple[Phone, ...]:
    found = clean_phones(typed) if typed.strip() else ()
    return tuple(Phone(each.number, each.extension, each.description) for each in found)


def _keeping(known: tuple[Phone, ...], typed: tuple[Phone, ...]) -> tuple[Phone, ...]:
    before = {(phone.number, phone.extension): phone for phone in known}
    kept = [before.get((phone.number, phone.extension)) for phone in typed]
    return tuple(
        replace(old, description=new.description or old.description) if old else new
        for old, new in zip(kept, typed, strict=True)
    )


# --- what they do ---------------------------------------------------------------------------


def texts_of(entry: Entry) -> dict[str, str]:
    """The fields `what_en`, `what_es`, `name_es`."""
    return {
        "what_en": entry.what.get("en", ""),
        "what_es": entry.what.get("es", ""),
        "name_es": entry.names.get("es", ""),
    }


def with_texts(values: Values) -> Change:
    """The change that these fields mean.

    Raises:
        BadInput: too long, or with markup of web pages.
    """
    what = {code: clean_text(values.get(f"what_{code}", ""), "what") for code in ("en", "es")}
    name = clean_text(values.get("name_es", ""), "name")

    def change(entry: Entry) -> Entry:
        others = {code: text for code, text in entry.what.items() if code not in what}
        names = {code: text for code, text in entry.names.items() if code != "es"}
        return replace(
            entry,
            what={**others, **{code: text for code, text in what.items() if text}},
            names={**names, "es": name} if name else names,
        )

    return change


# --- one service ----------------------------------------------------------------------------


def service_of(entry: Entry, id_: str, language: str) -> dict[str, str]:
    """The fields `name`, `what`, `hours`, `eligibility`, `how_to_begin` of a service; empty for a
    new one, with the entry's own name where it is the first."""
    service = next((each for each in entry.services if each.id == id_), None)
    if service is None:
        return {"name": "" if entry.services else entry.name}
    return {
        "name": service.name,
        "what": service.what,
        "hours": _hours_of(service, language),
        "eligibility": service.eligibility,
        "how_to_begin": service.how_to_begin,
    }


def with_service(values: Values, id_: str) -> Change:
    """Changes the service with that id, or adds one; without a name it is taken out.

    Raises:
        BadInput: something in it can't be kept.
    """
    name = clean_text(values.get("name", ""), "service_name")
    parts = {
        "what": clean_text(values.get("what", ""), "service_what"),
        "eligibility": clean_text(values.get("eligibility", ""), "eligibility"),
        "how_to_begin": clean_text(values.get("how_to_begin", ""), "how_to_begin"),
    }
    hours = values.get("hours", "")
    schedules = parse_hours(clean_text(hours, "hours"))

    def change(entry: Entry) -> Entry:
        old = next((each for each in entry.services if each.id == id_), None)
        others = [each for each in entry.services if each.id != id_]
        if not name:
            return replace(entry, services=tuple(others))
        base = old or Service(name, id=str(uuid4()))
        same_hours = old is not None and _says(hours, old)
        made = replace(
            base, name=name, schedules=base.schedules if same_hours else schedules, **parts
        )
        return replace(entry, services=_put(entry.services, made))

    return change


# --- one place ------------------------------------------------------------------------------


def place_of(entry: Entry, id_: str, language: str) -> dict[str, str]:
    """The fields `name`, `address`, `rules`, `hours`, `choice` of a place; empty for a new one."""
    place = next((each for each in entry.locations if each.id == id_), None)
    if place is None:
        return {"choice": SHOWN}
    town = " ".join(filter(None, [place.state, place.postal_code]))
    return {
        "name": place.name,
        "address": "\n".join(
            filter(None, [place.address_1, place.address_2, _line(place.city, town)])
        ),
        "rules": place.description,
        "hours": _hours_of(place, language),
        "choice": CONFIDENTIAL if place.confidential else SHOWN,
    }


def _line(city: str, town: str) -> str:
    return ", ".join(filter(None, [city, town]))


def with_place(values: Values, id_: str, places: Places) -> Change:
    """Changes the place with that id, or adds one, or takes it out.

    The last line of `address` is the town (`Boston, MA 02118`), the lines before it the street. Of
    a confidential address only the town is kept.

    Raises:
        BadInput: a town that is none, or something in it can't be kept.
    """
    choice = values.get("choice") or SHOWN
    if choice == REMOVE:
        return lambda entry: replace(
            entry,
            locations=tuple(each for each in entry.locations if each.id != id_),
            services=tuple(
                replace(each, locations=tuple(at for at in each.locations if at != id_))
                for each in entry.services
            ),
        )
    lines = [line.strip() for line in values.get("address", "").splitlines() if line.strip()]
    name = clean_text(values.get("name", ""), "location_name")
    if not lines and not name:
        raise BadInput("directory.place_needs_something")
    made = _at(lines, choice == CONFIDENTIAL, places)
    rules = clean_text(values.get("rules", ""), "location_description")
    hours = values.get("hours", "")
    schedules = parse_hours(clean_text(hours, "hours"))

    def change(entry: Entry) -> Entry:
        old = next((each for each in entry.locations if each.id == id_), None)
        base = old or Location(id=str(uuid4()))
        same_hours = old is not None and _says(hours, old)
        place = replace(
            base,
            name=name,
            description=rules,
            schedules=base.schedules if same_hours else schedules,
            address_1=made.address_1,
            address_2=made.address_2,
            city=made.city,
            state=made.state,
            postal_code=made.postal_code,
            lat=made.lat,
            lon=made.lon,
            confidential=made.confidential,
        )
        place = replace(place, time_zone=zone_of(replace(place, time_zone=None), places))
        return replace(entry, locations=_put(entry.locations, place))

    return change


def _at(lines: list[str], confidential: bool, places: Places) -> Location:
    """An address as it is kept: the town found in the table of places, the street as typed."""
    if not lines:
        return Location(confidential=confidential)
    found = places.find(lines[-1])
    city = found.label.rpartition(",")[0] if found.kind != "state" else ""
    town = Location(city=city, state=found.state or "", lat=found.lat, lon=found.lon)
    if confidential:
        # The middle of the town, never of the ZIP that was typed.
        middle = places.known(f"{city}, {found.state}") if city else None
        lat, lon = (middle.lat, middle.lon) if middle else (None, None)
        return replace(town, lat=lat, lon=lon, confidential=True)
    zip_code = lines[-1].split()[-1][:10] if lines[-1][-1:].isdigit() else ""
    return replace(
        town,
        address_1=clean_text(lines[0], "address_1") if len(lines) > 1 else "",
        address_2=clean_text(", ".join(lines[1:-1]), "address_2"),
        postal_code=zip_code,
    )


def _hours_of(part: Service | Location, language: str) -> str:
    return "\n".join(hours_lines(part.schedules, language))


def _says(typed: str, part: Service | Location) -> bool:
    """Whether the hours stand in the form as it showed them, in whatever language: then they stay
    as they are, also where they came from elsewhere in a rule that no form can say."""
    lines = [line.strip() for line in typed.splitlines() if line.strip()]
    return any(lines == hours_lines(part.schedules, code) for code in languages())


def _put(parts: tuple[Part, ...], made: Part) -> tuple[Part, ...]:
    if any(each.id == made.id for each in parts):
        return tuple(made if each.id == made.id else each for each in parts)
    return (*parts, made)
