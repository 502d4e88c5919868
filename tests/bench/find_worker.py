"""One bot in a process of its own, for `bench_find_loopback`.

    python -m tests.bench.find_worker ours|toy|floor DIRECTORY

It reads words from standard input and answers each with a line of JSON: `collect` runs the
garbage collector, `measure` tells the CPU seconds used so far (all threads) and the resident
memory. The floor reads the answers it has to give from `DIRECTORY/answers.json`.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import resource
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import discord

from bot import loop
from tests.bench.seam import open_bot
from tests.bench.toy import floor_bot, toy_bot
from tests.bench.views import plan_view
from tests.loopback.connect import connect


@asynccontextmanager
async def _opened(side: str, directory: Path) -> AsyncIterator[discord.Client]:
    if side == "ours":
        async with open_bot(directory) as bot:
            yield bot
    elif side == "toy":
        yield toy_bot()
    else:
        yield _floor(json.loads((directory / "answers.json").read_text()))


def _floor(answers: list[dict[str, Any]]) -> discord.Client:
    plans = {
        (answer["options"]["what"], answer["options"].get("where")): plan_view(
            answer["message"]["components"]
        )
        for answer in answers
    }
    ephemeral = bool(answers[0]["message"]["flags"] & 64)
    return floor_bot(plans, ephemeral=ephemeral)


async def serve(bot: discord.Client) -> None:
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    bot._connection.guild_ready_timeout = 0.05
    run = asyncio.create_task(bot.start("token"))
    while bot.user is None or not bot.is_ready():
        await asyncio.sleep(0.01)
        if run.done():
            run.result()
    tell({"ready": True})
    while word := (await reader.readline()).decode().strip():
        if word == "collect":
            gc.collect()
        tell({"cpu": time.process_time(), "rss_kib": _resident()})
    await bot.close()
    await asyncio.gather(run, return_exceptions=True)


def _resident() -> int:
    """The most memory that was resident, KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def tell(facts: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


async def main() -> None:
    side, directory = sys.argv[1], Path(sys.argv[2])
    with connect(os.environ["LOOPBACK_URL"]):
        async with _opened(side, directory) as bot:
            await serve(bot)


if __name__ == "__main__":
    # Each as it runs for real: ours on the loop that `bot/cli/run.py` takes.
    (loop.run if sys.argv[1] == "ours" else asyncio.run)(main())
