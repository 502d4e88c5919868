"""Doing something again and again for as long as the bot runs, whatever goes wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.logs import get_logger, scrubbed_traceback
from bot.storage.errors import StorageError

log = get_logger(__name__)

#: Seconds before the next try where the database is in trouble, or we are.
_AFTER_TROUBLE = 5.0


async def keep_at(work: Callable[[], Awaitable[float]], woken: asyncio.Event, *, name: str) -> None:
    """Do the work until cancelled: it says in how many seconds it wants to be done again, at the
    latest; `woken` says now. `name` is what the log calls it."""
    while True:
        woken.clear()
        try:
            seconds = await work()
        except StorageError as error:
            log.error(f"{name}_storage", kind=type(error).__name__)
            seconds = _AFTER_TROUBLE
        except Exception as error:  # a mistake of ours must not be the end of it
            log.error(f"{name}_failed", story=scrubbed_traceback(error))
            seconds = _AFTER_TROUBLE
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), seconds)
