"""What is kept in memory of a directory: names to suggest and to recognize."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator
from itertools import islice

from bot.domain.search import fold

_CHOICE_LENGTH = 100
#: Of one broad beginning no more than so many are looked at.
_MOST_LOOKED_AT = 500


class DirectoryIndex:
    """Names by number, names by how they begin (aliases too), and kinds.

    `names` rows are (number, name, aliases, kind).
    """

    def __init__(self, names: Iterable[tuple[int, str, tuple[str, ...], str]]) -> None:
        self.names: dict[int, str] = {}
        kinds: set[str] = set()
        starts: list[tuple[str, int]] = []
        numbers: dict[str, set[int]] = {}
        for number, name, aliases, kind in names:
            self.names[number] = name
            kinds.add(kind)
            for spelled in (name, *aliases):
                folded = fold(spelled)
                numbers.setdefault(folded, set()).add(number)
                starts.append((folded, number))
                starts.extend((folded[at + 1 :], number) for at in _blanks(folded))
        self.kinds = tuple(sorted(kinds))
        self._starts = sorted(starts)
        self._numbers = {name: frozenset(found) for name, found in numbers.items()}

    def named(self, typed: str) -> frozenset[int]:
        """The entries of which this is the whole name, or a whole alias."""
        return self._numbers.get(fold(typed).strip(), frozenset())

    def suggest(self, typed: str, limit: int, *, but: Container[int] = ()) -> list[str]:
        """Names of which some word, or some alias, begins with what was typed; `but`: not those."""
        found = (self.names[n][:_CHOICE_LENGTH] for n in self.beginning(typed) if n not in but)
        return list(islice(dict.fromkeys(islice(found, _MOST_LOOKED_AT)), limit))

    def beginning(self, typed: str) -> Iterator[int]:
        """The numbers of those entries, by name; one may come twice."""
        wanted = fold(typed).strip()
        if not wanted:
            return
        at = bisect_left(self._starts, (wanted, 0))
        while at < len(self._starts) and self._starts[at][0].startswith(wanted):
            yield self._starts[at][1]
            at += 1


def _blanks(text: str) -> list[int]:
    return [at for at, character in enumerate(text) if character == " "]
