"""Where people are who are calling right now, to say which office is near. In memory, for a while.

A ZIP is looked up and forgotten; its point and its town are held here under a token that says
nothing, while the cards of a round of calls are pressed. After a restart they are gone, and
distances are measured from the middle of the district.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.places import Place

_KEPT_FOR = timedelta(hours=2)
_MOST = 2000
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 6


class NearWhom:
    """Places by a token that nobody can guess."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, Place]] = OrderedDict()

    def keep(self, place: Place) -> str:
        """Hold a place; the token to ask for it with."""
        self._drop_old()
        token = "".join(secrets.choice(_LETTERS) for _ in range(_WIDTH))
        self._kept[token] = (self._clock.now(), place)
        return token

    def get(self, token: str) -> Place | None:
        """The place; None if it was too long ago, or before a restart."""
        self._drop_old()
        kept = self._kept.get(token)
        return kept[1] if kept else None

    def _drop_old(self) -> None:
        oldest = self._clock.now() - _KEPT_FOR
        while self._kept:
            token, (at, _) = next(iter(self._kept.items()))
            if at >= oldest and len(self._kept) < _MOST:
                break
            del self._kept[token]
