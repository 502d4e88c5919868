"""Calendars for apps: `/c/<secret>.ics` is a person's own, `/calendar/<name>.ics` a server's.

Apps differ: Google sends no Accept header, Thunderbird remembers ETags, some only ask whether
something changed since a date. Whatever they send, they get the calendar, or that it is the same.
Mostly it is the same, so that answer is made of what stands ready.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

from aiohttp import web
from multidict import CIMultiDict

from bot.clock import Clock
from bot.services.calendars import Answered, CalendarsService
from bot.web.careful import CAREFUL, LEAST, be_careful

#: A date in a header has whole seconds: what became so just now may change within the same one.
_SETTLED = timedelta(seconds=2)
_TYPE = "text/calendar; charset=utf-8"


def add_feeds(app: web.Application, calendars: CalendarsService, clock: Clock) -> None:
    """The routes of calendars for apps."""

    async def personal(request: web.Request) -> web.Response:
        answered = await calendars.personal(request.match_info["token"])
        return respond(request, answered, clock.now())

    async def public(request: web.Request) -> web.Response:
        answered = await calendars.public(request.match_info["slug"])
        return respond(request, answered or Answered(404), clock.now(), private=False)

    app.router.add_get("/c/{token}.ics", personal)
    app.router.add_get("/calendar/{slug}.ics", public)


def respond(
    request: web.Request,
    answered: Answered,
    now: datetime,
    *,
    private: bool = True,
    content_type: str = _TYPE,
) -> web.Response:
    """The answer as HTTP has it, with no body where the asker has it already."""
    if answered.status != 200:
        headers = CIMultiDict(CAREFUL)
        if answered.status == 429:
            headers["Retry-After"] = "60"
        return web.Response(status=answered.status, headers=headers)
    if _has_it(request, answered):
        return web.Response(status=304, headers=_unchanged(answered.etag, private).copy())
    modified = answered.modified
    if modified is not None and now - modified < _SETTLED:
        modified = None
    headers = _headers(answered.etag, modified, private).copy()
    be_careful(headers)
    headers["Content-Type"] = content_type
    if answered.gz is not None and "gzip" in request.headers.get("Accept-Encoding", "").lower():
        headers["Content-Encoding"] = "gzip"
        return web.Response(body=answered.gz, headers=headers)
    return web.Response(body=answered.body, headers=headers)


@lru_cache(maxsize=4096)
def _unchanged(etag: str, private: bool) -> CIMultiDict[str]:
    """No more than a 304 needs (RFC 9110, 15.4.5): the rest was said with what they have."""
    headers = CIMultiDict(LEAST)
    headers["ETag"] = f'W/"{etag}"'
    headers["Cache-Control"] = "private, no-cache" if private else "max-age=300"
    headers["Vary"] = "Accept-Encoding"
    return headers


@lru_cache(maxsize=4096)
def _headers(etag: str, modified: datetime | None, private: bool) -> CIMultiDict[str]:
    headers = _unchanged(etag, private).copy()
    if modified is not None:
        headers["Last-Modified"] = format_datetime(modified, usegmt=True)
    return headers


def _has_it(request: web.Request, answered: Answered) -> bool:
    """If-None-Match counts; only without one If-Modified-Since (RFC 9110, 13.2.2)."""
    given = request.headers.get("If-None-Match")
    if given is not None:
        return given.strip() == "*" or answered.etag in (
            each.strip().removeprefix("W/").strip('"') for each in given.split(",")
        )
    since = request.if_modified_since
    if since is None or answered.modified is None:
        return False
    return answered.modified.replace(microsecond=0) <= since.astimezone(UTC)
