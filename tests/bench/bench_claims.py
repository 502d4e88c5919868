"""Claims a second: 2,000 people press on 50 places of a shift at once, against bare sqlite3 running
the very same statement on a database that is made the same way, one after the other.

The number is decisions a second of ours as a share of the floor's: at least 0.70 (`bench_rsvp.py`
says how that is compared).
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.shift import Role, ShiftDraft, ShiftKind
from bot.services.places import LazyPlaces
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService
from bot.storage.claims import CLAIM, Claimant
from bot.storage.database import Database
from bot.storage.engine import DatabaseFile
from tests.bench.harness import arguments, interleave, say, say_ratio, say_spread
from tests.conftest import NOW

SHARE = 0.7
GUILD, PLACES = 100, 50
LEAD = Actor(7, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
COURT = ShiftDraft(
    kind=ShiftKind.COURT,
    title="Court accompaniment",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-01T08:30"),
    minutes=210,
    roles=(Role("observer", PLACES),),
    anyone=True,
)


async def role_in(db: Database, clock: FixedClock) -> int:
    """A shift with so many places, on another day each time and on a posted board; its role."""
    shifts = ShiftsService(db, clock=clock, places=LazyPlaces())
    row = await db.fetch_one("SELECT count(*) AS n FROM shift")
    days = timedelta(days=row["n"] if row else 0)
    made = await shifts.create(LEAD, replace(COURT, local_start=COURT.local_start + days))
    return made.roles[0].number


async def main() -> None:
    given = arguments(__doc__ or "", rounds=9, count=2000)
    clock = FixedClock(NOW)
    people = [Actor(1000 + at, GUILD, frozenset({Capability.MEMBER})) for at in range(given.count)]
    with tempfile.TemporaryDirectory() as name:
        db = await Database.open(Path(name) / "ours.db")
        floor_db = await Database.open(Path(name) / "floor.db")
        for each in (db, floor_db):
            await each.write(
                "INSERT INTO shift_board (guild_id, channel_id, message_id, made_at)"
                " VALUES (:g, 5, 9, 0)",
                {"g": GUILD},
            )
        signups = SignupsService(db, clock=clock)
        bare = DatabaseFile(Path(name) / "floor.db").connect()

        async def ours() -> float:
            role = await role_in(db, clock)
            begin = _begin()
            await asyncio.gather(*(signups.claim(each, role) for each in people))
            return time.perf_counter() - begin

        async def floor() -> float:
            role = await role_in(floor_db, clock)
            params = Claimant(0, GUILD, volunteer=False).params(role, clock.now())
            begin = _begin()
            for each in people:
                bare.execute(CLAIM, {**params, "user_id": each.user_id}).fetchall()
            return time.perf_counter() - begin

        sides: dict[str, Callable[[], Awaitable[float]]] = {
            "ours": floor if given.floor else ours,
            "floor": floor,
        }
        rounds = await interleave(sides, rounds=given.rounds)
        for side in rounds.sides:
            each_second = [given.count / took for took in rounds.sides[side]]
            say_spread(f"claims a second, {side}", each_second, "a second")
        ratio = rounds.ratio("ours", "floor")
        say(f"  share of bare sqlite3: {1 / ratio:.2f} (at least {SHARE:.2f})")
        say_ratio("claiming, time", ratio, floor="bare sqlite3", budget=1 / SHARE)
        bare.close()
        await db.close()
        await floor_db.close()


def _begin() -> float:
    gc.collect()
    return time.perf_counter()


if __name__ == "__main__":
    asyncio.run(main())
