"""A whole search over 100,000 entries, against the bare FTS5 query on the same table.

The floor is the words as prefixes, the best 25 by bm25, nothing else: once on a bare aiosqlite
connection (the same hop to a thread that our storage makes) and once on plain sqlite3 (none).
What synonyms, places and spelling add is what that ratio shows. A third floor sends the service's
own full-text statements, as recorded, over bare aiosqlite: what is left is Python's part.
A busy machine spoils times more than CPU, so the CPU of the whole mix is shown beside them.
"""

from __future__ import annotations

import asyncio
import re
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import aiosqlite

from tests.bench.harness import (
    Rounds,
    arguments,
    interleave,
    percentile,
    say,
    say_ratio,
    say_spread,
)
from tests.bench.search_seam import OpenSearch, bare_search, open_search
from tests.bench.synthetic import MIX, SearchCall, entries

BUDGET = 1.50
ENTRIES = 100_000

Search = Callable[[SearchCall], Awaitable[object]]


def match_of(call: SearchCall) -> str:
    """The words as FTS5 prefixes, all of them required."""
    return " ".join(f'"{word}"*' for word in re.findall(r"\w+", call.what))


class Side:
    """One way to search, and the milliseconds of every call by family."""

    def __init__(self, search: Search) -> None:
        self._search = search
        self.milliseconds: list[float] = []
        self.cpu: list[float] = []
        self.families: dict[str, list[float]] = {}

    async def round(self, repeat: int) -> float:
        """The whole mix `repeat` times; the median of its milliseconds."""
        taken: list[float] = []
        cpu = time.process_time()
        for _ in range(repeat):
            for call in MIX:
                began = time.perf_counter()
                await self._search(call)
                milliseconds = (time.perf_counter() - began) * 1000
                taken.append(milliseconds)
                self.families.setdefault(call.family, []).append(milliseconds)
        self.cpu.append(time.process_time() - cpu)
        self.milliseconds += taken
        return statistics.median(taken)

    def forget(self) -> None:
        self.milliseconds.clear()
        self.cpu.clear()
        self.families.clear()


async def main() -> None:
    given = arguments(__doc__ or "", rounds=30, count=1)
    with tempfile.TemporaryDirectory() as directory:
        began = time.perf_counter()
        opening = bare_search if given.floor else open_search
        async with opening(Path(directory), entries(ENTRIES)) as opened:
            say(f"  {ENTRIES:,} entries loaded in {time.perf_counter() - began:.1f} s")
            if given.floor:
                say("  (the bare query stands in for our service: this is floor against floor)")
            async with aiosqlite.connect(opened.database) as connection:
                plain = sqlite3.connect(opened.database)
                try:
                    await measure(given.rounds, given.count, opened, connection, plain)
                finally:
                    plain.close()


async def measure(
    rounds: int,
    count: int,
    opened: OpenSearch,
    connection: aiosqlite.Connection,
    plain: sqlite3.Connection,
) -> None:
    async def on_aiosqlite(call: SearchCall) -> object:
        return await connection.execute_fetchall(opened.floor_sql, (match_of(call),))

    async def on_sqlite3(call: SearchCall) -> object:
        return plain.execute(opened.floor_sql, (match_of(call),)).fetchall()

    async def own_statements(call: SearchCall) -> object:
        rows: object = None
        for sql, params in opened.statements[call]:
            rows = await connection.execute_fetchall(sql, params)
        return rows

    sides = {
        "ours": Side(opened.search),
        "aiosqlite": Side(on_aiosqlite),
        "sqlite3": Side(on_sqlite3),
    }
    if opened.statements:
        sides["own statements"] = Side(own_statements)
    for side in sides.values():
        await side.round(1)
        side.forget()
    measured = await interleave(
        {name: lambda side=side: side.round(count) for name, side in sides.items()},
        rounds=rounds,
        warm_up=0,
    )
    report(sides, measured)


def report(sides: dict[str, Side], measured: Rounds) -> None:
    for name, side in sides.items():
        say_spread(name, side.milliseconds, "ms")
    for family in sides["ours"].families:
        medians = [
            f"{name} {statistics.median(side.families[family]):.2f}" for name, side in sides.items()
        ]
        say(f"  {family}, ms: {', '.join(medians)}")
    for name in list(sides)[1:]:
        tails = [percentile(sides[side].milliseconds, 0.99) for side in ("ours", name)]
        floor = f"bare {name}"
        say_ratio("search median", measured.ratio("ours", name), floor=floor, budget=BUDGET)
        used = Rounds({"ours": sides["ours"].cpu, name: sides[name].cpu})
        say_ratio("search CPU, whole mix", used.ratio("ours", name), floor=floor)
        say_ratio("search p99", tails[0] / tails[1], floor=floor, budget=BUDGET)


if __name__ == "__main__":
    asyncio.run(main())
