"""The process is killed at random moments during claims and promotions: whoever was told that they
have something has it, whoever was told that they left has left, and nobody whose turn came is told
of it twice, or not at all.

Two kills by default on one file; `SIGNUPS_KILLED=100` for the large run.
"""

# ruff: noqa: S311 - a test may look at the disk, and throw dice

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bot.storage.check import integrity
from bot.storage.database import Database
from tests.services.signups_child import PLACES

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("SIGNUPS_KILLED", "2"))
#: Of each person: the last deed that they were told is done, and one that was under way.
Said = dict[int, tuple[str | None, str | None]]


def run_and_kill(path: Path, dice: random.Random, said: Said) -> int:
    """Let the child act and kill it; what it said goes into `said`. How many deeds were done."""
    command = [sys.executable, "-m", "tests.services.signups_child", str(path)]
    with subprocess.Popen(  # noqa: S603
        [*command, str(dice.randrange(10**6))], stdout=subprocess.PIPE, cwd=ROOT
    ) as child:
        assert child.stdout is not None
        try:
            assert child.stdout.readline() == b"open\n"
            time.sleep(dice.uniform(0.02, 0.2))
        finally:
            child.kill()
        lines = child.stdout.readlines()
    done = 0
    for line in lines:
        if not line.endswith(b"\n"):
            continue
        word, deed, who = line.decode().split()
        user = int(who)
        last, _ = said.get(user, (None, None))
        if word == "begin":
            said[user] = (last, deed)
        elif word == "done":
            said[user] = (deed, None)
            done += 1
        else:
            said[user] = (last, None)
    return done


async def check(path: Path, said: Said) -> None:
    """Everything that must hold."""
    database = await Database.open(path)
    try:
        assert await integrity(database) == []
        rows = await database.fetch_all("SELECT user_id, state, offered_until FROM signup")
        told = await database.fetch_all(
            "SELECT target_id, args ->> 'until' AS until FROM outbox WHERE purpose = 'shift.offer'"
        )
    finally:
        await database.close()
    has = {row["user_id"]: row["state"] for row in rows}
    for user, (last, under_way) in said.items():
        if under_way is None and last is not None:
            assert (user in has) is (last == "claim"), (user, last)
    assert sum(state != "waiting" for state in has.values()) <= PLACES
    # Nobody waits while a place is free, also if the kill came between leaving and offering.
    if "waiting" in has.values():
        assert sum(state != "waiting" for state in has.values()) == PLACES
    announced = [(row["target_id"], row["until"]) for row in told]
    assert len(announced) == len(set(announced))
    offered = {(r["user_id"], r["offered_until"]) for r in rows if r["state"] == "offered"}
    assert offered <= {(user, int(until)) for user, until in announced}


async def test_a_kill_loses_nothing_and_repeats_nothing(tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10**6)
    dice, said, done = random.Random(seed), Said(), 0
    path = tmp_path / "c.db"
    for number in range(KILLS):
        # What was under way when it was killed may be done or not: read again what stands.
        done += run_and_kill(path, dice, said)
        print(f"seed {seed} kill {number}: {done} deeds")  # noqa: T201
        await check(path, said)
        for user, (last, under_way) in list(said.items()):
            said[user] = (None if under_way else last, None)
    assert done
