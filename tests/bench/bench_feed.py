"""What calendars cost: asking for one that did not change, making one again after an edit, and 500
apps at once.

The server is a process of its own, and only its CPU counts for the first: a 304 of a feed of 10,000
events against an aiohttp handler that returns an empty answer, over the same kind of connection.
For the second the floor makes the whole calendar with icalendar, from the same rows. For the third
500 connections stay open, each asking once a second for the feed and the paths given with
`--paths`; what `/find` takes meanwhile is set against what it takes alone, and every answer must
come.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import icalendar

from bot.app import open_services
from bot.clock import FixedClock
from bot.services.calendar_rendering import CalendarRendering
from bot.settings import Settings
from bot.storage.calendar_times import list_found, list_marks_of
from bot.storage.calendars import list_feeds
from tests.bench.bench_find_loopback import Worker
from tests.bench.feeds import GUILD, MEMBER, edit, fill, since
from tests.bench.harness import interleave, say, say_ratio, say_spread
from tests.bench.seam import FIND_CALLS
from tests.conftest import NOW
from tests.loopback.remote import ROOT, RemoteLoopback

UNCHANGED, AGAIN, SLOWER = 1.5, 0.2, 1.5
CONNECTIONS, EVERY = 500, 1.0


class Connection:
    """One kept-open connection that asks without much ado."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> Connection:
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def get(self, path: str, etag: str = "") -> tuple[int, dict[str, str], bytes]:
        known = f"If-None-Match: {etag}\r\n" if etag else ""
        asked = f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept-Encoding: gzip\r\n{known}\r\n"
        self._writer.write(asked.encode())
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        headers = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in head[1:] if line)
        }
        body = await self._reader.readexactly(int(headers.get("content-length", "0")))
        return int(head[0].split()[1]), headers, body

    async def close(self) -> None:
        self._writer.close()
        await self._writer.wait_closed()


class Site(Worker):
    """The process with the bot and its site."""

    facts: dict[str, Any]

    @classmethod
    @asynccontextmanager
    async def serving(cls, directory: Path, events: int) -> AsyncIterator[Site]:
        async with RemoteLoopback.start() as remote:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.bench.feed_worker", str(directory), str(events),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                env=os.environ | {"LOOPBACK_URL": remote.url},
                cwd=ROOT,
            )  # fmt: skip
            site = cls(process, remote)
            try:
                assert process.stdout is not None
                while not (line := await process.stdout.readline()).startswith(b'{"port"'):
                    if not line:
                        raise RuntimeError("the site's process ended early")
                site.facts = json.loads(line)
                await site.read()
                yield site
            finally:
                assert process.stdin is not None
                process.stdin.close()
                await process.wait()

    async def cost(self, port: int, path: str, etag: str, *, count: int, wanted: int) -> float:
        """CPU microseconds for each of `count` answers, one after the other."""
        connection = await Connection.open(port)
        before = (await self.ask("collect"))["cpu"]
        for _ in range(count):
            status, _, _ = await connection.get(path, etag)
            if status != wanted:
                raise RuntimeError(f"{status}, not {wanted}")
        after = (await self.ask("measure"))["cpu"]
        await connection.close()
        return (after - before) / count * 1e6

    async def find(self, count: int) -> float:
        """Milliseconds that a `/find` takes, the middle one."""
        calls = [{"name": "find", "options": dict(options)} for options in FIND_CALLS]
        report = await self.remote.run(calls, count=count)
        if report["errors"]:
            raise RuntimeError(report["errors"][0])
        return statistics.median(report["milliseconds"])


async def unchanged(site: Site, given: argparse.Namespace) -> None:
    first = await Connection.open(site.facts["port"])
    status, headers, body = await first.get(site.facts["feed"])
    _, again, same = await first.get(site.facts["feed"])
    await first.close()
    if status != 200 or body != same or headers["etag"] != again["etag"]:
        raise RuntimeError("not the same twice")
    say(f"  the feed: {len(body) // 1024} KiB compressed, the same bytes twice")
    port, path, etag = site.facts["port"], site.facts["feed"], headers["etag"]
    ours = (site.facts["empty"], "/x", 200) if given.floor else (port, path, 304)
    rounds = await interleave(
        {
            "ours": lambda: site.cost(*ours[:2], etag, count=given.count, wanted=ours[2]),
            "floor": lambda: site.cost(
                site.facts["empty"], "/x", etag, count=given.count, wanted=200
            ),
        },
        rounds=given.rounds,
    )
    for name in rounds.sides:
        say_spread(f"CPU of a 304, {name}", rounds.sides[name], "µs")
    ratio = rounds.ratio("ours", "floor")
    say_ratio("feed unchanged", ratio, floor="an empty handler", budget=UNCHANGED)


async def again(directory: Path, events: int, rounds: int) -> None:
    clock = FixedClock(NOW)
    settings = Settings(_env_file=None, database_path=directory / "again.db", public_url=None)  # pyright: ignore[reportCallIssue]
    async with open_services(settings, clock) as (db, services):
        await fill(db, NOW, events)
        services.calendars.serve_at("http://127.0.0.1")
        await services.calendars.add(MEMBER, language="en")
        feed = (await list_feeds(db, guild_id=GUILD, user_id=MEMBER.user_id))[0]
        rendering = CalendarRendering(db)
        begin = time.perf_counter()
        made = await rendering.personal(feed, of="bench", since=since(NOW))
        say(f"  all of it for the first time: {(time.perf_counter() - begin) * 1000:.0f} ms")
        if made != await CalendarRendering(db).personal(feed, of="bench", since=since(NOW)):
            raise RuntimeError("not the same bytes from nothing")
        edited = 0

        async def ours() -> float:
            nonlocal edited
            edited += 1
            await edit(db, edited, NOW)
            gc.collect()
            begin = time.perf_counter()
            await rendering.personal(feed, of="bench", since=since(NOW))
            return (time.perf_counter() - begin) * 1000

        async def floor() -> float:
            gc.collect()
            begin = time.perf_counter()
            marks = await list_marks_of(
                db, guild_id=GUILD, user_id=MEMBER.user_id, since=since(NOW)
            )
            found = await list_found(db, [m.number for m in marks], user_id=MEMBER.user_id)
            calendar = icalendar.Calendar()
            calendar.add("PRODID", "-//Bench//EN")
            calendar.add("VERSION", "2.0")
            for one in found.values():
                event = icalendar.Event()
                event.add("UID", one.event.uid)
                event.add("DTSTAMP", one.event.changed_at)
                event.add("LAST-MODIFIED", one.event.changed_at)
                event.add("SEQUENCE", one.event.sequence)
                event.add("DTSTART", one.occurrence.starts_at)
                event.add("DTEND", one.occurrence.ends_at)
                event.add("SUMMARY", one.event.title)
                event.add("LOCATION", one.event.address)
                event.add("DESCRIPTION", one.event.about)
                event.add("STATUS", "CONFIRMED")
                calendar.add_component(event)
            calendar.to_ical()
            return (time.perf_counter() - begin) * 1000

        measured = await interleave({"ours": ours, "floor": floor}, rounds=rounds)
        for name in measured.sides:
            say_spread(f"made after an edit, {name}", measured.sides[name], "ms")
        ratio = measured.ratio("ours", "floor")
        say(f"  {1 / ratio:.0f} times as fast (at least {1 / AGAIN:.0f})")
        say_ratio("feed after an edit", ratio, floor="icalendar from scratch", budget=AGAIN)


async def at_once(site: Site, paths: Sequence[str], *, rounds: int, count: int) -> None:
    port = site.facts["port"]
    connections = await asyncio.gather(*(Connection.open(port) for _ in range(CONNECTIONS)))
    etags: dict[str, str] = {}
    for path in paths:
        status, headers, _ = await connections[0].get(path)
        if status != 200:
            raise RuntimeError(f"{status} for {path}")
        etags[path] = headers.get("etag", "")
    begin = time.perf_counter()
    burst = await asyncio.gather(
        *(each.get(paths[n % len(paths)]) for n, each in enumerate(connections))
    )
    wrong = sum(status != 200 for status, _, _ in burst)
    took = time.perf_counter() - begin
    say(f"  {CONNECTIONS} whole answers at once: {took * 1000:.0f} ms, {wrong} errors")
    answered = 0

    async def ask(number: int, connection: Connection) -> None:
        nonlocal answered, wrong
        await asyncio.sleep(EVERY * number / CONNECTIONS)
        while True:
            path = paths[number % len(paths)]
            status, _, _ = await connection.get(path, etags[path] if number % 10 else "")
            answered += 1
            wrong += status not in (200, 304)
            await asyncio.sleep(EVERY)

    async def alone() -> float:
        return await site.find(count)

    async def beside() -> float:
        tasks = [asyncio.create_task(ask(n, each)) for n, each in enumerate(fresh)]
        await asyncio.sleep(EVERY)
        try:
            return await site.find(count)
        finally:
            for task in tasks:
                task.cancel()
            ended = await asyncio.gather(*tasks, return_exceptions=True)
            failed.extend(e for e in ended if not isinstance(e, asyncio.CancelledError))
            await asyncio.gather(*(each.close() for each in fresh))
            fresh[:] = await asyncio.gather(*(Connection.open(port) for _ in range(CONNECTIONS)))

    fresh, failed = connections, list[Any]()
    measured = await interleave({"alone": alone, "beside": beside}, rounds=rounds)
    for name in measured.sides:
        say_spread(f"a /find, {name}", measured.sides[name], "ms")
    say(f"  {answered} answers on {CONNECTIONS} connections, {wrong + len(failed)} errors")
    await asyncio.gather(*(each.close() for each in fresh))
    ratio = measured.ratio("beside", "alone")
    say_ratio(f"find beside {CONNECTIONS} connections", ratio, floor="alone", budget=SLOWER)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--count", type=int, default=3000, help="answers in one round")
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--paths", nargs="*", default=[], help="of the site, beside the feed")
    parser.add_argument("--floor", action="store_true", help="the empty handler against itself")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        await again(Path(name), given.events, given.rounds)
        async with Site.serving(Path(name), given.events) as site:
            await unchanged(site, given)
            paths = [site.facts["feed"], site.facts["public"], *given.paths]
            await at_once(site, paths, rounds=max(3, given.rounds // 2), count=200)


if __name__ == "__main__":
    asyncio.run(main())
