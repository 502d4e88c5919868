"""Builds `data/counties.csv`, the names of all counties and a point inside each.

    python -m bot.dataset.counties GAZETTEER data/counties.csv

GAZETTEER is the Census Bureau's 2017 gazetteer of counties, fields parted by `|` as
MOZGIII/us-gazetteer-go keeps it: it still has Connecticut's eight counties, which people and ICE's
list go by. The same input gives the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import click

from bot.domain.errors import BadInput, CoalitionError
from bot.domain.gazetteer import fold
from bot.i18n import SOURCE_LANGUAGE, t

COLUMNS = ("state", "name", "lat", "lon")
HEADER = """\
# Counties and what counts as one (parishes, boroughs, independent cities, municipios), by state.
# source: 2017 gazetteer of counties, U.S. Census Bureau (public domain), by way of
# source: MOZGIII/us-gazetteer-go@b482698f5911, sources/counties.txt
# date: 2017
# licence: public domain (a work of the United States government)
# note: lat and lon are the Bureau's own point inside, to two decimals
# note: Alaska's Valdez-Cordova was parted in 2019; its two parts stand here with a rough point
# note: made by python -m bot.dataset.counties
"""
#: Alaska parted one area in two after the source was made.
_GONE = ("AK", "Valdez-Cordova Census Area")


class CountyRow(NamedTuple):
    """One county as it stands in the table."""

    state: str
    name: str
    lat: float
    lon: float


_SINCE = (
    CountyRow("AK", "Chugach Census Area", 61.10, -146.30),
    CountyRow("AK", "Copper River Census Area", 62.00, -144.40),
)


def county_rows(lines: Iterable[str]) -> list[CountyRow]:
    """The rows of the table, by state and name.

    Raises:
        BadInput: a line lacks a field or its coordinates are not numbers.
    """
    rows: list[CountyRow] = []
    for line in lines:
        fields = line.strip().split("|")
        try:
            name = fields[3].replace("ń", "ñ")  # the source was read as if Polish
            rows.append(CountyRow(fields[0], name, float(fields[8]), float(fields[9])))
        except (IndexError, ValueError) as problem:
            raise BadInput("places.source_row", problem=problem) from problem
    kept = [row for row in rows if (row.state, row.name) != _GONE]
    return sorted([*kept, *_SINCE], key=lambda row: (row.state, fold(row.name)))


def table_text(rows: Iterable[CountyRow]) -> str:
    """The whole table as text: comment lines, column names, one county a line."""
    out = io.StringIO()
    out.write(HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((row.state, row.name, f"{row.lat:.2f}", f"{row.lon:.2f}") for row in rows)
    return out.getvalue()


@click.command(help=t("lists.build_counties_help", SOURCE_LANGUAGE))
@click.argument("source", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def main(source: Path, target: Path) -> None:
    """Read the source, write the table, say how many rows it has."""
    try:
        rows = county_rows(source.read_text(encoding="utf-8").splitlines())
    except CoalitionError as problem:
        sentence = t(problem.key, SOURCE_LANGUAGE, **problem.params)
        raise click.ClickException(sentence) from problem
    target.write_text(table_text(rows), encoding="utf-8")
    click.echo(t("lists.built", SOURCE_LANGUAGE, count=len(rows), path=target.name))


if __name__ == "__main__":
    main()
