"""From spawning the process until the bot is ready, against a bare discord.py bot.

Ready is discord.py's own `on_ready`, with the two seconds that it gives servers to arrive. Printed
beside it, without a budget: the time until Discord has sent READY, before that wait. There the
imports are nearly all of it; pydantic-settings alone is some 0.35 of the bare bot's.

Both run through the same launcher in processes of their own and in turns. Ours finds a database
from an earlier start, as it does every time but the first; the first start is printed apart.
All times are `time.monotonic()`, one clock for every process on Linux.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path

from tests.bench.harness import Rounds, arguments, interleave, say, say_ratio, say_spread
from tests.bench.seam import OUR_ENTRY, our_entry_exists, our_environment
from tests.loopback.remote import ROOT, RemoteLoopback

BUDGET = 1.50
BARE_ENTRY = ("tests.bench.bare:main",)


class Starter:
    """Starts one kind of bot again and again on its own loopback Discord."""

    def __init__(self, entry: tuple[str, ...], remote: RemoteLoopback, directory: Path) -> None:
        self._entry = entry
        self._remote = remote
        self._directory = directory
        self._starts = 0
        self.sent: list[float] = []
        self.answered: list[float] = []

    async def start(self, directory: Path | None = None) -> float:
        """Seconds from spawn to `on_ready`. The bot is ended before this returns."""
        home = directory or self._directory
        environment = os.environ | our_environment(home)
        environment |= {"LOOPBACK_URL": self._remote.url, "PYTHONPATH": str(ROOT)}
        self._starts += 1
        began = time.monotonic()
        # The working directory is its own: a developer's `.env` must not take part.
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.loopback.run_bot",
            *self._entry,
            cwd=home,
            env=environment,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            # The number of this start is the number of its session: one shard, no resume.
            seen = await self._wait(process)
            ready = await _ready(process)
        finally:
            await _end(process)
        self.sent.append(seen["ready_at"] - began)
        self.answered.append(seen["answered_at"] - began)
        return ready - began

    async def _wait(self, process: asyncio.subprocess.Process) -> dict[str, float]:
        seen = asyncio.create_task(self._remote.startup(self._starts, "find", {"what": "lawyer"}))
        ended = asyncio.create_task(process.wait())
        await asyncio.wait({seen, ended}, return_when=asyncio.FIRST_COMPLETED)
        if not seen.done():
            seen.cancel()
            raise RuntimeError(f"{self._entry[0]} ended with {process.returncode} before READY")
        ended.cancel()
        return seen.result()


async def _ready(process: asyncio.subprocess.Process) -> float:
    """When the bot said on standard error that it is ready; both say so in `on_ready`."""
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if b'"ready"' in line:
            return time.monotonic()
    raise RuntimeError("ended before it was ready")


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    with suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 10)
        return
    process.kill()
    await process.wait()


async def main() -> None:
    given = arguments(__doc__ or "", rounds=8, count=1)
    floor_only = given.floor or not our_entry_exists()
    entry = BARE_ENTRY if floor_only else OUR_ENTRY
    if floor_only:
        say("  (the bare bot stands in for ours: this is floor against floor)")
    async with AsyncExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        remotes = [await stack.enter_async_context(RemoteLoopback.start()) for _ in range(2)]
        ours, bare = Starter(entry, remotes[0], home), Starter(BARE_ENTRY, remotes[1], home)
        firsts: list[float] = []
        for number in range(3):
            fresh = home / f"first{number}"
            fresh.mkdir()
            firsts.append(await ours.start(fresh))
        # One warm-up round: it makes the database and the byte code.
        rounds = await interleave(
            {"ours": ours.start, "bare": bare.start}, rounds=given.rounds, warm_up=1
        )
        report(rounds, firsts, ours, bare)


def report(rounds: Rounds, firsts: list[float], ours: Starter, bare: Starter) -> None:
    counted = len(rounds.sides["ours"])
    sent = Rounds({"ours": ours.sent[-counted:], "bare": bare.sent[-counted:]})
    answered = Rounds({"ours": ours.answered[-counted:], "bare": bare.answered[-counted:]})
    say_spread("first start, no database yet, ours", firsts, "s")
    for name, side in (("ready", rounds), ("READY was sent", sent), ("first answer", answered)):
        say_spread(f"{name}, ours", side.sides["ours"], "s")
        say_spread(f"{name}, bare", side.sides["bare"], "s")
    say_ratio("start to ready", rounds.ratio("ours", "bare"), floor="bare bot", budget=BUDGET)
    say_ratio("start to READY sent", sent.ratio("ours", "bare"), floor="bare bot")
    say_ratio("start to first answer", answered.ratio("ours", "bare"), floor="bare bot")


if __name__ == "__main__":
    asyncio.run(main())
