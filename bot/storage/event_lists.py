"""Events as people look for them: with the time they take place, how many come, and one's own
answer, in one statement each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.event import Event, Kind, Occurrence
from bot.storage.database import Database, Row, Transaction
from bot.storage.event_occurrences import OCCURRENCE_COLUMNS, occurrence_of
from bot.storage.events import EVENT_COLUMNS, event_of
from bot.storage.moments import seconds
from bot.storage.reading import rows_of
from bot.storage.rsvps import Rsvp, rsvp_of

_PREFIXED = ", ".join(
    f"{part} AS o_{part.split('.')[-1].split()[-1]}" if " AS " not in part else
    part.replace(" AS ", " AS o_")
    for part in OCCURRENCE_COLUMNS.split(", ")
)  # fmt: skip
_MINE = (
    "m.occurrence AS m_occurrence, m.user_id AS m_user_id, m.answer AS m_answer, m.line AS m_line,"
    " m.missed AS m_missed, m.offered_until AS m_offered_until, m.heard AS m_heard,"
    " m.came AS m_came, m.team AS m_team, m.slot AS m_slot"
)
SELECT_FOUND = f"""
SELECT {EVENT_COLUMNS}, {_PREFIXED}, {_MINE}
FROM event_occurrence o JOIN event e ON e.number = o.event
LEFT JOIN rsvp m ON m.occurrence = o.number AND m.user_id = :user_id
"""  # noqa: S608 - our own text


class _Prefixed:
    """A row as if its columns had no prefix."""

    def __init__(self, row: Row, prefix: str) -> None:
        self._row = row
        self._prefix = prefix

    def __getitem__(self, key: str) -> object:
        return self._row[self._prefix + key]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many answered what for one occurrence. `unheard`: of those concerned, how many have not
    seen the last change."""

    going: int = 0
    maybe: int = 0
    declined: int = 0
    waiting: int = 0
    offered: int = 0
    unheard: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """An event, one time that it takes place, and what the person who asks answered."""

    event: Event
    occurrence: Occurrence
    mine: Rsvp | None


def found_of(row: Row) -> Found:
    mine = rsvp_of(_Prefixed(row, "m_")) if row["m_answer"] is not None else None  # pyright: ignore[reportArgumentType]
    return Found(event_of(row), occurrence_of(row, "o_"), mine)


async def list_upcoming(
    db: Database,
    *,
    guild_id: int,
    user_id: int,
    now: datetime,
    until: datetime | None = None,
    kinds: Sequence[Kind] = (),
    drafts: bool = False,
    public_only: bool = False,
    limit: int,
    offset: int = 0,
) -> list[Found]:
    """What is not over in a server, the soonest first; the cancelled too, so that people see it."""
    rows = await db.fetch_all(
        f"""
        {SELECT_FOUND}
        WHERE e.guild_id = :guild_id AND o.ends_at > :now
            AND (:until IS NULL OR o.starts_at < :until)
            AND (:drafts OR e.status <> 'draft') AND (NOT :public_only OR e.public)
            AND (:kinds = '' OR instr(:kinds, ' ' || e.kind || ' '))
        ORDER BY o.starts_at, o.number LIMIT :limit OFFSET :offset
        """,
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "now": seconds(now),
            "until": seconds(until) if until else None,
            "drafts": drafts,
            "public_only": public_only,
            "kinds": f" {' '.join(kinds)} " if kinds else "",
            "limit": limit,
            "offset": offset,
        },
    )
    return [found_of(row) for row in rows]


async def list_mine(
    db: Database, *, guild_id: int | None, user_id: int, now: datetime, limit: int
) -> list[Found]:
    """What this person answered yes or maybe to, waits for, or leads, and is not over; of one
    server or (None) of all."""
    rows = await db.fetch_all(
        f"""
        {SELECT_FOUND}
        WHERE o.ends_at > :now AND (:guild_id IS NULL OR e.guild_id = :guild_id)
            AND (m.answer IN ('going', 'maybe', 'waiting', 'offered')
                 OR (e.lead_id = :user_id AND e.status <> 'draft'))
            AND o.number IN (
                SELECT occurrence FROM rsvp WHERE user_id = :user_id
                UNION SELECT l.number FROM event_occurrence l JOIN event le ON le.number = l.event
                WHERE le.lead_id = :user_id)
        ORDER BY o.starts_at, o.number LIMIT :limit
        """,  # noqa: S608
        {"guild_id": guild_id, "user_id": user_id, "now": seconds(now), "limit": limit},
    )
    return [found_of(row) for row in rows]


async def list_times(
    db: Database | Transaction, event: int, *, user_id: int, ends_after: datetime, limit: int
) -> list[Found]:
    """The coming times of one event with this person's answers; where none comes, the last one."""
    rows = await rows_of(
        db,
        f"""
        {SELECT_FOUND}
        WHERE e.number = :event AND (o.ends_at > :after OR o.number = (
            SELECT l.number FROM event_occurrence l WHERE l.event = :event AND NOT EXISTS (
                SELECT 1 FROM event_occurrence c WHERE c.event = :event AND c.ends_at > :after)
            ORDER BY l.starts_at DESC LIMIT 1))
        ORDER BY o.starts_at, o.number LIMIT :limit
        """,  # noqa: S608
        {"event": event, "user_id": user_id, "after": seconds(ends_after), "limit": limit},
    )
    return [found_of(row) for row in rows]


async def get_found(
    db: Database | Transaction, occurrence: int, *, guild_id: int | None, user_id: int
) -> Found | None:
    """One time that an event of that server (None: of any) takes place."""
    rows = await rows_of(
        db,
        f"""
        {SELECT_FOUND}
        WHERE o.number = :occurrence AND (:guild_id IS NULL OR e.guild_id = :guild_id)
        """,
        {"occurrence": occurrence, "guild_id": guild_id, "user_id": user_id},
    )
    return found_of(rows[0]) if rows else None


async def count_answers(
    db: Database | Transaction, occurrences: Sequence[int]
) -> Mapping[int, Counts]:
    """How many answered what, for each of these; none where nobody answered."""
    if not occurrences:
        return {}
    rows = await rows_of(
        db,
        """
        SELECT r.occurrence, sum(r.answer = 'going') AS going, sum(r.answer = 'maybe') AS maybe,
            sum(r.answer = 'declined') AS declined, sum(r.answer = 'waiting') AS waiting,
            sum(r.answer = 'offered') AS offered,
            sum(r.answer <> 'declined' AND r.heard < o.change) AS unheard
        FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        WHERE r.occurrence IN (SELECT value FROM json_each(:numbers)) GROUP BY r.occurrence
        """,
        {"numbers": str(list(occurrences))},
    )
    return {
        row["occurrence"]: Counts(
            row["going"], row["maybe"], row["declined"], row["waiting"], row["offered"],
            row["unheard"],
        )
        for row in rows
    }  # fmt: skip


async def count_whole(db: Database | Transaction, event: int, *, now: datetime) -> Counts:
    """How many answered what for an event and its local events together, in all that is not over:
    what a day of action shows. Everybody counts once, by the answer that brings them nearest."""
    rows = await rows_of(
        db,
        """
        SELECT coalesce(sum(near = 5), 0) AS going, coalesce(sum(near = 2), 0) AS maybe,
            coalesce(sum(near = 1), 0) AS declined, coalesce(sum(near = 3), 0) AS waiting,
            coalesce(sum(near = 4), 0) AS offered, coalesce(sum(unheard), 0) AS unheard
        FROM (
            SELECT max(CASE r.answer WHEN 'going' THEN 5 WHEN 'offered' THEN 4
                    WHEN 'waiting' THEN 3 WHEN 'maybe' THEN 2 ELSE 1 END) AS near,
                max(r.answer <> 'declined' AND r.heard < o.change) AS unheard
            FROM event e JOIN event_occurrence o ON o.event = e.number AND o.status = 'on'
            JOIN rsvp r ON r.occurrence = o.number
            WHERE (e.number = :event OR e.parent = :event) AND e.status <> 'draft'
                AND o.ends_at > :now
            GROUP BY r.user_id
        )
        """,
        {"event": event, "now": seconds(now)},
    )
    row = rows[0]
    return Counts(
        row["going"], row["maybe"], row["declined"], row["waiting"], row["offered"], row["unheard"]
    )


async def list_unheard(
    db: Database | Transaction, occurrence: int, *, part: int, parts: int, dm: bool | None = None
) -> list[int]:
    """Who answered and has not seen the last change: of `parts` equal parts, one. `dm`: only those
    to whom the bot may (may not) write."""
    rows = await rows_of(
        db,
        """
        SELECT r.user_id FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        LEFT JOIN person p ON p.user_id = r.user_id
        WHERE r.occurrence = :occurrence AND r.answer <> 'declined' AND r.heard < o.change
            AND (r.user_id >> 22) % :parts = :part
            AND (:dm IS NULL OR coalesce(p.dm, 0) = :dm)
        ORDER BY r.user_id
        """,
        {"occurrence": occurrence, "part": part, "parts": parts, "dm": dm},
    )
    return [row["user_id"] for row in rows]
