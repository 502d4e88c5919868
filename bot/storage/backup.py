"""Backups: made while the bot runs, trusted only after they have been opened.

Both ways go through a temporary file beside the goal, verified and then renamed into place, so
that a full disk, a wrong key or a power cut leaves what was there before. A backup is one plain
file (no `-wal` beside it), encrypted with the database's own key where that has one.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from bot.storage.check import problems
from bot.storage.engine import DRIVER_ERRORS, PLAIN_HEADER, DatabaseFile
from bot.storage.errors import (
    CannotOpen,
    DatabaseDamaged,
    NotOurs,
    StorageError,
    TargetExists,
    from_driver,
    from_os,
)
from bot.storage.lock import OneBotLock
from bot.storage.migrate import read_migrations, refuse_future, schema_version
from bot.storage.threads import Progress, run_with_progress

PAGES_A_STEP = 256  # 1 MiB between two looks at the cancel button

__all__ = ["Progress", "backup", "restore"]


async def backup(
    db_path: Path,
    target: Path,
    *,
    key: str | None,
    progress: Progress | None = None,
    overwrite: bool = False,
) -> None:
    """Copy the database to `target` while the bot runs, in this process or another.

    The copy is the database of one moment: what is committed while it is made is not in it.
    `progress(done, total)` is told pages, in the caller's loop.

    Raises:
        TargetExists: `target` is there and `overwrite` is not set, or it is the database itself.
        WrongKey, DatabaseDamaged, NotOurs, DiskFull, ReadOnly, CannotOpen: `target` is as before.
    """
    await run_with_progress(
        lambda tick: _backup(DatabaseFile(db_path.resolve(), key), target, tick, overwrite),
        progress,
    )


async def restore(
    source: Path,
    db_path: Path,
    *,
    key: str | None,
    now: datetime,
    progress: Progress | None = None,
) -> Path | None:
    """Put the backup `source` in the place of the database; the bot must not be running.

    Returns where the old database lies now, `<name>.before-restore-YYYYmmddTHHMMSSZ` (`now`, in
    UTC), or None where there was none.

    Raises:
        AnotherBot: a bot is running on the database.
        WrongKey, DatabaseDamaged, NotOurs, DatabaseFromFuture: `source` can't be used.
        DiskFull, ReadOnly, CannotOpen: in every case the database is as before.
    """
    stamp = now.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    return await run_with_progress(
        lambda tick: _restore(source, DatabaseFile(db_path.resolve(), key), stamp, tick), progress
    )


def _backup(file: DatabaseFile, target: Path, tick: Progress, overwrite: bool) -> None:
    _need_file(file.path)
    if target.is_dir():
        raise CannotOpen("storage.is_a_folder", name=target.name)
    if target.exists() and (not overwrite or target.samefile(file.path)):
        raise TargetExists("storage.target_exists", name=target.name)
    with _temporary_beside(target) as partial:
        _copy(file, DatabaseFile(partial, file.key), tick)
        _into_place(partial, target)


def _restore(source: Path, file: DatabaseFile, stamp: str, tick: Progress) -> Path | None:
    lock = OneBotLock(file.path)
    _need_file(source)
    if file.path.is_dir():
        raise CannotOpen("storage.is_a_folder", name=file.path.name)
    with _os_errors(file.path):
        file.path.parent.mkdir(parents=True, exist_ok=True)
    lock.acquire()
    try:
        with _temporary_beside(file.path) as partial:
            _copy(DatabaseFile(source.resolve(), file.key), DatabaseFile(partial, file.key), tick)
            kept = _set_aside(file, stamp) if file.path.exists() else None
            # A log left by the old file would be played into the new one.
            for tail in ("-wal", "-shm"):
                _beside(file.path, tail).unlink(missing_ok=True)
            _into_place(partial, file.path)
        return kept
    finally:
        lock.release()


def _copy(source: DatabaseFile, target: DatabaseFile, tick: Progress) -> None:
    """Copy one moment of `source` into the empty file `target`, and verify the copy."""
    with _driver_errors(source.path), closing(source.connect("ro")) as reading:
        version = _check_ours(reading, source.path)
        # One read transaction for the whole copy: without it every commit of the running bot
        # would make the copy begin anew.
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        with closing(target.connect("rw")) as writing:
            reading.backup(
                writing,
                pages=PAGES_A_STEP,
                progress=lambda _status, left, total: tick(total - left, total),
                sleep=0.0,
            )
            writing.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        reading.rollback()
    with _driver_errors(source.path):
        _verify(target, version, source.path.name)


def _check_ours(connection: sqlite3.Connection, path: Path) -> int:
    """The schema version of a database that this bot made.

    Raises:
        NotOurs, DatabaseFromFuture: it isn't one, or a newer bot made it.
    """
    version = schema_version(connection)
    sql = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'meta'"
    if version < 1 or connection.execute(sql).fetchone()[0] == 0:
        raise NotOurs("storage.not_ours", name=path.name)
    refuse_future(version, read_migrations())
    return version


def _verify(copy: DatabaseFile, version: int, name: str) -> None:
    """Open the copy as a restore would. `name`: the file that a person would ask about."""
    with closing(copy.connect("ro")) as connection:
        sound = not problems(connection, encrypted=copy.encrypted)
        sound = sound and schema_version(connection) == version
    with copy.path.open("rb") as file:
        is_plain = file.read(len(PLAIN_HEADER)) == PLAIN_HEADER
    if not sound or is_plain == copy.encrypted:
        raise DatabaseDamaged("storage.damaged", name=name)
    if copy.encrypted and not _refuses_without_key(copy.path):
        raise DatabaseDamaged("storage.damaged", name=name)


def _refuses_without_key(path: Path) -> bool:
    """A plain SQLite can make nothing of the file."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        try:
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        except sqlite3.DatabaseError as error:
            return error.sqlite_errorcode == sqlite3.SQLITE_NOTADB
    return False


def _set_aside(file: DatabaseFile, stamp: str) -> Path:
    """Keep the old database under another name too; it stays in place until it is replaced."""
    # Bring what only stands in its log into the file. One that can't be opened (damaged, another
    # key) is why people restore: it is kept as it is, its log beside it.
    with suppress(StorageError, *DRIVER_ERRORS), closing(file.connect("rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    kept = file.path.with_name(f"{file.path.name}.before-restore-{stamp}")
    if kept.exists():
        raise TargetExists("storage.target_exists", name=kept.name)
    _link(file.path, kept)
    log = _beside(file.path, "-wal")
    if log.exists() and log.stat().st_size:
        _link(log, _beside(kept, "-wal"))
    return kept


def _link(path: Path, second_name: Path) -> None:
    try:
        second_name.hardlink_to(path)
    except OSError:  # a file system without hard links
        shutil.copy2(path, second_name)


def _beside(path: Path, tail: str) -> Path:
    return path.with_name(path.name + tail)


def _need_file(path: Path) -> None:
    if path.is_dir():
        raise CannotOpen("storage.is_a_folder", name=path.name)
    if not path.exists():
        raise CannotOpen("storage.no_database", name=path.name)


@contextmanager
def _temporary_beside(goal: Path) -> Generator[Path]:
    """An empty file (mode 0600) in the goal's folder; gone afterwards unless renamed."""
    with _os_errors(goal):
        handle, name = tempfile.mkstemp(prefix=f".{goal.name}.", suffix=".partial", dir=goal.parent)
        os.close(handle)
        partial = Path(name)
        try:
            yield partial
        finally:
            for tail in ("", "-journal", "-wal", "-shm"):
                _beside(partial, tail).unlink(missing_ok=True)


def _into_place(partial: Path, goal: Path) -> None:
    """Rename, so that a power cut leaves the old file or the whole new one."""
    _sync(partial)
    partial.replace(goal)
    _sync(goal.parent)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _os_errors(path: Path) -> Generator[None]:
    try:
        yield
    except OSError as error:
        raise from_os(error, path.name) from error


@contextmanager
def _driver_errors(path: Path) -> Generator[None]:
    try:
        yield
    except DRIVER_ERRORS as error:
        raise from_driver(error, path.name) from error
