"""Who holds which place of a shift, and who waits for one. How one claims stands in `claims.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.outbox import OUTBOX
from bot.storage.reading import rows_of


class State(StrEnum):
    """Where somebody stands. The values are stored: never rename them."""

    HELD = "held"
    #: A place that got free is kept for them for a while.
    OFFERED = "offered"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Signup:
    """What one person has on one shift. `line` is the order of those who wait (see `position`)."""

    shift: int
    user_id: int
    role: int
    state: State
    line: int | None = None
    missed: bool = False
    offered_until: datetime | None = None
    heard: int = 0
    confirmed: bool = False
    cover_at: datetime | None = None
    in_at: datetime | None = None
    out_at: datetime | None = None
    came: bool | None = None


SIGNUP_COLUMNS = (
    "u.shift, u.user_id, u.role, u.state, u.line, u.missed, u.offered_until, u.heard, u.confirmed,"
    " u.cover_at, u.in_at, u.out_at, u.came"
)


def signup_of(row: Row) -> Signup:
    """The signup of a row that has `SIGNUP_COLUMNS`."""

    def at(name: str) -> datetime | None:
        return None if row[name] is None else moment(row[name])

    return Signup(
        shift=row["shift"],
        user_id=row["user_id"],
        role=row["role"],
        state=State(row["state"]),
        line=row["line"],
        missed=bool(row["missed"]),
        offered_until=at("offered_until"),
        heard=row["heard"],
        confirmed=bool(row["confirmed"]),
        cover_at=at("cover_at"),
        in_at=at("in_at"),
        out_at=at("out_at"),
        came=None if row["came"] is None else bool(row["came"]),
    )


async def get_signup(db: Database | Transaction, shift: int, user_id: int) -> Signup | None:
    """What this person has on that shift, None if nothing."""
    rows = await rows_of(
        db,
        f"SELECT {SIGNUP_COLUMNS} FROM signup u"  # noqa: S608
        " WHERE u.shift = :shift AND u.user_id = :user_id",
        {"shift": shift, "user_id": user_id},
    )
    return signup_of(rows[0]) if rows else None


async def get_signups(
    db: Database | Transaction, shifts: Sequence[int], user_id: int
) -> Mapping[int, Signup]:
    """What this person has on these shifts, by the shift's number; none where nothing."""
    if not shifts:
        return {}
    rows = await rows_of(
        db,
        f"SELECT {SIGNUP_COLUMNS} FROM signup u WHERE u.user_id = :user_id"  # noqa: S608
        " AND u.shift IN (SELECT value FROM json_each(:shifts))",
        {"shifts": str(list(shifts)), "user_id": user_id},
    )
    return {row["shift"]: signup_of(row) for row in rows}


async def get_position(db: Database | Transaction, shift: int, user_id: int) -> int | None:
    """How many stand in the line of their role up to this person, themselves included; None: they
    don't wait."""
    rows = await rows_of(
        db,
        """
        SELECT count(*) AS n FROM signup m JOIN signup w
            ON w.role = m.role AND w.state = 'waiting' AND w.line <= m.line
        WHERE m.shift = :shift AND m.user_id = :user_id AND m.state = 'waiting'
        """,
        {"shift": shift, "user_id": user_id},
    )
    return rows[0]["n"] or None


async def list_signups(db: Database | Transaction, shift: int) -> list[Signup]:
    """Everybody on a shift: those with a place, then the lines in their order."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SIGNUP_COLUMNS} FROM signup u JOIN shift_role r ON r.number = u.role
        WHERE u.shift = :shift
        ORDER BY r.position, CASE u.state WHEN 'held' THEN 0 WHEN 'offered' THEN 1 ELSE 2 END,
            u.line, u.user_id
        """,  # noqa: S608
        {"shift": shift},
    )
    return [signup_of(row) for row in rows]


async def delete_signup(tx: Transaction, shift: int, user_id: int) -> Signup | None:
    """Take somebody off a shift; what they had. Whoever calls offers the place on, and commits."""
    before = await get_signup(tx, shift, user_id)
    tx.touch(OUTBOX)
    await tx.execute(
        "DELETE FROM signup WHERE shift = :shift AND user_id = :user_id",
        {"shift": shift, "user_id": user_id},
    )
    return before


_MARKS = frozenset({"heard", "confirmed", "cover_at", "in_at", "out_at", "came"})


async def set_marks(tx: Transaction, shift: int, user_id: int, **marks: object) -> None:
    """Note these of `Signup` for one person: moments as datetimes, the rest as they are. The caller
    has looked, and commits."""
    if unknown := marks.keys() - _MARKS:
        raise ValueError(unknown)
    params = {
        name: seconds(value) if isinstance(value, datetime) else value
        for name, value in marks.items()
    }
    written = ", ".join(f"{name} = :{name}" for name in params)
    tx.touch(OUTBOX)
    await tx.execute(
        f"UPDATE signup SET {written} WHERE shift = :shift AND user_id = :user_id",  # noqa: S608
        {**params, "shift": shift, "user_id": user_id},
    )


async def move_signup(
    tx: Transaction, shift: int, role: int, *, to: int, heard: int, now: datetime
) -> int | None:
    """Give the place in that role for which cover was looked for the longest to somebody else, who
    has no place there; whose it was, None where nobody looks. The caller commits."""
    rows = await tx.execute(
        """
        SELECT user_id FROM signup
        WHERE role = :role AND state = 'held' AND cover_at IS NOT NULL AND in_at IS NULL
            AND user_id <> :to ORDER BY cover_at, user_id LIMIT 1
        """,
        {"role": role, "to": to},
    )
    if not rows:
        return None
    before: int = rows[0]["user_id"]
    tx.touch(OUTBOX)
    for user_id in (before, to):
        await tx.execute(
            "DELETE FROM signup WHERE shift = :shift AND user_id = :user_id",
            {"shift": shift, "user_id": user_id},
        )
    await tx.execute(
        """
        INSERT INTO signup (shift, user_id, role, state, claimed_at, heard)
        VALUES (:shift, :to, :role, 'held', :now, :heard)
        """,
        {"shift": shift, "to": to, "role": role, "heard": heard, "now": seconds(now)},
    )
    return before


async def put_in_place_of_missing(
    tx: Transaction, shift: int, role: int, *, to: int, heard: int, now: datetime
) -> int | None:
    """Give the place in that role of whoever claimed first and has not checked in to somebody who
    has none there; whose it was, None where nobody is missing (who stepped in themselves is on the
    way). They stand last in its line, noted as not having come. The caller commits."""
    rows = await tx.execute(
        """
        SELECT u.user_id FROM signup u JOIN shift s ON s.number = u.shift
        WHERE u.role = :role AND u.state = 'held' AND u.in_at IS NULL AND u.came IS NULL
            AND u.user_id <> :to AND u.claimed_at < s.starts_at
        ORDER BY u.claimed_at, u.user_id LIMIT 1
        """,
        {"role": role, "to": to},
    )
    if not rows:
        return None
    before: int = rows[0]["user_id"]
    tx.touch(OUTBOX)
    await tx.execute(
        "DELETE FROM signup WHERE shift = :shift AND user_id = :to", {"shift": shift, "to": to}
    )
    await tx.execute(
        """
        UPDATE signup SET state = 'waiting', came = 0, missed = 1, cover_at = NULL, line = 1 +
            coalesce((SELECT max(w.line) FROM signup w
                WHERE w.role = signup.role AND w.line IS NOT NULL), 0)
        WHERE shift = :shift AND user_id = :before
        """,
        {"shift": shift, "before": before},
    )
    await tx.execute(
        """
        INSERT INTO signup (shift, user_id, role, state, claimed_at, heard, confirmed)
        VALUES (:shift, :to, :role, 'held', :now, :heard, 1)
        """,
        {"shift": shift, "to": to, "role": role, "heard": heard, "now": seconds(now)},
    )
    return before


async def list_too_many(
    tx: Transaction, shift: int, capacities: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Who would lose their place where the roles (by number) had so many: (person, role), whoever
    claimed last first; a role that is not named is gone, and all of its people with it."""
    rows = await tx.execute(
        """
        SELECT user_id, role, row_number() OVER (
            PARTITION BY role ORDER BY state = 'offered', claimed_at, user_id) AS turn
        FROM signup WHERE shift = :shift AND state IN ('held', 'offered')
        ORDER BY claimed_at DESC, user_id DESC
        """,
        {"shift": shift},
    )
    return [
        (row["user_id"], row["role"])
        for row in rows
        if row["turn"] > capacities.get(row["role"], 0)
    ]


async def put_back_in_line(tx: Transaction, shift: int, user_ids: Sequence[int]) -> None:
    """These lose their place and stand first in the line of their role, the last of them first. The
    caller commits."""
    tx.touch(OUTBOX)
    for user_id in user_ids:
        await tx.execute(
            """
            UPDATE signup SET state = 'waiting', offered_until = NULL, cover_at = NULL,
                confirmed = 0, line = coalesce((SELECT min(w.line) FROM signup w
                    WHERE w.role = signup.role AND w.line IS NOT NULL), 1) - 1
            WHERE shift = :shift AND user_id = :user_id
            """,
            {"shift": shift, "user_id": user_id},
        )


async def list_missing(db: Database | Transaction, shift: int, *, out: bool) -> list[int]:
    """Who has a place and did not check in; with `out`, who was there and did not check out."""
    rows = await rows_of(
        db,
        """
        SELECT user_id FROM signup WHERE shift = :shift AND state = 'held' AND coalesce(came, 1)
            AND CASE WHEN :out THEN in_at IS NOT NULL AND out_at IS NULL ELSE in_at IS NULL END
        ORDER BY user_id
        """,
        {"shift": shift, "out": int(out)},
    )
    return [row["user_id"] for row in rows]
