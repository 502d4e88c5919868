"""What is kept in memory of the directory: names to suggest, words to forgive typos with."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from bot.domain.search import Synonyms, fold
from bot.services.spelling import Spelling

_CHOICE_LENGTH = 100


class DirectoryIndex:
    """Names by number, names by how they begin (aliases too), kinds, and the spelling.

    `names` rows are (number, name, aliases, kind); `words` rows are (word, entries that have it).
    """

    def __init__(
        self,
        names: Iterable[tuple[int, str, tuple[str, ...], str]],
        words: Iterable[tuple[str, int]],
        synonyms: Synonyms,
    ) -> None:
        self.names: dict[int, str] = {}
        kinds: set[str] = set()
        starts: list[tuple[str, str]] = []
        numbers: dict[str, set[int]] = {}
        for number, name, aliases, kind in names:
            self.names[number] = name
            kinds.add(kind)
            for spelled in (name, *aliases):
                folded = fold(spelled)
                numbers.setdefault(folded, set()).add(number)
                starts.append((folded, name))
                starts.extend((folded[at + 1 :], name) for at in _blanks(folded))
        self.kinds = tuple(sorted(kinds))
        self._starts = sorted(starts)
        self._numbers = {name: frozenset(found) for name, found in numbers.items()}
        self.spelling = Spelling(dict(words), synonyms.words())

    def named(self, typed: str) -> frozenset[int]:
        """The entries of which this is the whole name, or a whole alias."""
        return self._numbers.get(fold(typed).strip(), frozenset())

    def suggest(self, typed: str, limit: int) -> list[str]:
        """Names of which some word, or some alias, begins with what was typed."""
        wanted = fold(typed).strip()
        if not wanted:
            return []
        found: dict[str, None] = {}
        at = bisect_left(self._starts, (wanted, ""))
        while at < len(self._starts) and len(found) < limit:
            folded, name = self._starts[at]
            if not folded.startswith(wanted):
                break
            found[name[:_CHOICE_LENGTH]] = None
            at += 1
        return list(found)


def _blanks(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if character == " "]
