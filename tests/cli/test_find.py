"""`find` from the terminal: JSON stays JSON, whatever is typed."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from bot.bundled import bundled_path
from tests.cli.conftest import Run

UNVERIFIED = [
    re.sub(r"\D", "", entry["phone_unverified"]["number"])
    for entry in json.loads(bundled_path("directory.json").read_bytes())["entries"]
    if entry.get("phone_unverified")
]
SHAPE = {"id": str, "name": str, "kind": str, "scope": str}


def rows(text: str) -> list[dict[str, Any]]:
    """The JSON array that was printed."""
    found = json.loads(text)
    assert isinstance(found, list)
    return found


def test_a_kind_that_no_entry_has_exits_with_2_and_names_those_there_are(run: Run) -> None:
    refused = run("find", "lawyer", "--kind", "dragons", "--json")
    assert refused.exit_code == 2
    assert refused.stdout == ""
    assert "legal service" in refused.stderr
    found = run("find", "lawyer", "--kind", " Legal Service ", "--json")
    assert found.exit_code == 0
    assert {row["kind"] for row in rows(found.stdout)} == {"legal service"}


@pytest.mark.parametrize("limit", ["0", "-1", "501", "many"])
def test_a_limit_that_makes_no_sense_exits_with_2(run: Run, limit: str) -> None:
    refused = run("find", "lawyer", "--limit", limit)
    assert refused.exit_code == 2
    assert "--limit" in refused.stderr


@pytest.mark.parametrize("where", ["00000", "Atlantis", "123", "x" * 4000, "😀"])
def test_a_place_that_is_not_known_is_said_and_an_array_is_printed(run: Run, where: str) -> None:
    result = run("find", "lawyer", "--where", where, "--json")
    assert result.exit_code == 0
    assert rows(result.stdout)
    assert result.stderr.strip()
    assert where not in result.stderr


@pytest.mark.parametrize(
    "words",
    [
        [], [""], ["😀🎉"], ["x" * 4000], ["word " * 800],
        ["' OR 1=1; DROP TABLE organization; --"],
        ["NEAR(a b) AND * OR NOT ^ {x} : -"], ["\u202e\u05e9\u05dc"], ["**b** <@1> @everyone"],
    ],
    ids=["none", "empty", "emoji", "long", "words", "sql", "fts", "rtl", "mentions"],
)  # fmt: skip
def test_odd_words_still_print_an_array_that_helps(run: Run, words: list[str]) -> None:
    result = run("find", *words, "--json")
    assert result.exit_code == 0
    assert rows(result.stdout)
    for word in words:
        assert not word.strip() or word not in result.stderr


def test_json_has_the_shape_and_the_order_that_was_promised(run: Run) -> None:
    found = rows(run("find", "immigrant", "--where", "Boston", "--limit", "99", "--json").stdout)
    for row in found:
        for name, kind in SHAPE.items():
            assert isinstance(row[name], kind)
        distance = row["distance_km"]
        assert distance is None or distance == round(float(distance), 1)
    near = [r["distance_km"] for r in found if r["distance_km"] is not None]
    close = [km for km in near if km <= 160]
    assert close
    assert near[: len(close)] == sorted(close)
    here = ["MA" in row["states"] or (row["distance_km"] or 999) <= 160 for row in found]
    assert any(here)
    assert here == sorted(here, reverse=True)


def test_best_comes_first_and_no_more_than_asked_for(run: Run) -> None:
    assert rows(run("find", "CIVIC", "--json").stdout)[0]["id"] == "freedom-for-immigrants"
    assert len(rows(run("find", "help", "--limit", "2", "--json").stdout)) == 2


def test_several_words_need_no_quotes(run: Run) -> None:
    apart, together = run("find", "legal", "aid", "--json"), run("find", "legal aid", "--json")
    assert rows(apart.stdout) == rows(together.stdout)


def test_the_language_asked_for_is_also_that_of_the_answer(run: Run) -> None:
    english, spanish = (
        run("find", "CIVIC", "--json"),
        run("find", "CIVIC", "--lang", "es", "--json"),
    )
    assert rows(english.stdout)[0]["what"] != rows(spanish.stdout)[0]["what"]
    nothing = run("find", "qwzx", "--json", LANG="es_MX.UTF-8")
    assert "directorio" in nothing.stderr


def test_as_text_it_is_read_by_people(run: Run) -> None:
    result = run("find", "CIVIC")
    assert result.exit_code == 0
    assert "Freedom for Immigrants" in result.stdout
    assert "https://" in result.stdout
    assert "**" not in result.output
    assert "-# " not in result.output


def test_no_database_is_left_behind_and_none_is_needed(run: Run, terminal: Any) -> None:
    (terminal / ".env").write_text("DATABASE_PATH=/nowhere/at/all.db\nWEB_PORT=eighty\n")
    assert run("find", "lawyer").exit_code == 0
    assert [p.name for p in terminal.iterdir()] == [".env"]


def test_no_phone_that_nobody_verified_is_printed(run: Run) -> None:
    assert UNVERIFIED
    for words in ("help", "lawyer", "hotline"):
        for output in (
            run("find", words, "--limit", "500", "--json").stdout,
            run("find", words, "--limit", "500").stdout,
        ):
            digits = re.sub(r"\D", "", output)
            assert not any(phone in digits for phone in UNVERIFIED)
