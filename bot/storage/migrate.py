"""The schema's history: numbered SQL files, each run once, whole or not at all.

`migrations/NNNN_name.sql`, numbered from 0001 without gaps. A file holds statements only, no BEGIN
and no COMMIT: it runs in one transaction together with its `PRAGMA user_version`, so a crash
leaves the database at one number or the next and starting again goes on from there. Foreign keys
are not enforced while a file runs (a table may be rebuilt) and checked before it counts.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.storage.engine import DRIVER_ERRORS, DatabaseFile
from bot.storage.errors import BrokenMigrations, DatabaseFromFuture

MIGRATIONS = Path(__file__).with_name("migrations")
_FILE_NAME = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema: its number, its file's name, its SQL."""

    number: int
    name: str
    sql: str


def read_migrations(folder: Path = MIGRATIONS) -> list[Migration]:
    """The migrations of a folder, in order.

    Raises:
        BrokenMigrations: a name that doesn't fit, a gap, a double, or no migration at all.
    """
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        if match is None:
            raise BrokenMigrations(f"{path.name} is not named NNNN_name.sql")
        found.append(Migration(int(match[1]), path.name, path.read_text(encoding="utf-8")))
    if [m.number for m in found] != list(range(1, len(found) + 1)) or not found:
        raise BrokenMigrations(f"gap or double in {[m.name for m in found]}")
    return found


def schema_version(connection: sqlite3.Connection) -> int:
    """The number of the last migration that the database has seen; 0 for an empty file."""
    return connection.execute("PRAGMA user_version").fetchone()[0]


def refuse_future(found: int, migrations: Sequence[Migration]) -> None:
    """Raises DatabaseFromFuture where the database is newer than the code."""
    known = migrations[-1].number
    if found > known:
        raise DatabaseFromFuture(found, known)


def migrate(file: DatabaseFile, migrations: Sequence[Migration]) -> int:
    """Bring the database up to date, making it where there is none; its version. Blocking.

    Raises:
        DatabaseFromFuture: it is newer than the code; nothing was touched.
        StorageError, StorageBug: a migration failed; those before it stand, it left nothing.
    """
    connection = file.connect("rwc")
    try:
        refuse_future(schema_version(connection), migrations)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA foreign_keys = OFF")
        for migration in migrations[schema_version(connection) :]:
            _run(connection, file, migration)
        return schema_version(connection)
    except DRIVER_ERRORS as error:
        raise file.explain(error) from error
    finally:
        connection.close()


def _run(connection: sqlite3.Connection, file: DatabaseFile, migration: Migration) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        connection.set_authorizer(_no_transactions)
        for statement in statements(migration.sql):
            connection.execute(statement)
        connection.set_authorizer(None)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise BrokenMigrations(f"{migration.name} leaves rows that point nowhere")
        connection.execute(f"PRAGMA user_version = {migration.number}")
        connection.execute("COMMIT")
    except DRIVER_ERRORS as error:
        explained = file.explain(error)
        explained.add_note(f"in migration {migration.name}")
        raise explained from error
    finally:
        connection.set_authorizer(None)
        connection.rollback()  # without effect once it is committed


def _no_transactions(action: int, *_: str | None) -> int:
    """A file that commits by itself would be half done after a crash."""
    return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_TRANSACTION else sqlite3.SQLITE_OK


def statements(script: str) -> Iterator[str]:
    """The single statements of a script; semicolons in strings, comments and triggers stay."""
    pending = ""
    for piece in re.split(r"(?<=;)", script):
        pending += piece
        if sqlite3.complete_statement(pending):
            yield pending.strip()
            pending = ""
    if pending.strip():
        yield pending.strip()
