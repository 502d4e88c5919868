"""Full-text search over the directory. Only SQLite has FTS5: all that knows of it stands here.

What counts besides the words (needs, synonym groups, kind, languages, place) is in the index as
made-up words, so that one MATCH expression says all of it and nothing is filtered afterwards.

bm25 costs about a microsecond for every match, so only so many matches of a broad word are scored
(`CAP`, and `_NEAR_CAP` near a place); below that (every real directory so far) the order is exact.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from bot.domain.ranking import NEAR_KM
from bot.domain.search import MIN_PREFIX, Concept
from bot.storage.organization_draft import Draft, everywhere, states_of

#: So many matches of one expression are scored, the oldest entries first.
CAP: Final = 1000
#: So many matches near a place are scored and measured.
_NEAR_CAP: Final = 5000
#: How much a match weighs by column: name, aliases, what, needs, named, tags, area.
_WEIGHTS: Final = "10.0, 8.0, 1.0, 20.0, 10.0, 1.0, 0.0"
#: Half of it (some 160 km and more) must cover what counts as near (domain/ranking.py).
_CELL_DEGREES: Final = 4
_DEGREES_PER_KM: Final = 1 / 111.2
_FAR: Final = "xfar"


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads: their language, and their server (None: outside of one)."""

    language: str
    guild_id: int | None


@dataclass(frozen=True, slots=True)
class Criteria:
    """What is looked for.

    `match_all`: an entry must have every concept; otherwise any. `speaks` is an ISO 639 code:
    entries known to speak only other languages are left out. `state`, `lat` and `lon` are where
    the person looks from; without them nothing counts as near. At most `limit` near and `limit`
    far entries come back. `large`: the directory has more entries than are scored (`CAP`).
    `audience` is for whom it is searched.
    """

    concepts: Sequence[Concept]
    audience: Audience
    match_all: bool = True
    kind: str | None = None
    speaks: str | None = None
    state: str | None = None
    lat: float | None = None
    lon: float | None = None
    limit: int = 25
    large: bool = False


# --- made-up words --------------------------------------------------------------------------


@cache
def _kind_word(kind: str) -> str:
    return "xk" + "".join(c for c in kind.lower() if c.isalnum())


@cache
def _group_word(group: int) -> str:
    return f"xg{group}"


@cache
def _need_word(need: str) -> str:
    return "xn" + need.replace("_", "")


def _language_word(code: str) -> str:
    return f"xl{code}"


def _state_word(state: str) -> str:
    return f"xs{state.lower()}"


def _cell_word(row: int, column: int) -> str:
    return f"xc{row + 90}c{column + 180}"


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return math.floor(lat / _CELL_DEGREES), math.floor(lon / _CELL_DEGREES)


def _cells_around(lat: float, lon: float) -> set[tuple[int, int]]:
    """The four cells whose common corner is nearest: half a cell or more on every side."""
    half = _CELL_DEGREES / 2
    return {_cell(lat + a * half, lon + b * half) for a in (-1, 1) for b in (-1, 1)}


def index_row(draft: Draft) -> dict[str, str]:
    """What the index holds of an entry, by column."""
    entry = draft.entry
    groups = [" ".join(map(_group_word, sorted(g))) for g in (draft.name_groups, draft.text_groups)]
    needs = [*map(_need_word, entry.needs), *map(_group_word, sorted(draft.need_groups))]
    spoken = map(_language_word, entry.languages or ("unknown",))
    return {
        "name": entry.name,
        "aliases": draft.names,
        "what": draft.texts,
        "needs": " ".join(needs),
        "named": groups[0],
        "tags": " ".join([_kind_word(entry.kind), groups[1], *spoken]),
        "area": " ".join(dict.fromkeys(_area_words(draft))),
    }


def _area_words(draft: Draft) -> Iterator[str]:
    yield from map(_state_word, states_of(draft.entry))
    for lat, lon in draft.entry.points:
        yield _cell_word(*_cell(lat, lon))
    if everywhere(draft.entry):
        yield _FAR


# --- match expressions ----------------------------------------------------------------------


def _concept(concept: Concept) -> str:
    """One concept. A group stands for all its words: whatever entry uses one has the group's
    made-up word. Words come folded from `words_of` (letters and digits only), so quoting them is
    enough.
    """
    if concept.group is not None:
        return f"({{needs named tags}} : {_group_word(concept.group)})"
    return f"({{name aliases what}} : {_typed(concept)})"


def _typed(concept: Concept) -> str:
    prefix = "*" if len(concept.words[-1]) >= MIN_PREFIX else ""
    return f'"{" ".join(concept.words)}"{prefix}'


def _match(criteria: Criteria, area: Sequence[str] = ()) -> str:
    joined = " AND " if criteria.match_all else " OR "
    parts = [f"({joined.join(map(_concept, criteria.concepts))})"]
    if criteria.kind:
        parts.append(f"{{tags}} : {_kind_word(criteria.kind)}")
    if criteria.speaks:
        spoken = f"{_language_word(criteria.speaks)} OR {_language_word('unknown')}"
        parts.append(f"{{tags}} : ({spoken})")
    if area:
        parts.append(f"{{area}} : ({' OR '.join(area)})")
    return " AND ".join(parts)


def _named(criteria: Criteria) -> str:
    """Entries whose very name or alias was typed, wherever they are."""
    words = " AND ".join(map(_typed, criteria.concepts))
    kind = f" AND {{tags}} : {_kind_word(criteria.kind)}" if criteria.kind else ""
    return f"{{name aliases}} : ({words}){kind}"


def _near_words(criteria: Criteria) -> list[str]:
    words = [_state_word(criteria.state)] if criteria.state else []
    if criteria.lat is not None and criteria.lon is not None:
        cells = sorted(_cells_around(criteria.lat, criteria.lon))
        words += [_cell_word(row, column) for row, column in cells]
    return words


def need_match(need: str) -> str:
    """Whoever meets that need everywhere."""
    return f"{{needs}} : {_need_word(need)} AND {{area}} : {_FAR}"


# --- statements -----------------------------------------------------------------------------


#: Matches that a server may see, as `f`: everybody's and its own, but not what it has its own
#: version of or has taken out. Parameter: guild_id; to be followed by the MATCH.
SEEN: Final = """
    organization_fts AS f JOIN organization_seen AS s ON s.number = f.rowid
    WHERE s.seen_by IN (0, :guild_id)
      AND f.rowid NOT IN (SELECT number FROM organization_hidden WHERE guild_id = :guild_id)
      AND organization_fts MATCH
"""

#: Hits as (number, score), lower is better. Parameters: match, cap, limit, guild_id.
ANYWHERE: Final = f"""
    WITH hit AS MATERIALIZED (
        SELECT number, score FROM (
            SELECT f.rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
            FROM {SEEN} :match LIMIT :cap
        ) ORDER BY score LIMIT :limit
    )
"""  # noqa: S608 - only constants of this file

#: Hits near a place, nearest first, then those that help everywhere, by score.
#: Parameters: near, far, lat, lon, squeeze, statewide, near_cap, cap, limit, guild_id.
NEAR: Final = f"""
    WITH near AS MATERIALIZED (
        SELECT f.number, f.score - 1000.0 AS score
        FROM (
            SELECT f.rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
            FROM {SEEN} :near LIMIT :near_cap
        ) AS f
        ORDER BY coalesce((
            SELECT min(
                (p.lat - :lat) * (p.lat - :lat) + (p.lon - :lon) * (p.lon - :lon) * :squeeze
            ) FROM organization_point AS p WHERE p.number = f.number
        ), :statewide), score LIMIT :limit
    ), far AS MATERIALIZED (
        SELECT number, score FROM (
            SELECT f.rowid AS number, bm25(organization_fts, {_WEIGHTS}) AS score
            FROM {SEEN} :far LIMIT :cap
        ) ORDER BY score LIMIT :limit
    ), hit AS (
        SELECT number, score FROM near
        UNION ALL
        SELECT number, score FROM far WHERE number NOT IN (SELECT number FROM near)
    )
"""  # noqa: S608


def statement_for(criteria: Criteria) -> tuple[str, Mapping[str, object]]:
    """The common table `hit` (number, score) for these criteria, and its parameters."""
    near = _near_words(criteria)
    if not near:
        return ANYWHERE, {
            "match": _match(criteria),
            "cap": CAP,
            "limit": criteria.limit,
            "guild_id": criteria.audience.guild_id or 0,
        }
    return NEAR, {
        "near": _match(criteria, near),
        "far": _match(criteria, (_FAR,)),
        "lat": criteria.lat,
        "lon": criteria.lon,
        "squeeze": math.cos(math.radians(criteria.lat or 0.0)) ** 2,
        # A statewide entry has no coordinates: it counts as if just still near.
        "statewide": (NEAR_KM * _DEGREES_PER_KM) ** 2,
        "near_cap": _NEAR_CAP,
        "cap": CAP,
        "limit": criteria.limit,
        "guild_id": criteria.audience.guild_id or 0,
    }


def named_statement(criteria: Criteria) -> tuple[str, Mapping[str, object]]:
    """As `statement_for`, but only entries whose very name or alias was typed."""
    return ANYWHERE, {
        "match": _named(criteria),
        "cap": CAP,
        "limit": criteria.limit,
        "guild_id": criteria.audience.guild_id or 0,
    }
