"""287(g) agreements: which police agency has signed with ICE, where, and what kind.

Facts of ICE's own public lists, kept in data/agreements_287g.csv with the days of those lists. A
county that is not among them has no agreement that we know of, which is all that may be said of it.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AgreementKind(StrEnum):
    """What officers may do, from most to least. The values are those of the data."""

    TASK_FORCE = "task_force"
    JAIL = "jail"
    WARRANT = "warrant"


class AgreementStatus(StrEnum):
    """Where it stands. The values are those of the data.

    `ENDED` means no more than that ICE's newest list no longer has it.
    """

    SIGNED = "signed"
    PENDING = "pending"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement of one agency.

    `county` is a name of data/counties.csv, empty where ICE's list does not say one. `on` is the
    day it was signed; for a pending one the day of the list that has it, for an ended one the day
    of the last list that had it.
    """

    state: str
    county: str
    agency: str
    kind: AgreementKind
    status: AgreementStatus
    on: date


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency with all its agreements, those in force first."""

    name: str
    agreements: tuple[Agreement, ...]


@dataclass(frozen=True, slots=True)
class StateCount:
    """What there is in a state: agencies with an agreement in force, and counties they are in."""

    agencies: int
    counties: int
    pending: int
    ended: int


_STATUS_ORDER = tuple(AgreementStatus)
_KIND_ORDER = tuple(AgreementKind)


def _order(agreement: Agreement) -> tuple[int, int]:
    return _STATUS_ORDER.index(agreement.status), _KIND_ORDER.index(agreement.kind)


class Agreements:
    """All agreements; built once, never changed. `as_of` is the day of ICE's list."""

    def __init__(
        self, agreements: Iterable[Agreement], as_of: date, pending_as_of: date | None = None
    ) -> None:
        self.as_of = as_of
        self.pending_as_of = pending_as_of or as_of
        self._in_county: dict[tuple[str, str], list[Agreement]] = {}
        for agreement in agreements:
            key = (agreement.state, agreement.county)
            self._in_county.setdefault(key, []).append(agreement)

    def __iter__(self) -> Iterator[Agreement]:
        for found in self._in_county.values():
            yield from found

    def agencies(self, state: str, county: str = "") -> tuple[Agency, ...]:
        """The agencies of a county by name, those with one in force first; without a county those
        for which ICE's list says none (state police, some towns)."""
        by_name: dict[str, list[Agreement]] = {}
        for agreement in self._in_county.get((state, county), ()):
            by_name.setdefault(agreement.agency, []).append(agreement)
        agencies = [Agency(n, tuple(sorted(found, key=_order))) for n, found in by_name.items()]
        return tuple(sorted(agencies, key=lambda agency: (_order(agency.agreements[0])[0],)))

    def counts(self, state: str) -> Mapping[str, int]:
        """How many agencies have one in force, by county, of the counties that have any."""
        found: Counter[str] = Counter()
        for of_state, county in self._in_county:
            if of_state == state and county:
                found[county] = sum(_in_force(agency) for agency in self.agencies(state, county))
        return +found

    def summary(self, state: str) -> StateCount:
        """What there is in a state."""
        of_state = [county for (code, county) in self._in_county if code == state]
        agencies = [agency for county in of_state for agency in self.agencies(state, county)]
        first = Counter(agency.agreements[0].status for agency in agencies)
        return StateCount(
            agencies=first[AgreementStatus.SIGNED],
            counties=len(self.counts(state)),
            pending=first[AgreementStatus.PENDING],
            ended=first[AgreementStatus.ENDED],
        )

    def states(self) -> tuple[str, ...]:
        """The states in which any agency has one in force."""
        return tuple(sorted({a.state for a in self if a.status is AgreementStatus.SIGNED}))


def _in_force(agency: Agency) -> bool:
    return agency.agreements[0].status is AgreementStatus.SIGNED


def parse_agreements(lines: Iterable[str]) -> Agreements:
    """Read the lines of data/agreements_287g.csv (its header says the days of ICE's lists)."""
    comments: dict[str, str] = {}
    rows: list[str] = []
    for line in lines:
        if line.startswith("#"):
            name, _, value = line.removeprefix("#").partition(":")
            comments[name.strip()] = value.strip()
        else:
            rows.append(line)
    table = csv.reader(rows)
    next(table, None)
    return Agreements(
        (
            Agreement(
                state,
                county,
                agency,
                AgreementKind(kind),
                AgreementStatus(status),
                date.fromisoformat(on),
            )
            for state, county, agency, kind, status, on in table
        ),
        date.fromisoformat(comments["date"]),
        date.fromisoformat(comments["pending list of"]),
    )
