"""The bot's own small web server: is it well, and how busy. Loopback only."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from socket import socket

from aiohttp import web

from bot.metrics import Metrics
from bot.storage.errors import StorageError
from bot.web.metrics import render_metrics

Health = Callable[[], Awaitable[dict[str, bool]]]


def web_app(metrics: Metrics, health: Health) -> web.Application:
    """The routes: `/health` (200 or 503, JSON) and `/metrics` (Prometheus text)."""

    async def show_health(_: web.Request) -> web.Response:
        try:
            parts = await health()
        except StorageError:
            parts = {"database": False}
        well = all(parts.values())
        return web.json_response({"ok": well, **parts}, status=200 if well else 503)

    async def show_metrics(_: web.Request) -> web.Response:
        return web.Response(
            body=render_metrics(metrics), content_type="text/plain", charset="utf-8"
        )

    app = web.Application()
    app.router.add_get("/health", show_health)
    app.router.add_get("/metrics", show_metrics)
    return app


@asynccontextmanager
async def serve_web(
    listening: socket, metrics: Metrics, health: Health
) -> AsyncGenerator[tuple[str, int]]:
    """Serve on a socket of `take_port` while the block runs; yields the host and the port."""
    runner = web.AppRunner(web_app(metrics, health), access_log=None)
    await runner.setup()
    try:
        await web.SockSite(runner, listening).start()
        host, port = runner.addresses[0][:2]
        yield str(host), int(port)
    finally:
        await runner.cleanup()
