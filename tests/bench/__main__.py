"""`python -m tests.bench [NAME …]`: every bench, each in a process of its own, then one table.

It always ends with 0: a bench tells, it does not judge. A bench is a module `bench_NAME.py` here
with a `__main__`; the table is made of the lines that `harness.say_ratio` writes.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from tests.bench.harness import say

HERE = Path(__file__).parent
RATIO = re.compile(r"^(?P<name>[^:]+): (?P<ratio>[\d.]+) x (?P<floor>.+?) \((?P<end>.*)$")


async def run(name: str) -> list[tuple[str, str, str, str]]:
    """Run one bench, showing what it writes; (name, ratio, floor, verdict) of each ratio."""
    say(f"— {name}")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"tests.bench.{name}",
        cwd=HERE.parents[1],
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    found: list[tuple[str, str, str, str]] = []
    while raw := await process.stdout.readline():
        line = raw.decode().rstrip("\n")
        say(line)
        if seen := RATIO.match(line):
            found.append((seen["name"], seen["ratio"], seen["floor"], seen["end"]))
    if await process.wait():
        found.append((name, "-", "", f"failed, exit {process.returncode}"))
    say()
    return found


async def main() -> None:
    every = sorted(path.stem for path in HERE.glob("bench_*.py"))
    wanted = [f"bench_{name.removeprefix('bench_')}" for name in sys.argv[1:]] or every
    rows = [row for name in wanted for row in await run(name)]
    width = max((len(f"{name}, x {floor}") for name, _, floor, _ in rows), default=0)
    for name, ratio, floor, end in rows:
        budget, _, verdict = end.partition(") ")
        label = f"{name}, x {floor}" if floor else name
        say(f"{label:<{width}}  {ratio:>5}  {budget.removesuffix(')'):<12}  {verdict}".rstrip())


if __name__ == "__main__":
    asyncio.run(main())
