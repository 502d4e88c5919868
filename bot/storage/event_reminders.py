"""Whom to remind of an event and when: as they chose for this one, else as they chose for all, else
as the event says. And whom else to write to about it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Transaction
from bot.storage.moments import moment_or_none, seconds, seconds_or_none
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Reminder:
    """When somebody wants to be reminded of one occurrence: so many minutes before, or at that
    moment, or (neither) not at all."""

    minutes: int | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ToTell:
    """Somebody to be told; `dm`: by a message to them, as they allowed it."""

    user_id: int
    dm: bool


async def put_reminder(tx: Transaction, occurrence: int, user_id: int, wish: Reminder) -> bool:
    """Keep when this person wants to be reminded; False where they never answered there."""
    rows = await tx.execute(
        """
        INSERT INTO rsvp_reminder (occurrence, user_id, minutes, at)
        SELECT occurrence, user_id, :minutes, :at FROM rsvp
        WHERE occurrence = :occurrence AND user_id = :user_id
        ON CONFLICT (occurrence, user_id) DO UPDATE SET minutes = excluded.minutes, at = excluded.at
        RETURNING user_id
        """,
        {
            "occurrence": occurrence,
            "user_id": user_id,
            "minutes": wish.minutes,
            "at": seconds_or_none(wish.at),
        },
    )
    return bool(rows)


async def delete_reminder(tx: Transaction, occurrence: int, user_id: int) -> None:
    """Go back to this person's own default, or the event's."""
    await tx.execute(
        "DELETE FROM rsvp_reminder WHERE occurrence = :occurrence AND user_id = :user_id",
        {"occurrence": occurrence, "user_id": user_id},
    )


async def get_reminder(
    db: Database | Transaction, occurrence: int, user_id: int
) -> Reminder | None:
    """What this person chose for this occurrence; None where nothing."""
    rows = await rows_of(
        db,
        "SELECT minutes, at FROM rsvp_reminder"
        " WHERE occurrence = :occurrence AND user_id = :user_id",
        {"occurrence": occurrence, "user_id": user_id},
    )
    return Reminder(rows[0]["minutes"], moment_or_none(rows[0]["at"])) if rows else None


_CHOSEN = """
    FROM rsvp r LEFT JOIN person p ON p.user_id = r.user_id
    LEFT JOIN rsvp_reminder w ON w.occurrence = r.occurrence AND w.user_id = r.user_id
    WHERE r.occurrence = :occurrence
"""


async def list_wishes(db: Database | Transaction, occurrence: int) -> list[Reminder]:
    """Every reminder that anybody wants who does not go by the event's: each once. Also of who
    waits or can't come now: should they come after all, nobody sets it then."""
    rows = await rows_of(
        db,
        f"""
        SELECT DISTINCT CASE WHEN w.user_id IS NULL THEN p.remind_minutes ELSE w.minutes END
            AS minutes, w.at AS at {_CHOSEN}
        AND (w.user_id IS NOT NULL OR p.remind_minutes IS NOT NULL)
        """,
        {"occurrence": occurrence},
    )
    wishes = [Reminder(row["minutes"], moment_or_none(row["at"])) for row in rows]
    return [wish for wish in wishes if wish.minutes or wish.at]


async def list_to_remind(
    db: Database | Transaction, occurrence: int, wish: Reminder, *, default: bool
) -> list[ToTell]:
    """Whom to remind then; `default`: also those who go by the event's reminders."""
    rows = await rows_of(
        db,
        f"""
        SELECT r.user_id, coalesce(p.dm, 0) AS dm {_CHOSEN} AND r.answer IN ('going', 'maybe')
        AND CASE WHEN w.user_id IS NOT NULL THEN w.minutes IS :minutes AND w.at IS :at
                 WHEN p.remind_minutes IS NOT NULL THEN p.remind_minutes IS :minutes
                 ELSE :default END
        ORDER BY r.user_id
        """,
        {
            "occurrence": occurrence,
            "minutes": wish.minutes,
            "at": seconds_or_none(wish.at),
            "default": default,
        },
    )
    return [ToTell(row["user_id"], bool(row["dm"])) for row in rows]


async def list_concerned(db: Database | Transaction, occurrence: int) -> list[ToTell]:
    """Everybody who must hear of a change: all who answered anything but no."""
    rows = await rows_of(
        db,
        """
        SELECT r.user_id, coalesce(p.dm, 0) AS dm
        FROM rsvp r LEFT JOIN person p ON p.user_id = r.user_id
        WHERE r.occurrence = :occurrence AND r.answer <> 'declined' ORDER BY r.user_id
        """,
        {"occurrence": occurrence},
    )
    return [ToTell(row["user_id"], bool(row["dm"])) for row in rows]


async def list_to_thank(db: Database | Transaction, occurrence: int) -> list[int]:
    """Who came (where nobody marked it: who said so) and allows messages."""
    rows = await rows_of(
        db,
        """
        SELECT r.user_id FROM rsvp r JOIN person p ON p.user_id = r.user_id AND p.dm
        WHERE r.occurrence = :occurrence AND coalesce(r.came, r.answer = 'going')
        ORDER BY r.user_id
        """,
        {"occurrence": occurrence},
    )
    return [row["user_id"] for row in rows]


async def list_future_going(
    db: Database | Transaction, user_id: int, *, now: datetime
) -> Sequence[int]:
    """The occurrences still to begin to which this person comes, or may come."""
    rows = await rows_of(
        db,
        """
        SELECT o.number FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        WHERE r.user_id = :user_id AND r.answer IN ('going', 'maybe') AND o.starts_at > :now
        """,
        {"user_id": user_id, "now": seconds(now)},
    )
    return [row["number"] for row in rows]
