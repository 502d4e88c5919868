"""State legislators and governors: 7,500 lines kept as text, of which a few are read at a time.

So they cost two megabytes and no time at the start. Source of the tables:
data/state_legislators.tsv.gz and data/governors.tsv.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.domain.legislators import Body, District, Office, OfficeKind, Target

#: The zone of a place, by ZIP and state; None where nobody knows.
ZoneOf = Callable[[str, str], str | None]

_UPPER_LOWER = {"u": Body.STATE_UPPER, "l": Body.STATE_LOWER}


@dataclass(frozen=True, slots=True)
class Capitol:
    """A state's capital: where its capitol and its governor are."""

    city: str
    state: str
    zip: str
    lat: float
    lon: float

    def office(self, id_: str, phone: str, zone_of: ZoneOf) -> Office:
        """A telephone there."""
        return Office(
            id=f"{id_}:capitol",
            kind=OfficeKind.CAPITOL,
            city=self.city,
            state=self.state,
            phone=phone,
            zip=self.zip,
            lat=self.lat,
            lon=self.lon,
            zone=zone_of(self.zip, self.state),
        )


class StateLegislators:
    """Who sits in which district of a state's chambers, and who governs it."""

    def __init__(
        self,
        rows: Mapping[str, tuple[str, ...]],
        governors: Mapping[str, tuple[Capitol, str]],
        zone_of: ZoneOf,
    ) -> None:
        self._rows = rows
        self._governors = governors
        self._zone_of = zone_of

    def of(self, district: District) -> tuple[Target, ...]:
        """Who sits there: several where a district has several seats, none where it is vacant."""
        if district.body is Body.GOVERNOR:
            return self._governor(district)
        rows = self._rows.get(_key(district), ())
        return tuple(self._target(district, row) for row in rows)

    def districts(self, state: str) -> tuple[District, ...]:
        """The districts of a state that anybody sits in, in the order of the table."""
        prefixes = tuple(f"{state}\t{code}\t" for code in _UPPER_LOWER)
        return tuple(_district(key) for key in self._rows if key.startswith(prefixes))

    def by_id(self, id_: str) -> Target | None:
        """Somebody by their openstates id; None where nobody has it."""
        for key, rows in self._rows.items():
            for row in rows:
                if id_ and row.startswith(f"{id_}\t"):
                    return self._target(_district(key), row)
        for state, (_, row) in self._governors.items():
            if id_ and row.startswith(f"{id_}\t"):
                return next(iter(self.of(District(Body.GOVERNOR, state))), None)
        return None

    def __iter__(self) -> Iterator[Target]:
        for key in self._rows:
            yield from self.of(_district(key))

    def _target(self, district: District, row: str) -> Target:
        id_, name, party, ends, capitol_phone, email, website, local = row.split("\t")
        offices = [
            self._office(f"{id_}:{at}", district.state, *each.split("|"))
            for at, each in enumerate(local.split(";") if local else (), 1)
        ]
        # Some list the capitol's number for their town: it is the capitol that answers.
        offices = [office for office in offices if office.phone != capitol_phone]
        if capitol_phone:
            capitol, _ = self._governors[district.state]
            offices.append(capitol.office(id_, capitol_phone, self._zone_of))
        return Target(
            id=id_,
            name=name,
            party=party,
            district=district,
            offices=tuple(offices),
            term_ends=date.fromisoformat(ends) if ends else None,
            website=website,
            email=email,
        )

    def _office(
        self, id_: str, state: str, city: str, code: str, phone: str, lat: str, lon: str
    ) -> Office:
        return Office(
            id=id_,
            kind=OfficeKind.LOCAL,
            city=city,
            state=state,
            phone=phone,
            zip=code,
            lat=float(lat) if lat else None,
            lon=float(lon) if lon else None,
            zone=self._zone_of(code, state) or self._capital_zone(state),
        )

    def _capital_zone(self, state: str) -> str | None:
        """For an office of which only the number is known, in a state of two zones."""
        capitol, _ = self._governors[state]
        return self._zone_of(capitol.zip, state)

    def _governor(self, district: District) -> tuple[Target, ...]:
        capitol, row = self._governors.get(district.state, (None, ""))
        if capitol is None or not row:
            return ()
        id_, name, party, ends, phone, email, website = row.split("\t")
        return (
            Target(
                id=id_,
                name=name,
                party=party,
                district=district,
                offices=(capitol.office(id_, phone, self._zone_of),) if phone else (),
                term_ends=date.fromisoformat(ends) if ends else None,
                website=website,
                email=email,
            ),
        )


def _key(district: District) -> str:
    code = "u" if district.body is Body.STATE_UPPER else "l"
    return f"{district.state}\t{code}\t{district.name}"


def _district(key: str) -> District:
    state, code, name = key.split("\t")
    return District(_UPPER_LOWER[code], state, name)


def parse_state_legislators(
    people: Iterable[str], governors: Iterable[str], zone_of: ZoneOf
) -> StateLegislators:
    """Read the lines of the two tables."""
    rows: dict[str, tuple[str, ...]] = {}
    for line in _rows(people):
        state, code, name, rest = line.split("\t", 3)
        key = f"{state}\t{code}\t{name}"
        rows[key] = (*rows.get(key, ()), rest)
    capitols: dict[str, tuple[Capitol, str]] = {}
    for line in _rows(governors):
        state, city, code, lat, lon, rest = line.split("\t", 5)
        capitol = Capitol(city, state, code, float(lat), float(lon))
        capitols[state] = (capitol, rest.strip("\t") and rest)
    return StateLegislators(rows, capitols, zone_of)


def _rows(lines: Iterable[str]) -> Iterator[str]:
    """The rows below comments and column names."""
    rows = (line for line in lines if not line.startswith("#"))
    next(rows, None)
    return rows
