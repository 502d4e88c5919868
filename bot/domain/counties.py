"""Which county is meant? By name, however people write it: "Harris", "Condado de Harris",
"St. Mary's", "Orleans Parish", "City of Fairfax".

Names are compared folded (no case, accents, periods or apostrophes, `st` as `saint`) and without
blanks, so that `LaSalle` is `La Salle`. What a county is called (county, parish, borough, …) helps
to tell two apart that share a name, as Virginia's independent cities do, and is otherwise not
insisted on: "Orleans County" in Louisiana is the parish.

Source of the table: data/counties.csv. A ZIP never tells a county: many lie in two.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from bot.domain.gazetteer import fold
from bot.domain.places import distance_km


class CountyKind(StrEnum):
    """What a county is called where it lies; the values name sentences in the catalogs."""

    COUNTY = "county"
    PARISH = "parish"
    BOROUGH = "borough"
    CENSUS_AREA = "census_area"
    MUNICIPIO = "municipio"
    CITY = "city"
    DISTRICT = "district"


#: How the names in the table end, the longer ending first.
_ENDINGS = (
    (" City and Borough", CountyKind.BOROUGH),
    (" Census Area", CountyKind.CENSUS_AREA),
    (" Municipality", CountyKind.BOROUGH),
    (" Municipio", CountyKind.MUNICIPIO),
    (" Borough", CountyKind.BOROUGH),
    (" County", CountyKind.COUNTY),
    (" Parish", CountyKind.PARISH),
    (" city", CountyKind.CITY),
)
_CITIES = frozenset({CountyKind.CITY, CountyKind.DISTRICT})
_OF = r"(?:of|de los|de las|de la|del|de)"
_COUNTY_WORD = (
    r"(?:county|parish|city and borough|borough|census area|municipality|condado|parroquia|"
    r"municipio|distrito municipal|area censal)"
)
_CITY_WORD = r"(?:independent city|city|ciudad independiente|ciudad)"
_BEFORE = re.compile(rf"(?P<word>{_COUNTY_WORD}|{_CITY_WORD}) {_OF} (?P<name>.+)")
_AFTER = re.compile(rf"(?P<name>.+?) (?P<word>{_COUNTY_WORD}|{_CITY_WORD})")
_ARTICLE = re.compile(rf"{_COUNTY_WORD} de (?P<name>(?:la|las|los) .+)")
_SAYS_COUNTY = re.compile(rf"^{_COUNTY_WORD} {_OF} \S|\S {_COUNTY_WORD}(?:$|,| )")
_IS_COUNTY = re.compile(_COUNTY_WORD)
#: So alike a misspelled name must be to be offered instead (0 to 1).
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class County:
    """A county or what counts as one; `name` as the Census Bureau writes it, the point inside."""

    state: str
    name: str
    lat: float
    lon: float

    @property
    def kind(self) -> CountyKind:
        """What it is called."""
        for ending, kind in _ENDINGS:
            if self.name.endswith(ending):
                return kind
        return CountyKind.CITY if self.name.endswith(" City") else CountyKind.DISTRICT

    @property
    def short_name(self) -> str:
        """The name without what it is called: `Harris`, `Orleans`, but `Carson City`."""
        for ending, _ in _ENDINGS:
            if self.name.endswith(ending):
                return self.name.removesuffix(ending)
        return self.name


def says_county(text: str) -> bool:
    """Whether the words themselves say that a county is meant: `Harris County`, `condado de …`."""
    return _SAYS_COUNTY.search(fold(text)) is not None


def _key(folded: str) -> str:
    return folded.replace(" ", "")


def _parts(folded: str) -> tuple[str, bool | None]:
    """The name without what it is called, and whether that was a county (False: a city)."""
    match = _BEFORE.fullmatch(folded) or _AFTER.fullmatch(folded)
    if match is None:
        return folded, None
    return match["name"], _IS_COUNTY.fullmatch(match["word"]) is not None


class Counties:
    """All counties; built once, never changed."""

    def __init__(self, counties: Iterable[County]) -> None:
        self._by_state: dict[str, list[County]] = {}
        self._by_key: dict[str, list[County]] = {}
        self._by_name: dict[tuple[str, str], County] = {}
        for county in counties:
            self._by_state.setdefault(county.state, []).append(county)
            self._by_key.setdefault(_key(fold(county.short_name)), []).append(county)
            self._by_name[county.state, county.name] = county

    def in_state(self, state: str) -> tuple[County, ...]:
        """The counties of a state by name; none for an island area without counties here."""
        return tuple(self._by_state.get(state, ()))

    def get(self, state: str, name: str) -> County | None:
        """The county of exactly this name."""
        return self._by_name.get((state, name))

    def named(self, name: str, state: str | None = None) -> tuple[County, ...]:
        """All that `name` could mean, in one state or in any."""
        folded = fold(name)
        core, is_county = _parts(folded)
        # "Charles City" and "Carson City" are whole names; "Fairfax City" is Fairfax.
        whole = self._with_key(_key(folded), state)
        if whole:
            return whole
        found = self._with_key(_key(core), state)
        if not found and (article := _ARTICLE.fullmatch(folded)):
            # "Condado de La Paz", "condado de Los Alamos": the article belongs to the name.
            found = self._with_key(_key(article["name"]), state)
        if is_county is not None:
            meant = tuple(c for c in found if (c.kind not in _CITIES) is is_county)
            return meant or found
        return found

    def like(self, name: str, state: str) -> tuple[County, ...]:
        """The counties of a state whose name is nearly so, the likeliest first, at most three."""
        core, _ = _parts(fold(name))
        keys = {_key(fold(county.short_name)): county for county in self.in_state(state)}
        close = get_close_matches(_key(core), keys, n=3, cutoff=_ALIKE)
        return tuple(keys[key] for key in close)

    def nearest(self, state: str, lat: float, lon: float) -> tuple[County, ...]:
        """The counties of a state, whose middle is nearest first."""
        return tuple(
            sorted(
                self.in_state(state),
                key=lambda county: distance_km(lat, lon, county.lat, county.lon),
            )
        )

    def _with_key(self, key: str, state: str | None) -> tuple[County, ...]:
        found = self._by_key.get(key, ())
        return tuple(county for county in found if state in (None, county.state))


def parse_counties(lines: Iterable[str]) -> Counties:
    """Read the lines of data/counties.csv: state, name, lat, lon."""
    return Counties(_counties(lines))


def _counties(lines: Iterable[str]) -> Iterator[County]:
    rows = csv.reader(line for line in lines if not line.startswith("#"))
    next(rows, None)
    for state, name, lat, lon in rows:
        yield County(state, name, float(lat), float(lon))
