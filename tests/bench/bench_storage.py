"""What the storage room costs above bare aiosqlite, and what the key costs above none.

`python -m tests.bench.bench_storage`: ratios of medians over interleaved rounds; CPU is that of the
whole process. Prints, asserts nothing.
"""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite

from bot.storage.database import Database
from bot.storage.engine import DatabaseFile

KEY = "a long passphrase with a ' in it"
ROUNDS = 15
CALLS = 300
ROWS = 5000

INSERT = "INSERT INTO t (words) VALUES (:words) RETURNING id"
SELECT = "SELECT id, words FROM t WHERE id = :id"
Work = Callable[[int], Awaitable[object]]


async def measure(work: Work) -> tuple[float, float]:
    """Seconds of wall clock and of CPU for one call."""
    gc.collect()
    wall, cpu = time.perf_counter(), time.process_time()
    for number in range(CALLS):
        await work(number)
    return (time.perf_counter() - wall) / CALLS, (time.process_time() - cpu) / CALLS


async def compare(name: str, ours: Work, floor: Work) -> None:
    """Interleaved rounds A B A B; the median of the rounds' ratios."""
    await measure(ours)
    await measure(floor)
    wall: list[float] = []
    cpu: list[float] = []
    floor_wall: list[float] = []
    for _ in range(ROUNDS):
        our_wall, our_cpu = await measure(ours)
        bare_wall, bare_cpu = await measure(floor)
        wall.append(our_wall / bare_wall)
        cpu.append(our_cpu / bare_cpu)
        floor_wall.append(bare_wall)
    print(  # noqa: T201
        f"{name:<44} time {statistics.median(wall):5.2f} x   cpu {statistics.median(cpu):5.2f} x"
        f"   (floor {statistics.median(floor_wall) * 1e6:6.0f} us)"
    )


async def fill(database: Database) -> None:
    await database.write("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT NOT NULL) STRICT")
    async with database.transaction() as transaction:
        await transaction.execute_many(INSERT, ({"words": "w" * 200} for _ in range(ROWS)))
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
        # The floor: the same file, the same pragmas, one bare aiosqlite connection.
        bare = await aiosqlite.Connection(DatabaseFile(folder / "plain.db").connect, 64)
        quick = await aiosqlite.Connection(DatabaseFile(folder / "plain.db").connect, 64)
        await quick.execute_fetchall("PRAGMA synchronous = NORMAL")
        for database in (plain, locked):
            await fill(database)
        await compare("write against bare aiosqlite", writing(plain), writing(bare))
        await compare("fetch_one against bare aiosqlite", reading(plain), reading(bare))
        await compare("write, encrypted against plain", writing(locked), writing(plain))
        await compare("fetch_one, encrypted against plain", reading(locked), reading(plain))
        await compare("write, synchronous FULL against NORMAL", writing(bare), writing(quick))
        await compare("write against itself", writing(bare), writing(bare))
        for connection in (bare, quick, plain, locked):
            await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
