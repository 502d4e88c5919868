"""The bundled table of places and the names of the states, and the builder that makes the table."""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections.abc import Iterable
from pathlib import Path
from statistics import fmean

import pytest
from click.testing import CliRunner

from bot.bundled import bundled_path
from bot.dataset.islands import island_cities
from bot.dataset.places import city_name, main, packed, place_rows, table_text
from bot.domain.errors import BadInput
from bot.domain.places import Places, distance_km, fold, parse_gazetteer, parse_places

CENTROIDS = """\
zip,lat,lon,city,state,src
10002,41.000,-74.000,Mc Town,NY,C
10001,40.000,-74.000,Mc Town,NY,C
10003,40.100,-74.100,Mc Town,NY,G
10004,44.000,-70.000,Mc Town,NY,G
00956,18.400,-66.150,,PR,C
99999,60.000,-150.000,Mt Alone,AK,G
"""
NEAREST = """\
zip,zcta,km,state
10003,10001,14.0,NY
10004,10001,500.0,NY
99999,99998,90.0,AK
"""


def records(text: str) -> Iterable[dict[str, str]]:
    return csv.DictReader(text.splitlines())


def source(folder: Path, centroids: str = CENTROIDS) -> Path:
    (folder / "zip_centroids.csv.gz").write_bytes(gzip.compress(centroids.encode()))
    (folder / "zip_nearest_zcta.csv.gz").write_bytes(gzip.compress(NEAREST.encode()))
    return folder


@pytest.fixture(scope="module")
def table() -> list[str]:
    packed_table = bundled_path("places.csv.gz").read_bytes()
    return gzip.decompress(packed_table).decode("utf-8").splitlines()


@pytest.fixture(scope="module")
def rows(table: list[str]) -> list[dict[str, str]]:
    return list(csv.DictReader(line for line in table if not line.startswith("#")))


@pytest.fixture(scope="module")
def places(table: list[str]) -> Places:
    states = bundled_path("states.json").read_text(encoding="utf-8")
    return parse_places(table, parse_gazetteer(states))


def test_a_source_file_that_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    target = tmp_path / "places.csv.gz"
    answer = CliRunner().invoke(main, [str(tmp_path), str(target)])
    assert answer.exit_code == 1
    assert "zip_nearest_zcta.csv.gz" in answer.output

    source(tmp_path)
    (tmp_path / "zip_centroids.csv.gz").write_bytes(b"not gzip")
    answer = CliRunner().invoke(main, [str(tmp_path), str(target)])
    assert answer.exit_code == 1
    assert "zip_centroids.csv.gz" in answer.output
    assert not target.exists()


@pytest.mark.parametrize("bad", ["zip,lat\n1,2\n", CENTROIDS.replace("41.000", "north")])
def test_a_bad_row_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadInput) as caught:
        place_rows(records(bad), records(NEAREST))
    assert caught.value.key == "places.source_row"
    answer = CliRunner().invoke(main, [str(source(tmp_path, bad)), str(tmp_path / "out")])
    assert answer.exit_code == 1
    assert not (tmp_path / "out").exists()


def test_the_builder_writes_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first.gz", tmp_path / "second.gz"
    for target in (first, second):
        answer = CliRunner().invoke(main, [str(source(tmp_path)), str(target)])
        assert answer.exit_code == 0, answer.output
    assert "6" in answer.output
    assert first.read_bytes() == second.read_bytes()
    lines = gzip.decompress(first.read_bytes()).decode().splitlines()
    assert [line for line in lines if not line.startswith("#")] == [
        "zip,lat,lon,city,state,guess",
        "00956,18.400,-66.150,Bayamón,PR,0",
        "10001,40.000,-74.000,McTown,NY,0",
        "10002,41.000,-74.000,McTown,NY,0",
        "10003,40.100,-74.100,McTown,NY,1",
        "10004,40.500,-74.000,McTown,NY,1",
        "99999,60.000,-150.000,Mount Alone,AK,1",
    ]


@pytest.mark.parametrize(
    ("postal", "people"),
    [
        ("Mt Zion", "Mount Zion"),
        ("Ft Mitchell", "Fort Mitchell"),
        ("O Fallon", "O'Fallon"),
        ("Mc Lean", "McLean"),
        ("Lincoln'S New Salem", "Lincoln's New Salem"),
        ("Coeur d'Alene", "Coeur d'Alene"),
        ("", ""),
    ],
)
def test_city_names_are_written_as_people_write_them(postal: str, people: str) -> None:
    assert city_name(postal) == people


def test_the_bundled_table_says_where_it_comes_from(table: list[str]) -> None:
    header = "\n".join(line for line in table if line.startswith("#"))
    for word in ("source:", "date: 2026-11-22", "licence:", "GeoNames", "CC BY 4.0", "Census"):
        assert word in header


def test_the_bundled_table_is_packed_without_a_time() -> None:
    whole = bundled_path("places.csv.gz").read_bytes()
    assert whole[4:8] == b"\0\0\0\0"
    assert packed("same") == packed("same")
    assert table_text([]).startswith("#")


def test_every_row_has_a_zip_a_point_a_city_and_a_state(rows: list[dict[str, str]]) -> None:
    codes = {state["code"] for state in states()}
    zips = [row["zip"] for row in rows]
    assert len(rows) == 41_126
    assert zips == sorted(set(zips))
    for row in rows:
        assert re.fullmatch(r"\d{5}", row["zip"])
        assert row["city"]
        assert not any(c.isdigit() for c in row["city"])
        assert row["state"] in codes
        assert row["guess"] in {"0", "1"}
        assert -15 < float(row["lat"]) < 72
        assert re.fullmatch(r"-?\d+\.\d{3}", row["lon"])


def test_every_island_name_is_of_a_zip_in_the_table(rows: list[dict[str, str]]) -> None:
    cities = {row["zip"]: row["city"] for row in rows}
    names = island_cities()
    assert len(names) == 149
    assert {code: cities.get(code) for code in names} == names


def test_every_city_of_the_table_finds_itself(places: Places, rows: list[dict[str, str]]) -> None:
    for label in {f"{row['city']}, {row['state']}" for row in rows}:
        assert places.find(label).label == label


def test_every_zip_of_the_table_finds_its_city(places: Places, rows: list[dict[str, str]]) -> None:
    for row in rows[::7]:
        place = places.find(row["zip"])
        assert place.label == f"{row['city']}, {row['state']}"
        assert (place.lat, place.lon) == (float(row["lat"]), float(row["lon"]))
        assert place.guess == (row["guess"] == "1")


def states() -> list[dict[str, object]]:
    return json.loads(bundled_path("states.json").read_text(encoding="utf-8"))["states"]


def test_every_state_is_found_in_both_languages_and_by_each_spelling(places: Places) -> None:
    assert len(states()) == 56
    for state in states():
        words = {*state["name"].values(), *state.get("label", {}).values(), *state["also"]}
        assert set(state["name"]) == {"en", "es"}
        for word in words:
            assert places.find(word).state == state["code"]
        if state["code"] not in {"LA", "DC"}:
            assert places.find(state["code"]).kind == "state"


def test_no_spelling_means_two_states() -> None:
    seen: dict[str, object] = {}
    for state in states():
        for word in (state["code"], *state["name"].values(), *state["also"]):
            assert seen.setdefault(fold(word), state["code"]) == state["code"]


def test_a_state_lies_in_the_middle_of_its_zips(rows: list[dict[str, str]]) -> None:
    for state in states():
        where = [row for row in rows if row["state"] == state["code"] and row["guess"] == "0"]
        lat = fmean(float(row["lat"]) for row in where)
        lon = fmean(float(row["lon"]) for row in where)
        assert distance_km(lat, lon, state["lat"], state["lon"]) < 0.2


def test_every_nickname_and_district_leads_to_a_city(places: Places) -> None:
    whole = json.loads(bundled_path("states.json").read_text(encoding="utf-8"))
    for record in whole["nicknames"]:
        for word in record["words"]:
            assert places.find(word).label == record["place"]
    for record in whole["districts"]:
        assert places.find(record["label"]).label == record["label"]
        assert places.find(record["label"]).lat == places.find(record["like"]).lat


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("NYC", "New York, NY"),
        ("Nueva York", "New York, NY"),
        ("NY", "New York State"),
        ("Washington", "Washington State"),
        ("Washington DC", "Washington, DC"),
        ("D.C.", "Washington, DC"),
        ("Distrito de Columbia", "Washington, DC"),
        ("LA", "Los Angeles, CA"),
        ("New Orleans, LA", "New Orleans, LA"),
        ("Luisiana", "Louisiana"),
        ("San Juan", "San Juan, PR"),
        ("Bayamon PR", "Bayamón, PR"),
        ("St. Louis", "Saint Louis, MO"),
        ("Ft. Worth", "Fort Worth, TX"),
        ("mt vernon ny", "Mount Vernon, NY"),
        ("O'Fallon IL", "O'Fallon, IL"),
        ("Springfield", "Springfield, IL"),
        ("Kansas City", "Kansas City, MO"),
        ("Delaware", "Delaware"),
        ("Delaware, OH", "Delaware, OH"),
        ("Manhattan", "Manhattan, NY"),
        ("Manhattan, KS", "Manhattan, KS"),
    ],
)
def test_names_that_could_be_several_places_are_read_as_documented(
    places: Places, typed: str, label: str
) -> None:
    assert places.find(typed).label == label


@pytest.mark.parametrize(
    ("typed", "meant"), [("Chigaco", "Chicago, IL"), ("Huoston", "Houston, TX")]
)
def test_a_misspelled_city_names_the_likely_one(places: Places, typed: str, meant: str) -> None:
    with pytest.raises(BadInput) as caught:
        places.find(typed)
    assert caught.value.params == {"place": meant}


@pytest.mark.parametrize("prefix", ["", "b", "S", "st", "new y", "nueva", "boston, m", "san jos"])
def test_every_suggestion_can_be_chosen(places: Places, prefix: str) -> None:
    for language in ("en", "es"):
        labels = places.suggest(prefix, language=language)
        assert labels
        assert len(labels) <= 25
        for label in labels:
            assert places.label(places.find(label), language) == label
