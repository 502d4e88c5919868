"""What the storage room costs above bare aiosqlite, and what the key costs above none.

The floor is the same file with the same pragmas through one bare aiosqlite connection.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite

from bot.storage.database import Database
from bot.storage.engine import DatabaseFile
from tests.bench.harness import Measure, interleave, say_ratio

KEY = "a long passphrase with a ' in it"
ROUNDS = 11
CALLS = 300
ROWS = 5000

FILL = "INSERT INTO t (words) VALUES (:words)"
INSERT = f"{FILL} RETURNING id"
SELECT = "SELECT id, words FROM t WHERE id = :id"
Work = Callable[[int], Awaitable[object]]


def timed(work: Work, clock: Callable[[], float]) -> Measure:
    """Seconds of that clock for one call."""

    async def measure() -> float:
        gc.collect()
        begin = clock()
        for number in range(CALLS):
            await work(number)
        return (clock() - begin) / CALLS

    return measure


async def compare(name: str, floor: str, work: Work, floor_work: Work) -> None:
    """Wall clock and CPU of one call against another."""
    for what, clock in (("time", time.perf_counter), ("cpu", time.process_time)):
        sides = {"ours": timed(work, clock), "floor": timed(floor_work, clock)}
        rounds = await interleave(sides, rounds=ROUNDS)
        micros = rounds.median("floor") * 1e6
        say_ratio(
            f"{name}, {what}", rounds.ratio("ours", "floor"), floor=f"{floor} {micros:.0f} us"
        )


async def fill(database: Database) -> None:
    await database.write("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
    async with database.transaction() as transaction:
        await transaction.execute_many(FILL, ({"words": "w" * 200} for _ in range(ROWS)))
        await transaction.commit()


def writing(connection: Database | aiosqlite.Connection) -> Work:
    call = connection.write if isinstance(connection, Database) else connection.execute_fetchall
    return lambda _: call(INSERT, {"words": "w" * 200})


def reading(connection: Database | aiosqlite.Connection) -> Work:
    call = connection.fetch_one if isinstance(connection, Database) else connection.execute_fetchall
    return lambda number: call(SELECT, {"id": number * 7 % ROWS + 1})


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = await Database.open(folder / "plain.db")
        locked = await Database.open(folder / "locked.db", key=KEY)
        bare = await aiosqlite.Connection(DatabaseFile(folder / "plain.db").connect, 64)
        quick = await aiosqlite.Connection(DatabaseFile(folder / "plain.db").connect, 64)
        await quick.execute_fetchall("PRAGMA synchronous = NORMAL")
        for database in (plain, locked):
            await fill(database)
        await compare("write", "bare aiosqlite", writing(plain), writing(bare))
        await compare("fetch_one", "bare aiosqlite", reading(plain), reading(bare))
        await compare("encrypted write", "plain", writing(locked), writing(plain))
        await compare("encrypted fetch_one", "plain", reading(locked), reading(plain))
        await compare("synchronous FULL", "NORMAL", writing(bare), writing(quick))
        await compare("bare write", "itself", writing(bare), writing(bare))
        for connection in (bare, quick, plain, locked):
            await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
