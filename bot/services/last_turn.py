"""Where each card stands now, so that a press on what it showed before counts for nothing.

In memory: a message's id and a button's code, no person. After a restart the first press counts.
"""

from __future__ import annotations

from collections import OrderedDict

_MOST = 5000


class LastTurn:
    """The last turn of each message, as codes of buttons."""

    def __init__(self) -> None:
        self._last: OrderedDict[int, tuple[str, str]] = OrderedDict()

    def move(self, message_id: int, turn: str, to: str, code: str) -> str | None:
        """Go on from one turn to another, whose buttons hold `code`. None if that is so now; else
        the code of where the message has been since: the press was on an older turn."""
        known = self._last.get(message_id)
        if known is not None and known[0] != turn:
            return known[1]
        self._last[message_id] = (to, code)
        self._last.move_to_end(message_id)
        if len(self._last) > _MOST:
            self._last.popitem(last=False)
        return None

    def now(self, message_id: int, turn: str) -> str | None:
        """The code of where the message is, if that is another turn than this."""
        known = self._last.get(message_id)
        return None if known is None or known[0] == turn else known[1]

    def forget(self, message_id: int) -> None:
        """The message begins anew."""
        self._last.pop(message_id, None)
