"""Blocking work in a thread, without ever leaving it half watched.

A thread can't be stopped: whoever frees a lock or deletes a file after a cancellation has to know
that nobody works on it any more.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

#: Told how far long work is: `progress(done, total)`.
Progress = Callable[[int, int], None]


class _Stopped(Exception):  # noqa: N818 - ends the work in the thread, nobody else sees it
    pass


async def to_the_end(
    work: Coroutine[Any, Any, T], *, on_cancel: Callable[[], None] = lambda: None
) -> T:
    """Await `work`; a caller that is cancelled meanwhile is let go only when it is done."""
    task = asyncio.get_running_loop().create_task(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        on_cancel()
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()  # seen: no warning about an exception that nobody fetched
        raise


async def run_to_end(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run `function` in a thread, to the end even where the caller is cancelled."""
    return await to_the_end(asyncio.to_thread(function, *args, **kwargs))


async def run_with_progress(function: Callable[[Progress], T], progress: Progress | None) -> T:
    """Run `function` in a thread; what it reports is told to `progress` in the caller's loop.

    Where the caller is cancelled the next report ends the work, and that end is waited for.
    """
    loop = asyncio.get_running_loop()
    stop = threading.Event()

    def tick(done: int, total: int) -> None:
        if stop.is_set():
            raise _Stopped
        if progress is not None:
            loop.call_soon_threadsafe(progress, done, total)

    return await to_the_end(asyncio.to_thread(function, tick), on_cancel=stop.set)
