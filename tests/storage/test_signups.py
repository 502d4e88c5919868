"""A claim is one statement: capacity, overlap, training, limits and doubles, all in one."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from bot.domain.shift import Role, Shift, ShiftKind, ShiftStatus
from bot.storage.claims import (
    Claimant,
    Refusal,
    end_offers,
    insert_claim,
    offer_free_places,
    why_not,
)
from bot.storage.database import Database
from bot.storage.shifts import count_filled, get_shift, insert_shift
from bot.storage.signups import State, delete_signup, list_signups
from tests.conftest import NOW

GUILD = 7
START = NOW + timedelta(days=8)


@pytest.fixture
async def db(database_path: Path, database_key: str | None) -> AsyncIterator[Database]:
    made = await Database.open(database_path, key=database_key)
    yield made
    await made.close()


async def keep(db: Database, *roles: Role, starts: datetime = START, **more: Any) -> Shift:
    """A shift of three hours with these roles (one observer where none is given)."""
    shift = Shift(
        **{
            "kind": ShiftKind.COURT, "title": "Court", "zone": "America/New_York",
            "local_start": (starts - timedelta(hours=5)).replace(tzinfo=None), "minutes": 180,
            "roles": roles or (Role("observer", 1),), "number": 0,
            "uid": str(uuid4()), "guild_id": GUILD,
            "status": ShiftStatus.OPEN, "version": 1, "sequence": 0, "changed_at": NOW,
            "change": 0, "starts_at": starts, "ends_at": starts + timedelta(minutes=180),
            "anyone": True, **more,
        }
    )  # fmt: skip
    async with db.transaction() as tx:
        number = await insert_shift(tx, shift)
        await tx.commit()
    kept = await get_shift(db, number)
    assert kept is not None
    return kept


def of(user_id: int, **more: Any) -> Claimant:
    return Claimant(**{"user_id": user_id, "guild_id": GUILD, "volunteer": False, **more})


async def claim(db: Database, shift: Shift, user_id: int, role: int = 0, **more: Any) -> str:
    """What a claim became, or why it was refused."""
    number = shift.roles[role].number
    claimed = await insert_claim(db, of(user_id, **more), number, now=NOW)
    if claimed is None:
        return str(await why_not(db, of(user_id, **more), number, now=NOW))
    assert await why_not(db, of(user_id, **more), number, now=NOW) is None
    return f"{claimed.state}{claimed.position or ''}"


async def test_two_thousand_press_on_fifty_places_at_once(db: Database) -> None:
    shift = await keep(db, Role("observer", 50))
    role = shift.roles[0].number
    results = await asyncio.gather(
        *(insert_claim(db, of(n), role, now=NOW) for n in range(1, 2001))
    )
    assert Counter(each.state for each in results if each) == {State.HELD: 50, State.WAITING: 1950}
    kept = await list_signups(db, shift.number)
    waiting = [each for each in kept if each.state is State.WAITING]
    told = {n: each.position for n, each in enumerate(results, 1) if each and each.position}
    assert [each.user_id for each in waiting] == sorted(told, key=lambda n: told[n] or 0)
    assert sorted(told.values(), key=int) == list(range(1, 1951))


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"status": ShiftStatus.CANCELLED}, Refusal.CANCELLED),
        ({"starts": NOW - timedelta(hours=1)}, Refusal.BEGUN),
        ({"guild_id": 8}, Refusal.GONE),
        ({"anyone": False}, Refusal.VOLUNTEERS_ONLY),
        ({"role_id": 55}, Refusal.NO_ROLE),
        ({"training": "observer"}, Refusal.NO_TRAINING),
    ],
)
async def test_a_claim_that_can_not_be_is_refused_by_name(
    db: Database, more: dict[str, Any], why: Refusal
) -> None:
    shift = await keep(db, **more)
    assert await claim(db, shift, 1) == why
    assert await list_signups(db, shift.number) == []


async def test_who_qualifies_may_claim(db: Database) -> None:
    shift = await keep(db, anyone=False, role_id=55, training="observer")
    day = START.date()
    await _train(db, 1, expires=day)  # it ends with the day before
    assert await claim(db, shift, 1, volunteer=True, role_ids=(54, 55)) == Refusal.NO_TRAINING
    await _train(db, 1, expires=day + timedelta(days=1))
    assert await claim(db, shift, 1, volunteer=True, role_ids=(54,)) == Refusal.NO_ROLE
    assert await claim(db, shift, 1, volunteer=True, role_ids=(54, 55)) == "held"


async def _train(db: Database, user_id: int, *, expires: date | None) -> None:
    await db.write(
        "INSERT OR REPLACE INTO training_record VALUES (:g, :u, 'observer', 'Observer', :c, :e)",
        {
            "g": GUILD, "u": user_id, "c": NOW.date().isoformat(),
            "e": expires.isoformat() if expires else None,
        },
    )  # fmt: skip


async def test_back_to_back_is_no_overlap_and_a_minute_is(db: Database) -> None:
    first = await keep(db)
    after = await keep(db, starts=START + timedelta(hours=3))
    inside = await keep(db, starts=START + timedelta(hours=2, minutes=59))
    elsewhere = await keep(db, starts=START, guild_id=8)
    assert await claim(db, first, 1) == "held"
    assert await claim(db, after, 1) == "held"
    assert await claim(db, inside, 1) == Refusal.OVERLAP
    assert await claim(db, elsewhere, 1, guild_id=8) == Refusal.OVERLAP  # a person is one person


async def test_waiting_somewhere_blocks_nothing_and_a_cancelled_shift_neither(db: Database) -> None:
    full, other = await keep(db), await keep(db)
    assert await claim(db, full, 1) == "held"
    assert await claim(db, full, 2) == "waiting1"
    assert await claim(db, other, 2) == "held"
    await db.write("UPDATE shift SET status = 'cancelled' WHERE number = :n", {"n": full.number})
    assert await claim(db, await keep(db), 1) == "held"


async def test_so_many_a_week_and_no_more(db: Database) -> None:
    monday = datetime.fromisoformat("2026-12-07T13:00Z")
    week = [await keep(db, starts=monday + timedelta(days=d), weekly_limit=2) for d in (0, 2, 6, 7)]
    assert [await claim(db, each, 1) for each in week] == [
        "held", "held", Refusal.WEEKLY_LIMIT, "held",
    ]  # fmt: skip


async def test_one_place_a_person_on_a_shift(db: Database) -> None:
    shift = await keep(db, Role("observer", 1), Role("driver", 1))
    assert await claim(db, shift, 1) == "held"
    assert await claim(db, shift, 1) == "held"  # a second press changes nothing
    assert await claim(db, shift, 1, role=1) == Refusal.HAS_ANOTHER
    assert await claim(db, shift, 2) == "waiting1"
    assert await claim(db, shift, 2, role=1) == "held"  # and waits no more
    kept = await list_signups(db, shift.number)
    assert [(each.user_id, each.state) for each in kept] == [(1, State.HELD), (2, State.HELD)]


async def test_newcomers_come_first_for_some_hours(db: Database) -> None:
    assert await claim(db, await keep(db, starts=START + timedelta(days=20)), 1) == "held"
    shift = await keep(db, newcomers_until=NOW + timedelta(hours=2))
    assert await claim(db, shift, 1) == Refusal.NEWCOMERS_FIRST
    assert await claim(db, shift, 2) == "held"
    later = await insert_claim(db, of(1), shift.roles[0].number, now=NOW + timedelta(hours=2))
    assert later
    assert later.state is State.WAITING


async def test_a_freed_place_goes_to_the_next_who_still_qualifies(db: Database) -> None:
    shift, other = await keep(db, training="observer"), await keep(db)
    for n in (1, 2, 3, 4):
        await _train(db, n, expires=None)
    said = [await claim(db, shift, n) for n in (1, 2, 3, 4)]
    assert said == ["held", "waiting1", "waiting2", "waiting3"]
    assert await claim(db, other, 2) == "held"  # overlaps by now
    await db.write("DELETE FROM training_record WHERE user_id = 3")
    until = NOW + timedelta(hours=4)
    async with db.transaction() as tx:
        await delete_signup(tx, shift.number, 1)
        offered = await offer_free_places(tx, shift.number, until=until, now=NOW)
        await tx.commit()
    assert [user for user, _, _ in offered] == [4]
    assert await claim(db, shift, 5) == Refusal.NO_TRAINING
    assert await claim(db, other, 4) == Refusal.OVERLAP  # a place is kept for them then
    async with db.transaction() as tx:
        assert await end_offers(tx, shift.number, now=until - timedelta(seconds=1)) == []
        assert await end_offers(tx, shift.number, now=until) == [4]
        assert await offer_free_places(tx, shift.number, until=until, now=NOW) == []
        await tx.commit()
    assert await claim(db, shift, 4) == "held"  # nobody else can take it
    filled = await count_filled(db, [shift.number])
    assert (filled[shift.roles[0].number].taken, filled[shift.roles[0].number].waiting) == (1, 2)
