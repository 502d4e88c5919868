"""Opening hours from what an editor types: "M-F 9 to 5; Sat 10-1", "lunes a viernes de 9 a 17 h".

Groups of days stand on lines of their own or between semicolons. "9-5" is 9 to 17, as everybody
means it; what could be the morning or the evening ("6-8") is asked back and never guessed, as
somebody would stand before a closed door. Words that no rule can say ("by appointment", or
anything in parentheses) are kept as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NoReturn, cast

from bot.domain.entry import Freq, Schedule
from bot.domain.errors import BadInput
from bot.domain.recurrence import DAY
from bot.domain.weekdays import WEEKDAYS
from bot.services.hours_range import typed_range
from bot.services.hours_tokens import Clock, Kind, Token, begins_a_date, even, tokens

#: Longer than this is no opening hours.
MAX_HOURS = 1500

_DAYS = {Kind.DAYS, Kind.NTH, Kind.MONTH_DAYS, Kind.DATE}
#: What stands before a date and means nothing without one.
_LIMITS = {
    Kind.STARTING: "dtstart", Kind.ENDING: "until",
    Kind.VALID_FROM: "valid_from", Kind.VALID_TO: "valid_to",
}  # fmt: skip


def parse_hours(text: str) -> tuple[Schedule, ...]:
    """The schedules that were typed, in their order; none for an empty text.

    Raises:
        BadInput: part of it can't be read, or could mean two things.
    """
    if len(text) > MAX_HOURS:
        raise BadInput("hours.too_long", most=MAX_HOURS)
    made: list[Schedule] = []
    closed: dict[str, str] = {}
    for piece in _pieces(text):
        reader = _Reader(piece)
        made += reader.read()
        closed.update(dict.fromkeys(reader.closed, piece))
    left = [_without(schedule, closed) for schedule in made]
    found = tuple(schedule for schedule in left if schedule is not None)
    if closed and not any(schedule.byday for schedule in made):
        found += tuple(Schedule(description=piece) for piece in dict.fromkeys(closed.values()))
    return found


def _pieces(text: str) -> Iterator[str]:
    """What stands between semicolons and ends of lines, but not those in parentheses."""
    depth, start = 0, 0
    for at, letter in enumerate(text):
        depth = max(0, depth + (letter == "(") - (letter == ")"))
        if letter in ";|\n" and (depth == 0 or letter == "\n"):
            yield text[start:at].strip()
            depth, start = 0, at + 1
    yield text[start:].strip()


def _without(schedule: Schedule, closed: dict[str, str]) -> Schedule | None:
    """The schedule less the days that were named as closed; None if nothing is left."""
    if schedule.freq is not Freq.WEEKLY or not closed:
        return schedule
    days = tuple(day for day in schedule.byday if day not in closed)
    return replace(schedule, byday=days) if days else None


@dataclass
class _Days:
    """The days of one group, as they are collected."""

    codes: list[str] = field(default_factory=list[str])
    month_days: tuple[int, ...] = ()
    on: date | None = None

    def rule(self) -> dict[str, Any]:
        """The fields of a schedule that say on which days it is."""
        if self.on is not None:
            return {"dtstart": self.on}
        monthly = self.month_days or any(len(code) > 2 for code in self.codes)
        return {
            "byday": tuple(sorted(dict.fromkeys(self.codes), key=_order)),
            "bymonthday": self.month_days,
            "freq": Freq.MONTHLY if monthly else Freq.WEEKLY,
        }


def _order(code: str) -> tuple[int, int]:
    found = DAY.fullmatch(code)
    number = int(found[1] or 0) if found else 0
    return (number if number >= 0 else 10 + number, WEEKDAYS.index(code[-2:]))


class _Reader:
    """Reads one piece: groups of days with their hours, limits, and a note."""

    def __init__(self, piece: str) -> None:
        self._text = piece
        self._limits: dict[str, Any] = {}
        self._monthly = False
        self._tokens = self._take_limits(tokens(piece))
        self._at = 0
        self.closed: list[str] = []

    def read(self) -> list[Schedule]:
        """The schedules of the piece."""
        kinds = {token.kind for token in self._tokens}
        if not kinds & {Kind.TIME, Kind.ALL_DAY, Kind.ALWAYS, Kind.CLOSED}:
            return list(self._words_only(kinds))
        if kinds <= {Kind.CLOSED, Kind.UNKNOWN, Kind.NOTE, Kind.AND, Kind.DASH}:
            return [Schedule(description=self._text)]
        before, body, after = self._notes()
        self._tokens = body
        made = list(self._groups())
        if not made and (before or after):
            self._refuse("hours.not_understood", self._tokens)
        if made and after:
            made[-1] = replace(made[-1], description=after)
        if made and before:
            note = ", ".join(filter(None, (before, made[0].description)))
            made[0] = replace(made[0], description=note)
        if not made and not self.closed:
            self._refuse("hours.not_understood", self._tokens)
        return made

    # --- limits and notes -------------------------------------------------------------------

    def _take_limits(self, found: Sequence[Token]) -> list[Token]:
        """Take out dates with what stands before them, "every 2 weeks" and "10 times"."""
        left: list[Token] = []
        for token in found:
            if token.kind is Kind.DATE:
                before = left[-1] if left else None
                kind = (
                    begins_a_date(even(self._text[before.start : before.end])) if before else None
                )
                if kind is None:
                    left.append(token)
                else:
                    left.pop()
                    self._limits[_LIMITS[kind]] = token.value
            elif token.kind is Kind.INTERVAL:
                self._limits["interval"], self._monthly = cast("tuple[int, bool]", token.value)
            elif token.kind is Kind.COUNT:
                self._limits["count"] = token.value
            else:
                left.append(token)
        if {"interval", "count"} & set(self._limits) and not (
            {"dtstart", "valid_from"} & set(self._limits)
        ):
            raise BadInput("hours.no_start")
        plain = {
            Kind.VALID_FROM: Kind.FILL, Kind.VALID_TO: Kind.DASH,
            Kind.STARTING: Kind.UNKNOWN, Kind.ENDING: Kind.UNKNOWN,
        }  # fmt: skip
        left = [replace(token, kind=plain.get(token.kind, token.kind)) for token in left]
        return [token for token in left if token.kind is not Kind.FILL]

    def _typed(self, token: Token) -> str:
        """What was typed there, without capitals and accents."""
        return even(self._text[token.start : token.end])

    def _words_only(self, kinds: set[Kind]) -> Iterator[Schedule]:
        if not self._text:
            return
        if not kinds & {Kind.UNKNOWN, Kind.NOTE, Kind.NTH, Kind.MONTH, Kind.NEXT_DAY}:
            self._refuse("hours.no_times", self._tokens)
        only = self._tokens[0]
        whole = only.kind is Kind.NOTE and only.start == 0 and only.end == len(self._text)
        note = str(only.value) if whole else self._text
        if note:
            yield Schedule(description=note)

    def _notes(self) -> tuple[str, list[Token], str]:
        """Words before the first day and behind the last hours are a note; else unknown."""
        found = self._tokens
        said = {*_DAYS, Kind.TIME, Kind.NEXT_DAY, Kind.ALL_DAY, Kind.ALWAYS, Kind.CLOSED, Kind.NOTE}
        first = next((i for i, token in enumerate(found) if token.kind in said), 0)
        last = max((i for i, token in enumerate(found) if token.kind in said), default=0)
        tail = [token for token in found[last + 1 :] if token.kind is Kind.UNKNOWN]
        end = last + 1
        if tail and found[last].kind is Kind.CLOSED:  # "closed on holidays"
            end, tail = last, [found[last]]
        after = self._text[tail[0].start :].strip() if tail else ""
        head = [token for token in found[:first] if token.kind is Kind.UNKNOWN]
        if head and found[first].kind not in _DAYS:
            self._refuse("hours.not_understood", head)
        before = self._text[head[0].start : head[-1].end] if head else ""
        body = found[first:end]
        unknown = [token for token in body if token.kind is Kind.UNKNOWN]
        if unknown:
            self._refuse("hours.not_understood", unknown)
        letters = {self._typed(token) for token in body}
        if "m" in letters and letters & {"l", "x", "j", "v"}:  # Tuesday, or an English Monday?
            raise BadInput("hours.ambiguous_day", words="M")
        return before, body, after

    # --- groups -----------------------------------------------------------------------------

    def _groups(self) -> Iterator[Schedule]:
        """Days then hours, or hours then days; closed days are put aside."""
        made: Schedule | None = None
        while (token := self._peek()) is not None:
            if token.kind is Kind.NOTE:
                self._at += 1
                note = str(token.value)
                if note:
                    made = replace(made or Schedule(), description=note)
                continue
            if token.kind in (Kind.AND, Kind.DASH, Kind.MONTH, Kind.NEXT_DAY):
                self._at += 1
                continue
            start = self._at
            for schedule in self._group():
                if made is not None:
                    yield made
                made = schedule
            if self._at == start:
                self._refuse("hours.not_understood", self._tokens[start:])
        if made is not None:
            yield made

    def _group(self) -> list[Schedule]:
        start = self._at
        days = self._days()
        if self._skip_to({Kind.CLOSED}):
            self._at += 1
            self.closed += (days or self._days() or _Days()).codes
            return []
        if self._skip_to({Kind.ALWAYS}):
            self._at += 1
            return [self._schedule(days or _Days(list(WEEKDAYS)), (0, 0))]
        times = self._times()
        if days is None:
            self._skip_to(_DAYS)
            days = self._days()
        if days is None:
            self._refuse("hours.no_days", self._tokens[start : self._at])
        if not times:
            self._refuse("hours.no_times", self._tokens[start : self._at])
        return [self._schedule(days, each) for each in times]

    def _schedule(self, days: _Days, times: tuple[int, int]) -> Schedule:
        rule: dict[str, Any] = {
            **days.rule(),
            "opens_at": times[0],
            "closes_at": times[1],
            **self._limits,
        }
        if self._monthly:
            rule["freq"] = Freq.MONTHLY
        return Schedule(**rule)

    def _peek(self, ahead: int = 0) -> Token | None:
        at = self._at + ahead
        return self._tokens[at] if at < len(self._tokens) else None

    def _kind(self, ahead: int = 0) -> Kind | None:
        token = self._peek(ahead)
        return token.kind if token else None

    def _skip_to(self, wanted: set[Kind]) -> bool:
        """Go past commas and dashes if one of `wanted` stands behind them."""
        ahead = 0
        while self._kind(ahead) in (Kind.AND, Kind.DASH, Kind.MONTH):
            ahead += 1
        if self._kind(ahead) in wanted:
            self._at += ahead
            return True
        return False

    def _days(self) -> _Days | None:
        """The days that stand here; None if none do."""
        found = _Days()
        start = self._at
        while self._kind() in _DAYS or (
            self._kind() in (Kind.AND, Kind.MONTH) and self._at > start and self._more_days()
        ):
            token = self._tokens[self._at]
            self._at += 1
            if token.kind is Kind.MONTH_DAYS:
                found.month_days = cast("tuple[int, ...]", token.value)
            elif token.kind is Kind.DATE:
                found.on = cast("date", token.value)
            elif token.kind is Kind.NTH:
                found.codes += self._numbered(token)
            elif token.kind is Kind.DAYS:
                found.codes += self._until(cast("tuple[str, ...]", token.value))
        return found if self._at > start else None

    def _more_days(self) -> bool:
        ahead = 0
        while self._kind(ahead) in (Kind.AND, Kind.MONTH):
            ahead += 1
        return self._kind(ahead) in _DAYS

    def _until(self, days: tuple[str, ...]) -> list[str]:
        """`Mon` alone, or all the days to the one behind a dash, also past Sunday."""
        behind = self._peek(1)
        if self._kind() is not Kind.DASH or behind is None or behind.kind is not Kind.DAYS:
            return list(days)
        self._at += 2
        first, last = (WEEKDAYS.index(each[0]) for each in (days, cast("tuple[str]", behind.value)))
        return [WEEKDAYS[(first + n) % 7] for n in range((last - first) % 7 + 1)]

    def _numbered(self, token: Token) -> list[str]:
        """`first and third Tuesday`: each number with the day behind them."""
        numbers = [cast("int", token.value)]
        while True:
            if self._kind() in (Kind.AND, Kind.DASH) and self._kind(1) is Kind.NTH:
                self._at += 1
            if self._kind() is not Kind.NTH:
                break
            numbers.append(cast("int", self._tokens[self._at].value))
            self._at += 1
        day = self._peek()
        if day is None or day.kind is not Kind.DAYS:
            self._refuse("hours.not_understood", [token])
        self._at += 1
        return [f"{n}{code}" for code in cast("tuple[str, ...]", day.value) for n in numbers]

    def _times(self) -> list[tuple[int, int]]:
        """The hours that stand here: `9-12, 13-17`, `24 hours`."""
        found: list[tuple[int, int]] = []
        while self._skip_to({Kind.TIME, Kind.ALL_DAY}):
            first = self._tokens[self._at]
            self._at += 1
            if first.kind is Kind.ALL_DAY:
                found.append((0, 0))
                continue
            last = self._peek(1)
            if self._kind() is not Kind.DASH or last is None or last.kind is not Kind.TIME:
                self._refuse("hours.no_times", [first])
            self._at += 2
            next_day = self._kind() is Kind.NEXT_DAY
            self._at += next_day
            between = cast("Clock", first.value), cast("Clock", last.value)
            times = typed_range(*between, next_day=next_day, after=found[-1] if found else None)
            if times is None:
                self._refuse("hours.ambiguous_time", [first, last])
            found.append(times)
        return found

    def _refuse(self, why: str, about: Sequence[Token]) -> NoReturn:
        """Say what can't be read, in the editor's own words (letters and digits of them only)."""
        words = self._text[about[0].start : about[-1].end] if about else self._text
        raise BadInput(why, words=re.sub(r"[^\w\s:.,–-]|_", "", words)[:60])  # noqa: RUF001
