"""Keeps the bot running: web server beside it, reconnecting after what discord.py gives up on."""

from __future__ import annotations

import asyncio
import gc
import signal
from contextlib import suppress
from typing import Any

import aiohttp
import discord

from bot.app import App, open_app
from bot.clock import Clock
from bot.domain.errors import CoalitionError
from bot.logs import get_logger, scrubbed_traceback
from bot.settings import Settings
from bot.storage.check import answers
from bot.web.server import Health, serve_web

log = get_logger(__name__)

#: Seconds before the first new try, doubled each time up to the second figure.
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 300.0


class TokenRefused(CoalitionError):  # noqa: N818
    """Discord does not know this token."""


async def run_forever(
    settings: Settings, clock: Clock, *, first_wait: float = _FIRST_WAIT, **bot_options: Any
) -> None:
    """Run until SIGTERM, SIGINT or cancelled.

    discord.py reconnects by itself after network trouble; a malformed event or a Discord that is
    down at the start ends it, and then a new client is built on the same database after a pause
    (`first_wait` seconds, longer each time it did not even become ready).

    Raises:
        TokenRefused: the token is wrong. StorageError: the database can't be opened.
    """
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for signal_ in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: Ctrl-C still raises KeyboardInterrupt
            loop.add_signal_handler(signal_, stopping.set)
    wait = first_wait
    while not stopping.is_set():
        async with (
            open_app(settings, clock, **bot_options) as app,
            serve_web(settings, app.services.metrics, _health_of(app)),
        ):
            was_ready = await _run_once(app, settings, stopping)
        if stopping.is_set():
            return
        wait = first_wait if was_ready else min(wait * 2, _LONGEST_WAIT)
        log.info("starting_again", seconds=wait)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), wait)


async def _run_once(app: App, settings: Settings, stopping: asyncio.Event) -> bool:
    """One client from start to end. Whether it ever was ready."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    app.bot.add_listener(settle_memory, "on_ready")
    running = asyncio.create_task(app.bot.start(token))
    stop = asyncio.create_task(stopping.wait())
    try:
        await asyncio.wait({running, stop}, return_when=asyncio.FIRST_COMPLETED)
        ready = app.bot.is_ready()
        if running.done():
            _explain(running.exception())
        return ready
    finally:
        stop.cancel()
        await app.bot.close()
        if not running.done():
            running.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await running


async def settle_memory() -> None:
    """Take all that was made at the start out of the garbage collector's rounds.

    It lives as long as the process; looking through it again with every few hundred answers would
    cost each of them some CPU.
    """
    gc.freeze()


def _explain(error: BaseException | None) -> None:
    if error is None:
        return
    if isinstance(error, discord.LoginFailure):
        raise TokenRefused("cli.run.token_refused") from None
    if isinstance(error, (aiohttp.ClientError, OSError, discord.DiscordServerError)):
        log.warning("discord_unreachable", kind=type(error).__name__)
        return
    log.error("client_ended", story=scrubbed_traceback(error))


def _health_of(app: App) -> Health:
    async def health() -> dict[str, bool]:
        return {"database": await answers(app.db), "discord": app.bot.is_ready()}

    return health
