"""A timer is there until what it was set for is done."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from shutil import copy

import pytest

from bot.storage.database import Database
from bot.storage.guilds import delete_guild
from bot.storage.migrate import MIGRATIONS
from bot.storage.people import delete_person
from bot.storage.timers import (
    TIMERS,
    delete_due_timer,
    delete_timers,
    get_next_timer_due,
    list_due_timers,
    update_timer_failed,
)
from tests.storage.delivering import AT, GUILD, SECOND, set_, timer


@pytest.fixture
async def db(database_path: Path, database_key: str | None) -> AsyncGenerator[Database]:
    database = await Database.open(database_path, key=database_key)
    yield database
    await database.close()


async def due(db: Database, now=AT) -> list[int]:
    return await list_due_timers(db, now=now, most=100)


async def test_what_is_due_is_listed_the_earliest_first(db: Database) -> None:
    assert await get_next_timer_due(db) is None
    await set_(
        db, [timer("a"), timer("b", due_at=AT - SECOND), timer("c", due_at=AT + 0.5 * SECOND)]
    )
    assert await due(db) == [2, 1]
    assert await due(db, AT + SECOND) == [2, 1, 3]
    assert await get_next_timer_due(db) == AT - SECOND


async def test_set_again_it_moves_and_those_who_listen_are_told(db: Database) -> None:
    told: list[int] = []
    db.listen(TIMERS, lambda: told.append(1))
    await set_(db, [timer()])
    await set_(db, [timer(due_at=AT + timedelta(hours=1), args={"deed": 2})])
    assert told == [1, 1]
    assert await due(db) == []
    async with db.transaction() as tx:
        assert await delete_due_timer(tx, 1, now=AT) is None  # moved: it is not due any more
        taken = await delete_due_timer(tx, 1, now=AT + timedelta(hours=1))
        assert taken is not None
        assert taken.timer.args == {"deed": 2}
        await tx.commit()
    assert await get_next_timer_due(db) is None


async def test_leaving_without_a_commit_leaves_the_timer(db: Database) -> None:
    await set_(db, [timer()])
    async with db.transaction() as tx:
        assert await delete_due_timer(tx, 1, now=AT) is not None
    assert await due(db) == [1]


async def test_timers_are_taken_back(db: Database) -> None:
    await set_(db, [timer("a"), timer("b")])
    async with db.transaction() as tx:
        await delete_timers(tx, keys=["a", "unknown"])
        await tx.commit()
    assert await due(db) == [2]


async def test_what_failed_is_tried_later_unless_it_was_moved(db: Database) -> None:
    await set_(db, [timer()])
    await update_timer_failed(db, 1, seen_due=AT, due_at=AT + SECOND)
    assert await due(db) == []
    await update_timer_failed(db, 1, seen_due=AT, due_at=AT + timedelta(days=1))
    assert await due(db, AT + SECOND) == [1]
    async with db.transaction() as tx:
        taken = await delete_due_timer(tx, 1, now=AT + SECOND)
    assert taken is not None
    assert taken.attempts == 1


async def test_timers_of_who_is_forgotten_or_left_are_gone(db: Database) -> None:
    await set_(
        db,
        [
            timer("person", args={"person": 5}),
            timer("server"),
            timer("other", guild_id=78, args={"person": 6}),
        ],
    )
    await delete_person(db, 5)
    assert await due(db) == [2, 3]
    await delete_guild(db, GUILD)
    assert await due(db) == [3]


async def test_servers_that_wanted_the_weekly_line_before_still_get_it(
    tmp_path: Path, database_path: Path, database_key: str | None
) -> None:
    before = tmp_path / "before"
    before.mkdir()
    for path in sorted(MIGRATIONS.glob("*.sql"))[:4]:
        copy(path, before)
    old = await Database.open(database_path, key=database_key, migrations=before)
    await old.write(
        "INSERT INTO guild (guild_id, weekly_sent_on) VALUES (1, ''), (2, '2026-11-20'), (3, NULL)"
    )
    await old.close()
    db = await Database.open(database_path, key=database_key)
    assert await due(db) == [1]
    assert await due(db, AT.replace(day=26, hour=23)) == [1]
    assert await due(db, AT.replace(day=27, hour=0)) == [1, 2]
    await db.close()
