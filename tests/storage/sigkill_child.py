"""Writes numbered rows until it is killed, and says each number once it was told "written".

`python -m tests.storage.sigkill_child FILE`; the key stands in the environment (SIGKILL_KEY).
Prints `single N` after one written row, `pair N` after a transaction of two rows.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.storage.database import Database

TABLE = """CREATE TABLE IF NOT EXISTS numbers
(kind TEXT NOT NULL, number INTEGER NOT NULL, half INTEGER NOT NULL, filler BLOB NOT NULL,
PRIMARY KEY (kind, number, half)) STRICT"""
INSERT = "INSERT INTO numbers VALUES (:kind, :number, :half, randomblob(:size))"


def acknowledge(kind: str, number: int) -> None:
    # Straight to the pipe: what Python still held back would look like a lost row.
    os.write(1, f"{kind} {number}\n".encode())


async def write_single(database: Database, number: int) -> None:
    await database.write(INSERT, {"kind": "single", "number": number, "half": 0, "size": 300})
    acknowledge("single", number)


async def write_pair(database: Database, number: int) -> None:
    async with database.transaction() as transaction:
        for half in (0, 1):
            params = {"kind": "pair", "number": number, "half": half, "size": 3000}
            await transaction.execute(INSERT, params)
        await transaction.commit()
    acknowledge("pair", number)


async def count_up(
    database: Database, kind: str, write: Callable[[Database, int], Awaitable[None]]
) -> None:
    row = await database.fetch_one(
        "SELECT max(number) AS n FROM numbers WHERE kind = :kind", {"kind": kind}
    )
    number = row["n"] or 0 if row else 0
    while True:
        number += 1
        await write(database, number)


async def main() -> None:
    database = await Database.open(Path(sys.argv[1]), key=os.environ.get("SIGKILL_KEY"))
    await database.write(TABLE)
    acknowledge("open", 0)
    await asyncio.gather(
        count_up(database, "single", write_single), count_up(database, "pair", write_pair)
    )


if __name__ == "__main__":
    asyncio.run(main())
