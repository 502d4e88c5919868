"""Migrations run once, whole or not at all, and never backwards."""

# ruff: noqa: S311 - dice, not secrets

from __future__ import annotations

import random
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.engine import DatabaseFile
from bot.storage.errors import (
    BrokenMigrations,
    ConstraintViolated,
    DatabaseFromFuture,
    StatementFailed,
    StorageBug,
)
from bot.storage.migrate import migrate, read_migrations, statements

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two good migrations."""
    path = tmp_path / "migrations"
    path.mkdir()
    (path / "0001_first.sql").write_text("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT;")
    (path / "0002_second.sql").write_text(
        "CREATE TABLE b (a INTEGER REFERENCES a (id)) STRICT;\nINSERT INTO a VALUES (1);\n"
    )
    return path


@pytest.fixture
def file(database_path: Path, database_key: str | None) -> DatabaseFile:
    return DatabaseFile(database_path, database_key)


def tables(file: DatabaseFile) -> list[str]:
    with closing(file.connect()) as connection:
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"
        return [row["name"] for row in connection.execute(sql)]


def version(file: DatabaseFile) -> int:
    with closing(file.connect()) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


@pytest.mark.parametrize(
    "name", ["0002_double.sql", "0004_gap.sql", "third.sql", "03_short.sql", "0000_zero.sql"]
)
def test_numbers_with_gaps_or_doubles_are_refused(folder: Path, name: str) -> None:
    (folder / name).write_text("SELECT 1;")
    with pytest.raises(BrokenMigrations):
        read_migrations(folder)


def test_a_folder_without_migrations_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BrokenMigrations):
        read_migrations(tmp_path)


def test_they_run_in_order_and_once(folder: Path, file: DatabaseFile) -> None:
    assert migrate(file, read_migrations(folder)) == 2
    assert migrate(file, read_migrations(folder)) == 2
    assert tables(file) == ["a", "b"]


def test_one_that_fails_in_the_middle_leaves_nothing(folder: Path, file: DatabaseFile) -> None:
    third = folder / "0003_third.sql"
    third.write_text("CREATE TABLE c (x TEXT) STRICT; INSERT INTO c VALUES ('x'); SELEC 1;")
    with pytest.raises(StatementFailed) as caught:
        migrate(file, read_migrations(folder))
    assert "0003_third.sql" in "".join(caught.value.__notes__)
    assert tables(file) == ["a", "b"]
    assert version(file) == 2

    third.write_text("CREATE TABLE c (x TEXT) STRICT;")
    assert migrate(file, read_migrations(folder)) == 3
    assert tables(file) == ["a", "b", "c"]


def test_rows_that_point_nowhere_are_refused(folder: Path, file: DatabaseFile) -> None:
    (folder / "0003_third.sql").write_text("INSERT INTO b VALUES (99);")
    with pytest.raises(BrokenMigrations):
        migrate(file, read_migrations(folder))
    assert version(file) == 2


def test_a_rule_broken_is_refused(folder: Path, file: DatabaseFile) -> None:
    (folder / "0003_third.sql").write_text("INSERT INTO a VALUES (1);")
    with pytest.raises(ConstraintViolated):
        migrate(file, read_migrations(folder))
    assert version(file) == 2


@pytest.mark.parametrize("word", ["COMMIT", "BEGIN", "ROLLBACK", "END TRANSACTION"])
def test_a_file_that_meddles_with_transactions_is_refused(
    folder: Path, file: DatabaseFile, word: str
) -> None:
    (folder / "0003_third.sql").write_text(
        f"CREATE TABLE c (x TEXT) STRICT; {word}; CREATE TABLE d (x TEXT) STRICT;"
    )
    with pytest.raises(StorageBug):
        migrate(file, read_migrations(folder))
    assert tables(file) == ["a", "b"]
    assert version(file) == 2


def test_a_table_that_others_point_to_can_be_rebuilt(folder: Path, file: DatabaseFile) -> None:
    (folder / "0003_rebuild.sql").write_text(
        "INSERT INTO b VALUES (1);"
        "CREATE TABLE a_new (id INTEGER PRIMARY KEY, name TEXT) STRICT;"
        "INSERT INTO a_new SELECT id, 'x;y' FROM a;"
        "DROP TABLE a;"
        "ALTER TABLE a_new RENAME TO a;"
    )
    assert migrate(file, read_migrations(folder)) == 3
    assert tables(file) == ["a", "b"]


def test_a_newer_database_is_refused(folder: Path, file: DatabaseFile) -> None:
    known = read_migrations(folder)
    migrate(file, known)
    before = file.path.read_bytes()
    with pytest.raises(DatabaseFromFuture) as caught:
        migrate(file, known[:1])
    assert (caught.value.found, caught.value.known) == (2, 1)
    assert file.path.read_bytes() == before


def test_semicolons_in_strings_comments_and_triggers_stay() -> None:
    script = """
    -- a comment; with one
    CREATE TABLE a (x TEXT DEFAULT ';') STRICT;
    CREATE TRIGGER t AFTER INSERT ON a BEGIN
        UPDATE a SET x = 'a;b'; /* ; */
        DELETE FROM a WHERE x = ';';
    END;
    SELECT 1 -- no semicolon at the end"""
    found = list(statements(script))
    assert len(found) == 3
    assert found[1].startswith("CREATE TRIGGER")
    assert found[1].endswith("END;")
    assert list(statements(" \n")) == []


def test_the_bots_own_tables_are_strict(file: DatabaseFile) -> None:
    migrate(file, read_migrations())
    with closing(file.connect()) as connection:
        loose = connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'"
            " AND strict = 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        ).fetchall()
    assert [row["name"] for row in loose] == []


async def test_the_open_database_knows_its_version(
    folder: Path, database_path: Path, database_key: str | None
) -> None:
    first = await Database.open(database_path, key=database_key, migrations=folder)
    assert first.schema_version == 2
    await first.close()


MIGRATE = """
import sys
from pathlib import Path
from bot.storage.engine import DatabaseFile
from bot.storage.migrate import migrate, read_migrations

known = read_migrations(Path(sys.argv[2]))
print("ready", flush=True)
migrate(DatabaseFile(Path(sys.argv[1])), known)
"""


def test_a_kill_between_migrations_is_taken_up_again(tmp_path: Path, database_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(1, 201):
        (folder / f"{number:04}_step.sql").write_text(
            f"CREATE TABLE t{number} (x TEXT) STRICT; CREATE TABLE u{number} (x TEXT) STRICT;"
        )
    file = DatabaseFile(database_path)
    command = [sys.executable, "-c", MIGRATE, str(database_path), str(folder)]
    dice = random.Random(3)
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:  # noqa: S603
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            time.sleep(dice.uniform(0, 0.05))
            child.kill()
        if database_path.exists():
            assert len(tables(file)) == 2 * version(file)
    assert migrate(file, read_migrations(folder)) == 200
    assert len(tables(file)) == 400
