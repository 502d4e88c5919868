"""The names that each server's directory has, in memory: everybody's, and what is different there.

Everybody's names are held once. Of a server only what it added and what it does not show is held,
and only of those servers that asked lately.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass

from bot.domain.search import Synonyms, words_of
from bot.services.cache import Recent
from bot.services.directory_index import DirectoryIndex
from bot.services.spelling import Spelling
from bot.storage.database import Database
from bot.storage.organizations import list_hidden, list_names, list_words

_SERVERS = 500


@dataclass(frozen=True, slots=True)
class Names:
    """The names of one server's directory: everybody's without `hidden`, and its `own`. `instead`
    is the number of what it has in the place of a hidden one."""

    everybody: DirectoryIndex
    own: DirectoryIndex
    instead: Mapping[int, int | None]

    @property
    def hidden(self) -> Set[int]:
        """Everybody's entries that it does not show as they are."""
        return self.instead.keys()

    @property
    def count(self) -> int:
        """How many entries there are."""
        return len(self.everybody.names) + len(self.own.names) - len(self.hidden)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds there are, by name."""
        return tuple(sorted({*self.everybody.kinds, *self.own.kinds}))

    def named(self, typed: str) -> frozenset[int]:
        """The entries of which this is the whole name, or a whole alias."""
        return self.own.named(typed) | (self.everybody.named(typed) - self.hidden)

    def suggest(self, typed: str, limit: int) -> list[str]:
        """Names of which some word, or some alias, begins with what was typed."""
        found = self.own.suggest(typed, limit)
        if len(found) < limit:
            found += self.everybody.suggest(typed, limit, but=self.hidden)
        return list(dict.fromkeys(found))[:limit]

    def choices(self, typed: str, limit: int) -> list[tuple[int, str]]:
        """Entries of which some word of the name, or some alias, begins so: (number, name)."""
        found: dict[int, str] = {}
        for index, hidden in ((self.own, frozenset[int]()), (self.everybody, self.hidden)):
            for number in index.beginning(typed):
                if len(found) >= limit:
                    return list(found.items())
                if number not in hidden:
                    found[number] = index.names[number]
        return list(found.items())

    def name_of(self, number: int) -> str | None:
        """The name of an entry, None if it is gone. An old number leads to the server's own."""
        if number in self.instead:
            number = self.instead[number] or 0
        elif number in self.everybody.names:
            return self.everybody.names[number]
        return self.own.names.get(number)


class DirectoryNames:
    """Knows the names of every server's directory, and the words to forgive typos with."""

    def __init__(self, db: Database, synonyms: Synonyms) -> None:
        self._db = db
        self._always = synonyms.words()
        self.everybody = DirectoryIndex(())
        self._servers: Recent[int, Names] = Recent(_SERVERS)
        self.spelling = Spelling({}, self._always)

    async def refresh(self) -> None:
        """Read all names and words again, after many entries changed."""
        names = await list_names(self._db, 0)
        words = await list_words(self._db)
        # A hundred thousand names take a second to sort: others need not wait for it.
        self.everybody = await asyncio.to_thread(DirectoryIndex, names)
        self.spelling = await asyncio.to_thread(Spelling, dict(words), self._always)
        self._servers.forget_all()

    async def of(self, guild_id: int | None) -> Names:
        """The names of this server's directory (None: outside of servers)."""
        key = guild_id or 0
        return self._servers.get(key) or await self._servers.read(key, lambda: self._read(key))

    async def _read(self, guild_id: int) -> Names:
        own: list[tuple[int, str, tuple[str, ...], str]] = []
        if guild_id:
            own = await list_names(self._db, guild_id)
        return Names(
            self.everybody,
            await asyncio.to_thread(DirectoryIndex, own) if own else DirectoryIndex(()),
            await list_hidden(self._db, guild_id),
        )

    def changed(self, guild_id: int, texts: Iterable[str]) -> None:
        """A server's directory changed: read its names again when asked, and know its new words."""
        self._servers.forget(guild_id)
        self.spelling.learn(word for text in texts for word in words_of(text))
