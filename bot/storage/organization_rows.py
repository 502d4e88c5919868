"""The directory's tables, written: an entry's rows put in, changed and taken out together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.domain.entry import Entry, Status, for_members
from bot.domain.entry_json import entry_to_json
from bot.storage.database import Transaction
from bot.storage.organization_draft import Draft, names_of, shows_more
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


async def insert_drafts(
    tx: Transaction, drafts: Sequence[Numbered], *, version: int = 1, seen: bool = True
) -> None:
    """Put new entries in, each under its number; `seen=False`: nobody finds them yet. The caller
    commits.

    Raises:
        ConstraintViolated: a number, or an id of the same owner, is there already.
    """
    await tx.execute_many(_INSERT, (_row(draft, number, version) for number, draft in drafts))
    await _insert_beside(tx, drafts, seen=seen)


async def update_draft(tx: Transaction, number: int, draft: Draft, *, version: int) -> None:
    """Write an entry over what stands under its number. The caller commits."""
    await _update(tx, [(number, draft)], version=version)


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
    keeping the number of every id that stays. Returns how many there are. The caller commits."""
    drafts = list(drafts)
    known = {
        row["id"]: row["number"]
        for row in await tx.execute(
            "SELECT id, number FROM organization WHERE guild_id = 0 AND shelf = 0"
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
    await _update(tx, stay, version=1)
    await insert_drafts(tx, new)
    # One segment instead of many: every later search reads fewer pages.
    await tx.execute("INSERT INTO organization_fts (organization_fts) VALUES ('optimize')")
    return len(drafts)


async def _update(tx: Transaction, drafts: Sequence[Numbered], *, version: int) -> None:
    await tx.execute_many(_UPDATE, (_row(draft, number, version) for number, draft in drafts))
    await _delete_beside(tx, [number for number, _ in drafts])
    await _insert_beside(tx, drafts)


async def _delete_beside(tx: Transaction, numbers: Sequence[int]) -> None:
    for sql in _BESIDE:
        await tx.execute_many(sql, _numbers(numbers))


async def _insert_beside(tx: Transaction, drafts: Sequence[Numbered], *, seen: bool = True) -> None:
    await tx.execute_many(
        _INSERT_SEEN,
        (
            {"number": number, "seen_by": _seen_by(draft) if seen else NOBODY}
            for number, draft in drafts
        ),
    )
    await tx.execute_many(_INSERT_TEXT, (row for n, draft in drafts for row in _texts(draft, n)))
    await tx.execute_many(
        _INSERT_POINT,
        (
            {"number": number, "at": at, "lat": lat, "lon": lon}
            for number, draft in drafts
            for at, (lat, lon) in enumerate(draft.entry.points)
        ),
    )
    await tx.execute_many(
        _INSERT_INDEX, ({"number": number, **index_row(draft)} for number, draft in drafts)
    )


def _seen_by(draft: Draft) -> int:
    return draft.guild_id if draft.status is Status.ACTIVE else NOBODY


def _numbers(numbers: Iterable[int]) -> list[Mapping[str, object]]:
    return [{"number": number} for number in numbers]


def _texts(draft: Draft, number: int) -> Iterable[dict[str, object]]:
    names = draft.entry.names
    what: Mapping[str, str] = draft.entry.what
    for language in dict.fromkeys([*what, *names]):
        yield {
            "number": number,
            "language": language,
            "name": names.get(language),
            "what": what.get(language) or what.get("en") or next(iter(what.values()), ""),
        }


def _row(draft: Draft, number: int, version: int) -> dict[str, Any]:
    entry = draft.entry
    whole = entry_to_json(entry)
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
        "points": ";".join(f"{lat} {lon}" for lat, lon in entry.points),
        "website": entry.website,
        "through": entry.through,
        "languages": " ".join(entry.languages),
        "aliases": "\n".join(names_of(entry)),
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
