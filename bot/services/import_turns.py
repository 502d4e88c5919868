"""Lists take turns: while one comes into a server or goes, no other may.

Both are many short transactions; between two of them another list would see half of it.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from bot.domain.errors import BadInput


class Turns:
    """Who is having their turn, by server (0: the directory of everybody)."""

    def __init__(self) -> None:
        self._busy: set[int] = set()

    @contextmanager
    def of(self, guild_id: int) -> Generator[None]:
        """No other list comes into that server or goes meanwhile.

        Raises:
            BadInput: one just does.
        """
        if guild_id in self._busy:
            raise BadInput("imports.busy")
        self._busy.add(guild_id)
        try:
            yield
        finally:
            self._busy.discard(guild_id)
