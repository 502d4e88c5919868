"""The one door to the data: one writer, several readers, and no half-written thing.

Two facts about aiosqlite shape this file. A connection runs what it is given in the order given,
in a thread of its own; and a caller that is cancelled stops waiting, but what it queued still
runs. So the writer is safe as long as whoever opened a transaction queues its ROLLBACK before
letting the next one queue anything: order does the rest, whenever the cancellation comes.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncGenerator, Callable, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, closing
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Self, cast

import aiosqlite

from bot.storage.engine import DRIVER_ERRORS, DatabaseFile, Row
from bot.storage.errors import (
    CannotOpen,
    DatabaseClosed,
    ReadOnly,
    StorageBug,
    TransactionOver,
    from_os,
)
from bot.storage.lock import OneBotLock
from bot.storage.migrate import MIGRATIONS, migrate, read_migrations, refuse_future, schema_version
from bot.storage.readers import Readers
from bot.storage.threads import run_to_end, to_the_end

__all__ = ["Database", "Row", "Transaction"]

_NO_PARAMS: Mapping[str, object] = {}
ANY = ""  # whatever was written
_CHUNK = 64  # rows a hop where a cursor is iterated; we never do


class Transaction:
    """Several statements, all or nothing. Made by `Database.transaction`, never by hand."""

    def __init__(
        self, writer: aiosqlite.Connection, file: DatabaseFile, committed: Callable[[str], None]
    ) -> None:
        self._writer = writer
        self._file = file
        self._open = False
        self._committed = False
        self._touched: set[str] = set()
        self._tell = committed

    def touch(self, table: str) -> None:
        """Once this transaction is committed, tell those who listen to `table`."""
        self._touched.add(table)

    async def execute(self, sql: str, params: Mapping[str, object] = _NO_PARAMS) -> list[Row]:
        """One statement; its rows (of a SELECT or a RETURNING).

        Raises:
            ConstraintViolated: the schema said no; the transaction goes on without the statement.
            StorageError: after most of these the transaction is over.
            TransactionOver: it was over already.
        """
        self._check_open()
        try:
            return await _fetch(self._writer, sql, params)
        except DRIVER_ERRORS as error:
            # SQLite ends a transaction by itself where the disk is full or fails.
            self._open = self._writer.in_transaction
            raise self._file.explain(error) from error
        except BaseException:
            self._open = False  # cancelled: nobody knows whether the statement took place
            raise

    async def execute_many(self, sql: str, rows: Iterable[Mapping[str, object]]) -> None:
        """The same INSERT, UPDATE or DELETE, without RETURNING, for each of `rows` in one go.

        Raises as `execute` does.
        """
        self._check_open()
        batch = list(rows)  # here, not in the connection's thread
        try:
            async with self._writer.executemany(sql, batch):  # pyright: ignore[reportArgumentType]
                pass
        except DRIVER_ERRORS as error:
            self._open = self._writer.in_transaction
            raise self._file.explain(error) from error
        except BaseException:
            self._open = False
            raise

    async def commit(self) -> None:
        """Make it last. Once this returned, it outlives a crash; nothing may follow.

        Raises:
            ConstraintViolated, StorageError: nothing of the transaction was written.
            TransactionOver: it was over already.
        """
        self._check_open()
        self._open = False
        try:
            await _fetch(self._writer, "COMMIT", _NO_PARAMS)
        except DRIVER_ERRORS as error:
            raise self._file.explain(error) from error
        self._committed = True
        for table in (ANY, *self._touched):
            self._tell(table)

    async def begin(self) -> None:
        """Called by `Database.transaction` alone."""
        try:
            await _fetch(self._writer, "BEGIN IMMEDIATE", _NO_PARAMS)
        except DRIVER_ERRORS as error:
            raise self._file.explain(error) from error
        self._open = True

    async def end(self) -> None:
        """Called by `Database.transaction` alone; rolls back what wasn't committed."""
        self._open = False
        if not self._committed:
            try:
                # Queued at once, behind whatever a cancelled caller left in the queue; without
                # effect where nothing is open.
                await self._writer.rollback()
            except DRIVER_ERRORS as error:
                raise self._file.explain(error) from error

    def _check_open(self) -> None:
        if not self._open:
            raise TransactionOver("this transaction has ended")


class Database:
    """An open database. Get it from `open`, pass it down, `close` it."""

    def __init__(
        self,
        file: DatabaseFile,
        version: int,
        readers: Readers,
        writer: aiosqlite.Connection | None,
        lock: OneBotLock | None,
    ) -> None:
        self.path = file.path
        self.encrypted = file.encrypted
        self.schema_version = version
        self._file = file
        self._readers = readers
        self._writer = writer
        self._lock = lock
        self._write_lock = asyncio.Lock()
        self._inside: asyncio.Task[object] | None = None
        self._closing: asyncio.Task[None] | None = None
        self._listeners: dict[str, list[Callable[[], None]]] = {}
        #: How often anything was written. As long as it stays, a query says what it said before;
        #: but what a cancelled caller left in the queue is not counted.
        self.commits = 0

    def listen(self, table: str, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` after each commit of a transaction that touched `table`. Returns what ends
        it."""
        listeners = self._listeners.setdefault(table, [])
        listeners.append(told)
        return partial(listeners.remove, told)

    def _committed(self, table: str) -> None:
        self.commits += table == ANY
        for told in self._listeners.get(table, ()):
            told()

    @classmethod
    async def open(
        cls,
        path: Path,
        *,
        key: str | None = None,
        readers: int = 2,
        read_only: bool = False,
        migrations: Path = MIGRATIONS,
    ) -> Self:
        """Open the database at `path`, making and migrating it first.

        Missing folders are made; the file gets mode 0600. `read_only` neither takes the one-bot
        lock nor migrates: it reads beside a running bot (`schema_version` may then be older).

        Raises:
            AnotherBot, WrongKey, DatabaseFromFuture, DatabaseDamaged, ReadOnly, DiskFull, Busy,
            CannotOpen: and nothing stays open.
        """
        async with AsyncExitStack() as opened:
            lock = None if read_only else OneBotLock(path)
            if lock is not None:
                opened.callback(lock.release)
            file, version = await run_to_end(_prepare, path, key, lock, migrations)
            writer = None
            if lock is not None:
                writer = await _connect(opened, file.connect)
            look = partial(file.connect, "ro" if read_only else "rw", query_only=True)
            reading = [await _connect(opened, look) for _ in range(max(1, readers))]
            opened.pop_all()
        return cls(file, version, Readers(file, reading), writer, lock)

    async def close(self) -> None:
        """Let running queries and transactions end, close everything, free the lock. Idempotent."""
        self._refuse_nesting()
        if self._closing is None:
            self._closing = asyncio.get_running_loop().create_task(self._close())
        await asyncio.shield(self._closing)

    async def fetch_all(self, sql: str, params: Mapping[str, object] = _NO_PARAMS) -> list[Row]:
        """Every row of a query, from the last committed state; one hop to a reader's thread.

        Raises:
            StorageError, StorageBug: see errors.py.
        """
        return await self._readers.fetch_all(sql, params)

    async def fetch_one(self, sql: str, params: Mapping[str, object] = _NO_PARAMS) -> Row | None:
        """The first row or None. It fetches all: where there may be many, write LIMIT 1."""
        rows = await self._readers.fetch_all(sql, params)
        return rows[0] if rows else None

    async def write(
        self, sql: str, params: Mapping[str, object] = _NO_PARAMS, *, touches: str | None = None
    ) -> list[Row]:
        """One statement, committed by itself when this returns; the rows of its RETURNING. Where it
        returned any, those who listen to the table that it `touches` are told.

        A caller that is cancelled doesn't know whether it took place; never does half of it.

        Raises:
            ConstraintViolated, ReadOnly, DiskFull, Busy, StorageError, StorageBug: nothing was
            written.
        """
        if self._write_lock.locked():
            self._refuse_nesting()
            # Only the turn is waited for: between here and the queue of the writer's thread
            # nobody else runs, so the lock needn't be held while the statement does.
            async with self._write_lock:
                pass
        writer = self._open_writer()
        try:
            rows = await _fetch(writer, sql, params)
        except DRIVER_ERRORS as error:
            raise self._file.explain(error) from error
        self._committed(ANY)
        if touches and rows:
            self._committed(touches)
        return rows

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """Several statements that take place together, where `commit` is called, or not at all.

            async with database.transaction() as transaction:
                await transaction.execute(…)
                await transaction.commit()

        Leaving without it rolls back, and so does an exception or a cancellation at any moment.
        Transactions run one after another. Inside, `Database.write` is refused.

        Raises:
            Busy, ReadOnly, DatabaseClosed: on entering.
        """
        self._refuse_nesting()
        async with self._write_lock:
            transaction = Transaction(self._open_writer(), self._file, self._committed)
            self._inside = asyncio.current_task()
            try:
                await transaction.begin()
                yield transaction
            finally:
                self._inside = None
                await transaction.end()

    def _open_writer(self) -> aiosqlite.Connection:
        if self._closing is not None:
            raise DatabaseClosed("storage.closed")
        if self._writer is None:
            raise ReadOnly("storage.read_only", name=self.path.name)
        return self._writer

    def _refuse_nesting(self) -> None:
        if self._inside is not None and self._inside is asyncio.current_task():
            raise StorageBug("inside a transaction, use the transaction: this would wait forever")

    async def _close(self) -> None:
        try:
            async with self._write_lock:
                await self._readers.close()
                if self._writer is not None:
                    await self._writer.close()  # the last one: it tidies up the WAL
        finally:
            if self._lock is not None:
                self._lock.release()


def _prepare(
    path: Path, key: str | None, lock: OneBotLock | None, migrations: Path
) -> tuple[DatabaseFile, int]:
    """Everything that stands before the connections. Blocking."""
    known = read_migrations(migrations)
    file = DatabaseFile(path.resolve(), key)
    if lock is not None:
        _make_file(file.path, lock)
        return file, migrate(file, known)
    if not file.path.exists():
        raise CannotOpen("storage.no_database", name=path.name)
    with closing(file.connect("ro")) as connection:
        version = schema_version(connection)
    refuse_future(version, known)
    return file, version


def _make_file(path: Path, lock: OneBotLock) -> None:
    """Take the lock, then see to it that the file is there and nobody else may read it."""
    if path.is_dir():
        raise CannotOpen("storage.is_a_folder", name=path.name)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
        path.touch(mode=0o600)
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except OSError as error:
        raise from_os(error, path.name) from error


async def _connect(
    opened: AsyncExitStack, connector: Callable[[], sqlite3.Connection]
) -> aiosqlite.Connection:
    connection = aiosqlite.Connection(connector, _CHUNK)
    opened.push_async_callback(connection.close)
    await to_the_end(_opening(connection))
    return connection


async def _opening(connection: aiosqlite.Connection) -> None:
    # aiosqlite's thread would keep a process alive for ever that ends without closing; SQLite
    # needs no farewell. There is no public way to say so.
    thread = getattr(connection, "_thread", None)
    if isinstance(thread, Thread):
        thread.daemon = True
    await connection


async def _fetch(
    connection: aiosqlite.Connection, sql: str, params: Mapping[str, object]
) -> list[Row]:
    """One statement and all its rows in one hop: no cursor is left open between two hops."""
    rows = await connection.execute_fetchall(sql, params)  # pyright: ignore[reportArgumentType]
    return cast("list[Row]", rows)
