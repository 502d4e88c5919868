"""The chooser's small web server: it lists the channels and sends the visitor to the one they pick.

It answers on loopback only and hands out the preview's secret address, so it listens to nobody but
its own pages: another host name or another site's form gets nothing.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

from aiohttp import web

from bot.bundled import bundled_path
from bot.demo import cast, page
from bot.demo.stage import Stage, StageBusy
from bot.domain.errors import CoalitionError
from bot.i18n import best_language, t

HOST = "127.0.0.1"

_HEADERS = {
    "Cache-Control": "no-store",
    # Not no-referrer: it would make our own form say `Origin: null`.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; "
        f"form-action 'self' http://{HOST}:*; frame-ancestors 'none'"
    ),
}

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Chooser:
    """The pages of the chooser, over one stage."""

    def __init__(self, stage: Stage, calendar: str = "") -> None:
        """`calendar`: where the page of the demo's public calendar is."""
        self._stage = stage
        self._calendar = calendar

    def application(self) -> web.Application:
        """The aiohttp application: `/`, `/style.css` and the form's `/open`."""
        app = web.Application(middlewares=[_own_pages_only])
        app.add_routes(
            [
                web.get("/", self._index),
                web.get("/style.css", _style),
                web.get(f"/{page.EXAMPLE}", _example),
                web.post("/open", self._open),
                web.post("/later", self._later),
            ]
        )
        return app

    async def _index(self, request: web.Request) -> web.Response:
        on_show = self._stage.on_show
        person = on_show.person if on_show else cast.PEOPLE[0].key
        later = request.query.get("later", "")
        passed = int(later) if later in map(str, page.HOURS) else 0
        return _html(
            page.chooser(
                _language(request), on_show, person, passed=passed, calendar=self._calendar
            )
        )

    async def _later(self, request: web.Request) -> web.Response:
        """Let time pass in the simulation; the open channel shows what the bot then said."""
        form = await request.post()
        language = best_language(str(form.get("lang", "")), _language(request))
        hours = str(form.get("hours"))
        if hours not in map(str, page.HOURS):
            return _html(page.refusal(language, t("demo.chooser.unknown", language)), status=404)
        await self._stage.later(timedelta(hours=int(hours)))
        return web.Response(
            status=303, headers={**_HEADERS, "Location": f"/?lang={language}&later={hours}"}
        )

    async def _open(self, request: web.Request) -> web.Response:
        form = await request.post()
        language = best_language(str(form.get("lang", "")), _language(request))
        try:
            shown = await self._stage.open(str(form.get("channel")), str(form.get("person")))
        except KeyError:
            return _html(page.refusal(language, t("demo.chooser.unknown", language)), status=404)
        except CoalitionError as error:
            status = 503 if isinstance(error, StageBusy) else 403
            sentence = t(error.key, language, **error.params)
            return _html(page.refusal(language, sentence), status=status)
        return web.Response(status=303, headers={**_HEADERS, "Location": shown.url})


@asynccontextmanager
async def serve(chooser: Chooser, port: int) -> AsyncGenerator[int]:
    """Serve the chooser on loopback; yields the port: `port`, or any free one if it is taken."""
    runner = web.AppRunner(chooser.application(), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            await web.TCPSite(runner, HOST, 0).start()
        yield int(runner.addresses[0][1])
    finally:
        await runner.cleanup()


@web.middleware
async def _own_pages_only(request: web.Request, handler: _Handler) -> web.StreamResponse:
    here = request.url.host in {HOST, "localhost"}
    origin = request.headers.get("Origin")
    ours = origin is None or origin == f"http://{request.host}"
    if not here or (request.method == "POST" and not ours):
        raise web.HTTPForbidden
    return await handler(request)


async def _style(_request: web.Request) -> web.Response:
    return web.Response(text=page.STYLE, content_type="text/css", headers=_HEADERS)


async def _example(_request: web.Request) -> web.Response:
    """The list to try `/directory import` with."""
    return web.Response(
        body=bundled_path(page.EXAMPLE).read_bytes(),
        content_type="application/json",
        headers={**_HEADERS, "Content-Disposition": f'attachment; filename="{page.EXAMPLE}"'},
    )


def _html(text: str, status: int = 200) -> web.Response:
    return web.Response(text=text, status=status, content_type="text/html", headers=_HEADERS)


def _language(request: web.Request) -> str:
    """The language asked for in the address, else the browser's first that we speak."""
    accepted = request.headers.get("Accept-Language", "")
    wishes = [part.split(";")[0].strip() for part in accepted.split(",")]
    return best_language(request.query.get("lang"), *wishes)
