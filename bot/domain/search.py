"""What a person typed, as the ideas they are looking for. Pure: no database, no typo correction.

A query becomes concepts. `legal aid 02118` is two words but one concept; `abogado` and `lawyer`
are the same concept because both stand in one synonym group. The database is asked for entries
that have all concepts, and if there are none, for those that have any.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.stop_words import STOP_WORDS

#: More words than this are more likely a pasted letter than a search.
MAX_WORDS = 8
#: Words this short are matched whole: "la"* would match half the directory.
MIN_PREFIX = 3

#: The accents of Latin letters, and wherever combining marks can be: they begin at U+0300.
_ACCENTS = re.compile("[\u0300-\u036f]+")
_HIGH = re.compile("[\u0300-\U0010ffff]+")
#: Letters that decompose into capitals, or fold twice, stand in these scripts.
_EXOTIC = re.compile("[\u0370-\U0010ffff]")
_WORD = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Lower case without accents, as the index folds it (`unicode61 remove_diacritics 2`)."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    if _EXOTIC.search(text):
        # Again: a script letter (U+1D4D0) becomes a plain capital only by decomposing.
        decomposed = unicodedata.normalize("NFKD", decomposed.casefold())
    bare = _ACCENTS.sub("", decomposed)
    return bare if bare.isascii() else _HIGH.sub(_without_marks, bare)


def _without_marks(found: re.Match[str]) -> str:
    return "".join(c for c in found[0] if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """The folded words of a text, punctuation and emoji gone, in order."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea of a query: the words as typed (more than one: a phrase), and its synonym group."""

    words: tuple[str, ...]
    group: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """What is looked for. `shortened`: there were more words than we use."""

    concepts: tuple[Concept, ...]
    shortened: bool

    @property
    def empty(self) -> bool:
        """Nothing that could be searched for (blank, emoji only, punctuation only)."""
        return not self.concepts


class Synonyms:
    """Groups of words that mean the same to somebody who searches, in any of our languages.

    A group may be tied to a need of the directory's vocabulary: whoever offers `legal_help` is
    found by `abogado` even if that word stands nowhere in their entry.
    """

    def __init__(self, groups: Iterable[tuple[str | None, Sequence[str]]]) -> None:
        self._group_of: dict[tuple[str, ...], int] = {}
        self._groups_of_need: dict[str, list[int]] = {}
        phrases: list[tuple[tuple[str, ...], int]] = []
        for number, (need, spelled) in enumerate(groups):
            if need:
                self._groups_of_need.setdefault(need, []).append(number)
            phrases += [(words, number) for s in spelled if (words := tuple(words_of(s)))]
        self._tied = frozenset(g for tied in self._groups_of_need.values() for g in tied)
        for words, number in phrases:
            self._group_of.setdefault(words, number)
        self._words = frozenset(word for words in self._group_of for word in words)
        for words, number in phrases:  # plurals, where they are not a word of their own
            if len(words[-1]) >= MIN_PREFIX:
                for ending in ("s", "es"):
                    self._group_of.setdefault((*words[:-1], words[-1] + ending), number)
        #: How long the phrases are that begin with a word: most words begin none.
        self._lengths: dict[str, list[int]] = {}
        for words in self._group_of:
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
                lengths.sort(reverse=True)
        #: The same, apart for texts, of which there may be very many: most phrases are one word.
        self._alone = {words[0]: group for words, group in self._group_of.items() if not words[1:]}
        self._longer = {
            word: [length for length in lengths if length > 1]
            for word, lengths in self._lengths.items()
            if lengths[0] > 1
        }

    def _phrase_at(self, words: Sequence[str], at: int) -> tuple[int, int] | None:
        """Length and group of the longest known phrase that begins at that word."""
        for length in self._lengths.get(words[at], ()):
            group = self._group_of.get(tuple(words[at : at + length]))
            if group is not None:
                return length, group
        return None

    def groups_in(self, text: str) -> set[int]:
        """The groups whose words stand in a text, within longer phrases too."""
        words = words_of(text)
        alone, longer = self._alone, self._longer
        found = {alone[word] for word in words if word in alone}
        for at, word in enumerate(words):
            if word in longer:
                for length in longer[word]:
                    group = self._group_of.get(tuple(words[at : at + length]))
                    if group is not None:
                        found.add(group)
        return found

    def groups_of(self, needs: Iterable[str]) -> set[int]:
        """The groups tied to these needs."""
        return {group for need in needs for group in self._groups_of_need.get(need, ())}

    def uses(self, word: str) -> bool:
        """Whether the word is part of some known phrase (`go` of `go with me`)."""
        return word in self._words

    def means_need(self, group: int | None) -> bool:
        """Whether the group is tied to something a person can get."""
        return group in self._tied

    def words(self) -> frozenset[str]:
        """Every single word of every group (a typo may be meant for one of them)."""
        return self._words

    def concepts(self, words: Sequence[str]) -> list[Concept]:
        """Words gathered into concepts, the longest known phrase first, stop words left out."""
        found: list[Concept] = []
        at = 0
        while at < len(words):
            phrase = self._phrase_at(words, at)
            length, group = phrase or (1, None)
            piece = tuple(words[at : at + length])
            if group is not None or piece[0] not in STOP_WORDS:
                found.append(Concept(piece, group))
            at += length
        return found


def parse_query(
    text: str, synonyms: Synonyms, correct: Callable[[str], str] = lambda word: word
) -> Query:
    """Turn what was typed into concepts.

    `correct` maps an unknown word to the known one that was probably meant.
    """
    words = words_of(text)
    telling = [word for word in words if word not in STOP_WORDS or synonyms.uses(word)]
    kept = [w if w in STOP_WORDS else correct(w) for w in telling[:MAX_WORDS]]
    concepts = synonyms.concepts(kept)
    if not concepts and words:
        concepts = [Concept((word,), None) for word in words[:MAX_WORDS]]
    unique = tuple(dict.fromkeys(concepts))
    return Query(unique, shortened=len(telling) > MAX_WORDS)


def synonyms_from_data(data: Mapping[str, Any]) -> Synonyms:
    """Read `data/synonyms.json`: `{"groups": [{"need": str | null, "words": [str, …]}, …]}`."""
    return Synonyms((group["need"], group["words"]) for group in data["groups"])
