"""Calendars elsewhere that a server follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.storage.database import Database, Row, Transaction
from bot.storage.moments import moment_or_none, seconds, seconds_or_none
from bot.storage.reading import rows_of


@dataclass(frozen=True, slots=True)
class Source:
    """A calendar at an address. `told`: a fingerprint of the change that moderators heard of last,
    empty where nothing waits; `checked_at`: when it was read last; `failing_since`: since when
    nothing came from there, `failures` times in a row."""

    number: int
    guild_id: int
    address: str
    etag: str
    told: str
    checked_at: datetime | None
    failing_since: datetime | None
    failures: int
    told_failing: bool


def _of(row: Row) -> Source:
    return Source(
        number=row["number"],
        guild_id=row["guild_id"],
        address=row["address"],
        etag=row["etag"],
        told=row["told"],
        checked_at=moment_or_none(row["checked_at"]),
        failing_since=moment_or_none(row["failing_since"]),
        failures=row["failures"],
        told_failing=bool(row["told_failing"]),
    )


async def insert_source(
    tx: Transaction, *, guild_id: int, address: str, next_check_at: datetime, now: datetime
) -> Source:
    """Follow a calendar; the one that is followed already, where it is. The caller commits."""
    rows = await tx.execute(
        """
        INSERT INTO calendar_source (guild_id, address, next_check_at, checked_at, made_at)
        VALUES (:guild_id, :address, :next, :now, :now)
        ON CONFLICT (guild_id, address) DO UPDATE SET next_check_at = excluded.next_check_at
        RETURNING *
        """,
        {
            "guild_id": guild_id,
            "address": address,
            "next": seconds(next_check_at),
            "now": seconds(now),
        },
    )
    return _of(rows[0])


async def list_sources(db: Database | Transaction, guild_id: int) -> list[Source]:
    """Those that a server follows, in the order in which it began to."""
    rows = await rows_of(
        db,
        "SELECT * FROM calendar_source WHERE guild_id = :guild_id ORDER BY number",
        {"guild_id": guild_id},
    )
    return [_of(row) for row in rows]


async def get_source(db: Database | Transaction, number: int) -> Source | None:
    """One, None where nobody follows it any more."""
    rows = await rows_of(db, "SELECT * FROM calendar_source WHERE number = :n", {"n": number})
    return _of(rows[0]) if rows else None


async def list_due_sources(db: Database, *, now: datetime, limit: int) -> list[Source]:
    """Those that are to be looked at, the longest due first."""
    rows = await db.fetch_all(
        "SELECT * FROM calendar_source WHERE next_check_at <= :now ORDER BY next_check_at"
        " LIMIT :limit",
        {"now": seconds(now), "limit": limit},
    )
    return [_of(row) for row in rows]


async def update_source(tx: Transaction, source: Source, *, next_check_at: datetime) -> None:
    """Write down what came of a look; nothing where nobody follows it any more. The caller
    commits."""
    await tx.execute(
        """
        UPDATE calendar_source SET etag = :etag, told = :told, checked_at = :checked_at,
            next_check_at = :next, failing_since = :failing_since, failures = :failures,
            told_failing = :told_failing
        WHERE number = :number
        """,
        {
            "number": source.number,
            "etag": source.etag,
            "told": source.told,
            "checked_at": seconds_or_none(source.checked_at),
            "next": seconds(next_check_at),
            "failing_since": seconds_or_none(source.failing_since),
            "failures": source.failures,
            "told_failing": int(source.told_failing),
        },
    )


async def delete_source(tx: Transaction, number: int, *, guild_id: int) -> bool:
    """Follow a calendar no more; False where it was not followed. The caller commits, then
    erases."""
    rows = await tx.execute(
        "DELETE FROM calendar_source WHERE number = :number AND guild_id = :guild_id"
        " RETURNING number",
        {"number": number, "guild_id": guild_id},
    )
    return bool(rows)
