"""Who asks to swap a place on one shift for one on another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import seconds
from bot.storage.outbox import OUTBOX
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Swap:
    """`user_id` holds a place on `shift` and would give it for one on `wanted`."""

    number: int
    shift: int
    user_id: int
    wanted: int


def _of(row: Row) -> Swap:
    return Swap(row["number"], row["shift"], row["user_id"], row["wanted"])


async def insert_swap(
    tx: Transaction, *, shift: int, user_id: int, wanted: int, now: datetime
) -> Swap | None:
    """Note what somebody asks; None where they asked that already. The caller has looked that they
    hold a place, and commits."""
    rows = await tx.execute(
        """
        INSERT INTO shift_swap (shift, user_id, wanted, made_at)
        VALUES (:shift, :user_id, :wanted, :now)
        ON CONFLICT DO NOTHING RETURNING *
        """,
        {"shift": shift, "user_id": user_id, "wanted": wanted, "now": seconds(now)},
    )
    return _of(rows[0]) if rows else None


async def get_swap(db: Database | Transaction, number: int) -> Swap | None:
    """What was asked; None where it fell away or was agreed."""
    rows = await rows_of(db, "SELECT * FROM shift_swap WHERE number = :n", {"n": number})
    return _of(rows[0]) if rows else None


async def exchange(
    tx: Transaction,
    first: tuple[int, int, int],
    second: tuple[int, int, int],
    *,
    heard: tuple[int, int],
    now: datetime,
) -> None:
    """Give two people each other's place: each as (shift, role, user), as they stood before. What
    they asked of these shifts, and where they stood in line there, goes. `heard`: the last change
    of the first's and the second's shift. The caller has looked that both can, and commits."""
    tx.touch(OUTBOX)
    for shift in (first[0], second[0]):
        for user_id in (first[2], second[2]):
            await tx.execute(
                "DELETE FROM signup WHERE shift = :shift AND user_id = :user_id",
                {"shift": shift, "user_id": user_id},
            )
    for (shift, role, _), user_id, change in (
        (second, first[2], heard[1]),
        (first, second[2], heard[0]),
    ):
        await tx.execute(
            """
            INSERT INTO signup (shift, user_id, role, state, claimed_at, heard)
            VALUES (:shift, :user_id, :role, 'held', :now, :heard)
            """,
            {
                "shift": shift,
                "user_id": user_id,
                "role": role,
                "heard": change,
                "now": seconds(now),
            },
        )
