"""From when to when, where people leave out what they find obvious: "9-5", "6-8pm", "10-13"."""

from __future__ import annotations

from bot.services.hours_tokens import Clock

_NOON, _DAY = 12 * 60, 24 * 60
#: An office that opens at this hour or later opens in the morning; earlier, nobody can say.
_MORNING = 7 * 60


def typed_range(
    opens: Clock, closes: Clock, *, next_day: bool, after: tuple[int, int] | None
) -> tuple[int, int] | None:
    """(opens_at, closes_at) in minutes after midnight; None where it could mean two things.

    `after` are the hours before these on the same days: in `9-12, 1-5` the second is the afternoon.
    """
    if not _can_be(opens) or not _can_be(closes):
        return None
    if opens.half is None and closes.half is None and not _of_24(opens, closes) and not next_day:
        return _as_everybody_means_it(_minutes(opens), _minutes(closes), after)
    start, end = _fixed(opens), _fixed(closes)
    if next_day or (opens.half is None and closes.half is None):  # both counted to 24
        start = _minutes(opens) if start is None else start
        end = _minutes(closes) if end is None else end
    elif start is None and end is not None:
        start = _nearest(opens, end, before=True)
    elif end is None and start is not None:
        end = _nearest(closes, start, before=False)
    if start is None or end is None:
        return None
    goes_without_saying = end > start or end == 0 or start >= _NOON > end
    if next_day:
        return (start, end) if end <= start else None
    return (start, end) if goes_without_saying else None


def _can_be(clock: Clock) -> bool:
    if clock.minute >= 60 or clock.hour > 24 or (clock.hour == 24 and clock.minute):
        return False
    return clock.half is None or clock.hour <= 12


def _of_24(opens: Clock, closes: Clock) -> bool:
    return opens.of_24 or closes.of_24 or (opens.long and closes.long)


def _minutes(clock: Clock) -> int:
    return (clock.hour * 60 + clock.minute) % _DAY


def _fixed(clock: Clock) -> int | None:
    """The minutes where there can be no doubt about the half of the day."""
    if clock.half is not None:
        return (clock.hour % 12 + clock.half) * 60 + clock.minute
    return _minutes(clock) if clock.of_24 else None


def _nearest(clock: Clock, other: int, *, before: bool) -> int:
    """The morning's or the evening's, whichever is nearer to the other end (but not at it)."""
    both = [(clock.hour % 12 + half) * 60 + clock.minute for half in (0, 12)]
    apart = [((other - each) if before else (each - other)) % _DAY or _DAY for each in both]
    return both[apart.index(min(apart))]


def _as_everybody_means_it(
    start: int, end: int, after: tuple[int, int] | None
) -> tuple[int, int] | None:
    """Two hours up to twelve with nothing said: 9-5, 10-1, 9-12, 12-4, 8-8."""
    if end <= start and start >= _MORNING:
        return start, end + _NOON
    if start >= _MORNING and end // 60 == 12:
        return start, end
    if start // 60 == 12 and end > start:  # 12-12:30
        return start, end
    if after is not None and after[0] < after[1] <= start + _NOON and start < end < _NOON:
        return start + _NOON, end + _NOON
    return None
