"""What one `/find` costs in CPU, against an empty handler that sends the same message.

Everybody has a process: our bot, the floor, and a loopback Discord for each. Only the bot's own
CPU is counted (`time.process_time`, all its threads); the servers and this script are not in it.
First every call is made once to our bot; what it answered is what the floor then sends.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from tests.bench.harness import Rounds, arguments, interleave, say, say_ratio, say_spread
from tests.bench.seam import FIND_CALLS
from tests.loopback.remote import ROOT, RemoteLoopback
from tests.loopback.world import walk_components

BUDGET = 1.60


class Worker:
    """A bot's process and the Discord it talks to."""

    def __init__(self, process: asyncio.subprocess.Process, remote: RemoteLoopback) -> None:
        self._process = process
        self.remote = remote
        self.milliseconds: dict[str, list[float]] = {}

    @classmethod
    @asynccontextmanager
    async def start(cls, side: str, directory: Path) -> AsyncIterator[Worker]:
        async with RemoteLoopback.start() as remote:
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "tests.bench.find_worker",
                side,
                str(directory),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=os.environ | {"LOOPBACK_URL": remote.url},
                cwd=ROOT,
            )
            worker = cls(process, remote)
            try:
                await worker.read()
                yield worker
            finally:
                assert process.stdin is not None
                process.stdin.close()
                await process.wait()

    async def ask(self, word: str) -> dict[str, float]:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{word}\n".encode())
        return await self.read()

    async def read(self) -> dict[str, float]:
        """The next line of JSON; what a bot logs to standard output is passed over."""
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            if line.startswith((b'{"ready"', b'{"cpu"')):
                return json.loads(line)
        raise RuntimeError("the bot's process ended early")

    async def cpu(self, command: str, count: int) -> float:
        """CPU microseconds for each of `count` calls of this command."""
        calls = [{"name": command, "options": dict(options)} for options in FIND_CALLS]
        before = (await self.ask("collect"))["cpu"]
        report = await self.remote.run(calls, count=count)
        after = (await self.ask("measure"))["cpu"]
        if report["errors"]:
            raise RuntimeError(f"{len(report['errors'])} calls failed: {report['errors'][0]}")
        self.milliseconds.setdefault(command, []).extend(report["milliseconds"])
        return (after - before) / count * 1e6


async def capture(worker: Worker) -> list[dict[str, Any]]:
    """What this bot answers to each call."""
    answers: list[dict[str, Any]] = []
    for options in FIND_CALLS:
        answer = await worker.remote.slash("find", dict(options))
        answers.append({"options": dict(options), "message": answer["message"]})
    return answers


def words(answers: list[dict[str, Any]]) -> list[list[tuple[Any, ...]]]:
    """What makes two messages the same: types, texts, labels, in order."""
    return [
        [(c["type"], c.get("content"), c.get("label")) for c in walk_components(components)]
        for components in (answer["message"]["components"] for answer in answers)
    ]


async def main() -> None:
    given = arguments(__doc__ or "", rounds=12, count=200)
    side = "toy" if given.floor else "ours"
    if given.floor:
        say("  (the toy stands in for our bot: this is floor against floor)")
    async with AsyncExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ours = await stack.enter_async_context(Worker.start(side, directory))
        answers = await capture(ours)
        (directory / "answers.json").write_text(json.dumps(answers))
        floor = await stack.enter_async_context(Worker.start("floor", directory))
        # A process of its own: views kept by one floor must not weigh on the other's collector.
        prebuilt = await stack.enter_async_context(Worker.start("floor", directory))
        if words(await capture(floor)) != words(answers):
            raise RuntimeError("the floor does not send the same message")
        rounds = await interleave(
            {
                "ours": lambda: ours.cpu("find", given.count),
                "floor": lambda: floor.cpu("find", given.count),
                "prebuilt": lambda: prebuilt.cpu("prebuilt", given.count),
            },
            rounds=given.rounds,
            warm_up=2,
        )
        report(rounds, ours, floor)
        memory = [(await worker.ask("measure"))["rss_kib"] / 1024 for worker in (ours, floor)]
        say(f"  most memory: ours {memory[0]:.0f} MiB, floor {memory[1]:.0f} MiB")


def report(rounds: Rounds, ours: Worker, floor: Worker) -> None:
    for name in rounds.sides:
        say_spread(f"CPU, {name}", rounds.sides[name], "µs a call")
    say_spread("answered after, ours", ours.milliseconds["find"], "ms")
    say_spread("answered after, floor", floor.milliseconds["find"], "ms")
    say_ratio("find over loopback", rounds.ratio("ours", "floor"), budget=BUDGET)
    say_ratio("find over loopback", rounds.ratio("ours", "prebuilt"), floor="prebuilt floor")


if __name__ == "__main__":
    asyncio.run(main())
