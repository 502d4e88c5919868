"""A server's directory as a file, in the field's standard form or as a table."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.actor import Actor
from bot.domain.entry import Entry
from bot.services.entries import editor_of
from bot.services.lists.csv_write import write_csv
from bot.services.lists.hsds_write import write_hsds
from bot.services.lists.written import Tally
from bot.storage.database import Database
from bot.storage.entries import StoredEntry, list_entries

__all__ = ["Exported", "ExportsService", "Format", "Tally"]

#: So many entries are read and written at a time.
_PIECE = 500


class Format(StrEnum):
    """How a directory is written; the values are what is typed."""

    HSDS = "hsds"
    CSV = "csv"

    @property
    def ending(self) -> str:
        """How such a file's name ends."""
        return "json" if self is Format.HSDS else "csv"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, its name, and what was left out of it."""

    data: bytes
    name: str
    tally: Tally


class ExportsService:
    """Writes directories. Confidential addresses are in none, as they are not kept."""

    def __init__(self, db: Database) -> None:
        self._db = db

    async def export(self, actor: Actor, form: Format) -> Exported:
        """What the actor's server has in its directory.

        Raises:
            NotAllowed: not a directory editor.
        """
        tally = Tally()
        guild_id = editor_of(actor)
        pieces = [piece async for piece in self.pieces(guild_id, form, tally=tally)]
        return Exported(b"".join(pieces), f"our-directory.{form.ending}", tally)

    async def pieces(
        self, guild_id: int, form: Format, *, tally: Tally, include_unverified: bool = False
    ) -> AsyncIterator[bytes]:
        """The file of a server's directory (0: everybody's) in pieces; `tally` fills meanwhile.

        `include_unverified`: numbers that nobody has called are in it too (HSDS only): a backup.
        """
        stored = [each async for each in self._stored(guild_id)]
        assured = {each.entry.id: each.assured_on for each in stored if each.assured_on}
        entries = (each.entry for each in stored)
        written = _writer(form, entries, assured, tally, include_unverified=include_unverified)
        while (piece := await asyncio.to_thread(_next, written)) is not None:
            yield piece

    async def _stored(self, guild_id: int) -> AsyncIterator[StoredEntry]:
        after = 0
        while found := await list_entries(self._db, guild_id=guild_id, after=after, limit=_PIECE):
            for each in found:
                yield each
            after = found[-1].number


def _writer(
    form: Format,
    entries: Iterable[Entry],
    assured: dict[str, date],
    tally: Tally,
    *,
    include_unverified: bool,
) -> Iterator[bytes]:
    if form is Format.CSV:
        return write_csv(entries, assured=assured, tally=tally)
    return write_hsds(entries, assured=assured, include_unverified=include_unverified, tally=tally)


def _next(written: Iterator[bytes]) -> bytes | None:
    """Some hundred pieces joined: one hop to a thread for all of them."""
    gathered = [piece for _, piece in zip(range(_PIECE), written, strict=False)]
    return b"".join(gathered) if gathered else None
