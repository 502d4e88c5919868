"""Lets another process steer a loopback Discord: three routes outside Discord's own.

A bench puts the server into a process of its own, so that the bot's CPU is the bot's alone.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from typing import Any

import orjson
from aiohttp import web

from tests.loopback.server import Answer, LoopbackDiscord, NoAnswerError


class Control:
    """POST /control/startup, /control/slash and /control/run; JSON in, JSON out."""

    def __init__(self, fake: LoopbackDiscord) -> None:
        self._fake = fake
        for name, action in (
            ("startup", self.startup),
            ("slash", self.slash),
            ("run", self.run),
        ):
            fake.app.router.add_post(f"/control/{name}", _json(action))

    async def startup(self, session: int, name: str, options: dict[str, Any]) -> dict[str, float]:
        """Wait for the `session`-th session, send one slash as soon as it is ready.

        Both times are `time.monotonic()`: on Linux the same clock in every process.
        """
        ready = await self._fake.gateway.wait_session(session, within=60.0)
        answer = await self._fake.slash(name, options, within=30.0)
        await answer.settled()
        return {"ready_at": ready.ready_at, "answered_at": time.monotonic()}

    async def slash(self, name: str, options: dict[str, Any]) -> dict[str, Any]:
        """One slash; its callback type and the message it ended in."""
        answer = await self._fake.slash(name, options)
        return {"kind": answer.kind, "message": await answer.settled()}

    async def run(
        self, calls: list[dict[str, Any]], count: int, concurrency: int = 1
    ) -> dict[str, Any]:
        """`count` slashes, the calls in turn; milliseconds of each until its final message."""
        turn = itertools.cycle(calls)
        todo = iter([next(turn) for _ in range(count)])
        milliseconds: list[float] = []
        errors: list[str] = []

        async def person() -> None:
            for call in todo:
                began = time.perf_counter()
                try:
                    answer: Answer = await self._fake.slash(call["name"], call["options"])
                    await answer.settled()
                except (NoAnswerError, TimeoutError) as error:
                    errors.append(repr(error))
                milliseconds.append((time.perf_counter() - began) * 1000)

        await asyncio.gather(*(person() for _ in range(concurrency)))
        self._forget()
        return {"milliseconds": milliseconds, "errors": errors}

    def _forget(self) -> None:
        """A long bench must not grow the server: nobody will ask for these again."""
        self._fake.traffic.requests.clear()
        self._fake.world.interactions.clear()
        self._fake.world.messages.clear()


def _json(action: Any) -> Any:
    async def handle(request: web.Request) -> web.Response:
        result = await action(**orjson.loads(await request.read()))
        return web.Response(body=orjson.dumps(result), content_type="application/json")

    return handle
