"""Bringing in 100,000 rows, against bare executemany of the very same rows and the same index.

The floor writes the rows that our import wrote, read back from its database, into the same schema
with sqlite3's executemany in one transaction, the index with them. Ours reads the CSV, checks every
cell, looks up what is there already, and writes in pieces so that nobody waits long. Beside it: the
time a row takes at a quarter, a half and the whole, and what a search and a small write take while
the import runs, beside the same at rest.
"""

from __future__ import annotations

import argparse
import asyncio
import csv
import io
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

from bot.app import open_services
from bot.clock import SystemClock
from bot.domain.actor import Actor, Capability
from bot.services.directory import FindRequest
from bot.services.imports import Importer, Order
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.engine import DatabaseFile
from tests.bench.harness import percentile, say, say_ratio, say_spread
from tests.bench.synthetic import entries

BUDGET = 3.0
GUILD = 5
_TABLES = (
    "organization",
    "organization_seen",
    "organization_text",
    "organization_point",
    "assurance",
)
_INDEX = ("name", "aliases", "what", "needs", "named", "tags", "area")
_SEARCH = FindRequest("lawyer", "Boston")


def table_of(count: int) -> bytes:
    """A CSV as coalitions have them."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(["Name", "Phone", "URL", "City", "State", "Description", "Languages", "Type"])
    for number, each in enumerate(entries(count)):
        what = " ".join(each.what.values())
        phone = f"617-555-{number % 10_000:04d}"
        site = f"https://example.org/{number}"
        row = [f"{each.name} {number}", phone, site, each.city or "", each.state or "", what]
        table.writerow([*row, "en, es", "legal service"])
    return out.getvalue().encode()


async def ours(path: Path, data: bytes) -> float:
    """Seconds for the whole import, vouched for."""
    async with open_services(_settings(path), SystemClock()) as (_, services):
        return await _bring_in(services, data)


async def _bring_in(services: Services, data: bytes) -> float:
    began = time.perf_counter()
    done = await services.imports.bring_in(
        Importer(GUILD, 1), Order(data, "list.csv", vouched=True, most_bytes=500_000_000)
    )
    took = time.perf_counter() - began
    if done.plan.bad_count or done.shelf is None:
        sys.exit("the list of the bench can't be read")
    return took


def floor(source: Path, target: Path) -> float:
    """Seconds for the same rows by executemany, in one transaction."""
    with closing(sqlite3.connect(source)) as read:
        schema = [
            row[0]
            for row in read.execute(
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                " AND name NOT LIKE 'organization_fts_%' AND name NOT LIKE 'sqlite_%'"
                " ORDER BY type = 'index', rowid"
            )
        ]
        rows = {table: read.execute(f"SELECT * FROM {table}").fetchall() for table in _TABLES}  # noqa: S608
        columns = ", ".join(_INDEX)
        rows["organization_fts"] = read.execute(
            f"SELECT rowid, {columns} FROM organization_fts"  # noqa: S608
        ).fetchall()
    # The very settings of our own file: what is deleted is overwritten, what is kept is kept.
    with closing(DatabaseFile(target).connect("rwc")) as write:
        write.execute("PRAGMA journal_mode = WAL")
        for statement in schema:
            write.execute(statement)
        began = time.perf_counter()
        write.execute("BEGIN")
        for table, held in rows.items():
            marks = ", ".join("?" * len(held[0]))
            into = f"{table} (rowid, {columns})" if table.endswith("_fts") else table
            write.executemany(f"INSERT INTO {into} VALUES ({marks})", held)  # noqa: S608
        write.commit()
        return time.perf_counter() - began


async def beside(path: Path, data: bytes) -> None:
    """What others' commands take while the import runs."""
    async with open_services(_settings(path), SystemClock()) as (_, services):
        admin = Actor(2, 6, frozenset(Capability))

        async def search() -> object:
            return await services.directory.find(_SEARCH, language="en", guild_id=6)

        async def write() -> object:
            return await services.guilds.choose_time_zone(admin, "America/Denver")

        for name, deed in (("search", search), ("write", write)):
            await deed()
            rest = [await _timed(deed) for _ in range(200)]
            say_spread(f"{name} at rest", rest, "ms")
            running = asyncio.create_task(_bring_in(services, data))
            during = await _while(running, deed)
            await running
            say_spread(f"{name} during an import", during, "ms")
            middle = statistics.median(during) / statistics.median(rest)
            say_ratio(f"{name} median during an import", middle, floor="at rest")
            tail = percentile(during, 0.99) / percentile(rest, 0.99)
            say_ratio(f"{name} p99 during an import", tail, floor="at rest")
            # Another list, or there would be nothing to do the second time.
            data = data.replace(b"617-555", b"617-556").replace(b"example.org/", b"example.net/")


async def _while(
    running: asyncio.Task[float], deed: Callable[[], Awaitable[object]]
) -> list[float]:
    taken: list[float] = []
    while not running.done():
        taken.append(await _timed(deed))
        await asyncio.sleep(0.01)
    return taken


async def _timed(deed: Callable[[], Awaitable[object]]) -> float:
    began = time.perf_counter()
    await deed()
    return (time.perf_counter() - began) * 1000


def _settings(path: Path) -> Settings:
    return Settings(_env_file=None, database_path=path)  # pyright: ignore[reportCallIssue]


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="measured rounds of each side")
    parser.add_argument("--count", type=int, default=100_000, help="rows of the list")
    given = parser.parse_args()
    data = table_of(given.count)
    say(f"  {given.count:,} rows, {len(data) / 1e6:.1f} MB")
    ratios: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(given.rounds):
            mine, bare = Path(folder, f"ours{number}.db"), Path(folder, f"bare{number}.db")
            took = await ours(mine, data)
            least = floor(mine, bare)
            ratios.append(took / least)
            say(f"  ours {took:.2f} s, bare {least:.2f} s")
        say_ratio("import", statistics.median(ratios), floor="bare executemany", budget=BUDGET)
        times = []
        for share in (4, 2, 1):
            rows = given.count // share
            took = await ours(Path(folder, f"part{share}.db"), table_of(rows))
            times.append(took / rows * 1e6)
        say(f"  a row at a quarter, a half, the whole, us: {', '.join(f'{t:.0f}' for t in times)}")
        say_ratio("time a row, whole list", times[-1] / times[0], floor="a quarter of it")
        await beside(Path(folder, "beside.db"), table_of(given.count // 2))


if __name__ == "__main__":
    asyncio.run(main())
