"""Builds the tables behind calls: who sits in which seat, and which ZIP lies in which district.

    python -m bot.dataset.legislators SOURCE_DIR data

SOURCE_DIR holds the folders `upstream`, `congress`, `states` and `geo`; what is in them stands in
the headers below. `data/places.csv.gz` must be there already. Members of Congress are read by the
very code that `python -m bot data update` uses; what only the second source knows is added here.
The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from bot.bundled import bundled_path
from bot.dataset.capitals import CAPITALS
from bot.dataset.legislator_headers import (
    CONGRESS,
    CONGRESS_AS_OF,
    GOVERNORS,
    STATE_LEGISLATORS,
    ZIP_DISTRICTS,
    ZIP_STATE_DISTRICTS,
)
from bot.domain.congress import Congress, congress_text
from bot.domain.congress_upstream import MEMBERS, OFFICES, read_upstream
from bot.domain.errors import BadInput, CoalitionError
from bot.domain.legislators import Flag, Office, OfficeKind, Target
from bot.domain.office_flags import looked_at
from bot.domain.places import Places, parse_gazetteer, parse_places
from bot.i18n import SOURCE_LANGUAGE, t

Row = Mapping[str, str]

#: Where private persons have their mail: an address there may be the legislator's own.
_PRIVATE_MAIL = {
    "aol", "att", "bellsouth", "comcast", "cox", "earthlink", "gmail", "hotmail", "icloud", "live",
    "me", "metrocast", "msn", "outlook", "proton", "protonmail", "roadrunner", "sbcglobal", "tds",
    "verizon", "yahoo", "ymail",
}  # fmt: skip
#: DC and Puerto Rico have no row in the source: whoever stands for all of them is known anyway.
_WITHOUT_ROWS = ("DC", "PR")
_FOR_ALL = ("At-Large", "Chairman")
_CHAMBERS = {"upper": "u", "lower": "l", "legislature": "u"}


def places() -> Places:
    """The bundled ZIPs and towns."""
    gazetteer = parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8"))
    text = gzip.decompress(bundled_path("places.csv.gz").read_bytes()).decode()
    return parse_places(text.splitlines(), gazetteer)


def point(known: Places, *names: str) -> tuple[float, float] | None:
    """The point of the first of the names that is known."""
    for name in names:
        found = known.known(name) if name.strip(" ,") else None
        if found is not None and found.lat is not None and found.lon is not None:
            return found.lat, found.lon
    return None


def congress(source: Path, known: Places) -> str:
    """`data/congress.json`."""
    members = read_upstream(
        gzip.decompress((source / "upstream" / f"{MEMBERS}.gz").read_bytes()),
        gzip.decompress((source / "upstream" / f"{OFFICES}.gz").read_bytes()),
    ).members
    rows = _rows(source / "congress" / "district_offices.csv")
    extra = _rows(source / "congress" / "district_offices_extra_openstates.csv")
    whole = looked_at(
        second_source(members, rows, extra),
        lambda code: point(known, code),
        lambda town, state: point(known, f"{town}, {state}"),
    )
    return congress_text(Congress(date.fromisoformat(CONGRESS_AS_OF), whole, CONGRESS))


def second_source(
    members: Iterable[Target], rows: Iterable[Row], extra: Iterable[Row]
) -> tuple[Target, ...]:
    """What openstates adds: numbers for offices without one, and offices."""
    mended: dict[str, tuple[Flag, Row]] = {}
    for row in rows:
        if row["phone_src"] == "openstates":
            mended[row["office_id"]] = (Flag.SECOND_SOURCE_PHONE, row)
        elif "bad_lat" in row["flags"]:
            mended[row["office_id"]] = (Flag.BAD_LAT, row)
    added: defaultdict[str, list[Office]] = defaultdict(list)
    for row in extra:
        added[row["bioguide"]].append(
            Office(
                id=f"{row['bioguide']}-openstates-{row['zip']}",
                kind=OfficeKind.LOCAL,
                city=row["city"],
                state=row["state"],
                phone=row["phone"],
                zip=row["zip"],
                address=row["street"],
                flags=(Flag.SECOND_SOURCE,),
            )
        )
    return tuple(
        replace(
            member,
            offices=(*(_mended(each, mended) for each in member.offices), *added[member.id]),
        )
        for member in members
    )


def _mended(office: Office, mended: Mapping[str, tuple[Flag, Row]]) -> Office:
    if office.id not in mended:
        return office
    flag, row = mended[office.id]
    if flag is Flag.SECOND_SOURCE_PHONE:
        return replace(office, phone=row["phone"], flags=(flag,))
    return replace(office, lat=float(row["lat"]), lon=float(row["lon"]), flags=(flag,))


def zip_districts(source: Path) -> str:
    """`data/zip_districts.csv.gz`: zip, districts, like."""
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for row in _packed_rows(source / "congress" / "zip_districts.csv.gz"):
        found[row["zip"]].append((row["state"], int(row["district"])))
    lines = {
        code: f"{code},{' '.join(f'{state}-{number}' for state, number in sorted(pairs))},"
        for code, pairs in found.items()
    }
    for row in _packed_rows(source / "geo" / "zip_nearest_zcta.csv.gz"):
        if row["zcta"] not in found:
            raise BadInput("places.source_row", problem=row["zip"])
        lines.setdefault(row["zip"], f"{row['zip']},,{row['zcta']}")
    return "\n".join([ZIP_DISTRICTS + "zip,districts,like", *sorted(lines.values())]) + "\n"


def zip_state_districts(source: Path) -> str:
    """`data/zip_state_districts.tsv.gz`: zip, state, upper, lower."""
    rows = [
        (row["zip"], row["state"], row["upper"], row["lower"])
        for row in _packed_rows(source / "states" / "zip_state_districts.csv.gz")
    ]
    for_all: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for row in _packed_rows(source / "states/legislators.csv.gz"):
        if row["state"] in _WITHOUT_ROWS and row["district"] in _FOR_ALL:
            for_all[row["state"], _CHAMBERS[row["chamber"]]].add(row["district"])
    there = {(code, state) for code, state, *_ in rows}
    for row in _packed_rows(source / "congress" / "zip_districts.csv.gz"):
        code, state = row["zip"], row["state"]
        if state in _WITHOUT_ROWS and (code, state) not in there:
            there.add((code, state))
            upper, lower = (";".join(sorted(for_all[state, chamber])) for chamber in "ul")
            rows.append((code, state, upper, lower))
    lines = ["\t".join(row) for row in sorted(rows)]
    return "\n".join([ZIP_STATE_DISTRICTS + "zip\tstate\tupper\tlower", *lines]) + "\n"


def state_legislators(source: Path, known: Places) -> str:
    """`data/state_legislators.tsv.gz`."""
    offices: defaultdict[str, list[str]] = defaultdict(list)
    for row in _packed_rows(source / "states" / "district_offices.csv.gz"):
        where = point(known, row["zip"], f"{row['city']}, {row['state']}")
        lat, lon = (f"{degrees:.3f}" for degrees in where) if where else ("", "")
        offices[row["id"]].append("|".join([row["city"], row["zip"], row["phone"], lat, lon]))
    lines = [
        _line(
            row["state"], _CHAMBERS[row["chamber"]], row["district"], row["id"], row["name"],
            row["party"], row["term_end"], row["capitol_phone"], office_mail(row["email"]),
            row["url"], ";".join(offices[row["id"]]),
        )
        for row in _packed_rows(source / "states/legislators.csv.gz")
    ]  # fmt: skip
    columns = "state chamber district id name party ends capitol_phone email url offices"
    return "\n".join([STATE_LEGISLATORS + _line(*columns.split()), *sorted(lines)]) + "\n"


def governors(source: Path, known: Places) -> str:
    """`data/governors.tsv`: each state's capital, and its governor where one is known."""
    rows = {
        row["state"]: row
        for row in _rows(source / "states" / "executives.csv")
        if row["role"] == "governor"
    }
    lines: list[str] = []
    for state, city in sorted(CAPITALS.items()):
        where = point(known, f"{city}, {state}")
        if where is None:
            raise BadInput("places.source_row", problem=city)
        code = known.nearest_zip(*where, 20.0) or ""
        row = rows.get(state)
        fields = ("id", "name", "party", "term_end", "phone", "email", "url")
        who = [row[field] for field in fields] if row else [""] * len(fields)
        lines.append(_line(state, city, code, f"{where[0]:.3f}", f"{where[1]:.3f}", *who))
    columns = "state capital zip lat lon id name party ends phone email url"
    return "\n".join([GOVERNORS + _line(*columns.split()), *lines]) + "\n"


def office_mail(address: str) -> str:
    """The address, unless it is at a host where private persons have theirs."""
    host = address.rpartition("@")[2].lower()
    return "" if host.partition(".")[0] in _PRIVATE_MAIL else address


def _line(*fields: str) -> str:
    return "\t".join(" ".join(field.split()) for field in fields)


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _packed_rows(path: Path) -> Iterator[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def tables(source: Path) -> Sequence[tuple[str, bytes]]:
    """Every file by its name.

    Raises:
        BadInput: a source file is missing, or a row of it is not as it should be.
    """
    try:
        known = places()
        return (
            ("congress.json", congress(source, known).encode()),
            ("zip_districts.csv.gz", _packed(zip_districts(source))),
            ("zip_state_districts.tsv.gz", _packed(zip_state_districts(source))),
            ("state_legislators.tsv.gz", _packed(state_legislators(source, known))),
            ("governors.tsv", governors(source, known).encode()),
        )
    except (OSError, EOFError) as problem:
        raise BadInput("places.source_unreadable", path=source.name) from problem
    except (KeyError, ValueError, TypeError) as problem:
        raise BadInput("places.source_row", problem=problem) from problem


def _packed(text: str) -> bytes:
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


@click.command(help=t("legislators.build_help", SOURCE_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("target", type=click.Path(path_type=Path, exists=True, file_okay=False))
def main(source: Path, target: Path) -> None:
    """Read the sources, write the tables."""
    try:
        made = tables(source)
    except CoalitionError as problem:
        sentence = t(problem.key, SOURCE_LANGUAGE, **problem.params)
        raise click.ClickException(sentence) from problem
    with click.progressbar(made, label=t("legislators.build_writing", SOURCE_LANGUAGE)) as bar:
        for name, content in bar:
            unfinished = target / f"{name}.part"
            unfinished.write_bytes(content)
            unfinished.replace(target / name)


if __name__ == "__main__":
    main()
