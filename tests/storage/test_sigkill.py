"""The process is killed at random moments: what was acknowledged is there, nothing is half.

Six rounds by default on the same file; `SIGKILL_ROUNDS=100` for the large run.
"""

# ruff: noqa: ASYNC240, S311 - a test may look at the disk, and throw dice

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

from bot.storage.check import integrity
from bot.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("SIGKILL_ROUNDS", "6"))

Acknowledged = set[tuple[str, int]]


def run_and_kill(path: Path, key: str | None, dice: random.Random) -> Acknowledged:
    """What the child said before it was killed, while opening (one time in five) or writing."""
    environment = dict(os.environ)
    if key is not None:
        environment["SIGKILL_KEY"] = key
    command = [sys.executable, "-m", "tests.storage.sigkill_child", str(path)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, cwd=ROOT, env=environment
    ) as child:
        assert child.stdout is not None
        lines: list[bytes] = []
        try:
            if dice.random() < 0.2:
                time.sleep(dice.uniform(0.1, 0.5))
            else:
                lines.append(child.stdout.readline())
                assert lines == [b"open 0\n"]
                time.sleep(dice.uniform(0, 0.15))
        finally:
            child.kill()
        lines += child.stdout.readlines()
    whole = [line.split() for line in lines if line.endswith(b"\n")]
    return {(kind.decode(), int(number)) for kind, number in whole if kind != b"open"}


async def check(path: Path, key: str | None, acknowledged: Acknowledged) -> int:
    """Everything that must hold; the number of rows found."""
    database = await Database.open(path, key=key)
    try:
        assert await integrity(database) == []
        sql = "SELECT name FROM sqlite_schema WHERE name = 'numbers'"
        if await database.fetch_one(sql) is None:
            assert not acknowledged
            return 0
        rows = await database.fetch_all(
            "SELECT kind, number, count(*) AS halves FROM numbers GROUP BY kind, number"
        )
    finally:
        await database.close()
    found = {(row["kind"], row["number"]): row["halves"] for row in rows}
    assert acknowledged - found.keys() == set()
    assert {(kind, halves) for (kind, _), halves in found.items()} <= {("single", 1), ("pair", 2)}
    return len(found)


async def test_nothing_acknowledged_is_missing_after_a_kill(
    database_path: Path, database_key: str | None
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    acknowledged: Acknowledged = set()
    found = 0
    for number in range(ROUNDS):
        acknowledged |= run_and_kill(database_path, database_key, dice)
        if database_path.exists():
            found = await check(database_path, database_key, acknowledged)
        print(f"seed {seed} round {number}: acknowledged {len(acknowledged)}, found {found}")  # noqa: T201
    assert acknowledged
