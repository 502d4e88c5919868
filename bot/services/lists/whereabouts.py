"""What the cells city, state, ZIP and scope of a list say together: where somebody is, how far they
reach. A place that nobody knows is no reason to refuse a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.domain.organization import Scope
from bot.domain.places import Place, Places
from bot.services.lists.rows import RowProblem
from bot.services.lists.texts import clean_text
from bot.services.lists.vocabulary import plain_name

_MOST_REMEMBERED = 50_000
_STATES = re.compile(r"[,;/|&\n]|\s(?:and|y|e)\s")
_ZIP = re.compile(r"([0-9]{5})(?:[ -]?[0-9]{4})?|[0-9]{4}")

_SCOPES: Mapping[str, Scope] = {
    "city": Scope.CITY, "local": Scope.CITY, "ciudad": Scope.CITY, "county": Scope.CITY,
    "condado": Scope.CITY, "regional": Scope.STATE,
    "state": Scope.STATE, "statewide": Scope.STATE, "estado": Scope.STATE, "estatal": Scope.STATE,
    "nationwide": Scope.NATIONWIDE, "national": Scope.NATIONWIDE, "nation": Scope.NATIONWIDE,
    "us": Scope.NATIONWIDE, "usa": Scope.NATIONWIDE, "unitedstates": Scope.NATIONWIDE,
    "allstates": Scope.NATIONWIDE, "all50states": Scope.NATIONWIDE, "all": Scope.NATIONWIDE,
    "nacional": Scope.NATIONWIDE, "todoelpais": Scope.NATIONWIDE, "federal": Scope.NATIONWIDE,
    "estadosunidos": Scope.NATIONWIDE, "eeuu": Scope.NATIONWIDE,
    "international": Scope.INTERNATIONAL, "internacional": Scope.INTERNATIONAL,
    "worldwide": Scope.INTERNATIONAL, "global": Scope.INTERNATIONAL,
    "notstated": Scope.NOT_STATED, "": Scope.NOT_STATED,
}  # fmt: skip


class Where(NamedTuple):
    """What the cells say. `point` is that of the ZIP where one is known, `town` that of the city
    (or of the state): what may be kept where the address may not. (lat, lon), degrees."""

    city: str | None
    states: tuple[str, ...]
    scope: Scope
    point: tuple[float, float] | None
    town: tuple[float, float] | None
    notes: tuple[RowProblem, ...]


class Whereabouts:
    """Looks up the same cells only once. One for a file: it remembers what it was asked."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._found: dict[tuple[str, str, str, str], Where] = {}

    def of(self, city: str, state: str, postal_code: str, scope: str = "") -> Where:
        """What the cells say, cleaned and looked up; the texts as they were typed.

        Raises:
            BadInput: `lists_io.too_long`.
        """
        key = (city, state, postal_code, scope)
        found = self._found.get(key)
        if found is None:
            if len(self._found) >= _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[key] = self._look_up(*key)
        return found

    def _look_up(self, city: str, state: str, postal_code: str, scope: str) -> Where:
        city, state = clean_text(city, "city"), clean_text(state, "state")
        notes: list[RowProblem] = []
        reach = _SCOPES.get(plain_name(scope))
        if reach is None:
            notes.append(RowProblem("lists_io.unknown_scope", {"typed": scope[:60]}))
        for typed in (city, state):
            wide = _SCOPES.get(plain_name(typed)) if typed else None
            if wide in (Scope.NATIONWIDE, Scope.INTERNATIONAL):
                reach = reach if reach not in (None, Scope.NOT_STATED) else wide
                city, state = ("", state) if typed is city else (city, "")
        states = self._states(state, notes)
        if city and not states and "," in city:
            name, _, last = city.rpartition(",")
            code = self._state(last)
            if code:
                city, states = name.strip(), (code,)
        at_zip = self._zip(postal_code, notes)
        if at_zip and not states and at_zip.state:
            states = (at_zip.state,)
        town = self._town(city, states, notes)
        if town and town.kind == "city":
            if not states and town.state:
                states = (town.state,)
            if city.islower() or (city.isupper() and len(city) > 3):
                city = town.label.rpartition(",")[0]
        elif not city and at_zip and not at_zip.label.startswith(tuple("0123456789")):
            city = at_zip.label.rpartition(",")[0]
        if reach in (None, Scope.NOT_STATED) and not scope:
            reach = Scope.CITY if city else Scope.STATE if states else Scope.NOT_STATED
        there = town or (self._places.known(f"{city}, {states[0]}") if city and states else None)
        return Where(
            city or None,
            states,
            reach or Scope.NOT_STATED,
            _point(at_zip) or _point(town),
            _point(there),
            tuple(notes),
        )

    def _states(self, typed: str, notes: list[RowProblem]) -> tuple[str, ...]:
        if not typed:
            return ()
        if code := self._state(typed):
            return (code,)
        found: dict[str, None] = {}
        for part in filter(None, map(str.strip, _STATES.split(typed))):
            if code := self._state(part):
                found[code] = None
            else:
                notes.append(RowProblem("lists_io.state_left_out", {"typed": part[:60]}))
        return tuple(found)

    def _state(self, typed: str) -> str | None:
        name = typed.strip()
        if name.casefold() == "la":
            return "LA"  # in a column of states it is Louisiana
        if name.replace(".", "").casefold() == "dc":
            return "DC"
        place = self._places.known(name) if name else None
        if place is None and len(name) == 4 and "." in name:
            place = self._places.known(name.replace(".", ""))
        if place is None or place.kind != "state":
            # "New York" is the city to whoever searches, in a column of states it isn't.
            place = self._places.known(f"{name} state") if name else None
        return place.state if place and place.kind == "state" else None

    def _zip(self, typed: str, notes: list[RowProblem]) -> Place | None:
        found = _ZIP.fullmatch(typed.strip())
        if not typed.strip():
            return None
        # A table program made a number of it: the ZIPs of New England begin with 0.
        place = self._places.known((found[1] or found[0]).zfill(5)) if found else None
        if place is None:
            notes.append(RowProblem("lists_io.unknown_zip"))
        return place

    def _town(self, city: str, states: tuple[str, ...], notes: list[RowProblem]) -> Place | None:
        if not city:
            return None
        typed = f"{city}, {states[0]}" if states else city
        place = self._places.known(typed)
        if place is None or place.kind != "city":
            notes.append(RowProblem("lists_io.unknown_city", {"typed": typed[:60]}))
            return None
        return place


def _point(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.lat is None or place.lon is None or place.kind == "state":
        return None
    return place.lat, place.lon
