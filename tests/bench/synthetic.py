"""A directory of any size, made of plausible words; the same one on every machine.

Real directories repeat themselves: many "immigrant", "legal", "center", few "tenants", and most
entries near the big cities. The words are drawn with that slope, so that a search for a common
word has thousands of matches to rank and one for a rare word has a handful.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

T = TypeVar("T")

SEED = 20_261_123

#: Kinds as the bundled directory has them, the common ones first, and a need each one meets.
KINDS: tuple[tuple[str, str], ...] = (
    ("legal service", "legal_help"),
    ("community organisation", "families"),
    ("coalition", "advocacy"),
    ("charity", "donate"),
    ("advocacy organisation", "advocacy"),
    ("rapid response network", "rapid_response"),
    ("accompaniment network", "accompaniment"),
    ("visitation programme", "detention_visits"),
    ("youth network", "youth"),
    ("law school clinic", "legal_help"),
    ("legal representation network", "legal_help"),
    ("local programme", "social_services"),
    ("policy organisation", "policy"),
    ("policy campaign", "policy"),
    ("civil liberties organisation", "policy"),
    ("human rights organisation", "human_rights"),
    ("professional association", "policy"),
    ("inspection campaign", "detention"),
    ("training", "training"),
    ("guide", "know_your_rights"),
    ("action center", "volunteer"),
    ("hotline list", "hotline"),
    ("local chapter finder", "local_groups"),
    ("legislator finder", "find_lawmakers"),
    ("directory", "local_groups"),
)

#: (city, state, latitude, longitude), the big ones first.
CITIES: tuple[tuple[str, str, float, float], ...] = (
    ("New York", "NY", 40.713, -74.006),
    ("Los Angeles", "CA", 34.052, -118.244),
    ("Chicago", "IL", 41.878, -87.630),
    ("Houston", "TX", 29.760, -95.370),
    ("Miami", "FL", 25.762, -80.192),
    ("Boston", "MA", 42.360, -71.059),
    ("Phoenix", "AZ", 33.448, -112.074),
    ("San Antonio", "TX", 29.425, -98.494),
    ("San Diego", "CA", 32.716, -117.161),
    ("Dallas", "TX", 32.777, -96.797),
    ("San José", "CA", 37.338, -121.886),
    ("Philadelphia", "PA", 39.953, -75.164),
    ("Atlanta", "GA", 33.749, -84.388),
    ("Denver", "CO", 39.739, -104.990),
    ("Seattle", "WA", 47.606, -122.332),
    ("Washington", "DC", 38.907, -77.037),
    ("El Paso", "TX", 31.762, -106.485),
    ("Newark", "NJ", 40.736, -74.172),
    ("Tucson", "AZ", 32.222, -110.974),
    ("Minneapolis", "MN", 44.978, -93.265),
    ("Nashville", "TN", 36.163, -86.781),
    ("Charlotte", "NC", 35.227, -80.843),
    ("Albuquerque", "NM", 35.084, -106.650),
    ("New Orleans", "LA", 29.951, -90.072),
    ("Portland", "OR", 45.515, -122.679),
    ("Detroit", "MI", 42.331, -83.046),
    ("Las Vegas", "NV", 36.170, -115.140),
    ("Omaha", "NE", 41.257, -95.935),
    ("Salt Lake City", "UT", 40.761, -111.891),
    ("Providence", "RI", 41.824, -71.413),
    ("Hartford", "CT", 41.766, -72.673),
    ("Milwaukee", "WI", 43.039, -87.907),
    ("Kansas City", "MO", 39.100, -94.579),
    ("Lowell", "MA", 42.633, -71.316),
    ("Worcester", "MA", 42.262, -71.802),
    ("Springfield", "MA", 42.102, -72.590),
    ("Fresno", "CA", 36.738, -119.787),
    ("Brownsville", "TX", 25.902, -97.497),
    ("Anchorage", "AK", 61.218, -149.900),
    ("San Juan", "PR", 18.466, -66.106),
)

_FIRST = (
    "Immigrant", "Refugee", "Community", "New", "United", "Latino", "Haitian", "Casa", "Justice",
    "Welcome", "Hope", "Esperanza", "Centro", "Border", "Freedom", "Families", "Workers", "Dream",
    "Catholic", "Lutheran", "Jewish", "Islamic", "Asian", "African", "Brazilian", "Salvadoran",
    "Neighbors", "Sanctuary", "Puente", "Raíces", "Comité", "Harbor", "Lantern", "Northern",
    "Southern", "Riverside", "Valley", "Mosaic", "Open", "Common",
)  # fmt: skip
_SECOND = (
    "Rights", "Legal", "Justice", "Solidarity", "Services", "Support", "Defense", "Welcome",
    "Action", "Aid", "Advocacy", "Family", "Worker", "Youth", "Women", "Tenants", "Interfaith",
    "Accompaniment", "Visitation", "Naturalization", "Citizenship", "Asylum", "Bond", "Farmworker",
)  # fmt: skip
_LAST = (
    "Center", "Network", "Coalition", "Project", "Alliance", "Collective", "Fund", "Partnership",
    "Clinic", "Committee", "Council", "Association", "Initiative", "House", "Union", "Circle",
)  # fmt: skip
_DEEDS = (
    ("gives free legal help to", "da ayuda legal gratuita a"),
    ("helps with papers and citizenship for", "ayuda con los papeles y la ciudadanía a"),
    ("goes along to court and to check-ins with", "acompaña a la corte y a las citas a"),
    ("answers a hotline about raids for", "atiende una línea de ayuda sobre redadas para"),
    ("visits in detention and writes letters to", "visita en detención y escribe cartas a"),
    ("trains volunteers and observers among", "capacita a voluntarios y observadores entre"),
    ("pays bond for", "paga fianzas de"),
    ("teaches English and knows its rights with", "enseña inglés y a conocer sus derechos a"),
    ("organizes vigils and days of action with", "organiza vigilias y días de acción con"),
    ("finds a lawyer for", "busca abogado para"),
    ("translates and interprets for", "traduce e interpreta para"),
    ("keeps a food pantry and a shelter for", "tiene despensa y albergue para"),
)
_PEOPLE = (
    ("immigrant families", "familias inmigrantes"),
    ("refugees and asylum seekers", "personas refugiadas y solicitantes de asilo"),
    ("farmworkers", "trabajadores agrícolas"),
    ("young people without papers", "jóvenes sin papeles"),
    ("day laborers", "jornaleros"),
    ("women and children", "mujeres y niños"),
    ("detained people and their relatives", "personas detenidas y sus familiares"),
    ("students and their parents", "estudiantes y sus padres"),
    ("domestic workers", "trabajadoras del hogar"),
    ("green-card holders", "residentes permanentes"),
)
#: Names of patrons, streets and founders: thousands of words that occur a few times each.
_SYLLABLES = (
    ("Al", "Bar", "Cor", "Dal", "Es", "Fer", "Gar", "Her", "Jo", "Lu", "Mar", "Nor", "Os", "Pe"),
    ("a", "e", "i", "o", "u", "an", "el", "in", "or", "al", "en", "is", "av", "om", "ur", "ad"),
    ("da", "lez", "mon", "nia", "quez", "ra", "ston", "to", "vedo", "win", "zar", "ber", "cia"),
)
_LANGUAGES = ("en", "es", "ht", "pt", "zh", "vi", "ar", "fr", "so", "am")


@dataclass(frozen=True)
class SyntheticEntry:
    """One entry. `what` maps a language to a sentence; a nationwide one has no place."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    needs: tuple[str, ...]
    scope: str
    city: str | None
    state: str | None
    lat: float | None
    lon: float | None
    languages: tuple[str, ...]
    what: dict[str, str]


def as_bundled(entry: SyntheticEntry) -> dict[str, Any]:
    """The entry in the shape of one in `data/directory.json`."""
    return asdict(entry) | {"also": [], "website": f"https://{entry.id}.example.org/"}


def entries(count: int = 100_000, seed: int = SEED) -> Iterator[SyntheticEntry]:
    """`count` entries, the same for the same seed; a smaller count is the beginning of a larger."""
    source = random.Random(seed)  # noqa: S311 - repeatable on purpose, nothing secret
    for number in range(count):
        yield _entry(number, source)


def _entry(number: int, source: random.Random) -> SyntheticEntry:
    city, state, latitude, longitude = _common(source, CITIES)
    words = [_common(source, _FIRST), _common(source, _SECOND), _common(source, _LAST)]
    place = city if source.random() < 0.5 else ""
    patron = "".join(source.choice(part) for part in _SYLLABLES) if source.random() < 0.2 else ""
    name = " ".join(part for part in (place, patron, *words) if part)
    deed, people = _common(source, _DEEDS), _common(source, _PEOPLE)
    kind, need = _common(source, KINDS)
    nationwide = source.random() < 0.05
    return SyntheticEntry(
        id=f"synthetic-{number}",
        name=name,
        aliases=tuple(_aliases(name, words, source)),
        kind=kind,
        needs=(need,),
        scope="nationwide" if nationwide else "city",
        city=None if nationwide else city,
        state=None if nationwide else state,
        lat=None if nationwide else round(latitude + source.uniform(-0.3, 0.3), 3),
        lon=None if nationwide else round(longitude + source.uniform(-0.3, 0.3), 3),
        languages=tuple(sorted({"en", *source.sample(_LANGUAGES, source.randint(0, 2))})),
        what={
            "en": f"{words[0]} {words[2].lower()} in {city} that {deed[0]} {people[0]}.",
            "es": f"Organización de {city} que {deed[1]} {people[1]}.",
        },
    )


def _aliases(name: str, words: Sequence[str], source: random.Random) -> Iterator[str]:
    """An acronym for most, a former name for some."""
    if source.random() < 0.6:
        yield "".join(word[0] for word in name.split())
    if source.random() < 0.2:
        yield f"{_common(source, _FIRST)} {words[1]} {_common(source, _LAST)}"


def _common(source: random.Random, items: Sequence[T]) -> T:
    """One of the items; the first are drawn far more often than the last."""
    return items[int(len(items) * source.random() ** 2)]


@dataclass(frozen=True)
class SearchCall:
    """One search of the mix; `family` names what it tries."""

    family: str
    what: str
    where: str | None = None
    kind: str | None = None
    language: str = "en"


#: What people type, in the proportions in which the bench asks it.
MIX: tuple[SearchCall, ...] = (
    SearchCall("one word", "legal"),
    SearchCall("one word", "asylum"),
    SearchCall("one word", "farmworker"),
    SearchCall("prefix", "immig"),
    SearchCall("prefix", "accomp"),
    SearchCall("two words", "legal clinic"),
    SearchCall("two words", "bond fund"),
    SearchCall("three words", "refugee support network"),
    SearchCall("name", "Raíces Bond Collective"),
    SearchCall("name", "Lantern Visitation House"),
    SearchCall("rare name", "Maravedo"),
    SearchCall("acronym", "IRC"),
    SearchCall("without accents", "raices"),
    SearchCall("spanish", "abogado", language="es"),
    SearchCall("spanish", "línea de ayuda", language="es"),
    SearchCall("place", "legal", where="Boston, MA"),
    SearchCall("place", "lawyer", where="02118"),
    SearchCall("place", "visita", where="Tucson, AZ", language="es"),
    SearchCall("kind", "family", kind="coalition"),
    SearchCall("typo", "imigrant"),
    SearchCall("nothing", "zzyzx"),
)
