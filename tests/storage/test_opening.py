"""What can lie at the path: nothing, a folder, garbage, another key, the future."""

# ruff: noqa: ASYNC240 - a test may look at the disk

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from bot.storage import engine
from bot.storage.check import integrity
from bot.storage.database import Database
from bot.storage.engine import PLAIN_HEADER, SALT_BYTES, DatabaseFile
from bot.storage.errors import (
    CannotOpen,
    DatabaseDamaged,
    DatabaseFromFuture,
    ReadOnly,
    StorageError,
    WrongKey,
)
from bot.storage.meta import get_meta, set_meta
from tests.conftest import KEY

#: As it is outside of tests; `tests/conftest.py` puts another in its place.
NEW_SALT = engine._new_salt


async def make(path: Path, key: str | None) -> None:
    """A database with something in it, closed again."""
    database = await Database.open(path, key=key)
    await set_meta(database, "greeting", "hola")
    await database.close()


async def refusal(path: Path, key: str | None, **more: bool) -> StorageError:
    with pytest.raises(StorageError) as caught:
        await Database.open(path, key=key, **more)
    return caught.value


async def test_a_wrong_key_is_refused_with_a_clear_sentence(database_path: Path) -> None:
    await make(database_path, KEY)
    error = await refusal(database_path, KEY.upper())
    assert isinstance(error, WrongKey)
    assert error.key == "storage.wrong_key"
    assert KEY.upper() not in repr((error, error.params))


async def test_an_encrypted_file_without_a_key_asks_for_the_key(database_path: Path) -> None:
    await make(database_path, KEY)
    error = await refusal(database_path, None)
    assert isinstance(error, WrongKey)
    assert error.key == "storage.key_missing"


async def test_a_plain_file_with_a_key_says_that_it_is_plain(database_path: Path) -> None:
    await make(database_path, None)
    error = await refusal(database_path, KEY)
    assert isinstance(error, WrongKey)
    assert error.key == "storage.key_not_needed"


async def test_after_a_refusal_the_right_key_opens_it(database_path: Path) -> None:
    await make(database_path, KEY)
    await refusal(database_path, "no")
    database = await Database.open(database_path, key=KEY)
    assert await get_meta(database, "greeting") == "hola"
    await database.close()


@pytest.mark.parametrize(
    "key",
    ["'", '"', "''; DROP TABLE meta; --", "x'00'", "ключ 🗝", "a" * 1000, "nul \0 inside"],
    ids=["quote", "double", "sql", "looks raw", "unicode", "long", "nul"],
)
async def test_a_key_may_hold_any_characters(database_path: Path, key: str) -> None:
    await make(database_path, key)
    assert (await refusal(database_path, key + "x")).key == "storage.wrong_key"
    database = await Database.open(database_path, key=key)
    assert await get_meta(database, "greeting") == "hola"
    await database.close()


async def test_an_encrypted_file_is_an_ordinary_sqlcipher_file(database_path: Path) -> None:
    await make(database_path, KEY)
    assert PLAIN_HEADER not in database_path.read_bytes()
    assert b"greeting" not in database_path.read_bytes()
    with closing(sqlcipher.connect(str(database_path))) as connection:
        connection.execute("PRAGMA key = '{}'".format(KEY.replace("'", "''")))
        rows = connection.execute("SELECT value FROM meta WHERE key = 'greeting'").fetchall()
    assert rows == [("hola",)]


async def test_an_open_encrypted_database_leaves_nothing_readable(database_path: Path) -> None:
    database = await Database.open(database_path, key=KEY)
    await set_meta(database, "greeting", "buenos dias")
    files = [path for path in database_path.parent.iterdir() if path.is_file()]
    assert {path.name for path in files} >= {"coalition.db", "coalition.db-wal"}
    assert all(b"buenos dias" not in path.read_bytes() for path in files)
    await database.close()


async def test_a_key_never_shows_in_a_repr(database_path: Path) -> None:
    assert KEY not in repr(DatabaseFile(database_path, KEY))


async def test_a_folder_is_refused(tmp_path: Path, database_key: str | None) -> None:
    error = await refusal(tmp_path, database_key)
    assert isinstance(error, CannotOpen)
    assert error.key == "storage.is_a_folder"


async def test_a_folder_is_refused_read_only_too(tmp_path: Path, database_key: str | None) -> None:
    assert (await refusal(tmp_path, database_key, read_only=True)).key == "storage.is_a_folder"


async def test_a_path_below_a_file_is_refused(tmp_path: Path, database_key: str | None) -> None:
    (tmp_path / "file").write_text("hello")
    error = await refusal(tmp_path / "file" / "coalition.db", database_key)
    assert isinstance(error, CannotOpen)


async def test_random_bytes_are_refused(database_path: Path, database_key: str | None) -> None:
    before = os.urandom(10_001)
    database_path.write_bytes(before)
    error = await refusal(database_path, database_key)
    assert isinstance(error, DatabaseDamaged)
    assert database_path.read_bytes() == before


async def test_whole_pages_of_random_bytes_might_be_encrypted(
    database_path: Path, database_key: str | None
) -> None:
    database_path.write_bytes(os.urandom(8192))
    error = await refusal(database_path, database_key)
    assert error.key == ("storage.key_missing" if database_key is None else "storage.wrong_key")


@pytest.mark.parametrize("left", [10, 5000, 8192])
async def test_a_truncated_file_is_refused(
    database_path: Path, database_key: str | None, left: int
) -> None:
    await make(database_path, database_key)
    database_path.write_bytes(database_path.read_bytes()[:left])
    assert isinstance(await refusal(database_path, database_key), DatabaseDamaged)


async def test_a_page_overwritten_with_noise_is_found(
    database_path: Path, database_key: str | None
) -> None:
    await make(database_path, database_key)
    content = bytearray(database_path.read_bytes())
    content[4096 * 2 :] = os.urandom(len(content) - 4096 * 2)
    database_path.write_bytes(bytes(content))
    try:
        database = await Database.open(database_path, key=database_key)
    except DatabaseDamaged:
        return
    try:
        assert await integrity(database)
    except DatabaseDamaged:
        pass
    finally:
        await database.close()


async def test_a_sound_database_has_no_problems(
    database_path: Path, database_key: str | None
) -> None:
    database = await Database.open(database_path, key=database_key)
    assert await integrity(database) == []
    await database.close()


async def test_a_row_that_points_nowhere_is_a_problem(
    database_path: Path, database_key: str | None
) -> None:
    database = await Database.open(database_path, key=database_key)
    await database.write("CREATE TABLE a (id INTEGER PRIMARY KEY) STRICT")
    await database.write("CREATE TABLE b (a INTEGER NOT NULL REFERENCES a (id)) STRICT")
    await database.write("PRAGMA foreign_keys = OFF")
    await database.write("INSERT INTO b VALUES (5)")
    assert await integrity(database) == ["b 1 a 0"]
    await database.close()


async def test_a_database_from_the_future_stays_untouched(
    database_path: Path, database_key: str | None
) -> None:
    await make(database_path, database_key)
    with closing(DatabaseFile(database_path, database_key).connect()) as connection:
        connection.execute("PRAGMA user_version = 9000")
    before = database_path.read_bytes()
    for read_only in (False, True):
        error = await refusal(database_path, database_key, read_only=read_only)
        assert isinstance(error, DatabaseFromFuture)
        assert error.found == 9000
        assert error.known < 9000
    assert database_path.read_bytes() == before


async def test_an_empty_file_is_a_new_database(
    database_path: Path, database_key: str | None
) -> None:
    database_path.touch()
    await make(database_path, database_key)
    database = await Database.open(database_path, key=database_key)
    assert await get_meta(database, "greeting") == "hola"
    assert database.encrypted == (database_key is not None)
    await database.close()


async def test_missing_folders_are_made_and_the_file_is_private(
    tmp_path: Path, database_key: str | None
) -> None:
    path = tmp_path / "a folder" / "100% sure?#" / "coalición.db"
    database = await Database.open(path, key=database_key)
    await set_meta(database, "a", "b")
    for name in ("", "-wal", "-shm", ".lock"):
        file = path.with_name(path.name + name)
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    await database.close()


async def test_a_file_that_others_could_read_becomes_private(
    database_path: Path, database_key: str | None
) -> None:
    await make(database_path, database_key)
    database_path.chmod(0o644)
    await make(database_path, database_key)
    assert stat.S_IMODE(database_path.stat().st_mode) == 0o600


async def test_looking_at_a_missing_file_makes_none(
    database_path: Path, database_key: str | None
) -> None:
    error = await refusal(database_path, database_key, read_only=True)
    assert error.key == "storage.no_database"
    assert not database_path.exists()


async def test_a_database_opened_to_look_at_refuses_writes(
    database_path: Path, database_key: str | None
) -> None:
    await make(database_path, database_key)
    running = await Database.open(database_path, key=database_key)
    looking = await Database.open(database_path, key=database_key, read_only=True)
    with pytest.raises(ReadOnly):
        await set_meta(looking, "greeting", "adiós")
    with pytest.raises(ReadOnly):
        await looking.fetch_all("DELETE FROM meta RETURNING key")
    with pytest.raises(ReadOnly):
        async with looking.transaction():
            pass
    await set_meta(running, "greeting", "buenos días")
    assert await get_meta(looking, "greeting") == "buenos días"
    await looking.close()
    await running.close()


async def test_every_connection_keeps_the_house_rules(
    database_path: Path, database_key: str | None
) -> None:
    with closing(DatabaseFile(database_path, database_key).connect("rwc")) as connection:
        connection.execute("PRAGMA journal_mode = WAL")

        def pragma(name: str) -> object:
            return connection.execute(f"PRAGMA {name}").fetchone()[0]

        assert pragma("foreign_keys") == 1
        assert pragma("synchronous") == 2  # FULL
        assert pragma("busy_timeout") == 5000
        assert pragma("temp_store") == 2  # memory
        assert pragma("secure_delete") == 1
        assert connection.isolation_level is None


async def test_a_plain_file_is_an_ordinary_sqlite_file(database_path: Path) -> None:
    await make(database_path, None)
    with closing(sqlite3.connect(database_path)) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert connection.execute("SELECT value FROM meta").fetchall() == [("hola",)]


async def test_every_new_encrypted_file_has_a_salt_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_new_salt", NEW_SALT)
    salts: set[bytes] = set()
    for name in ("one.db", "two.db"):
        await make(tmp_path / name, KEY)
        salts.add((tmp_path / name).read_bytes()[:SALT_BYTES])
    assert len(salts) == 2
