"""What waits for a directory's editors, in the order in which it should be dealt with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class ReviewKind(IntEnum):
    """What kind of thing waits; the order is that of the queue. Buttons carry the values."""

    #: Somebody says an entry is not safe: first, it may hurt people.
    UNSAFE = 0
    #: Somebody says a number is wrong.
    WRONG_NUMBER = 1
    #: Something else is wrong with an entry.
    PROBLEM = 2
    #: Somebody thinks an entry is missing.
    SUGGESTION = 3
    #: A row of a list that whoever brought it in did not vouch for.
    WAITING = 4
    #: Such a list has another version of an entry than stands here.
    CHANGED = 5
    #: Not checked for a year.
    STALE = 6
    #: Never checked here.
    UNCHECKED = 7


@dataclass(frozen=True, slots=True, order=True)
class ReviewItem:
    """One thing that waits. `ref` is the number of the report, of the suggestion, of
    the entry, or of the change that a list brought."""

    kind: ReviewKind
    ref: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """How much waits, by kind."""

    counts: tuple[int, ...]

    def of(self, *kinds: ReviewKind) -> int:
        """How many of these kinds; of all where none is named."""
        return sum(self.counts[kind] for kind in (kinds or ReviewKind))

    @property
    def urgent(self) -> int:
        """What members reported or suggested, and what waits to be shown: somebody is waiting."""
        return self.of(
            ReviewKind.UNSAFE,
            ReviewKind.WRONG_NUMBER,
            ReviewKind.PROBLEM,
            ReviewKind.SUGGESTION,
            ReviewKind.WAITING,
            ReviewKind.CHANGED,
        )
