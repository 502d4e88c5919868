"""Office numbers that callers of a server found to be wrong. Who said so is not kept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of


class NumberState(StrEnum):
    """What became of it. Stored."""

    COUNTED = "counted"
    #: Nobody is sent to it.
    OUT = "out"
    #: A moderator called, and it is right.
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number of an office as it is shown, and how many reported it."""

    number: int
    phone: str
    target: str
    count: int
    state: NumberState


async def add_wrong_number(
    tx: Transaction, guild_id: int, phone: str, target: str, *, out: bool
) -> tuple[int, bool]:
    """Count a report; its row's number, and whether the phone was taken out just now (`out`: enough
    people said so; one that a moderator found to be right stays in)."""
    params = {"guild_id": guild_id, "phone": phone, "target": target, "out": int(out)}
    rows = await tx.execute(
        """
        INSERT INTO wrong_number (guild_id, phone, target) VALUES (:guild_id, :phone, :target)
        ON CONFLICT (guild_id, phone) DO UPDATE SET count = count + 1, target = excluded.target
        RETURNING number
        """,
        params,
    )
    taken = await tx.execute(
        """
        UPDATE wrong_number SET state = 'out'
        WHERE guild_id = :guild_id AND phone = :phone AND state = 'counted' AND :out = 1
        RETURNING number
        """,
        params,
    )
    return rows[0]["number"], bool(taken)


async def list_wrong_numbers(
    db: Database | Transaction, guild_id: int, *, state: NumberState = NumberState.OUT
) -> list[WrongNumber]:
    """The numbers of a server that are in that state, the last reported first."""
    rows = await rows_of(
        db,
        """
        SELECT number, phone, target, count, state FROM wrong_number
        WHERE guild_id = :guild_id AND state = :state ORDER BY number DESC
        """,
        {"guild_id": guild_id, "state": state.value},
    )
    return [
        WrongNumber(
            row["number"], row["phone"], row["target"], row["count"], NumberState(row["state"])
        )
        for row in rows
    ]


async def get_wrong_number(db: Database | Transaction, number: int) -> WrongNumber | None:
    """One of them by its row's number."""
    rows = await rows_of(
        db,
        "SELECT number, phone, target, count, state FROM wrong_number WHERE number = :number",
        {"number": number},
    )
    if not rows:
        return None
    row = rows[0]
    return WrongNumber(
        row["number"], row["phone"], row["target"], row["count"], NumberState(row["state"])
    )


async def set_number_state(db: Database, guild_id: int, phone: str, state: NumberState) -> bool:
    """What a moderator decided; False where nobody reported it."""
    rows = await db.write(
        """
        UPDATE wrong_number SET state = :state WHERE guild_id = :guild_id AND phone = :phone
        RETURNING number
        """,
        {"guild_id": guild_id, "phone": phone, "state": state.value},
    )
    return bool(rows)
