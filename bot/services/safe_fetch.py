"""Fetches an address that somebody typed, so that it can reach nothing but the public internet.

A name is looked up once, each answer is checked, and the connection goes to exactly those answers:
a name that answers otherwise a moment later changes nothing. Each redirect is checked as anew. An
address may be somebody's secret (calendars have such), so that it stands in no error and no log.
"""

from __future__ import annotations

import asyncio
import socket
import zlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.domain.errors import BadInput
from bot.domain.public_address import is_public

#: Looks a name up: all addresses that it has.
Resolve = Callable[[str], Awaitable[Sequence[str]]]

MOST_BYTES = 5_000_000
MOST_REDIRECTS = 3
LONGEST_ADDRESS = 2000
#: Each may hold all its bytes in memory; who waits, waits within their own time.
_MOST_AT_ONCE = 4
_CHUNK = 16 * 1024
_REDIRECTS = {301, 302, 303, 307, 308}
_PORT = 443
_AS_HTTPS = {"https", "webcal", "webcals"}
_SKIPPED = ("User-Agent", "Accept", "Accept-Encoding", "Content-Type")


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address holds; `data` is None where it is as it was (`etag` was still right)."""

    data: bytes | None
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long it may take in all (seconds), and how much may come (bytes, unpacked)."""

    total: float = 10.0
    most_bytes: int = MOST_BYTES


async def look_up(host: str) -> Sequence[str]:
    """Ask the machine's name servers."""
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(host, _PORT, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


class SafeFetch:
    """Fetches what stands at an https address.

    `instead` is for tests, which have no internet: where to connect to, without encryption, once
    an address passed every check.
    """

    def __init__(
        self,
        resolve: Resolve = look_up,
        *,
        limits: Limits | None = None,
        instead: tuple[str, int] | None = None,
    ) -> None:
        self._resolve = resolve
        self._limits = limits or Limits()
        self._instead = instead
        self._at_once = asyncio.Semaphore(_MOST_AT_ONCE)

    async def fetch(self, address: str, *, etag: str = "") -> Fetched:
        """What stands at an address, following a few redirects.

        Raises:
            BadInput: `ics_read.address_…`: not an address to go to, no answer, too much, too slow.
        """
        try:
            async with asyncio.timeout(self._limits.total), self._at_once:
                found = await self._follow(cleaned(address), etag)
        except TimeoutError:
            found = BadInput("ics_read.address_slow")
        except (aiohttp.ClientError, OSError, ValueError, zlib.error):
            found = BadInput("ics_read.address_silent")
        # Raised here, so that no error of the network, which names the address, hangs on to it.
        if isinstance(found, BadInput):
            raise found
        return found

    async def _follow(self, address: str, etag: str) -> Fetched | BadInput:
        for _ in range(MOST_REDIRECTS + 1):
            found = await self._once(address, etag)
            if isinstance(found, Fetched):
                return found
            address = cleaned(urljoin(address, found))
        return BadInput("ics_read.address_redirects")

    async def _once(self, address: str, etag: str) -> Fetched | str:
        """What stands there, or where it sends us on to."""
        host = urlsplit(address).hostname or ""
        addresses = await self._addresses(host)
        url = URL(address)
        port = _PORT
        if self._instead is not None:
            addresses, port = [self._instead[0]], self._instead[1]
            url = url.with_scheme("http")
        connector = aiohttp.TCPConnector(
            resolver=_Only(host, addresses, port), use_dns_cache=False, force_close=True
        )
        headers = {"Accept": "text/calendar, */*;q=0.1", "Accept-Encoding": "gzip"}
        if etag:
            headers["If-None-Match"] = etag
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=_SKIPPED,
                auto_decompress=False,
                trust_env=False,
            ) as session,
            session.get(url, headers=headers, allow_redirects=False) as answer,
        ):
            if answer.status in _REDIRECTS and "Location" in answer.headers:
                return answer.headers["Location"]
            told = answer.headers.get("ETag", "")[:200]
            if answer.status == 304 and etag:
                return Fetched(None, told or etag)
            if answer.status != 200:
                raise BadInput("ics_read.address_status", status=answer.status)
            return Fetched(await self._body(answer), told)

    async def _addresses(self, host: str) -> Sequence[str]:
        literal = _literal(host)
        addresses = [literal] if literal else await self._resolve(host)
        if not addresses:
            raise BadInput("ics_read.address_silent")
        if not all(is_public(each) for each in addresses):
            raise BadInput("ics_read.address_private")
        return list(dict.fromkeys(addresses))

    async def _body(self, answer: aiohttp.ClientResponse) -> bytes:
        packing = answer.headers.get("Content-Encoding", "identity").strip().lower()
        if packing not in {"identity", "", "gzip", "x-gzip", "deflate"}:
            raise BadInput("ics_read.address_silent")
        unpack = None if packing in {"identity", ""} else zlib.decompressobj(wbits=47)
        most = self._limits.most_bytes
        data = bytearray()
        async for chunk in answer.content.iter_chunked(_CHUNK):
            # At most one byte more than is allowed is ever unpacked: enough to know.
            data += unpack.decompress(chunk, most + 1 - len(data)) if unpack else chunk
            if len(data) > most:
                raise BadInput("ics_read.too_large", most=most // 1_000_000)
            if unpack is not None and unpack.unused_data:
                break  # something hangs on behind the end: it would be lost unsaid
        if unpack is not None and (not unpack.eof or unpack.unused_data):
            raise BadInput("ics_read.address_silent")
        return bytes(data)


class _Only(AbstractResolver):
    """Knows one name, and for it the addresses that were checked."""

    def __init__(self, host: str, addresses: Sequence[str], port: int) -> None:
        self._host = host
        self._addresses = addresses
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        if host.rstrip(".").lower() != self._host.rstrip(".").lower():
            raise OSError(host)
        return [
            ResolveResult(
                hostname=host,
                host=each,
                port=self._port,
                family=socket.AF_INET6 if ":" in each else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST,
            )
            for each in self._addresses
        ]

    async def close(self) -> None:
        pass


def cleaned(typed: str) -> str:
    """An address as it is gone to: https, the usual port, a name, nothing secret before it.

    Raises:
        BadInput: it is none.
    """
    typed = typed.strip().strip("<>")
    parts = _split(typed) if len(typed) <= LONGEST_ADDRESS else None
    if parts is None:
        raise BadInput("ics_read.address_unread")
    if parts.scheme.lower() not in _AS_HTTPS:
        raise BadInput("ics_read.address_https")
    if parts.username is not None or parts.password is not None:
        raise BadInput("ics_read.address_password")
    if parts.port not in {None, _PORT}:
        raise BadInput("ics_read.address_port")
    host = _plain(parts.hostname or "")
    literal = _literal(host)
    if literal is not None and not is_public(literal):
        raise BadInput("ics_read.address_private")
    netloc = f"[{literal}]" if literal and ":" in literal else host
    return urlunsplit(("https", netloc, parts.path or "/", parts.query, ""))


def host_of(typed: str) -> str:
    """The name that an address begins with: what may be shown of it."""
    return urlsplit(cleaned(typed)).hostname or ""


def _split(typed: str) -> SplitResult | None:
    if not typed.isprintable() or any(each.isspace() or each == "\\" for each in typed):
        return None
    try:
        parts = urlsplit(typed)
        _ = parts.port  # says whether it is a number
    except ValueError:
        return None
    return parts if parts.hostname else None


def _plain(host: str) -> str:
    """A name in the letters that name servers know."""
    if ":" in host:
        return host
    name = URL.build(scheme="https", host=host).raw_host or "" if _is_name(host) else ""
    if not name:
        raise BadInput("ics_read.address_unread")
    return name


def _is_name(host: str) -> bool:
    return not any(each in "/?#@%[]<>\"'`{}|^" for each in host)


def _literal(host: str) -> str | None:
    """The address that a host is, in any of the forms that machines read one in (`127.1`,
    `0x7f000001`), or None if it is a name."""
    if ":" in host:
        return host
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return None
