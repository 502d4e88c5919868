"""Whom a ZIP can call: loading, memory, and one look-up with everything a card needs.

The limits of a look-up (p99 under 2 ms), of loading (under 0.5 s) and of memory (under 25 MB) are
absolute: they are what a person or a small machine feels. Loading also has a floor: unpacking the
same files and parting their lines into fields, which any reader must do. Time is that of the
processor, as in the other benches: all of this happens in one thread, without waiting.
"""

from __future__ import annotations

import argparse
import gc
import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from time import process_time

from bot.bundled import bundled_path
from bot.services.legislator_files import bundled_lines
from bot.services.legislators import Legislators, load_legislators
from bot.services.places import load_places
from tests.bench.harness import percentile, say, say_ratio, say_spread

NOW = datetime(2026, 12, 2, 17, 0, tzinfo=UTC)
NOWHERE = Path("nowhere")
MOST_MS, MOST_LOAD_S, MOST_MB = 2.0, 0.5, 25.0


def resident_mb() -> float:
    """What this process holds in memory."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def floor_of_loading() -> float:
    """Unpack and part, nothing else."""
    start = process_time()
    for name, mark in (
        ("zip_districts.csv.gz", ","),
        ("zip_state_districts.tsv.gz", "\t"),
        ("state_legislators.tsv.gz", "\t"),
        ("governors.tsv", "\t"),
    ):
        _ = [line.split(mark) for line in bundled_lines(name)]
    json.loads(bundled_path("congress.json").read_bytes())
    return process_time() - start


def look_up(legislators: Legislators, code: str) -> None:
    """All that the first card of a call needs, for every body at once."""
    found = legislators.districts_of(code)
    reached = legislators.targets_of((*found.districts, *found.state_districts))
    for target in reached.targets:
        legislators.ladder(target, found.where, NOW)


def verdict(value: float, limit: float) -> str:
    return "OK" if value < limit else "OVER"


def main() -> None:
    options = argparse.ArgumentParser(description="whom a ZIP can call")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--count", type=int, default=20_000)
    asked = options.parse_args()
    places = load_places()
    before = resident_mb()
    start = process_time()
    legislators = load_legislators(places, NOWHERE)
    first = process_time() - start
    loaded = resident_mb() - before
    say(f"first load: {first:.3f} s (limit {MOST_LOAD_S} s) {verdict(first, MOST_LOAD_S)}")

    codes = [f"{code:05}" for code, _, _ in legislators.zips]
    chosen = Random(1).choices(codes, k=asked.count)  # noqa: S311 - no secret
    cold: list[float] = []
    for code in chosen:
        start = process_time()
        look_up(legislators, code)
        cold.append((process_time() - start) * 1000)
    say_spread("look-up, from cold", cold, "ms")
    p99 = percentile(cold, 0.99)
    say(f"look-up p99: {p99:.3f} ms (limit {MOST_MS} ms) {verdict(p99, MOST_MS)}")
    districts: list[float] = []
    for code in chosen:
        start = process_time()
        legislators.districts_of(code)
        districts.append((process_time() - start) * 1000)
    say_spread("districts alone", districts, "ms")
    whole = resident_mb() - before
    say(f"memory: {loaded:.1f} MB loaded, {whole:.1f} MB after {asked.count} look-ups "
        f"(limit {MOST_MB} MB, places not counted) {verdict(whole, MOST_MB)}")  # fmt: skip

    ours: list[float] = []
    ratios: list[float] = []
    for _ in range(asked.rounds):
        floor = floor_of_loading()
        start = process_time()
        load_legislators(places, NOWHERE)
        ours.append(process_time() - start)
        ratios.append(ours[-1] / floor)
    say_spread("loading", ours, "s")
    say_ratio("loading legislators", percentile(ratios, 0.5), floor="unpacking and parting lines")


if __name__ == "__main__":
    main()
