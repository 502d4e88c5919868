"""Shifts that belong to an event: where it does not take place, nobody is to come for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.domain.shift import ShiftStatus
from bot.services.shift_writing import write_off
from bot.storage.database import Transaction
from bot.storage.shifts import list_shifts_of_occurrences


async def call_off_shifts(
    tx: Transaction, occurrences: Sequence[int], *, by: int | None, now: datetime
) -> int:
    """Call the shifts off that belong to these times of an event and have not begun; everybody on
    them is told. How many. The caller commits."""
    found = [
        each
        for each in await list_shifts_of_occurrences(tx, occurrences)
        if each.status is ShiftStatus.OPEN and each.starts_at > now
    ]
    for each in found:
        await write_off(tx, each, by=by, now=now)
    return len(found)
