"""People of a shift as they are told something, and what a person has done lately."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.shift import Shift
from bot.storage.database import Database, Transaction
from bot.storage.event_reminders import ToTell
from bot.storage.moments import seconds
from bot.storage.reading import rows_of
from bot.storage.shifts import SHIFT_COLUMNS, shift_of
from bot.storage.signups import SIGNUP_COLUMNS, Signup, signup_of

#: For `only` of `list_to_tell`.
WAS_THERE = "coalesce(u.came, u.in_at IS NOT NULL)"
UNCONFIRMED = "NOT u.confirmed"


async def list_to_tell(
    tx: Transaction,
    user_ids: Sequence[int] | None = None,
    *,
    shift: int | None = None,
    states: Sequence[str] = ("held", "offered", "waiting"),
    only: str = "1",
) -> list[ToTell]:
    """These people, or those on a shift in these states (`only`: a further condition of our own on
    the signup `u`)."""
    if user_ids is not None:
        sql = "SELECT value AS user_id FROM json_each(:ids)"
    else:
        sql = (
            "SELECT u.user_id FROM signup u WHERE u.shift = :shift"  # noqa: S608
            f" AND u.state IN (SELECT value FROM json_each(:states)) AND {only}"
        )
    quoted = "[" + ", ".join(f'"{state}"' for state in states) + "]"
    rows = await tx.execute(
        f"SELECT v.user_id, coalesce(p.dm, 0) AS dm FROM ({sql}) v"  # noqa: S608
        " LEFT JOIN person p ON p.user_id = v.user_id ORDER BY v.user_id",
        {"ids": str(list(user_ids or ())), "shift": shift, "states": quoted},
    )
    return [ToTell(row["user_id"], bool(row["dm"])) for row in rows]


async def count_people(db: Database | Transaction, shifts: Sequence[int]) -> int:
    """How many people have a place on these shifts, or wait for one; each counts once."""
    rows = await rows_of(
        db,
        "SELECT count(DISTINCT user_id) AS n FROM signup"
        " WHERE state IN ('held', 'offered', 'waiting')"
        " AND shift IN (SELECT value FROM json_each(:numbers))",
        {"numbers": str(list(shifts))},
    )
    return rows[0]["n"]


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody did in a server since a day: shifts they held that took place, and how
    many minutes these took."""

    shifts: int
    minutes: int


async def get_load(
    db: Database | Transaction, *, guild_id: int, user_id: int, since: datetime, now: datetime
) -> Load:
    """What this person did since then; what they did not come to does not count."""
    rows = await rows_of(
        db,
        """
        SELECT count(*) AS n, coalesce(sum(s.ends_at - s.starts_at), 0) / 60 AS minutes
        FROM signup u JOIN shift s ON s.number = u.shift
        WHERE u.user_id = :user_id AND u.state = 'held' AND coalesce(u.came, 1)
            AND s.guild_id = :guild_id AND s.status = 'open'
            AND s.ends_at <= :now AND s.ends_at > :since
        """,
        {
            "guild_id": guild_id,
            "user_id": user_id,
            "since": seconds(since),
            "now": seconds(now),
        },
    )
    return Load(rows[0]["n"], rows[0]["minutes"])


async def list_future_signups(
    db: Database | Transaction, user_id: int, *, now: datetime
) -> list[int]:
    """The shifts that are not over on which this person has anything."""
    rows = await rows_of(
        db,
        """
        SELECT u.shift FROM signup u JOIN shift s ON s.number = u.shift
        WHERE u.user_id = :user_id AND s.ends_at > :now ORDER BY u.shift
        """,
        {"user_id": user_id, "now": seconds(now)},
    )
    return [row["shift"] for row in rows]


#: Of so many shifts before this one it is said who was part of them.
LAST = 4


async def list_of_last(
    db: Database | Transaction, shift: Shift, *, now: datetime
) -> tuple[dict[int, int], int]:
    """Of everybody on that shift: in how many of the last `LAST` of its kind that are over they
    held a place and came. And how many these are."""
    rows = await rows_of(
        db,
        """
        WITH last AS MATERIALIZED (
            SELECT number FROM shift
            WHERE guild_id = :guild_id AND kind = :kind AND status = 'open'
                AND ends_at <= :now AND number <> :number
            ORDER BY ends_at DESC, number DESC LIMIT :last
        )
        SELECT u.user_id, (SELECT count(*) FROM last) AS out_of, (
            SELECT count(*) FROM last l JOIN signup x ON x.shift = l.number
            WHERE x.user_id = u.user_id AND x.state = 'held' AND coalesce(x.came, 1)
        ) AS n
        FROM signup u WHERE u.shift = :number
        """,
        {
            "guild_id": shift.guild_id,
            "kind": shift.kind.value,
            "number": shift.number,
            "now": seconds(now),
            "last": LAST,
        },
    )
    return {row["user_id"]: row["n"] for row in rows}, rows[0]["out_of"] if rows else 0


@dataclass(frozen=True, slots=True)
class Held:
    """One place that somebody held, with what became of it."""

    shift: Shift
    signup: Signup


async def list_held(
    db: Database | Transaction, *, guild_id: int, since: datetime, until: datetime, limit: int
) -> list[Held]:
    """Every place held on shifts of a server that begin in that time, the earliest first."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS}, {SIGNUP_COLUMNS} FROM signup u JOIN shift s ON s.number = u.shift
        WHERE s.guild_id = :guild_id AND u.state = 'held' AND s.status = 'open'
            AND s.starts_at >= :since AND s.starts_at < :until
        ORDER BY s.starts_at, s.number, u.role, u.user_id LIMIT :limit
        """,  # noqa: S608
        {
            "guild_id": guild_id,
            "since": seconds(since),
            "until": seconds(until),
            "limit": limit,
        },
    )
    return [Held(shift_of(row), signup_of(row)) for row in rows]


async def list_held_by(db: Database, *, guild_id: int, user_id: int, since: datetime) -> list[Held]:
    """Every place that one person holds in a server on shifts that end after that, the earliest
    first; of cancelled ones, too."""
    rows = await db.fetch_all(
        f"""
        SELECT {SHIFT_COLUMNS}, {SIGNUP_COLUMNS} FROM signup u JOIN shift s ON s.number = u.shift
        WHERE u.user_id = :user_id AND u.state = 'held' AND s.guild_id = :guild_id
            AND s.ends_at > :since
        ORDER BY s.starts_at, s.number
        """,  # noqa: S608
        {"guild_id": guild_id, "user_id": user_id, "since": seconds(since)},
    )
    return [Held(shift_of(row), signup_of(row)) for row in rows]
