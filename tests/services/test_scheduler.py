"""Things are done at their time: once, whole, also after a long sleep, and never when pointless."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import FixedClock
from bot.metrics import Metrics
from bot.services.scheduler import Scheduler
from bot.storage.database import Database, Transaction
from bot.storage.meta import get_meta, set_meta
from bot.storage.outbox import insert_messages, list_due_messages
from bot.storage.timers import Timer, list_due_timers, set_timers
from tests.storage.delivering import AT, SECOND, message, set_, timer

HOUR = timedelta(hours=1)


@pytest.fixture
async def db(database_path: Path, database_key: str | None) -> AsyncGenerator[Database]:
    database = await Database.open(database_path, key=database_key)
    yield database
    await database.close()


class Deeds:
    """Handlers that remember what they did; `fail` makes the next ones fail after writing."""

    def __init__(self) -> None:
        self.done: list[tuple[str, datetime]] = []
        self.fail = 0
        self.metrics = Metrics()

    async def do(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        await set_meta(tx, "deed", timer.key)
        await insert_messages(tx, [message(f"of:{timer.key}:{now.isoformat()}", due_at=now)])
        if self.fail:
            self.fail -= 1
            raise ZeroDivisionError
        self.done.append((timer.key, now))

    async def again(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """As `do`, and sets itself again for an hour later."""
        await self.do(tx, timer, now)
        await set_timers(
            tx, [Timer(timer.key, timer.guild_id, timer.purpose, timer.args, now + HOUR)]
        )

    def on(self, db: Database, clock: FixedClock) -> Scheduler:
        return Scheduler(
            db,
            clock,
            {"test.deed": self.do, "test.again": self.again},
            metrics=self.metrics,
            dice=lambda: 1.0,
        )

    @property
    def keys(self) -> list[str]:
        return [key for key, _ in self.done]


async def test_what_is_due_is_done_once_in_order_with_what_follows_from_it(db: Database) -> None:
    clock, deeds = FixedClock(AT - SECOND), Deeds()
    scheduler = deeds.on(db, clock)
    await set_(db, [timer("b", due_at=AT), timer("a", due_at=AT - HOUR), timer("c", due_at=AT)])
    assert await scheduler.run_due() == 1
    clock.set(AT)
    assert await scheduler.run_due() == 2
    assert deeds.keys == ["a", "b", "c"]
    assert len(await list_due_messages(db, now=AT)) == 3
    assert await scheduler.run_due() == 0


async def test_two_who_look_at_once_do_it_once(db: Database) -> None:
    clock, deeds = FixedClock(AT), Deeds()
    await set_(db, [timer(f"deed:{n}") for n in range(20)])
    done = await asyncio.gather(*(deeds.on(db, clock).run_due() for _ in range(5)))
    assert sum(done) == 20
    assert len(deeds.keys) == len(set(deeds.keys)) == 20


async def test_what_fails_leaves_nothing_and_is_tried_again_later(db: Database) -> None:
    clock, deeds = FixedClock(AT), Deeds()
    scheduler = deeds.on(db, clock)
    await set_(db, [timer("bad"), timer("good")])
    deeds.fail = 1
    assert await scheduler.run_due() == 1
    assert deeds.keys == ["good"]
    assert len(await list_due_messages(db, now=AT)) == 1
    assert await get_meta(db, "deed") == "good"
    assert await scheduler.run_due() == 0
    clock.set(AT + timedelta(minutes=1))
    assert await scheduler.run_due() == 1
    assert deeds.keys == ["good", "bad"]
    assert deeds.metrics.timers["test.deed", "failed"] == 1


async def test_a_timer_that_nobody_knows_waits_and_stops_no_other(db: Database) -> None:
    clock, deeds = FixedClock(AT), Deeds()
    await set_(db, [timer("newer", purpose="of.tomorrow"), timer("known")])
    assert await deeds.on(db, clock).run_due() == 1
    assert await list_due_timers(db, now=AT + HOUR, most=9) == [1]


async def test_after_a_long_sleep_the_useful_is_done_and_the_pointless_dropped(
    db: Database,
) -> None:
    deeds = Deeds()
    await set_(
        db,
        [
            timer("reminder", useful_until=AT + HOUR),
            timer("in time", useful_until=AT + 49 * HOUR),
            timer("deed"),
            timer("weekly", purpose="test.again"),
        ],
    )
    scheduler = deeds.on(db, FixedClock(AT + 48 * HOUR))
    assert await scheduler.run_due() == 3
    assert sorted(deeds.keys) == ["deed", "in time", "weekly"]
    assert deeds.metrics.timers["test.deed", "dropped"] == 1
    assert await scheduler.run_due() == 0


async def test_a_clock_that_is_set_back_repeats_nothing(db: Database) -> None:
    clock, deeds = FixedClock(AT), Deeds()
    scheduler = deeds.on(db, clock)
    await set_(db, [timer("a", purpose="test.again"), timer("b", due_at=AT + HOUR)])
    await scheduler.run_due()
    clock.set(AT - 5 * HOUR)
    await scheduler.run_due()
    assert deeds.keys == ["a"]
    clock.set(AT + HOUR)
    await scheduler.run_due()
    assert sorted(deeds.keys) == ["a", "a", "b"]


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.01)


async def test_it_wakes_by_itself_when_an_earlier_one_is_set(db: Database) -> None:
    deeds = Deeds()
    scheduler = deeds.on(db, FixedClock(AT))
    await set_(db, [timer("tomorrow", due_at=AT + 24 * HOUR)])
    running = asyncio.create_task(scheduler.run())
    try:
        await asyncio.sleep(0.05)
        await set_(db, [timer("now")])
        await until(lambda: deeds.keys == ["now"])
        await set_(db, [timer("tomorrow", due_at=AT)])  # moved
        await until(lambda: deeds.keys == ["now", "tomorrow"])
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def test_stopped_in_the_middle_it_has_done_all_or_nothing(db: Database) -> None:
    clock, deeds = FixedClock(AT), Deeds()
    await set_(db, [timer(f"deed:{n}") for n in range(60)])
    for steps in range(1, 40):
        running = asyncio.create_task(deeds.on(db, clock).run_due())
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    await deeds.on(db, clock).run_due()
    rows = await db.fetch_all("SELECT key FROM outbox")
    assert len(rows) == 60
    assert await list_due_timers(db, now=AT, most=99) == []
