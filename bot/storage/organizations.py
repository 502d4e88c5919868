"""The directory's tables, read: entries searched and shown (the index: organization_index.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from bot.domain.organization import Organization, Scope
from bot.storage.database import Database, Row
from bot.storage.organization_index import (
    ANYWHERE,
    NEAR,
    SEEN,
    Audience,
    Criteria,
    named_statement,
    need_match,
    statement_for,
)

_COLUMNS = """
    o.number, o.id, coalesce(t.name, o.name) AS name, o.kind, o.scope, o.states, o.city,
    o.points, o.website, o.through, o.languages,
    coalesce(t.what, (
        SELECT d.what FROM organization_text AS d WHERE d.number = o.number
        ORDER BY d.language LIMIT 1
    ), '') AS what,
    o.card,
    a.assured_on
"""
_TABLES = """
    organization AS o
    LEFT JOIN organization_text AS t ON t.number = o.number AND t.language = :language
    LEFT JOIN assurance AS a ON a.organization_id = o.id AND a.guild_id = :guild_id
"""
#: Who may see an entry, where it is not the index that was asked. Parameter: guild_id.
VISIBLE = """
    EXISTS (
        SELECT 1 FROM organization_seen AS s
        WHERE s.number = o.number AND s.seen_by IN (0, :guild_id)
    ) AND NOT EXISTS (
        SELECT 1 FROM organization_hidden AS h
        WHERE h.guild_id = :guild_id AND h.number = o.number
    )
"""
_SCOPES = {scope.value: scope for scope in Scope}


@lru_cache(maxsize=4096)
def _points(text: str) -> tuple[tuple[float, float], ...]:
    spots = (spot.split() for spot in text.split(";") if spot)
    return tuple((float(lat), float(lon)) for lat, lon in spots)


def _organization(row: Row) -> Organization:
    """A row of `_COLUMNS`, by position: a page of hits is the bot's most frequent read."""
    number, id_, name, kind, scope, states, city, points, *rest = row
    website, through, languages, what, card, assured_on = rest
    return Organization(
        number,
        id_,
        name,
        kind,
        _SCOPES[scope],
        tuple(states.split()),
        city,
        _points(points),
        website,
        through,
        what,
        tuple(languages.split()),
        date.fromisoformat(assured_on) if assured_on else None,
        card,
    )


def _for_whom(audience: Audience) -> dict[str, object]:
    return {"language": audience.language, "guild_id": audience.guild_id or 0}


_HITS = f"""
    SELECT {_COLUMNS} FROM hit JOIN {_TABLES} WHERE o.number = hit.number
    ORDER BY hit.score
"""  # noqa: S608 - only constants of this file
_SCORED = {text: text + _HITS for text in (ANYWHERE, NEAR)}


async def search_organizations(db: Database, criteria: Criteria) -> list[Organization]:
    """The entries that fit, best first; one statement, unless there are more than can be scored.

    With a place: those near it, nearest first, and those that serve everywhere. Without: all.
    """
    for_whom = _for_whom(criteria.audience)
    hits, params = statement_for(criteria)
    rows = await db.fetch_all(_SCORED[hits], {**params, **for_whom})
    if criteria.large and len(rows) >= criteria.limit:  # a named one may not have been scored
        hits, params = named_statement(criteria)
        rows = [*await db.fetch_all(_SCORED[hits], {**params, **for_whom}), *rows]
        found = [_organization(row) for row in rows]
        return list({organization.number: organization for organization in found}.values())
    return [_organization(row) for row in rows]


async def list_by_need(
    db: Database, need: str, *, audience: Audience, limit: int
) -> list[Organization]:
    """Entries that meet a need everywhere, at most `limit`, in the order of the directory."""
    rows = await db.fetch_all(
        f"""
        WITH hit AS MATERIALIZED (
            SELECT f.rowid AS number, f.rowid AS score FROM {SEEN} :match
            ORDER BY f.rowid LIMIT :limit
        ) {_HITS}
        """,  # noqa: S608
        {"match": need_match(need), "limit": limit, **_for_whom(audience)},
    )
    return [_organization(row) for row in rows]


async def get_organizations(
    db: Database, numbers: Sequence[int], *, audience: Audience
) -> list[Organization]:
    """The entries with these numbers that the audience may see, in that order; where a server has
    its own version of one, that one."""
    names = {f"n{i}": number for i, number in enumerate(numbers)}
    wanted = ", ".join(f"(:{name})" for name in names)
    rows = await db.fetch_all(
        f"""
        WITH wanted (number) AS (VALUES {wanted}), known AS (
            SELECT w.number AS asked, coalesce(mine.number, w.number) AS number
            FROM wanted AS w JOIN organization AS theirs ON theirs.number = w.number
            LEFT JOIN organization AS mine
                ON mine.id = theirs.id AND mine.guild_id = :guild_id AND theirs.guild_id = 0
        )
        SELECT known.asked, {_COLUMNS} FROM known JOIN {_TABLES}
        WHERE o.number = known.number AND {VISIBLE}
        """,  # noqa: S608 - constants and names
        {**names, **_for_whom(audience)},
    )
    found: dict[int, Organization] = {}
    for row in rows:
        asked, *columns = row
        found[asked] = _organization(columns)  # pyright: ignore[reportArgumentType]
    return [found[number] for number in numbers if number in found]


async def list_names(db: Database, guild_id: int) -> list[tuple[int, str, tuple[str, ...], str]]:
    """Number, name, aliases and kind of what just this server sees (0: everybody), by name: for
    suggestions."""
    rows = await db.fetch_all(
        """
        SELECT o.number, o.name, o.aliases, o.kind FROM organization AS o
        JOIN organization_seen AS s ON s.number = o.number
        WHERE s.seen_by = :guild_id AND o.guild_id = :guild_id ORDER BY o.name
        """,
        {"guild_id": guild_id},
    )
    return [
        (row["number"], row["name"], tuple(row["aliases"].splitlines()), row["kind"])
        for row in rows
    ]


async def list_hidden(db: Database, guild_id: int) -> dict[int, int | None]:
    """The numbers of everybody's entries that this server does not show as they are, with the
    number of what it has in their place."""
    rows = await db.fetch_all(
        """
        SELECT h.number, mine.number AS own FROM organization_hidden AS h
        JOIN organization AS theirs ON theirs.number = h.number
        LEFT JOIN organization AS mine ON mine.guild_id = h.guild_id AND mine.id = theirs.id
        WHERE h.guild_id = :guild_id
        """,
        {"guild_id": guild_id},
    )
    return {row["number"]: row["own"] for row in rows}


async def list_words(db: Database) -> list[tuple[str, int]]:
    """Every word that stands in a name, an alias or a text, with how many entries have it."""
    rows = await db.fetch_all(
        "SELECT term, sum(doc) AS entries FROM organization_words "
        "WHERE col IN ('name', 'aliases', 'what') GROUP BY term"
    )
    return [(row["term"], row["entries"]) for row in rows]
