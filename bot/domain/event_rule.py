"""How an event repeats: the part of iCalendar's RRULE (RFC 5545) that organizers need, read,
checked and written out day by day.

Every day from the first on is asked whether it is one: slower than jumping, and always as long as
the days are many, whatever the rule says. A rule that never comes true can keep nobody waiting.
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
