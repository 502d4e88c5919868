"""Events by their titles, for the menus in which organizers choose one: also drafts, and what was
put off and whose old date is past.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.event import Kind, Status
from bot.storage.database import Database
from bot.storage.moments import moment, seconds


@dataclass(frozen=True, slots=True)
class EventTitle:
    """An event in a menu. `starts_at`: its next time, or its last where none comes."""

    number: int
    title: str
    kind: Kind
    status: Status
    parent: int | None
    starts_at: datetime
    zone: str


async def list_event_titles(
    db: Database, *, guild_id: int, now: datetime, limit: int
) -> list[EventTitle]:
    """What can still be changed in a server, the soonest first."""
    rows = await db.fetch_all(
        """
        SELECT * FROM (
            SELECT e.number, e.title, e.kind, e.status, e.parent, e.zone, coalesce(
                (SELECT min(o.starts_at) FROM event_occurrence o
                 WHERE o.event = e.number AND o.ends_at > :now AND o.status = 'on'),
                (SELECT max(o.starts_at) FROM event_occurrence o WHERE o.event = e.number)
            ) AS starts_at
            FROM event e
            WHERE e.guild_id = :guild_id AND (
                e.status IN ('draft', 'postponed') OR (e.status = 'published' AND EXISTS (
                    SELECT 1 FROM event_occurrence o WHERE o.event = e.number AND o.ends_at > :now
                ))
            )
        ) WHERE starts_at IS NOT NULL ORDER BY starts_at, number LIMIT :limit
        """,
        {"guild_id": guild_id, "now": seconds(now), "limit": limit},
    )
    return [
        EventTitle(
            row["number"],
            row["title"],
            Kind(row["kind"]),
            Status(row["status"]),
            row["parent"],
            moment(row["starts_at"]),
            row["zone"],
        )
        for row in rows
    ]
