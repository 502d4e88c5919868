"""Series of shifts: the rule, and what each of them is made from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.shift import Shift
from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of
from bot.storage.shifts import SHIFT_COLUMNS, shift_of


@dataclass(frozen=True, slots=True)
class ShiftSeries:
    """A series. `draft`: the fields of a shift as JSON has them."""

    number: int
    guild_id: int
    rule: str
    draft: Mapping[str, Any]


async def insert_series(
    tx: Transaction, *, guild_id: int, rule: str, draft: Mapping[str, Any]
) -> int:
    """Keep a new series; its number. The caller commits."""
    rows = await tx.execute(
        "INSERT INTO shift_series (guild_id, rule, draft) VALUES (:guild_id, :rule, :draft)"
        " RETURNING number",
        {"guild_id": guild_id, "rule": rule, "draft": json.dumps(draft, ensure_ascii=False)},
    )
    return rows[0]["number"]


async def update_series(
    tx: Transaction, number: int, *, rule: str, draft: Mapping[str, Any]
) -> None:
    """Change what the coming shifts of a series are made from. The caller commits."""
    await tx.execute(
        "UPDATE shift_series SET rule = :rule, draft = :draft WHERE number = :number",
        {"number": number, "rule": rule, "draft": json.dumps(draft, ensure_ascii=False)},
    )


async def delete_series(tx: Transaction, number: int) -> None:
    """No more shifts are written out; those that are stay. The caller commits."""
    await tx.execute("DELETE FROM shift_series WHERE number = :number", {"number": number})


async def get_series(db: Database | Transaction, number: int) -> ShiftSeries | None:
    """One series, None where it is gone."""
    rows = await rows_of(db, "SELECT * FROM shift_series WHERE number = :n", {"n": number})
    if not rows:
        return None
    row = rows[0]
    return ShiftSeries(row["number"], row["guild_id"], row["rule"], json.loads(row["draft"]))


async def list_of_series(
    db: Database | Transaction, series: int, *, from_start: datetime | None = None
) -> list[Shift]:
    """The shifts of a series that begin by the rule at that local time or later, in their order."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM shift s
        WHERE s.series = :series AND (:start IS NULL OR s.recurrence_id >= :start)
        ORDER BY s.recurrence_id
        """,  # noqa: S608
        {
            "series": series,
            "start": from_start.isoformat(timespec="minutes") if from_start else None,
        },
    )
    return [shift_of(row) for row in rows]
