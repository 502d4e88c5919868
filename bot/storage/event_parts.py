"""What belongs to some kinds of events only: questions for a town hall, teams of a lobby visit,
appointments of a clinic.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Transaction
from bot.storage.moments import moment, moment_or_none, seconds, seconds_or_none
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody wants to ask; `votes` want it asked, `mine`: the person who looks is one."""

    number: int
    event: int
    words: str
    votes: int
    answered: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class Team:
    """Some of those who come, together: for a district, or at an appointment."""

    number: int
    occurrence: int
    name: str
    district: str
    starts_at: datetime | None
    leader_id: int | None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    """An appointment for so many people, and how many have it."""

    number: int
    occurrence: int
    starts_at: datetime
    capacity: int
    taken: int = 0


# --- questions ------------------------------------------------------------------------------


async def insert_question(db: Database, event: int, words: str, *, most: int) -> int | None:
    """Keep a question, without who asked; its number. None where there are `most` already."""
    rows = await db.write(
        """
        INSERT INTO event_question (event, words) SELECT :event, :words
        WHERE (SELECT count(*) FROM event_question WHERE event = :event) < :most
        RETURNING number
        """,
        {"event": event, "words": words, "most": most},
    )
    return rows[0]["number"] if rows else None


async def list_questions(db: Database, event: int, *, user_id: int) -> list[Question]:
    """The questions of an event: what is not answered first, what most want first."""
    rows = await db.fetch_all(
        """
        SELECT q.number, q.event, q.words, q.answered,
            (SELECT count(*) FROM event_question_vote v WHERE v.question = q.number) AS votes,
            EXISTS (SELECT 1 FROM event_question_vote v
                    WHERE v.question = q.number AND v.user_id = :user_id) AS mine
        FROM event_question q WHERE q.event = :event
        ORDER BY q.answered, votes DESC, q.number
        """,
        {"event": event, "user_id": user_id},
    )
    return [
        Question(
            row["number"],
            row["event"],
            row["words"],
            row["votes"],
            bool(row["answered"]),
            bool(row["mine"]),
        )
        for row in rows
    ]


async def get_question_event(db: Database | Transaction, question: int) -> int | None:
    """The event for which a question was asked."""
    rows = await rows_of(
        db, "SELECT event FROM event_question WHERE number = :number", {"number": question}
    )
    return rows[0]["event"] if rows else None


async def set_question_vote(db: Database, question: int, user_id: int, wanted: bool) -> None:
    """Keep, or take back, that this person wants it asked."""
    params = {"question": question, "user_id": user_id}
    if wanted:
        await db.write(
            "INSERT INTO event_question_vote (question, user_id) VALUES (:question, :user_id)"
            " ON CONFLICT DO NOTHING",
            params,
        )
        return
    await db.write(
        "DELETE FROM event_question_vote WHERE question = :question AND user_id = :user_id", params
    )


async def set_question_answered(db: Database, question: int, answered: bool) -> None:
    """Note that a question was answered."""
    await db.write(
        "UPDATE event_question SET answered = :answered WHERE number = :number",
        {"number": question, "answered": int(answered)},
    )


async def delete_question(db: Database, question: int) -> None:
    """Take a question out."""
    await db.write("DELETE FROM event_question WHERE number = :number", {"number": question})


# --- teams ----------------------------------------------------------------------------------


async def put_team(tx: Transaction, team: Team, *, most: int) -> int | None:
    """Keep a new team (number 0) or change one of the same occurrence; its number. None where there
    are `most` already, or none of that number."""
    params: dict[str, object] = {
        "number": team.number,
        "occurrence": team.occurrence,
        "name": team.name,
        "district": team.district,
        "starts_at": seconds_or_none(team.starts_at),
        "leader_id": team.leader_id,
        "most": most,
    }
    if team.number:
        rows = await tx.execute(
            """
            UPDATE event_team SET name = :name, district = :district, starts_at = :starts_at,
                leader_id = :leader_id
            WHERE number = :number AND occurrence = :occurrence RETURNING number
            """,
            params,
        )
    else:
        rows = await tx.execute(
            """
            INSERT INTO event_team (occurrence, name, district, starts_at, leader_id)
            SELECT :occurrence, :name, :district, :starts_at, :leader_id
            WHERE (SELECT count(*) FROM event_team WHERE occurrence = :occurrence) < :most
            RETURNING number
            """,
            params,
        )
    return rows[0]["number"] if rows else None


async def list_teams(db: Database, occurrence: int) -> list[Team]:
    """The teams for one occurrence, in the order of their appointments, with how many are in."""
    rows = await db.fetch_all(
        """
        SELECT t.*, (SELECT count(*) FROM rsvp r WHERE r.team = t.number) AS size
        FROM event_team t WHERE t.occurrence = :occurrence
        ORDER BY t.starts_at IS NULL, t.starts_at, t.name, t.number
        """,
        {"occurrence": occurrence},
    )
    return [
        Team(
            row["number"],
            row["occurrence"],
            row["name"],
            row["district"],
            moment_or_none(row["starts_at"]),
            row["leader_id"],
            row["size"],
        )
        for row in rows
    ]


async def delete_team(db: Database, occurrence: int, number: int) -> None:
    """Dissolve a team; who was in it is in none."""
    await db.write(
        "DELETE FROM event_team WHERE number = :number AND occurrence = :occurrence",
        {"number": number, "occurrence": occurrence},
    )


async def set_team(
    tx: Transaction, occurrence: int, user_ids: Collection[int], team: int
) -> set[int]:
    """Put those of these people who come into a team of that occurrence; who they are: nobody
    where there is no such team. The caller commits."""
    rows = await tx.execute(
        """
        UPDATE rsvp SET team = :team
        WHERE occurrence = :occurrence AND answer = 'going'
            AND user_id IN (SELECT value FROM json_each(:ids))
            AND EXISTS (SELECT 1 FROM event_team t
                        WHERE t.number = :team AND t.occurrence = :occurrence)
        RETURNING user_id
        """,
        {"occurrence": occurrence, "ids": json.dumps(list(user_ids)), "team": team},
    )
    return {row["user_id"] for row in rows}


async def clear_team(tx: Transaction, occurrence: int, team: int, *, but: Collection[int]) -> None:
    """Nobody is in that team any more but these. The caller commits."""
    await tx.execute(
        """
        UPDATE rsvp SET team = NULL
        WHERE occurrence = :occurrence AND team = :team
            AND user_id NOT IN (SELECT value FROM json_each(:ids))
        """,
        {"occurrence": occurrence, "team": team, "ids": json.dumps(list(but))},
    )


async def list_team_members(db: Database, team: int) -> list[int]:
    """Who is in a team."""
    rows = await db.fetch_all(
        "SELECT user_id FROM rsvp WHERE team = :team ORDER BY user_id", {"team": team}
    )
    return [row["user_id"] for row in rows]


# --- appointments ---------------------------------------------------------------------------


async def put_slots(
    tx: Transaction, occurrence: int, starts: Sequence[datetime], *, capacity: int, most: int
) -> int:
    """Keep appointments at these moments, or change how many those that are there are for; how
    many were kept: not those that more people have already, and none where there would be more
    than `most`. The caller commits."""
    rows = await tx.execute(
        """
        INSERT INTO event_slot (occurrence, starts_at, capacity)
        SELECT :occurrence, value, :capacity FROM json_each(:starts)
        WHERE json_array_length(:starts) + (
            SELECT count(*) FROM event_slot WHERE occurrence = :occurrence
            AND starts_at NOT IN (SELECT value FROM json_each(:starts))) <= :most
        ON CONFLICT (occurrence, starts_at) DO UPDATE SET capacity = excluded.capacity
        WHERE excluded.capacity >= (SELECT count(*) FROM rsvp r WHERE r.slot = event_slot.number)
        RETURNING number
        """,
        {
            "occurrence": occurrence,
            "starts": json.dumps([seconds(at) for at in starts]),
            "capacity": capacity,
            "most": most,
        },
    )
    return len(rows)


async def list_slots(db: Database, occurrence: int) -> list[Slot]:
    """The appointments of one occurrence in their order, with how many are taken."""
    rows = await db.fetch_all(
        """
        SELECT s.number, s.occurrence, s.starts_at, s.capacity,
            (SELECT count(*) FROM rsvp r WHERE r.slot = s.number) AS taken
        FROM event_slot s WHERE s.occurrence = :occurrence ORDER BY s.starts_at
        """,
        {"occurrence": occurrence},
    )
    return [
        Slot(
            row["number"],
            row["occurrence"],
            moment(row["starts_at"]),
            row["capacity"],
            row["taken"],
        )
        for row in rows
    ]


async def delete_slot(db: Database, occurrence: int, number: int) -> bool:
    """Take an appointment out that nobody has; False where somebody has it."""
    rows = await db.write(
        """
        DELETE FROM event_slot WHERE number = :number AND occurrence = :occurrence
            AND NOT EXISTS (SELECT 1 FROM rsvp r WHERE r.slot = event_slot.number)
        RETURNING number
        """,
        {"number": number, "occurrence": occurrence},
    )
    return bool(rows)


async def set_slot(db: Database, occurrence: int, user_id: int, slot: int | None) -> bool:
    """Give somebody who comes an appointment, if there is room in it: one statement decides. None
    gives it back. False: there is no room, no such appointment, or they don't come."""
    rows = await db.write(
        """
        UPDATE rsvp SET slot = :slot
        WHERE occurrence = :occurrence AND user_id = :user_id AND answer = 'going'
            AND (:slot IS NULL OR slot IS :slot OR EXISTS (
                SELECT 1 FROM event_slot s WHERE s.number = :slot AND s.occurrence = :occurrence
                AND s.capacity > (SELECT count(*) FROM rsvp t WHERE t.slot = s.number)))
        RETURNING user_id
        """,
        {"occurrence": occurrence, "user_id": user_id, "slot": slot},
    )
    return bool(rows)
