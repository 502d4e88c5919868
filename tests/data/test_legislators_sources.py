"""The bundled tables say what their sources say.

`LEGISLATOR_SOURCES` names the folder they were made from (`upstream`, `congress`, `states`, `geo`;
see `bot/dataset/legislators.py`), which is not part of the project; without it these are skipped.
"""

from __future__ import annotations

import csv
import gzip
import os
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.bundled import bundled_path
from bot.dataset.legislators import tables
from bot.domain.legislators import Body
from bot.services.legislators import Certainty, Legislators, load_legislators
from bot.services.places import load_places
from tests.data.test_legislators_tables import NOT_THAT_OFFICES, km

SOURCES = os.environ.get("LEGISLATOR_SOURCES")
pytestmark = pytest.mark.skipif(not SOURCES, reason="LEGISLATOR_SOURCES is not set")
SUNDAY = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)


def rows(name: str) -> list[dict[str, str]]:
    """A source file's rows."""
    path = Path(SOURCES or "", name)
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(text.decode().splitlines()))


@pytest.fixture(scope="module")
def legislators() -> Legislators:
    return load_legislators(load_places(), Path("nowhere"))


def test_the_tables_are_made_again_byte_for_byte() -> None:
    for name, content in tables(Path(SOURCES or "")):
        assert content == bundled_path(name).read_bytes(), name


def test_every_zip_has_the_districts_of_the_source(legislators: Legislators) -> None:
    pairs: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows("congress/zip_districts.csv.gz"):
        pairs[row["zip"]].add((row["state"], row["district"]))
    assert len(pairs) == 33_791
    for code, expected in pairs.items():
        found = legislators.districts_of(code)
        assert found.certainty is Certainty.SURE
        assert {(d.state, d.name) for d in found.districts} == expected
        assert len(found.districts) == len(expected)


def test_every_zip_has_the_states_districts_of_the_source(legislators: Legislators) -> None:
    pairs: defaultdict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for row in rows("states/zip_state_districts.csv.gz"):
        for chamber in ("upper", "lower"):
            names = filter(None, row[chamber].split(";"))
            pairs[row["zip"]] |= {(f"state_{chamber}", row["state"], name) for name in names}
    assert len(pairs) == 33_585
    for code, expected in pairs.items():
        found = legislators.districts_of(code).state_districts
        assert {(d.body, d.state, d.name) for d in found} == expected


def test_for_every_zip_the_first_office_is_the_nearest_of_the_source(
    legislators: Legislators,
) -> None:
    """With the source's own coordinates and flags; the points are those of the Census file, unless
    it is known to be wrong there (then GeoNames, in the other file)."""
    points = {
        r["zip"]: (float(r["lat"]), float(r["lon"])) for r in rows("geo/zip_centroids.csv.gz")
    }
    offices: defaultdict[str, list[tuple[str, tuple[float, float]]]] = defaultdict(list)
    for row in rows("congress/district_offices.csv"):
        flags = set(row["flags"].replace(";", " ").split())
        if row["phone"] and not flags & NOT_THAT_OFFICES and row["lat"]:
            offices[row["bioguide"]].append((row["phone"], (float(row["lat"]), float(row["lon"]))))
    checked = differ = 0
    for code in {row["zip"] for row in rows("congress/zip_districts.csv.gz")}:
        found = legislators.districts_of(code)
        reached = legislators.targets_of(found.districts, {Body.US_HOUSE, Body.US_SENATE})
        for target in reached.targets:
            usable = offices[target.id]
            rungs = legislators.ladder(target, found.where, SUNDAY)
            if not usable:
                continue
            checked += 1
            near: dict[str, float] = {}
            for phone, where in usable:
                near[phone] = min(near.get(phone, 9e9), km(points[code], where))
            first = rungs[0]
            if first.office.phone in near:
                best = min(near.values())
                if near[first.office.phone] > best + 0.001:
                    differ += target.id != "M001237"  # Flint, where the source's point is Lansing's
                    assert target.id == "M001237", (code, target.id)
            else:  # one of those without coordinates of their own: their ZIP's point is taken
                assert first.distance_km is not None
                assert first.distance_km <= min(near.values())
    assert checked > 100_000
    assert differ == 0


def test_numbers_and_flags_of_every_office_are_those_of_the_source(
    legislators: Legislators,
) -> None:
    offices = {o.id: (m.id, o) for m in legislators.congress.members for o in m.offices}
    for row in rows("congress/district_offices.csv"):
        member, office = offices[row["office_id"]]
        assert (member, office.phone, office.city) == (row["bioguide"], row["phone"], row["city"])
        flags = {flag.value for flag in office.flags} - {"second_source_phone"}
        assert flags == set(row["flags"].replace(";", " ").split())
        assert ("second_source_phone" in office.flags) == (row["phone_src"] == "openstates")


def test_every_state_legislator_has_the_numbers_of_the_source(legislators: Legislators) -> None:
    local: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows("states/district_offices.csv.gz"):
        local[row["id"]].add(row["phone"])
    people = rows("states/legislators.csv.gz")
    assert len(people) == 7_451
    sitting = {target.id: target for target in legislators.states}
    for row in people:
        target = sitting[row["id"]]
        expected = local[row["id"]] | {row["capitol_phone"]} - {""}
        assert {office.phone for office in target.offices} == expected
        assert (target.name, target.party) == (row["name"], row["party"])
        assert target.district.state == row["state"]
        assert target.district.name == row["district"]
