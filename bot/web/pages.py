"""The public page of a server's calendar: `/calendar/<name>` and `/calendar/<name>/2026-12`.

Anybody may ask, so a page is made once and kept until something that it shows changes. Which
servers there are is said nowhere: a name that is none, was one, or is turned off gets the same
answer.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.clock import Clock
from bot.services.calendar_pages import CalendarPages, Opened, in_five_minutes, links_of
from bot.services.event_views import Coming
from bot.web.page_asked import Asked, Month, asked_of, read_month, spoken
from bot.web.page_events import Links
from bot.web.page_html import calendar_html, gone_html, style_name, style_sheet
from bot.web.page_model import Site, page_of

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)
_FOR_EVER = "public, max-age=31536000, immutable"
#: How long a browser may show a page without asking again: a cancelled event must soon be seen.
_A_MINUTE = "public, max-age=60"
_MOST_PAGES = 128
_MOST_LISTS = 64

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Made:
    body: bytes
    packed: bytes
    etag: str


def add_pages(app: web.Application, pages: CalendarPages, clock: Clock, fallback: str) -> None:
    """The routes of the page. `fallback`: the language where nothing else is known."""
    made = _Pages(pages, clock, fallback)
    app.router.add_get(f"/{style_name()}", _style)
    app.router.add_get("/calendar/{slug}/{uid:[0-9a-f-]{36}}.ics", made.file)
    app.router.add_get("/calendar/{slug}/{month:[^/]*}", made.month)
    app.router.add_get("/calendar/{slug}", made.every)


async def _style(_: web.Request) -> web.Response:
    headers = {"Cache-Control": _FOR_EVER}
    return web.Response(body=style_sheet(), content_type="text/css", headers=headers)


class _Pages:
    def __init__(self, pages: CalendarPages, clock: Clock, fallback: str) -> None:
        self._pages = pages
        self._clock = clock
        self._fallback = fallback
        self._made: OrderedDict[object, _Made] = OrderedDict()
        self._lists: OrderedDict[object, Sequence[Coming]] = OrderedDict()
        self._one_at_a_time = asyncio.Lock()

    async def every(self, request: web.Request) -> web.Response:
        """All that comes up."""
        return await self._show(request, None)

    async def month(self, request: web.Request) -> web.Response:
        """One month."""
        typed = request.match_info["month"]
        month = read_month(typed)
        if month is None and typed:  # with a slash behind the name it is the list
            return self._gone(request)
        return await self._show(request, month)

    async def file(self, request: web.Request) -> web.Response:
        """One event, for a calendar."""
        opened = await self._pages.find(request.match_info["slug"])
        if opened is None:
            return self._gone(request)
        language = spoken(asked_of(request.query), "", opened.language)
        found = await self._pages.file(opened, request.match_info["uid"], language)
        if found is None:
            return self._gone(request)
        return web.Response(
            body=found.content,
            headers={
                "Content-Type": "text/calendar; charset=utf-8",
                "Content-Disposition": f'attachment; filename="{found.name}"',
                "Cache-Control": _A_MINUTE,
            },
        )

    async def _show(self, request: web.Request, month: Month | None) -> web.Response:
        opened = await self._pages.find(request.match_info["slug"])
        if opened is None:
            return self._gone(request)
        asked = asked_of(request.query, month)
        accepted = request.headers.get("Accept-Language", "")
        language = spoken(asked, accepted, opened.language)
        as_of = (opened, in_five_minutes(self._clock.now()))
        key = (as_of, asked, language)
        made = self._made.get(key)
        if made is None:
            async with self._one_at_a_time:  # many ask at once, one makes it
                made = self._made.get(key) or await self._make(opened, as_of, asked, language)
                _keep(self._made, key, made, _MOST_PAGES)
        return _respond(request, made, language)

    async def _make(self, opened: Opened, as_of: object, asked: Asked, language: str) -> _Made:
        coming = self._lists.get(as_of)
        if coming is None:
            coming = await self._pages.coming(opened)
            _keep(self._lists, as_of, coming, _MOST_LISTS)
        home = urlsplit(opened.page).path
        site = Site(opened.calendar.title, home, self._style, opened.feed, opened.today)

        def links(each: Coming) -> Links:
            added = links_of(each, language)
            file = f"{home}/{quote(each.event.uid)}.ics?lang={language}"
            return Links(file, added.google, added.outlook)

        def draw() -> _Made:
            page = page_of(site, coming, asked, language, now=self._clock.now(), links_of=links)
            body = calendar_html(page).encode()
            packed = gzip.compress(body, compresslevel=5, mtime=0)
            return _Made(body, packed, hashlib.sha256(body).hexdigest()[:32])

        return await asyncio.to_thread(draw)

    @property
    def _style(self) -> str:
        return f"{self._pages.root}/{style_name()}"

    def _gone(self, request: web.Request) -> web.Response:
        accepted = request.headers.get("Accept-Language", "")
        language = spoken(asked_of(request.query), accepted, self._fallback)
        return web.Response(
            text=gone_html(language, self._style),
            status=404,
            content_type="text/html",
            headers=_headers(language, "no-store"),
        )


def _keep(kept: OrderedDict[object, T], key: object, value: T, most: int) -> None:
    kept[key] = value
    if len(kept) > most:
        kept.popitem(last=False)


def _respond(request: web.Request, made: _Made, language: str) -> web.Response:
    """The page, or that the browser has it already."""
    headers = {**_headers(language, _A_MINUTE), "ETag": f'W/"{made.etag}"'}
    known = request.headers.get("If-None-Match", "")
    if made.etag in (each.strip().removeprefix("W/").strip('"') for each in known.split(",")):
        return web.Response(status=304, headers=headers)
    headers["Content-Type"] = "text/html; charset=utf-8"
    if "gzip" in request.headers.get("Accept-Encoding", "").lower():
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=made.packed, headers=headers)
    return web.Response(body=made.body, headers=headers)


def _headers(language: str, kept: str) -> dict[str, str]:
    return {
        "Cache-Control": kept,
        "Content-Language": language,
        "Content-Security-Policy": _POLICY,
        "Vary": "Accept-Encoding, Accept-Language",
    }
