"""How often one person may do what others then have to read. In memory only: nothing is kept."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.errors import BadInput

_PEOPLE = 5000


class Limit:
    """At most `times` in `within`, for each key."""

    def __init__(self, clock: Clock, times: int, within: timedelta) -> None:
        self._clock = clock
        self._times = times
        self._within = within
        self._done: OrderedDict[object, deque[datetime]] = OrderedDict()

    def check(self, key: object) -> None:
        """Count one more.

        Raises:
            BadInput: that is too often; says in how many seconds it may be tried again.
        """
        now = self._clock.now()
        done = self._done.setdefault(key, deque())
        self._done.move_to_end(key)
        while done and now - done[0] >= self._within:
            done.popleft()
        if len(done) >= self._times:
            left = self._within - (now - done[0])
            raise BadInput("errors.slow_down", seconds=max(1, round(left.total_seconds())))
        done.append(now)
        if len(self._done) > _PEOPLE:
            self._done.popitem(last=False)


class Limits:
    """The limits there are: sharing with a channel, and reporting a problem."""

    def __init__(self, clock: Clock) -> None:
        self.sharing = Limit(clock, 3, timedelta(minutes=10))
        self.reporting = Limit(clock, 5, timedelta(minutes=10))
