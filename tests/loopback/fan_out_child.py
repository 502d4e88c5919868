"""A bot that sends what waits, until all is sent or it is killed.

`LOOPBACK_URL=… python -m tests.loopback.fan_out_child FILE`: with the database FILE, as the real
process would. It says `ready` once it is connected, and ends by itself when nothing waits.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from bot.clock import SystemClock
from bot.logs import configure_logs
from bot.settings import Settings
from tests.loopback.connect import connect
from tests.loopback.relaying import relaying


async def main() -> None:
    settings = Settings(
        _env_file=None, discord_token="a.b.c", database_path=Path(sys.argv[1]), web_port=0
    )
    async with relaying(settings, SystemClock(), awake=True) as relay:
        relay.bot._connection.guild_ready_timeout = 0.05
        running = asyncio.create_task(relay.bot.start("a.b.c"))
        waits = "SELECT 1 FROM outbox WHERE state = 'waiting' LIMIT 1"
        while await relay.db.fetch_one(waits):
            if running.done():
                running.result()
            await asyncio.sleep(0.05)
        await relay.bot.close()
        await asyncio.gather(running, return_exceptions=True)


if __name__ == "__main__":
    configure_logs("error", "text")
    with connect(os.environ["LOOPBACK_URL"]):
        asyncio.run(main())
