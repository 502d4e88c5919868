"""What an edit does to the times that are written out already: who said yes to a Tuesday keeps
their Tuesday, as long as there is one. Pure: what stands there and what should in, the plan out.
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.event import Occurrence
from bot.services.event_times import Written


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What to write: rows that change (`told`: those of them that people must hear of), new ones,
    and the numbers of those that go."""

    updated: tuple[Occurrence, ...]
    told: frozenset[int]
    added: tuple[Written, ...]
    deleted: tuple[int, ...]


def plan_series(
    standing: Sequence[Occurrence],
    wanted: Sequence[Written],
    *,
    answered: AbstractSet[int],
    shift: timedelta,
    alone: bool,
    now: datetime,
) -> SeriesPlan:
    """What becomes of the rows of an event whose times changed.

    What is over stays, and so does what was moved by hand. Of the others each finds its time again:
    the one of its own name, else that of the same day, else the one that its own moved to (`shift`:
    how far the start moved). `alone`: the event takes place once, before and after; then its one
    row is the one, even if it is over (a postponed event keeps its answers). What finds none is
    cancelled where somebody answered, so that they are told, and else deleted.
    """
    free = [each for each in standing if not each.moved and (each.ends_at > now or alone)]
    kept = {each.recurrence_id for each in standing if each not in free}
    left = {each.recurrence_id: each for each in wanted if each.recurrence_id not in kept}
    pairs: dict[int, Written] = {}
    for pick in (_same_name, _same_day, _shifted):
        for each in free:
            if each.number not in pairs:
                name = pick(each, left, shift)
                if name is not None:
                    pairs[each.number] = left.pop(name)
    if alone and len(free) == 1 and not pairs and left:
        pairs[free[0].number] = left.pop(next(iter(left)))
    updated: list[Occurrence] = []
    told: set[int] = set()
    deleted: list[int] = []
    for each in free:
        to = pairs.get(each.number)
        after = _cancelled(each) if to is None else _on(each, to)
        if to is None and each.number not in answered:
            deleted.append(each.number)
            continue
        if (after.starts_at, after.ends_at, after.cancelled) != (
            each.starts_at,
            each.ends_at,
            each.cancelled,
        ):
            after = replace(after, change=each.change + 1)
            told.add(each.number)
        if after != each:
            updated.append(after)
    return SeriesPlan(tuple(updated), frozenset(told), tuple(left.values()), tuple(deleted))


def _on(each: Occurrence, to: Written) -> Occurrence:
    return replace(
        each,
        recurrence_id=to.recurrence_id,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        cancelled=False,
    )


def _cancelled(each: Occurrence) -> Occurrence:
    return replace(each, cancelled=True)


def _same_name(each: Occurrence, left: dict[str, Written], _: timedelta) -> str | None:
    return each.recurrence_id if each.recurrence_id in left else None


def _same_day(each: Occurrence, left: dict[str, Written], _: timedelta) -> str | None:
    day = each.recurrence_id[:10]
    return next((name for name in left if name[:10] == day), None)


def _shifted(each: Occurrence, left: dict[str, Written], shift: timedelta) -> str | None:
    if not shift:
        return None
    moved = datetime.fromisoformat(each.recurrence_id) + shift
    name = moved.isoformat(timespec="minutes")
    return name if name in left else None
