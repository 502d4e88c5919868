"""Who came, what they are trained in since, and how it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.storage.database import Database, Transaction
from bot.storage.moments import seconds
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class TrainingRecord:
    """That somebody took part in a training; `expires_on` None: it holds for ever."""

    user_id: int
    training: str
    title: str
    confirmed_on: date
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Feedback:
    """How an event was: how many gave each mark from 1 to 5, and what was written."""

    marks: tuple[int, int, int, int, int]
    words: tuple[str, ...]


async def set_came_count(db: Database, occurrence: int, count: int | None) -> None:
    """Keep how many came, as the lead counted."""
    await db.write(
        "UPDATE event_occurrence SET came = :count WHERE number = :occurrence",
        {"occurrence": occurrence, "count": count},
    )


async def set_came(tx: Transaction, occurrence: int, user_ids: Sequence[int], came: bool) -> int:
    """Mark of these who answered that they came, or did not; how many are marked."""
    rows = await tx.execute(
        """
        UPDATE rsvp SET came = :came
        WHERE occurrence = :occurrence AND user_id IN (SELECT value FROM json_each(:ids))
        RETURNING user_id
        """,
        {"occurrence": occurrence, "ids": str(list(user_ids)), "came": int(came)},
    )
    return len(rows)


async def put_training_records(
    tx: Transaction,
    occurrence: int,
    *,
    guild_id: int,
    training: str,
    title: str,
    on: date,
    expires_on: date | None,
) -> list[int]:
    """Note that those who are marked as having come took part in the training; who."""
    rows = await tx.execute(
        """
        INSERT INTO training_record (guild_id, user_id, training, title, confirmed_on, expires_on)
        SELECT :guild_id, user_id, :training, :title, :confirmed_on, :expires_on
        FROM rsvp WHERE occurrence = :occurrence AND came = 1
        ON CONFLICT (guild_id, user_id, training) DO UPDATE SET title = excluded.title,
            confirmed_on = excluded.confirmed_on, expires_on = excluded.expires_on
        WHERE excluded.confirmed_on >= confirmed_on
        RETURNING user_id
        """,
        {
            "occurrence": occurrence,
            "guild_id": guild_id,
            "training": training,
            "title": title,
            "confirmed_on": on.isoformat(),
            "expires_on": expires_on.isoformat() if expires_on else None,
        },
    )
    return [row["user_id"] for row in rows]


async def list_training_titles(db: Database, guild_id: int) -> list[str]:
    """The names of all trainings that somebody of this server has."""
    rows = await db.fetch_all(
        "SELECT DISTINCT title FROM training_record WHERE guild_id = :guild_id",
        {"guild_id": guild_id},
    )
    return [row["title"] for row in rows]


async def delete_training_record(
    db: Database, *, guild_id: int, user_id: int, training: str
) -> bool:
    """Take a record back; False where there was none."""
    rows = await db.write(
        """
        DELETE FROM training_record
        WHERE guild_id = :guild_id AND user_id = :user_id AND training = :training
        RETURNING user_id
        """,
        {"guild_id": guild_id, "user_id": user_id, "training": training},
    )
    return bool(rows)


async def list_training_records(
    db: Database | Transaction, *, guild_id: int, user_id: int, on: date
) -> list[TrainingRecord]:
    """What this person is trained in, in that server, on that day."""
    rows = await rows_of(
        db,
        """
        SELECT user_id, training, title, confirmed_on, expires_on FROM training_record
        WHERE guild_id = :guild_id AND user_id = :user_id
            AND (expires_on IS NULL OR expires_on > :day) ORDER BY title
        """,
        {"guild_id": guild_id, "user_id": user_id, "day": on.isoformat()},
    )
    return [
        TrainingRecord(
            row["user_id"],
            row["training"],
            row["title"],
            date.fromisoformat(row["confirmed_on"]),
            date.fromisoformat(row["expires_on"]) if row["expires_on"] else None,
        )
        for row in rows
    ]


async def insert_feedback(
    db: Database,
    occurrence: int,
    *,
    user_id: int,
    mark: int | None,
    words: str,
    now: datetime,
) -> bool:
    """Keep how it was, without who says so. Only of one who said that they come or was there, only
    once it is over, and no more of them than there are such people: else False."""
    rows = await db.write(
        """
        INSERT INTO event_feedback (occurrence, mark, words)
        SELECT r.occurrence, :mark, :words
        FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        WHERE r.occurrence = :occurrence AND r.user_id = :user_id AND o.ends_at <= :now
            AND coalesce(r.came, r.answer = 'going')
            AND (SELECT count(*) FROM event_feedback f WHERE f.occurrence = :occurrence
                 AND (f.mark IS NULL) = (:mark IS NULL))
                < (SELECT count(*) FROM rsvp a WHERE a.occurrence = :occurrence)
        RETURNING number
        """,
        {
            "occurrence": occurrence,
            "user_id": user_id,
            "mark": mark,
            "words": words,
            "now": seconds(now),
        },
    )
    return bool(rows)


async def get_feedback(db: Database, occurrence: int) -> Feedback:
    """How it was, all together; what was written in an order that says nothing."""
    rows = await db.fetch_all(
        "SELECT mark, words FROM event_feedback WHERE occurrence = :occurrence ORDER BY words",
        {"occurrence": occurrence},
    )
    given = [row["mark"] for row in rows]
    return Feedback(
        (given.count(1), given.count(2), given.count(3), given.count(4), given.count(5)),
        tuple(row["words"] for row in rows if row["words"]),
    )
