"""Sharing out those who come among the teams of a lobby visit, without moving anybody."""

from __future__ import annotations

import heapq

from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of


async def count_teamless(db: Database | Transaction, occurrence: int) -> int:
    """How many come and are in no team."""
    rows = await rows_of(
        db,
        """
        SELECT count(*) AS n FROM rsvp
        WHERE occurrence = :occurrence AND answer = 'going' AND team IS NULL
        """,
        {"occurrence": occurrence},
    )
    return rows[0]["n"]


async def share_out(tx: Transaction, occurrence: int) -> int:
    """Put everybody who comes and is in no team into one: leaders into their own, the others each
    into the smallest; how many. The caller commits."""
    params: dict[str, object] = {"occurrence": occurrence}
    led = await tx.execute(
        """
        UPDATE rsvp SET team = (
            SELECT t.number FROM event_team t
            WHERE t.occurrence = rsvp.occurrence AND t.leader_id = rsvp.user_id
            ORDER BY t.number LIMIT 1)
        WHERE occurrence = :occurrence AND answer = 'going' AND team IS NULL AND EXISTS (
            SELECT 1 FROM event_team t
            WHERE t.occurrence = rsvp.occurrence AND t.leader_id = rsvp.user_id)
        RETURNING user_id
        """,
        params,
    )
    teams = await tx.execute(
        """
        SELECT t.number, (SELECT count(*) FROM rsvp r WHERE r.team = t.number) AS size
        FROM event_team t WHERE t.occurrence = :occurrence ORDER BY t.number
        """,
        params,
    )
    if not teams:
        return len(led)
    smallest = [(row["size"], row["number"]) for row in teams]
    heapq.heapify(smallest)
    rest = await tx.execute(
        """
        SELECT user_id FROM rsvp
        WHERE occurrence = :occurrence AND answer = 'going' AND team IS NULL ORDER BY user_id
        """,
        params,
    )
    for row in rest:
        size, number = smallest[0]
        heapq.heapreplace(smallest, (size + 1, number))
        await tx.execute(
            "UPDATE rsvp SET team = :team WHERE occurrence = :occurrence AND user_id = :user_id",
            {**params, "team": number, "user_id": row["user_id"]},
        )
    return len(led) + len(rest)
