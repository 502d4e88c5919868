"""Typo tolerance: the known word that an unknown one was probably meant to be.

Words are kept by length so that only likely ones are compared.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bot.lazy import lazy

if TYPE_CHECKING:
    from bot.services import nearest_word as nearest
else:
    nearest = lazy("bot.services.nearest_word")

#: Shorter words have too many neighbours to guess at.
_MIN_LENGTH = 5


class Spelling:
    """The words of the directory and of the synonyms, ready to be asked.

    `words` maps a word to how common it is: of two equally near words the commoner one is meant.
    """

    def __init__(self, words: Mapping[str, int], always: Iterable[str] = ()) -> None:
        commonness = dict.fromkeys(always, 1) | dict(words)
        self._sorted = sorted(commonness)
        self._always = frozenset(always)
        self._by_length: dict[int, list[str]] = {}
        for word in sorted(commonness, key=lambda w: (-commonness[w], w)):
            self._by_length.setdefault(len(word), []).append(word)

    def learn(self, words: Iterable[str]) -> None:
        """Know these words too, as rare ones, from now on."""
        for word in words:
            at = bisect_left(self._sorted, word)
            if at == len(self._sorted) or self._sorted[at] != word:
                insort(self._sorted, word)
                self._by_length.setdefault(len(word), []).append(word)

    def knows(self, word: str) -> bool:
        """Whether some word begins so (searches match by prefix)."""
        at = bisect_left(self._sorted, word)
        return at < len(self._sorted) and self._sorted[at].startswith(word)

    def correct(self, word: str) -> str:
        """`word` itself if it is known or nothing is near, else the nearest known word.

        One slip is forgiven in words of five to seven letters, two in longer ones; a swap of two
        neighbours counts as one slip. Words with digits are left alone.
        """
        if len(word) < _MIN_LENGTH or self.knows(word) or not word.isalpha():
            return word
        slips = 1 if len(word) <= 7 else 2
        best: tuple[str, int] | None = None
        for length in sorted(
            range(len(word) - slips, len(word) + slips + 1), key=lambda n: abs(n - len(word))
        ):
            candidates = self._by_length.get(length)
            if not candidates:
                continue
            cutoff = slips if best is None else best[1] - 1
            if cutoff < abs(length - len(word)):
                continue
            best = nearest.nearest_word(word, candidates, cutoff) or best
        return best[0] if best else word
