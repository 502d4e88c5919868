"""Whether somebody still is in a server: asked of Discord, which alone knows, and remembered for a
few minutes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock

#: Whether a person (the second number) is in a server; None: nobody can tell now.
Membership = Callable[[int, int], Awaitable[bool | None]]

_REMEMBERED = timedelta(minutes=10)
_MOST = 10_000


class StillThere:
    """Asks once in ten minutes for each person and server."""

    def __init__(self, membership: Membership, clock: Clock) -> None:
        self._membership = membership
        self._clock = clock
        self._known: dict[tuple[int, int], tuple[bool, datetime]] = {}

    async def ask(self, guild_id: int, user_id: int) -> bool | None:
        """Whether they are there; None: nobody can tell now, and it is asked again next time."""
        now = self._clock.now()
        there, at = self._known.get((guild_id, user_id), (False, now - _REMEMBERED))
        if timedelta() <= now - at < _REMEMBERED:
            return there
        answer = await self._membership(guild_id, user_id)
        if answer is not None:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[guild_id, user_id] = (answer, now)
        return answer
