"""What every bench shares: interleaved rounds, medians, p99, and one line a ratio.

Two sides are never measured one after the other but in turns, because a shared machine is not
the same machine a minute later. The ratio reported is the median of the ratios of the rounds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

Measure = Callable[[], Awaitable[float]]


@dataclass(frozen=True)
class Rounds:
    """What was measured, a number a round, by side."""

    sides: Mapping[str, Sequence[float]]

    def median(self, side: str) -> float:
        return statistics.median(self.sides[side])

    def ratios(self, side: str, floor: str) -> list[float]:
        pairs = zip(self.sides[side], self.sides[floor], strict=True)
        return [ours / base for ours, base in pairs]

    def ratio(self, side: str, floor: str) -> float:
        """The median of the per-round ratios."""
        return statistics.median(self.ratios(side, floor))


async def interleave(sides: Mapping[str, Measure], *, rounds: int, warm_up: int = 1) -> Rounds:
    """Measure every side once a round; who begins changes from round to round.

    The warm-up rounds are run in the same way and thrown away.
    """
    names = list(sides)
    measured: dict[str, list[float]] = {name: [] for name in names}
    for number in range(warm_up + rounds):
        first = number % len(names)
        for name in names[first:] + names[:first]:
            value = await sides[name]()
            if number >= warm_up:
                measured[name].append(value)
    return Rounds(measured)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that `share` (0 … 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, round(share * len(ordered) + 0.5) - 1))]


def say(line: str = "") -> None:
    """One line to standard output, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def say_ratio(
    name: str, ratio: float, *, floor: str = "floor", budget: float | None = None
) -> None:
    """`find over loopback: 1.32 x floor (budget 1.60) OK`; `python -m tests.bench` reads it."""
    if budget is None:
        say(f"{name}: {ratio:.2f} x {floor} (no budget)")
        return
    verdict = "OK" if ratio <= budget else "OVER"
    say(f"{name}: {ratio:.2f} x {floor} (budget {budget:.2f}) {verdict}")


def say_spread(name: str, values: Sequence[float], unit: str) -> None:
    """Median, p99 and the two ends, so that a noisy run shows itself."""
    say(
        f"  {name}: median {statistics.median(values):.3f} {unit}, "
        f"p99 {percentile(values, 0.99):.3f}, "
        f"from {min(values):.3f} to {max(values):.3f}, n={len(values)}"
    )


def arguments(description: str, *, rounds: int, count: int) -> argparse.Namespace:
    """`--rounds`, `--count`, `--floor` (the floor against itself) from the command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--rounds", type=int, default=rounds, help="measured rounds of each side")
    parser.add_argument("--count", type=int, default=count, help="calls in one round")
    parser.add_argument(
        "--floor", action="store_true", help="put the floor in our place: must print about 1.0"
    )
    return parser.parse_args()
