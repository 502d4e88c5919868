"""Reading that may stand inside a transaction (and then sees what it wrote) or outside of one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.storage.database import Database, Row, Transaction


async def rows_of(db: Database | Transaction, sql: str, params: Mapping[str, object]) -> list[Row]:
    """Every row of a query."""
    if isinstance(db, Database):
        return await db.fetch_all(sql, params)
    return await db.execute(sql, params)
