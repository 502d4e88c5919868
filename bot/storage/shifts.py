"""Shifts with their roles: one row each. Who claimed them stands in `signups.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.shift import Role, Shift, ShiftKind, ShiftStatus, week_of
from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment, seconds
from bot.storage.outbox import OUTBOX
from bot.storage.reading import rows_of

_COLUMNS = (
    "uid", "guild_id", "occurrence", "series", "recurrence_id", "kind", "status", "version",
    "sequence", "changed_at", "change", "title", "about", "place", "address", "lat", "lon",
    "contact", "facility", "zone", "local_start", "fold", "minutes", "starts_at", "ends_at",
    "anyone", "training", "role_id", "weekly_limit", "withdraw_minutes", "newcomers_until",
    "field", "lead_id", "made_by", "thread_id",
)  # fmt: skip
_MOMENTS = ("changed_at", "starts_at", "ends_at")
#: Set once and for all, or by others than `update_shift`.
_FIXED = ("uid", "guild_id", "made_by", "thread_id")
_ROLES = (
    "(SELECT json_group_array(json_array(r.number, r.name, r.capacity, r.language)) FROM"
    " (SELECT * FROM shift_role WHERE shift = s.number ORDER BY position) r) AS roles"
)
SHIFT_COLUMNS = ", ".join((*(f"s.{name}" for name in ("number", *_COLUMNS)), _ROLES))


def shift_of(row: Row) -> Shift:
    """The shift of a row that has `SHIFT_COLUMNS`."""
    values: dict[str, Any] = {name: row[name] for name in ("number", *_COLUMNS)}
    for name in _MOMENTS:
        values[name] = moment(values[name])
    until = values["newcomers_until"]
    values["newcomers_until"] = None if until is None else moment(until)
    values["kind"] = ShiftKind(values["kind"])
    values["status"] = ShiftStatus(values["status"])
    values["anyone"] = bool(values["anyone"])
    values["field"] = bool(values["field"])
    values["local_start"] = datetime.fromisoformat(values["local_start"])
    values["roles"] = tuple(
        Role(name, capacity, language, number)
        for number, name, capacity, language in json.loads(row["roles"])
    )
    return Shift(**values)


def _params(shift: Shift) -> dict[str, object]:
    params: dict[str, object] = {name: getattr(shift, name) for name in ("number", *_COLUMNS)}
    for name in _MOMENTS:
        params[name] = seconds(getattr(shift, name))
    until = shift.newcomers_until
    params["newcomers_until"] = None if until is None else seconds(until)
    params["kind"] = shift.kind.value
    params["status"] = shift.status.value
    params["anyone"] = int(shift.anyone)
    params["field"] = int(shift.field)
    params["local_start"] = shift.local_start.isoformat(timespec="minutes")
    week = week_of(shift.local_start, shift.zone)
    params["week_from"], params["week_until"] = map(seconds, week)
    return params


async def insert_shift(tx: Transaction, shift: Shift) -> int:
    """Keep a new shift with its roles; its number (the one it has is not looked at). The caller
    commits."""
    columns = (*_COLUMNS, "week_from", "week_until")
    names, values = ", ".join(columns), ", ".join(f":{name}" for name in columns)
    rows = await tx.execute(
        f"INSERT INTO shift ({names}) VALUES ({values}) RETURNING number",  # noqa: S608
        _params(shift),
    )
    number: int = rows[0]["number"]
    await _insert_roles(tx, number, enumerate(shift.roles))
    await touch_boards(tx, number)
    return number


async def update_shift(tx: Transaction, shift: Shift) -> None:
    """Write the shift over the one of its number, all but its roles (see `update_roles`). The
    caller has read it in the same transaction, and commits."""
    columns = (*_COLUMNS, "week_from", "week_until")
    written = ", ".join(f"{name} = :{name}" for name in columns if name not in _FIXED)
    await tx.execute(f"UPDATE shift SET {written} WHERE number = :number", _params(shift))  # noqa: S608
    await touch_boards(tx, shift.number)


async def update_roles(tx: Transaction, shift: int, roles: Sequence[Role]) -> None:
    """Bring the roles of a shift up to date: those of the same name and language keep their number
    and who is signed up, the others go with theirs. The caller has looked who that is."""
    rows = await tx.execute(
        "SELECT number, name, language FROM shift_role WHERE shift = :shift", {"shift": shift}
    )
    standing = {(row["name"], row["language"]): row["number"] for row in rows}
    kept = {standing[(r.name, r.language)] for r in roles if (r.name, r.language) in standing}
    await tx.execute(
        "DELETE FROM shift_role WHERE shift = :shift"
        " AND number NOT IN (SELECT value FROM json_each(:kept))",
        {"shift": shift, "kept": str(sorted(kept))},
    )
    # Out of the way first: positions are unique.
    await tx.execute(
        "UPDATE shift_role SET position = -1 - number WHERE shift = :shift", {"shift": shift}
    )
    new: list[tuple[int, Role]] = []
    for position, role in enumerate(roles):
        number = standing.get((role.name, role.language))
        if number is None:
            new.append((position, role))
            continue
        await tx.execute(
            "UPDATE shift_role SET position = :position, capacity = :capacity"
            " WHERE number = :number",
            {"position": position, "capacity": role.capacity, "number": number},
        )
    await _insert_roles(tx, shift, new)


async def _insert_roles(tx: Transaction, shift: int, roles: Iterable[tuple[int, Role]]) -> None:
    await tx.execute_many(
        """
        INSERT INTO shift_role (shift, position, name, language, capacity)
        VALUES (:shift, :position, :name, :language, :capacity)
        """,
        [
            {
                "shift": shift,
                "position": position,
                "name": role.name,
                "language": role.language,
                "capacity": role.capacity,
            }
            for position, role in roles
        ],
    )


async def touch_boards(tx: Transaction, shift: int) -> None:
    """Draw the boards anew on which this shift stands. The caller commits."""
    tx.touch(OUTBOX)
    await tx.execute("INSERT INTO shift_board_stale (shift) VALUES (:shift)", {"shift": shift})


async def get_shift(
    db: Database | Transaction, number: int, *, guild_id: int | None = None
) -> Shift | None:
    """A shift of that server (None: of any), None where there is no such one there."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM shift s
        WHERE s.number = :number AND (:guild_id IS NULL OR s.guild_id = :guild_id)
        """,  # noqa: S608 - our own names
        {"number": number, "guild_id": guild_id},
    )
    return shift_of(rows[0]) if rows else None


async def get_shift_of_role(
    db: Database | Transaction, role: int, *, guild_id: int | None
) -> Shift | None:
    """The shift of that server (None: of any) that has this role."""
    rows = await rows_of(db, "SELECT shift FROM shift_role WHERE number = :n", {"n": role})
    return await get_shift(db, rows[0]["shift"], guild_id=guild_id) if rows else None


async def set_shift_thread(tx: Transaction, number: int, thread_id: int) -> None:
    """Remember the thread in which people are pinged, if there is none yet. It is no edit: no
    version goes up. The caller commits."""
    await tx.execute(
        "UPDATE shift SET thread_id = :thread_id WHERE number = :number AND thread_id IS NULL",
        {"number": number, "thread_id": thread_id},
    )


async def forget_thread(tx: Transaction, thread_id: int) -> None:
    """No shift has that thread any more. The caller commits."""
    await tx.execute(
        "UPDATE shift SET thread_id = NULL WHERE thread_id = :thread_id", {"thread_id": thread_id}
    )


async def list_shifts_overlapping(
    db: Database | Transaction, shift: Shift, *, user_id: int
) -> list[Shift]:
    """What this person holds or is offered at the same time as that shift, in any server."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM signup u JOIN shift s ON s.number = u.shift
        WHERE u.user_id = :user_id AND u.state IN ('held', 'offered') AND s.status = 'open'
            AND s.number <> :number AND s.starts_at < :ends_at AND s.ends_at > :starts_at
        ORDER BY s.starts_at
        """,  # noqa: S608
        {
            "user_id": user_id,
            "number": shift.number,
            "starts_at": seconds(shift.starts_at),
            "ends_at": seconds(shift.ends_at),
        },
    )
    return [shift_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Filled:
    """How many places of a role are taken (or kept for somebody), how many wait for one, and for
    how many of the taken cover is looked for."""

    taken: int = 0
    waiting: int = 0
    cover: int = 0


async def count_filled(db: Database | Transaction, shifts: Sequence[int]) -> Mapping[int, Filled]:
    """By the number of a role, for all roles of these shifts; none where nobody is."""
    if not shifts:
        return {}
    rows = await rows_of(
        db,
        """
        SELECT u.role, sum(u.state IN ('held', 'offered')) AS taken,
            sum(u.state = 'waiting') AS waiting, sum(u.cover_at IS NOT NULL) AS cover
        FROM signup u WHERE u.shift IN (SELECT value FROM json_each(:numbers)) GROUP BY u.role
        """,
        {"numbers": str(list(shifts))},
    )
    return {row["role"]: Filled(row["taken"], row["waiting"], row["cover"]) for row in rows}


async def list_shifts(
    db: Database | Transaction,
    *,
    guild_id: int,
    now: datetime,
    until: datetime | None = None,
    kind: ShiftKind | None = None,
    limit: int,
    offset: int = 0,
) -> list[Shift]:
    """What is not over in a server, the soonest first; the cancelled too, so that people see it."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM shift s
        WHERE s.guild_id = :guild_id AND s.ends_at > :now
            AND (:until IS NULL OR s.starts_at < :until) AND (:kind IS NULL OR s.kind = :kind)
        ORDER BY s.starts_at, s.number LIMIT :limit OFFSET :offset
        """,  # noqa: S608
        {
            "guild_id": guild_id,
            "now": seconds(now),
            "until": seconds(until) if until else None,
            "kind": kind.value if kind else None,
            "limit": limit,
            "offset": offset,
        },
    )
    return [shift_of(row) for row in rows]


async def list_shifts_of_occurrences(
    db: Database | Transaction, occurrences: Sequence[int]
) -> list[Shift]:
    """The shifts that belong to these times of events, the earliest first."""
    if not occurrences:
        return []
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM shift s
        WHERE s.occurrence IN (SELECT value FROM json_each(:occurrences))
        ORDER BY s.starts_at, s.number
        """,  # noqa: S608
        {"occurrences": str(list(occurrences))},
    )
    return [shift_of(row) for row in rows]


async def list_shifts_of(
    db: Database | Transaction, *, guild_id: int | None, user_id: int, now: datetime, limit: int
) -> list[Shift]:
    """What this person holds, was offered or waits for, or leads, and is not over; of one server or
    (None) of all."""
    rows = await rows_of(
        db,
        f"""
        SELECT {SHIFT_COLUMNS} FROM shift s
        WHERE s.ends_at > :now AND (:guild_id IS NULL OR s.guild_id = :guild_id)
            AND s.number IN (
                SELECT shift FROM signup WHERE user_id = :user_id
                UNION SELECT number FROM shift WHERE lead_id = :user_id)
        ORDER BY s.starts_at, s.number LIMIT :limit
        """,  # noqa: S608
        {"guild_id": guild_id, "user_id": user_id, "now": seconds(now), "limit": limit},
    )
    return [shift_of(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Board:
    """A message in a channel that shows what is open. `kind`: only of that kind."""

    number: int
    guild_id: int
    channel_id: int
    message_id: int | None
    kind: ShiftKind | None


def _board_of(row: Row) -> Board:
    kind = ShiftKind(row["kind"]) if row["kind"] else None
    return Board(row["number"], row["guild_id"], row["channel_id"], row["message_id"], kind)


async def list_boards_for(
    db: Database | Transaction, *, guild_id: int, kind: ShiftKind | None = None
) -> list[Board]:
    """The boards of a server on which shifts of that kind (None: any) stand; those for that kind
    alone first."""
    rows = await rows_of(
        db,
        """
        SELECT * FROM shift_board WHERE guild_id = :guild_id
            AND (:kind IS NULL OR kind IS NULL OR kind = :kind)
        ORDER BY kind IS NULL, number
        """,
        {"guild_id": guild_id, "kind": kind.value if kind else None},
    )
    return [_board_of(row) for row in rows]


async def get_board(db: Database | Transaction, number: int) -> Board | None:
    """One board, None where it is gone."""
    rows = await rows_of(db, "SELECT * FROM shift_board WHERE number = :n", {"n": number})
    return _board_of(rows[0]) if rows else None


async def insert_board(
    tx: Transaction, *, guild_id: int, channel_id: int, kind: ShiftKind | None, now: datetime
) -> Board:
    """A new board in that channel. The caller has looked that none of that kind stands there,
    queues its first drawing, and commits."""
    params = {
        "guild_id": guild_id,
        "channel_id": channel_id,
        "kind": kind.value if kind else None,
        "made_at": seconds(now),
    }
    rows = await tx.execute(
        """
        INSERT INTO shift_board (guild_id, channel_id, kind, made_at)
        VALUES (:guild_id, :channel_id, :kind, :made_at) RETURNING *
        """,
        params,
    )
    return _board_of(rows[0])


async def set_board_message(tx: Transaction, number: int, message_id: int | None) -> None:
    """Remember the message that is the board."""
    await tx.execute(
        "UPDATE shift_board SET message_id = :message_id WHERE number = :number",
        {"number": number, "message_id": message_id},
    )


async def delete_board(tx: Transaction, number: int) -> None:
    """Forget a board; its message stays where it is."""
    await tx.execute("DELETE FROM shift_board WHERE number = :number", {"number": number})
