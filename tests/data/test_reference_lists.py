"""The reference lists say where they come from, are whole, and have no way to reach police."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from datetime import date

import pytest

from bot.bundled import bundled_path
from bot.dataset.agreements import listed, state_codes, table_text
from bot.dataset.counties import county_rows
from bot.dataset.counties import table_text as counties_text
from bot.domain.agreements import AgreementKind, Agreements, AgreementStatus, parse_agreements
from bot.domain.counties import parse_counties
from bot.domain.errors import BadInput
from bot.domain.places import parse_gazetteer

PHONE = re.compile(r"\d{3}[\s).-]*\d{3}[\s.-]*\d{4}(?!\d)")
CODES = {
    state.code
    for state in parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8")).states
}


def lines(name: str) -> list[str]:
    return bundled_path(name).read_text(encoding="utf-8").splitlines()


COUNTIES = parse_counties(lines("counties.csv"))
AGREEMENTS: Agreements = parse_agreements(lines("agreements_287g.csv"))
SAFE = json.loads(bundled_path("safe_network.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["counties.csv", "agreements_287g.csv"])
def test_each_table_says_source_date_and_licence(name: str) -> None:
    head = "\n".join(line for line in lines(name) if line.startswith("#"))
    for word in ("# source: ", "# date: ", "# licence: ", "# note: "):
        assert word in head


def test_every_county_stands_once_in_a_state_we_know() -> None:
    rows = list(csv.reader(line for line in lines("counties.csv") if not line.startswith("#")))[1:]
    assert len(rows) == 3221
    assert max(Counter((row[0], row[1]) for row in rows).values()) == 1
    assert {row[0] for row in rows} <= CODES
    for row in rows:
        assert -90 <= float(row[2]) <= 90
        assert -180 <= float(row[3]) <= 180


def test_agreements_are_real_days_kinds_and_counties_and_stand_once() -> None:
    found = list(AGREEMENTS)
    assert len(found) == 1899
    assert date(2026, 5, 18) == AGREEMENTS.as_of
    by_status = Counter(each.status for each in found)
    assert by_status == {AgreementStatus.SIGNED: 1838, AgreementStatus.ENDED: 61}
    assert max(Counter((a.state, a.county, a.agency, a.kind) for a in found).values()) == 1
    for each in found:
        assert each.state in CODES
        assert not each.county or COUNTIES.get(each.state, each.county)
        assert date(2015, 1, 1) < each.on <= AGREEMENTS.as_of
        assert each.agency == " ".join(each.agency.split())


def test_no_agency_can_be_called_or_written_to() -> None:
    for line in lines("agreements_287g.csv"):
        if not line.startswith("#"):
            assert not PHONE.search(line)
            assert "@" not in line
            assert "http" not in line


def test_the_network_has_its_eighteen_members_with_their_year() -> None:
    members = SAFE["members"]
    assert all(SAFE[field] for field in ("source", "date", "licence", "note"))
    assert len({member["name"]["en"] for member in members}) == len(members) == 18
    years = Counter(member["announced"][:4] for member in members)
    assert years == {"2017": 11, "2018": 1, "2019": 6}
    for member in members:
        assert set(member["name"]) == {"en", "es"}
        assert member["state"] in CODES
        assert re.fullmatch(r"\d{4}-\d{2}(-\d{2})?", member["announced"])
        assert member["place"].endswith(f", {member['state']}")
    assert not PHONE.search(json.dumps(members))


# --- the makers ---------------------------------------------------------------------------------

OLD, NEW = "2026-01-01", "2026-03-01"


def row(agency: str, *, last: str = NEW, first: str = OLD, **more: str) -> dict[str, str]:
    given = {
        "list": "participating", "state": "TEXAS", "type": "County", "county": "#N/A",
        "kind": "Task Force Model", "signed": OLD,
    }  # fmt: skip
    return {**given, "agency": agency, "first_listed": first, "last_listed": last, **more}


def made(*rows: dict[str, str]) -> list[tuple[str, ...]]:
    text = table_text(listed(rows, state_codes(), COUNTIES))
    return [
        (a.county, a.agency, a.kind.value, a.status.value)
        for a in parse_agreements(text.splitlines())
    ]


PENDING = row("Waco Police Department", list="pending", county="McLennan County")


def test_what_left_the_list_ended_unless_it_was_renamed_or_a_slip() -> None:
    found = made(
        row("Harris County Sheriff's Office"),
        row("Travis County Sheriff's Office", last="2026-02-15"),
        row("Harris Co. Sheriff's Dept", last="2026-02-15", county="Harris County"),
        row("Bexar County Sheriff's Office", first="2026-02-01", last="2026-02-03"),
        PENDING,
    )
    assert found == [
        ("Harris County", "Harris County Sheriff's Office", "task_force", "signed"),
        ("McLennan County", "Waco Police Department", "task_force", "pending"),
        ("Travis County", "Travis County Sheriff's Office", "task_force", "ended"),
    ]


def test_a_county_is_the_agencys_own_and_slips_in_the_column_are_mended() -> None:
    found = made(
        row("Harris County Sheriff's Office", county="Travis County"),
        row("Austin Police Department", county="Travis Conty", type="Municipality"),
        row("Texas State Guard", county="Travis County", type="State Agency"),
        PENDING,
    )
    assert {agency: county for county, agency, *_ in found} == {
        "Harris County Sheriff's Office": "Harris County",
        "Austin Police Department": "Travis County",
        "Texas State Guard": "",
        "Waco Police Department": "McLennan County",
    }


def test_the_same_input_gives_the_same_bytes_in_any_order() -> None:
    rows = [row("Harris County Sheriff's Office"), row("Bexar County Sheriff's Office"), PENDING]
    texts = {table_text(listed(given, state_codes(), COUNTIES)) for given in (rows, rows[::-1])}
    assert len(texts) == 1


@pytest.mark.parametrize("wrong", [{"signed": "May"}, {"state": "Narnia"}])
def test_a_row_that_makes_no_sense_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        made(row("Harris County Sheriff's Office", **wrong), PENDING)


def test_a_county_without_a_point_is_refused() -> None:
    whole = "TX|48201|x|Harris County|1|1|1|1|29.8|-95.4"
    assert "TX,Harris County,29.80,-95.40" in counties_text(county_rows([whole]))
    with pytest.raises(BadInput):
        county_rows([whole.removesuffix("|-95.4")])


def test_every_kind_of_agreement_is_in_the_table() -> None:
    assert {each.kind for each in AGREEMENTS} == set(AgreementKind)
