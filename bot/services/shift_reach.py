"""How far a lead's deed reaches: the later shifts of a series, and who hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.shift import Shift, ShiftStatus
from bot.storage.database import Database, Transaction
from bot.storage.shift_people import count_people
from bot.storage.shift_series import get_series, list_of_series


@dataclass(frozen=True, slots=True)
class Reach:
    """`rule`: how it repeats (an RRULE), None where it does not (any more). `later`: how many later
    shifts of its series are to come. `people`: who has a place on it or waits; `people_later`: the
    same of it and all later ones, each once."""

    rule: str | None = None
    later: int = 0
    people: int = 0
    people_later: int = 0

    @property
    def in_series(self) -> bool:
        """Whether a deed can be for this one, or for all later ones too."""
        return self.rule is not None


async def later_of_series(
    db: Database | Transaction, shift: Shift, *, now: datetime
) -> list[Shift]:
    """The open shifts of its series that come after it."""
    if shift.series is None or shift.recurrence_id is None:
        return []
    found = await list_of_series(
        db, shift.series, from_start=datetime.fromisoformat(shift.recurrence_id)
    )
    return [
        each
        for each in found
        if each.number != shift.number and each.status is ShiftStatus.OPEN and each.starts_at > now
    ]


async def reach_of(db: Database | Transaction, shift: Shift, *, now: datetime) -> Reach:
    """How far a deed on that shift reaches."""
    series = await get_series(db, shift.series) if shift.series is not None else None
    later = await later_of_series(db, shift, now=now)
    people = await count_people(db, [shift.number])
    everybody = await count_people(db, [shift.number, *(each.number for each in later)])
    return Reach(series.rule if series else None, len(later), people, everybody)
