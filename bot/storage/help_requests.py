"""Requests for help: rows without names, erased on their day."""

from __future__ import annotations

from datetime import datetime

from bot.domain.help_request import HelpRequest, Need, RequestDraft, RequestStatus
from bot.storage.database import Database, Row, Transaction
from bot.storage.errors import ConstraintViolated
from bot.storage.moments import moment, seconds
from bot.storage.reading import rows_of


def request_of(row: Row) -> HelpRequest:
    """The request of a row."""
    return HelpRequest(
        number=row["number"],
        guild_id=row["guild_id"],
        code=row["code"],
        need=Need(row["need"]),
        language=row["language"],
        place=row["place"],
        starts_at=moment(row["starts_at"]),
        minutes=row["minutes"],
        training=row["training"],
        status=RequestStatus(row["status"]),
        taken_by=row["taken_by"],
        made_by=row["made_by"],
        erase_at=moment(row["erase_at"]),
        channel_id=row["channel_id"],
        message_id=row["message_id"],
    )


async def insert_request(
    db: Database, draft: RequestDraft, *, guild_id: int, made_by: int, erase_at: datetime
) -> HelpRequest | None:
    """Keep a new request; None where its code is taken."""
    try:
        rows = await db.write(
            """
            INSERT INTO help_request (guild_id, code, need, language, place, starts_at, minutes,
                training, status, made_by, erase_at)
            VALUES (:guild_id, :code, :need, :language, :place, :starts_at, :minutes, :training,
                'open', :made_by, :erase_at) RETURNING *
            """,
            {
                "guild_id": guild_id,
                "code": draft.code,
                "need": draft.need.value,
                "language": draft.language,
                "place": draft.place,
                "starts_at": seconds(draft.starts_at),
                "minutes": draft.minutes,
                "training": draft.training,
                "made_by": made_by,
                "erase_at": seconds(erase_at),
            },
        )
    except ConstraintViolated:
        return None
    return request_of(rows[0])


async def get_request(
    db: Database | Transaction, number: int, *, guild_id: int
) -> HelpRequest | None:
    """A request of that server."""
    rows = await rows_of(
        db,
        "SELECT * FROM help_request WHERE number = :number AND guild_id = :guild_id",
        {"number": number, "guild_id": guild_id},
    )
    return request_of(rows[0]) if rows else None


async def list_requests(
    db: Database, *, guild_id: int, user_id: int, now: datetime, every: bool
) -> list[HelpRequest]:
    """What is open, not past and this person has the training for, and what they took; with `every`
    all that is kept."""
    rows = await db.fetch_all(
        """
        SELECT * FROM help_request WHERE guild_id = :guild_id
            AND (:every OR taken_by = :user_id OR (status = 'open' AND starts_at > :now
                AND (training = '' OR EXISTS (SELECT 1 FROM training_record g
                    WHERE g.guild_id = help_request.guild_id AND g.user_id = :user_id
                    AND g.training = help_request.training
                    AND (g.expires_on IS NULL OR g.expires_on > date(starts_at, 'unixepoch'))))))
        ORDER BY starts_at, number LIMIT 200
        """,
        {"guild_id": guild_id, "user_id": user_id, "now": seconds(now), "every": int(every)},
    )
    return [request_of(row) for row in rows]


async def find_request(db: Database | Transaction, number: int) -> HelpRequest | None:
    """A request of any server: for what is drawn."""
    rows = await rows_of(db, "SELECT * FROM help_request WHERE number = :n", {"n": number})
    return request_of(rows[0]) if rows else None


async def take_request(
    db: Transaction, number: int, *, guild_id: int, user_id: int, now: datetime
) -> HelpRequest | None:
    """Take an open request, if this person has the training that it needs and holds no shift and
    took no other request at that time; None: refused, and nothing is written. One statement; the
    caller commits."""
    rows = await db.execute(
        """
        UPDATE help_request SET status = 'taken', taken_by = :user_id
        WHERE number = :number AND guild_id = :guild_id AND status = 'open' AND starts_at > :now
            AND (training = '' OR EXISTS (SELECT 1 FROM training_record g
                WHERE g.guild_id = help_request.guild_id AND g.user_id = :user_id
                AND g.training = help_request.training
                AND (g.expires_on IS NULL OR g.expires_on > date(starts_at, 'unixepoch'))))
            AND NOT EXISTS (SELECT 1 FROM signup u JOIN shift s ON s.number = u.shift
                WHERE u.user_id = :user_id AND u.state IN ('held', 'offered')
                AND s.status = 'open' AND s.starts_at < help_request.starts_at + 60 * minutes
                AND help_request.starts_at < s.ends_at)
            AND NOT EXISTS (SELECT 1 FROM help_request o
                WHERE o.taken_by = :user_id AND o.status = 'taken'
                AND o.starts_at < help_request.starts_at + 60 * help_request.minutes
                AND help_request.starts_at < o.starts_at + 60 * o.minutes)
        RETURNING *
        """,
        {"number": number, "guild_id": guild_id, "user_id": user_id, "now": seconds(now)},
    )
    return request_of(rows[0]) if rows else None


async def set_request_status(
    tx: Transaction,
    number: int,
    *,
    guild_id: int,
    status: RequestStatus,
    taken_by: int | None = None,
) -> HelpRequest | None:
    """Open again or close a request (`taken_by`: only one that this person took); as it is then,
    None where there is none such. The caller commits."""
    rows = await tx.execute(
        """
        UPDATE help_request SET status = :status, taken_by = NULL
        WHERE number = :number AND guild_id = :guild_id AND status <> 'closed'
            AND (:taken_by IS NULL OR taken_by = :taken_by) RETURNING *
        """,
        {"number": number, "guild_id": guild_id, "status": status.value, "taken_by": taken_by},
    )
    return request_of(rows[0]) if rows else None


async def set_request_training(
    tx: Transaction, number: int, *, guild_id: int, training: str
) -> HelpRequest | None:
    """Which training it needs, of an open one; as it is then. The caller commits."""
    rows = await tx.execute(
        """
        UPDATE help_request SET training = :training
        WHERE number = :number AND guild_id = :guild_id AND status = 'open' RETURNING *
        """,
        {"number": number, "guild_id": guild_id, "training": training},
    )
    return request_of(rows[0]) if rows else None


async def set_request_post(
    tx: Transaction, number: int, *, channel_id: int, message_id: int | None
) -> None:
    """Remember where volunteers were told. The caller commits."""
    await tx.execute(
        "UPDATE help_request SET channel_id = :channel_id, message_id = :message_id"
        " WHERE number = :number",
        {"number": number, "channel_id": channel_id, "message_id": message_id},
    )


async def delete_request(tx: Transaction, number: int, *, guild_id: int) -> HelpRequest | None:
    """Delete a request; as it was. The caller commits, then erases."""
    rows = await tx.execute(
        "DELETE FROM help_request WHERE number = :number AND guild_id = :guild_id RETURNING *",
        {"number": number, "guild_id": guild_id},
    )
    return request_of(rows[0]) if rows else None


async def delete_old_requests(tx: Transaction, *, now: datetime) -> list[HelpRequest]:
    """Delete those whose day has come; as they were. The caller commits, then erases."""
    rows = await tx.execute(
        "DELETE FROM help_request WHERE erase_at <= :now RETURNING *", {"now": seconds(now)}
    )
    return [request_of(row) for row in rows]
