"""The pieces of a file as they come: from a thread, or from processes beside the bot.

A process of its own costs half a second at its start, so it reads only what is large; a very large
table is read by two. What they send is put in order again by the line a piece begins on.
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass, replace
from typing import Self

from bot.domain.errors import BadInput
from bot.domain.places import Places
from bot.domain.search import Synonyms
from bot.logs import get_logger
from bot.services.import_pieces import LENGTH, Ended, Job, Piece, pieces
from bot.services.lists.read import Part, is_table

log = get_logger(__name__)

#: So much may lie between a worker and us, in bytes: it goes on working while we write.
_AHEAD = 2**21
#: All of the environment that Python needs to start. Secrets are not in it.
ENVIRONMENT = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")


@dataclass(frozen=True, slots=True)
class Sizes:
    """From how many bytes a file is read by one process, and a table by two."""

    one: int = 400_000
    two: int = 4_000_000

    def workers(self, job: Job) -> int:
        """How many processes read it; 0: a thread does. Rows that were mended are looked for in the
        whole file, so one reads all of it."""
        size = len(job.data)
        if size >= self.two and is_table(job.data, job.name) and not job.mended:
            return min(2, os.cpu_count() or 1)
        return int(size >= self.one)


class WorkerFailed(Exception):  # noqa: N818 - as those of domain/errors.py
    """A process that read a file went down; the file as such may be good."""


async def feed(
    job: Job,
    places: Callable[[], Awaitable[Places]],
    synonyms: Synonyms,
    sizes: Sizes,
) -> AsyncGenerator[Piece]:
    """The pieces in the order of the file. Use it with `aclosing`: it may have processes to end.

    Raises:
        BadInput: the file can't be read; perhaps only after some pieces. WorkerFailed.
    """
    async with AsyncExitStack() as started:
        workers = await _started(job, sizes.workers(job), started)
        several = _in_order(workers) if workers else _from_thread(job, await places(), synonyms)
        async with aclosing(several):
            async for piece in several:
                yield piece


async def _started(job: Job, count: int, started: AsyncExitStack) -> list[_Worker]:
    workers: list[_Worker] = []
    for index in range(count):
        try:
            workers.append(await _Worker.start(replace(job, part=Part(index, count)), started))
        except OSError as error:  # the machine has no room for another process
            log.warning("import_worker_not_started", kind=type(error).__name__)
            return []
    return workers


async def _from_thread(job: Job, places: Places, synonyms: Synonyms) -> AsyncGenerator[Piece]:
    several = pieces(job, places, synonyms)
    while (piece := await asyncio.to_thread(next, several, None)) is not None:
        yield piece


async def _in_order(workers: list[_Worker]) -> AsyncGenerator[Piece]:
    heads = [(worker, await worker.next()) for worker in workers]
    while ready := [(worker, piece) for worker, piece in heads if piece is not None]:
        worker, piece = min(ready, key=lambda each: each[1].first_line)
        yield piece
        heads = [(w, await w.next() if w is worker else head) for w, head in ready]


class _Worker:
    """A process that reads a part of a file."""

    def __init__(self, process: asyncio.subprocess.Process, out: asyncio.StreamReader) -> None:
        self._process = process
        self._out = out

    @classmethod
    async def start(cls, job: Job, started: AsyncExitStack) -> Self:
        """Start one; it ends with the stack.

        Raises:
            OSError: it can't be started.
        """
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.services.import_worker",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            limit=_AHEAD,
            env=environment,
        )  # fmt: skip
        started.push_async_callback(_end, process)
        assert process.stdin is not None and process.stdout is not None  # noqa: S101, PT018 - pipes
        job_packed = await asyncio.to_thread(pickle.dumps, job, pickle.HIGHEST_PROTOCOL)
        process.stdin.write(job_packed)
        await process.stdin.drain()
        process.stdin.close()
        return cls(process, process.stdout)

    async def next(self) -> Piece | None:
        """The next piece, None after the last.

        Raises:
            BadInput: it can't be read. WorkerFailed: the process went down.
        """
        try:
            (length,) = LENGTH.unpack(await self._out.readexactly(LENGTH.size))
            packed = await self._out.readexactly(length)
        except asyncio.IncompleteReadError:
            code = await self._process.wait()
            raise WorkerFailed(f"the process that read the list ended with {code}") from None
        # Only a process that we started ourselves can have written this.
        frame = await asyncio.to_thread(pickle.loads, packed)
        if isinstance(frame, Ended):
            if frame.refused is not None:
                key, params = frame.refused
                raise BadInput(key, **params)
            if frame.story:
                raise WorkerFailed(frame.story)
            return None
        return frame


async def _end(process: asyncio.subprocess.Process) -> None:
    """Nobody needs it any more, whether it is done or not."""
    with suppress(ProcessLookupError):
        process.kill()
    await process.communicate()  # what it had sent already must be taken, or its pipe stays
