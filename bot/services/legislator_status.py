"""How old the data behind calls is, and whether it holds together: `data status` and `check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.congress_checks import Problem, problems
from bot.domain.congress_upstream import phone_of
from bot.domain.legislators import Body, District, house_districts
from bot.domain.zip_districts import header_of
from bot.services.legislator_files import Origin, Stored, bundled_lines
from bot.services.legislators import Legislators

#: The bundled tables that no update replaces, in the order they are shown.
TABLES = {
    "zip_districts": "zip_districts.csv.gz",
    "state_legislators": "state_legislators.tsv.gz",
    "zip_state_districts": "zip_state_districts.tsv.gz",
    "governors": "governors.tsv",
}


@dataclass(frozen=True, slots=True)
class DataSet:
    """One table: of which day it is, where it comes from, and until when it says what is so."""

    name: str
    as_of: date
    origin: Origin
    rows: int
    terms_end: date | None

    def age_days(self, today: date) -> int:
        """How old it is."""
        return max(0, (today - self.as_of).days)

    def ended(self, today: date) -> bool:
        """Whether what it says is of terms that are over."""
        return self.terms_end is not None and self.terms_end <= today


def data_sets(stored: Stored) -> list[DataSet]:
    """Every table behind calls, that of Congress as it is in use."""
    congress = stored.congress
    ends = congress.terms_end(Body.US_HOUSE)
    found = [DataSet("congress", congress.as_of, stored.origin, len(congress.members), ends)]
    for name, file in TABLES.items():
        lines = bundled_lines(file)
        said = header_of(lines)
        rows = sum(not line.startswith("#") for line in lines) - 1
        of, until = (date.fromisoformat(said[key]) for key in ("date", "terms_end"))
        found.append(DataSet(name, of, Origin.BUNDLED, rows, until))
    return found


def check(legislators: Legislators, damaged: tuple[str, ...], now: datetime) -> Iterator[Problem]:
    """What is wrong with the tables as they are used now."""
    for name in damaged:
        yield Problem("legislators.problem_damaged", {"file": name})
    yield from problems(legislators.congress)
    if legislators.terms_ended(now):
        ends = legislators.terms_end(Body.US_HOUSE)
        yield Problem("legislators.problem_ended", {"date": ends})
    yield from _zip_problems(legislators)
    wrong = sum(
        bool(office.phone) and phone_of(office.phone) != office.phone
        for target in legislators.states
        for office in target.offices
    )
    if wrong:
        yield Problem("legislators.problem_phones", {"number": wrong})


def _zip_problems(legislators: Legislators) -> Iterator[Problem]:
    touched = set(legislators.zips.districts)
    seats = set(house_districts())
    for seat in sorted(seats ^ touched):
        yield Problem("legislators.problem_no_zip", {"seat": seat.code})
    astray = sum(bool(like) and not legislators.zips.of(like) for _, _, like in legislators.zips)
    if astray:
        yield Problem("legislators.problem_zip_astray", {"number": astray})


def vacancies(legislators: Legislators) -> list[District]:
    """Every seat that a ZIP leads to and nobody is known to hold."""
    seats = [*legislators.congress.vacant(), *legislators.state_zips.districts]
    return sorted(seat for seat in seats if not legislators.sitting(seat))
