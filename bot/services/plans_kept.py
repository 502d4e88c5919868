"""What a file would do, held for whoever sent it until they say yes: in memory, for a quarter of
an hour, and nowhere else. A restart forgets it.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.clock import Clock
from bot.domain.errors import BadInput

Plan = TypeVar("Plan")

_KEPT_FOR = timedelta(minutes=15)
_MOST_KEPT = 20


@dataclass(frozen=True, slots=True)
class _Kept(Generic[Plan]):
    at: datetime
    user_id: int
    guild_id: int
    plan: Plan


class PlansKept(Generic[Plan]):
    """Plans by a token that nobody can guess; each opens only to whoever it was made for."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, _Kept[Plan]] = OrderedDict()

    def keep(self, plan: Plan, *, user_id: int, guild_id: int) -> str:
        """Hold a plan; the token to ask for it with. The oldest go where there is no room."""
        self._drop_old()
        while len(self._kept) >= _MOST_KEPT:
            self._kept.popitem(last=False)
        token = secrets.token_hex(8)
        self._kept[token] = _Kept(self._clock.now(), user_id, guild_id, plan)
        return token

    def get(self, token: str, *, user_id: int, guild_id: int) -> Plan:
        """The plan.

        Raises:
            BadInput: it was too long ago, or the bot was started again.
        """
        self._drop_old()
        found = self._kept.get(token)
        if found is None or (found.user_id, found.guild_id) != (user_id, guild_id):
            raise BadInput("event_roster.import_gone")
        return found.plan

    def drop(self, token: str) -> None:
        """It is done, or nobody wants it."""
        self._kept.pop(token, None)

    def _drop_old(self) -> None:
        oldest = self._clock.now() - _KEPT_FOR
        while self._kept and next(iter(self._kept.values())).at < oldest:
            self._kept.popitem(last=False)
