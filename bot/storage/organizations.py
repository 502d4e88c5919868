"""The directory's tables: entries read, searched and written (the index: organization_index.py)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from bot.domain.organization import Organization, Scope
from bot.storage.database import Database, Row, Transaction
from bot.storage.organization_draft import Draft
from bot.storage.organization_index import (
    ANYWHERE,
    NEAR,
    Criteria,
    index_words,
    named_statement,
    need_match,
    statement_for,
)

_COLUMNS = """
    o.number, o.id, coalesce(t.name, o.name) AS name, o.kind, o.scope, o.states, o.city,
    o.lat, o.lon, o.website, o.through, o.languages,
    coalesce(t.what, (
        SELECT d.what FROM organization_text AS d WHERE d.number = o.number AND d.language = 'en'
    ), '') AS what,
    a.assured_on
"""
_TABLES = """
    organization AS o
    LEFT JOIN organization_text AS t ON t.number = o.number AND t.language = :language
    LEFT JOIN assurance AS a ON a.organization_id = o.id AND a.guild_id = :guild_id
"""


# --- reading --------------------------------------------------------------------------------


_SCOPES = {scope.value: scope for scope in Scope}


def _organization(row: Row) -> Organization:
    """A row of `_COLUMNS`, by position: a page of hits is the bot's most frequent read."""
    number, id_, name, kind, scope, states, city, *rest = row
    lat, lon, website, through, languages, what, assured_on = rest
    return Organization(
        number,
        id_,
        name,
        kind,
        _SCOPES[scope],
        tuple(states.split()),
        city,
        lat,
        lon,
        website,
        through,
        what,
        tuple(languages.split()),
        date.fromisoformat(assured_on) if assured_on else None,
    )


_HITS = f"""
    SELECT {_COLUMNS} FROM hit JOIN {_TABLES} WHERE o.number = hit.number
    ORDER BY hit.score
"""  # noqa: S608 - only constants of this file
_SCORED = {text: text + _HITS for text in (ANYWHERE, NEAR)}


async def search_organizations(
    db: Database, criteria: Criteria, *, language: str, guild_id: int | None
) -> list[Organization]:
    """The entries that fit, best first; one statement, unless there are more than can be scored.

    With a place: those near it, nearest first, and those that serve everywhere. Without: all.
    """
    for_whom = {"language": language, "guild_id": guild_id or 0}
    hits, params = statement_for(criteria)
    rows = await db.fetch_all(_SCORED[hits], {**params, **for_whom})
    if criteria.large and len(rows) >= criteria.limit:  # a named one may not have been scored
        hits, params = named_statement(criteria)
        rows = [*await db.fetch_all(_SCORED[hits], {**params, **for_whom}), *rows]
        found = [_organization(row) for row in rows]
        return list({organization.number: organization for organization in found}.values())
    return [_organization(row) for row in rows]


async def list_by_need(
    db: Database, need: str, *, language: str, guild_id: int | None, limit: int
) -> list[Organization]:
    """Entries that meet a need everywhere, at most `limit`, in the order of the directory."""
    rows = await db.fetch_all(
        f"""
        WITH hit AS MATERIALIZED (
            SELECT rowid AS number, rowid AS score FROM organization_fts
            WHERE organization_fts MATCH :match ORDER BY rowid LIMIT :limit
        ) {_HITS}
        """,  # noqa: S608
        {
            "match": need_match(need),
            "limit": limit,
            "language": language,
            "guild_id": guild_id or 0,
        },
    )
    return [_organization(row) for row in rows]


async def get_organizations(
    db: Database, numbers: Sequence[int], *, language: str, guild_id: int | None
) -> list[Organization]:
    """The entries with these numbers, in that order; those that are gone are left out."""
    names = {f"n{i}": number for i, number in enumerate(numbers)}
    rows = await db.fetch_all(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE o.number IN "  # noqa: S608 - constants and names
        f"({', '.join(':' + name for name in names)})",
        {**names, "language": language, "guild_id": guild_id or 0},
    )
    found = {row["number"]: _organization(row) for row in rows}
    return [found[number] for number in numbers if number in found]


async def list_names(db: Database) -> list[tuple[int, str, tuple[str, ...], str]]:
    """Number, name, aliases and kind of every entry, by name: for suggestions."""
    rows = await db.fetch_all("SELECT number, name, aliases, kind FROM organization ORDER BY name")
    return [
        (row["number"], row["name"], tuple(row["aliases"].splitlines()), row["kind"])
        for row in rows
    ]


async def list_words(db: Database) -> list[tuple[str, int]]:
    """Every word that stands in a name, an alias or a text, with how many entries have it."""
    rows = await db.fetch_all(
        "SELECT term, sum(doc) AS entries FROM organization_words "
        "WHERE col IN ('name', 'aliases', 'what') GROUP BY term"
    )
    return [(row["term"], row["entries"]) for row in rows]


# --- writing --------------------------------------------------------------------------------


async def replace_organizations(tx: Transaction, drafts: Iterable[Draft]) -> int:
    """Make the directory hold just `drafts`, keeping the number of every id that stays.

    Returns how many there are now. The caller commits.
    """
    drafts = list(drafts)
    known = {
        row["id"]: row["number"] for row in await tx.execute("SELECT id, number FROM organization")
    }
    free = max(known.values(), default=0) + 1
    numbers: dict[str, int] = {}
    for draft in drafts:
        if draft.id in known:
            numbers[draft.id] = known[draft.id]
        else:
            numbers[draft.id] = free
            free += 1
    gone = [{"number": number} for id_, number in known.items() if id_ not in numbers]
    await tx.execute("DELETE FROM organization_fts")
    await tx.execute("DELETE FROM organization_text")
    await tx.execute_many("DELETE FROM organization WHERE number = :number", gone)
    await tx.execute_many(
        """
        INSERT INTO organization (number, id, name, kind, scope, states, city, lat, lon, website,
                                  through, languages, aliases)
        VALUES (:number, :id, :name, :kind, :scope, :states, :city, :lat, :lon, :website,
                :through, :languages, :aliases)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, kind = excluded.kind, scope = excluded.scope,
            states = excluded.states, city = excluded.city, lat = excluded.lat,
            lon = excluded.lon, website = excluded.website, through = excluded.through,
            languages = excluded.languages, aliases = excluded.aliases
        """,
        (_row(draft, numbers[draft.id]) for draft in drafts),
    )
    await tx.execute_many(
        "INSERT INTO organization_text (number, language, name, what) "
        "VALUES (:number, :language, :name, :what)",
        (
            {
                "number": numbers[draft.id],
                "language": language,
                "name": draft.names.get(language),
                "what": what,
            }
            for draft in drafts
            for language, what in draft.what.items()
        ),
    )
    await tx.execute_many(
        """
        INSERT INTO organization_fts (rowid, name, aliases, what, needs, named, tags, area)
        VALUES (:number, :name, :aliases, :what, :needs, :named, :tags, :area)
        """,
        (_index_row(draft, numbers[draft.id]) for draft in drafts),
    )
    # One segment instead of many: every later search reads fewer pages.
    await tx.execute("INSERT INTO organization_fts (organization_fts) VALUES ('optimize')")
    return len(drafts)


def _row(draft: Draft, number: int) -> dict[str, object]:
    return {
        "number": number,
        "id": draft.id,
        "name": draft.name,
        "kind": draft.kind,
        "scope": draft.scope.value,
        "states": " ".join(draft.states),
        "city": draft.city,
        "lat": draft.lat,
        "lon": draft.lon,
        "website": draft.website,
        "through": draft.through,
        "languages": " ".join(draft.languages),
        "aliases": "\n".join([*draft.names.values(), *draft.aliases]),
    }


def _index_row(draft: Draft, number: int) -> dict[str, object]:
    return {
        "number": number,
        "name": draft.name,
        "aliases": "\n".join([*draft.names.values(), *draft.aliases]),
        "what": "\n".join([*draft.what.values(), draft.city or ""]),
        **index_words(draft),
    }
