"""Where the two files of Congress come from: the web, with limits, or a folder on this machine."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from bot.domain.congress import SHAPE
from bot.domain.congress_upstream import MEMBERS, OFFICES
from bot.services.legislator_update import Source, UpdateRefused

#: Ten times what the larger of the two has today.
MOST_BYTES = 16 * 1024 * 1024
_CHUNK = 64 * 1024
#: How far in a file's kind shows itself.
_HEAD = 64 * 1024
_MOST_FILES = 100

#: Told after each piece: which file, how much of it, how much in all (None: not said).
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a server may take, in all and between two pieces (seconds), and send (bytes)."""

    total: float = 180.0
    silence: float = 30.0
    most_bytes: int = MOST_BYTES


async def fetch(
    urls: Sequence[str], today: date, progress: Progress, limits: Limits | None = None
) -> Source:
    """Fetch the members, then the offices.

    Raises:
        UpdateRefused: `legislators.update_…`: no answer, too slow, too much, cut off.
    """
    limits = limits or Limits()
    timeout = aiohttp.ClientTimeout(
        total=None, sock_connect=limits.silence, sock_read=limits.silence
    )
    async with aiohttp.ClientSession(timeout=timeout, trust_env=True) as session:
        try:
            async with asyncio.timeout(limits.total):
                found = [await _one(session, url, progress, limits) for url in urls]
        except TimeoutError as problem:
            raise UpdateRefused("legislators.update_timeout") from problem
    (members, day), (offices, _) = found
    # A server's clock may be ahead: nothing is of tomorrow.
    return Source(members, offices, min(day or today, today), " ".join(urls))


async def _one(
    session: aiohttp.ClientSession, url: str, progress: Progress, limits: Limits
) -> tuple[bytes, date | None]:
    host, file = urlsplit(url).hostname or "", urlsplit(url).path.rpartition("/")[2]
    data = bytearray()
    try:
        async with session.get(url, max_redirects=5) as answer:
            if answer.status != 200:
                raise UpdateRefused("legislators.update_status", host=host, status=answer.status)
            async for chunk in answer.content.iter_chunked(_CHUNK):
                data += chunk
                if len(data) > limits.most_bytes:
                    raise UpdateRefused("legislators.update_too_big", file=file)
                progress(file, len(data), answer.content_length)
            return bytes(data), _day(answer.headers.get("Last-Modified"))
    except (aiohttp.ClientPayloadError, zlib.error) as problem:
        raise UpdateRefused("legislators.update_cut_off", file=file) from problem
    except (aiohttp.ClientError, OSError, ValueError) as problem:
        if isinstance(problem, TimeoutError):
            raise
        raise UpdateRefused("legislators.update_unreachable", host=host) from problem


def _day(header: str | None) -> date | None:
    try:
        return parsedate_to_datetime(header).astimezone(UTC).date() if header else None
    except (ValueError, TypeError, OverflowError):
        return None


def from_path(path: Path, today: date, day: date | None = None) -> Source:
    """The two files in a folder (a file: the folder it lies in), packed or not, whatever they are
    called; or the `congress.json` of another bot. Blocking.

    Raises:
        UpdateRefused: one of them is not there, or can't be read.
    """
    if path.is_file():
        data = _read(path)
        if SHAPE.encode() in data[:_HEAD]:
            return Source(b"", b"", today, path.name, whole=data)
        folder, kind = path.parent, _kind(data)
        given = {kind: path} if kind else {}
    else:
        folder, given = path, {}
    found = {name: given.get(name) or _named(folder, name) for name in (MEMBERS, OFFICES)}
    if None in found.values():
        for other in sorted(folder.glob("*.json*"))[:_MOST_FILES]:
            name = _kind(_read(other)) if other.is_file() else None
            if name and found[name] is None:
                found[name] = other
    missing = [name for name, where in found.items() if where is None]
    if missing:
        raise UpdateRefused("legislators.update_missing", file=missing[0])
    members, offices = (where for where in found.values() if where is not None)
    if day is None:
        day = datetime.fromtimestamp(members.stat().st_mtime, UTC).date()
    return Source(_read(members), _read(offices), min(day, today), members.name)


def _named(folder: Path, name: str) -> Path | None:
    return next((p for p in (folder / name, folder / f"{name}.gz") if p.is_file()), None)


def _kind(data: bytes) -> str | None:
    """Which of the two a file is, by what its first rows have."""
    head = data[:_HEAD]
    if b'"offices"' in head:
        return OFFICES
    return MEMBERS if b'"terms"' in head else None


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            packed = file.read(2) == b"\x1f\x8b"
            file.seek(0)
            data = (gzip.GzipFile(fileobj=file) if packed else file).read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise UpdateRefused("legislators.update_unreadable", file=path.name) from problem
    if len(data) > MOST_BYTES:
        raise UpdateRefused("legislators.update_too_big", file=path.name)
    return data
