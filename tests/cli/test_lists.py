"""`lists` from the terminal: the twin of the command."""

from __future__ import annotations

import json

import pytest

from bot.domain.named_lists import NAMED_LISTS
from tests.cli.conftest import Run


def test_a_list_that_does_not_exist_exits_with_2_and_names_those_there_are(run: Run) -> None:
    refused = run("lists", "dragons", "--json")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "hotlines" in refused.stderr
    assert [row["name"] for row in json.loads(run("lists", "--json").stdout)] == [
        each.slug for each in NAMED_LISTS
    ]


def test_an_unknown_county_is_said(run: Run) -> None:
    refused = run("lists", "287g", "--where", "Xyzzy County, TX", "--json")
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "don't know that county" in refused.stderr


@pytest.mark.parametrize("slug", [each.slug for each in NAMED_LISTS])
@pytest.mark.parametrize("where", ["", "Boston"])
def test_every_list_prints_an_array_and_lines(run: Run, slug: str, where: str) -> None:
    assert json.loads(run("lists", slug, "--where", where, "--json").stdout) or slug == "287g"
    assert run("lists", slug, "--where", where, "--lang", "es").exit_code == 0


def test_a_county_prints_its_agreements_and_one_without_says_so(run: Run) -> None:
    rows = json.loads(run("lists", "287g", "--where", "Condado de Harris, TX", "--json").stdout)
    assert rows[0] == {
        "state": "TX",
        "county": "Harris County",
        "agency": "Southside Place Police Department",
        "kind": "task_force",
        "status": "signed",
        "on": "2025-06-13",
    }
    none = run("lists", "287g", "--where", "Travis County, TX", "--json")
    assert json.loads(none.stdout) == []
    assert "2026-05-18" in none.stderr
