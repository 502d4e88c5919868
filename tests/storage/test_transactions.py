"""All or nothing, whenever the caller is cancelled."""

# ruff: noqa: PT012, S311 - what is raised inside a transaction leaves its block

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress

import pytest

from bot.storage.database import Database, Transaction
from bot.storage.errors import ConstraintViolated, DiskFull, StorageBug, TransactionOver

INSERT = "INSERT INTO notes (id, half, words) VALUES (:id, :half, :words)"


def row(number: int, half: str, words: str | None = None) -> dict[str, object]:
    return {"id": number, "half": half, "words": words}


async def ids(database: Database) -> list[int]:
    return [r["id"] for r in await database.fetch_all("SELECT DISTINCT id FROM notes ORDER BY id")]


async def halves(database: Database) -> list[int]:
    """The numbers of which only one half is there."""
    sql = "SELECT id FROM notes WHERE half IN ('a', 'b') GROUP BY id HAVING count(*) <> 2"
    return [r["id"] for r in await database.fetch_all(sql)]


async def pair(database: Database, number: int) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, row(number, "a"))
        await transaction.execute(INSERT, row(number, "b"))
        await transaction.commit()


@pytest.fixture
async def checked(notes: Database) -> AsyncGenerator[Database]:
    """After the test: no open transaction, no half of a pair, and writing still works."""
    yield notes
    await notes.write(INSERT, row(-1, "single"))
    assert not notes._writer.in_transaction  # type: ignore[union-attr]
    assert not notes._write_lock.locked()
    assert await halves(notes) == []
    assert -1 in await ids(notes)


async def test_leaving_without_a_commit_rolls_back(checked: Database) -> None:
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
    assert await ids(checked) == []


async def test_an_exception_rolls_back(checked: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with checked.transaction() as transaction:
            await transaction.execute(INSERT, row(1, "a"))
            raise ZeroDivisionError
    assert await ids(checked) == []


async def test_a_commit_makes_it_last(checked: Database) -> None:
    await pair(checked, 1)
    assert await ids(checked) == [1]


async def test_nobody_sees_it_before_the_commit(checked: Database) -> None:
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        assert len(await transaction.execute("SELECT * FROM notes")) == 1
        assert await ids(checked) == []
        await transaction.execute(INSERT, row(1, "b"))
        await transaction.commit()
        assert await ids(checked) == [1]


async def test_many_rows_go_in_together_or_not_at_all(checked: Database) -> None:
    with pytest.raises(ConstraintViolated):
        async with checked.transaction() as transaction:
            await transaction.execute_many(INSERT, (row(n % 50, "x") for n in range(100)))
    assert await ids(checked) == []
    async with checked.transaction() as transaction:
        await transaction.execute_many(INSERT, (row(n, "x") for n in range(100)))
        await transaction.commit()
    assert len(await ids(checked)) == 100


async def test_a_statement_that_broke_a_rule_leaves_the_others(checked: Database) -> None:
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        with pytest.raises(ConstraintViolated):
            await transaction.execute(INSERT, row(1, "a"))
        await transaction.execute(INSERT, row(1, "b"))
        await transaction.commit()
    assert await ids(checked) == [1]


async def test_a_rule_checked_at_the_commit_rolls_all_back(checked: Database) -> None:
    await checked.write(
        "CREATE TABLE later (id INTEGER PRIMARY KEY, note INTEGER, half TEXT,"
        " FOREIGN KEY (note, half) REFERENCES notes (id, half)"
        " DEFERRABLE INITIALLY DEFERRED) STRICT"
    )
    with pytest.raises(ConstraintViolated):
        async with checked.transaction() as transaction:
            await transaction.execute(INSERT, row(1, "a"))
            await transaction.execute("INSERT INTO later VALUES (1, 99, 'a')")
            await transaction.commit()
    assert await ids(checked) == []


async def test_a_full_disk_ends_the_transaction_for_good(checked: Database) -> None:
    pages = (await checked.write("PRAGMA page_count"))[0][0]
    await checked.write(f"PRAGMA max_page_count = {pages}")
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        with pytest.raises(DiskFull):
            await transaction.execute(INSERT, row(2, "a", "x" * 100_000))
        with suppress(TransactionOver):  # where SQLite rolled back, nothing may slip out
            await transaction.execute(INSERT, row(3, "a"))
    assert await ids(checked) == []


async def test_nothing_follows_a_commit(checked: Database) -> None:
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "single"))
        await transaction.commit()
        with pytest.raises(TransactionOver):
            await transaction.execute(INSERT, row(2, "a"))
        with pytest.raises(TransactionOver):
            await transaction.execute_many(INSERT, [row(2, "a")])
        with pytest.raises(TransactionOver):
            await transaction.commit()
    with pytest.raises(TransactionOver):
        await transaction.execute("SELECT 1")
    assert await ids(checked) == [1]


async def test_waiting_for_oneself_is_refused(checked: Database) -> None:
    async with checked.transaction():
        with pytest.raises(StorageBug):
            await checked.write(INSERT, row(1, "a"))
        with pytest.raises(StorageBug):
            async with checked.transaction():
                pass
        with pytest.raises(StorageBug):
            await checked.close()
    assert await ids(checked) == []


async def test_others_wait_for_the_transaction(checked: Database) -> None:
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        other = asyncio.create_task(checked.write(INSERT, row(7, "single")))
        second = asyncio.create_task(pair(checked, 8))
        for _ in range(20):
            await asyncio.sleep(0.001)
        assert not other.done()
        assert not second.done()
    await asyncio.gather(other, second)
    assert await ids(checked) == [7, 8]


async def test_a_statement_given_up_spoils_the_transaction(checked: Database) -> None:
    """Nobody knows whether it took place, so the rest must not be committed without it."""
    async with checked.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        given_up = asyncio.create_task(transaction.execute(INSERT, row(1, "b")))
        await asyncio.sleep(0)
        given_up.cancel()
        with suppress(asyncio.CancelledError):
            await given_up
        with pytest.raises(TransactionOver):
            await transaction.commit()
    assert await ids(checked) == []


async def begin(database: Database, gate: asyncio.Event) -> None:
    gate.set()
    async with database.transaction():
        await asyncio.sleep(60)


async def first_statement(database: Database, gate: asyncio.Event) -> None:
    async with database.transaction() as transaction:
        gate.set()
        await transaction.execute(INSERT, row(1, "a"))
        await asyncio.sleep(60)


async def between(database: Database, gate: asyncio.Event) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        gate.set()
        await asyncio.sleep(60)


async def many(database: Database, gate: asyncio.Event) -> None:
    async with database.transaction() as transaction:
        gate.set()
        await transaction.execute_many(INSERT, (row(n, "a") for n in range(2000)))
        await asyncio.sleep(60)


async def commit(database: Database, gate: asyncio.Event) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        await transaction.execute(INSERT, row(1, "b"))
        gate.set()
        await transaction.commit()


async def rollback(database: Database, gate: asyncio.Event) -> None:
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
        gate.set()


Stage = Callable[[Database, asyncio.Event], Awaitable[None]]


@pytest.mark.parametrize("stage", [begin, first_statement, between, many, commit, rollback])
async def test_cancelled_at_each_stage_nothing_is_left_open(
    checked: Database, stage: Stage
) -> None:
    for steps in range(4):
        gate = asyncio.Event()
        task = asyncio.ensure_future(stage(checked, gate))
        await gate.wait()
        for _ in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        # The next one queues at once, while the thread is still at what was left behind.
        await pair(checked, 100 + steps)
        await asyncio.gather(task, return_exceptions=True)
        assert await halves(checked) == []
        await checked.write("DELETE FROM notes WHERE id < 100")
    assert await ids(checked) == [100, 101, 102, 103]


async def test_the_thread_is_slow_and_the_caller_impatient(checked: Database) -> None:
    """BEGIN, statement and COMMIT each still wait in the queue when the cancellation comes."""
    assert checked._writer is not None
    for stage in (begin, first_statement, commit, rollback):
        slow = asyncio.create_task(
            checked._writer.execute_fetchall(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 200000)"
                " SELECT count(*) FROM n"
            )
        )
        await asyncio.sleep(0)
        gate = asyncio.Event()
        task = asyncio.ensure_future(stage(checked, gate))
        await gate.wait()
        await asyncio.sleep(0)
        task.cancel()
        await pair(checked, 50)
        await slow
        await asyncio.gather(task, return_exceptions=True)
        assert await halves(checked) == []
        await checked.write("DELETE FROM notes")


async def test_cancelled_while_waiting_for_the_turn(checked: Database) -> None:
    async with checked.transaction() as transaction:
        waiting = [asyncio.create_task(pair(checked, n)) for n in range(5)]
        single = [asyncio.create_task(checked.write(INSERT, row(n, "x"))) for n in range(10, 15)]
        await asyncio.sleep(0)
        for task in (*waiting[::2], *single[::2]):
            task.cancel()
        await transaction.execute(INSERT, row(99, "single"))
        await transaction.commit()
    await asyncio.gather(*waiting, *single, return_exceptions=True)
    assert await ids(checked) == [1, 3, 11, 13, 99]


async def _impatient(database: Database, number: int, dice: random.Random) -> Transaction | None:
    """A pair with pauses; whoever cancels may hit any of them."""
    async with database.transaction() as transaction:
        await transaction.execute(INSERT, row(number, "a"))
        await asyncio.sleep(dice.choice([0, 0, 0.0005]))
        await transaction.execute_many(INSERT, [row(number, "b")])
        await transaction.commit()
    return transaction


@pytest.mark.parametrize("seed", range(4))
async def test_cancelled_at_random_points_the_next_writer_finds_order(
    checked: Database, seed: int
) -> None:
    dice = random.Random(seed)
    acknowledged: list[int] = []
    tasks: list[asyncio.Task[object]] = []

    async def work(number: int) -> None:
        if number % 3:
            await _impatient(checked, number, dice)
        else:
            await checked.write(INSERT, row(number, "single"))
        acknowledged.append(number)

    for number in range(300):
        tasks.append(asyncio.create_task(work(number)))
        if dice.random() < 0.6:
            dice.choice(tasks[-8:]).cancel()
        for _ in range(dice.randrange(6)):
            await asyncio.sleep(dice.choice([0, 0, 0, 0.0003]))
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert {type(r) for r in results} == {type(None), asyncio.CancelledError}
    assert await halves(checked) == []
    assert set(acknowledged) <= set(await ids(checked))


async def test_whatever_is_written_is_counted_and_nothing_else(notes: Database) -> None:
    before = notes.commits
    await notes.fetch_all("SELECT 1")
    async with notes.transaction() as transaction:
        await transaction.execute(INSERT, row(1, "a"))
    with pytest.raises(ConstraintViolated):
        await notes.write("INSERT INTO notes (id, half) VALUES (NULL, NULL)")
    assert notes.commits == before
    await notes.write(INSERT, row(1, "a"))
    async with notes.transaction() as transaction:
        transaction.touch("notes")
        await transaction.execute(INSERT, row(1, "b"))
        await transaction.commit()
    assert notes.commits == before + 2
