"""What organizers did to events: when, who, and what stood there before."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.storage.database import Database, Row, Transaction
from bot.storage.erase import erase
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of


class EventDeed(StrEnum):
    """What was done. The values are stored: never rename them."""

    MADE = "made"
    PUBLISHED = "published"
    EDITED = "edited"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    ONE_MOVED = "one_moved"
    ONE_CANCELLED = "one_cancelled"


@dataclass(frozen=True, slots=True)
class EventChange:
    """One deed; `version` is what came of it, `before` the fields that changed, as they were (as
    JSON has them). `changed_by` is a Discord user id, None once it is forgotten."""

    version: int
    deed: EventDeed
    changed_at: datetime
    changed_by: int | None
    before: Mapping[str, Any]


def _change(row: Row) -> EventChange:
    return EventChange(
        version=row["version"],
        deed=EventDeed(row["deed"]),
        changed_at=moment(row["changed_at"]),
        changed_by=row["changed_by"],
        before=json.loads(row["before"] or "{}"),
    )


async def insert_event_change(
    tx: Transaction,
    *,
    event: int,
    version: int,
    deed: EventDeed,
    at: datetime,
    by: int | None,
    before: Mapping[str, Any],
) -> None:
    """Keep a deed. The caller commits."""
    await tx.execute(
        """
        INSERT INTO event_change (event, version, deed, changed_at, changed_by, before)
        VALUES (:event, :version, :deed, :at, :by, :before)
        """,
        {
            "event": event,
            "version": version,
            "deed": deed.value,
            "at": seconds(at),
            "by": by,
            "before": json.dumps(dict(before), ensure_ascii=False) if before else None,
        },
    )


async def list_event_changes(
    db: Database | Transaction, event: int, *, after_version: int = 0, limit: int = 50
) -> list[EventChange]:
    """What was done to an event since a version, the newest first."""
    rows = await rows_of(
        db,
        """
        SELECT version, deed, changed_at, changed_by, before FROM event_change
        WHERE event = :event AND version > :after ORDER BY number DESC LIMIT :limit
        """,
        {"event": event, "after": after_version, "limit": limit},
    )
    return [_change(row) for row in rows]


async def forget_old_events(
    db: Database, *, names_before: datetime, changes_before: datetime, answers_before: datetime
) -> None:
    """Forget who came to what has been over for long, then who made and changed it, then what."""
    params = {
        "names": seconds(names_before),
        "changes": seconds(changes_before),
        "answers": seconds(answers_before),
    }
    over = "SELECT number FROM event_occurrence WHERE ends_at < :answers"
    running = "SELECT event FROM event_occurrence WHERE ends_at >= :names"
    gone = 0
    for statement in (
        f"DELETE FROM rsvp WHERE occurrence IN ({over}) RETURNING 1",  # noqa: S608 - our own text
        f"""UPDATE event_team SET leader_id = NULL
            WHERE leader_id IS NOT NULL AND occurrence IN ({over}) RETURNING 1""",  # noqa: S608
        """DELETE FROM event_question_vote WHERE question IN (
            SELECT q.number FROM event_question q WHERE q.event NOT IN (
                SELECT event FROM event_occurrence WHERE ends_at >= :answers)) RETURNING 1""",
        """UPDATE event SET made_by = NULL
           WHERE made_by IS NOT NULL AND changed_at < :names RETURNING 1""",
        f"""UPDATE event SET lead_id = NULL WHERE lead_id IS NOT NULL AND changed_at < :names
            AND number NOT IN ({running}) RETURNING 1""",  # noqa: S608
        """UPDATE event_change SET changed_by = NULL
           WHERE changed_by IS NOT NULL AND changed_at < :names RETURNING 1""",
        "DELETE FROM event_change WHERE changed_at < :changes RETURNING 1",
    ):
        gone += len(await db.write(statement, params))
    if gone:
        await erase(db)
