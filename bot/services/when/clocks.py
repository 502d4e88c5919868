"""Times of the day: which ones somebody may have meant who wrote "6", "6-8pm" or "9 at night".

All are minutes after the midnight that the day begins with; 1440 and more is the next day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.domain.errors import BadInput
from bot.services.when.tokens import Clock
from bot.services.when.words import PARTS

DAY = 24 * 60
NOON = Clock(12, 0, 12)
MIDNIGHT = Clock(0, 0, of_24=True)


@dataclass(frozen=True, slots=True)
class Time:
    """One time, or from one to another, as typed. `part` is the part of the day beside a clock.

    `marked`: it can be nothing but a time, as "6 pm" and "at 6" are and "6" is not. `midnight`:
    said by that word, which is the beginning of the day or its end.
    """

    clock: Clock
    text: str
    part: str = ""
    marked: bool = True
    midnight: bool = False
    end: Time | None = None

    @property
    def is_bare(self) -> bool:
        """Whether it may be before noon or after it."""
        clock = self.clock
        return clock.half is None and not clock.of_24 and not self.part and clock.hour <= 12


#: Minutes of start and end (None: no end was written).
Span = tuple[int, int | None]


def spans(typed: Time, loose: str) -> list[Span]:
    """From when till when it may be; `loose` is a part of the day that stands elsewhere.

    Raises:
        BadInput: there is no such time, or it ends when it begins.
    """
    first = replace(typed, part=loose) if loose and not typed.part else typed
    starts = _minutes(first)
    if typed.end is None:
        return [(start, None) for start in starts]
    last = typed.end
    ends = _minutes(last, closes=True)
    pairs = [(start, _after(start, ends)) for start in starts]
    if last.is_bare and not first.is_bare:
        if first.clock.of_24 and not first.midnight:  # whoever writes 18:00 may write 8:00 too
            pairs += [(start, _after(start, [_literal(last.clock)])) for start in starts]
    elif first.is_bare and not last.is_bare:
        if last.clock.of_24 and not last.midnight:
            pairs = [(s, e) for s, e in pairs if s == _literal(first.clock)]
        else:
            pairs = [min(pairs, key=lambda pair: pair[1] - pair[0])]
    elif not first.is_bare and any((end - start) % DAY == 0 for start in starts for end in ends):
        raise BadInput("when.no_length", word=typed.text)
    return list(dict.fromkeys(pairs))


def _after(start: int, ends: list[int]) -> int:
    """The nearest of them after the start, on that day or the next."""
    return min(start + ((end - start) % DAY or DAY) for end in ends)


def _literal(clock: Clock) -> int:
    return clock.hour * 60 + clock.minute


def _minutes(typed: Time, *, closes: bool = False) -> list[int]:
    """The minutes it may be, the earliest first."""
    clock = typed.clock
    if clock.minute > 59 or clock.hour > (24 if closes and not clock.minute else 23):
        raise _no_such(typed)
    if typed.midnight:
        return [0, DAY]
    if clock.half is not None:
        if not 1 <= clock.hour <= 12:
            raise _no_such(typed)
        fixed = [clock.hour % 12 * 60 + clock.half * 60 + clock.minute]
    elif clock.of_24 or clock.hour == 0 or clock.hour > 12:
        fixed = [_literal(clock)]
    elif typed.part:
        fixed = _by_part(typed)
    else:
        hour = clock.hour % 12
        return [hour * 60 + clock.minute, (hour + 12) * 60 + clock.minute]
    if typed.part:
        fitting = _by_part(replace(typed, clock=Clock(fixed[0] // 60 % 12 or 12, clock.minute)))
        if not {minute % DAY for minute in fixed} & {minute % DAY for minute in fitting}:
            raise _no_such(typed)
        return fitting
    return fixed


def _by_part(typed: Time) -> list[int]:
    """What a bare hour is in that part of the day."""
    hour, minute = typed.clock.hour, typed.clock.minute
    if typed.part == "tonight":  # "tonight at 1" is after midnight
        after = DAY if hour == 12 or hour < 4 else 12 * 60
        return [hour % 12 * 60 + minute + after]
    if hour == 12:
        twelve = {"afternoon": [12 * 60], "small_hours": [0], "night": [0, DAY]}
        if typed.part not in twelve:
            raise _no_such(typed)
        return [each + minute for each in twelve[typed.part]]
    before, after = PARTS[typed.part]
    if hour in before:
        return [hour * 60 + minute]
    if hour in after:
        return [(hour + 12) * 60 + minute]
    raise _no_such(typed)


def _no_such(typed: Time) -> BadInput:
    return BadInput("when.no_such_time", word=typed.text)
