"""Is the database whole? For `doctor`, and for every backup before it counts as one."""

from __future__ import annotations

import sqlite3

from bot.storage.database import Database

_CHECKS = ("PRAGMA integrity_check", "PRAGMA foreign_key_check")
_CIPHER_CHECK = "PRAGMA cipher_integrity_check"
_MANY = 100


async def integrity(db: Database) -> list[str]:
    """What is wrong with the database, in SQLite's words; empty where all is well.

    Reads every page: seconds on a large file, while the bot goes on.

    Raises:
        DatabaseDamaged: so damaged that it can't even be checked.
    """
    answers = [await db.fetch_all(sql) for sql in checks(db.encrypted)]
    return _problems([tuple(row) for rows in answers for row in rows])


async def answers(db: Database) -> bool:
    """Whether the database answers at all (for the health page)."""
    return await db.fetch_one("SELECT 1 AS one") is not None


def problems(connection: sqlite3.Connection, *, encrypted: bool) -> list[str]:
    """As `integrity`, on a bare connection. Blocking; raises the driver's own errors."""
    answers = [connection.execute(sql).fetchall() for sql in checks(encrypted)]
    return _problems([tuple(row) for rows in answers for row in rows])


def checks(encrypted: bool) -> tuple[str, ...]:
    """The statements that find damage: pages, indexes and rules, rows that point nowhere."""
    return (_CIPHER_CHECK, *_CHECKS) if encrypted else _CHECKS


def _problems(rows: list[tuple[object, ...]]) -> list[str]:
    found = [" ".join(str(value) for value in row) for row in rows]
    return [text for text in found if text != "ok"][:_MANY]
