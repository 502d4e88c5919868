"""What a typed time was understood as, so that it can be shown back before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.errors import BadInput
from bot.domain.local_time import RepeatedTime, resolve


class Assumed(StrEnum):
    """What was not written and had to be taken for granted."""

    DAY = "day"  # none was written: the next such time
    MONTH = "month"  # only "the 28th": the next such day
    YEAR = "year"  # the next such day
    HALF = "half"  # am or pm, from the rest of what was written
    ORDER = "order"  # 3/4: month or day first, by the language
    ZONE = "zone"  # another zone was written, and turned into the server's


@dataclass(frozen=True, slots=True)
class When:
    """A time that was typed. `start` and `end` are what the clocks of `zone` show (naive).

    `end` where one was written (`6-8pm`), `lasting` where a length was (`for 2 hours`); never both.
    `settled`: the clocks show one of them twice, and "EST" or an offset said which: their `fold`.
    """

    start: datetime
    zone: str
    end: datetime | None = None
    lasting: timedelta | None = None
    assumed: frozenset[Assumed] = frozenset()
    settled: bool = False

    @property
    def shown_end(self) -> datetime | None:
        """The end by the clock, however it was written."""
        return self.start + self.lasting if self.lasting is not None else self.end

    def moments(self) -> tuple[datetime, datetime | None]:
        """Start and end (UTC).

        Raises:
            UnclearTime: the clocks skip one of them, or show it twice and nobody said which.
        """
        start = self.moment(self.start)
        if self.lasting is not None:
            return start, start + self.lasting
        return start, None if self.end is None else self.moment(self.end)

    def moment(self, local: datetime) -> datetime:
        """The moment of its start or end alone (UTC); raises as `moments` does."""
        try:
            return resolve(local, self.zone)
        except RepeatedTime as twice:
            if not self.settled:
                raise
            return twice.choices[local.fold].moment


class UnclearWhen(BadInput):
    """It could be several times. `choices` has all of them, the earliest first."""

    def __init__(self, choices: tuple[When, ...], said: str) -> None:
        super().__init__("when.could_be", choices=said)
        self.choices = choices
