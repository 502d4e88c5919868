"""Numbers for whoever runs the bot: how many, how fast, how often it failed. No person in them.

Counted in plain Python, because every answer pays for it; `bot/web/metrics.py` shows them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

#: Upper bounds of the histogram, in seconds; 3 is what Discord allows.
BOUNDS: tuple[float, ...] = (0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 1.6, 3.0)


class Metrics:
    """What was counted since the start.

    `interactions` by (what was used, how it ended); `taken` how many ended within each of `BOUNDS`
    and, last, later; `seconds` all their time together; `servers` the bot is in. `messages` that
    the bot sent unasked, and `timers`, by (purpose, what came of it).
    """

    def __init__(self) -> None:
        self.interactions: Counter[tuple[str, str]] = Counter()
        self.taken = [0] * (len(BOUNDS) + 1)
        self.seconds = 0.0
        self.servers = 0
        self.messages: Counter[tuple[str, str]] = Counter()
        self.timers: Counter[tuple[str, str]] = Counter()

    def count(self, name: str, outcome: str, seconds: float) -> None:
        """One interaction that ended: what was used, how it ended, how long it took."""
        self.interactions[name, outcome] += 1
        self.taken[bisect_left(BOUNDS, seconds)] += 1
        self.seconds += seconds
