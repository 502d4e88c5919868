"""Entries whole, for those who edit them: read with their version, written against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from bot.domain.entry import Entry, Status
from bot.domain.entry_json import entry_from_json
from bot.storage.database import Database, Row, Transaction
from bot.storage.organization_draft import Draft
from bot.storage.organization_rows import insert_rows, next_number, rows_of, update_rows
from bot.storage.organizations import VISIBLE


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as it stands for one server.

    `owner` is whose it is, 0 for everybody's. `version` counts what this server did to it: also to
    everybody's, which it can check without making it its own. `file_hash` is what it was in the
    list it came with.
    """

    number: int
    owner: int
    shelf: int
    status: Status
    version: int
    file_hash: int | None
    entry: Entry
    assured_on: date | None


_COLUMNS = """
    o.number, o.guild_id, o.shelf, o.status, CASE o.guild_id WHEN 0 THEN (
        SELECT coalesce(max(c.version), 0) FROM entry_change AS c
        WHERE c.guild_id = :guild_id AND c.organization_id = o.id
    ) ELSE o.version END AS version, o.file_hash, o.entry, a.assured_on
"""
_ASSURED = """
    LEFT JOIN assurance AS a ON a.organization_id = o.id AND a.guild_id = :guild_id
"""
#: A list that is still being written is nobody's yet.
_LIVE = """
    (o.shelf = 0 OR EXISTS (SELECT 1 FROM shelf AS l WHERE l.number = o.shelf AND l.live = 1))
"""


def _stored(row: Row) -> StoredEntry:
    assured_on = row["assured_on"]
    return StoredEntry(
        number=row["number"],
        owner=row["guild_id"],
        shelf=row["shelf"],
        status=Status(row["status"]),
        version=row["version"],
        file_hash=row["file_hash"],
        entry=entry_from_json(row["entry"]),
        assured_on=date.fromisoformat(assured_on) if assured_on else None,
    )


async def _rows(db: Database | Transaction, sql: str, params: dict[str, object]) -> list[Row]:
    if isinstance(db, Database):
        return await db.fetch_all(sql, params)
    return await db.execute(sql, params)


async def get_entry(
    db: Database | Transaction, number: int, *, guild_id: int
) -> StoredEntry | None:
    """The entry with this number as it stands for a server: its own version, else everybody's.

    None where there is none, or it belongs to another server.
    """
    rows = await _rows(
        db,
        f"""
        SELECT {_COLUMNS} FROM organization AS asked
        JOIN organization AS o ON o.id = asked.id AND o.guild_id IN (0, :guild_id)
        {_ASSURED}
        WHERE asked.number = :number AND asked.guild_id IN (0, :guild_id) AND {_LIVE}
        ORDER BY o.guild_id = :guild_id DESC LIMIT 1
        """,  # noqa: S608 - only constants of this file
        {"number": number, "guild_id": guild_id},
    )
    return _stored(rows[0]) if rows else None


async def get_entry_by_id(
    db: Database | Transaction, id_: str, *, guild_id: int
) -> StoredEntry | None:
    """As `get_entry`, by the public id."""
    rows = await _rows(
        db,
        f"""
        SELECT {_COLUMNS} FROM organization AS o {_ASSURED}
        WHERE o.id = :id AND o.guild_id IN (0, :guild_id) AND {_LIVE}
        ORDER BY o.guild_id = :guild_id DESC LIMIT 1
        """,  # noqa: S608
        {"id": id_, "guild_id": guild_id},
    )
    return _stored(rows[0]) if rows else None


async def list_entries(
    db: Database, *, guild_id: int, after: int = 0, limit: int = 500
) -> list[StoredEntry]:
    """What a server has in its directory, `limit` at a time, by number above `after`: everybody's
    and its own, active ones only; of two versions its own. Guild 0: everybody's."""
    rows = await db.fetch_all(
        f"""
        SELECT {_COLUMNS} FROM organization AS o {_ASSURED}
        WHERE o.number > :after AND {VISIBLE}
        ORDER BY o.number LIMIT :limit
        """,  # noqa: S608
        {"guild_id": guild_id, "after": after, "limit": limit},
    )
    return [_stored(row) for row in rows]


async def list_retired(db: Database, guild_id: int) -> list[tuple[int, str]]:
    """Number and name of what a server took out, by name: so that it can be brought back."""
    rows = await db.fetch_all(
        "SELECT number, name FROM organization"
        " WHERE guild_id = :guild_id AND status = 'retired' ORDER BY name",
        {"guild_id": guild_id},
    )
    return [(row["number"], row["name"]) for row in rows]


async def put_entry(
    tx: Transaction, draft: Draft, *, replaces: StoredEntry | None
) -> tuple[int, int]:
    """Write a server's (or everybody's) entry over what stood for it; its number and version.

    `replaces` is what stands there now, read in this transaction; None: nothing. Everybody's entry
    stays as it is: the server gets its own version of it. The caller commits.
    """
    if replaces is not None and replaces.owner == draft.guild_id:
        version = replaces.version + 1
        await update_rows(tx, rows_of([(replaces.number, draft)], version=version))
        return replaces.number, version
    number = await next_number(tx)
    version = replaces.version + 1 if replaces else 1
    await insert_rows(tx, rows_of([(number, draft)], version=version))
    if replaces is not None:
        await hide_organizations(tx, guild_id=draft.guild_id, numbers=[replaces.number])
    return number, version


async def hide_organizations(tx: Transaction, *, guild_id: int, numbers: Iterable[int]) -> None:
    """Let a server not see these entries of everybody's: it has its own version. The caller
    commits."""
    await tx.execute_many(
        "INSERT INTO organization_hidden (guild_id, number) VALUES (:guild_id, :number)"
        " ON CONFLICT DO NOTHING",
        [{"guild_id": guild_id, "number": number} for number in numbers],
    )


async def set_assured(
    tx: Transaction, *, guild_id: int, organization_ids: Iterable[str], assured_on: date
) -> None:
    """Note the day on which a server's moderators checked entries. The caller commits."""
    await tx.execute_many(
        """
        INSERT INTO assurance (guild_id, organization_id, assured_on)
        VALUES (:guild_id, :organization_id, :assured_on)
        ON CONFLICT (guild_id, organization_id) DO UPDATE SET assured_on = excluded.assured_on
        """,
        [
            {"guild_id": guild_id, "organization_id": id_, "assured_on": assured_on.isoformat()}
            for id_ in organization_ids
        ],
    )


async def delete_assured(tx: Transaction, *, guild_id: int, organization_id: str) -> None:
    """As if a server's moderators had never checked an entry. The caller commits."""
    await tx.execute(
        "DELETE FROM assurance WHERE guild_id = :guild_id AND organization_id = :organization_id",
        {"guild_id": guild_id, "organization_id": organization_id},
    )
