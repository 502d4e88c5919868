"""By what an event that came in from another calendar is known again."""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class CameIn:
    """An event as it came in last. `mark` is a fingerprint of its UID there, `digest` one of what
    it said; `differing` are the times of a series (their `recurrence_id`) that it set apart."""

    event: int
    guild_id: int
    mark: str
    sequence: int
    digest: str
    differing: tuple[str, ...] = ()


async def put_event_import(tx: Transaction, came: CameIn) -> None:
    """Note how an event came in, over what was noted before. The caller commits."""
    await tx.execute(
        """
        INSERT INTO event_import (event, guild_id, mark, sequence, digest, differing)
        VALUES (:event, :guild_id, :mark, :sequence, :digest, :differing)
        ON CONFLICT (event) DO UPDATE SET sequence = excluded.sequence,
            digest = excluded.digest, differing = excluded.differing
        """,
        {
            "event": came.event,
            "guild_id": came.guild_id,
            "mark": came.mark,
            "sequence": came.sequence,
            "digest": came.digest,
            "differing": json.dumps(came.differing),
        },
    )


async def list_event_imports(db: Database | Transaction, guild_id: int) -> dict[str, CameIn]:
    """What came in to a server, by its mark."""
    rows = await rows_of(
        db, "SELECT * FROM event_import WHERE guild_id = :guild_id", {"guild_id": guild_id}
    )
    return {
        row["mark"]: CameIn(
            event=row["event"],
            guild_id=row["guild_id"],
            mark=row["mark"],
            sequence=row["sequence"],
            digest=row["digest"],
            differing=tuple(json.loads(row["differing"])),
        )
        for row in rows
    }
