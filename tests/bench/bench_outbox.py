"""What a message costs in the database: queued, taken up, marked as sent; and what is chosen next.

The floor replays the very same statements, with the same commits and pragmas, on sqlite3 itself in
one thread. The relay sends 45 messages a second at the most: this says how much of a second is left
for everything else.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.storage.database import Database
from bot.storage.engine import DatabaseFile
from bot.storage.outbox import (
    Message,
    Target,
    insert_messages,
    lease_message,
    list_due_messages,
    update_message_sent,
)
from tests.bench.harness import interleave, say, say_ratio

ROUNDS, MESSAGES, ROOMS = 9, 500, 100
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
Statement = tuple[str, list[Mapping[str, object]], bool]


def messages(count: int, prefix: str = "") -> list[Message]:
    return [
        Message(f"{prefix}note:{n}", 1, Target.CHANNEL, n % ROOMS, "bench", {"n": n}, NOW)
        for n in range(count)
    ]


async def send_all(db: Database) -> None:
    """Queue, take up and mark, as the services do."""
    async with db.transaction() as tx:
        await insert_messages(tx, messages(MESSAGES))
        await tx.commit()
    await take_up_and_mark(db)


async def take_up_and_mark(db: Database) -> None:
    for number in range(1, MESSAGES + 1):
        await lease_message(db, number, now=NOW, until=NOW + timedelta(minutes=2))
        await update_message_sent(db, number, message_id=number, now=NOW)


async def recorded(path: Path) -> list[Statement]:
    """Every statement that `send_all` sends, in order: the first is many in one transaction."""
    found: list[Statement] = []
    db = await Database.open(path)
    write = db.write

    async def recording(sql: str, params: Mapping[str, object] = {}) -> list[sqlite3.Row]:
        found.append((sql, [params], False))
        return await write(sql, params)

    db.write = recording  # type: ignore[method-assign]
    async with db.transaction() as tx:
        many = tx.execute_many

        async def recording_many(sql, rows) -> None:
            batch = list(rows)
            found.append((sql, batch, True))
            await many(sql, batch)

        tx.execute_many = recording_many  # type: ignore[method-assign]
        await insert_messages(tx, messages(MESSAGES))
        await tx.commit()
    await take_up_and_mark(db)
    await db.close()
    return found


def replay(connection: sqlite3.Connection, statements: list[Statement]) -> None:
    for sql, rows, many in statements:
        if many:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(sql, rows)
            connection.execute("COMMIT")
        else:
            connection.execute(sql, rows[0]).fetchall()


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        statements = await recorded(folder / "recorded.db")
        db = await Database.open(folder / "ours.db")
        await (await Database.open(folder / "bare.db")).close()
        bare = DatabaseFile(folder / "bare.db").connect()

        async def ours() -> float:
            await db.write("DELETE FROM outbox")
            gc.collect()
            begin = time.perf_counter()
            await send_all(db)
            return (time.perf_counter() - begin) / MESSAGES

        async def floor() -> float:
            bare.execute("DELETE FROM outbox")
            gc.collect()
            begin = time.perf_counter()
            replay(bare, statements)
            return (time.perf_counter() - begin) / MESSAGES

        rounds = await interleave({"ours": ours, "floor": floor}, rounds=ROUNDS)
        micros, most = rounds.median("ours") * 1e6, 1 / rounds.median("ours")
        say(f"a message: {micros:.0f} us, so {most:.0f} a second at the most (45 are sent)")
        floor_micros = rounds.median("floor") * 1e6
        say_ratio(
            "message queued, taken up, marked",
            rounds.ratio("ours", "floor"),
            floor=f"sqlite3 itself {floor_micros:.0f} us",
        )
        await choose(db)
        await db.close()


async def choose(db: Database) -> None:
    """How long it takes to choose what is next, where many wait."""
    for count in (1_000, 10_000):
        await db.write("DELETE FROM outbox")
        async with db.transaction() as tx:
            await insert_messages(tx, messages(count))
            await tx.commit()
        taken: list[float] = []
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            await list_due_messages(db, now=NOW)
            taken.append(time.perf_counter() - begin)
        median = sorted(taken)[len(taken) // 2] * 1000
        say(f"choosing what is next of {count:,} that wait: {median:.1f} ms, once a second")


if __name__ == "__main__":
    asyncio.run(main())
