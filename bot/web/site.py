"""What people and their calendar apps reach from outside: feeds and the public page.

A second web server beside that of health and metrics (`server.py`), so that no proxy in front of
this one can ever reach those. Nothing that was asked for is logged: addresses are secrets here.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from socket import socket

from aiohttp import web

from bot.logs import get_logger, scrubbed_traceback
from bot.services.services import Services
from bot.storage.errors import StorageError
from bot.web.careful import be_careful
from bot.web.feeds import add_feeds
from bot.web.pages import add_pages

log = get_logger(__name__)

#: aiohttp's own log lines may hold what was asked for.
_SILENT = logging.getLogger("bot.web.silent")
_SILENT.addHandler(logging.NullHandler())
_SILENT.propagate = False

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def site_app(services: Services) -> web.Application:
    """The routes that anybody may reach."""
    app = web.Application(middlewares=[_calm], client_max_size=1024)
    add_feeds(app, services.calendars, services.clock)
    add_pages(app, services.calendar_pages, services.clock, services.default_language)
    return app


@web.middleware
async def _calm(request: web.Request, handler: _Handler) -> web.StreamResponse:
    """An error is an empty answer; what is logged of it does not say what was asked for."""
    try:
        response = await handler(request)
    except web.HTTPException as error:
        response = web.Response(status=error.status, headers=_allowed(error))
    except StorageError as error:
        log.warning("site_busy", kind=type(error).__name__)
        response = web.Response(status=503, headers={"Retry-After": "60"})
    except Exception as error:
        asked = [*request.match_info.values(), request.path]
        log.error("site_failed", story=scrubbed_traceback(error, asked))
        response = web.Response(status=500)
    if "Referrer-Policy" not in response.headers:  # else all of it stands there
        be_careful(response.headers)
    return response


def _allowed(error: web.HTTPException) -> dict[str, str]:
    return {name: error.headers[name] for name in ("Allow", "Location") if name in error.headers}


@asynccontextmanager
async def serve_site(listening: socket, services: Services) -> AsyncGenerator[tuple[str, int]]:
    """Serve on a socket of `take_port` while the block runs; yields the host and the port."""
    runner = web.AppRunner(
        site_app(services), access_log=None, logger=_SILENT, keepalive_timeout=30.0
    )
    await runner.setup()
    try:
        await web.SockSite(runner, listening, backlog=1024).start()
        host, port = runner.addresses[0][:2]
        yield str(host), int(port)
    finally:
        await runner.cleanup()
