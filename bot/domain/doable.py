"""What somebody can do now, and in which order it is offered: what is soon over first, then what
takes least time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: What is over so soon comes first, however long it takes.
URGENT_WITHIN = timedelta(days=3)
#: The longest that anybody says they have.
MOST_MINUTES = 24 * 60


class Doing(StrEnum):
    """What kind of thing it is. A new kind needs a source (`cogs/act/gather.py`), its minutes here,
    and its words in the catalogs."""

    CALL = "call"
    WRITE = "write"
    SHARE = "share"
    EVENT = "event"
    SHIFT = "shift"


#: How long each takes, in minutes. Of an event: to say whether one comes; of a shift: to look at it
#: and claim a place.
MINUTES = {Doing.CALL: 5, Doing.WRITE: 10, Doing.SHARE: 2, Doing.EVENT: 1, Doing.SHIFT: 2}


@dataclass(frozen=True, slots=True)
class Doable:
    """One thing to do. `numbers` are those of its campaigns, the occurrence's of an event, or the
    shift's; one round of calls or letters serves several campaigns. `due`: until when it can be
    done, or when the event or shift begins; None: nobody knows."""

    doing: Doing
    numbers: tuple[int, ...]
    titles: tuple[str, ...]
    due: datetime | None = None
    place: str = ""

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return MINUTES[self.doing]

    def urgent(self, now: datetime) -> bool:
        """Whether it is soon too late."""
        return self.due is not None and self.due - now <= URGENT_WITHIN


def in_order(found: Iterable[Doable], *, now: datetime, minutes: int | None = None) -> list[Doable]:
    """What fits the time that somebody has and is not over, in the order to offer it."""
    fits = [
        each
        for each in found
        if (minutes is None or each.minutes <= minutes) and (each.due is None or each.due > now)
    ]
    never = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(
        fits, key=lambda each: (not each.urgent(now), each.minutes, each.due or never, each.numbers)
    )
