"""What editors did to entries: who, when, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.entry import Entry, Status
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.storage.database import Database, Row, Transaction
from bot.storage.erase import erase

#: So many changes of one entry are kept, the newest.
KEPT = 30


class Deed(StrEnum):
    """What was done. The values are stored: never rename them."""

    ADDED = "added"
    EDITED = "edited"
    CHECKED = "checked"
    RETIRED = "retired"
    RESTORED = "restored"
    IMPORTED = "imported"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One deed. `before` and `status` are what stood there before it, None where nothing did; of
    what was done to everybody's entry without changing it only the status is kept.
    `changed_by` is a Discord user id, None once it is forgotten. `version` is what came of it.
    """

    number: int
    version: int
    deed: Deed
    changed_at: datetime
    changed_by: int | None
    status: Status | None
    before: Entry | None


def _change(row: Row) -> EntryChange:
    return EntryChange(
        number=row["number"],
        version=row["version"],
        deed=Deed(row["deed"]),
        changed_at=datetime.fromisoformat(row["changed_at"]),
        changed_by=row["changed_by"],
        status=Status(row["status"]) if row["status"] else None,
        before=entry_from_json(row["entry"]) if row["entry"] else None,
    )


@dataclass(frozen=True, slots=True)
class NewChange:
    """A deed to be kept; `before` is what stood there as JSON, and `status` how (None: nothing)."""

    organization_id: str
    version: int
    before: str | None
    status: Status | None


async def insert_entry_changes(
    tx: Transaction,
    changes: Iterable[NewChange],
    *,
    guild_id: int,
    deed: Deed,
    at: datetime,
    by: int | None,
) -> None:
    """Keep deeds that one person did at one moment. The caller commits."""
    await tx.execute_many(
        """
        INSERT INTO entry_change (guild_id, organization_id, version, deed, changed_at, changed_by,
                                  status, entry)
        VALUES (:guild_id, :organization_id, :version, :deed, :changed_at, :changed_by,
                :status, :entry)
        """,
        [
            {
                "guild_id": guild_id,
                "organization_id": each.organization_id,
                "version": each.version,
                "deed": deed.value,
                "changed_at": at.isoformat(timespec="seconds"),
                "changed_by": by,
                "entry": each.before,
                "status": each.status.value if each.status else None,
            }
            for each in changes
        ],
    )


async def insert_entry_change(
    tx: Transaction,
    *,
    guild_id: int,
    organization_id: str,
    version: int,
    deed: Deed,
    at: datetime,
    by: int | None,
    before: Entry | None,
    status: Status | None,
) -> None:
    """Keep a deed, and let the oldest of this entry go. The caller commits."""
    new = NewChange(organization_id, version, entry_to_json(before) if before else None, status)
    await insert_entry_changes(tx, [new], guild_id=guild_id, deed=deed, at=at, by=by)
    await tx.execute(
        """
        DELETE FROM entry_change WHERE guild_id = :guild_id AND organization_id = :organization_id
          AND number <= (
            SELECT number FROM entry_change
            WHERE guild_id = :guild_id AND organization_id = :organization_id
            ORDER BY number DESC LIMIT 1 OFFSET :kept
          )
        """,
        {"guild_id": guild_id, "organization_id": organization_id, "kept": KEPT},
    )


async def list_entry_changes(
    db: Database | Transaction, *, guild_id: int, organization_id: str, limit: int = KEPT
) -> list[EntryChange]:
    """The newest deeds first."""
    sql = """
        SELECT number, version, deed, changed_at, changed_by, status, entry FROM entry_change
        WHERE guild_id = :guild_id AND organization_id = :organization_id
        ORDER BY number DESC LIMIT :limit
    """
    params = {"guild_id": guild_id, "organization_id": organization_id, "limit": limit}
    if isinstance(db, Database):
        rows = await db.fetch_all(sql, params)
    else:
        rows = await db.execute(sql, params)
    return [_change(row) for row in rows]


async def rewrite_entry_changes(
    tx: Transaction, guild_id: int, organization_id: str, change: Callable[[Entry], Entry]
) -> None:
    """Change what is kept of an entry's past: an address that became confidential is not kept
    there either. The caller commits."""
    changes = await list_entry_changes(
        tx, guild_id=guild_id, organization_id=organization_id, limit=100_000
    )
    for each in changes:
        made = change(each.before) if each.before else None
        if made is not None and made != each.before:
            await tx.execute(
                "UPDATE entry_change SET entry = :entry WHERE number = :number",
                {"number": each.number, "entry": entry_to_json(made)},
            )


async def forget_editors(db: Database, *, before: datetime) -> None:
    """Forget who did what was done before that moment."""
    gone = await db.write(
        "UPDATE entry_change SET changed_by = NULL"
        " WHERE changed_by IS NOT NULL AND changed_at < :before RETURNING number",
        {"before": before.isoformat(timespec="seconds")},
    )
    if gone:
        await erase(db)


async def delete_old_entry_changes(db: Database, *, before: datetime) -> None:
    """Delete what was done before that moment."""
    await db.write(
        "DELETE FROM entry_change WHERE changed_at < :before",
        {"before": before.isoformat(timespec="seconds")},
    )
