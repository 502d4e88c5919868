"""Deleted means gone: not in the database, and not in the log beside it either."""

from __future__ import annotations

from bot.storage.database import Database


async def erase(db: Database) -> None:
    """Call after a deletion that somebody relies on.

    `secure_delete` overwrites what is deleted in the file, but the write-ahead log still holds the
    pages from before. This moves the log into the file and empties it. While somebody reads, it
    can't be emptied: then the next deletion, or closing, does it.
    """
    await db.write("PRAGMA wal_checkpoint(TRUNCATE)")
