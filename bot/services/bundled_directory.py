"""Reads the bundled directory into the database, when and only when it changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from bot.bundled import bundled_path
from bot.domain.organization import Scope
from bot.domain.search import Synonyms, synonyms_from_data
from bot.storage.database import Database
from bot.storage.meta import get_meta, set_meta
from bot.storage.organization_draft import Draft
from bot.storage.organizations import replace_organizations

#: Raise it when the index is built otherwise, so that databases made before are built anew.
_INDEX_VERSION = 1
_META_KEY = "directory_hash"


def load_synonyms() -> Synonyms:
    """The bundled synonym groups (`data/synonyms.json`)."""
    return synonyms_from_data(json.loads(bundled_path("synonyms.json").read_bytes()))


def directory_date() -> str:
    """The date the bundled directory gives itself, ISO."""
    return str(json.loads(bundled_path("directory.json").read_bytes())["date"])


def draft_of(entry: dict[str, Any], synonyms: Synonyms) -> Draft:
    """One entry of `data/directory.json` (its shape: `data/README.md`) as it is written.

    A phone marked unverified is left in the file: the database never sees it.
    """
    states = [entry["state"], *entry.get("also", [])] if entry.get("state") else []
    named = "\n".join([entry["name"], entry.get("name_es") or "", *entry["aliases"]])
    text = "\n".join([named, *entry["what"].values(), entry["kind"]])
    return Draft(
        id=entry["id"],
        name=entry["name"],
        kind=entry["kind"],
        scope=Scope(entry["scope"]),
        states=tuple(states),
        city=entry.get("city"),
        lat=entry.get("lat"),
        lon=entry.get("lon"),
        website=entry.get("website"),
        through=entry.get("website_of"),
        languages=tuple(entry.get("languages", [])),
        aliases=tuple(entry["aliases"]),
        what=entry["what"],
        names={"es": entry["name_es"]} if entry.get("name_es") else {},
        needs=tuple(entry["needs"]),
        need_groups=frozenset(synonyms.groups_of(entry["needs"])),
        name_groups=frozenset(synonyms.groups_in(named)),
        text_groups=frozenset(synonyms.groups_in(text)),
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
        await replace_organizations(tx, (draft_of(entry, synonyms) for entry in entries))
        await set_meta(tx, _META_KEY, digest)
        await tx.commit()
    return True
