"""By what an event from a file is known again: its title and when it first takes place."""

from __future__ import annotations

from bot.storage.database import Database, Transaction
from bot.storage.reading import rows_of


async def list_event_starts(db: Database | Transaction, guild_id: int) -> set[tuple[str, str, str]]:
    """Title, local start and zone of all events of a server that were not called off."""
    rows = await rows_of(
        db,
        """
        SELECT title, local_start, zone FROM event
        WHERE guild_id = :guild_id AND status <> 'cancelled'
        """,
        {"guild_id": guild_id},
    )
    return {(row["title"], row["local_start"], row["zone"]) for row in rows}
