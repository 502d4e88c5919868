"""Counts that say nothing about anybody: what is under five is shown as "fewer than 5".

That alone is not enough: a count that is left out can be reckoned from the total and the others. So
more counts are left out (secondary suppression) until each small one could be anything from 1 to 4;
where that can't be had, the whole list is left out and the total stands alone.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

#: The smallest count that is shown as it is.
LEAST = 5

Label = TypeVar("Label", bound=Hashable)


class Shown(StrEnum):
    """How a count may be shown."""

    EXACT = "exact"
    #: "Fewer than 5".
    FEW = "few"
    #: Left out, because a small one could be reckoned from it.
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class SafeCount:
    """A count as everybody may see it. `value` is None unless it is exact."""

    shown: Shown
    value: int | None = None

    @property
    def least(self) -> int:
        """What it surely is at least: for a bar, and to sort by."""
        return self.value if self.value is not None else 1 if self.shown is Shown.FEW else LEAST


NONE = SafeCount(Shown.EXACT, 0)


def safe(count: int) -> SafeCount:
    """A count that stands alone."""
    return SafeCount(Shown.FEW) if 0 < count < LEAST else SafeCount(Shown.EXACT, count)


def safe_parts(counts: Mapping[Label, int]) -> dict[Label, SafeCount]:
    """The parts of a total that is shown too, the largest first; empty where they can't be shown.

    Parts of nothing are left out.
    """
    parts = {label: count for label, count in counts.items() if count > 0}
    total = sum(parts.values())
    if total < LEAST:
        return {}
    few = {label for label, count in parts.items() if count < LEAST}
    hidden: set[Label] = set()
    exact = sorted((label for label in parts if label not in few), key=lambda each: parts[each])
    while few:
        together = sum(parts[each] for each in few | hidden)
        largest = parts[exact[0]] if exact else total  # what is hidden is no larger, as all know
        if _any_of_them(together, len(few), len(hidden), largest):
            break
        if not exact:
            return {}
        hidden.add(exact.pop(0))
    return {
        label: _shown(parts[label], label in few, label in hidden)
        for label in sorted(parts, key=lambda each: -parts[each])
    }


def _any_of_them(together: int, few: int, hidden: int, largest: int) -> bool:
    """Whether each of the small counts could still be anything from 1 to 4, for somebody who knows
    what those left out are together, and that a hidden one lies between 5 and `largest`."""
    least, most = 1, LEAST - 1
    room_up = together - (few - 1) * least - hidden * LEAST >= most
    room_down = together - (few - 1) * most - hidden * largest <= least
    return room_up and room_down


def _shown(count: int, few: bool, hidden: bool) -> SafeCount:
    if few:
        return SafeCount(Shown.FEW)
    return SafeCount(Shown.HIDDEN) if hidden else SafeCount(Shown.EXACT, count)
