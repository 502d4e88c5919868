"""An address that somebody typed leads to the public internet and nowhere else."""

from __future__ import annotations

import asyncio
import gzip
import logging
import tracemalloc
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.domain.errors import BadInput
from bot.domain.public_address import is_public
from bot.services.safe_fetch import Limits, SafeFetch, cleaned

Answer = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
PUBLIC = "93.184.216.34"


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.1.2.3", "255.255.255.255", "224.0.1.1", "240.0.0.1", "192.0.0.8", "192.88.99.1",
        "198.18.0.1", "203.0.113.5", "::", "::1", "::ffff:127.0.0.1", "::127.0.0.1", "fe80::1",
        "fe80::1%eth0", "2606:4700::1%1", "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
        "3fff::1", "2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b::10.0.0.1", "64:ff9b:1::1",
        "2001:0:4136:e378::1", "2606:4700::5efe:10.0.0.1", "fd00:ec2::254", "", "localhost",
    ],
)  # fmt: skip
def test_what_is_not_public_is_known(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address",
    [PUBLIC, "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1"],
)
def test_what_is_public_is_known(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("", "unread"), ("calendar", "unread"), ("https://", "unread"), ("https://a b/", "unread"),
        ("https://a\\@b/", "unread"), ("https://a.org:x/", "unread"), ("https://[::1", "unread"),
        ("https://a.org/\r\nX: y", "unread"), ("https://a.org/" + "a" * 2000, "unread"),
        ("http://a.org/", "https"), ("file://a.org/etc/passwd", "https"), ("ftp://a.org", "https"),
        ("https://me:secret@a.org/", "password"), ("https://@a.org/", "password"),
        ("https://a.org:8443/", "port"), ("https://127.0.0.1/", "private"),
        ("https://127.1/", "private"), ("https://0x7f000001/", "private"),
        ("https://2130706433/", "private"), ("https://0177.0.0.1/", "private"),
        ("https://127.0.0.1./", "private"), ("https://[::ffff:10.0.0.1]/", "private"),
        ("https://[fe80::1%25eth0]/", "private"),
        ("https://\uff11\uff12\uff17.\uff10.\uff10.\uff11/", "private"),
    ],
)  # fmt: skip
def test_an_address_not_to_go_to_is_refused(typed: str, key: str) -> None:
    with pytest.raises(BadInput) as refused:
        cleaned(typed)
    assert refused.value.key == f"ics_read.address_{key}"


def test_an_address_is_read_as_people_copy_it() -> None:
    assert cleaned(" <webcal://Calendar.Example.org/a.ics?k=1#x> ") == (
        "https://calendar.example.org/a.ics?k=1"
    )
    assert cleaned("https://example.org:443") == "https://example.org/"
    assert cleaned("https://bücher.example/") == "https://xn--bcher-kva.example/"
    assert cleaned("https://[2606:4700::1111]/a") == "https://[2606:4700::1111]/a"


class Names:
    """A name server that remembers what it was asked."""

    def __init__(self, **known: Sequence[str]) -> None:
        self.known = {name.replace("_", "."): found for name, found in known.items()}
        self.asked: list[str] = []

    async def __call__(self, host: str) -> Sequence[str]:
        self.asked.append(host)
        return self.known[host]


@asynccontextmanager
async def served(answer: Answer) -> AsyncIterator[tuple[str, int]]:
    server = web.Server(answer)
    loop = asyncio.get_running_loop()
    listening = await loop.create_server(server, "127.0.0.1", 0)
    try:
        yield listening.sockets[0].getsockname()[:2]
    finally:
        listening.close()
        await server.shutdown(0.01)  # some never answer


async def refusal(fetch: SafeFetch, address: str) -> str:
    with pytest.raises(BadInput) as refused:
        await fetch.fetch(address)
    chained = (refused.value.__cause__, refused.value.__context__)
    assert chained == (None, None), "an error of the network names the address"
    return refused.value.key.removeprefix("ics_read.")


@pytest.mark.parametrize("answers", [["127.0.0.1"], [PUBLIC, "10.0.0.1"], [PUBLIC, "::1"]])
async def test_one_answer_that_is_not_public_is_enough_to_refuse(answers: list[str]) -> None:
    names = Names(a_org=answers)
    assert await refusal(SafeFetch(names), "https://a.org/") == "address_private"
    assert names.asked == ["a.org"]


async def test_a_name_that_is_not_known_is_a_sentence() -> None:
    async def nobody(host: str) -> Sequence[str]:
        raise OSError(host)

    assert await refusal(SafeFetch(nobody), "https://a.org/") == "address_silent"


async def test_what_an_address_holds_comes_and_nothing_tells_who_asked(
    caplog: pytest.LogCaptureFixture,
) -> None:
    asked: list[web.BaseRequest] = []

    async def answer(request: web.BaseRequest) -> web.Response:
        asked.append(request)
        if request.headers.get("If-None-Match") == '"1"':
            return web.Response(status=304)
        body = gzip.compress(b"BEGIN:VCALENDAR")
        return web.Response(body=body, headers={"Content-Encoding": "gzip", "ETag": '"1"'})

    caplog.set_level(logging.DEBUG)
    async with served(answer) as where:
        names = Names(a_org=[PUBLIC])
        fetch = SafeFetch(names, instead=where)
        found = await fetch.fetch("webcal://a.org/secret.ics")
        assert (found.data, found.etag) == (b"BEGIN:VCALENDAR", '"1"')
        again = await fetch.fetch("https://a.org/secret.ics", etag='"1"')
        assert (again.data, again.etag) == (None, '"1"')
    assert names.asked == ["a.org", "a.org"], "looked up once each time"
    assert set(asked[0].headers) == {"Host", "Accept", "Accept-Encoding"} | (
        {"Connection"} & set(asked[0].headers)
    )
    ours = [each for each in caplog.records if not each.name.startswith("aiohttp.access")]
    assert not any("secret" in each.getMessage() for each in ours)


async def test_a_redirect_is_checked_as_anew() -> None:
    to = {
        "/meta": "https://169.254.169.254/latest/",
        "/plain": "http://a.org/",
        "/inside": "//inside.org/",
        "/loop": "/loop",
        "/moved": "https://b.org/there",
    }

    async def answer(request: web.BaseRequest) -> web.Response:
        if request.path in to:
            return web.Response(status=302, headers={"Location": to[request.path]})
        return web.Response(body=f"{request.host}{request.path}".encode())

    async with served(answer) as where:
        names = Names(a_org=[PUBLIC], b_org=["2606:4700::1111"], inside_org=["192.168.0.1"])
        fetch = SafeFetch(names, instead=where)
        assert await refusal(fetch, "https://a.org/meta") == "address_private"
        assert await refusal(fetch, "https://a.org/inside") == "address_private"
        assert await refusal(fetch, "https://a.org/plain") == "address_https"
        assert await refusal(fetch, "https://a.org/loop") == "address_redirects"
        assert (await fetch.fetch("https://a.org/moved")).data == b"b.org/there"


async def test_no_more_is_unpacked_than_is_allowed() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        return web.Response(body=bomb, headers={"Content-Encoding": "gzip"})

    async with served(answer) as where:
        fetch = SafeFetch(Names(a_org=[PUBLIC]), instead=where, limits=Limits(most_bytes=100_000))
        tracemalloc.start()
        try:
            assert await refusal(fetch, "https://a.org/") == "too_large"
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 3_000_000


async def test_only_a_few_are_fetched_at_once() -> None:
    now, most, go = 0, 0, asyncio.Event()

    async def slowly(host: str) -> Sequence[str]:
        nonlocal now, most
        now += 1
        most = max(most, now)
        await go.wait()
        now -= 1
        return []

    fetch = SafeFetch(slowly)
    asked = [asyncio.create_task(refusal(fetch, "https://a.org/")) for _ in range(12)]
    for _ in range(5):
        await asyncio.sleep(0)
    go.set()
    assert await asyncio.gather(*asked) == ["address_silent"] * 12
    assert most == 4


async def test_too_much_too_slow_or_broken_is_a_sentence() -> None:
    bomb = gzip.compress(b"0" * 50_000_000)

    async def answer(request: web.BaseRequest) -> web.StreamResponse:
        packed = {"Content-Encoding": "gzip"}
        if request.path == "/slow":
            await asyncio.Event().wait()
        if request.path == "/endless":
            stream = web.StreamResponse()
            await stream.prepare(request)
            while True:
                await stream.write(b"0" * 10_000)
        bodies = {
            "/bomb": bomb,
            "/cut": gzip.compress(b"BEGIN:VCALENDAR" * 100)[:-20],
            "/two": gzip.compress(b"one") + gzip.compress(b"two"),
            "/noise": b"no gzip",
            "/deflate": zlib.compress(b"deflated"),
        }
        if request.path in bodies:
            return web.Response(body=bodies[request.path], headers=packed)
        return web.Response(status=404)

    async with served(answer) as where:
        names = Names(a_org=[PUBLIC])
        fetch = SafeFetch(names, instead=where)
        assert await refusal(fetch, "https://a.org/bomb") == "too_large"
        assert await refusal(fetch, "https://a.org/endless") == "too_large"
        assert await refusal(fetch, "https://a.org/gone") == "address_status"
        for broken in ("cut", "two", "noise"):
            assert await refusal(fetch, f"https://a.org/{broken}") == "address_silent"
        hasty = SafeFetch(names, instead=where, limits=Limits(total=0.05))
        assert await refusal(hasty, "https://a.org/slow") == "address_slow"
