"""How fast the bot may ask Discord, over all channels: 45 requests a second.

discord.py waits for each channel's own limit, but not before Discord's 50 a second over all: of 600
messages to 100 channels it lost 140. So each request takes its turn here, at the moment it really
goes out (also one that discord.py repeats by itself). Answers to people don't count there, and
don't wait here.

It also counts what Discord calls invalid requests (401, 403, 429): at 10,000 in ten minutes it
locks the whole machine out, so unasked messages stop far below.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable
from types import SimpleNamespace

import aiohttp

from bot.logs import get_logger

log = get_logger(__name__)

#: On average, and in any second at the most: what a busy machine missed is made up for.
PER_SECOND, MOST_PER_SECOND = 45.0, 48
#: Seconds that may be made up for, and between two requests at the least.
_MADE_UP, _APART = 0.5, 0.005

#: Discord's limit is 10,000 in ten minutes.
MOST_INVALID, INVALID_WITHIN = 1_000, 600.0
_INVALID = {401, 403, 429}

Now = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Pace:
    """Gives turns. `now` and `sleep` are those of one stopwatch."""

    def __init__(self, *, now: Now = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._now = now
        self._sleep = sleep
        self._line = asyncio.Lock()  # whoever came first is first
        self._went: deque[float] = deque(maxlen=MOST_PER_SECOND)  # when the last ones went
        self._planned = 0.0  # when the next one would go on average
        self._held_until = 0.0
        self._left = asyncio.Event()
        self._born = now()
        self.waiting = 0

    async def turn(self) -> None:
        """Wait until it is this request's turn."""
        self.waiting += 1
        try:
            async with self._line:
                while (wait := self._wait()) > 0:
                    await self._sleep(wait)
                now = self._now()
                self._went.append(now)
                self._planned = max(self._planned, now - _MADE_UP) + 1 / PER_SECOND
        finally:
            self.waiting -= 1
            self._left.set()

    async def fewer_wait_than(self, most: int) -> None:
        """Wait until the line is shorter than this, so that what is urgent needn't wait long."""
        while self.waiting >= most:
            self._left.clear()
            await self._left.wait()

    async def first_second_over(self) -> None:
        """Wait until this pace is a second old: who ran before a restart may have used up what
        Discord allows in that one."""
        left = self._born + 1.0 - self._now()
        if left > 0:
            await self._sleep(left)

    def hold(self, seconds: float) -> None:
        """Let nobody go for so long."""
        self._held_until = max(self._held_until, self._now() + seconds)

    def _wait(self) -> float:
        earliest = max(self._planned, self._held_until)
        if self._went:
            earliest = max(earliest, self._went[-1] + _APART)
        if len(self._went) == MOST_PER_SECOND:
            earliest = max(earliest, self._went[0] + 1.0)
        return earliest - self._now()


class InvalidRequests:
    """How many requests Discord refused in the last ten minutes."""

    def __init__(self, *, now: Now = time.monotonic) -> None:
        self._now = now
        self._at: deque[float] = deque()

    def note(self) -> None:
        """One more."""
        self._at.append(self._now())

    def wait(self) -> float:
        """Seconds until there are few enough to go on; 0 where there are."""
        now = self._now()
        while self._at and self._at[0] <= now - INVALID_WITHIN:
            self._at.popleft()
        over = len(self._at) - MOST_INVALID
        return self._at[over] + INVALID_WITHIN - now if over >= 0 else 0.0


def traced(pace: Pace, invalid: InvalidRequests) -> aiohttp.TraceConfig:
    """What discord.py's client takes as `http_trace`: aiohttp asks it before each request leaves,
    and tells it how it ended."""

    async def starts(
        _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        path = request.url.raw_path
        # Discord doesn't count answers to people, and every one of them pays for these lines.
        if "/interactions/" not in path and "/webhooks/" not in path:
            await pace.turn()

    async def ended(
        _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestEndParams
    ) -> None:
        response = request.response
        if response.status not in _INVALID:
            return
        # A limit that many bots share is not counted against this one.
        if response.headers.get("X-RateLimit-Scope") != "shared":
            invalid.note()
        if response.status == 429 and (
            "X-RateLimit-Global" in response.headers or "Via" not in response.headers
        ):
            log.warning("rate_limited_everywhere")
            pace.hold(_seconds(response.headers.get("Retry-After")))

    trace = aiohttp.TraceConfig()
    trace.on_request_start.append(starts)
    trace.on_request_end.append(ended)
    return trace


def _seconds(given: str | None) -> float:
    try:
        return min(max(float(given or "1"), 0.0), INVALID_WITHIN)
    except ValueError:
        return 1.0
