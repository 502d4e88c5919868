"""Builds `data/agreements_287g.csv` from the rows of ICE's public lists of 287(g) agreements.

    python -m bot.dataset.agreements LISTS.csv data/agreements_287g.csv

LISTS.csv has one row for each different row of ICE's two lists, participating and pending, and the
days of the first and the last list that had it: list, state, agency, type, county, kind, signed,
first_listed, last_listed, as ICE spells them. The same input gives the same bytes.

- In force is what stands on the newest list of participating agencies; pending, what stands on the
  newest list of pending ones and is not in force.
- ICE never says what ended. An agreement of an earlier list counts as ended only where the newest
  has none of that kind for an agency of that state whose name is even similar (a renamed or
  respelled agency must not look as if it had left), and where it stood on the lists for a month (a
  slip of ICE's, such as a town in the wrong state, must not look like a town that left).
- A county is the one that the agency's own name says, else the one in ICE's column, spelled as
  data/counties.csv does; empty where neither is a county of the state, and for state agencies.
"""

from __future__ import annotations

import csv
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from difflib import SequenceMatcher, get_close_matches
from pathlib import Path
from typing import NamedTuple

import click

from bot.bundled import bundled_path
from bot.domain.agreements import AgreementKind, AgreementStatus
from bot.domain.counties import Counties, parse_counties
from bot.domain.errors import BadInput, CoalitionError
from bot.domain.gazetteer import fold, parse_gazetteer
from bot.i18n import SOURCE_LANGUAGE, t

COLUMNS = ("state", "county", "agency", "kind", "status", "on")
HEADER = """\
# 287(g) agreements: police agencies that have signed with ICE to do part of its work.
# source: ICE's public lists of participating and pending agencies
# source: (https://www.ice.gov/identify-and-arrest/287g), as kept day by day in
# source: RelevantResearch/287g-DetentionData@4f9d1c35b402
# date: {signed}
# pending list of: {pending}
# licence: public domain (a work of the United States government)
# note: on is the day of signing; for a pending one the day of the list that has it; for an ended
# note: one the day of the last list that had it (lists from {first} on were compared)
# note: ended means that the newest list no longer has it, no more
# note: county is empty where ICE's list says none; no contact of any agency is kept
# note: made by python -m bot.dataset.agreements
"""
#: So alike two agencies' names must be to be the same one (0 to 1). Low on purpose.
_SAME_AGENCY = 0.82
#: What stood on the lists for less was a slip.
_A_MONTH = timedelta(days=30)
_KIND_OF = {
    "task": AgreementKind.TASK_FORCE,
    "jail": AgreementKind.JAIL,
    "warrant": AgreementKind.WARRANT,
}
_NO_MATTER = re.compile(
    r"\b(?:department|dept|office|police|sheriffs?|county|of|the|and|city|town)\b"
)
_COUNTY_IN_NAME = re.compile(r"^(?P<name>.+? (?:County|Parish))\b")


class Listed(NamedTuple):
    """A row of ICE's lists, cleaned."""

    pending: bool
    state: str
    county: str
    agency: str
    kind: AgreementKind
    signed: str
    first: str
    last: str


class AgreementRow(NamedTuple):
    """One agreement as it stands in the table."""

    state: str
    county: str
    agency: str
    kind: str
    status: str
    on: str


def state_codes() -> dict[str, str]:
    """Codes by folded English name."""
    gazetteer = parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8"))
    return {fold(state.names["en"]): state.code for state in gazetteer.states}


def listed(
    rows: Iterable[Mapping[str, str]], codes: Mapping[str, str], counties: Counties
) -> list[Listed]:
    """The rows of the source, cleaned; those without a kind are left out.

    Raises:
        BadInput: a row lacks a column, or its state is none.
    """
    found: list[Listed] = []
    try:
        for row in rows:
            kind = _KIND_OF.get(row["kind"].split(" ")[0].lower())
            if kind is None:
                continue
            state = codes[get_close_matches(fold(row["state"]), codes, n=1, cutoff=0.8)[0]]
            agency = " ".join(row["agency"].split())
            statewide = row["type"].startswith("State")
            county = "" if statewide else _county(agency, row["county"], state, counties)
            days = (row["signed"], row["first_listed"], row["last_listed"])
            found.append(Listed(row["list"] == "pending", state, county, agency, kind, *days))
    except (KeyError, IndexError) as problem:
        raise BadInput("places.source_row", problem=problem) from problem
    return found


def _county(agency: str, column: str, state: str, counties: Counties) -> str:
    own = _COUNTY_IN_NAME.match(agency)
    named = counties.named(own["name"], state) if own else ()
    if len(named) != 1 and any(c.isalpha() for c in column) and "N/A" not in column:
        slip = column.rpartition(" ")[0]  # "Lake Conty"
        named = counties.named(column, state) or counties.named(slip, state)
        named = named or counties.like(column, state)[:1]
    return named[0].name if named else ""


def _words(agency: str) -> frozenset[str]:
    return frozenset(_NO_MATTER.sub(" ", fold(agency).replace(",", " ")).split())


def _key(agency: str) -> str:
    return "".join(sorted(_words(agency)))


def agreement_rows(rows: Iterable[Listed]) -> list[AgreementRow]:
    """The rows of the table: in force, pending, ended; by state, county and agency."""
    groups: defaultdict[tuple[bool, str, AgreementKind], list[Listed]] = defaultdict(list)
    newest = {False: "", True: ""}
    for row in rows:
        groups[row.pending, row.state, row.kind].append(row)
        newest[row.pending] = max(newest[row.pending], row.last)
    made: list[AgreementRow] = []
    for (pending, state, kind), group in sorted(groups.items()):
        signed = groups.get((False, state, kind), [])
        current = [row for row in signed if row.last == newest[False]]
        if pending:
            waiting = [row for row in group if row.last == newest[True]]
            fresh = [row for row in waiting if not _has(current, row)]
            made += [_made(row, AgreementStatus.PENDING, row.last) for row in fresh]
        else:
            made += [_made(row, AgreementStatus.SIGNED, row.signed) for row in _once(current)]
            made += [_made(row, AgreementStatus.ENDED, row.last) for row in _ended(group, current)]
    return sorted(made)


def _ended(group: Iterable[Listed], current: Iterable[Listed]) -> list[Listed]:
    """The newest row of each agency that had such an agreement for a month and has it no more."""
    gone = [row for row in group if not _has(current, row)]
    kept: list[Listed] = []
    for row in sorted(gone, key=lambda row: (row.last, row.agency), reverse=True):
        first = min(other.first for other in gone if _same(other, row))
        lasted = date.fromisoformat(row.last) - date.fromisoformat(first)
        if lasted >= _A_MONTH and not _has(kept, row):
            kept.append(row)
    return kept


def _made(row: Listed, status: AgreementStatus, on: str) -> AgreementRow:
    return AgreementRow(row.state, row.county, row.agency, row.kind.value, status.value, on)


def _same(one: Listed, other: Listed) -> bool:
    if one.county and other.county and one.county != other.county:
        return False
    if one.county and one.county == other.county and _of_county(one) and _of_county(other):
        return True
    mine, theirs = _words(one.agency), _words(other.agency)
    if mine <= theirs or theirs <= mine:
        return True
    alike = SequenceMatcher(None, _key(one.agency), _key(other.agency)).ratio()
    return alike >= _SAME_AGENCY


def _of_county(row: Listed) -> bool:
    """Whether it is the county's own agency: its sheriff, its jail, its board."""
    name = row.county.rsplit(" ", 1)[0]
    return row.agency.startswith(f"{name} Co") or row.agency.startswith(row.county)


def _has(rows: Iterable[Listed], wanted: Listed) -> bool:
    return any(_same(row, wanted) for row in rows)


def _once(rows: Iterable[Listed]) -> list[Listed]:
    """Each agency once, the first row of it; spellings of one agency are one."""
    kept: dict[tuple[str, str], Listed] = {}
    for row in rows:
        kept.setdefault((row.county, _key(row.agency)), row)
    return list(kept.values())


def table_text(rows: Iterable[Listed]) -> str:
    """The whole table as text: comment lines, column names, one agreement a line."""
    cleaned = list(rows)
    days = {
        "signed": max((row.last for row in cleaned if not row.pending), default=""),
        "pending": max((row.last for row in cleaned if row.pending), default=""),
        "first": min((row.first for row in cleaned if not row.pending), default=""),
    }
    for day in days.values():
        _day(day)
    out = io.StringIO()
    out.write(HEADER.format(**days))
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in agreement_rows(cleaned):
        _day(row.on)
        writer.writerow(row)
    return out.getvalue()


def _day(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError as problem:
        raise BadInput("places.source_row", problem=problem) from problem


@click.command(help=t("lists.build_agreements_help", SOURCE_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def main(source: Path, target: Path) -> None:
    """Read the source, write the table, say how many rows it has."""
    counties = parse_counties(bundled_path("counties.csv").read_text("utf-8").splitlines())
    try:
        with source.open(encoding="utf-8", newline="") as file:
            text = table_text(listed(csv.DictReader(file), state_codes(), counties))
    except CoalitionError as problem:
        sentence = t(problem.key, SOURCE_LANGUAGE, **problem.params)
        raise click.ClickException(sentence) from problem
    target.write_text(text, encoding="utf-8")
    rows = sum(not line.startswith("#") for line in text.splitlines()) - 1
    click.echo(t("lists.built", SOURCE_LANGUAGE, count=rows, path=target.name))


if __name__ == "__main__":
    main()
