"""Claims and leaves places until it is killed, and says each deed before and after it.

`python -m tests.services.signups_child FILE SEED`. Prints `begin DEED USER`, then `done DEED USER`
once it was told so. Everybody allows messages, so each place that gets free is told of.
"""

# ruff: noqa: S311 - a test may throw dice

from __future__ import annotations

import asyncio
import os
import random
import sys
from dataclasses import replace
from pathlib import Path

from bot.clock import FixedClock
from bot.domain.errors import CoalitionError
from bot.domain.shift import Role
from bot.services.people import PeopleService
from bot.services.places import LazyPlaces
from bot.services.shifts import ShiftsService
from bot.services.signups import SignupsService
from bot.storage.database import Database
from tests.conftest import NOW
from tests.services.test_shifts import COURT, LEAD, member

USERS = range(2, 32)
PLACES = 4


def say(*words: object) -> None:
    # Straight to the pipe: what Python still held back would look like a lost deed.
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


async def main() -> None:
    database, dice = await Database.open(Path(sys.argv[1])), random.Random(int(sys.argv[2]))
    clock = FixedClock(NOW)
    shifts = ShiftsService(database, clock=clock, places=LazyPlaces())
    signups = SignupsService(database, clock=clock)
    found = await shifts.upcoming(LEAD)
    if found:
        shift = found[0].shift
    else:
        people = PeopleService(database)
        for user_id in USERS:
            await people.choose_messages(user_id, allowed=True)
        draft = replace(COURT, roles=(Role("observer", PLACES),), place="")
        shift = await shifts.create(LEAD, draft)
    role = shift.roles[0].number
    say("open")

    async def one(user_id: int) -> None:
        deed = dice.choice(("claim", "claim", "leave"))
        say("begin", deed, user_id)
        try:
            if deed == "claim":
                await signups.claim(member(user_id), role)
            else:
                await signups.withdraw(member(user_id), shift.number)
        except CoalitionError:
            say("refused", deed, user_id)
            return
        say("done", deed, user_id)

    async def worker(mine: list[int]) -> None:
        while True:
            await one(dice.choice(mine))

    # Several at once, but each person does one thing after the other.
    await asyncio.gather(*(worker([u for u in USERS if u % 3 == n]) for n in range(3)))


if __name__ == "__main__":
    asyncio.run(main())
