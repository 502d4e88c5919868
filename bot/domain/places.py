"""Where is "boston", "02108", "Nueva York" or "st. paul, minn."? Makes a point of what is typed.

Everything lies in sorted arrays, not in an object a row: 41,000 ZIPs take a few megabytes and are
searched by bisection. A ZIP that somebody typed is looked up and forgotten: no label, suggestion
or error ever holds it.

How one name that could be several places is read:

- a bare name of both a state and a city is the state (`Washington`, `Delaware`), except `New York`
  and `Nueva York`: the city, which lies in that very state (`NY`, `New York State`);
- a bare two-letter code is the state, except `LA` (Los Angeles, as nearly everybody says it;
  Louisiana has its name and `City, LA`) and `DC` (the city of Washington);
- a bare city is the one with the most ZIPs: `Springfield` is the one in Illinois.

Source of the table: data/places.csv.gz; states and nicknames come from `gazetteer.py`.
"""

from __future__ import annotations

import csv
import heapq
import math
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal, NoReturn

from bot.domain.errors import BadInput
from bot.domain.gazetteer import SPELLED_OUT, Gazetteer, State, fold, parse_gazetteer

__all__ = [
    "Gazetteer",
    "Place",
    "Places",
    "State",
    "distance_km",
    "fold",
    "parse_gazetteer",
    "parse_places",
]

LONGEST = 100
EARTH_RADIUS_KM = 6371.0088

_TRAILING_ZIP = re.compile(r"(?:^|[\s,])([0-9]{5})(?:[-\s\u2010-\u2013]?[0-9]{4})?$")
# How the label of a ZIP without a city name begins; it is shown as its state.
_NAMELESS = ", "
_STATE_OF = re.compile(r"^(?:state of|estado de) | (?:state|estado)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A point to measure from. `label` never holds a ZIP; degrees, None where nobody knows.

    `guess` is True where a ZIP has no area of its own and its point is the nearest that is known.
    """

    label: str
    state: str | None
    lat: float | None
    lon: float | None
    guess: bool
    kind: Literal["zip", "city", "state"]


def parse_places(lines: Iterable[str], gazetteer: Gazetteer) -> Places:
    """Read the lines of data/places.csv.gz: zip, lat, lon, city, state, guess, by ZIP."""
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    next(rows, None)
    return Places(rows, gazetteer)


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Kilometers between two points given in degrees, along the great circle (haversine)."""
    north1, north2 = math.radians(lat1), math.radians(lat2)
    half_north = math.sin((north2 - north1) / 2)
    half_east = math.sin(math.radians(lon2 - lon1) / 2)
    chord = half_north**2 + math.cos(north1) * math.cos(north2) * half_east**2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, chord)))


@dataclass(slots=True)
class _Sums:
    """What is added up of a city while reading; `sure` counts the ZIPs with an area."""

    number: int
    weight: int = 0
    sure: int = 0
    lat: float = 0.0
    lon: float = 0.0
    guess_lat: float = 0.0
    guess_lon: float = 0.0


class _Cities:
    """Cities sorted by key (`boston, ma`), one array a column; `weight` is the number of ZIPs."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self.labels: list[str] = []
        self.weights = array("H")
        self.lats = array("f")
        self.lons = array("f")
        self.guesses = bytearray()

    def add(self, key: str, label: str, weight: int, lat: float, lon: float, guess: int) -> None:
        self.keys.append(key)
        self.labels.append(label)
        self.weights.append(weight)
        self.lats.append(lat)
        self.lons.append(lon)
        self.guesses.append(guess)

    def at(self, key: str) -> int | None:
        """The place of exactly this key in the arrays."""
        spot = bisect_left(self.keys, key)
        return spot if spot < len(self.keys) and self.keys[spot] == key else None

    def starting(self, prefix: str) -> range:
        """Where the keys that begin with `prefix` stand."""
        return range(bisect_left(self.keys, prefix), bisect_left(self.keys, prefix + "\U0010ffff"))

    def biggest(self, spots: Iterable[int], limit: int = 1) -> list[int]:
        """Those of the cities with the most ZIPs, the biggest first."""
        return heapq.nlargest(limit, spots, key=lambda spot: (self.weights[spot], -spot))

    def place(self, spot: int) -> Place:
        label = self.labels[spot]
        lat, lon = round(self.lats[spot], 3), round(self.lons[spot], 3)
        return Place(label, label[-2:], lat, lon, bool(self.guesses[spot]), "city")


class Places:
    """Looks up ZIPs, cities and states; built once, never changed."""

    def __init__(self, rows: Iterable[list[str]], gazetteer: Gazetteer) -> None:
        self._zips = array("I")
        self._zip_lats = array("f")
        self._zip_lons = array("f")
        self._zip_guesses = bytearray()
        self._cities = self._read(rows, gazetteer.districts)
        named = (spot for spot, weight in enumerate(self._cities.weights) if weight)
        self._biggest = self._cities.biggest(named, 25)
        self._states = {state.code: state for state in gazetteer.states}
        self._nicknames = gazetteer.nicknames
        self._spellings = {
            fold(word): state.code
            for state in gazetteer.states
            for word in (*state.names.values(), *state.labels.values(), *state.also, state.code)
        }
        counts = dict.fromkeys(self._states, 0)
        for label, weight in zip(self._cities.labels, self._cities.weights, strict=True):
            counts[label[-2:]] = counts.get(label[-2:], 0) + weight
        self._state_weights = counts

    def _read(self, rows: Iterable[list[str]], districts: Mapping[str, str]) -> _Cities:
        found: dict[str, _Sums] = {}
        numbers = array("I")
        add_zip, add_lat, add_lon = self._zips.append, self._zip_lats.append, self._zip_lons.append
        add_guess, add_number = self._zip_guesses.append, numbers.append
        for code, lat_text, lon_text, city, state, guess in rows:
            lat, lon, guessed = float(lat_text), float(lon_text), guess == "1"
            label = f"{city}, {state}"
            sums = found.get(label)
            if sums is None:
                sums = found[label] = _Sums(len(found), guess_lat=lat, guess_lon=lon)
            sums.weight += bool(city)
            if not guessed:
                sums.sure += 1
                sums.lat += lat
                sums.lon += lon
            add_zip(int(code))
            add_lat(lat)
            add_lon(lon)
            add_guess(guessed)
            add_number(sums.number)
        for label, like in districts.items():
            if like in found and label not in found:
                found[label] = replace(found[like], number=len(found))
        cities, spots = _sorted_cities(found)
        self._zip_cities = array("I", map(spots.__getitem__, numbers))
        return cities

    def find(self, text: str) -> Place:
        """The place meant by a ZIP, ZIP+4, city or state, in English or Spanish spelling.

        Raises:
            BadInput: `places.empty`, `places.bad_zip`, `places.unknown_zip`,
                `places.unknown_place` or `places.did_you_mean` (`place`: the likely label).
        """
        if not text.strip():
            raise BadInput("places.empty")
        if len(text) > LONGEST:
            raise BadInput("places.unknown_place")
        typed = unicodedata.normalize("NFKC", text).strip()
        if number := _TRAILING_ZIP.search(typed):
            return self._zip(int(number[1]))
        name = fold(typed)
        if any(c.isdigit() for c in name) and not any(c.isalpha() for c in name):
            raise BadInput("places.bad_zip")
        return self._named_place(name) or self._unknown(name)

    def known(self, text: str) -> Place | None:
        """What `find` finds, None where it would refuse or guess: quick even for what no one knows.

        For long lists: the guess at what was meant looks through a thousand cities.
        """
        if len(text) > LONGEST:
            return None
        typed = unicodedata.normalize("NFKC", text).strip()
        if number := _TRAILING_ZIP.search(typed):
            code = int(number[1])
            spot = bisect_left(self._zips, code)
            there = spot < len(self._zips) and self._zips[spot] == code
            return self._zip(code) if there else None
        name = fold(typed)
        return self._named_place(name) if name else None

    def _named_place(self, name: str) -> Place | None:
        found = self._labelled(name) or self._short_name(name) or self._city_in_state(name)
        if found is None and "," not in name:
            found = self._bare_city(name)
        return found

    def suggest(self, prefix: str, limit: int = 25, language: str = "en") -> list[str]:
        """Labels that what was typed so far could become, the likeliest first; each is findable.

        Never a ZIP: text with a digit in it has no suggestions.
        """
        if limit < 1 or len(prefix) > LONGEST or any(c.isdigit() for c in prefix):
            return []
        start = fold(prefix)
        # "st" may be the beginning of Sterling or of Saint Paul.
        starts = {start, " ".join(SPELLED_OUT.get(word, word) for word in start.split(" "))}
        if not start:
            return [self._cities.labels[spot] for spot in self._biggest[:limit]]
        spots = {spot for start in starts for spot in self._spots(start, limit)}
        scored = {self._cities.labels[spot]: int(self._cities.weights[spot]) for spot in spots}
        scored.update(self._named(tuple(starts), language))
        return heapq.nlargest(limit, scored, key=lambda label: (scored[label], label))

    def label(self, place: Place, language: str) -> str:
        """How to show a place in a language: states have a name in each, cities have one."""
        if place.kind == "state" and place.state in self._states:
            return self._states[place.state].labels.get(language, place.label)
        return place.label

    def state_name(self, code: str, language: str) -> str:
        """A state's plain name, e.g. `Nueva York`; the code itself where nobody knows it."""
        state = self._states.get(code)
        return state.names.get(language, state.names["en"]) if state else code

    def nearest_zip(self, lat: float, lon: float, within_km: float) -> str | None:
        """The ZIP whose point is nearest; None if none is so near."""
        degrees = within_km / 110  # a degree of latitude is longer than that everywhere
        near = (
            (distance_km(lat, lon, self._zip_lats[spot], self._zip_lons[spot]), spot)
            for spot, zip_lat in enumerate(self._zip_lats)
            if abs(zip_lat - lat) <= degrees
        )
        km, spot = min(near, default=(math.inf, 0))
        return f"{self._zips[spot]:05}" if km <= within_km else None

    def _zip(self, number: int) -> Place:
        spot = bisect_left(self._zips, number)
        if spot == len(self._zips) or self._zips[spot] != number:
            raise BadInput("places.unknown_zip")
        city = self._cities.labels[self._zip_cities[spot]]
        state = city[-2:]
        label = city if not city.startswith(_NAMELESS) else self.state_name(state, "en")
        lat, lon = round(self._zip_lats[spot], 3), round(self._zip_lons[spot], 3)
        return Place(label, state, lat, lon, bool(self._zip_guesses[spot]), "zip")

    def _short_name(self, name: str) -> Place | None:
        """A nickname, or a state."""
        if name in self._nicknames:
            return self._labelled(self._nicknames[name])
        code = self._spellings.get(name) or self._spellings.get(_STATE_OF.sub("", name))
        if not code:
            return None
        state = self._states[code]
        return Place(state.labels["en"], code, state.lat, state.lon, False, "state")

    def _labelled(self, label: str) -> Place | None:
        spot = self._cities.at(fold(label))
        return None if spot is None else self._cities.place(spot)

    def _city_in_state(self, name: str) -> Place | None:
        for city, state in _partings(name):
            code = self._spellings.get(state)
            if code is None and state in self._nicknames:
                code = self._nicknames[state][-2:]
            spot = self._cities.at(f"{city}, {code.lower()}") if code else None
            if spot is not None:
                return self._cities.place(spot)
            known = self._nicknames.get(city, "")
            if code and known.endswith(f", {code}"):
                return self._labelled(known)
        return None

    def _bare_city(self, name: str) -> Place | None:
        biggest = self._cities.biggest(self._cities.starting(f"{name}, ")) if name else []
        return self._cities.place(biggest[0]) if biggest else None

    def _unknown(self, name: str) -> NoReturn:
        city = name.split(", ", 1)[0]
        near = self._bare_city(city) or self._misspelled(city)
        if near is None:
            raise BadInput("places.unknown_place")
        raise BadInput("places.did_you_mean", place=near.label)

    def _misspelled(self, name: str) -> Place | None:
        cities = self._cities
        if len(name) < 4:
            return None
        names = {
            cities.keys[spot][:-4]: spot
            for spot in reversed(cities.biggest(cities.starting(name[0]), 1000))
            if cities.weights[spot] > 1 and abs(len(cities.keys[spot]) - 4 - len(name)) < 3
        }
        close = [names[like] for like in get_close_matches(name, names, n=5, cutoff=0.7)]
        return cities.place(cities.biggest(close)[0]) if close else None

    def _spots(self, start: str, limit: int) -> list[int]:
        """The biggest cities whose key begins so, with or without a comma before the state."""
        cities = self._cities
        found = cities.biggest(cities.starting(start), limit) if "," not in start else []
        if found:
            return found
        for city, state in _partings(start):
            words = self._spellings.items()
            codes = {code.lower() for word, code in words if word.startswith(state)}
            there = cities.starting(f"{city}, ")
            if spots := [spot for spot in there if cities.keys[spot][-2:] in codes]:
                return cities.biggest(spots, limit)
        return []

    def _named(self, starts: tuple[str, ...], language: str) -> Iterator[tuple[str, int]]:
        for word, code in self._spellings.items():
            if word.startswith(starts):
                yield self._states[code].labels.get(language, code), self._state_weights[code]
        for word, label in self._nicknames.items():
            spot = self._cities.at(fold(label)) if word.startswith(starts) else None
            if spot is not None:
                yield label, int(self._cities.weights[spot])


def _sorted_cities(found: Mapping[str, _Sums]) -> tuple[_Cities, array[int]]:
    """The cities by key, and for each number given while reading its place among them."""
    cities = _Cities()
    spots = array("I", bytes(4 * len(found)))
    for key, label in sorted((_key(label), label) for label in found):
        sums = found[label]
        spots[sums.number] = len(cities.keys)
        lat, lon = sums.guess_lat, sums.guess_lon
        if sums.sure:
            lat, lon = sums.lat / sums.sure, sums.lon / sums.sure
        cities.add(key, label, sums.weight, lat, lon, not sums.sure)
    return cities, spots


def _key(label: str) -> str:
    """`fold(label)`, quick where the table has the name in plain words, as it mostly has."""
    if label.startswith(_NAMELESS):
        return f"\0{label}"  # nothing that is typed leads here: `fold` leaves no such character
    name = label[:-4]
    if name.replace(" ", "").isalpha() and name.isascii() and name[2:3] != " ":
        return label.lower()
    return fold(label)


def _partings(name: str) -> Iterator[tuple[str, str]]:
    """Ways to part a name into city and state: at the comma, else before each of the last words."""
    if "," in name:
        parts = name.split(", ")
        yield parts[0], parts[-1]
        yield parts[-2], parts[-1]
        return
    words = name.split(" ")
    for size in range(min(4, len(words) - 1), 0, -1):
        yield " ".join(words[:-size]), " ".join(words[-size:])
