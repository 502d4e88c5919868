"""The bot's numbers in the Prometheus text format."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from bot.metrics import BOUNDS, Metrics


class _Numbers(Collector):
    """Reads the bot's numbers at each scrape."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        """The library's hook: every family, as it is now."""
        counter = CounterMetricFamily(
            "coalition_interactions",
            "Interactions by what was used and how it ended",
            labels=("name", "outcome"),
        )
        for labels, count in sorted(self._metrics.interactions.items()):
            counter.add_metric(labels, count)
        yield counter
        bounds = [*map(str, BOUNDS), "+Inf"]
        yield HistogramMetricFamily(
            "coalition_interaction_seconds",
            "Seconds from receiving an interaction to the end of its handler",
            buckets=list(zip(bounds, accumulate(self._metrics.taken), strict=True)),
            sum_value=self._metrics.seconds,
        )
        messages = CounterMetricFamily(
            "coalition_messages",
            "Messages sent unasked, by purpose and what came of it",
            labels=("purpose", "outcome"),
        )
        for labels, count in sorted(self._metrics.messages.items()):
            messages.add_metric(labels, count)
        yield messages
        timers = CounterMetricFamily(
            "coalition_timers",
            "Things done at their time, by purpose and what came of it",
            labels=("purpose", "outcome"),
        )
        for labels, count in sorted(self._metrics.timers.items()):
            timers.add_metric(labels, count)
        yield timers
        servers = self._metrics.servers
        yield GaugeMetricFamily("coalition_servers", "Servers the bot is in", value=servers)


def render_metrics(metrics: Metrics) -> bytes:
    """All numbers as text."""
    registry = CollectorRegistry()
    registry.register(_Numbers(metrics))
    return generate_latest(registry)
