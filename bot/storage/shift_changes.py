"""What leads did to shifts: so that the second of two sees what the first changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.storage.database import Database, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of


class ShiftDeed(StrEnum):
    """What was done. The values are stored: never rename them."""

    MADE = "made"
    EDITED = "edited"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ShiftChange:
    """One deed. `version`: what the shift became by it; `before`: the fields that changed, as they
    were; `by` is None once forgotten."""

    version: int
    deed: ShiftDeed
    at: datetime
    by: int | None
    before: Mapping[str, Any]


async def insert_shift_change(
    tx: Transaction,
    *,
    shift: int,
    version: int,
    deed: ShiftDeed,
    at: datetime,
    by: int | None,
    before: Mapping[str, Any],
) -> None:
    """Keep what was done. The caller commits."""
    await tx.execute(
        """
        INSERT INTO shift_change (shift, version, deed, changed_at, changed_by, before)
        VALUES (:shift, :version, :deed, :at, :by, :before)
        """,
        {
            "shift": shift,
            "version": version,
            "deed": deed.value,
            "at": seconds(at),
            "by": by,
            "before": json.dumps(before, ensure_ascii=False),
        },
    )


async def list_shift_changes(
    db: Database | Transaction, shift: int, *, after_version: int = 0
) -> list[ShiftChange]:
    """What was done since that version, the newest first."""
    rows = await rows_of(
        db,
        """
        SELECT * FROM shift_change WHERE shift = :shift AND version > :after
        ORDER BY number DESC
        """,
        {"shift": shift, "after": after_version},
    )
    return [
        ShiftChange(
            row["version"],
            ShiftDeed(row["deed"]),
            moment(row["changed_at"]),
            row["changed_by"],
            json.loads(row["before"]),
        )
        for row in rows
    ]


async def forget_old_shifts(
    tx: Transaction, *, signups_before: datetime, names_before: datetime, shifts_before: datetime
) -> None:
    """Delete who signed up for what ended before that, who changed what, and whole shifts. The
    caller commits."""
    params = {
        "signups": seconds(signups_before),
        "names": seconds(names_before),
        "shifts": seconds(shifts_before),
    }
    for statement in (
        "DELETE FROM signup WHERE shift IN (SELECT number FROM shift WHERE ends_at < :signups)",
        "UPDATE shift SET lead_id = NULL, made_by = NULL WHERE ends_at < :names"
        " AND (lead_id IS NOT NULL OR made_by IS NOT NULL)",
        "UPDATE shift_change SET changed_by = NULL WHERE changed_at < :names"
        " AND changed_by IS NOT NULL",
        "DELETE FROM shift WHERE ends_at < :shifts",
    ):
        await tx.execute(statement, params)
