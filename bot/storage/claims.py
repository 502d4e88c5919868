"""How a place of a shift is claimed, and offered to the next in line.

A claim is one statement that looks, decides and writes: capacity, overlap, training, role, weekly
limit and doubles together, so no two people can both have the last place, and nobody two shifts at
once. Why one was refused is asked afterwards (`why_not`), in the same transaction as a second try.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.storage.database import Database, Transaction
from bot.storage.moments import seconds
from bot.storage.outbox import OUTBOX
from bot.storage.reading import rows_of
from bot.storage.signups import State


class Refusal(StrEnum):
    """Why a claim is refused, the weightiest first. Also the end of a catalog key."""

    GONE = "gone"
    CANCELLED = "cancelled"
    BEGUN = "begun"
    VOLUNTEERS_ONLY = "volunteers_only"
    NO_ROLE = "no_role"
    NO_TRAINING = "no_training"
    NEWCOMERS_FIRST = "newcomers_first"
    HAS_ANOTHER = "has_another"
    OVERLAP = "overlap"
    WEEKLY_LIMIT = "weekly_limit"


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a claim became. `position`: how many stand in line up to them, themselves included."""

    shift: int
    state: State
    position: int | None


# Of shift `s` and person {user}. Half open: back to back does not overlap.
_OVERLAP = """EXISTS (
    SELECT 1 FROM signup x JOIN shift y ON y.number = x.shift
    WHERE x.user_id = {user} AND x.state IN ('held', 'offered') AND y.status = 'open'
        AND y.number <> s.number AND y.starts_at < s.ends_at AND s.starts_at < y.ends_at)"""
_UNTRAINED = """(s.training <> '' AND NOT EXISTS (
    SELECT 1 FROM training_record g
    WHERE g.guild_id = s.guild_id AND g.user_id = {user} AND g.training = s.training
        AND (g.expires_on IS NULL OR g.expires_on > substr(s.local_start, 1, 10))))"""
_ENOUGH = """(s.weekly_limit IS NOT NULL AND s.weekly_limit <= (
    SELECT count(*) FROM signup x JOIN shift y ON y.number = x.shift
    WHERE x.user_id = {user} AND x.state IN ('held', 'offered') AND y.status = 'open'
        AND y.guild_id = s.guild_id AND y.number <> s.number
        AND y.starts_at >= s.week_from AND y.starts_at < s.week_until))"""
_NOT_NEW = """(s.newcomers_until > :now AND EXISTS (
    SELECT 1 FROM signup x JOIN shift y ON y.number = x.shift
    WHERE x.user_id = {user} AND x.state = 'held' AND y.guild_id = s.guild_id
        AND y.number <> s.number))"""
_HAS_ANOTHER = """EXISTS (
    SELECT 1 FROM signup x WHERE x.shift = s.number AND x.user_id = {user}
    AND x.state IN ('held', 'offered') AND x.role <> :role)"""

#: Public for the bench, which gives it to a bare SQLite. `INDEXED BY`: without statistics SQLite
#: would go through everybody in line to count those who have a place.
CLAIM = f"""
WITH s AS MATERIALIZED (
    SELECT s.*, r.number AS role, r.capacity > (
        SELECT count(*) FROM signup t INDEXED BY signup_holding
        WHERE t.role = r.number AND t.state IN ('held', 'offered')
    ) AS free
    FROM shift_role r JOIN shift s ON s.number = r.shift
    WHERE r.number = :role
)
INSERT INTO signup (shift, user_id, role, state, claimed_at, line, heard)
SELECT s.number, :user_id, s.role,
    CASE WHEN s.free THEN 'held' ELSE 'waiting' END, :now,
    CASE WHEN NOT s.free THEN 1 + coalesce(
        (SELECT max(w.line) FROM signup w WHERE w.role = :role AND w.line IS NOT NULL), 0)
    END,
    s.change
FROM s
WHERE s.guild_id = :guild_id AND s.status = 'open' AND s.starts_at > :now
    AND (s.anyone OR :volunteer)
    AND (s.role_id IS NULL OR s.role_id IN (SELECT value FROM json_each(:role_ids)))
    AND NOT {_UNTRAINED.format(user=":user_id")}
    AND NOT coalesce({_NOT_NEW.format(user=":user_id")}, 0)
    AND NOT {_HAS_ANOTHER.format(user=":user_id")}
    AND NOT {_OVERLAP.format(user=":user_id")}
    AND NOT {_ENOUGH.format(user=":user_id")}
ON CONFLICT (shift, user_id) DO UPDATE SET
    role = excluded.role,
    state = CASE WHEN state IN ('held', 'offered') THEN 'held' ELSE excluded.state END,
    line = CASE WHEN state IN ('held', 'offered') OR excluded.state = 'held' THEN NULL
                WHEN role = excluded.role THEN line ELSE excluded.line END,
    missed = CASE WHEN state = 'waiting' AND excluded.state = 'waiting' AND role = excluded.role
                  THEN missed ELSE 0 END,
    offered_until = NULL
RETURNING shift, state, (
    SELECT count(*) FROM signup w
    WHERE w.role = signup.role AND w.line <= signup.line AND w.state = 'waiting'
) AS position
"""  # noqa: S608 - our own text

_WHY_NOT = f"""
SELECT CASE
    WHEN s.guild_id <> :guild_id THEN 'gone'
    WHEN s.status <> 'open' THEN 'cancelled'
    WHEN s.starts_at <= :now AND NOT :begun THEN 'begun'
    WHEN NOT (s.anyone OR :volunteer) THEN 'volunteers_only'
    WHEN s.role_id IS NOT NULL AND s.role_id NOT IN (SELECT value FROM json_each(:role_ids))
        THEN 'no_role'
    WHEN {_UNTRAINED.format(user=":user_id")} THEN 'no_training'
    WHEN {_NOT_NEW.format(user=":user_id")} THEN 'newcomers_first'
    WHEN {_HAS_ANOTHER.format(user=":user_id")} THEN 'has_another'
    WHEN {_OVERLAP.format(user=":user_id")} THEN 'overlap'
    WHEN {_ENOUGH.format(user=":user_id")} THEN 'weekly_limit'
END AS why
FROM shift_role r JOIN shift s ON s.number = r.shift WHERE r.number = :role
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class Claimant:
    """Who claims: what of them a claim is decided by. `role_ids`: their Discord roles there."""

    user_id: int
    guild_id: int
    volunteer: bool
    role_ids: Sequence[int] = ()

    def params(self, role: int, now: datetime) -> dict[str, object]:
        """Of `CLAIM` and `why_not`."""
        return {
            "user_id": self.user_id,
            "guild_id": self.guild_id,
            "volunteer": int(self.volunteer),
            "role_ids": str(list(self.role_ids)),
            "role": role,
            "now": seconds(now),
        }


async def insert_claim(
    db: Database | Transaction, claimant: Claimant, role: int, *, now: datetime
) -> Claimed | None:
    """Claim a place in that role, or in its line; a place that is kept for them is taken. None:
    refused, and nothing is written (see `why_not`)."""
    params = claimant.params(role, now)
    if isinstance(db, Transaction):
        db.touch(OUTBOX)  # the boards, by a trigger
        rows = await db.execute(CLAIM, params)
    else:
        rows = await db.write(CLAIM, params, touches=OUTBOX)
    if not rows:
        return None
    state = State(rows[0]["state"])
    position = rows[0]["position"] if state is State.WAITING else None
    return Claimed(rows[0]["shift"], state, position)


async def why_not(
    db: Database | Transaction,
    claimant: Claimant,
    role: int,
    *,
    now: datetime,
    begun: bool = False,
) -> Refusal | None:
    """Why this person can't claim a place in that role now; None: they could. `begun`: that it has
    begun does not count."""
    params = {**claimant.params(role, now), "begun": int(begun)}
    rows = await rows_of(db, _WHY_NOT, params)
    if not rows:
        return Refusal.GONE
    return Refusal(rows[0]["why"]) if rows[0]["why"] else None


async def offer_free_places(
    tx: Transaction, shift: int, *, until: datetime, now: datetime
) -> list[tuple[int, int, bool]]:
    """Offer every free place of a shift to who is next in line for its role, still qualifies and
    has not let one go already: (person, role, whether the bot may write to them). Whether they
    still have a Discord role that is needed shows when they take it. The caller commits."""
    tx.touch(OUTBOX)
    rows = await tx.execute(
        f"""
        WITH can AS MATERIALIZED (
            SELECT w.user_id, w.role, row_number() OVER (
                PARTITION BY w.role ORDER BY w.line) AS turn, r.capacity - (
                SELECT count(*) FROM signup t INDEXED BY signup_holding
                WHERE t.role = w.role AND t.state IN ('held', 'offered')) AS free
            FROM signup w JOIN shift_role r ON r.number = w.role JOIN shift s ON s.number = w.shift
            WHERE w.shift = :shift AND w.state = 'waiting' AND NOT w.missed
                AND s.status = 'open' AND s.starts_at > :now
                AND NOT {_UNTRAINED.format(user="w.user_id")}
                AND NOT {_OVERLAP.format(user="w.user_id")}
                AND NOT {_ENOUGH.format(user="w.user_id")}
        )
        UPDATE signup SET state = 'offered', offered_until = :until
        WHERE shift = :shift AND user_id IN (SELECT user_id FROM can WHERE turn <= free)
        RETURNING user_id, role, coalesce(
            (SELECT p.dm FROM person p WHERE p.user_id = signup.user_id), 0) AS dm
        """,  # noqa: S608
        {"shift": shift, "until": seconds(until), "now": seconds(now)},
    )
    return [(row["user_id"], row["role"], bool(row["dm"])) for row in rows]


async def end_offers(tx: Transaction, shift: int, *, now: datetime) -> list[int]:
    """Whoever was offered a place and did not take it in time goes to the end of the line; who.
    The caller offers the places on, and commits."""
    tx.touch(OUTBOX)
    rows = await tx.execute(
        """
        SELECT user_id FROM signup
        WHERE shift = :shift AND state = 'offered' AND offered_until <= :now ORDER BY line
        """,
        {"shift": shift, "now": seconds(now)},
    )
    late = [row["user_id"] for row in rows]
    for user_id in late:  # one after the other: they keep their order
        await tx.execute(
            """
            UPDATE signup SET state = 'waiting', offered_until = NULL, missed = 1, line = 1 + (
                SELECT max(w.line) FROM signup w
                WHERE w.role = signup.role AND w.line IS NOT NULL)
            WHERE shift = :shift AND user_id = :user_id
            """,
            {"shift": shift, "user_id": user_id},
        )
    return late
