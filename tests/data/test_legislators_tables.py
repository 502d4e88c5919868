"""Every ZIP of the bundled tables leads where the tables say; the first office is the nearest.

Read and reckoned here anew, from the files themselves: nothing of the bot's own reading, measuring
or ordering is used to say what is right.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
from collections import Counter, defaultdict
from datetime import UTC, date, datetime
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any

import pytest

from bot.bundled import bundled_path
from bot.domain.congress import congress_text, parse_congress
from bot.domain.errors import BadInput
from bot.domain.legislators import HOUSE_SEATS, Body, house_districts
from bot.services.legislator_status import check, vacancies
from bot.services.legislators import Certainty, Legislators, load_legislators
from bot.services.places import load_places

#: A Sunday: everybody is closed, so only the distance counts.
SUNDAY = datetime(2026, 11, 29, 15, 0, tzinfo=UTC)
#: A Wednesday at nine in New York.
WEDNESDAY = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
NOT_THAT_OFFICES = {"shared_phone", "is_dc_number", "dc_area_code"}
#: Of two offices in one building either may be first.
SAME_PLACE_KM = 0.001


def km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Haversine, written anew."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (a, b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 12742.0176 * asin(sqrt(h))


def raw(name: str) -> str:
    data = bundled_path(name).read_bytes()
    return (gzip.decompress(data) if name.endswith(".gz") else data).decode()


def below_comments(name: str, delimiter: str) -> list[dict[str, str]]:
    lines = [line for line in raw(name).splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE))


@pytest.fixture(scope="module")
def legislators() -> Legislators:
    return load_legislators(load_places(), Path("nowhere"))


@pytest.fixture(scope="module")
def points() -> dict[str, tuple[float, float]]:
    return {r["zip"]: (float(r["lat"]), float(r["lon"])) for r in below_comments_csv()}


def below_comments_csv() -> list[dict[str, str]]:
    lines = [line for line in raw("places.csv.gz").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def members() -> dict[tuple[str, str, str], list[dict[str, Any]]]:
    found: defaultdict[tuple[str, str, str], list[dict[str, Any]]] = defaultdict(list)
    for member in json.loads(raw("congress.json"))["members"]:
        found[member["body"], member["state"], member.get("district", "")].append(member)
    return found


def sayings() -> list[tuple[str, list[str]]]:
    """ZIP and district codes, from the file; a box has those of the ZIP it is like."""
    rows = below_comments("zip_districts.csv.gz", ",")
    of = {row["zip"]: row["districts"].split() for row in rows}
    return [(row["zip"], of[row["like"] or row["zip"]]) for row in rows]


def tier(office: dict[str, Any]) -> int:
    flags = set(office.get("flags", ()))
    if flags & NOT_THAT_OFFICES:
        return 3
    if office["kind"] != "local":
        return 2
    return 1 if "second_source" in flags else 0


def test_every_zip_has_the_districts_that_the_table_gives_it(legislators: Legislators) -> None:
    rows = sayings()
    assert len(rows) == 41_126
    sure = 0
    for code, codes in rows:
        found = legislators.districts_of(code)
        assert [(d.body, d.state, d.name) for d in found.districts] == [
            (Body.US_HOUSE, *each.split("-")) for each in codes
        ]
        sure += found.certainty is Certainty.SURE
        assert found.place is not None
        assert code not in found.place.label
    assert sure == 33_791


def test_for_every_zip_the_first_office_is_the_nearest_with_a_usable_number(
    legislators: Legislators,
    points: dict[str, tuple[float, float]],
    members: dict[tuple[str, str, str], list[dict[str, Any]]],
) -> None:
    offices = {
        member["id"]: [
            (tier(each), (each["lat"], each["lon"]) if "lat" in each else None, each["phone"])
            for each in member["offices"]
            if each.get("phone")
        ]
        for group in members.values()
        for member in group
    }
    for code, codes in sayings():
        found = legislators.districts_of(code)
        reached = legislators.targets_of(found.districts, {Body.US_HOUSE, Body.US_SENATE})
        states = dict.fromkeys(each[:2] for each in codes)
        expected = [m["id"] for c in codes for m in members["us_house", *c.split("-")]]
        expected += [m["id"] for state in states for m in members["us_senate", state, ""]]
        assert sorted(target.id for target in reached.targets) == sorted(expected)
        for target in reached.targets:
            rungs = legislators.ladder(target, found.where, SUNDAY)
            usable = offices[target.id]
            numbers = {r.office.phone for r in rungs}
            assert numbers == {phone for _, _, phone in usable}
            sure = [r.office.phone for r in rungs if not r.doubtful]
            assert len(sure) == len(set(sure))
            if not usable:
                continue
            first = rungs[0]
            assert not first.open
            best = min(
                (rank, km(points[code], where) if where else 9e9) for rank, where, _ in usable
            )
            mine = [
                (rank, km(points[code], where) if where else 9e9)
                for rank, where, phone in usable
                if phone == first.office.phone
            ]
            assert any(m[0] == best[0] and m[1] <= best[1] + SAME_PLACE_KM for m in mine), code


def test_for_every_zip_those_open_come_before_those_closed(legislators: Legislators) -> None:
    turned = 0
    for code, _ in sayings()[::5]:
        found = legislators.districts_of(code)
        for target in legislators.targets_of(found.districts, {Body.US_HOUSE}).targets:
            rungs = legislators.ladder(target, found.where, WEDNESDAY)
            local = [r for r in rungs if r.office.kind == "local" and not r.doubtful]
            local = [r for r in local if "second_source" not in r.office.flags]
            closed = [r.open is False for r in local]
            assert closed == sorted(closed)
            turned += closed[:1] != closed[-1:]
            for same in (True, False):
                there = [r for r in local if (r.open is False) is same]
                far = [9e9 if r.distance_km is None else r.distance_km for r in there]
                assert far == sorted(far)
    assert turned


def test_every_zip_leads_to_the_states_districts_of_the_table(legislators: Legislators) -> None:
    of: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for row in below_comments("zip_state_districts.tsv.gz", "\t"):
        for chamber in ("upper", "lower"):
            of[row["zip"]] += [
                (f"state_{chamber}", row["state"], name)
                for name in filter(None, row[chamber].split(";"))
            ]
    like = {row["zip"]: row["like"] for row in below_comments("zip_districts.csv.gz", ",")}
    for code, near in like.items():
        found = legislators.districts_of(code).state_districts
        assert [(d.body, d.state, d.name) for d in found] == of[near or code]


def test_every_state_legislator_is_found_by_district_and_by_id(legislators: Legislators) -> None:
    rows = below_comments("state_legislators.tsv.gz", "\t")
    assert len(rows) == 7_451
    assert len({row["id"] for row in rows}) == 7_451
    seats = Counter((row["state"], row["chamber"], row["district"]) for row in rows)
    sitting = list(legislators.states)
    assert {target.id for target in sitting} == {row["id"] for row in rows}
    for row in rows[::50]:
        target = legislators.target(row["id"])
        assert target is not None
        assert target.name == row["name"]
        held = legislators.sitting(target.district)
        assert len(held) == seats[row["state"], row["chamber"], row["district"]]
        assert target in held


def test_each_table_says_source_date_licence_and_when_it_ends() -> None:
    for name in ("zip_districts.csv.gz", "zip_state_districts.tsv.gz", "governors.tsv",
                 "state_legislators.tsv.gz"):  # fmt: skip
        head = "".join(line for line in raw(name).splitlines(True) if line.startswith("#"))
        for word in ("source", "date", "licence", "terms_end"):
            assert re.search(rf"^# {word}: \S", head, re.MULTILINE), (name, word)
        assert date.fromisoformat(re.findall(r"# terms_end: (\S+)", head)[0]) > date(2026, 11, 3)
    congress = json.loads(raw("congress.json"))
    assert congress["house_terms_end"] == congress["senate_terms_end"] == "2027-01-03"
    assert "CC0" in congress["licence"]


def test_the_list_of_congress_is_written_as_it_was_read() -> None:
    text = raw("congress.json")
    assert congress_text(parse_congress(text)) == text


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"shape": 1}', raw("congress.json")[:-9]]
)
def test_what_is_no_list_of_congress_is_refused(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_congress(text)
    assert refused.value.key == "legislators.data_unreadable"


def test_every_seat_has_its_member_or_is_known_to_be_vacant(legislators: Legislators) -> None:
    congress = json.loads(raw("congress.json"))
    assert congress["vacant"].split() == ["CA-14", "FL-20", "GA-13", "TX-23"]
    assert len(house_districts()) == 441
    assert sum(HOUSE_SEATS.values()) == 435
    assert len(congress["members"]) == 537 == 441 - 4 + 100
    assert list(check(legislators, (), SUNDAY)) == []
    assert len(vacancies(legislators)) == 26


def test_no_number_of_a_state_legislator_is_other_than_a_number(legislators: Legislators) -> None:
    offices = [office for target in legislators.states for office in target.offices]
    assert len(offices) > 9_000
    assert all(re.fullmatch(r"[2-9]\d\d-\d{3}-\d{4}", office.phone) for office in offices)
    assert all(office.zone for office in offices)


def test_the_tables_are_a_few_megabytes() -> None:
    names = ("congress.json", "zip_districts.csv.gz", "zip_state_districts.tsv.gz",
             "state_legislators.tsv.gz", "governors.tsv")  # fmt: skip
    assert sum(bundled_path(name).stat().st_size for name in names) < 1_500_000
