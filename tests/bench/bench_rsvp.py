"""Answers a second: 2,000 people press "going" on 50 places at once, against bare sqlite3 running
the very same statement on a database that is made the same way, one after the other.

The number is decisions a second of ours as a share of the floor's: at least 0.70. The harness's
ratios say how much more time a thing takes, so the time is compared (1.43 is 0.70) and the share
printed beside it.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Draft, Kind
from bot.services.events import EventsService
from bot.services.places import LazyPlaces
from bot.services.rsvps import RsvpsService
from bot.storage.database import Database
from bot.storage.engine import DatabaseFile
from bot.storage.moments import seconds
from bot.storage.rsvps import ANSWER_GOING
from tests.bench.harness import arguments, interleave, say, say_ratio, say_spread
from tests.conftest import NOW

SHARE = 0.7
GUILD, PLACES = 100, 50
ORGANIZER = Actor(7, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
RALLY = Draft(
    kind=Kind.RALLY,
    title="Rally",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-18T18:00"),
    minutes=120,
    capacity=PLACES,
)


async def occurrence_in(db: Database, clock: FixedClock) -> int:
    """A published event with so many places, its board posted; the number of its one time."""
    events = EventsService(db, clock=clock, places=LazyPlaces())
    made = await events.create(ORGANIZER, replace(RALLY))
    await events.publish(ORGANIZER, made.number, 1, channel_id=5)
    await db.write("UPDATE event SET message_id = 9 WHERE number = :n", {"n": made.number})
    return (await events.get(ORGANIZER, made.number)).times[0].occurrence.number


async def main() -> None:
    given = arguments(__doc__ or "", rounds=9, count=2000)
    clock = FixedClock(NOW)
    people = [Actor(1000 + at, GUILD, frozenset({Capability.MEMBER})) for at in range(given.count)]
    with tempfile.TemporaryDirectory() as name:
        db = await Database.open(Path(name) / "ours.db")
        floor_db = await Database.open(Path(name) / "floor.db")
        rsvps = RsvpsService(db, clock=clock)
        bare = DatabaseFile(Path(name) / "floor.db").connect()

        async def ours() -> float:
            one = await occurrence_in(db, clock)
            begin = _begin()
            await asyncio.gather(*(rsvps.answer(each, one, Answer.GOING) for each in people))
            return time.perf_counter() - begin

        async def floor() -> float:
            one = await occurrence_in(floor_db, clock)
            params = {
                "guild_id": GUILD,
                "occurrence": one,
                "answer": "going",
                "now": seconds(clock.now()),
                "begun": False,
                "leaving": False,
                "reminded": False,
            }
            begin = _begin()
            for each in people:
                bare.execute(ANSWER_GOING, {**params, "user_id": each.user_id}).fetchall()
            return time.perf_counter() - begin

        sides: dict[str, Callable[[], Awaitable[float]]] = {
            "ours": floor if given.floor else ours,
            "floor": floor,
        }
        rounds = await interleave(sides, rounds=given.rounds)
        for side in rounds.sides:
            each_second = [given.count / took for took in rounds.sides[side]]
            say_spread(f"decisions a second, {side}", each_second, "a second")
        ratio = rounds.ratio("ours", "floor")
        say(f"  share of bare sqlite3: {1 / ratio:.2f} (at least {SHARE:.2f})")
        say_ratio("answering, time", ratio, floor="bare sqlite3", budget=1 / SHARE)
        bare.close()
        await db.close()
        await floor_db.close()


def _begin() -> float:
    gc.collect()
    return time.perf_counter()


if __name__ == "__main__":
    asyncio.run(main())
