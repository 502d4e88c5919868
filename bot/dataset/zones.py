"""Builds `data/zip_zones.json`, the table that turns a ZIP or a state into a time zone.

    python -m bot.dataset.zones data/places.csv.gz data/zip_zones.json

So the running bot needs no map of the world's time zones in memory (33 MiB with tzfpy, the
lightest there is): a few hundred ranges of ZIP codes say the same for the United States. Zones
whose clocks agree are one (Detroit and New York), under the name that people know. The same
input gives the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

import click
import tzfpy

from bot.i18n import SOURCE_LANGUAGE, t

HEADER = {
    "note": "Time zones by ranges of ZIP codes (first, last, zone), and of states that have one.",
    "source": "data/places.csv.gz; boundaries of timezone-boundary-builder (OpenStreetMap), "
    "by way of PyPI tzfpy 2.1.1",
    "date": "2026-11-24",
    "licence": "ODbL 1.0 (https://opendatacommons.org/licenses/odbl/), "
    "(c) OpenStreetMap contributors",
    "made_by": "python -m bot.dataset.zones",
}
#: The names to be used, where a zone's clocks agree with one of these.
KNOWN = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "Pacific/Guam",
    "Pacific/Pago_Pago",
)
#: Whether two zones agree is asked for every day of these years.
_FROM, _TO = datetime(2025, 1, 1, tzinfo=UTC), datetime(2029, 1, 1, tzinfo=UTC)


class ZipRow(NamedTuple):
    """What of the table of places is needed."""

    zip: str
    state: str
    lat: float
    lon: float


def zip_rows(lines: Iterable[str]) -> list[ZipRow]:
    """The rows of `data/places.csv.gz`, by ZIP."""
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return sorted(
        ZipRow(row["zip"], row["state"], float(row["lat"]), float(row["lon"])) for row in rows
    )


@cache
def _clocks(zone: str) -> tuple[timedelta | None, ...]:
    days = range((_TO - _FROM).days)
    return tuple((_FROM + timedelta(days=n)).astimezone(ZoneInfo(zone)).utcoffset() for n in days)


@cache
def familiar(zone: str) -> str:
    """The name that people know for a zone with these clocks, else the zone's own."""
    return next((known for known in KNOWN if _clocks(known) == _clocks(zone)), zone)


def table(rows: Sequence[ZipRow]) -> str:
    """The whole file, one range a line."""
    ranges: list[list[str]] = []
    of_state: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        zone = familiar(tzfpy.get_tz(row.lon, row.lat))
        of_state[row.state].add(zone)
        if ranges and ranges[-1][2] == zone:
            ranges[-1][1] = row.zip
        else:
            ranges.append([row.zip, row.zip, zone])
    single = {state: min(zones) for state, zones in sorted(of_state.items()) if len(zones) == 1}
    lines = [f'"{key}": {json.dumps(value)}' for key, value in HEADER.items()]
    lines.append(f'"states": {json.dumps(single)}')
    joined = ",\n".join(json.dumps(each) for each in ranges)
    return "{\n" + ",\n".join([*lines, f'"zips": [\n{joined}\n]']) + "\n}\n"


@click.command(help=t("zones.build_help", SOURCE_LANGUAGE))
@click.argument("places", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
def main(places: Path, target: Path) -> None:
    """Read the places, write the table."""
    with gzip.open(places, "rt", encoding="utf-8", newline="") as file:
        rows = zip_rows(file)
    target.write_text(table(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
