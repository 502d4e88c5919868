"""The directory's tables. Full-text search is SQLite's own (FTS5); this file is where it lives."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.organization import Organization, Scope
from bot.domain.search import MIN_PREFIX, Concept
from bot.storage.database import Database, Row, Transaction

#: How much a match weighs by column: name, aliases, what, needs, tags, area.
_WEIGHTS = "10.0, 8.0, 1.0, 20.0, 1.0, 0.0"
_CELL_DEGREES = 2
#: A kilometre of latitude, in degrees.
_DEGREES_PER_KM = 1 / 111.2

_COLUMNS = """
    o.number, o.id, coalesce(t.name, o.name) AS name, o.kind, o.scope, o.states, o.city,
    o.lat, o.lon, o.website, o.through, o.languages,
    coalesce(t.what, d.what, '') AS what, a.assured_on
"""
_TABLES = """
    organization AS o
    LEFT JOIN organization_text AS t ON t.number = o.number AND t.language = :language
    LEFT JOIN organization_text AS d ON d.number = o.number AND d.language = 'en'
    LEFT JOIN assurance AS a ON a.organization_id = o.id AND a.guild_id = :guild_id
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """An organization to be written, with all its texts; `what` and `names` map a language to a
    text."""

    id: str
    name: str
    kind: str
    scope: Scope
    states: tuple[str, ...]
    city: str | None
    lat: float | None
    lon: float | None
    website: str | None
    through: str | None
    languages: tuple[str, ...]
    aliases: tuple[str, ...]
    what: Mapping[str, str]
    names: Mapping[str, str]
    groups: frozenset[int]
    need_groups: frozenset[int]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criteria:
    """What `search_organizations` looks for.

    `match_all`: an entry must have every concept; otherwise any. `state`, `lat` and `lon` are
    where the person looks from; without them nothing counts as near. `local_limit` and `limit`
    bound the near and the far hits.
    """

    concepts: Sequence[Concept]
    match_all: bool = True
    kind: str | None = None
    speaks: str | None = None
    state: str | None = None
    lat: float | None = None
    lon: float | None = None
    limit: int = 25


# --- made-up words of the index -------------------------------------------------------------


def _kind_word(kind: str) -> str:
    return "xk" + "".join(c for c in kind.lower() if c.isalnum())


def _group_word(group: int) -> str:
    return f"xg{group}"


def _need_word(need: str) -> str:
    """The made-up index word of a need (`legal_help`)."""
    return "xn" + need.replace("_", "")


def _language_word(code: str) -> str:
    return f"xl{code}"


def _state_word(state: str) -> str:
    return f"xs{state.lower()}"


def _cell_word(row: int, column: int) -> str:
    return f"xc{row + 90}c{column + 180}"


_FAR_WORD = "xfar"


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)


def _need_words(draft: Draft) -> Iterator[str]:
    yield from map(_need_word, draft.needs)
    yield from map(_group_word, sorted(draft.need_groups))


def _area_words(draft: Draft) -> Iterator[str]:
    yield from map(_state_word, draft.states)
    if draft.lat is not None and draft.lon is not None:
        yield _cell_word(*_cell(draft.lat, draft.lon))
    if draft.scope not in (Scope.CITY, Scope.STATE):
        yield _FAR_WORD


def _tag_words(draft: Draft) -> Iterator[str]:
    yield _kind_word(draft.kind)
    yield from map(_group_word, sorted(draft.groups))
    yield from map(_language_word, draft.languages or ("unknown",))


# --- match expressions ----------------------------------------------------------------------


def _concept_expression(concept: Concept) -> str:
    # Words come folded from `words_of`: letters and digits only, so quoting them is enough.
    phrase = " ".join(concept.words)
    last = concept.words[-1]
    prefix = "*" if len(last) >= MIN_PREFIX else ""
    typed = f'{{name aliases what}} : "{phrase}"{prefix}'
    if concept.group is None:
        return f"({typed})"
    return f"({typed} OR {{needs tags}} : {_group_word(concept.group)})"


def _match(criteria: Criteria, *area_words: str) -> str:
    joined = " AND " if criteria.match_all else " OR "
    parts = [f"({joined.join(map(_concept_expression, criteria.concepts))})"]
    if criteria.kind:
        parts.append(f"{{tags}} : {_kind_word(criteria.kind)}")
    if criteria.speaks:
        spoken = f"{_language_word(criteria.speaks)} OR {_language_word('unknown')}"
        parts.append(f"{{tags}} : ({spoken})")
    if area_words:
        parts.append(f"{{area}} : ({' OR '.join(area_words)})")
    return " AND ".join(parts)


def _named_match(criteria: Criteria) -> str:
    names = " AND ".join(
        f'"{" ".join(c.words)}"' + ("*" if len(c.words[-1]) >= MIN_PREFIX else "")
        for c in criteria.concepts
    )
    expression = f"{{name aliases}} : ({names})"
    if criteria.kind:
        expression += f" AND {{tags}} : {_kind_word(criteria.kind)}"
    return expression


def _near_words(criteria: Criteria) -> list[str]:
    words: list[str] = []
    if criteria.state:
        words.append(_state_word(criteria.state))
    if criteria.lat is not None and criteria.lon is not None:
        row, column = _cell(criteria.lat, criteria.lon)
        words += [_cell_word(row + r, column + c) for r in (-1, 0, 1) for c in (-1, 0, 1)]
    return words


# --- reading --------------------------------------------------------------------------------


def _organization(row: Row) -> Organization:
    assured_on = row["assured_on"]
    return Organization(
        number=row["number"],
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        scope=Scope(row["scope"]),
        states=tuple(row["states"].split()),
        city=row["city"],
        lat=row["lat"],
        lon=row["lon"],
        website=row["website"],
        through=row["through"],
        what=row["what"],
        languages=tuple(row["languages"].split()),
        assured_on=date.fromisoformat(assured_on) if assured_on else None,
    )


_SEARCH_ANYWHERE = f"""
    WITH hit AS MATERIALIZED (
        SELECT rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
        FROM organization_fts WHERE organization_fts MATCH :match
        ORDER BY score LIMIT :limit
    )
    SELECT {_COLUMNS}, hit.score FROM hit JOIN {_TABLES} WHERE o.number = hit.number
    ORDER BY hit.score
"""  # noqa: S608 - only constants of this file

# Near: by distance, statewide entries (no coordinates) as if 160 km away. Far and named: by score.
_SEARCH_NEAR = f"""
    WITH near AS MATERIALIZED (
        SELECT f.rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
        FROM organization_fts AS f JOIN organization AS p ON p.number = f.rowid
        WHERE organization_fts MATCH :near
        ORDER BY coalesce(
            (p.lat - :lat) * (p.lat - :lat)
            + (p.lon - :lon) * (p.lon - :lon) * :squeeze, :statewide
        ), score LIMIT :limit
    ), far AS MATERIALIZED (
        SELECT rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
        FROM organization_fts WHERE organization_fts MATCH :far
        ORDER BY score LIMIT :limit
    ), named AS MATERIALIZED (
        SELECT rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
        FROM organization_fts WHERE organization_fts MATCH :named
        ORDER BY score LIMIT :limit
    ), hit AS (
        SELECT number, min(score) AS score FROM (
            SELECT * FROM near UNION ALL SELECT * FROM far UNION ALL SELECT * FROM named
        ) GROUP BY number
    )
    SELECT {_COLUMNS}, hit.score FROM hit JOIN {_TABLES} WHERE o.number = hit.number
    ORDER BY hit.score
"""  # noqa: S608


async def search_organizations(
    db: Database, criteria: Criteria, *, language: str, guild_id: int | None
) -> list[Organization]:
    """The entries that fit, best words first (the caller ranks by place); one statement.

    With a place: those near it, those that serve everywhere, and those elsewhere whose very name
    was typed. Without: all of them.
    """
    params: dict[str, object] = {"language": language, "guild_id": guild_id or 0}
    params["limit"] = criteria.limit
    near = _near_words(criteria)
    if not near:
        params["match"] = _match(criteria)
        rows = await db.fetch_all(_SEARCH_ANYWHERE, params)
    else:
        lat = criteria.lat or 0.0
        params |= {
            "near": _match(criteria, *near),
            "far": _match(criteria, _FAR_WORD),
            "named": _named_match(criteria),
            "lat": criteria.lat,
            "lon": criteria.lon,
            "squeeze": math.cos(math.radians(lat)) ** 2,
            "statewide": (160 * _DEGREES_PER_KM) ** 2,
        }
        rows = await db.fetch_all(_SEARCH_NEAR, params)
    return [_organization(row) for row in rows]


async def list_by_needs(
    db: Database, needs: Sequence[str], *, language: str, guild_id: int | None, limit: int
) -> list[Organization]:
    """Entries that help everywhere, those with the first of `needs` first, at most `limit`."""
    found: dict[int, Organization] = {}
    for need in needs:
        match = f"{{needs}} : {_need_word(need)} AND {{area}} : {_FAR_WORD}"
        rows = await db.fetch_all(
            _SEARCH_ANYWHERE,
            {"match": match, "limit": limit, "language": language, "guild_id": guild_id or 0},
        )
        for row in rows:
            found.setdefault(row["number"], _organization(row))
    return list(found.values())[:limit]


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
        INSERT INTO organization_fts (rowid, name, aliases, what, needs, tags, area)
        VALUES (:number, :name, :aliases, :what, :needs, :tags, :area)
        """,
        (_index_row(draft, numbers[draft.id]) for draft in drafts),
    )
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
        "needs": " ".join(_need_words(draft)),
        "tags": " ".join(_tag_words(draft)),
        "area": " ".join(_area_words(draft)),
    }


async def upsert_assurance(
    db: Database, *, guild_id: int, organization_id: str, assured_on: date
) -> None:
    """Note that this server's moderators checked the entry on that day."""
    await db.write(
        """
        INSERT INTO assurance (guild_id, organization_id, assured_on)
        VALUES (:guild_id, :organization_id, :assured_on)
        ON CONFLICT (guild_id, organization_id) DO UPDATE SET assured_on = excluded.assured_on
        """,
        {
            "guild_id": guild_id,
            "organization_id": organization_id,
            "assured_on": assured_on.isoformat(),
        },
    )
