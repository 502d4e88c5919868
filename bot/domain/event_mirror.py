"""What has to be done so that Discord's own list of events says what stands here. Pure.

Three versions of each are compared, field by field: what it should say now, what it should have
said when it was last written (`Kept.sent`), and what Discord said it then was (`Kept.seen`). So our
own change and somebody else's are told apart, also after a time in which the bot was away, and our
own echo is nobody's change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

#: Discord's limits: of what is to come or runs, in one server; and of the texts of each.
MOST_STANDING = 100
LONGEST_NAME, LONGEST_ABOUT, LONGEST_PLACE = 100, 1000, 100


class Standing(StrEnum):
    """Where it stands in Discord. It goes from scheduled to active to completed, or from scheduled
    to cancelled, and never back."""

    SCHEDULED = "scheduled"
    ACTIVE = "active"
    COMPLETED = "completed"
    CANCELLED = "cancelled"


#: These are in the list, and count against the limit.
_STANDING = (Standing.SCHEDULED, Standing.ACTIVE)


class State(StrEnum):
    """What we do about one. The values are stored: never rename them."""

    ON = "on"
    #: People ended it there: it is not made again.
    LEFT = "left"


class Reason(StrEnum):
    """Why something should no longer be in the list. Without one: it is not for everybody's eyes,
    or does not exist any more."""

    OVER = "over"
    CALLED_OFF = "called_off"


class How(StrEnum):
    """What people did in Discord, and what came of it: a code of what moderators are told."""

    TAKEN = "taken"  # changed there, and here too
    KEPT = "kept"  # changed there, not here
    BOTH = "both"  # changed in both places: what stands here holds
    CALLED_OFF = "called_off"  # cancelled there, and here too
    REMOVED = "removed"  # taken out there, here it still takes place
    ELSEWHERE = "elsewhere"  # made into an event of a voice channel


@dataclass(frozen=True, slots=True)
class Shown:
    """What Discord shows of an event."""

    name: str
    about: str
    place: str
    starts_at: datetime
    ends_at: datetime


SHOWN_FIELDS: tuple[str, ...] = tuple(each.name for each in fields(Shown))


@dataclass(frozen=True, slots=True)
class Wanted:
    """An occurrence that should be in the list. `marker` stands in its text there, so that ours is
    known again where a crash kept us from noting its number."""

    occurrence: int
    marker: str
    shown: Shown


@dataclass(frozen=True, slots=True)
class Seen:
    """One in Discord's list. `marker`: that of one we made, None for everybody else's. `external`:
    it is at a place, not in a voice channel."""

    scheduled_id: int
    standing: Standing
    shown: Shown
    marker: str | None = None
    external: bool = True

    @property
    def stands(self) -> bool:
        """It is to come, or runs."""
        return self.standing in _STANDING


@dataclass(frozen=True, slots=True)
class Kept:
    """What we noted about one that we made."""

    scheduled_id: int
    occurrence: int
    state: State
    sent: Shown
    seen: Shown


@dataclass(frozen=True, slots=True)
class Forget:
    """It is gone there and not wanted here."""

    kept: Kept


@dataclass(frozen=True, slots=True)
class Leave:
    """People ended it there: let it be. `how`: what moderators are told, None: nothing."""

    kept: Kept
    how: How | None = None


@dataclass(frozen=True, slots=True)
class TheyCancelled:
    """People cancelled it there before it began."""

    kept: Kept


@dataclass(frozen=True, slots=True)
class TheyChanged:
    """People changed these fields there; of those in `both` we have another version, too."""

    kept: Kept
    wanted: Wanted
    seen: Seen
    fields: frozenset[str]
    both: frozenset[str]


@dataclass(frozen=True, slots=True)
class Adopt:
    """It is ours, and nobody noted it: a crash came in between."""

    wanted: Wanted
    seen: Seen


class Step(StrEnum):
    """How one is taken from where it stands."""

    START = "start"
    COMPLETE = "complete"
    CANCEL = "cancel"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Take:
    """Take that step with it; `kept` is forgotten with it unless it starts. None: never noted."""

    step: Step
    scheduled_id: int
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Change these fields there (none: it can't show them any more, only note it)."""

    kept: Kept
    wanted: Wanted
    seen: Seen
    fields: frozenset[str]


@dataclass(frozen=True, slots=True)
class Make:
    """Make it."""

    wanted: Wanted


Action = Forget | Leave | TheyCancelled | TheyChanged | Adopt | Take | Edit | Make

#: What makes room comes before what needs it.
_ORDER = (Forget, Leave, TheyCancelled, TheyChanged, Adopt, Take, Edit, Make)


def plan(
    wanted: Sequence[Wanted],
    kept: Sequence[Kept],
    seen: Sequence[Seen],
    *,
    reasons: Mapping[int, Reason],
    now: datetime,
) -> list[Action]:
    """What to do next, in this order; then look and ask again, until nothing is left to do.

    `seen` has everything in the list, and what became of those of `kept` that are no longer in it,
    as far as Discord says. `reasons` by occurrence, for those of `kept` that are not wanted.
    """
    there = {each.scheduled_id: each for each in seen}
    noted = {each.occurrence: each for each in kept}
    inside = _inside(wanted, noted, seen, now)
    found: list[Action] = []
    for each in kept:
        want = inside.get(each.occurrence)
        if each.state is State.LEFT:
            still = any(want.occurrence == each.occurrence for want in wanted)
            found += [] if still else [Forget(each)]
        elif want is None:
            found.append(_out(each, there.get(each.scheduled_id), reasons.get(each.occurrence)))
        else:
            found += _in_step(each, want, there.get(each.scheduled_id), now)
    found += _lost(inside, noted, seen, {each.scheduled_id for each in kept})
    adopted = {each.wanted.occurrence for each in found if isinstance(each, Adopt)}
    found += [
        Make(each)
        for number, each in inside.items()
        if number not in noted and number not in adopted and each.shown.starts_at > now
    ]
    return sorted(found, key=lambda action: _ORDER.index(type(action)))


def _inside(
    wanted: Sequence[Wanted], noted: Mapping[int, Kept], seen: Sequence[Seen], now: datetime
) -> dict[int, Wanted]:
    """Those for which there is room beside everybody else's, the soonest first. What has begun
    can't be made any more: it takes no place unless it is there."""
    ours = {each.scheduled_id for each in noted.values() if each.state is State.ON}
    left = {each.scheduled_id for each in noted.values()} - ours
    others = sum(
        each.stands
        and (each.scheduled_id in left or (each.marker is None and each.scheduled_id not in ours))
        for each in seen
    )
    markers = {each.marker for each in seen if each.stands}
    fit = [
        each
        for each in sorted(wanted, key=lambda one: (one.shown.starts_at, one.occurrence))
        if (each.occurrence in noted and noted[each.occurrence].state is State.ON)
        or (each.occurrence not in noted and (each.shown.starts_at > now or each.marker in markers))
    ]
    return {each.occurrence: each for each in fit[: max(MOST_STANDING - others, 0)]}


def _out(kept: Kept, seen: Seen | None, reason: Reason | None) -> Action:
    """It should not be in the list, or not any more."""
    if seen is None or not seen.stands:
        return Forget(kept)
    running = seen.standing is Standing.ACTIVE
    if reason is Reason.OVER and not running:
        return Take(Step.START, seen.scheduled_id, kept)  # only what runs can be completed
    if reason is None:
        return Take(Step.DELETE, seen.scheduled_id, kept)
    return Take(Step.COMPLETE if running else Step.CANCEL, seen.scheduled_id, kept)


def _in_step(kept: Kept, want: Wanted, seen: Seen | None, now: datetime) -> Iterator[Action]:
    """It should be in the list and was."""
    if seen is None:
        yield Leave(kept, How.REMOVED)
        return
    if seen.standing is Standing.CANCELLED and now < kept.seen.starts_at:
        yield TheyCancelled(kept)
        return
    if not seen.stands:
        yield Leave(kept)
        return
    if not seen.external:
        yield Leave(kept, How.ELSEWHERE)
        return
    theirs = _different(seen.shown, kept.seen)
    ours = _different(want.shown, kept.sent)
    if theirs:
        yield TheyChanged(kept, want, seen, theirs - ours, theirs & ours)
    elif ours:
        yield _edit(kept, want, seen, ours, now)
    elif seen.standing is Standing.SCHEDULED and want.shown.starts_at <= now:
        yield Take(Step.START, seen.scheduled_id, kept)


def _edit(kept: Kept, want: Wanted, seen: Seen, ours: frozenset[str], now: datetime) -> Action:
    running = seen.standing is Standing.ACTIVE
    if running and "starts_at" in ours and want.shown.starts_at > now:
        # What runs can't be put off: it ends there, and is made anew.
        return Take(Step.COMPLETE, seen.scheduled_id, kept)
    if running or want.shown.starts_at <= now:
        ours -= {"starts_at"}
    return Edit(kept, want, seen, ours)


def _lost(
    inside: Mapping[int, Wanted],
    noted: Mapping[int, Kept],
    seen: Sequence[Seen],
    known: set[int],
) -> Iterator[Action]:
    """Those that we made and never noted: the first of each is taken over, the others go."""
    by_marker = {each.marker: each for number, each in inside.items() if number not in noted}
    for each in sorted(seen, key=lambda one: one.scheduled_id):
        if each.scheduled_id in known or each.marker is None or not each.stands:
            continue
        want = by_marker.pop(each.marker, None)
        yield Take(Step.DELETE, each.scheduled_id) if want is None else Adopt(want, each)


def _different(one: Shown, other: Shown) -> frozenset[str]:
    return frozenset(name for name in SHOWN_FIELDS if getattr(one, name) != getattr(other, name))
