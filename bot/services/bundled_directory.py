"""Reads the bundled directory into the database, when and only when it changed."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from typing import Any

from bot.bundled import bundled_path
from bot.domain.entry import Entry, Phone
from bot.domain.organization import Scope
from bot.domain.search import Synonyms, synonyms_from_data
from bot.services.drafting import draft_of
from bot.storage.database import Database
from bot.storage.meta import get_meta, set_meta
from bot.storage.organization_rows import replace_bundled

#: Raise it when the index is built otherwise, so that databases made before are built anew.
_INDEX_VERSION = 2
_META_KEY = "directory_hash"


@cache
def load_synonyms() -> Synonyms:
    """The bundled synonym groups (`data/synonyms.json`): read once, never changed."""
    return synonyms_from_data(json.loads(bundled_path("synonyms.json").read_bytes()))


def directory_date() -> str:
    """The date the bundled directory gives itself, ISO."""
    return str(json.loads(bundled_path("directory.json").read_bytes())["date"])


def entry_of(given: dict[str, Any]) -> Entry:
    """One entry of `data/directory.json` (its shape: `data/README.md`).

    A phone of an old list is marked as unverified: only editors see it.
    """
    phone = given.get("phone_unverified")
    return Entry(
        id=given["id"],
        name=given["name"],
        kind=given["kind"],
        scope=Scope(given["scope"]),
        states=tuple([given["state"], *given.get("also", [])] if given.get("state") else []),
        city=given.get("city"),
        lat=given.get("lat"),
        lon=given.get("lon"),
        website=given.get("website"),
        through=given.get("website_of"),
        languages=tuple(given.get("languages", [])),
        aliases=tuple(given["aliases"]),
        what=given["what"],
        names={"es": given["name_es"]} if given.get("name_es") else {},
        needs=tuple(given["needs"]),
        phones=(Phone(phone["number"], verified=False),) if phone else (),
        source=given.get("source", ""),
    )


async def load_bundled_directory(db: Database, synonyms: Synonyms) -> bool:
    """Bring the database up to the bundled directory. True if anything had to be written."""
    directory = bundled_path("directory.json").read_bytes()
    marked = directory + bundled_path("synonyms.json").read_bytes()
    digest = f"{_INDEX_VERSION}:{hashlib.sha256(marked).hexdigest()}"
    if await get_meta(db, _META_KEY) == digest:
        return False
    entries: list[dict[str, Any]] = json.loads(directory)["entries"]
    async with db.transaction() as tx:
        await replace_bundled(tx, (draft_of(entry_of(entry), synonyms) for entry in entries))
        await set_meta(tx, _META_KEY, digest)
        await tx.commit()
    return True
