"""What one person's screen needs to know beside an event: how far up in the line they stand."""

from __future__ import annotations

from bot.storage.database import Database


async def get_position(db: Database, occurrence: int, user_id: int) -> int | None:
    """How many stand in line up to this person, themselves included; None: they don't wait."""
    row = await db.fetch_one(
        """
        SELECT count(*) AS n FROM rsvp m JOIN rsvp w
            ON w.occurrence = m.occurrence AND w.answer = 'waiting' AND w.line <= m.line
        WHERE m.occurrence = :occurrence AND m.user_id = :user_id AND m.answer = 'waiting'
        """,
        {"occurrence": occurrence, "user_id": user_id},
    )
    return (row["n"] if row else 0) or None


async def count_kept(db: Database, user_id: int) -> tuple[int, int, int, int, int, int]:
    """How many answers to events, and how many trainings, are kept of this person; in how many
    events their id stands as who made, leads or changed them, or leads a team; how many calendars
    of their own they have; how many shifts, times on call and requests they took; and how many
    shifts or requests their id stands in because they run them."""
    row = await db.fetch_one(
        """
        SELECT (SELECT count(*) FROM rsvp WHERE user_id = :user_id) AS answers,
            (SELECT count(*) FROM training_record WHERE user_id = :user_id) AS trainings,
            (
                SELECT count(*) FROM (
                    SELECT number FROM event WHERE made_by = :user_id OR lead_id = :user_id
                    UNION SELECT event FROM event_change WHERE changed_by = :user_id
                    UNION SELECT o.event FROM event_team AS m
                        JOIN event_occurrence AS o ON o.number = m.occurrence
                        WHERE m.leader_id = :user_id
                )
            ) AS organized,
            (SELECT count(*) FROM calendar_feed WHERE user_id = :user_id) AS calendars,
            (SELECT count(*) FROM signup WHERE user_id = :user_id)
                + (SELECT count(*) FROM oncall WHERE user_id = :user_id)
                + (SELECT count(*) FROM help_request WHERE taken_by = :user_id) AS shifts,
            (
                SELECT count(*) FROM (
                    SELECT number FROM shift WHERE made_by = :user_id OR lead_id = :user_id
                    UNION SELECT shift FROM shift_change WHERE changed_by = :user_id
                )
            ) + (SELECT count(*) FROM help_request WHERE made_by = :user_id) AS running
        """,
        {"user_id": user_id},
    )
    if row is None:
        return 0, 0, 0, 0, 0, 0
    return (
        row["answers"],
        row["trainings"],
        row["organized"],
        row["calendars"],
        row["shifts"],
        row["running"],
    )
