"""From what the clock shows at a place to moments, and a series written out.

Twice a year a clock skips an hour or shows it twice. For an event's own start that is asked about,
never guessed (`AskWhichTime`). For a later time of a series RFC 5545 says what holds (3.3.5: the
offset from before the change): a time that is skipped moves forward by the gap, of one that is
shown twice the first counts. Such a time is marked in the preview (`Written.odd`), so that the
organizer sees it before anything is kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import islice
from zoneinfo import ZoneInfo

from bot.domain.errors import BadInput
from bot.domain.event import Draft
from bot.domain.event_days import local_starts, starts_with
from bot.domain.event_rule import EventRule, parse_rule
from bot.domain.local_time import resolve_as_calendars_do

#: A series is written out so far ahead, and so often.
AHEAD = timedelta(days=400)
MOST_AHEAD = 200


class Odd(StrEnum):
    """What the clock does at that time."""

    SKIPPED = "skipped"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class TimeChoice:
    """One of two times that may be meant: what to put into the draft, and what it then is."""

    local_start: datetime
    fold: int | None
    at: datetime
    offset: timedelta


class AskWhichTime(BadInput):
    """The clock there skips that time, or shows it twice: somebody must say which of `choices`."""

    def __init__(self, odd: Odd, choices: tuple[TimeChoice, TimeChoice]) -> None:
        super().__init__(
            "event_error.time_skipped" if odd is Odd.SKIPPED else "event_error.time_twice"
        )
        self.odd = odd
        self.choices = choices


@dataclass(frozen=True, slots=True)
class Written:
    """One time of an event. `odd`: the clock skips or repeats it, and the first moment that fits
    was taken."""

    local: datetime
    starts_at: datetime
    ends_at: datetime
    odd: Odd | None = None

    @property
    def recurrence_id(self) -> str:
        """How it is named, also after it was moved."""
        return self.local.isoformat(timespec="minutes")


def moment_of(local: datetime, zone: str, fold: int = 0) -> tuple[datetime, Odd | None]:
    """The moment at which a clock there shows that, and whether it is an odd one."""
    there = local.replace(tzinfo=ZoneInfo(zone), fold=fold)
    other = there.replace(fold=1 - fold)
    if there.utcoffset() == other.utcoffset():
        return there.astimezone(UTC), None
    at = there.astimezone(UTC)
    back = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return at, Odd.TWICE if back == local else Odd.SKIPPED


def ask_if_odd(draft: Draft) -> Draft:
    """The draft if its start is one moment, or somebody said which.

    Raises:
        AskWhichTime: the clock skips it, or shows it twice and nobody said which is meant.
    """
    _, odd = moment_of(draft.local_start, draft.zone)
    if odd is None:
        return draft if draft.fold is None else replace(draft, fold=None)
    if odd is Odd.TWICE:
        if draft.fold in (0, 1):
            return draft
        both = tuple(_choice(draft.local_start, draft.zone, fold) for fold in (0, 1))
        raise AskWhichTime(odd, (both[0], both[1]))
    zone = ZoneInfo(draft.zone)
    found: list[TimeChoice] = []
    for fold in (1, 0):  # the earlier first: before the gap, then after it
        at, _ = moment_of(draft.local_start, draft.zone, fold)
        local = at.astimezone(zone)
        found.append(TimeChoice(local.replace(tzinfo=None), None, at, _offset(local)))
    raise AskWhichTime(odd, (found[0], found[1]))


def _choice(local: datetime, zone: str, fold: int) -> TimeChoice:
    at, _ = moment_of(local, zone, fold)
    return TimeChoice(local, fold, at, _offset(at.astimezone(ZoneInfo(zone))))


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def rule_of(draft: Draft) -> EventRule | None:
    """How it repeats, its end by the event's own clock."""
    return None if draft.rule is None else parse_rule(draft.rule).in_zone(draft.zone)


def rule_until_utc(draft: Draft) -> str | None:
    """The end of the series as calendars want it: in UTC (RFC 5545, 3.3.10). None: no such end."""
    rule = parse_rule(draft.rule) if draft.rule else None
    if rule is None or rule.until is None:
        return None
    until = rule.until if rule.until.tzinfo else resolve_as_calendars_do(rule.until, draft.zone)
    return f"{until:%Y%m%dT%H%M%SZ}"


def with_first_start(draft: Draft) -> Draft:
    """A series begins with a time that its rule says: the first from its start on.

    Raises:
        BadInput: the rule comes true on no day.
    """
    rule = rule_of(draft)
    if rule is None:
        return draft
    first = starts_with(rule, draft.local_start)
    if first is None:
        raise BadInput("event_error.rule_never")
    return replace(draft, local_start=first)


def written_out(draft: Draft, *, now: datetime) -> list[Written]:
    """The times that are not over, of a series those of the coming 400 days (200 at most), of
    one that begins later than that its first."""
    coming = (each for each in _all_times(draft, now) if each.ends_at > now)
    return list(islice(coming, MOST_AHEAD))


def preview(draft: Draft, *, now: datetime, most: int = 10) -> Sequence[Written]:
    """The next times as they would be written out."""
    return written_out(draft, now=now)[:most]


def _all_times(draft: Draft, now: datetime) -> Iterator[Written]:
    rule = rule_of(draft)
    if rule is None:
        yield _written(draft, draft.local_start, draft.fold or 0)
        return
    last = max(draft.local_start, (now + AHEAD).replace(tzinfo=None))
    for local in local_starts(rule, draft.local_start, last):
        fold = (draft.fold or 0) if local == draft.local_start else 0
        yield _written(draft, local, fold)


def _written(draft: Draft, local: datetime, fold: int) -> Written:
    starts_at, odd = moment_of(local, draft.zone, fold)
    return Written(local, starts_at, starts_at + timedelta(minutes=draft.minutes), odd)
