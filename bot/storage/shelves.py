"""Lists that are brought in: written piece by piece where nobody sees it, then seen in one step.

One long transaction would keep everybody else from writing for as long as the list is. So its new
entries are put in over many short ones, under a shelf that is not live, and found by nobody; a
last, short one makes the shelf live. What a crash leaves behind is cleared away at the next start.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.storage.database import Database, Row, Transaction
from bot.storage.organization_rows import delete_organizations

#: So many entries are taken out in one transaction.
_PIECE = 500
#: What stands about entries elsewhere goes with them: a list that comes again is a new one, and a
#: server without an entry of its own finds everybody's of the same id again.
_ABOUT = (
    *(
        f"""
        DELETE FROM {table} WHERE (guild_id, organization_id) IN (
            SELECT o.guild_id, o.id FROM json_each(:numbers) AS gone
            JOIN organization AS o ON o.number = gone.value
        )
        """  # noqa: S608 - only names of this file
        for table in ("assurance", "entry_change")
    ),
    """
    DELETE FROM organization_hidden WHERE (guild_id, number) IN (
        SELECT o.guild_id, theirs.number FROM json_each(:numbers) AS gone
        JOIN organization AS o ON o.number = gone.value AND o.guild_id <> 0
        JOIN organization AS theirs ON theirs.guild_id = 0 AND theirs.id = o.id
    )
    """,
)


class Known(NamedTuple):
    """What stands in the directory under the id of a list's entry. `owner` 0: everybody's.
    `version` counts what the server did to it, also to everybody's (`entries.StoredEntry`).
    `pending` is the mark of another list's version that waits for review."""

    id: str
    number: int
    owner: int
    status: str
    file_hash: int | None
    entry: str
    shelf: int
    version: int
    pending: int | None


@dataclass(frozen=True, slots=True)
class ListChange:
    """Another version of an entry that a list has: the entry as JSON, and its hash there. `source`
    is the list's file name."""

    number: int
    organization_id: str
    entry: str
    file_hash: int
    source: str


async def insert_shelf(db: Database, *, guild_id: int, name: str, on: date) -> int:
    """A shelf for a list that is about to be written; its number."""
    rows = await db.write(
        """
        INSERT INTO shelf (guild_id, name, imported_on) VALUES (:guild_id, :name, :imported_on)
        RETURNING number
        """,
        {"guild_id": guild_id, "name": name, "imported_on": on.isoformat()},
    )
    return rows[0]["number"]


async def get_shelf_owner(db: Database, shelf: int) -> int | None:
    """Whose list it is (0: everybody's), None where there is none such."""
    row = await db.fetch_one(
        "SELECT guild_id FROM shelf WHERE number = :shelf AND live = 1", {"shelf": shelf}
    )
    return row["guild_id"] if row else None


async def list_known(
    db: Database | Transaction, ids: Iterable[str], *, guild_id: int
) -> dict[str, Known]:
    """What stands under these ids for a server (0: for everybody), its own before everybody's."""
    sql = """
        SELECT o.id, o.number, o.guild_id, o.status, o.file_hash, o.entry, o.shelf,
        CASE o.guild_id WHEN :guild_id THEN o.version ELSE (
            SELECT coalesce(max(c.version), 0) FROM entry_change AS c
            WHERE c.guild_id = :guild_id AND c.organization_id = o.id
        ) END AS version, (
            SELECT c.file_hash FROM shelf_change AS c JOIN shelf AS w ON w.number = c.shelf
            WHERE c.guild_id = :guild_id AND c.organization_id = o.id AND w.live = 1
            ORDER BY c.number DESC LIMIT 1
        ) AS pending
        FROM json_each(:ids) AS wanted
        JOIN organization AS o ON o.id = wanted.value AND o.guild_id IN (0, :guild_id)
        LEFT JOIN shelf AS s ON s.number = o.shelf
        WHERE o.shelf = 0 OR s.live = 1
        ORDER BY o.guild_id = :guild_id
    """
    params = {"ids": json.dumps(list(ids)), "guild_id": guild_id}
    if isinstance(db, Database):
        rows = await db.fetch_all(sql, params)
    else:
        rows = await db.execute(sql, params)
    return {row["id"]: Known(*row) for row in rows}


async def insert_list_changes(
    tx: Transaction, *, shelf: int, guild_id: int, changes: Sequence[tuple[str, str, int]]
) -> None:
    """Keep what a list has in another version: (id, entry as JSON, hash). The caller commits."""
    await tx.execute_many(
        """
        INSERT INTO shelf_change (shelf, guild_id, organization_id, entry, file_hash)
        VALUES (:shelf, :guild_id, :id, :entry, :file_hash)
        """,
        [
            {"shelf": shelf, "guild_id": guild_id, "id": id_, "entry": entry, "file_hash": hashed}
            for id_, entry, hashed in changes
        ],
    )


async def list_list_changes(
    tx: Transaction, *, shelf: int, after: int, limit: int
) -> list[ListChange]:
    """What a list has in another version, in order, by number above `after`."""
    rows = await tx.execute(
        """
        SELECT c.number, c.organization_id, c.entry, c.file_hash, s.name
        FROM shelf_change AS c JOIN shelf AS s ON s.number = c.shelf
        WHERE c.shelf = :shelf AND c.number > :after ORDER BY c.number LIMIT :limit
        """,
        {"shelf": shelf, "after": after, "limit": limit},
    )
    return [ListChange(*row) for row in rows]


async def get_list_change(
    db: Database | Transaction, guild_id: int, number: int
) -> ListChange | None:
    """One that waits in a server, None if it was dealt with."""
    sql = """
        SELECT c.number, c.organization_id, c.entry, c.file_hash, s.name
        FROM shelf_change AS c JOIN shelf AS s ON s.number = c.shelf
        WHERE c.guild_id = :guild_id AND c.number = :number AND s.live = 1
    """
    params = {"guild_id": guild_id, "number": number}
    rows: list[Row]
    if isinstance(db, Database):
        rows = await db.fetch_all(sql, params)
    else:
        rows = await db.execute(sql, params)
    return ListChange(*rows[0]) if rows else None


async def set_mark(tx: Transaction, *, guild_id: int, organization_id: str, mark: int) -> None:
    """Note what a list says of a server's own entry, so that it does not ask again. The caller
    commits."""
    await tx.execute(
        "UPDATE organization SET file_hash = :mark WHERE guild_id = :guild_id AND id = :id",
        {"guild_id": guild_id, "id": organization_id, "mark": mark},
    )


async def delete_list_change(tx: Transaction, guild_id: int, number: int) -> bool:
    """It was dealt with; False if somebody was faster. The caller commits."""
    rows = await tx.execute(
        "DELETE FROM shelf_change WHERE guild_id = :guild_id AND number = :number RETURNING number",
        {"guild_id": guild_id, "number": number},
    )
    return bool(rows)


async def set_shelf_live(
    tx: Transaction, *, shelf: int, guild_id: int, shown: bool, assured_on: date | None
) -> None:
    """Make a list that was written whole part of the directory. `shown`: members find its entries;
    otherwise they wait for review. `assured_on`: checked on that day. The caller commits."""
    params = {
        "shelf": shelf,
        "guild_id": guild_id,
        "assured_on": assured_on.isoformat() if assured_on else None,
    }
    await tx.execute("UPDATE shelf SET live = 1 WHERE number = :shelf", params)
    # Of two lists with the same entry the later one counts.
    await tx.execute(
        """
        DELETE FROM shelf_change WHERE guild_id = :guild_id AND shelf <> :shelf
          AND organization_id IN (SELECT organization_id FROM shelf_change WHERE shelf = :shelf)
        """,
        params,
    )
    if not guild_id:
        # A server that has the same entry as its own goes on seeing its own.
        await tx.execute(
            """
            INSERT INTO organization_hidden (guild_id, number)
            SELECT mine.guild_id, o.number FROM organization AS o
            JOIN organization AS mine ON mine.id = o.id AND mine.guild_id <> 0
            WHERE o.shelf = :shelf
            ON CONFLICT DO NOTHING
            """,
            params,
        )
    if shown:
        await tx.execute(
            """
            UPDATE organization_seen SET seen_by = :guild_id
            WHERE number IN (SELECT number FROM organization WHERE shelf = :shelf)
            """,
            params,
        )
        await tx.execute("DELETE FROM shelf_change WHERE shelf = :shelf", params)
    if assured_on is not None:
        await tx.execute(
            """
            INSERT INTO assurance (guild_id, organization_id, assured_on)
            SELECT :guild_id, id, :assured_on FROM organization WHERE shelf = :shelf
            ON CONFLICT (guild_id, organization_id) DO UPDATE SET assured_on = excluded.assured_on
            """,
            params,
        )


async def delete_shelf(db: Database, shelf: int) -> None:
    """Take a list out again: at once for whoever searches, then piece by piece."""
    async with db.transaction() as tx:
        params = {"shelf": shelf}
        await tx.execute("UPDATE shelf SET live = 0 WHERE number = :shelf", params)
        await tx.execute(
            """
            UPDATE organization_seen SET seen_by = -1
            WHERE number IN (SELECT number FROM organization WHERE shelf = :shelf)
            """,
            params,
        )
        await tx.execute("DELETE FROM shelf_change WHERE shelf = :shelf", params)
        await tx.commit()
    while True:
        async with db.transaction() as tx:
            rows = await tx.execute(
                "SELECT number FROM organization WHERE shelf = :shelf LIMIT :piece",
                {"shelf": shelf, "piece": _PIECE},
            )
            if not rows:
                await tx.execute("DELETE FROM shelf WHERE number = :shelf", {"shelf": shelf})
                await tx.commit()
                return
            numbers = [row["number"] for row in rows]
            for sql in _ABOUT:
                await tx.execute(sql, {"numbers": json.dumps(numbers)})
            await delete_organizations(tx, numbers)
            await tx.commit()


async def list_broken_shelves(db: Database) -> list[int]:
    """Lists that were never finished: the bot was stopped while it wrote them."""
    rows = await db.fetch_all("SELECT number FROM shelf WHERE live = 0 ORDER BY number")
    return [row["number"] for row in rows]
