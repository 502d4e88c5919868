"""How times, ranges and lengths are put into words: "from 6 to 8 pm", "a las siete y media"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from bot.services.when.clocks import MIDNIGHT, NOON, Time
from bot.services.when.tokens import Clock, Token
from bot.services.when.words import Kind

_FROM = {Kind.AT, Kind.FROM, Kind.OF, Kind.BETWEEN}
#: The most that a count of hours, days … can be.
_MOST = 99_999


class TimePhrases:
    """Reads times where they stand in a row of pieces."""

    def __init__(self, found: Sequence[Token]) -> None:
        self._found = found

    @staticmethod
    def bare(hour: int, text: str) -> Time:
        """A number that can only be an hour."""
        return Time(Clock(hour), text)

    def kind(self, at: int) -> Kind | None:
        """What stands there; None past either end."""
        return self._found[at].kind if 0 <= at < len(self._found) else None

    def is_dash(self, at: int) -> bool:
        """A stroke, "to", "until"; the Spanish "a", which in English is an article."""
        kind = self.kind(at)
        return kind in (Kind.DASH, Kind.UNTIL) or (
            kind is Kind.A and Kind.DASH in self._found[at].also
        )

    def text(self, start: int, end: int) -> str:
        """As it was typed."""
        return " ".join(token.text for token in self._found[start:end])

    # --- times ------------------------------------------------------------------------------

    def time(self, at: int) -> tuple[Time, int] | None:
        """A time or a range that begins there, and where it ends."""
        found = self._one(at)
        if found is None:
            return None
        first, end = found
        begun = self.kind(at - 1) in _FROM
        between = Kind.BETWEEN in (self.kind(at - 1), self.kind(at - 2))
        # "de 6 a las 8": there, "a las" is "to".
        to_at = self.kind(end) is Kind.AT and self._found[end].also == (Kind.DASH,)
        joined = end
        if self.is_dash(end) or (between and self.kind(end) is Kind.AND):
            joined = end + 1
        elif not (to_at and (first.marked or begun)):
            return (first, end) if first.marked else None
        while self.kind(joined) in (Kind.AT, Kind.FILL):
            joined += 1
        last = self._one(joined)
        if last is None:
            return (first, end) if first.marked else None
        text = self.text(at, last[1])
        sure = first.marked or last[0].marked or begun
        if not sure and max(first.clock.hour, last[0].clock.hour) > 12:
            return None  # "18-20" may be days
        return replace(first, end=last[0], text=text, marked=sure), last[1]

    def _one(self, at: int) -> tuple[Time, int] | None:
        """A single time."""
        kind = self.kind(at)
        if kind is Kind.CLOCK_WORD:
            midnight = not self._found[at].value
            clock = MIDNIGHT if midnight else NOON
            return Time(clock, self._found[at].text, midnight=midnight), at + 1
        if kind is Kind.PAST_HOUR:
            behind = at + 2 if self.kind(at + 1) in (Kind.AT, Kind.FILL) else at + 1
            if self.kind(behind) is not Kind.NUMBER:
                return None
            hour, past = self._int(behind), self._int(at)
            clock = Clock(hour, past) if past > 0 else Clock((hour + 10) % 12 + 1, 60 + past)
            return self._rest(at, behind + 1, clock, marked=True)
        if kind is Kind.TIME:
            clock = cast("Clock", self._found[at].value)
            if self.kind(at - 1) is Kind.DATE and clock.half is None:
                clock = replace(clock, of_24=True)  # 2027-03-28 10:00
            return self._rest(at, at + 1, clock, marked=True)
        after_at = self.kind(at - 1) is Kind.AT
        if kind is Kind.YEAR and after_at and self._found[at].text.isdigit():  # "at 1800"
            hour, minute = divmod(self._int(at), 100)
            return self._rest(at, at + 1, Clock(hour, minute, of_24=True), marked=True)
        if kind is not Kind.NUMBER:
            return None
        hour, end, minute = self._int(at), at + 1, 0
        if self.kind(end) is Kind.UNIT:
            sure = after_at or self.is_dash(at - 1) or hour > 12
            if not (sure and self._is_hours(end)):
                return None
            return self._rest(at, end, Clock(hour), marked=True)
        if self.kind(end) is Kind.PAST:
            if self.kind(end + 1) is Kind.UNIT:
                return None
            minute, end = self._int(end), end + 1
        return self._rest(at, end, Clock(hour, minute), marked=after_at or minute > 0)

    def _rest(self, start: int, end: int, clock: Clock, *, marked: bool) -> tuple[Time, int]:
        """With what may follow a clock: "o'clock", am or pm, a part of the day."""
        part = ""
        if self._is_hours(end) and clock.half is None:  # "20:00 horas"
            clock, end, marked = replace(clock, of_24=True), end + 1, True
        if self.kind(end) is Kind.O_CLOCK:
            end, marked = end + 1, True
        if self.kind(end) is Kind.HALF and clock.half is None:
            clock = replace(clock, half=self._int(end), of_24=False)
            end, marked = end + 1, True
        if self.kind(end) is Kind.PART and self._found[end].value not in (
            "tonight",
            "this_morning",
        ):
            part, end, marked = str(self._found[end].value), end + 1, True
        return Time(clock, self.text(start, end), part, marked), end

    def _is_hours(self, at: int) -> bool:
        """The Spanish word behind a clock; in English it would be a length."""
        return (
            self.kind(at) is Kind.UNIT
            and self._found[at].value == 60
            and self._found[at].language != "en"
        )

    def _int(self, at: int) -> int:
        return cast("int", self._found[at].value)

    # --- lengths ----------------------------------------------------------------------------

    def amount(self, at: int, *, alone: bool) -> tuple[int, int, int] | None:
        """A count with its unit: minutes and 1, or days … and their unit (below zero); its end.

        `alone`: "hour" may be one hour, as in "durante hora y media".
        """
        found = self._counted(at, alone=alone)
        if found is None:
            return None
        count, size, end = found
        if size < 0:
            return count, size, end
        minutes = count * size
        if size == 60 and self.kind(end) is Kind.PAST:
            minutes, end = minutes + self._int(end), end + 1
        behind = end + 1 if self.kind(end) is Kind.AND else end
        more = self._counted(behind, alone=False)
        if size == 60 and more is not None and more[1] == 1:
            minutes, end = minutes + more[0], more[2]
        return minutes, 1, end

    def _counted(self, at: int, *, alone: bool) -> tuple[int, int, int] | None:
        kind = self.kind(at)
        if alone and kind is Kind.TIME:  # "for 2h", "por 1h30"
            clock = cast("Clock", self._found[at].value)
            if "h" in self._found[at].text.lower() and clock.half is None:
                return clock.hour * 60 + clock.minute, 1, at + 1
            return None
        if alone and kind is Kind.UNIT and self._int(at) == 60:
            return 1, 60, at + 1
        if kind not in (Kind.NUMBER, Kind.YEAR, Kind.A):
            return None
        count = 1 if kind is Kind.A else self._int(at)
        end = at + 1
        half = self._int(end) if self.kind(end) is Kind.PAST else 0  # "two and a half hours"
        end += bool(half)
        if self.kind(end) is not Kind.UNIT or not 1 <= count <= _MOST:
            return None
        size = self._int(end)
        if half:
            return (count * 60 + half, 1, end + 1) if size == 60 else None
        return count, size, end + 1
