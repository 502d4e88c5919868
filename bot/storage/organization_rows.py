"""The directory's tables, written: an entry's rows put in, changed and taken out together."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.entry import Entry, Status, for_members
from bot.domain.entry_json import entry_to_json
from bot.storage.database import Transaction
from bot.storage.organization_draft import Draft, shows_more
from bot.storage.organization_index import index_row

_INSERT = """
    INSERT INTO organization (number, id, guild_id, shelf, status, version, file_hash, name, kind,
                              scope, states, city, points, website, through, languages, aliases,
                              card, entry)
    VALUES (:number, :id, :guild_id, :shelf, :status, :version, :file_hash, :name, :kind,
            :scope, :states, :city, :points, :website, :through, :languages, :aliases,
            :card, :entry)
"""
_UPDATE = """
    UPDATE organization SET
        shelf = :shelf, status = :status, version = :version, file_hash = :file_hash,
        name = :name, kind = :kind, scope = :scope, states = :states, city = :city,
        points = :points, website = :website, through = :through, languages = :languages,
        aliases = :aliases, card = :card, entry = :entry
    WHERE number = :number
"""
_INSERT_TEXT = """
    INSERT INTO organization_text (number, language, name, what)
    VALUES (:number, :language, :name, :what)
"""
_INSERT_POINT = """
    INSERT INTO organization_point (number, at, lat, lon) VALUES (:number, :at, :lat, :lon)
"""
_INSERT_INDEX = """
    INSERT INTO organization_fts (rowid, name, aliases, what, needs, named, tags, area)
    VALUES (:number, :name, :aliases, :what, :needs, :named, :tags, :area)
"""
_INSERT_SEEN = "INSERT INTO organization_seen (number, seen_by) VALUES (:number, :seen_by)"
#: In `organization_seen`: it waits, was taken out, or its list is still being written.
NOBODY = -1
#: The tables beside `organization`, by what empties them of one entry.
_BESIDE = (
    "DELETE FROM organization_fts WHERE rowid = :number",
    "DELETE FROM organization_text WHERE number = :number",
    "DELETE FROM organization_seen WHERE number = :number",
    "DELETE FROM organization_point WHERE number = :number",
)

Numbered = tuple[int, Draft]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of some entries, table by table, ready to be written."""

    organizations: list[dict[str, Any]]
    texts: list[dict[str, Any]]
    points: list[dict[str, Any]]
    seen: list[dict[str, Any]]
    index: list[dict[str, Any]]


def rows_of(drafts: Iterable[Numbered], *, version: int = 1, seen: bool = True) -> Rows:
    """Make the rows of entries, each under its number; `seen=False`: nobody finds them yet.

    Pure, so that it may be done in another thread where there are many.
    """
    rows = Rows([], [], [], [], [])
    for number, draft in drafts:
        points = draft.entry.points
        rows.organizations.append(_row(draft, number, version, points))
        rows.texts.extend(_texts(draft, number))
        for at, (lat, lon) in enumerate(points):
            rows.points.append({"number": number, "at": at, "lat": lat, "lon": lon})
        rows.seen.append({"number": number, "seen_by": _seen_by(draft) if seen else NOBODY})
        rows.index.append({"number": number, **index_row(draft)})
    return rows


def joined(many: Iterable[Rows]) -> Rows:
    """Rows that were made one by one, to be written together."""
    rows = Rows([], [], [], [], [])
    for each in many:
        rows.organizations.extend(each.organizations)
        rows.texts.extend(each.texts)
        rows.points.extend(each.points)
        rows.seen.extend(each.seen)
        rows.index.extend(each.index)
    return rows


def shifted(rows: Rows, by: int) -> Rows:
    """The same rows, every number so much higher: they were made before their place was known."""
    for table in (rows.organizations, rows.texts, rows.points, rows.seen, rows.index):
        for row in table:
            row["number"] += by
    return rows


def without(rows: Rows, numbers: Collection[int]) -> Rows:
    """The rows of all but these entries."""
    tables = (rows.organizations, rows.texts, rows.points, rows.seen, rows.index)
    return Rows(*([row for row in table if row["number"] not in numbers] for table in tables))


async def insert_rows(tx: Transaction, rows: Rows) -> None:
    """Put new entries in. The caller commits.

    Raises:
        ConstraintViolated: a number, or an id of the same owner, is there already.
    """
    await tx.execute_many(_INSERT, rows.organizations)
    await _insert_beside(tx, rows)


async def update_rows(tx: Transaction, rows: Rows) -> None:
    """Write entries over what stands under their numbers. The caller commits."""
    await tx.execute_many(_UPDATE, rows.organizations)
    await _delete_beside(tx, [row["number"] for row in rows.organizations])
    await _insert_beside(tx, rows)


async def delete_organizations(tx: Transaction, numbers: Iterable[int]) -> None:
    """Take entries out, and out of the index. The caller commits."""
    gone = list(numbers)
    await _delete_beside(tx, gone)
    await tx.execute_many("DELETE FROM organization_hidden WHERE number = :number", _numbers(gone))
    await tx.execute_many("DELETE FROM organization WHERE number = :number", _numbers(gone))


async def next_number(tx: Transaction) -> int:
    """The first number above all that are taken."""
    rows = await tx.execute("SELECT coalesce(max(number), 0) + 1 AS free FROM organization")
    return rows[0]["free"]


async def replace_bundled(tx: Transaction, drafts: Iterable[Draft]) -> int:
    """Make everybody's directory hold just `drafts` (besides lists that the operator brought in),
    keeping the number of every id that stays. Returns how many there are. The caller commits.

    An id that an operator's list has, too, becomes the bundled entry: that list, brought in again,
    says what it has otherwise. A server with an entry of its own under an id goes on seeing that.
    """
    drafts = list(drafts)
    known = {
        row["id"]: row["number"]
        for row in await tx.execute(
            """
            SELECT id, number FROM organization WHERE guild_id = 0
              AND (shelf = 0 OR id IN (SELECT value FROM json_each(:ids)))
            """,
            {"ids": json.dumps([draft.entry.id for draft in drafts])},
        )
    }
    free = await next_number(tx)
    stay: list[Numbered] = []
    new: list[Numbered] = []
    for draft in drafts:
        number = known.pop(draft.entry.id, None)
        if number is not None:
            stay.append((number, draft))
        else:
            new.append((free, draft))
            free += 1
    await delete_organizations(tx, known.values())
    await update_rows(tx, rows_of(stay))
    await insert_rows(tx, rows_of(new))
    await tx.execute(
        """
        INSERT INTO organization_hidden (guild_id, number)
        SELECT mine.guild_id, o.number FROM organization AS o
        JOIN organization AS mine ON mine.id = o.id AND mine.guild_id <> 0
        WHERE o.guild_id = 0 AND o.shelf = 0
        ON CONFLICT DO NOTHING
        """
    )
    # One segment instead of many: every later search reads fewer pages.
    await tx.execute("INSERT INTO organization_fts (organization_fts) VALUES ('optimize')")
    return len(drafts)


async def _insert_beside(tx: Transaction, rows: Rows) -> None:
    for sql, beside in (
        (_INSERT_SEEN, rows.seen),
        (_INSERT_TEXT, rows.texts),
        (_INSERT_POINT, rows.points),
        (_INSERT_INDEX, rows.index),
    ):
        if beside:
            await tx.execute_many(sql, beside)


async def _delete_beside(tx: Transaction, numbers: Sequence[int]) -> None:
    if numbers:
        for sql in _BESIDE:
            await tx.execute_many(sql, _numbers(numbers))


def _seen_by(draft: Draft) -> int:
    return draft.guild_id if draft.status is Status.ACTIVE else NOBODY


def _numbers(numbers: Iterable[int]) -> list[Mapping[str, object]]:
    return [{"number": number} for number in numbers]


def _texts(draft: Draft, number: int) -> Iterable[dict[str, Any]]:
    names = draft.entry.names
    what: Mapping[str, str] = draft.entry.what
    for language in dict.fromkeys([*what, *names]):
        yield {
            "number": number,
            "language": language,
            "name": names.get(language),
            "what": what.get(language) or what.get("en") or next(iter(what.values()), ""),
        }


def _row(
    draft: Draft, number: int, version: int, points: Iterable[tuple[float, float]]
) -> dict[str, Any]:
    entry = draft.entry
    whole = draft.text or entry_to_json(entry)
    return {
        "number": number,
        "id": entry.id,
        "guild_id": draft.guild_id,
        "shelf": draft.shelf,
        "status": draft.status.value,
        "version": version,
        "file_hash": draft.file_hash,
        "name": entry.name,
        "kind": entry.kind,
        "scope": entry.scope.value,
        "states": " ".join(entry.states),
        "city": entry.city,
        "points": ";".join(f"{lat} {lon}" for lat, lon in points),
        "website": entry.website,
        "through": entry.through,
        "languages": " ".join(entry.languages),
        "aliases": draft.names,
        "card": _card(entry, whole),
        "entry": whole,
    }


def _card(entry: Entry, whole: str) -> str:
    """What members see, where it is more than the searched columns: no number that nobody called
    ever reaches what is read for them."""
    shown = for_members(entry)
    if not shows_more(shown):
        return ""
    return whole if shown is entry else entry_to_json(shown)
