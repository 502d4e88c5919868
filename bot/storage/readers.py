"""The reading connections, lent to one query at a time.

One hop to the thread a query. A query whose caller was cancelled goes on in its thread: its
connection is interrupted and comes back only when it is really idle.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import cast

import aiosqlite

from bot.storage.engine import DRIVER_ERRORS, DatabaseFile, Row
from bot.storage.errors import DatabaseClosed

_INTERRUPT_EVERY = 0.02  # seconds


class Readers:
    """A pool of open connections that only read."""

    def __init__(self, file: DatabaseFile, connections: Sequence[aiosqlite.Connection]) -> None:
        self._file = file
        self._all = tuple(connections)
        self._free = list(connections)  # the last one back goes first: its cache is warm
        self._waiting: deque[asyncio.Future[aiosqlite.Connection]] = deque()
        self._draining: set[asyncio.Task[None]] = set()
        self._closed = False

    async def fetch_all(self, sql: str, params: Mapping[str, object]) -> list[Row]:
        """Every row of the answer."""
        free = self._free
        connection = free.pop() if free else await self._wait()
        try:
            rows = await connection.execute_fetchall(sql, params)  # pyright: ignore[reportArgumentType]
        except DRIVER_ERRORS as error:
            self._give_back(connection)
            raise self._file.explain(error) from error
        except BaseException:
            self._drain(connection)
            raise
        self._give_back(connection)
        return cast("list[Row]", rows)

    async def close(self) -> None:
        """Close every connection once its running query is done; those who wait are refused."""
        self._closed = True
        self._free.clear()
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_exception(DatabaseClosed("storage.closed"))
        self._waiting.clear()
        if self._draining:
            await asyncio.wait(self._draining)
        for connection in self._all:
            await connection.close()

    async def _wait(self) -> aiosqlite.Connection:
        if self._closed:
            raise DatabaseClosed("storage.closed")
        waiter = asyncio.get_running_loop().create_future()
        self._waiting.append(waiter)
        try:
            return await waiter
        except asyncio.CancelledError:
            # Cancelled in the moment between being given a connection and waking up with it.
            if waiter.done() and not waiter.cancelled() and waiter.exception() is None:
                self._give_back(waiter.result())
            raise

    def _give_back(self, connection: aiosqlite.Connection) -> None:
        while self._waiting:
            waiter = self._waiting.popleft()
            if not waiter.done():
                waiter.set_result(connection)
                return
        if not self._closed:
            self._free.append(connection)

    def _drain(self, connection: aiosqlite.Connection) -> None:
        task = asyncio.get_running_loop().create_task(self._until_idle(connection))
        self._draining.add(task)
        task.add_done_callback(self._draining.discard)

    async def _until_idle(self, connection: aiosqlite.Connection) -> None:
        # There is nothing to roll back; but it queues behind the query, so when it is done, the
        # query is. Interrupting again and again, because the first may come before the query has
        # begun; nobody else's query runs on this connection.
        idle = asyncio.ensure_future(_rollback(connection))
        while not idle.done():
            with contextlib.suppress(ValueError, *DRIVER_ERRORS):
                await connection.interrupt()
            await asyncio.wait({idle}, timeout=_INTERRUPT_EVERY)
        self._give_back(connection)


async def _rollback(connection: aiosqlite.Connection) -> None:
    with contextlib.suppress(ValueError, *DRIVER_ERRORS):
        await connection.rollback()
