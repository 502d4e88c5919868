"""Reading and writing, one statement at a time."""

# ruff: noqa: ASYNC240, PT012, S311 - a test may look at the disk, and throw dice

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.errors import (
    ConstraintViolated,
    DatabaseClosed,
    DatabaseDamaged,
    DiskFull,
    ReadOnly,
    StatementFailed,
)
from bot.storage.meta import get_meta, set_meta

ROOT = Path(__file__).resolve().parents[2]
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
INSERT = "INSERT INTO notes (id, half, words) VALUES (:id, :half, :words)"


async def count(database: Database) -> int:
    row = await database.fetch_one("SELECT count(*) AS n FROM notes")
    assert row is not None
    return row["n"]


async def test_a_broken_rule_of_the_schema_is_our_own_mistake(notes: Database) -> None:
    await notes.write(INSERT, {"id": 1, "half": "a", "words": "secret"})
    with pytest.raises(ConstraintViolated) as caught:
        await notes.write(INSERT, {"id": 1, "half": "a", "words": "secret"})
    assert str(caught.value) == "UNIQUE constraint failed: notes.id, notes.half"
    with pytest.raises(ConstraintViolated):  # STRICT
        await notes.write(INSERT, {"id": "one", "half": "a", "words": None})
    assert await count(notes) == 1


@pytest.mark.parametrize(
    "sql",
    ["SELEC 1", "SELECT :missing", "SELECT 1; SELECT 2", "SELECT * FROM nowhere", "SELECT ?"],
)
async def test_wrong_sql_is_our_own_mistake(notes: Database, sql: str) -> None:
    with pytest.raises(StatementFailed):
        await notes.fetch_all(sql)
    with pytest.raises(StatementFailed):
        await notes.write(sql)
    async with notes.transaction() as transaction:
        with pytest.raises(StatementFailed):
            await transaction.execute(sql)
    assert await notes.fetch_all("SELECT 1 AS one") != []


async def test_a_full_disk_is_said_and_nothing_is_half_written(notes: Database) -> None:
    row = (await notes.write("PRAGMA page_count"))[0]
    await notes.write(f"PRAGMA max_page_count = {row[0]}")
    big = {"id": 1, "half": "a", "words": "x" * 100_000}
    with pytest.raises(DiskFull):
        await notes.write(INSERT, big)
    with pytest.raises(DiskFull):
        async with notes.transaction() as transaction:
            await transaction.execute(INSERT, {"id": 2, "half": "a", "words": "small"})
            await transaction.execute(INSERT, big)
    assert await count(notes) == 0
    await notes.write("PRAGMA max_page_count = 1000000")
    await notes.write(INSERT, big)
    assert await count(notes) == 1


async def test_a_reader_never_writes(notes: Database) -> None:
    with pytest.raises(ReadOnly):
        await notes.fetch_all(INSERT, {"id": 1, "half": "a", "words": None})
    assert await count(notes) == 0


async def test_damage_found_while_running_is_said(
    database_path: Path, database_key: str | None
) -> None:
    await (await Database.open(database_path, key=database_key)).close()
    whole = database_path.stat().st_size // 4096  # the tables themselves stay readable
    database = await Database.open(database_path, key=database_key)
    for i in range(1000):
        await set_meta(database, f"key {i}", "x" * 500)
    await database.close()
    content = bytearray(database_path.read_bytes())
    pages = len(content) // 4096
    for page in range(max(whole, pages // 2), pages):
        content[page * 4096 : (page + 1) * 4096] = random.Random(page).randbytes(4096)
    database_path.write_bytes(bytes(content))
    database = await Database.open(database_path, key=database_key)
    with pytest.raises(DatabaseDamaged):
        await database.fetch_all("SELECT sum(length(value)) FROM meta")
    await database.close()


async def test_what_was_written_is_read_at_once(notes: Database) -> None:
    for i in range(50):
        back = await notes.write(
            f"{INSERT} RETURNING id, words", {"id": i, "half": "a", "words": f"w{i}"}
        )
        assert [(row["id"], row["words"]) for row in back] == [(i, f"w{i}")]
        row = await notes.fetch_one("SELECT words FROM notes WHERE id = :id", {"id": i})
        assert row is not None
        assert row["words"] == row[0] == f"w{i}"
        assert dict(row) == {"words": f"w{i}"}
    assert await notes.fetch_one("SELECT 1 FROM notes WHERE id = -1") is None
    assert await notes.fetch_all("SELECT 1 FROM notes WHERE id = -1") == []


async def test_many_writers_at_once_lose_nothing(notes: Database) -> None:
    await asyncio.gather(
        *(notes.write(INSERT, {"id": i, "half": "a", "words": None}) for i in range(300))
    )
    assert await count(notes) == 300


async def test_after_closing_everything_is_refused(notes: Database) -> None:
    await notes.write(INSERT, {"id": 1, "half": "a", "words": None})
    await notes.close()
    await notes.close()
    with pytest.raises(DatabaseClosed):
        await notes.fetch_all("SELECT 1")
    with pytest.raises(DatabaseClosed):
        await notes.write(INSERT, {"id": 2, "half": "a", "words": None})
    with pytest.raises(DatabaseClosed):
        async with notes.transaction():
            pass


async def test_closing_lets_what_is_running_end_and_leaves_one_file(notes: Database) -> None:
    writes = [
        asyncio.create_task(notes.write(INSERT, {"id": i, "half": "a", "words": None}))
        for i in range(20)
    ]
    reads = [asyncio.create_task(notes.fetch_all("SELECT 1")) for _ in range(20)]
    await asyncio.sleep(0)
    await asyncio.gather(notes.close(), notes.close())
    assert all(task.exception() is None for task in writes)
    await asyncio.wait(reads)
    assert {type(task.exception()) for task in reads} <= {type(None), DatabaseClosed}
    assert not notes.path.with_name("coalition.db-wal").exists()


async def test_a_cancelled_query_is_stopped_and_its_reader_comes_back(
    database_path: Path, database_key: str | None
) -> None:
    database = await Database.open(database_path, key=database_key, readers=1)
    for wait in (0, 0, 0.03):
        query = asyncio.create_task(database.fetch_all(ENDLESS))
        await asyncio.sleep(wait)
        query.cancel()
        with pytest.raises(asyncio.CancelledError):
            await query
        assert [row["two"] for row in await database.fetch_all("SELECT 2 AS two")] == [2]
    assert len(database._readers._free) == 1
    await database.close()


async def test_closing_after_a_cancelled_query_does_not_hang(
    database_path: Path, database_key: str | None
) -> None:
    database = await Database.open(database_path, key=database_key, readers=1)
    query = asyncio.create_task(database.fetch_all(ENDLESS))
    await asyncio.sleep(0.02)
    query.cancel()
    await asyncio.gather(query, return_exceptions=True)
    await database.close()


async def test_readers_cancelled_at_random_all_come_back(
    database_path: Path, database_key: str | None
) -> None:
    database = await Database.open(database_path, key=database_key, readers=3)
    dice = random.Random(7)

    async def ask(number: int) -> None:
        rows = await database.fetch_all("SELECT :n AS n, randomblob(50000)", {"n": number})
        assert rows[0]["n"] == number

    tasks: list[asyncio.Task[None]] = []
    for number in range(400):
        tasks.append(asyncio.create_task(ask(number)))
        if dice.random() < 0.7:
            dice.choice(tasks).cancel()
        for _ in range(dice.randrange(4)):
            await asyncio.sleep(0)
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(result) for result in results} == {type(None), asyncio.CancelledError}
    await asyncio.gather(*(ask(number) for number in range(10)))
    assert len(database._readers._free) == 3
    assert not database._readers._draining
    await database.close()


async def test_cancelled_in_the_moment_of_being_given_a_reader(database_path: Path) -> None:
    database = await Database.open(database_path, readers=1)
    connection = database._readers._free.pop()
    query = asyncio.create_task(database.fetch_all("SELECT 1"))
    await asyncio.sleep(0)
    database._readers._give_back(connection)
    query.cancel()
    with pytest.raises(asyncio.CancelledError):
        await query
    assert len(database._readers._free) == 1
    assert len(await database.fetch_all("SELECT 1")) == 1
    await database.close()


async def test_opening_cancelled_at_any_step_leaves_the_file_free(
    database_path: Path, database_key: str | None
) -> None:
    for steps in range(12):
        opening = asyncio.create_task(Database.open(database_path, key=database_key))
        for _ in range(steps):
            await asyncio.sleep(0.001)
        opening.cancel()
        result = (await asyncio.gather(opening, return_exceptions=True))[0]
        if isinstance(result, Database):
            await result.close()
        database = await Database.open(database_path, key=database_key)  # no AnotherBot
        await database.close()


async def test_meta_keeps_the_last_word(notes: Database) -> None:
    assert await get_meta(notes, "hash") is None
    await set_meta(notes, "hash", "1")
    await set_meta(notes, "hash", "2")
    async with notes.transaction() as transaction:
        await set_meta(transaction, "hash", "3")
        assert await get_meta(transaction, "hash") == "3"
        assert await get_meta(transaction, "nothing") is None
        assert await get_meta(notes, "hash") == "2"
        await transaction.commit()
    assert await get_meta(notes, "hash") == "3"


UNCLOSED = """
import asyncio, sys
from pathlib import Path
from bot.storage.database import Database

async def forget():
    database = await Database.open(Path(sys.argv[1]))
    await database.write("INSERT INTO meta VALUES ('a', 'b')")
    raise SystemExit(3)

asyncio.run(forget())
"""


def test_a_process_that_ends_without_closing_ends(database_path: Path) -> None:
    command = [sys.executable, "-W", "ignore", "-c", UNCLOSED, str(database_path)]
    done = subprocess.run(command, cwd=ROOT, timeout=60, check=False)  # noqa: S603
    assert done.returncode == 3
