"""The bot is killed at random moments while it sends 500 messages: each is read exactly once.

A few kills by default; `FAN_OUT_KILLS=100` for the large run. As many fan-outs as that takes: each
goes on until all of it was sent. Discord here answers a while after a message is there for all to
read, and has forgotten every nonce when the bot comes back: only the look at the channel is left.
"""

# ruff: noqa: ASYNC110, S311, T201 - a test may wait, throw dice, and say what came of it

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.clock import SystemClock
from bot.settings import Settings
from tests.loopback.relaying import POST, READ, channels, note, read, relaying
from tests.loopback.server import LoopbackDiscord

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("FAN_OUT_KILLS", "3"))
MESSAGES, ROOMS = 500, 50
#: How long the bot's process may live after it began to send, in seconds.
LIVES = (0.0, 3.0)


@asynccontextmanager
async def living(fake: LoopbackDiscord, path: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.loopback.fan_out_child", str(path),
        env=os.environ | {"LOOPBACK_URL": fake.url}, cwd=ROOT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def live(fake: LoopbackDiscord, path: Path, seconds: float | None) -> bool:
    """One life of the bot: killed so long after its first request to send, or (None) to its end.
    Whether it was killed."""
    before = len(fake.traffic.requests)
    async with living(fake, path) as process:
        ended = asyncio.create_task(process.wait())
        while not ended.done() and not any(
            request.route in (POST, READ) for request in fake.traffic.requests[before:]
        ):
            await asyncio.sleep(0.01)
        await asyncio.wait({ended}, timeout=seconds)
        if not ended.done():
            process.kill()
            await ended
            return True
        assert process.returncode == 0
    return False


async def fan_out(fake: LoopbackDiscord, path: Path, dice: random.Random, kills: int) -> int:
    """500 messages, with so many kills at the most; how many it took."""
    settings = Settings(_env_file=None, discord_token="a.b.c", database_path=path, web_port=0)
    clock = SystemClock()
    rooms = channels(fake.world, ROOMS)
    async with relaying(settings, clock) as relay:
        await relay.queue(
            *(note(n, rooms[n % ROOMS], fake.world.server.id, clock) for n in range(MESSAGES))
        )
    killed = 0
    while await live(fake, path, dice.uniform(*LIVES) if killed < kills else None):
        killed += 1
        fake.world.nonces.clear()
    counts = Counter(read(fake.world, rooms))
    assert {text: n for text, n in counts.items() if n != 1} == {}
    assert set(counts) == {f"note {n}" for n in range(MESSAGES)}
    async with relaying(settings, clock) as relay:
        assert await relay.states() == {"sent": MESSAGES}
    return killed


async def test_each_message_is_read_exactly_once_however_often_the_bot_is_killed(
    tmp_path: Path,
) -> None:
    seed = random.SystemRandom().randrange(10**6)
    dice = random.Random(seed)
    killed = rounds = 0
    while killed < KILLS:
        rounds += 1
        async with LoopbackDiscord() as fake:
            fake.world.answers_after = 0.1
            fake.traffic.limit_everywhere(50, per=1.0)
            fake.traffic.limit(POST, 5, per=1.0)
            killed += await fan_out(fake, tmp_path / f"{rounds}.db", dice, KILLS - killed)
            sends = Counter(request.status for request in fake.traffic.to(POST))
            looks = len(fake.traffic.to(READ))
        print(f"seed {seed} fan-out {rounds}: {killed} killed, {dict(sends)}, {looks} looks")
        assert 429 not in sends
