"""The bot with its web site in one process, for `bench_feed`.

    python -m tests.bench.feed_worker DIRECTORY EVENTS

Beside the site (a person's feed with so many events, the server's public calendar) it serves an
empty aiohttp handler on a port of its own. It reads words from standard input and answers each
with a line of JSON, as `find_worker.py` does.
"""

from __future__ import annotations

import os
import socket
import sys
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import web

from bot import loop
from bot.web.port import take_port
from bot.web.site import serve_site
from tests.bench.feeds import MEMBER, ORGANIZER, fill
from tests.bench.find_worker import serve, tell
from tests.bench.seam import open_whole
from tests.loopback.connect import connect


async def _empty(_: web.Request) -> web.Response:
    return web.Response()


async def serve_empty(listening: socket.socket, stack: AsyncExitStack) -> int:
    """An aiohttp that does nothing; its port."""
    app = web.Application()
    app.router.add_get("/{any}", _empty)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.SockSite(runner, listening).start()
    return int(runner.addresses[0][1])


async def main() -> None:
    directory, events = Path(sys.argv[1]), int(sys.argv[2])
    with connect(os.environ["LOOPBACK_URL"]):
        async with open_whole(directory) as app, AsyncExitStack() as stack:
            calendars = app.services.calendars
            _, port = await stack.enter_async_context(
                serve_site(take_port("127.0.0.1", 0), app.services)
            )
            calendars.serve_at(f"http://127.0.0.1:{port}")
            empty = await serve_empty(take_port("127.0.0.1", 0), stack)
            await fill(app.db, app.services.clock.now(), events)
            new = await calendars.add(MEMBER, language="en")
            public = await calendars.open_public(ORGANIZER, "bench", title="Bench")
            tell(
                {
                    "port": port,
                    "empty": empty,
                    "feed": new.address.split(str(port), 1)[1],
                    "public": calendars.addresses(public).feed.split(str(port), 1)[1],
                }
            )
            await serve(app.bot)


if __name__ == "__main__":
    loop.run(main())
