"""What somebody wrote into a form that could not be used yet, so that they can mend it.

In memory only, for a quarter of an hour: such a text may be private, so it is never written down.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock

_KEPT_FOR = timedelta(minutes=15)
_MOST = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """A form's custom_id and what stood in its fields, by field."""

    custom_id: str
    values: Mapping[str, str]


class Drafts:
    """Drafts by a token that nobody can guess."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, Draft]] = OrderedDict()

    def keep(self, draft: Draft) -> str:
        """Keep a draft; the token to ask for it with."""
        self._drop_old()
        token = secrets.token_hex(8)
        self._kept[token] = (self._clock.now(), draft)
        return token

    def get(self, token: str) -> Draft | None:
        """The draft, None if it was too long ago (or before a restart)."""
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
