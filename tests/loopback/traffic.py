"""What happens to a request before it is answered: it is recorded, limited, or goes wrong.

Routes are written as Discord's documentation writes them, with the names that `rest.py` uses:
`POST /channels/{channel_id}/messages`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Requests with one of these in their path count apart (Discord's "major parameters").
MAJOR = ("channel_id", "guild_id", "webhook_id", "token")


@dataclass
class Recorded:
    """One request as it came in. `status` is what it was answered with (0: dropped)."""

    method: str
    route: str
    path: str
    params: Mapping[str, str]
    query: Mapping[str, str]
    json: Any
    files: list[str]
    headers: Mapping[str, str]
    at: float
    status: int = 0


@dataclass
class Fault:
    """Something to go wrong, `times` times, on one route.

    status: answer with this status instead. delay: seconds before anything else happens.
    drop: cut the connection instead of answering. applied: the request takes effect all the
    same, only its answer is lost; what an outbox has to survive.
    """

    route: str
    status: int | None = None
    delay: float = 0.0
    drop: bool = False
    applied: bool = False
    times: int = 1
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class _Window:
    opened_at: float
    used: int = 0


@dataclass
class _Limit:
    name: str
    limit: int
    per: float
    windows: dict[str, _Window] = field(default_factory=dict)

    def take(self, major: str, now: float) -> tuple[bool, int, float]:
        """(allowed, remaining, seconds until the window ends)."""
        window = self.windows.get(major)
        if window is None or now >= window.opened_at + self.per:
            window = self.windows[major] = _Window(now)
        left = window.opened_at + self.per - now
        if window.used >= self.limit:
            return False, 0, left
        window.used += 1
        return True, self.limit - window.used, left


@dataclass
class Verdict:
    """What the limits say: the headers to send, and, if refused, for how many seconds."""

    headers: dict[str, str]
    retry_after: float | None = None
    everywhere: bool = False


class Traffic:
    """The record, the faults and the limits of one fake."""

    def __init__(self) -> None:
        self.requests: list[Recorded] = []
        self._faults: list[Fault] = []
        self._limits: dict[str, _Limit] = {}
        self._everywhere: _Limit | None = None

    def limit(self, route: str, limit: int, per: float) -> None:
        """`limit` requests in `per` seconds for each major parameter of this route."""
        self._limits[route] = _Limit(f"bucket{len(self._limits)}", limit, per)

    def limit_everywhere(self, limit: int, per: float = 1.0) -> None:
        """The global limit. Interaction endpoints are exempt, as Discord has it."""
        self._everywhere = _Limit("global", limit, per)

    def fault(
        self,
        route: str,
        *,
        status: int | None = None,
        delay: float = 0.0,
        drop: bool = False,
        applied: bool = False,
        times: int = 1,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> Fault:
        """Let the next `times` requests of this route go wrong (see `Fault`)."""
        fault = Fault(route, status, delay, drop, applied, times, body, headers or {})
        self._faults.append(fault)
        return fault

    def to(self, route: str) -> list[Recorded]:
        """The recorded requests of one route, oldest first."""
        return [request for request in self.requests if request.route == route]

    def take_fault(self, route: str) -> Fault | None:
        for fault in self._faults:
            if fault.route == route:
                fault.times -= 1
                if fault.times <= 0:
                    self._faults.remove(fault)
                return fault
        return None

    def judge(self, route: str, params: Mapping[str, str]) -> Verdict:
        """Count this request against its limits."""
        now = asyncio.get_running_loop().time()
        exempt = "/interactions/" in route or "/webhooks/{webhook_id}/{token}" in route
        if self._everywhere is not None and not exempt:
            allowed, _, left = self._everywhere.take("", now)
            if not allowed:
                return Verdict({"X-RateLimit-Global": "true"}, left, everywhere=True)
        limit = self._limits.get(route)
        if limit is None:
            return Verdict({})
        major = "+".join(params[name] for name in MAJOR if name in params)
        allowed, remaining, left = limit.take(major, now)
        headers = {
            "X-RateLimit-Bucket": limit.name,
            "X-RateLimit-Limit": str(limit.limit),
            "X-RateLimit-Remaining": str(remaining),
            "X-RateLimit-Reset-After": f"{left:.3f}",
        }
        return Verdict(headers, None if allowed else left)
