"""`python -m tests.loopback --port 0`: a loopback Discord until its standard input ends.

It prints one line of JSON, `{"url": "http://127.0.0.1:PORT"}`, once it serves.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys

from tests.loopback.control import Control
from tests.loopback.server import LoopbackDiscord


async def serve(port: int, shards: int, answer_within: float) -> None:
    """Serve until the process that started this one closes our standard input, or ^C."""
    done = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, done.set)
    fake = LoopbackDiscord(port=port, shards=shards, answer_within=answer_within)
    Control(fake)
    async with fake:
        sys.stdout.write(json.dumps({"url": fake.url}) + "\n")
        sys.stdout.flush()
        if not sys.stdin.isatty():
            loop.add_reader(sys.stdin, done.set)
        await done.wait()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.loopback", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--shards", type=int, default=1)
    parser.add_argument("--answer-within", type=float, default=3.0, help="seconds")
    given = parser.parse_args()
    asyncio.run(serve(given.port, given.shards, given.answer_within))


if __name__ == "__main__":
    main()
