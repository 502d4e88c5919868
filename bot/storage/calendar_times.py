"""What stands in whose calendar: first only what tells whether it changed, then what did."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.event import Answer, Event, Occurrence
from bot.storage.database import Database
from bot.storage.event_lists import SELECT_FOUND, Found, found_of
from bot.storage.event_occurrences import OCCURRENCE_COLUMNS, occurrence_of
from bot.storage.events import EVENT_COLUMNS, event_of
from bot.storage.moments import seconds


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing in a calendar. As long as `key` is the same, so is what is written of it.

    `check` is the part of it that whoever then reads the whole compares: between two reads somebody
    may have written.
    """

    number: int
    key: tuple[object, ...]
    check: tuple[object, ...]


_MINE = """
SELECT o.number, e.version, e.message_id, o.starts_at, o.ends_at, o.status, o.place, o.address,
    r.answer, e.lead_id IS :user_id AS leads, e.parent, p.version AS parent_version
FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
JOIN event e ON e.number = o.event LEFT JOIN event p ON p.number = e.parent
WHERE r.user_id = :user_id AND r.answer IN ('going', 'maybe') AND e.guild_id = :guild_id
    AND o.ends_at > :since AND e.status <> 'draft'
    AND (e.status <> 'cancelled' OR e.changed_at > :since)
ORDER BY o.starts_at, o.number
"""
_PUBLIC = """
SELECT e.number, e.version, count(*) AS times, e.parent, p.version AS parent_version,
    CASE WHEN e.rule IS NOT NULL THEN :since END AS since
FROM event e JOIN event_occurrence o ON o.event = e.number
LEFT JOIN event p ON p.number = e.parent
WHERE e.guild_id = :guild_id AND e.public AND e.status <> 'draft'
    AND (e.status <> 'cancelled' OR e.changed_at > :since)
GROUP BY e.number HAVING max(o.ends_at) > :since
ORDER BY e.number
"""


async def list_marks_of(
    db: Database, *, guild_id: int, user_id: int, since: datetime
) -> list[Mark]:
    """The times in a server to which this person said going or maybe, that end after `since`; but
    not of an event that was called off before."""
    rows = await db.fetch_all(
        _MINE, {"guild_id": guild_id, "user_id": user_id, "since": seconds(since)}
    )
    return [
        Mark(
            row["number"],
            tuple(row),
            (row["version"], row["message_id"], row["answer"], row["parent_version"]),
        )
        for row in rows
    ]


async def list_public_marks(db: Database, *, guild_id: int, since: datetime) -> list[Mark]:
    """The events that a server shows to everybody, if any time of theirs ends after `since`."""
    rows = await db.fetch_all(_PUBLIC, {"guild_id": guild_id, "since": seconds(since)})
    return [
        Mark(row["number"], tuple(row), (row["version"], row["parent_version"])) for row in rows
    ]


async def list_found(
    db: Database, occurrences: Iterable[int], *, user_id: int
) -> Mapping[int, Found]:
    """These times, with their events and this person's answers."""
    rows = await db.fetch_all(
        f"{SELECT_FOUND} WHERE o.number IN (SELECT value FROM json_each(:numbers))",  # noqa: S608
        {"numbers": str(list(occurrences)), "user_id": user_id},
    )
    found = [found_of(row) for row in rows]
    return {each.occurrence.number: each for each in found}


async def list_events(db: Database, numbers: Iterable[int]) -> Mapping[int, Event]:
    """These events."""
    rows = await db.fetch_all(
        f"SELECT {EVENT_COLUMNS} FROM event e"  # noqa: S608 - our own names
        " WHERE e.number IN (SELECT value FROM json_each(:numbers))",
        {"numbers": str(list(numbers))},
    )
    events = [event_of(row) for row in rows]
    return {each.number: each for each in events}


async def list_times_of(db: Database, events: Iterable[int]) -> Mapping[int, list[Occurrence]]:
    """All times of these events, the cancelled too, in their order."""
    rows = await db.fetch_all(
        f"SELECT {OCCURRENCE_COLUMNS} FROM event_occurrence o"  # noqa: S608
        " WHERE o.event IN (SELECT value FROM json_each(:numbers)) ORDER BY o.starts_at, o.number",
        {"numbers": str(list(events))},
    )
    times: dict[int, list[Occurrence]] = {}
    for row in rows:
        times.setdefault(row["event"], []).append(occurrence_of(row))
    return times


async def list_answers(db: Database, *, event: int, user_id: int) -> Mapping[int, Answer]:
    """What this person answered to the times of an event and of its local events."""
    rows = await db.fetch_all(
        """
        SELECT r.occurrence, r.answer FROM rsvp r
        JOIN event_occurrence o ON o.number = r.occurrence JOIN event e ON e.number = o.event
        WHERE r.user_id = :user_id AND (e.number = :event OR e.parent = :event)
        """,
        {"event": event, "user_id": user_id},
    )
    return {row["occurrence"]: Answer(row["answer"]) for row in rows}
