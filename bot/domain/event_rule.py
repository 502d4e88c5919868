"""How an event repeats: the part of iCalendar's RRULE (RFC 5545) that organizers need.

One record, one reader, one way to write it. `parse_rule` takes what calendars say, as far as we can
tell its days (`event_days.py`); what is something else is refused by its name. `plain` is the part
of that which people can follow, in one form: what our own words can say and read back.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NoReturn

from bot.domain.errors import BadInput
from bot.domain.local_time import local_in
from bot.domain.weekdays import WEEKDAYS

#: Which of the month people name, from the front and from the back.
NTHS = (1, 2, 3, 4, 5, -1, -2)
LAST_DAY = -1
MOST_APART = 100
MOST_TIMES = 1000
#: An end outside of these years is none: no zone can be applied to the first or the last moment.
_YEARS = range(1900, 9999)

#: A day of the week with its number in the month or year: `(-1, 6)` is the last Sunday, `(0, 6)`
#: every one.
Day = tuple[int, int]

_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST")
_BYDAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")


class Freq(StrEnum):
    """How often it repeats."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class EventRule:
    """An RRULE, its numbers and days in order.

    `until` is the last moment that counts: naive by the event's own clock, else in UTC. `wkst` is
    the weekday on which weeks begin.
    """

    freq: Freq
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    count: int | None = None
    until: datetime | None = None
    wkst: int = 0

    @property
    def text(self) -> str:
        """As it is stored: without its name, and without what goes without saying.

        A calendar wants UNTIL in UTC where its DTSTART names a zone: whoever writes one converts.
        """
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        for name, values in (("BYMONTH", self.months), ("BYMONTHDAY", self.month_days)):
            if values:
                parts.append(f"{name}={','.join(map(str, values))}")
        if self.days:
            parts.append("BYDAY=" + ",".join(f"{n or ''}{WEEKDAYS[day]}" for n, day in self.days))
        if self.count is not None:
            parts.append(f"COUNT={self.count}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%dT%H%M%S}{'Z' if self.until.tzinfo else ''}")
        if self.wkst:
            parts.append(f"WKST={WEEKDAYS[self.wkst]}")
        return ";".join(parts)

    def in_zone(self, zone: str) -> EventRule:
        """The rule with its end by the clock of that zone (IANA), the event's own."""
        if self.until is None or self.until.tzinfo is None:
            return self
        return replace(self, until=local_in(self.until, zone))


def parse_rule(text: str) -> EventRule:
    """Read an RRULE, with or without its name.

    Raises:
        BadInput: it is no rule, or says what is not for events (every second, a week of the year).
    """
    given = _parts(text)
    freq = given["FREQ"]
    if freq in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise BadInput("event_error.rule_often")
    if freq not in Freq.__members__:
        _refuse(f"FREQ={freq}")
    rule = EventRule(
        Freq(freq),
        interval=_number("INTERVAL", given.get("INTERVAL", "1"), 1, MOST_APART),
        months=_numbers("BYMONTH", given.get("BYMONTH"), 1, 12),
        month_days=_numbers("BYMONTHDAY", given.get("BYMONTHDAY"), -31, 31),
        days=_days(given.get("BYDAY")),
        count=_number("COUNT", given["COUNT"], 1, MOST_TIMES) if "COUNT" in given else None,
        until=_until(given["UNTIL"]) if "UNTIL" in given else None,
        wkst=_weekday(given.get("WKST", "MO")),
    )
    _check_together(rule)
    return rule


# --- reading --------------------------------------------------------------------------------


def _parts(text: str) -> dict[str, str]:
    bare = re.sub(r"(?i)^\s*RRULE\s*:", "", text).strip().strip(";")
    given: dict[str, str] = {}
    for part in bare.upper().split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or not re.fullmatch(r"[A-Z-]{2,20}", name):
            raise BadInput("event_error.rule_unread")
        if name not in _PARTS:
            _refuse(name)
        if name in given:
            _refuse(f"{name} + {name}")
        given[name] = value
    if "FREQ" not in given:
        raise BadInput("event_error.rule_unread")
    if {"COUNT", "UNTIL"} <= given.keys():
        _refuse("COUNT + UNTIL")
    return given


def _refuse(part: str) -> NoReturn:
    raise BadInput("event_error.rule_part", part=re.sub(r"[^A-Z0-9 +,=-]", "", part)[:40])


def _number(name: str, text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?[0-9]{1,12}", text):
        _refuse(f"{name}={text}")
    number = int(text)
    if not least <= number <= most:
        raise BadInput("event_error.rule_number", number=number, least=least, most=most)
    return number


def _numbers(name: str, text: str | None, least: int, most: int) -> tuple[int, ...]:
    if text is None:
        return ()
    numbers = {_number(name, part.strip(), least, most) for part in text.split(",")}
    if 0 in numbers:
        raise BadInput("event_error.rule_number", number=0, least=1, most=most)
    return from_front(numbers)


def _days(text: str | None) -> tuple[Day, ...]:
    found: set[Day] = set()
    for part in text.split(",") if text else ():
        match = _BYDAY.fullmatch(part.strip())
        if match is None:
            _refuse(f"BYDAY={part}")
        nth = int(match[1]) if match[1] else 0
        if match[1] and not 1 <= abs(nth) <= 53:
            raise BadInput("event_error.rule_number", number=nth, least=1, most=53)
        found.add((nth, WEEKDAYS.index(match[2])))
    return in_order(found)


def _weekday(text: str) -> int:
    if text not in WEEKDAYS:
        _refuse(f"WKST={text}")
    return WEEKDAYS.index(text)


def _until(text: str) -> datetime:
    """A day counts whole."""
    match = _UNTIL.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        moment = datetime.strptime(match[1] + (match[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - by the event's clock
    except ValueError:
        _refuse(f"UNTIL={text}")
    if moment.year not in _YEARS:
        _refuse(f"UNTIL={text}")
    return moment.replace(tzinfo=UTC) if match[3] else moment


def from_front(numbers: Iterable[int]) -> tuple[int, ...]:
    """Days of the month in order, those from its end last."""
    return tuple(sorted(numbers, key=lambda n: (n < 0, n)))


def in_order(days: Iterable[Day]) -> tuple[Day, ...]:
    """By their number in the month (from the front first), then by the week."""
    return tuple(sorted(days, key=lambda d: (d[0] < 0, abs(d[0]), d[1])))


def _check_together(rule: EventRule) -> None:
    """Refuse what RFC 5545 does not define, and what comes true on no day."""
    highest = max((abs(nth) for nth, _ in rule.days), default=0)
    if highest and rule.freq in (Freq.DAILY, Freq.WEEKLY):
        raise BadInput("event_error.rule_nth")
    if highest > 5 and (rule.freq is Freq.MONTHLY or rule.months):
        raise BadInput("event_error.rule_never")
    if rule.freq is Freq.WEEKLY and rule.month_days:
        _refuse("WEEKLY + BYMONTHDAY")
    longest = max((monthrange(2024, month)[1] for month in rule.months), default=31)
    if rule.month_days and all(abs(day) > longest for day in rule.month_days):
        raise BadInput("event_error.rule_never")


# --- the part that people can follow -----------------------------------------------------------


def plain(rule: EventRule, start: time | None = None) -> EventRule:
    """The rule in the one form that our words have: what may be said in two ways in one.

    `start` settles whether an UNTIL with a time still takes in its day. Make that local first
    (`in_zone`).

    Raises:
        BadInput: nobody could read it back to the organizer; names the part.
    """
    days, freq, until = rule.days, rule.freq, rule.until
    if until is not None and until.tzinfo is not None:
        _refuse("UNTIL")
    if rule.wkst and freq is Freq.WEEKLY and rule.interval > 1 and len(days) > 1:
        _refuse("WKST")  # would take other weeks than ours do
    numbered = [nth for nth, _ in days if nth]
    if not set(numbered) <= set(NTHS):
        _refuse("BYDAY=" + ",".join(map(str, numbered)))
    if freq in (Freq.DAILY, Freq.MONTHLY) and days and not numbered and rule.interval == 1:
        freq = Freq.WEEKLY  # every Tuesday of every month is every Tuesday
    if days and rule.month_days:
        _refuse("BYDAY + BYMONTHDAY")
    in_month = freq is Freq.MONTHLY or (freq is Freq.YEARLY and bool(rule.months))
    if days and not (len(numbered) == len(days) if in_month else freq is Freq.WEEKLY):
        _refuse(f"{freq} + BYDAY")
    if rule.month_days and (not in_month or min(rule.month_days) < LAST_DAY):
        _refuse(f"{freq} + BYMONTHDAY")
    if until is not None:
        before = start is not None and until.time() < start
        until = end_of(until.date() - timedelta(days=before))
    return replace(rule, freq=freq, until=until, wkst=0)


def end_of(day: date) -> datetime:
    """The last moment of a day, as UNTIL says it."""
    return datetime.combine(day, time(23, 59, 59))
