"""Which commands Discord already has: told again only when they changed (200 creates a day)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from bot.storage.database import Database
from bot.storage.meta import get_meta, set_meta

_META_KEY = "commands"


class CommandIds:
    """The hash of what was last synced, and the ids Discord gave (for `</find:123>` mentions)."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._ids: dict[str, int] = {}

    async def load(self) -> str | None:
        """The hash of the last sync, None before the first."""
        kept = await get_meta(self._db, _META_KEY)
        if kept is None:
            return None
        data = json.loads(kept)
        self._ids = {str(name): int(id_) for name, id_ in data["ids"].items()}
        return str(data["hash"])

    async def keep(self, digest: str, ids: Mapping[str, int]) -> None:
        """Remember a sync that succeeded."""
        self._ids = dict(ids)
        await set_meta(self._db, _META_KEY, json.dumps({"hash": digest, "ids": self._ids}))

    def mention(self, name: str, shown: str | None = None) -> str:
        """A command as something to tap, or as plain text where its id is not known."""
        id_ = self._ids.get(name.split(" ")[0])
        return f"</{name}:{id_}>" if id_ else f"`/{shown or name}`"
