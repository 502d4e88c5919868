"""Small facts about the database itself, one word each: `meta` of migration 0001."""

from __future__ import annotations

from bot.storage.database import Database, Transaction


async def get_meta(db: Database | Transaction, key: str) -> str | None:
    """What is kept under `key`, or None."""
    sql = "SELECT value FROM meta WHERE key = :key"
    if isinstance(db, Database):
        row = await db.fetch_one(sql, {"key": key})
        return None if row is None else row["value"]
    rows = await db.execute(sql, {"key": key})
    return rows[0]["value"] if rows else None


async def set_meta(db: Database | Transaction, key: str, value: str) -> None:
    """Keep `value` under `key`, over what stood there."""
    write = db.write if isinstance(db, Database) else db.execute
    await write(
        "INSERT INTO meta (key, value) VALUES (:key, :value)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"key": key, "value": value},
    )
