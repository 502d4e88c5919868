"""Backups of a running bot, and the way back."""

# ruff: noqa: ASYNC240 - a test may look at the disk

from __future__ import annotations

import asyncio
import os
import shutil
import stat
from collections.abc import AsyncGenerator
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.storage.backup import backup, restore
from bot.storage.database import Database
from bot.storage.engine import PLAIN_HEADER, DatabaseFile
from bot.storage.errors import (
    AnotherBot,
    CannotOpen,
    DatabaseDamaged,
    DatabaseFromFuture,
    NotOurs,
    StorageError,
    TargetExists,
    WrongKey,
)
from bot.storage.meta import get_meta, set_meta
from tests.conftest import KEY

NOW = datetime(2026, 11, 22, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
STAMP = "20261123T043000Z"


@pytest.fixture
async def running(database_path: Path, database_key: str | None) -> AsyncGenerator[Database]:
    """A running bot with some thousand rows, so that a backup takes several steps."""
    database = await Database.open(database_path, key=database_key)
    async with database.transaction() as transaction:
        await transaction.execute_many(
            "INSERT INTO meta VALUES (:key, :value)",
            ({"key": f"row {i}", "value": "x" * 900} for i in range(3000)),
        )
        await transaction.commit()
    yield database
    await database.close()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "monday.db"


async def value(path: Path, key: str | None, name: str) -> str | None:
    database = await Database.open(path, key=key)
    try:
        return await get_meta(database, name)
    finally:
        await database.close()


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_an_existing_target_is_kept(
    running: Database, target: Path, database_key: str | None
) -> None:
    target.write_text("my thesis")
    with pytest.raises(TargetExists):
        await backup(running.path, target, key=database_key)
    assert target.read_text() == "my thesis"
    await backup(running.path, target, key=database_key, overwrite=True)
    assert await value(target, database_key, "row 7") == "x" * 900


async def test_the_database_itself_is_never_the_target(
    running: Database, database_key: str | None, tmp_path: Path
) -> None:
    (tmp_path / "link.db").symlink_to(running.path)
    for target in (running.path, tmp_path / "link.db"):
        with pytest.raises(TargetExists):
            await backup(running.path, target, key=database_key, overwrite=True)
    assert await get_meta(running, "row 7") == "x" * 900


async def test_what_cannot_be_backed_up_is_said(
    running: Database, target: Path, database_key: str | None, tmp_path: Path
) -> None:
    async def refusal(source: Path, goal: Path, key: str | None) -> StorageError:
        with pytest.raises(StorageError) as caught:
            await backup(source, goal, key=key)
        assert left_in(target.parent) == set()
        return caught.value

    assert (await refusal(tmp_path / "no.db", target, database_key)).key == "storage.no_database"
    assert (await refusal(tmp_path, target, database_key)).key == "storage.is_a_folder"
    assert (await refusal(running.path, tmp_path, database_key)).key == "storage.is_a_folder"
    nowhere = tmp_path / "no" / "folder.db"
    assert isinstance(await refusal(running.path, nowhere, database_key), CannotOpen)
    wrong_key = await refusal(running.path, target, "no")
    assert isinstance(wrong_key, WrongKey)


async def test_a_backup_is_one_private_file_with_everything_in_it(
    running: Database, target: Path, database_key: str | None
) -> None:
    seen: list[tuple[int, int]] = []
    await backup(
        running.path,
        target,
        key=database_key,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert left_in(target.parent) == {"monday.db"}
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert target.read_bytes().startswith(PLAIN_HEADER) == (database_key is None)
    assert len(seen) > 1
    assert seen == sorted(seen)
    done, total = seen[-1]
    assert done == total == target.stat().st_size // 4096
    assert await value(target, database_key, "row 2999") == "x" * 900


async def test_a_backup_is_one_moment_while_the_bot_goes_on(
    running: Database,
    target: Path,
    database_key: str | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.storage.backup.PAGES_A_STEP", 4)
    seen: list[tuple[int, int]] = []

    async def write_on() -> None:
        for number in range(10_000):
            await set_meta(running, f"during {number}", "y" * 900)

    writing = asyncio.create_task(write_on())
    await backup(running.path, target, key=database_key, progress=lambda *step: seen.append(step))
    assert not writing.done()
    writing.cancel()
    await asyncio.gather(writing, return_exceptions=True)
    assert seen == sorted(seen)  # it never had to begin anew
    assert len({total for _, total in seen}) == 1
    copy = await Database.open(target, key=database_key)
    rows = await copy.fetch_all("SELECT key FROM meta WHERE key LIKE 'during%' ORDER BY rowid")
    assert [row["key"] for row in rows] == [f"during {n}" for n in range(len(rows))]
    await copy.close()


async def test_a_cancelled_backup_leaves_nothing(
    running: Database, target: Path, database_key: str | None
) -> None:
    task = asyncio.create_task(
        backup(running.path, target, key=database_key, progress=lambda *_: task.cancel() and None)
    )
    with pytest.raises(asyncio.CancelledError):
        await task
    assert left_in(target.parent) == set()
    await set_meta(running, "after", "fine")


async def test_a_damaged_database_gives_no_backup(
    running: Database, target: Path, database_key: str | None
) -> None:
    await running.close()
    content = bytearray(running.path.read_bytes())
    middle = len(content) // 8192 * 4096
    content[middle : middle + 4096] = os.urandom(4096)
    running.path.write_bytes(bytes(content))
    with pytest.raises(DatabaseDamaged):
        await backup(running.path, target, key=database_key)
    assert left_in(target.parent) == set()


async def test_restoring_under_a_running_bot_is_refused(
    running: Database, target: Path, database_key: str | None
) -> None:
    await backup(running.path, target, key=database_key)
    await set_meta(running, "later", "yes")
    with pytest.raises(AnotherBot):
        await restore(target, running.path, key=database_key, now=NOW)
    assert await get_meta(running, "later") == "yes"


async def test_what_cannot_be_restored_leaves_the_database_alone(
    running: Database, target: Path, database_key: str | None, tmp_path: Path
) -> None:
    await backup(running.path, target, key=database_key)
    await running.close()
    before, files = running.path.read_bytes(), left_in(tmp_path)
    good = target.read_bytes()

    async def refusal(source: Path, key: str | None = database_key) -> StorageError:
        with pytest.raises(StorageError) as caught:
            await restore(source, running.path, key=key, now=NOW)
        assert running.path.read_bytes() == before
        assert left_in(tmp_path) == files
        return caught.value

    assert (await refusal(tmp_path / "no.db")).key == "storage.no_database"
    assert isinstance(await refusal(target, "no"), WrongKey)
    target.write_bytes(good[:-4096])
    assert isinstance(await refusal(target), DatabaseDamaged)
    target.write_bytes(good[: len(good) // 2] + os.urandom(4096) + good[len(good) // 2 + 4096 :])
    assert isinstance(await refusal(target), DatabaseDamaged)
    target.write_bytes(good)
    with closing(DatabaseFile(target, database_key).connect()) as connection:
        connection.execute("PRAGMA user_version = 9000")
    assert isinstance(await refusal(target), DatabaseFromFuture)
    target.unlink()
    with closing(DatabaseFile(target, database_key).connect("rwc")) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER) STRICT")
    assert isinstance(await refusal(target), NotOurs)


async def test_a_backup_with_another_lock_on_it_is_said(
    database_path: Path, tmp_path: Path
) -> None:
    plain = await Database.open(tmp_path / "plain.db")
    await plain.close()
    locked = await Database.open(tmp_path / "locked.db", key=KEY)
    await locked.close()
    with pytest.raises(WrongKey) as caught:
        await restore(tmp_path / "plain.db", database_path, key=KEY, now=NOW)
    assert caught.value.key == "storage.key_not_needed"
    with pytest.raises(WrongKey) as caught:
        await restore(tmp_path / "locked.db", database_path, key=None, now=NOW)
    assert caught.value.key == "storage.key_missing"
    assert not database_path.exists()


async def test_restoring_brings_back_that_day_and_keeps_today(
    running: Database, target: Path, database_key: str | None
) -> None:
    await set_meta(running, "day", "monday")
    await backup(running.path, target, key=database_key)
    await set_meta(running, "day", "tuesday")
    await running.close()
    seen: list[tuple[int, int]] = []
    kept = await restore(
        target,
        running.path,
        key=database_key,
        now=NOW,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert kept == running.path.with_name(f"coalition.db.before-restore-{STAMP}")
    assert seen[-1][0] == seen[-1][1]
    assert stat.S_IMODE(running.path.stat().st_mode) == 0o600
    assert await value(running.path, database_key, "day") == "monday"
    assert await value(kept, database_key, "day") == "tuesday"
    with pytest.raises(TargetExists):  # the same second again: today's file is not overwritten
        await restore(target, running.path, key=database_key, now=NOW)
    assert await value(kept, database_key, "day") == "tuesday"
    assert not [name for name in left_in(running.path.parent) if name.endswith(".partial")]


async def test_restoring_where_nothing_was(
    running: Database, target: Path, database_key: str | None, tmp_path: Path
) -> None:
    await backup(running.path, target, key=database_key)
    fresh = tmp_path / "new" / "machine.db"
    assert await restore(target, fresh, key=database_key, now=NOW) is None
    assert await value(fresh, database_key, "row 1") == "x" * 900


def copy_as_after_a_kill(running: Database, folder: Path) -> Path:
    """The files as a killed bot leaves them: the last rows stand only in the log."""
    folder.mkdir()
    for name in ("coalition.db", "coalition.db-wal", "coalition.db-shm"):
        shutil.copy(running.path.with_name(name), folder / name)
    assert (folder / "coalition.db-wal").stat().st_size
    return folder / "coalition.db"


async def test_the_log_of_a_killed_bot_is_kept_and_not_played_into_the_new_file(
    running: Database, target: Path, database_key: str | None, tmp_path: Path
) -> None:
    await backup(running.path, target, key=database_key)
    await set_meta(running, "last", "only in the log")
    path = copy_as_after_a_kill(running, tmp_path / "killed")
    kept = await restore(target, path, key=database_key, now=NOW)
    assert kept is not None
    assert await value(path, database_key, "last") is None
    assert await value(kept, database_key, "last") == "only in the log"


async def test_a_database_with_a_lost_key_is_kept_with_its_log(
    running: Database, tmp_path: Path, database_key: str | None
) -> None:
    """It can't be opened now; should the key turn up again, nothing is missing."""
    await set_meta(running, "last", "only in the log")
    path = copy_as_after_a_kill(running, tmp_path / "killed")
    other = await Database.open(tmp_path / "other.db", key="another key")
    await set_meta(other, "who", "other")
    await backup(other.path, tmp_path / "other-backup.db", key="another key")
    await other.close()
    kept = await restore(tmp_path / "other-backup.db", path, key="another key", now=NOW)
    assert kept is not None
    assert await value(path, "another key", "who") == "other"
    assert await value(kept, database_key, "last") == "only in the log"


async def test_a_damaged_database_can_be_replaced(
    running: Database, target: Path, database_key: str | None
) -> None:
    await backup(running.path, target, key=database_key)
    await running.close()
    running.path.write_bytes(b"nonsense")
    kept = await restore(
        target, running.path, key=database_key, now=datetime(2026, 1, 2, tzinfo=UTC)
    )
    assert kept is not None
    assert kept.name == "coalition.db.before-restore-20260102T000000Z"
    assert kept.read_bytes() == b"nonsense"
    assert await value(running.path, database_key, "row 1") == "x" * 900
