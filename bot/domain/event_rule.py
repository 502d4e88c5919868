"""How an event repeats: the part of iCalendar's RRULE (RFC 5545) that organizers need, read,
checked and written out day by day.

Every day from the first on is asked whether it is one: slower than jumping, and always as long as
the days are many, whatever the rule says. A rule that never comes true can keep nobody waiting.
"""How an event repeats: the part of RFC 5545's recurrence rules that people can follow.

Every day, week, month or year, or every second, third … of them; on days of the week, on the second
Tuesday or the 15th of the month, in certain months; so many times or until a day. Whatever else
such a rule can say is refused by its name: nobody could read it back to the organizer, and a rule
that means something every second would never end. Times are those of the event's own clock.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.errors import BadInput

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_INTERVAL = 100
MOST_COUNT = 1000

_BYDAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"\d{8}(?:T\d{6}Z?)?")
_PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "WKST")


class Freq(StrEnum):
    """How often."""
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from bot.domain.errors import BadInput
from bot.domain.recurrence import WEEKDAYS

__all__ = ["NTHS", "WEEKDAYS", "EventRule", "Freq", "falls_on", "rule_from_text", "starts_with"]

#: Which of the month, from the front and from the back.
NTHS = (1, 2, 3, 4, 5, -1, -2)
LAST_DAY = -1
MOST_TIMES = 999
MOST_APART = 99

#: A day of the week with its number in the month, or without (None): `(-1, 6)` is the last Sunday.
Day = tuple[int | None, int]


class Freq(StrEnum):
    """How often it repeats."""

    DAILY = "DAILY"
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"
    YEARLY = "YEARLY"


@dataclass(frozen=True, slots=True)
class Rule:
    """An RRULE. `byday` holds (0, weekday) or (nth, weekday); `until` as it was written: a day, or
    a moment (with `Z` in UTC, without it by the event's own clock)."""

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: str | None = None
    bymonth: tuple[int, ...] = ()
    bymonthday: tuple[int, ...] = ()
    byday: tuple[tuple[int, int], ...] = ()
    wkst: int = 0


# --- reading and writing --------------------------------------------------------------------


def parse_rule(text: str) -> Rule:
    """Read an RRULE, with or without its name.

    Raises:
        BadInput: what it says is not for events (every second, a week of the year), or is no rule.
    """
    parts: dict[str, str] = {}
    for part in text.strip().upper().removeprefix("RRULE:").rstrip(";").split(";"):
        name, equals, value = part.partition("=")
        if not equals or not value or name in parts:
            raise BadInput("event_error.rule_unread")
        if name not in _PARTS:
            known = re.fullmatch(r"[A-Z-]{2,20}", name)
            raise (
                BadInput("event_error.rule_part", part=name)
                if known
                else BadInput("event_error.rule_unread")
            )
        parts[name] = value
    freq = parts.get("FREQ", "")
    if freq in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise BadInput("event_error.rule_often")
    if freq not in Freq.__members__ or ("COUNT" in parts and "UNTIL" in parts):
        raise BadInput("event_error.rule_unread")
    rule = Rule(
        Freq(freq),
        interval=_number(parts.get("INTERVAL", "1"), 1, MOST_INTERVAL),
        count=_number(parts["COUNT"], 1, MOST_COUNT) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"]) if "UNTIL" in parts else None,
        bymonth=_numbers(parts.get("BYMONTH"), 1, 12),
        bymonthday=_numbers(parts.get("BYMONTHDAY"), -31, 31),
        byday=_byday(parts.get("BYDAY")),
        wkst=_weekday(parts.get("WKST", "MO")),
    )
    _check_together(rule)
    return rule


def rule_text(rule: Rule) -> str:
    """The rule as it is stored: in one order, without what goes without saying."""
    parts = [f"FREQ={rule.freq}"]
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.until is not None:
        parts.append(f"UNTIL={rule.until}")
    if rule.bymonth:
        parts.append("BYMONTH=" + ",".join(map(str, rule.bymonth)))
    if rule.bymonthday:
        parts.append("BYMONTHDAY=" + ",".join(map(str, rule.bymonthday)))
    if rule.byday:
        days = (f"{nth or ''}{DAYS[weekday]}" for nth, weekday in rule.byday)
        parts.append("BYDAY=" + ",".join(days))
    if rule.wkst:
        parts.append(f"WKST={DAYS[rule.wkst]}")
    return ";".join(parts)


def _number(text: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", text) or not text.isascii():
        raise BadInput("event_error.rule_unread")
    number = int(text)
    if not least <= number <= most:
        raise BadInput("event_error.rule_number", number=number, least=least, most=most)
    return number


def _numbers(text: str | None, least: int, most: int) -> tuple[int, ...]:
    if text is None:
        return ()
    numbers = {_number(part, least, most) for part in text.split(",")}
    if 0 in numbers:
        raise BadInput("event_error.rule_number", number=0, least=1, most=most)
    return tuple(sorted(numbers))


def _byday(text: str | None) -> tuple[tuple[int, int], ...]:
    if text is None:
        return ()
    found: set[tuple[int, int]] = set()
    for part in text.split(","):
        match = _BYDAY.fullmatch(part)
        if match is None or not part.isascii():
            raise BadInput("event_error.rule_unread")
        nth = int(match[1]) if match[1] else 0
        if (match[1] and nth == 0) or abs(nth) > 53:
            raise BadInput("event_error.rule_number", number=nth, least=1, most=53)
        found.add((nth, DAYS.index(match[2])))
    return tuple(sorted(found, key=lambda day: (day[1], day[0])))


def _weekday(text: str) -> int:
    if text not in DAYS:
        raise BadInput("event_error.rule_unread")
    return DAYS.index(text)


def _until(text: str) -> str:
    if not _UNTIL.fullmatch(text) or not text.isascii():
        raise BadInput("event_error.rule_unread")
    try:
        datetime.strptime(text[:15].rstrip("Z"), "%Y%m%dT%H%M%S" if "T" in text else "%Y%m%d")  # noqa: DTZ007 - by the event's clock
    except ValueError:
        raise BadInput("event_error.rule_unread") from None
    return text


def _check_together(rule: Rule) -> None:
    """Refuse what RFC 5545 does not define, and what comes true on no day."""
    nth = [each for each, _ in rule.byday if each]
    if nth and rule.freq in (Freq.DAILY, Freq.WEEKLY):
        raise BadInput("event_error.rule_nth")
    if nth and (rule.freq is Freq.MONTHLY or rule.bymonth) and max(map(abs, nth)) > 5:
        raise BadInput("event_error.rule_never")
    if rule.freq is Freq.WEEKLY and rule.bymonthday:
        raise BadInput("event_error.rule_part", part="BYMONTHDAY")
    longest = max((monthrange(2024, month)[1] for month in rule.bymonth), default=31)
    if rule.bymonthday and all(abs(day) > longest for day in rule.bymonthday):
        raise BadInput("event_error.rule_never")


# --- writing out ----------------------------------------------------------------------------


def local_starts(rule: Rule, first: datetime, last: datetime) -> Iterator[datetime]:
    """When it takes place by the event's own clock, from `first` through `last`, in order.

    `first` itself is one only where the rule says so (see `first_start`). `until` with `Z` must
    have been made local (`until_local`).
    """
    until = until_local(rule.until)
    if until is not None and until < last:
        last = until
    left = rule.count
    day, clock = first.date(), first.time()
    while day <= last.date():
        if _takes_place(rule, first.date(), day):
            start = datetime.combine(day, clock)
            if start > last:
                return
            yield start
            if left is not None:
                left -= 1
                if left == 0:
                    return
        day += timedelta(days=1)


def until_local(text: str | None) -> datetime | None:
    """The last moment that `UNTIL` allows, by the clock it is written in; a day counts whole."""
    if text is None:
        return None
    if "T" in text:
        return datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    return datetime.strptime(text, "%Y%m%d").replace(hour=23, minute=59, second=59)  # noqa: DTZ007


def _takes_place(rule: Rule, first: date, day: date) -> bool:
    if rule.bymonth and day.month not in rule.bymonth:
        return False
    if not _in_interval(rule, first, day):
        return False
    if rule.bymonthday:
        length = monthrange(day.year, day.month)[1]
        if day.day not in rule.bymonthday and day.day - length - 1 not in rule.bymonthday:
            return False
    if rule.byday:
        return any(_is_nth(rule, nth, weekday, day) for nth, weekday in rule.byday)
    if rule.bymonthday or rule.freq is Freq.DAILY:
        return True
    if rule.freq is Freq.WEEKLY:
        return day.weekday() == first.weekday()
    if rule.freq is Freq.YEARLY and not rule.bymonth and day.month != first.month:
        return False
    return day.day == first.day


def _in_interval(rule: Rule, first: date, day: date) -> bool:
    match rule.freq:
        case Freq.DAILY:
            apart = (day - first).days
        case Freq.WEEKLY:
            apart = (_week(day, rule.wkst) - _week(first, rule.wkst)).days // 7
        case Freq.MONTHLY:
            apart = (day.year - first.year) * 12 + day.month - first.month
        case Freq.YEARLY:
            apart = day.year - first.year
    return apart % rule.interval == 0


def _week(day: date, wkst: int) -> date:
    return day - timedelta(days=(day.weekday() - wkst) % 7)


def _is_nth(rule: Rule, nth: int, weekday: int, day: date) -> bool:
    if day.weekday() != weekday:
        return False
    if nth == 0:
        return True
    if rule.freq is Freq.YEARLY and not rule.bymonth:
        at, length = day.timetuple().tm_yday, date(day.year, 12, 31).timetuple().tm_yday
    else:
        at, length = day.day, monthrange(day.year, day.month)[1]
    return nth == (at - 1) // 7 + 1 if nth > 0 else -nth == (length - at) // 7 + 1
class EventRule:
    """A rule in its one form: days in order, what goes without saying left out.

    `days` have numbers in a monthly or yearly rule and none in a weekly one; `until` is the last
    day that counts.
    """

    freq: Freq
    interval: int = 1
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[Day, ...] = ()
    count: int | None = None
    until: date | None = None

    @property
    def text(self) -> str:
        """The rule as RFC 5545 writes it, without its name.

        UNTIL is the end of that day by the event's own clock. A calendar wants it in UTC where its
        DTSTART names a zone: whoever writes one converts it.
        """
        parts = [f"FREQ={self.freq.value}"]
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
            parts.append(f"UNTIL={self.until:%Y%m%d}T235959")
        return ";".join(parts)


def rule_from_text(
    text: str,
    start: datetime | None = None,
    local: Callable[[datetime], datetime] | None = None,
) -> EventRule:
    """Read a rule as RFC 5545 writes it (`RRULE:` before it may be left out).

    `start` (local, naive) settles whether an UNTIL with a time still takes in its day; `local`
    turns a moment in UTC (naive) into what the event's clock then shows.

    Raises:
        BadInput: it is no rule, or says what we do not do; names the part.
    """
    given = _parts(text)
    freq = _freq(given.pop("FREQ"))
    rule = EventRule(
        freq,
        interval=_number("INTERVAL", given.pop("INTERVAL", "1"), MOST_APART),
        months=_numbers("BYMONTH", given.pop("BYMONTH", ""), range(1, 13)),
        month_days=_numbers("BYMONTHDAY", given.pop("BYMONTHDAY", ""), (*range(1, 32), LAST_DAY)),
        days=_days(given.pop("BYDAY", "")),
        count=_number("COUNT", given.pop("COUNT"), MOST_TIMES) if "COUNT" in given else None,
        until=_until(given.pop("UNTIL"), start, local) if "UNTIL" in given else None,
    )
    monday = given.pop("WKST", "MO")
    for name in given:
        _refuse(name)
    if monday != "MO" and rule.freq is Freq.WEEKLY and rule.interval > 1 and len(rule.days) > 1:
        _refuse("WKST")  # would take other weeks than ours do
    return _even(rule)


# --- reading --------------------------------------------------------------------------------


def _parts(text: str) -> dict[str, str]:
    bare = re.sub(r"(?i)^\s*RRULE\s*:", "", text).strip().strip(";")
    given: dict[str, str] = {}
    for part in bare.upper().split(";"):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not value or not re.fullmatch(r"[A-Z-]+", name):
            raise BadInput("when.rule_unreadable")
        if name in given:
            _refuse(name)
        given[name] = value
    if "FREQ" not in given:
        raise BadInput("when.rule_unreadable")
    if {"COUNT", "UNTIL"} <= set(given):
        _refuse("COUNT + UNTIL")
    return given


def _refuse(part: str) -> NoReturn:
    raise BadInput("when.rule_part", part=re.sub(r"[^A-Z0-9 +,=-]", "", part)[:40])


def _freq(value: str) -> Freq:
    try:
        return Freq(value)
    except ValueError:
        _refuse(f"FREQ={value}")


def _number(name: str, value: str, most: int) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", value) or not 1 <= int(value) <= most:
        _refuse(f"{name}={value}")
    return int(value)


def _numbers(name: str, value: str, allowed: range | tuple[int, ...]) -> tuple[int, ...]:
    found: set[int] = set()
    for each in value.split(",") if value else ():
        if not re.fullmatch(r"[+-]?[0-9]{1,3}", each.strip()) or int(each) not in allowed:
            _refuse(f"{name}={value}")
        found.add(int(each))
    return tuple(sorted(found, key=lambda n: (n < 0, n)))


def _days(value: str) -> tuple[Day, ...]:
    found: set[Day] = set()
    for each in value.split(",") if value else ():
        day = re.fullmatch(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)", each.strip())
        if day is None or (day[1] and int(day[1]) not in NTHS):
            _refuse(f"BYDAY={value}")
        found.add((int(day[1]) if day[1] else None, WEEKDAYS.index(day[2])))
    return in_order(found)


def in_order(days: set[Day]) -> tuple[Day, ...]:
    """By their number in the month (from the front first), then by the week."""
    return tuple(sorted(days, key=lambda d: ((d[0] or 0) < 0, abs(d[0] or 0), d[1])))


def _until(
    value: str, start: datetime | None, local: Callable[[datetime], datetime] | None
) -> date:
    found = re.fullmatch(r"(\d{8})(?:T(\d{6})(Z?))?", value, re.ASCII)
    try:
        if found is None:
            raise ValueError(value)
        moment = datetime.strptime(found[1] + (found[2] or "235959"), "%Y%m%d%H%M%S")  # noqa: DTZ007
    except ValueError:
        _refuse(f"UNTIL={value}")
    if found[3]:
        if local is None:
            _refuse(f"UNTIL={value}")
        moment = local(moment)
    if start is not None and moment.time() < start.time():
        return moment.date() - timedelta(days=1)
    return moment.date()


# --- one form, and what we do ------------------------------------------------------------------


def _even(rule: EventRule) -> EventRule:
    """What may be said in two ways in one; the rest of what RFC 5545 allows is refused."""
    days, freq = rule.days, rule.freq
    numbered = [n is not None for n, _ in days]
    if freq in (Freq.DAILY, Freq.MONTHLY) and days and not any(numbered) and rule.interval == 1:
        freq = Freq.WEEKLY  # every Tuesday of every month is every Tuesday
    if days and rule.month_days:
        _refuse("BYDAY + BYMONTHDAY")
    in_month = freq is Freq.MONTHLY or (freq is Freq.YEARLY and bool(rule.months))
    if days and not (all(numbered) if in_month else freq is Freq.WEEKLY and not any(numbered)):
        _refuse(f"{freq.value} + BYDAY")
    if rule.month_days and not in_month:
        _refuse(f"{freq.value} + BYMONTHDAY")
    if rule.month_days and rule.months and not _is_ever(rule):
        raise BadInput("when.rule_never")
    return EventRule(
        freq, rule.interval, rule.months, rule.month_days, days, rule.count, rule.until
    )


def _is_ever(rule: EventRule) -> bool:
    """30 February never comes."""
    longest = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return any(day <= longest[month - 1] for month in rule.months for day in rule.month_days)


# --- which days it names -----------------------------------------------------------------------


def falls_on(rule: EventRule, start: date, day: date) -> bool:
    """Whether the rule that began on `start` names that day; COUNT is left out of account."""
    if day < start or (rule.until is not None and day > rule.until):
        return False
    if rule.months and day.month not in rule.months:
        return False
    return _in_step(rule, start, day) and _named(rule, start, day)


def _in_step(rule: EventRule, start: date, day: date) -> bool:
    if rule.freq is Freq.DAILY:
        apart = (day - start).days
    elif rule.freq is Freq.WEEKLY:
        apart = (day.toordinal() - day.weekday() - start.toordinal() + start.weekday()) // 7
    elif rule.freq is Freq.MONTHLY:
        apart = (day.year - start.year) * 12 + day.month - start.month
    else:
        apart = day.year - start.year
    return apart % rule.interval == 0


def _named(rule: EventRule, start: date, day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    if rule.month_days:
        return day.day in rule.month_days or (LAST_DAY in rule.month_days and day.day == length)
    if rule.days:
        numbers = {None, (day.day + 6) // 7, -((length - day.day) // 7 + 1)}
        return any(n in numbers and weekday == day.weekday() for n, weekday in rule.days)
    if rule.freq is Freq.DAILY:
        return True
    if rule.freq is Freq.WEEKLY:
        return day.weekday() == start.weekday()
    same_day = day.day == start.day
    return same_day and (rule.freq is Freq.MONTHLY or bool(rule.months) or day.month == start.month)


def starts_with(rule: EventRule, start: date) -> date | None:
    """The first day on or after `start` that the rule names; None where there is none in 8 years.

    Where it is not `start` itself, calendars would show one time more than the rule says.
    """
    return next(_from(rule, start), None)


def _from(rule: EventRule, start: date) -> Iterator[date]:
    """The days it names if it is counted from `start`'s own week, month or year."""
    for ahead in range(8 * 366):
        if falls_on(rule, start, day := start + timedelta(days=ahead)):
            yield day
