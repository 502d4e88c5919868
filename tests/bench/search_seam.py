"""The one place where `bench_search` touches the search service."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiosqlite

from bot.app import open_services
from bot.clock import SystemClock
from bot.services.bundled_directory import entry_of, load_synonyms
from bot.services.directory import FindRequest
from bot.services.drafting import draft_of
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.bench.synthetic import MIX, SearchCall, SyntheticEntry, as_bundled

#: The bare query on our own table: the words, the weights our search gives, the best 25.
_FLOOR_ON_OURS = """
    SELECT o.name, o.kind, o.city, t.what, hit.score
    FROM (
        SELECT rowid AS number,
               bm25(organization_fts, 10.0, 8.0, 1.0, 20.0, 10.0, 1.0, 0.0) AS score
        FROM organization_fts WHERE organization_fts MATCH ? ORDER BY score LIMIT 25
    ) AS hit
    JOIN organization AS o ON o.number = hit.number
    LEFT JOIN organization_text AS t ON t.number = hit.number AND t.language = 'en'
    ORDER BY hit.score
"""


Statement = tuple[str, Any]


@dataclass(frozen=True)
class OpenSearch:
    """A service that is open over the entries.

    search: the whole service call. database: the file it reads. floor_sql: the bare FTS5 query
    over that very table, with one `?`, the MATCH expression. statements: the full-text statements,
    each with its parameters, that the service itself sends for a call (empty: not known).
    """

    search: Callable[[SearchCall], Awaitable[object]]
    database: Path
    floor_sql: str
    statements: Mapping[SearchCall, Sequence[Statement]] = field(default_factory=dict)


@asynccontextmanager
async def open_search(
    directory: Path, entries: Iterable[SyntheticEntry]
) -> AsyncIterator[OpenSearch]:
    """Our service over these entries, its database below `directory`."""
    settings = Settings(_env_file=None, database_path=directory / "coalition.db")  # pyright: ignore[reportCallIssue]
    synonyms = load_synonyms()
    async with open_services(settings, SystemClock()) as (db, services):
        async with db.transaction() as tx:
            await replace_bundled(
                tx, (draft_of(entry_of(as_bundled(entry)), synonyms) for entry in entries)
            )
            await tx.commit()
        await services.directory.refresh()

        async def search(call: SearchCall) -> object:
            request = FindRequest(call.what, call.where, call.kind, None)
            return await services.directory.find(request, language=call.language, guild_id=1)

        statements = {call: await _statements(lambda call=call: search(call)) for call in MIX}
        yield OpenSearch(search, settings.database_path, _FLOOR_ON_OURS, statements)


async def _statements(act: Callable[[], Awaitable[object]]) -> list[Statement]:
    """The full-text statements that are read while `act` runs."""
    kept: list[Statement] = []
    original = Database.fetch_all

    async def fetch_all(self: Database, sql: str, params: Any = ()) -> Any:
        if "MATCH" in sql:
            kept.append((sql, params))
        return await original(self, sql, params)

    Database.fetch_all = fetch_all  # type: ignore[method-assign]
    try:
        await act()
    finally:
        Database.fetch_all = original  # type: ignore[method-assign]
    return kept


@asynccontextmanager
async def bare_search(
    directory: Path, entries: Iterable[SyntheticEntry]
) -> AsyncIterator[OpenSearch]:
    """The floor itself in the place of a service: one table, one query."""
    database = directory / "bare.db"
    sql = (
        "SELECT rowid, name, what FROM entry_fts WHERE entry_fts MATCH ? "
        "ORDER BY bm25(entry_fts, 10.0, 8.0, 2.0) LIMIT 25"
    )
    async with aiosqlite.connect(database) as connection:
        await connection.execute("PRAGMA journal_mode=WAL")
        await connection.execute(
            "CREATE VIRTUAL TABLE entry_fts USING fts5 (name, aliases, what, "
            "tokenize = 'unicode61 remove_diacritics 2', prefix = '3')"
        )
        await connection.executemany(
            "INSERT INTO entry_fts (name, aliases, what) VALUES (?, ?, ?)",
            ((e.name, "\n".join(e.aliases), "\n".join(e.what.values())) for e in entries),
        )
        await connection.commit()

        async def search(call: SearchCall) -> object:
            words = re.findall(r"\w+", call.what)
            return await connection.execute_fetchall(
                sql, (" ".join(f'"{word}"*' for word in words),)
            )

        yield OpenSearch(search, database, sql)
