"""Entries as an editor could have made them, for hypothesis. `LISTS_EXAMPLES` says how many of each
are tried (a few by default: the suite is to stay quick)."""

from __future__ import annotations

import os
from datetime import date

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from bot.domain.entry import Entry, Freq, Location, Phone, Schedule, Service
from bot.domain.organization import Scope
from bot.services.lists.check import is_schedule
from bot.services.lists.texts import shortened
from bot.services.lists.vocabulary import kinds, needs, state_codes

MANY = settings(
    max_examples=int(os.environ.get("LISTS_EXAMPLES", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)

#: What people type and files hold: signs of every format that is written or read here.
HARD = st.sampled_from(
    ["=1+1", "'=x", "-2", "+x", "@a", "<b>x</b>", "&lt;b&gt;", "&amp;amp;", "a,b", 'q"q', "x\ny",
     "a; b", "\u202eabc", "\ufeffx", "é", "e\u0301", "\x00", "\ud800", "ñandú", "n/a", "NULL",
     "  x ", "\u200bz", "&", "<", "\u2019", "\uff1dx", "\t=x", "_", "日本", "{}", "[1]", "💬",
     "A\u0301;"]
)  # fmt: skip
ANYTHING = st.one_of(st.text(max_size=40), HARD, st.builds("{}{}".format, HARD, HARD))


def texts(field: str, least: int = 0) -> st.SearchStrategy[str]:
    """Texts as they are kept."""
    made = ANYTHING.map(lambda typed: shortened(typed, field)[0])
    return made.filter(lambda text: len(text) >= least)


def some(each: st.SearchStrategy, most: int = 3) -> st.SearchStrategy[tuple]:
    """A few different ones."""
    return st.lists(each, max_size=most, unique=True).map(tuple)


LANGUAGES = some(st.sampled_from(["en", "es", "ht", "quc", "zh", "pt-BR"]))
NUMBERS = st.one_of(
    st.builds(
        "{}-{}-{:04}".format,
        st.sampled_from(["312", "617", "213", "800", "787"]),
        st.integers(220, 999).filter(lambda n: n % 100 != 11),
        st.integers(0, 9999),
    ),
    st.sampled_from(["988", "211", "+52 55 5555 1234", "+44 1234 234567"]),
)
IDS = st.one_of(
    st.just(""), st.uuids().map(str), st.sampled_from(["main", "1", "a-b", "office.2", "x:1"])
)
PHONES = st.builds(
    Phone,
    number=NUMBERS,
    extension=st.sampled_from(["", "1", "715", "007", "0"]),
    description=texts("phone_description"),
    languages=LANGUAGES,
    verified=st.booleans(),
    id=IDS,
)
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
DATES = st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
SCHEDULES = st.builds(
    Schedule,
    byday=some(st.one_of(DAYS, st.sampled_from(["1MO", "-1SU"]))),
    opens_at=st.one_of(st.none(), st.integers(0, 1439)),
    closes_at=st.one_of(st.none(), st.integers(0, 1440)),
    freq=st.one_of(st.none(), st.sampled_from(Freq)),
    interval=st.one_of(st.none(), st.integers(1, 9)),
    bymonthday=some(st.integers(-31, 31).filter(bool)),
    dtstart=DATES,
    until=DATES,
    count=st.one_of(st.none(), st.integers(1, 99)),
    valid_from=DATES,
    valid_to=DATES,
    description=texts("hours"),
    id=IDS,
).filter(is_schedule)
POINTS = st.one_of(
    st.just((None, None)), st.tuples(st.floats(-90, 90), st.floats(-180, 180))
).filter(lambda point: point != (0, 0))
WEBSITES = st.one_of(
    st.none(),
    st.sampled_from(["https://example.org", "http://a.example.com/x?y=%C3%B1#z",
                     "https://xn--espaa-rta.es/a", "https://example.org:8080/(a)"]),
)  # fmt: skip
EMAILS = st.sampled_from(["", "info@example.org", "a.b+c@xn--espaa-rta.es"])


def hidden(place: Location) -> Location:
    """A place of which no address may be known has none."""
    if not place.confidential:
        return place
    return Location(
        name=place.name, city=place.city, state=place.state, lat=place.lat, lon=place.lon,
        confidential=True, id=place.id, schedules=place.schedules, phones=place.phones,
    )  # fmt: skip


LOCATIONS = st.builds(
    lambda point, **rest: hidden(Location(lat=point[0], lon=point[1], **rest)),
    point=POINTS,
    name=texts("location_name"),
    address_1=texts("address_1"),
    address_2=texts("address_2"),
    city=texts("city"),
    state=texts("state"),
    postal_code=texts("postal_code"),
    country=st.sampled_from(["US", "MX"]),
    time_zone=st.sampled_from([None, "America/Chicago"]),
    kind=st.sampled_from(["physical", "postal", "virtual"]),
    description=texts("location_description"),
    transportation=texts("transportation"),
    confidential=st.booleans(),
    languages=LANGUAGES,
    phones=some(PHONES, 2),
    schedules=some(SCHEDULES, 2),
    id=IDS,
)
SERVICES = st.builds(
    Service,
    name=texts("service_name", 1),
    what=texts("service_what"),
    eligibility=texts("eligibility"),
    how_to_begin=texts("how_to_begin"),
    fees=texts("fees"),
    website=WEBSITES,
    email=EMAILS,
    status=st.sampled_from(["active", "inactive", "temporarily closed"]),
    languages=LANGUAGES,
    areas=some(texts("areas", 1)),
    phones=some(PHONES, 2),
    schedules=some(SCHEDULES, 2),
    id=IDS,
)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry that may be kept (`problems_of` has nothing against it)."""
    locations = draw(st.lists(LOCATIONS, max_size=3, unique_by=lambda p: p.id or object()))
    services = draw(st.lists(SERVICES, max_size=3, unique_by=lambda s: s.id or object()))
    ids = [place.id for place in locations if place.id]
    if ids:
        services = [
            Service(
                **{
                    name: getattr(service, name)
                    for name in Service.__dataclass_fields__
                    if name != "locations"
                },
                locations=draw(some(st.sampled_from(ids))),
            )
            for service in services
        ]
    lat, lon = draw(POINTS)
    said = st.dictionaries(st.sampled_from(["en", "es", "ht"]), texts("what", 1))
    return Entry(
        id=draw(st.one_of(st.uuids().map(str), st.sampled_from(["mixteca", "a-b_c.d:e", "287-g"]))),
        name=draw(texts("name", 1)),
        kind=draw(st.sampled_from(sorted(kinds()))),
        scope=draw(st.sampled_from(Scope)),
        states=draw(some(st.sampled_from(sorted(state_codes())))),
        city=draw(st.one_of(st.none(), texts("city", 1))),
        lat=lat,
        lon=lon,
        website=draw(WEBSITES),
        through=draw(st.one_of(st.none(), texts("through", 1))),
        email=draw(EMAILS),
        alert=draw(texts("alert")),
        languages=draw(LANGUAGES),
        aliases=draw(some(texts("aliases", 1))),
        what=draw(said),
        names=draw(st.dictionaries(st.sampled_from(["en", "es"]), texts("name", 1))),
        needs=draw(some(st.sampled_from(needs()))),
        phones=draw(some(PHONES)),
        locations=tuple(locations),
        services=tuple(services),
        source=draw(texts("source")),
    )
