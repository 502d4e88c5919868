"""Files that somebody sent and has not decided on yet.

In memory only, for a quarter of an hour, and only so many bytes in all: a list may hold what its
sender would not want written down before they said yes. A restart forgets them.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.errors import BadInput
from bot.services.imports import Plan
from bot.services.lists.rows import ReadRow

_KEPT_FOR = timedelta(minutes=15)
_MOST_BYTES = 100_000_000


def _no_rows() -> dict[int, ReadRow]:
    return {}


@dataclass(slots=True)
class Upload:
    """A list, who sent it to which server, what it would do, and its rows that were mended."""

    user_id: int
    guild_id: int
    data: bytes
    name: str
    plan: Plan
    mended: dict[int, ReadRow] = field(default_factory=_no_rows)

    def bad(self, line: int) -> ReadRow | None:
        """The row of that line, if it still can't be kept."""
        return next((row for row in self.plan.bad if row.line == line), None)


class Uploads:
    """Uploads by a token that nobody can guess; each opens only to whoever sent it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, Upload]] = OrderedDict()

    def keep(self, upload: Upload) -> str:
        """Keep a list; the token to ask for it with. The oldest go where there is no room."""
        self._drop_old()
        while self._kept and self._bytes + len(upload.data) > _MOST_BYTES:
            self._kept.popitem(last=False)
        token = secrets.token_hex(8)
        self._kept[token] = (self._clock.now(), upload)
        return token

    def get(self, token: str, *, user_id: int, guild_id: int | None) -> Upload:
        """The list.

        Raises:
            BadInput: it was too long ago, the bot was started again, or somebody else sent it.
        """
        self._drop_old()
        kept = self._kept.get(token)
        if kept is None or (kept[1].user_id, kept[1].guild_id) != (user_id, guild_id):
            raise BadInput("imports.gone")
        return kept[1]

    def forget(self, token: str) -> None:
        """It was decided on."""
        self._kept.pop(token, None)

    @property
    def _bytes(self) -> int:
        return sum(len(upload.data) for _, upload in self._kept.values())

    def _drop_old(self) -> None:
        oldest = self._clock.now() - _KEPT_FOR
        while self._kept:
            token, (at, _) = next(iter(self._kept.items()))
            if at >= oldest:
                break
            del self._kept[token]
