"""When events take place: a row for each time, written out ahead."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.event import Occurrence
from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of

OCCURRENCE_COLUMNS = (
    "o.number, o.event, o.recurrence_id, o.starts_at, o.ends_at, o.status = 'cancelled' AS"
    " cancelled, o.moved, o.capacity, o.place, o.address, o.change, o.came, o.scheduled_id"
)


def occurrence_of(row: Row, prefix: str = "") -> Occurrence:
    """The occurrence of a row that has `OCCURRENCE_COLUMNS` (their names after a prefix)."""
    return Occurrence(
        number=row[f"{prefix}number"],
        event=row[f"{prefix}event"],
        recurrence_id=row[f"{prefix}recurrence_id"],
        starts_at=moment(row[f"{prefix}starts_at"]),
        ends_at=moment(row[f"{prefix}ends_at"]),
        cancelled=bool(row[f"{prefix}cancelled"]),
        moved=bool(row[f"{prefix}moved"]),
        capacity=row[f"{prefix}capacity"],
        place=row[f"{prefix}place"],
        address=row[f"{prefix}address"],
        change=row[f"{prefix}change"],
        came=row[f"{prefix}came"],
        scheduled_id=row[f"{prefix}scheduled_id"],
    )


@dataclass(frozen=True, slots=True)
class NewOccurrence:
    """One that is to be written."""

    recurrence_id: str
    starts_at: datetime
    ends_at: datetime


async def insert_occurrences(
    tx: Transaction, event: int, wanted: Iterable[NewOccurrence], *, capacity: int | None
) -> None:
    """Write those that are not there yet. The caller commits."""
    await tx.execute_many(
        """
        INSERT INTO event_occurrence (event, recurrence_id, starts_at, ends_at, capacity)
        VALUES (:event, :recurrence_id, :starts_at, :ends_at, :capacity)
        ON CONFLICT (event, recurrence_id) DO NOTHING
        """,
        (
            {
                "event": event,
                "recurrence_id": each.recurrence_id,
                "starts_at": seconds(each.starts_at),
                "ends_at": seconds(each.ends_at),
                "capacity": capacity,
            }
            for each in wanted
        ),
    )


async def update_occurrences(tx: Transaction, occurrences: Sequence[Occurrence]) -> None:
    """Write these over those of their numbers. The caller has read them in the same transaction,
    and commits."""
    await tx.execute_many(
        """
        UPDATE event_occurrence SET recurrence_id = :recurrence_id, starts_at = :starts_at,
            ends_at = :ends_at, status = :status, moved = :moved, capacity = :capacity,
            place = :place, address = :address, change = :change, came = :came
        WHERE number = :number
        """,
        [
            {
                "number": each.number,
                "recurrence_id": each.recurrence_id,
                "starts_at": seconds(each.starts_at),
                "ends_at": seconds(each.ends_at),
                "status": "cancelled" if each.cancelled else "on",
                "moved": int(each.moved),
                "capacity": each.capacity,
                "place": each.place,
                "address": each.address,
                "change": each.change,
                "came": each.came,
            }
            for each in occurrences
        ],
    )


async def delete_occurrences(tx: Transaction, numbers: Iterable[int]) -> None:
    """Delete these with what belongs to them. The caller commits."""
    await tx.execute_many(
        "DELETE FROM event_occurrence WHERE number = :number", [{"number": n} for n in numbers]
    )


async def get_occurrence(db: Database | Transaction, number: int) -> Occurrence | None:
    """One, None where there is no such one."""
    rows = await rows_of(
        db,
        f"SELECT {OCCURRENCE_COLUMNS} FROM event_occurrence o WHERE o.number = :number",  # noqa: S608
        {"number": number},
    )
    return occurrence_of(rows[0]) if rows else None


async def list_occurrences(
    db: Database | Transaction, event: int, *, ends_after: datetime | None = None
) -> list[Occurrence]:
    """Those of an event (that end after a moment), the cancelled too, in their order."""
    rows = await rows_of(
        db,
        f"""
        SELECT {OCCURRENCE_COLUMNS} FROM event_occurrence o
        WHERE o.event = :event AND o.ends_at > :after ORDER BY o.starts_at, o.number
        """,  # noqa: S608
        {"event": event, "after": seconds(ends_after) if ends_after else -1},
    )
    return [occurrence_of(row) for row in rows]


async def list_answered(db: Database | Transaction, event: int) -> set[int]:
    """The occurrences of an event for which anybody has said anything."""
    rows = await rows_of(
        db,
        """
        SELECT o.number FROM event_occurrence o
        WHERE o.event = :event AND EXISTS (SELECT 1 FROM rsvp r WHERE r.occurrence = o.number)
        """,
        {"event": event},
    )
    return {row["number"] for row in rows}


async def set_scheduled_id(tx: Transaction, number: int, scheduled_id: int | None) -> None:
    """Remember its Discord scheduled event. It is no edit."""
    await tx.execute(
        "UPDATE event_occurrence SET scheduled_id = :scheduled_id WHERE number = :number",
        {"number": number, "scheduled_id": scheduled_id},
    )
