"""Numbers for whoever runs the bot: how many, how fast, how often it failed. No person in them."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest


class Metrics:
    """The bot's own registry, so that two bots in one process (tests) do not collide."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry(auto_describe=False)
        self.interactions = Counter(
            "coalition_interactions",
            "Interactions by what was used and how it ended",
            ("name", "outcome"),
            registry=self.registry,
        )
        self._counters: dict[tuple[str, str], Counter] = {}
        self.seconds = Histogram(
            "coalition_interaction_seconds",
            "Seconds from receiving an interaction to the end of its handler",
            buckets=(0.01, 0.05, 0.1, 0.25, 0.5, 1.0, 1.6, 3.0),
            registry=self.registry,
        )
        self.guilds = Gauge("coalition_servers", "Servers the bot is in", registry=self.registry)

    def count(self, name: str, outcome: str, seconds: float) -> None:
        """One interaction that ended: what was used, how it ended, how long it took."""
        counter = self._counters.get((name, outcome))
        if counter is None:
            counter = self._counters[name, outcome] = self.interactions.labels(name, outcome)
        counter.inc()
        self.seconds.observe(seconds)

    def render(self) -> bytes:
        """The Prometheus text format."""
        return generate_latest(self.registry)
