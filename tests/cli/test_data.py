"""`data` from the terminal: how old, whether right, and an update that is whole or nothing."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.services import legislator_sources
from bot.services.legislator_sources import Limits
from tests.cli.conftest import Run
from tests.upstream import (
    MEMBERS,
    OFFICES,
    Answer,
    breaks_off,
    dumped,
    sends,
    serving,
    silent,
    upstream,
)

FOLDER = "updates"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server may keep us waiting for a moment only."""
    monkeypatch.setattr(legislator_sources, "Limits", lambda: Limits(total=20, silence=0.3))


@pytest.fixture(scope="module")
def good() -> tuple[bytes, bytes]:
    members, offices = upstream()
    return dumped(members), dumped(offices)


def write(folder: Path, members: bytes, offices: bytes) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / MEMBERS).write_bytes(members)
    (folder / OFFICES).write_bytes(offices)
    return folder


def origin(run: Run) -> str:
    """Where the list of Congress that is in use comes from."""
    rows = json.loads(run("data", "status", "--json").stdout)
    return next(row["origin"] for row in rows if row["name"] == "congress")


def test_status_says_of_which_day_each_list_is_and_until_when_it_holds(run: Run) -> None:
    rows = json.loads(run("data", "status", "--json").stdout)
    assert [row["name"] for row in rows] == [
        "congress", "zip_districts", "state_legislators", "zip_state_districts", "governors",
    ]  # fmt: skip
    assert [row["rows"] for row in rows] == [537, 41_126, 7_451, 33_914, 52]
    for row in rows:
        assert row["age_days"] >= 0
        assert row["ended"] == (row["terms_end"] <= _today(run))
    text = run("data", "status", LANG="es_MX.UTF-8")
    assert text.exit_code == 0
    assert "Miembros del Congreso" in text.stdout
    assert "vino con el bot" in text.stdout


def _today(run: Run) -> str:
    """By the ages that are printed."""
    row = json.loads(run("data", "status", "--json").stdout)[0]
    return str(date.fromisoformat(row["as_of"]) + timedelta(days=row["age_days"]))


def test_check_names_vacant_seats(run: Run) -> None:
    result = run("data", "check")
    assert "TX-23" in result.stdout


@pytest.mark.parametrize(
    ("members", "offices"),
    [(b"", None), (b"[]", None), (b"{}", None), (None, b"[1]"), (b"cut", None), (None, b"<html>")],
)
def test_files_that_are_no_such_files_change_nothing_and_exit_with_1(
    run: Run,
    terminal: Path,
    good: tuple[bytes, bytes],
    members: bytes | None,
    offices: bytes | None,
) -> None:
    if members == b"cut":
        members = good[0][:-9999]
    folder = write(
        terminal / "in",
        good[0] if members is None else members,
        good[1] if offices is None else offices,
    )
    refused = run("data", "update", "--from", str(folder))
    assert refused.exit_code == 1
    assert (MEMBERS if offices is None else OFFICES) in refused.stderr
    assert "stays in use" in refused.stderr
    assert origin(run) == "bundled"
    assert not (terminal / FOLDER).exists()


def test_every_reason_stands_on_a_line_in_both_languages(run: Run, terminal: Path) -> None:
    members, offices = upstream()
    folder = write(terminal / "in", dumped(members[:100]), dumped(offices))
    for language, word in (("en_US", "senators"), ("es_MX", "senadores")):
        refused = run("data", "update", "--from", str(folder), LANG=f"{language}.UTF-8")
        assert refused.exit_code == 1
        assert word in refused.stderr
        assert len(refused.stderr.splitlines()) > 4


def test_files_that_are_missing_or_older_are_said(
    run: Run, terminal: Path, good: tuple[bytes, bytes]
) -> None:
    (terminal / "empty").mkdir()
    refused = run("data", "update", "--from", str(terminal / "empty"))
    assert refused.exit_code == 1
    assert MEMBERS in refused.stderr
    folder = str(write(terminal / "in", *good))
    refused = run("data", "update", "--from", folder, "--date", "2026-01-01")
    assert refused.exit_code == 1
    assert "--date" in refused.stderr
    assert run("data", "update", "--from", str(terminal / "nothing")).exit_code == 2
    assert run("data", "update", "--from", folder, "--date", "yesterday").exit_code == 2
    assert run("data", "update", "--back").exit_code == 1


def test_a_good_update_is_shown_first_then_holds_then_is_taken_back(
    run: Run, terminal: Path
) -> None:
    members, offices = upstream()
    offices[0]["offices"][0]["phone"] = "907-555-0100"
    folder = str(write(terminal / "in", dumped(members), dumped(offices)))
    looked = run("data", "update", "--from", folder, "--dry-run")
    assert looked.exit_code == 0
    assert "907-555-0100" in looked.stdout
    assert "1 change:" in looked.stdout
    assert origin(run) == "bundled"
    done = run("data", "update", "--from", folder)
    assert done.exit_code == 0
    assert origin(run) == "updated"
    assert "907-555-0100" in run("call", "--zip", "99501").stdout
    assert run("data", "check").stdout
    back = run("data", "update", "--back")
    assert back.exit_code == 0
    assert "907-555-0100" not in run("call", "--zip", "99501").stdout
    assert sorted(path.name for path in (terminal / FOLDER).iterdir()) == [
        "congress.json", "congress.previous.json", "update.lock",
    ]  # fmt: skip


def test_updates_lie_where_the_settings_say(
    run: Run, terminal: Path, good: tuple[bytes, bytes]
) -> None:
    folder = str(write(terminal / "in", *good))
    there = {"DATA_PATH": str(terminal / "elsewhere")}
    assert run("data", "update", "--from", folder, **there).exit_code == 0
    assert (terminal / "elsewhere" / "congress.json").exists()
    assert not (terminal / FOLDER).exists()


def test_a_damaged_list_is_said_and_the_bundled_one_is_used(run: Run, terminal: Path) -> None:
    (terminal / FOLDER).mkdir()
    (terminal / FOLDER / "congress.json").write_bytes(b"{")
    assert origin(run) == "bundled"
    assert "congress.json" in run("data", "status").stderr
    checked = run("data", "check")
    assert checked.exit_code == 1
    assert "congress.json" in checked.stderr


@pytest.mark.usefixtures("quick")
def test_a_server_that_hangs_breaks_off_or_refuses_leaves_all_as_it_was(
    run: Run, good: tuple[bytes, bytes]
) -> None:
    with ExitStack() as stack:
        bad: list[Answer] = [
            stack.enter_context(silent()),
            breaks_off(good[0]),
            sends(b"gone", status=404),
            sends(b""),
        ]
        for answer in bad:
            with serving({"/m": answer, "/o": sends(good[1])}) as address:
                where = {
                    "CONGRESS_MEMBERS_URL": address("/m"),
                    "CONGRESS_OFFICES_URL": address("/o"),
                }
                refused = run("data", "update", **where)
            assert refused.exit_code == 1
            assert "stays in use" in refused.stderr
    assert origin(run) == "bundled"


def test_an_update_is_fetched_from_the_addresses_in_the_settings(
    run: Run, good: tuple[bytes, bytes]
) -> None:
    with serving({"/m": sends(good[0]), "/o": sends(good[1])}) as address:
        where = {"CONGRESS_MEMBERS_URL": address("/m"), "CONGRESS_OFFICES_URL": address("/o")}
        done = run("data", "update", **where)
    assert done.exit_code == 0, done.output
    assert "0 changes" in done.stdout
    assert origin(run) == "updated"


def test_an_address_that_is_none_is_refused_with_an_example(run: Run) -> None:
    for value in ("", "members.json", "ftp://example.org/a", "https://"):
        refused = run("data", "update", CONGRESS_MEMBERS_URL=value)
        assert refused.exit_code == 2
        assert "CONGRESS_MEMBERS_URL" in refused.stderr
