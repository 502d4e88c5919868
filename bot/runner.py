"""Keeps the bot running: web server beside it, reconnecting after what discord.py gives up on."""

from __future__ import annotations

import asyncio
import gc
import signal
from asyncio import FIRST_COMPLETED
from collections.abc import Awaitable, Callable, Generator
from contextlib import AsyncExitStack, ExitStack, contextmanager, suppress
from socket import socket
from typing import TYPE_CHECKING, Any

import aiohttp
import discord

from bot.app import App, open_app
from bot.clock import Clock
from bot.domain.errors import CoalitionError
from bot.lazy import lazy
from bot.logs import get_logger, scrubbed_traceback
from bot.settings import Settings, check_site
from bot.storage.check import answers
from bot.web.port import take_port

if TYPE_CHECKING:
    from bot.web import server as web
    from bot.web import site
else:
    web = lazy("bot.web.server")
    site = lazy("bot.web.site")

log = get_logger(__name__)

#: Seconds before the first new try, doubled each time up to the second figure.
_FIRST_WAIT, _LONGEST_WAIT = 5.0, 300.0
#: Seconds that the web server lets the connection to Discord go first.
_WEB_WAITS = 3.0


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
        async with open_app(settings, clock, **bot_options) as app:
            with _taken(settings) as listening:
                was_ready = await _run_once(app, settings, listening, stopping)
        if stopping.is_set():
            return
        wait = first_wait if was_ready else min(wait * 2, _LONGEST_WAIT)
        log.info("starting_again", seconds=wait)
        with suppress(TimeoutError):
            await asyncio.wait_for(stopping.wait(), wait)


@contextmanager
def _taken(settings: Settings) -> Generator[tuple[socket, socket | None]]:
    """The ports that the web servers listen on: health and metrics, and (where there is an address
    for it) what people reach from outside."""
    check_site(settings)
    with ExitStack() as taken:
        own = taken.enter_context(take_port(settings.web_host, settings.web_port))
        site = None
        if settings.public_url is not None:
            site = taken.enter_context(
                take_port(settings.site_host, settings.site_port, variable="SITE_PORT")
            )
        yield own, site


async def _run_once(
    app: App,
    settings: Settings,
    listening: tuple[socket, socket | None],
    stopping: asyncio.Event,
) -> bool:
    """One client from start to end. Whether it ever was ready."""
    token = settings.discord_token.get_secret_value() if settings.discord_token else ""
    ready = asyncio.Event()

    async def first_ready() -> None:
        if not ready.is_set():
            settle_memory()
            ready.set()

    app.bot.add_listener(first_ready, "on_ready")
    running = asyncio.create_task(app.bot.start(token))
    ends: set[asyncio.Task[Any]] = {running, asyncio.create_task(stopping.wait())}
    starts = asyncio.create_task(ready.wait())
    try:
        # People first: the web server waits until Discord has answered, or takes too long.
        await asyncio.wait({*ends, starts}, timeout=_WEB_WAITS, return_when=FIRST_COMPLETED)
        own, outside = listening
        async with AsyncExitStack() as serving:
            await serving.enter_async_context(
                web.serve_web(own, app.services.metrics, _health_of(app))
            )
            if outside is not None:
                await serving.enter_async_context(site.serve_site(outside, app.services))
            await asyncio.wait(ends, return_when=FIRST_COMPLETED)
        if running.done():
            _explain(running.exception())
        return ready.is_set()
    finally:
        gc.unfreeze()  # else a client that is replaced would never be collected
        starts.cancel()
        await app.bot.close()
        for task in ends:
            task.cancel()
        await asyncio.wait(ends)


def settle_memory() -> None:
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


def _health_of(app: App) -> Callable[[], Awaitable[dict[str, bool]]]:
    async def health() -> dict[str, bool]:
        return {"database": await answers(app.db), "discord": app.bot.is_ready()}

    return health
