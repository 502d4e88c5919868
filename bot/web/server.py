"""The bot's own small web server: is it well, and how busy. Loopback only."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import web

from bot.domain.errors import CoalitionError
from bot.metrics import Metrics
from bot.settings import Settings
from bot.storage.errors import StorageError

Health = Callable[[], Awaitable[dict[str, bool]]]


class PortTaken(CoalitionError):  # noqa: N818
    """Somebody else listens there."""


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
        return web.Response(body=metrics.render(), content_type="text/plain", charset="utf-8")

    app = web.Application()
    app.router.add_get("/health", show_health)
    app.router.add_get("/metrics", show_metrics)
    return app


@asynccontextmanager
async def serve_web(
    settings: Settings, metrics: Metrics, health: Health
) -> AsyncGenerator[tuple[str, int]]:
    """Serve while the block runs; yields the host and the port (which 0 lets the system choose).

    Raises:
        PortTaken: names the port and the setting to change.
    """
    runner = web.AppRunner(web_app(metrics, health), access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, settings.web_host, settings.web_port)
        try:
            await site.start()
        except OSError:
            raise PortTaken("cli.run.port_taken", port=settings.web_port) from None
        host, port = runner.addresses[0][:2]
        yield str(host), int(port)
    finally:
        await runner.cleanup()
