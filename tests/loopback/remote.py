"""A loopback Discord in a process of its own, steered from here."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

ROOT = Path(__file__).parents[2]


class RemoteLoopback:
    """Talks to the routes of `control.py`."""

    def __init__(self, url: str, session: aiohttp.ClientSession) -> None:
        self.url = url
        self._session = session

    @classmethod
    @asynccontextmanager
    async def start(cls, *arguments: str) -> AsyncIterator[RemoteLoopback]:
        """Start the process, with the arguments of `python -m tests.loopback`; end it after."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.loopback",
            *arguments,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            cwd=ROOT,
        )
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            first = await process.stdout.readline()
            if not first:
                raise RuntimeError("the loopback server did not start")
            timeout = aiohttp.ClientTimeout(total=600)
            async with aiohttp.ClientSession(timeout=timeout) as session:
                yield cls(json.loads(first)["url"], session)
        finally:
            process.stdin.close()
            await process.wait()

    async def startup(self, number: int, name: str, options: dict[str, Any]) -> dict[str, float]:
        """See `Control.startup`."""
        return await self._post("startup", session=number, name=name, options=options)

    async def slash(self, name: str, options: dict[str, Any]) -> dict[str, Any]:
        """See `Control.slash`."""
        return await self._post("slash", name=name, options=options)

    async def run(
        self, calls: list[dict[str, Any]], *, count: int, concurrency: int = 1
    ) -> dict[str, Any]:
        """See `Control.run`."""
        return await self._post("run", calls=calls, count=count, concurrency=concurrency)

    async def _post(self, action: str, /, **body: Any) -> Any:
        async with self._session.post(f"{self.url}/control/{action}", json=body) as response:
            response.raise_for_status()
            return await response.json()
