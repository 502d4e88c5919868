"""`doctor --offline` looks at everything and says which of it to mend; secrets stay inside."""

from __future__ import annotations

import base64
import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import Result

from bot.clock import FixedClock
from bot.diagnosis import Level, congress_finding
from bot.i18n import languages, t
from tests.cli.conftest import Run, make_database, write_env

APPLICATION = base64.urlsafe_b64encode(b"123456789012345678").decode().rstrip("=")
TOKEN = f"{APPLICATION}.Gabcde.abcdefghijklmnopqrstuvwxyz012345"


def look(run: Run, **environment: str) -> Result:
    result = run("doctor", "--offline", **environment)
    assert result.stderr == ""
    return result


def marked(result: Result, mark: str) -> list[str]:
    """The sentences of the findings with that mark."""
    lines = [line.strip() for line in result.stdout.splitlines()]
    return [line.removeprefix(mark).strip() for line in lines if line.startswith(f"{mark} ")]


def test_without_a_token_it_says_so_and_exits_with_1(run: Run) -> None:
    result = look(run)
    assert result.exit_code == 1
    assert any("DISCORD_TOKEN" in line for line in marked(result, "x"))


@pytest.mark.parametrize(
    "token",
    ["abc", "a.b.c", TOKEN + ".more", "ä" * 30 + ".abcdef." + "x" * 30, f"%%%{TOKEN}",
     f"{'A' * 24}.Gabcde.{'x' * 30}", f"Bot {TOKEN}"],
)  # fmt: skip
def test_a_token_of_an_odd_shape_is_said_and_not_shown(run: Run, token: str) -> None:
    result = look(run, DISCORD_TOKEN=token)
    assert result.exit_code == 1
    assert any("DISCORD_TOKEN" in line for line in marked(result, "x"))
    assert len(token) < 8 or token not in result.output


def test_a_token_of_the_right_shape_is_fine(run: Run) -> None:
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 0
    assert marked(result, "x") == []
    assert any("token" in line for line in marked(result, "ok"))
    assert TOKEN not in result.output
    assert APPLICATION not in result.output


@pytest.mark.parametrize(
    ("environment", "mark"),
    [
        ({}, "!"),
        ({"VOLUME_ENCRYPTED": "false"}, "!"),
        ({"VOLUME_ENCRYPTED": "true"}, "ok"),
        ({"DATABASE_KEY": "hush-hush"}, "ok"),
    ],
    ids=["plain", "declared plain", "declared", "key"],
)
def test_it_warns_where_nothing_is_encrypted(
    run: Run, environment: dict[str, str], mark: str
) -> None:
    result = look(run, DISCORD_TOKEN=TOKEN, **environment)
    assert any("encrypted" in line for line in marked(result, mark))
    assert "hush-hush" not in result.output


def test_before_the_first_start_there_is_no_database_and_none_is_made(
    run: Run, terminal: Path
) -> None:
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert any("no database" in line for line in marked(result, "!"))
    assert list(terminal.iterdir()) == []


def test_a_whole_database_is_fine(run: Run, database: Path, database_key: str | None) -> None:
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 0
    assert any(str(database) in line for line in marked(result, "ok"))
    assert database_key is None or database_key not in result.output


def test_a_damaged_database_is_said_to_be(run: Run, database: Path) -> None:
    with database.open("r+b") as file:
        size = os.fstat(file.fileno()).st_size
        for at in range(8192, size, 4096):
            file.seek(at)
            file.write(b"\xa5" * 512)
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 1
    assert any("damaged" in line for line in marked(result, "x"))


@pytest.mark.parametrize("content", [b"", b"not a database" * 500])
def test_a_file_that_is_no_database_is_said_to_be_none(
    run: Run, terminal: Path, content: bytes
) -> None:
    (terminal / "coalition.db").write_bytes(content)
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert (terminal / "coalition.db").read_bytes() == content
    if content:
        assert result.exit_code == 1
        assert any("coalition.db" in line for line in marked(result, "x"))


def test_a_database_from_the_future_is_said_to_be(run: Run, terminal: Path) -> None:
    path = terminal / "coalition.db"
    make_database(path, None, language="es")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = path.read_bytes()
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 1
    assert any("999" in line for line in marked(result, "x"))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("made_with", "asked_with"), [("right", "wrong-key"), ("right", None), (None, "wrong-key")]
)
def test_a_key_that_does_not_fit_is_said_and_not_shown(
    run: Run, terminal: Path, made_with: str | None, asked_with: str | None
) -> None:
    path = terminal / "coalition.db"
    make_database(path, made_with, language="es")
    write_env(terminal, path, asked_with)
    result = look(run, DISCORD_TOKEN=TOKEN)
    assert result.exit_code == 1
    assert any("key" in line.lower() for line in marked(result, "x"))
    assert "wrong-key" not in result.output


def test_in_a_spanish_terminal_it_speaks_spanish(run: Run) -> None:
    result = look(run, LANG="es_MX.UTF-8")
    assert "La configuración se puede leer." in result.stdout
    assert "The " not in result.stdout


def test_when_the_terms_of_congress_are_over_it_says_what_to_do(terminal: Path) -> None:
    for day, level in ((2, Level.FINE), (3, Level.WARN)):
        found = congress_finding(terminal, FixedClock(datetime(2027, 1, day, 12, tzinfo=UTC)))
        assert found.level is level
        for language in languages():
            said = t(found.key, language, **found.params)
            assert ("data update" in said) == (level is Level.WARN)
