"""The nearest of many words, by rapidfuzz (in C). Loaded at the first typo (see `bot/lazy.py`)."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA


def nearest_word(word: str, candidates: Sequence[str], slips: int) -> tuple[str, int] | None:
    """The first of `candidates` with the fewest slips, at most `slips`, and how many those are.

    A slip is a letter too many, missing, wrong, or swapped with its neighbour.
    """
    found = process.extractOne(
        word, candidates, scorer=OSA.distance, score_cutoff=slips, processor=None
    )
    return None if found is None else (found[0], int(found[1]))
