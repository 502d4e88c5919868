"""`call` from the terminal: who can be called from a ZIP, as JSON and as text."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_services
from bot.clock import SystemClock
from bot.settings import Settings
from tests.cli.conftest import Run
from tests.services.campaigning import BILL, MEMBER, TEMPLATE, opened_campaign

#: A bill of a session that lasts while this is run.
NEXT = replace(BILL, session="next", session_ends=date(2999, 1, 3))


def answer(run: Run, *words: str) -> dict[str, Any]:
    """The JSON object that was printed."""
    result = run("call", *words, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert isinstance(found, dict)
    return found


@pytest.mark.parametrize(
    "code",
    ["00000", "2139", "boston", "K1A 0B1", "09012", "96940", "", "x" * 4000, "<@1>", "021390"],
)
def test_what_is_no_zip_exits_with_2_and_says_what_to_do(run: Run, code: str) -> None:
    for language in ("en", "es"):
        refused = run("call", "--zip", code, "--lang", language, "--json")
        assert refused.exit_code == 2
        assert refused.stdout == ""
        assert refused.stderr.strip().endswith(".")
        assert code in ("", "2139") or code not in refused.stderr


def test_without_a_zip_or_with_an_unknown_body_it_exits_with_2(run: Run) -> None:
    assert run("call").exit_code == 2
    refused = run("call", "--zip", "02139", "--body", "sheriff")
    assert refused.exit_code == 2
    assert "us_house" in refused.stderr


def test_json_has_the_shape_that_was_promised(run: Run) -> None:
    found = answer(run, "--zip", "02139", "--lang", "es")
    assert found["districts"] == [
        {"state": "MA", "district": 5},
        {"state": "MA", "district": 7},
    ]
    assert found["script"] is None
    assert found["guess"] is False
    bodies = [target["body"] for target in found["targets"]]
    assert bodies[:4] == ["us_house", "us_house", "us_senate", "us_senate"]
    assert {"state_upper", "state_lower", "governor"} <= set(bodies)
    for target in found["targets"]:
        assert {"id", "name", "body", "offices"} <= set(target)
        for office in target["offices"]:
            assert {"city", "state", "phone", "distance_km", "flags"} <= set(office)
            assert office["phone"]
            far = office["distance_km"]
            assert far is None or far == round(far, 1)
    markey = next(target for target in found["targets"] if target["id"] == "M000133")
    assert [office["city"] for office in markey["offices"]] == [
        "Boston", "Springfield", "Washington",
    ]  # fmt: skip


def test_notices_go_to_standard_error_in_the_language_asked_for(run: Run) -> None:
    english, spanish = (
        run("call", "--zip", "02139", "--lang", language, "--json") for language in ("en", "es")
    )
    assert "2 districts" in english.stderr
    assert "2 distritos" in spanish.stderr
    assert json.loads(english.stdout) == json.loads(spanish.stdout)


def test_a_guess_says_that_it_is_one(run: Run) -> None:
    assert answer(run, "--zip", "00501")["guess"] is True
    assert "guess" in run("call", "--zip", "00501").stderr
    assert "suposición" in run("call", "--zip", "00501", LANG="es_MX.UTF-8").stderr


def test_a_vacant_seat_is_said_and_the_senators_are_offered(run: Run) -> None:
    words = ("--zip", "94587", "--body", "us_house")  # Union City, in CA-14
    found = answer(run, *words)
    assert {"body": "us_house", "state": "CA", "district": "14"} in found["vacant"]
    assert {target["body"] for target in found["instead"]} == {"us_senate"}
    assert "CA-14" in run("call", *words).stdout


def test_only_the_bodies_named_are_printed(run: Run) -> None:
    found = answer(run, "--zip", "94105", "--body", "governor", "--body", "us_senate")
    assert {target["body"] for target in found["targets"]} == {"us_senate"}
    assert found["unknown"] == [{"body": "governor", "state": "CA", "district": ""}]


def test_as_text_it_is_read_by_people(run: Run) -> None:
    result = run("call", "--zip", "10001")
    assert result.exit_code == 0
    assert "212-" in result.stdout
    assert "Office in Washington" in result.stdout
    assert "None" not in result.stdout
    spanish = run("call", "--zip", "10001", "--lang", "es")
    assert "Oficina en Washington" in spanish.stdout


def test_nothing_is_left_behind(run: Run, terminal: Path) -> None:
    assert run("call", "--zip", "02139").exit_code == 0
    assert list(terminal.iterdir()) == []


def test_without_the_campaign_it_says_so(run: Run, database: Path) -> None:
    assert database.exists()
    refused = run("call", "--zip", "02139", "--campaign", "9", "--json")
    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert "9" in refused.stderr
    assert run("call", "--zip", "02139", "--campaign", "x").exit_code == 2


def test_a_campaign_fills_its_script_for_each_target(
    run: Run, database: Path, database_key: str | None
) -> None:
    async def make() -> int:
        settings = Settings(_env_file=None, database_path=database, database_key=database_key)
        async with open_services(settings, SystemClock()) as (_, services):
            opened = await opened_campaign(services, replace(TEMPLATE, bills=(NEXT,)))
            for user in (21, 22):
                reporter = replace(MEMBER, user_id=user)
                await services.calls.report_wrong(reporter, "617-565-8519", "M000133")
            return opened.number

    number = str(asyncio.run(make()))
    found = answer(run, "--zip", "02139", "--campaign", number, "--lang", "es")
    assert {target["body"] for target in found["targets"]} == {"us_house", "us_senate"}
    assert found["script"] == "Vivo en Cambridge. Le pido copatrocinar H.R. 100."
    markey = next(target for target in found["targets"] if target["id"] == "M000133")
    assert markey["script"] == "Senator Markey, please co-sponsor S. 200."
    assert "617-565-8519" not in {office["phone"] for office in markey["offices"]}
    text = run("call", "--zip", "02139", "--campaign", number).stdout
    assert "  I live in Cambridge. " in text
