"""Where an entry and its places are, as editors type it and as a form shows it. Pure.

What is left as the form showed it stays exactly as it was: a form says less than an entry holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from uuid import uuid4

from bot.domain.entry import Entry, Location, hidden_place
from bot.domain.errors import BadInput
from bot.domain.organization import Scope
from bot.domain.places import Place, Places, fold
from bot.i18n import languages, t
from bot.services.entry_parts import hours_of, keyed, put, with_hours
from bot.services.lists.texts import clean_text
from bot.services.lists.whereabouts import Whereabouts
from bot.services.places import load_gazetteer, state_name
from bot.services.zone_of_place import zone_of

Values = Mapping[str, str]
Change = Callable[[Entry], Entry]

#: What the one choice in a place's form can say.
SHOWN, CONFIDENTIAL, REMOVE = "shown", "confidential", "remove"

_WIDE = (Scope.NATIONWIDE, Scope.INTERNATIONAL)
_ZIP = re.compile(r"\b[0-9]{5}(?:-[0-9]{4})?$")
#: Shorter streets are found by chance in any text.
_SHORTEST_STREET = 6


# --- the entry itself -----------------------------------------------------------------------


def where_of(entry: Entry, language: str) -> str:
    """Where an entry is or how far it reaches, as the form shows it."""
    if entry.scope in _WIDE:
        return t(f"find.scope.{entry.scope.value}", language)
    if entry.city:
        return ", ".join(filter(None, [entry.city, entry.states[0] if entry.states else ""]))
    if len(entry.states) == 1:
        # "New York" alone is the city: a state is shown by the name that only it has.
        labels = {state.code: state.labels for state in load_gazetteer().states}
        named = labels.get(entry.states[0], {})
        return named.get(language) or named.get("en") or entry.states[0]
    return "; ".join(state_name(code, language) for code in entry.states)


def with_where(typed: str, places: Places) -> Change:
    """The change that `Boston, MA`, `Illinois`, `Illinois; Iowa`, `02118` or `nationwide` means.

    Raises:
        BadInput: no place that we know.
    """
    typed = typed.strip()
    if not typed:
        return lambda entry: _at(entry, Scope.NOT_STATED)
    scope = _wide(typed)
    where = None if scope else Whereabouts(places).of("", typed, "")
    if where is not None and where.scope in _WIDE:
        scope = where.scope
    if scope is not None:
        wide = scope
        return lambda entry: _at(entry, wide)
    try:
        found = places.find(typed)
    except BadInput:
        if where is None or not where.states or where.notes:
            raise
        states = where.states
        return lambda entry: _at(entry, Scope.STATE, states)
    in_state = (found.state,) if found.state else ()
    if found.kind == "state":
        return lambda entry: _at(entry, Scope.STATE, in_state)
    city = _city_of(found)
    return lambda entry: _at(entry, Scope.CITY, in_state, city, (found.lat, found.lon))


def _wide(typed: str) -> Scope | None:
    said = {fold(t(f"find.scope.{s.value}", code)): s for s in _WIDE for code in languages()}
    return said.get(fold(typed))


def _city_of(found: Place) -> str | None:
    """The town of a label; a ZIP without a town has its state's name for a label."""
    return found.label.rpartition(",")[0] or None


def _at(
    entry: Entry,
    scope: Scope,
    states: tuple[str, ...] = (),
    city: str | None = None,
    point: tuple[float | None, float | None] = (None, None),
) -> Entry:
    return replace(entry, scope=scope, states=states, city=city, lat=point[0], lon=point[1])


# --- one place ------------------------------------------------------------------------------


def place_of(entry: Entry, key: str, language: str) -> dict[str, str]:
    """The fields `name`, `address`, `rules`, `hours`, `choice` of a place; empty for a new one."""
    place = keyed(entry.locations).get(key)
    if place is None:
        return {"choice": SHOWN}
    town = " ".join(filter(None, [place.state, place.postal_code]))
    last = ", ".join(filter(None, [place.city, town]))
    return {
        "name": place.name,
        "address": "\n".join(filter(None, [place.address_1, place.address_2, last])),
        "rules": place.description,
        "hours": hours_of(place, language),
        "choice": CONFIDENTIAL if place.confidential else SHOWN,
    }


def with_place(values: Values, key: str, places: Places) -> Change:
    """Changes the place with that key, or adds one, or takes it out. A field that `values` lacks
    stays as it is.

    The last line of `address` is the town (`Boston, MA 02118`), the lines before it the street. Of
    a confidential address only the town is kept.

    Raises, also when it is applied:
        BadInput: a town that is none, or something in it can't be kept.
    """
    choice = values.get("choice")
    if choice == REMOVE:
        return lambda entry: _without(entry, key)
    typed = values.get("address")
    made = _read(typed, places) if typed is not None else None
    texts = {
        field: clean_text(values[name], f"location_{field}")
        for name, field in (("name", "name"), ("rules", "description"))
        if name in values
    }

    def change(entry: Entry) -> Entry:
        old = keyed(entry.locations).get(key)
        base = old or Location(id=str(uuid4()))
        place = replace(base, **texts)
        if "hours" in values:
            place = with_hours(place, values["hours"])
        if made is not None:
            place = replace(
                place, address_1=made.address_1, address_2=made.address_2, city=made.city,
                state=made.state, postal_code=made.postal_code, lat=made.lat, lon=made.lon,
            )  # fmt: skip
        hide = choice == CONFIDENTIAL or (choice is None and base.confidential)
        if hide:
            entry = _hiding(entry, base, place, places)
            place = hidden_place(place, *_middle(place.city, place.state, places))
        else:
            place = replace(place, confidential=False)
        if made is not None or old is None:
            place = replace(place, time_zone=zone_of(replace(place, time_zone=None), places))
        if not (place.name or place.address_1 or place.city):
            raise BadInput("directory.place_needs_something")
        return replace(entry, locations=put(entry.locations, old, place))

    return change


def _without(entry: Entry, key: str) -> Entry:
    gone = keyed(entry.locations).get(key)
    if gone is None:
        return entry
    return replace(
        entry,
        locations=tuple(each for each in entry.locations if each is not gone),
        services=tuple(
            replace(each, locations=tuple(at for at in each.locations if at != gone.id))
            for each in entry.services
        ),
    )


def _read(typed: str, places: Places) -> Location:
    """An address as it is kept: the town found in the table of places, the street as typed."""
    lines = [line.strip(" ,") for line in typed.splitlines() if line.strip(" ,")]
    if not lines:
        return Location()
    if len(lines) == 1:
        lines = _lines_of(lines[0])
    found = places.find(lines[-1])
    postal_code = _ZIP.search(lines[-1])
    # Beside a ZIP the town is as it was typed: several towns share one.
    town = _ZIP.sub("", lines[-1]).strip(" ,").rpartition(",")[0].strip() if postal_code else ""
    city = clean_text(town, "city") or _city_of(found) or ""
    return Location(
        city="" if found.kind == "state" else city,
        state=found.state or "",
        lat=None if found.kind == "state" else found.lat,
        lon=None if found.kind == "state" else found.lon,
        address_1=clean_text(lines[0], "address_1") if len(lines) > 1 else "",
        address_2=clean_text(", ".join(lines[1:-1]), "address_2"),
        postal_code=postal_code[0] if postal_code else "",
    )


def _lines_of(line: str) -> list[str]:
    """`12 Elm St, Boston, MA 02118` as two lines: nothing of a street may get lost.

    Raises:
        BadInput: there is a street, and it can't be told where it ends.
    """
    if _ZIP.fullmatch(line) or not line[0].isdigit():
        return [line]
    parts = [part.strip() for part in line.split(",")]
    if len(parts) < 3:
        raise BadInput("directory.address_in_lines")
    return [", ".join(parts[:-2]), ", ".join(parts[-2:])]


def _middle(city: str, state: str, places: Places) -> tuple[float | None, float | None]:
    """The middle of a town, never of a ZIP."""
    town = places.known(f"{city}, {state}") if city and state else None
    return (town.lat, town.lon) if town and town.kind == "city" else (None, None)


def _hiding(entry: Entry, before: Location, place: Location, places: Places) -> Entry:
    """The entry without what tells where that place is: its own point may be that of the place.

    Raises:
        BadInput: a text of it says the street.
    """
    streets = {street.casefold() for street in (before.address_1, place.address_1)}
    for street in streets:
        for field, text in _texts(entry, place):
            if len(street) >= _SHORTEST_STREET and street in text.casefold():
                raise BadInput("lists_io.address_in_text", field=field)
    there = (before.lat, before.lon) == (entry.lat, entry.lon)
    if entry.lat is None or not (there or entry.city == place.city):
        return entry
    state = entry.states[0] if entry.states else ""
    lat, lon = _middle(entry.city or place.city, state or place.state, places)
    return replace(entry, lat=lat, lon=lon)


def _texts(entry: Entry, place: Location) -> Iterator[tuple[str, str]]:
    """What members read of it, by field."""
    yield "alert", entry.alert
    yield "location_name", place.name
    yield "location_description", place.description
    for text in entry.what.values():
        yield "what", text
    for service in entry.services:
        yield "service_what", service.what
        yield "eligibility", service.eligibility
        yield "how_to_begin", service.how_to_begin
