"""The site that calendar apps and browsers reach: whatever they send, and never a word too much."""

from __future__ import annotations

import asyncio
import gzip
import io
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime

import aiohttp
import pytest

from bot.app import open_services
from bot.clock import FixedClock
from bot.domain.event import Answer
from bot.i18n import t
from bot.logs import scrubbed
from bot.services.services import Services
from bot.settings import Settings, SettingsError, check_site, load_settings
from bot.storage.errors import Busy
from bot.web.port import PortTaken, take_port
from bot.web.site import serve_site
from tests.services.conftest import ADMIN, member
from tests.services.test_calendars import RALLY, first_time, published
from tests.test_logs import stream as stream

ANA = member()


class Site:
    """A served site with a calendar, and somebody who asks."""

    def __init__(self, services: Services, session: aiohttp.ClientSession, port: int) -> None:
        self.services, self.session, self.port = services, session, port
        self.path = ""

    async def get(
        self, path: str | None = None, method: str = "GET", **headers: str
    ) -> tuple[int, aiohttp.typedefs.LooseHeaders, bytes]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, path or self.path, headers=named) as answer:
            return answer.status, answer.headers, await answer.read()


@asynccontextmanager
async def serving(settings: Settings, clock: FixedClock) -> AsyncGenerator[Site]:
    async with (
        open_services(settings, clock) as (_, services),
        serve_site(take_port("127.0.0.1", 0), services) as (host, port),
        aiohttp.ClientSession(
            f"http://{host}:{port}", auto_decompress=False, skip_auto_headers=["Accept"]
        ) as session,
    ):
        site = Site(services, session, port)
        services.calendars.serve_at(f"http://{host}:{port}")
        rally = await published(services, replace(RALLY, about="Bring water. " * 60))
        await services.rsvps.answer(ANA, await first_time(services, rally), Answer.GOING)
        new = await services.calendars.add(ANA, language="en")
        await services.calendars.open_public(ADMIN, "boston", title="Boston")
        site.path = new.address.removeprefix(f"http://{host}:{port}")
        yield site


@pytest.fixture
def database_key() -> None:
    """The site stands far above the file: one mode will do."""


async def test_apps_get_the_calendar_or_that_it_is_the_same(
    settings: Settings, clock: FixedClock
) -> None:
    async with serving(settings, clock) as site:
        await site.get()
        clock.set(clock.now() + timedelta(minutes=1))
        status, headers, body = await site.get(Accept_Encoding="identity")
        assert (status, headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
        assert body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert (await site.get(Accept_Encoding="identity"))[2] == body
        _, packed_headers, packed = await site.get(Accept_Encoding="gzip, deflate")
        assert packed_headers["Content-Encoding"] == "gzip"
        assert packed_headers["ETag"] == headers["ETag"]
        assert gzip.decompress(packed) == body
        status, of_head, nothing = await site.get(method="HEAD", Accept_Encoding="identity")
        assert (status, nothing) == (200, b"")
        assert of_head["Content-Length"] == str(len(body))
        etag, modified = headers["ETag"], headers["Last-Modified"]
        for known in (etag, etag.removeprefix("W/"), f'"other", {etag}', "*"):
            status, unchanged, nothing = await site.get(If_None_Match=known)
            assert (status, nothing) == (304, b"")
            assert unchanged["ETag"] == etag
        assert (await site.get(method="HEAD", If_None_Match=etag))[0] == 304
        assert (await site.get(If_Modified_Since=modified))[0] == 304
        assert (await site.get(If_Modified_Since="yesterday"))[0] == 200
        assert (await site.get(If_None_Match='"old"', If_Modified_Since=modified))[0] == 200
        rally = (await site.services.events.upcoming(ANA))[0].event
        edited = {"title": "Another title"}
        await site.services.events.edit(ADMIN, rally.number, rally.version, edited)
        status, changed, body = await site.get(If_None_Match=etag, Accept_Encoding="identity")
        assert status == 200
        assert b"SUMMARY:Another title" in body
        assert changed["ETag"] != etag
        assert "Last-Modified" not in changed  # it may change again within this second
        clock.set(clock.now() + timedelta(seconds=3))
        assert (await site.get(If_Modified_Since=modified))[0] == 200
        later = format_datetime(clock.now(), usegmt=True)
        assert (await site.get(If_Modified_Since=later))[0] == 304


async def test_no_accept_header_is_ever_refused(settings: Settings, clock: FixedClock) -> None:
    async with serving(settings, clock) as site:
        assert (await site.get())[0] == 200
        for accepted in ("text/calendar", "text/html", "image/png;q=0.1", "", "nonsense"):
            assert (await site.get(Accept=accepted))[0] == 200


async def test_every_answer_is_careful_and_nothing_lists_anything(
    settings: Settings, clock: FixedClock
) -> None:
    async with serving(settings, clock) as site:
        paths = {
            site.path: 200, "/calendar/boston.ics": 200, "/calendar/nowhere.ics": 404,
            "/c/wrong.ics": 404, "/": 404, "/c/": 404, "/calendar/": 404, "/metrics": 404,
            "/health": 404, "/.env": 404, "/c/../coalition.db": 404,
        }  # fmt: skip
        for path, wanted in paths.items():
            status, headers, body = await site.get(path)
            assert (status, bool(body)) == (wanted, wanted == 200), path
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert headers["Content-Security-Policy"].startswith("default-src 'none'")
            assert "aiohttp" not in headers["Server"]
            assert "Set-Cookie" not in headers
        assert (await site.get())[1]["Cache-Control"] == "private, no-cache"
        assert (await site.get(method="POST"))[0] == 405
        assert (await site.get(method="OPTIONS"))[0] == 405


async def test_an_ended_calendar_is_empty_then_gone(settings: Settings, clock: FixedClock) -> None:
    async with serving(settings, clock) as site:
        (feed,) = await site.services.calendars.feeds(ANA)
        await site.services.calendars.revoke(ANA, feed.number)
        status, _, body = await site.get(Accept_Encoding="identity")
        assert status == 200
        assert body.startswith(b"BEGIN:VCALENDAR\r\n")
        assert body.endswith(b"END:VCALENDAR\r\n")
        assert b"VEVENT" not in body
        clock.set(clock.now() + timedelta(days=40))
        assert (await site.get())[:1] == (410,)


async def test_a_flood_of_wrong_addresses_does_not_shut_out_the_right_one(
    settings: Settings, clock: FixedClock
) -> None:
    async with serving(settings, clock) as site:
        statuses = [(await site.get(f"/c/{at:043}.ics"))[0] for at in range(70)]
        assert set(statuses) == {404, 429}
        assert (await site.get("/c/x.ics"))[1]["Retry-After"] == "60"
        assert (await site.get())[0] == 200


async def test_the_secret_address_stands_in_no_log_and_no_error(
    settings: Settings,
    clock: FixedClock,
    stream: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with serving(settings, clock) as site:
        secret = site.path.removeprefix("/c/").removesuffix(".ics")
        await site.get()
        reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
        writer.write(f"GET {site.path}\x00 NOT/HTTP\r\n\r\n".encode())  # aiohttp complains
        await reader.read()
        writer.close()
        raised: list[Exception] = [
            Busy("storage.busy"), ValueError(f"about {secret}"), KeyError(site.path),
        ]  # fmt: skip
        for error in raised:

            async def fails(token: str, error: Exception = error) -> None:
                raise error

            monkeypatch.setattr(site.services.calendars._answers, "personal", fails)
            status, _, body = await site.get()
            assert status == (503 if isinstance(error, Busy) else 500)
            assert body == b""
    said = stream.getvalue()
    assert "site_failed" in said
    assert "ValueError" in said
    assert secret not in said
    assert secret not in scrubbed(f"GET /c/{secret}.ics HTTP/1.1")  # whoever else logs it


async def test_500_connections_at_once_all_get_an_answer(
    settings: Settings, clock: FixedClock
) -> None:
    async with serving(settings, clock) as site:
        asked = b"GET %s HTTP/1.1\r\nHost: x\r\n\r\n" % site.path.encode()

        async def one() -> bytes:
            reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
            writer.write(asked)
            line = await reader.readline()
            writer.close()
            return line

        assert set(await asyncio.gather(*(one() for _ in range(500)))) == {b"HTTP/1.1 200 OK\r\n"}


# --- settings ---------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org"])  # noqa: S104
def test_it_refuses_to_be_reached_from_outside_without_an_address(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_HOST", host)
    with pytest.raises(SettingsError) as refused:
        load_settings(None)
    sentence = t(refused.value.key, "en", **refused.value.params)
    assert "SITE_HOST" in sentence
    assert "PUBLIC_URL=https://" in sentence
    with pytest.raises(SettingsError):
        check_site(Settings(_env_file=None, site_host=host))
    monkeypatch.setenv("PUBLIC_URL", "https://calendar.example.org")
    assert load_settings(None).site_host == host


@pytest.mark.parametrize(
    "url",
    [
        "http://calendar.example.org", "calendar.example.org", "ftp://example.org", "https://",
        "https://user:pw@example.org", "https://example.org/?a=1", "https://example.org/ x",
        "https://example.org:port", "http://127.0.0.1.example.org",
    ],
)  # fmt: skip
def test_secret_addresses_are_given_over_https_only(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    with pytest.raises(SettingsError) as refused:
        load_settings(None)
    assert refused.value.key == "settings.public_url"
    assert "user:pw" not in t(refused.value.key, "en", **refused.value.params)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8081", "http://[::1]:1", "https://a.example/b"])
def test_on_this_machine_it_may_be_without(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PUBLIC_URL", url)
    assert load_settings(None).public_url == url


def test_a_port_that_is_taken_names_its_own_setting() -> None:
    with take_port("127.0.0.1", 0) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken) as caught:
            take_port("127.0.0.1", port, variable="SITE_PORT")
    assert "SITE_PORT=" in t(caught.value.key, "en", **caught.value.params)
