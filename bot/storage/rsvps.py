"""Who comes. Each answer is one statement that looks, decides and writes: whoever else presses at
the same moment comes before it or after it, never between (see "Decided" in the house plan).

A place that somebody leaves must be offered to the next in line in the same transaction, so the
statements that may set one free refuse to do it unless told that somebody sees to it (`:leaving`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.event import Answer
from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.outbox import OUTBOX
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Rsvp:
    """What one person answered for one occurrence. `line` is the order of those who wait (not
    their place: see `position`), `heard` the last change they saw, `came` whether they came."""

    occurrence: int
    user_id: int
    answer: Answer
    line: int | None = None
    missed: bool = False
    offered_until: datetime | None = None
    heard: int = 0
    came: bool | None = None
    team: int | None = None
    slot: int | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """What an answer became. `position`: how many stand in line up to them, themselves included."""

    answer: Answer
    position: int | None
    offered_until: datetime | None


RSVP_COLUMNS = (
    "r.occurrence, r.user_id, r.answer, r.line, r.missed, r.offered_until, r.heard, r.came,"
    " r.team, r.slot"
)


def rsvp_of(row: Row) -> Rsvp:
    """The answer of a row that has `RSVP_COLUMNS`."""
    return Rsvp(
        occurrence=row["occurrence"],
        user_id=row["user_id"],
        answer=Answer(row["answer"]),
        line=row["line"],
        missed=bool(row["missed"]),
        offered_until=moment(row["offered_until"]) if row["offered_until"] else None,
        heard=row["heard"],
        came=None if row["came"] is None else bool(row["came"]),
        team=row["team"],
        slot=row["slot"],
    )


# In a message nobody knows the server: there one may answer only where one has answered before.
_HERE = """
    o.number = :occurrence
    AND (e.guild_id = :guild_id OR (:guild_id IS NULL AND EXISTS (
        SELECT 1 FROM rsvp m WHERE m.occurrence = o.number AND m.user_id = :user_id)))
"""
#: Public for the bench, which gives it to a bare SQLite. `INDEXED BY`: without statistics SQLite
#: would go through everybody in line to count those who have a place.
ANSWER_GOING = f"""
WITH o AS MATERIALIZED (
    SELECT *, capacity IS NULL OR capacity > (
        SELECT count(*) FROM rsvp t INDEXED BY rsvp_holding
        WHERE t.occurrence = :occurrence AND t.answer IN ('going', 'offered')
    ) AS free
    FROM event_occurrence WHERE number = :occurrence
)
INSERT INTO rsvp (occurrence, user_id, answer, line, heard)
SELECT o.number, :user_id,
    CASE WHEN o.free THEN 'going' ELSE 'waiting' END,
    CASE WHEN NOT o.free THEN 1 + coalesce(
        (SELECT max(w.line) FROM rsvp w WHERE w.occurrence = :occurrence AND w.line IS NOT NULL), 0)
    END,
    o.change
FROM o JOIN event e ON e.number = o.event
WHERE {_HERE}
    AND e.status = 'published' AND o.status = 'on' AND o.ends_at > :now
    AND (:begun OR o.starts_at > :now)
    AND (:reminded OR NOT EXISTS (
        SELECT 1 FROM person p WHERE p.user_id = :user_id AND p.remind_minutes IS NOT NULL))
ON CONFLICT (occurrence, user_id) DO UPDATE SET
    answer = CASE WHEN answer IN ('going', 'offered') THEN 'going' ELSE excluded.answer END,
    line = CASE WHEN answer IN ('going', 'offered') OR excluded.answer = 'going' THEN NULL
                ELSE coalesce(line, excluded.line) END,
    offered_until = NULL,
    missed = CASE WHEN answer = 'waiting' AND excluded.answer = 'waiting' THEN missed ELSE 0 END,
    heard = excluded.heard
RETURNING answer, offered_until, (
    SELECT count(*) FROM rsvp w
    WHERE w.occurrence = rsvp.occurrence AND w.line <= rsvp.line AND w.answer = 'waiting'
) AS position
"""  # noqa: S608 - our own text
_ANSWER_OTHER = f"""
INSERT INTO rsvp (occurrence, user_id, answer, heard)
SELECT o.number, :user_id, :answer, o.change
FROM event_occurrence o JOIN event e ON e.number = o.event
WHERE {_HERE}
    AND e.status IN ('published', 'postponed') AND o.status = 'on' AND o.ends_at > :now
    AND (:leaving OR NOT EXISTS (
        SELECT 1 FROM rsvp h WHERE h.occurrence = o.number AND h.user_id = :user_id
        AND h.answer IN ('going', 'offered')))
    AND (:reminded OR :answer = 'declined' OR NOT EXISTS (
        SELECT 1 FROM person p WHERE p.user_id = :user_id AND p.remind_minutes IS NOT NULL))
ON CONFLICT (occurrence, user_id) DO UPDATE SET answer = excluded.answer, line = NULL,
    offered_until = NULL, missed = 0, heard = excluded.heard
RETURNING answer, offered_until, 0 AS position
"""  # noqa: S608


def _decided(rows: Sequence[Row]) -> Decided | None:
    if not rows:
        return None
    row = rows[0]
    answer = Answer(row["answer"])
    until = row["offered_until"]
    return Decided(
        answer,
        row["position"] if answer is Answer.WAITING else None,
        moment(until) if until else None,
    )


async def put_answer(
    db: Database | Transaction,
    *,
    guild_id: int | None,
    occurrence: int,
    user_id: int,
    answer: Answer,
    now: datetime,
) -> Decided | None:
    """Keep what somebody answered; what it became.

    None where nothing was written: there is no such occurrence there, it can't be answered (any
    more), or, outside a transaction, the answer has consequences that belong into one with it (it
    sets a place free, the person has a reminder of their own, it has begun).
    """
    inside = isinstance(db, Transaction)
    params: dict[str, object] = {
        "guild_id": guild_id,
        "occurrence": occurrence,
        "user_id": user_id,
        "answer": answer.value,
        "now": seconds(now),
        "begun": inside,
        "leaving": inside,
        "reminded": inside,
    }
    sql = ANSWER_GOING if answer is Answer.GOING else _ANSWER_OTHER
    if isinstance(db, Transaction):
        db.touch(OUTBOX)  # the board, by a trigger
        return _decided(await db.execute(sql, params))
    return _decided(await db.write(sql, params, touches=OUTBOX))


async def get_rsvp(db: Database | Transaction, occurrence: int, user_id: int) -> Rsvp | None:
    """What this person answered, None if nothing."""
    rows = await rows_of(
        db,
        f"""
        SELECT {RSVP_COLUMNS} FROM rsvp r
        WHERE r.occurrence = :occurrence AND r.user_id = :user_id
        """,  # noqa: S608
        {"occurrence": occurrence, "user_id": user_id},
    )
    return rsvp_of(rows[0]) if rows else None


async def delete_rsvp(tx: Transaction, occurrence: int, user_id: int) -> Rsvp | None:
    """Take an answer back; what it was. Whoever calls offers the place on, and commits."""
    before = await get_rsvp(tx, occurrence, user_id)
    await tx.execute(
        "DELETE FROM rsvp WHERE occurrence = :occurrence AND user_id = :user_id",
        {"occurrence": occurrence, "user_id": user_id},
    )
    return before


async def list_rsvps(db: Database | Transaction, occurrence: int) -> list[Rsvp]:
    """Everybody's answers: those with a place, then the line in its order, then the others."""
    rows = await rows_of(
        db,
        f"""
        SELECT {RSVP_COLUMNS} FROM rsvp r WHERE r.occurrence = :occurrence
        ORDER BY CASE r.answer WHEN 'going' THEN 0 WHEN 'offered' THEN 1 WHEN 'waiting' THEN 2
                 WHEN 'maybe' THEN 3 ELSE 4 END, r.line, r.user_id
        """,  # noqa: S608
        {"occurrence": occurrence},
    )
    return [rsvp_of(row) for row in rows]


async def list_future_of(db: Database | Transaction, user_id: int, now: datetime) -> list[int]:
    """The occurrences that are not over and for which this person answered anything."""
    rows = await rows_of(
        db,
        """
        SELECT r.occurrence FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        WHERE r.user_id = :user_id AND o.ends_at > :now ORDER BY r.occurrence
        """,
        {"user_id": user_id, "now": seconds(now)},
    )
    return [row["occurrence"] for row in rows]


# --- the line -------------------------------------------------------------------------------


async def offer_free_places(
    tx: Transaction, occurrence: int, *, until: datetime
) -> list[tuple[int, bool]]:
    """Offer every free place to whoever is next in line and has not let one go already; who they
    are, and whether the bot may write to them. The caller commits."""
    rows = await tx.execute(
        """
        UPDATE rsvp SET answer = 'offered', offered_until = :until
        WHERE occurrence = :occurrence AND user_id IN (
            SELECT w.user_id FROM rsvp w
            WHERE w.occurrence = :occurrence AND w.answer = 'waiting' AND NOT w.missed
                AND w.line IS NOT NULL
            ORDER BY w.line LIMIT (
                SELECT CASE WHEN o.capacity IS NULL THEN -1 ELSE max(0, o.capacity - (
                    SELECT count(*) FROM rsvp t WHERE t.occurrence = o.number
                    AND t.answer IN ('going', 'offered'))) END
                FROM event_occurrence o WHERE o.number = :occurrence))
        RETURNING user_id, coalesce(
            (SELECT p.dm FROM person p WHERE p.user_id = rsvp.user_id), 0) AS dm
        """,
        {"occurrence": occurrence, "until": seconds(until)},
    )
    return [(row["user_id"], bool(row["dm"])) for row in rows]


async def end_offers(tx: Transaction, occurrence: int, *, now: datetime) -> list[int]:
    """Whoever was offered a place and did not take it in time goes to the end of the line; who.
    The caller offers the places on, and commits."""
    rows = await tx.execute(
        """
        SELECT user_id FROM rsvp
        WHERE occurrence = :occurrence AND answer = 'offered' AND offered_until <= :now
        ORDER BY line
        """,
        {"occurrence": occurrence, "now": seconds(now)},
    )
    late = [row["user_id"] for row in rows]
    for user_id in late:  # one after the other: they keep their order
        await tx.execute(
            """
            UPDATE rsvp SET answer = 'waiting', offered_until = NULL, missed = 1, line = 1 + (
                SELECT max(w.line) FROM rsvp w
                WHERE w.occurrence = :occurrence AND w.line IS NOT NULL)
            WHERE occurrence = :occurrence AND user_id = :user_id
            """,
            {"occurrence": occurrence, "user_id": user_id},
        )
    return late


async def renew_offers(tx: Transaction, occurrence: int, *, now: datetime) -> None:
    """Offers that ran out while nobody could take them (it was postponed) don't count: whoever had
    one stands first in line again. The caller offers the places, and commits."""
    await tx.execute(
        """
        UPDATE rsvp SET answer = 'waiting', offered_until = NULL
        WHERE occurrence = :occurrence AND answer = 'offered' AND offered_until <= :now
        """,
        {"occurrence": occurrence, "now": seconds(now)},
    )


async def shorten_offers(tx: Transaction, occurrence: int, *, until: datetime) -> bool:
    """No offer lasts longer than that; True where one did. The caller sets a timer, and commits."""
    rows = await tx.execute(
        """
        UPDATE rsvp SET offered_until = :until
        WHERE occurrence = :occurrence AND answer = 'offered' AND offered_until > :until
        RETURNING user_id
        """,
        {"occurrence": occurrence, "until": seconds(until)},
    )
    return bool(rows)


async def most_held(tx: Transaction, event: int, *, now: datetime) -> int:
    """How many places are held in the fullest occurrence of an event that is not over."""
    rows = await tx.execute(
        """
        SELECT count(*) AS n FROM rsvp r JOIN event_occurrence o ON o.number = r.occurrence
        WHERE o.event = :event AND o.ends_at > :now AND r.answer IN ('going', 'offered')
        GROUP BY o.number ORDER BY n DESC LIMIT 1
        """,
        {"event": event, "now": seconds(now)},
    )
    return rows[0]["n"] if rows else 0


# --- changes that people must hear of -------------------------------------------------------


async def set_heard(
    db: Database | Transaction, *, guild_id: int | None, occurrence: int, user_id: int
) -> bool:
    """Note that this person saw the last change; False where they never answered there."""
    sql = """
        UPDATE rsvp SET heard = (
            SELECT o.change FROM event_occurrence o WHERE o.number = rsvp.occurrence)
        WHERE occurrence = :occurrence AND user_id = :user_id AND (:guild_id IS NULL OR EXISTS (
            SELECT 1 FROM event_occurrence o JOIN event e ON e.number = o.event
            WHERE o.number = rsvp.occurrence AND e.guild_id = :guild_id))
        RETURNING heard
        """
    params = {"guild_id": guild_id, "occurrence": occurrence, "user_id": user_id}
    return bool(await (db.execute if isinstance(db, Transaction) else db.write)(sql, params))
