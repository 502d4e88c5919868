"""Days: which ones somebody may have meant who wrote "next Thursday", "March 28" or "3/4"."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.errors import BadInput
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import t
from bot.services.when.model import Assumed
from bot.services.when.say import long_date
from bot.services.when.words import typed

#: So many years ahead nobody plans.
MOST_YEARS = 5
#: A date without a year that was so lately is over; before that it is next year's.
JUST_OVER = timedelta(days=31)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Day:
    """A day as typed: the dates it may be, or only a day of the week (`weekday`).

    `week`: a whole week, which needs a day beside it.
    """

    text: str
    dates: tuple[date, ...] = ()
    weekday: int | None = None
    week: bool = False
    assumed: frozenset[Assumed] = frozenset()


def no_such_day(text: str) -> BadInput:
    """That day is in no calendar."""
    return BadInput("when.no_such_day", word=text)


def exact(year: int, month: int, day: int, text: str, today: date) -> date:
    """That date.

    Raises:
        BadInput: it does not exist, or is too far away.
    """
    if year > today.year + MOST_YEARS:
        raise BadInput("when.too_far", years=MOST_YEARS)
    try:
        return date(year, month, day)
    except ValueError:
        raise no_such_day(text) from None


def in_month(month: int, day: int, year: int | None, text: str, today: date) -> Day:
    """28 March: of that year, or the next there is."""
    if year is not None:
        return Day(text, (exact(year, month, day, text, today),))
    found = exact(today.year, month, day, text, today) if not (month == 2 and day == 29) else None
    if found is not None and timedelta(0) < today - found <= JUST_OVER:
        return Day(text, (found,))  # a slip, rather than next year's
    if found is None or found < today:
        first = today.year if (month, day) >= (today.month, today.day) else today.year + 1
        found = exact(first, month, day, text, today)
    return Day(text, (found,), assumed=frozenset({Assumed.YEAR}))


def of_number(day: int, text: str, today: date) -> Day:
    """The 28th: the next there is."""
    if not 1 <= day <= 31:
        raise no_such_day(text)
    found = today
    while found.day != day:
        found += _DAY
    return Day(text, (found,), assumed=frozenset({Assumed.MONTH}))


def numbered(nth: int, weekday: int, year: int, month: int) -> date | None:
    """The second Tuesday of a month; None where it has no such."""
    length = monthrange(year, month)[1]
    days = [n for n in range(1, length + 1) if date(year, month, n).weekday() == weekday]
    at = nth - 1 if nth > 0 else nth
    return date(year, month, days[at]) if -len(days) <= at < len(days) else None


def nth_in_month(
    nth: int, weekday: int, month: int, year: int | None, text: str, today: date
) -> Day:
    """The second Tuesday of May: of that year, or the next May that is not over."""
    if year is not None:
        exact(year, month, 1, text, today)
    for each in (year,) if year is not None else (today.year, today.year + 1):
        if year is None and (each, month) < (today.year, today.month):
            continue
        found = numbered(nth, weekday, each, month)
        if found is None:
            raise no_such_day(text)
        if year is not None or found >= today:
            assumed = {Assumed.YEAR} if year is None else set[Assumed]()
            return Day(text, (found,), assumed=frozenset(assumed))
    raise no_such_day(text)


def month_from(today: date, months: int) -> tuple[int, int]:
    """The year and the month so many months away."""
    years, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return years, month + 1


def nth_in_near_month(nth: int, weekday: int, months: int | None, text: str, today: date) -> Day:
    """The first Monday of this or of next month; of "the month" (None): the next there is."""
    for ahead in (months,) if months is not None else (0, 1, 2):
        found = numbered(nth, weekday, *month_from(today, ahead))
        if found is not None and (months is not None or found >= today):
            assumed = {Assumed.MONTH} if months is None else set[Assumed]()
            return Day(text, (found,), assumed=frozenset(assumed))
    raise no_such_day(text)


def this_weekday(weekday: int, text: str, today: date) -> Day:
    """This Thursday: the nearest, today too."""
    return Day(text, (today + timedelta(days=(weekday - today.weekday()) % 7),))


def next_weekday(weekday: int, text: str, today: date) -> Day:
    """Next Thursday: where this week has one still to come nobody knows which is meant.

    Weeks begin on Sunday for some people and on Monday for others.
    """
    ahead = (weekday - today.weekday() - 1) % 7 + 1
    nearest = today + timedelta(days=ahead)
    same_week = any(_week_of(nearest, first) == _week_of(today, first) for first in (0, 6))
    return Day(text, (nearest, nearest + timedelta(days=7)) if same_week else (nearest,))


def _week_of(day: date, first: int) -> date:
    """The day that its week begins with, if weeks begin on that day of the week."""
    return day - timedelta(days=(day.weekday() - first) % 7)


def whole_week(weeks: int, text: str, today: date) -> Day:
    """This week (0) or next (1), whichever day it begins with."""
    days = {
        _week_of(today, first) + timedelta(days=7 * weeks + n) for first in (0, 6) for n in range(7)
    }
    return Day(text, tuple(sorted(days)), week=True)


def ahead(count: int, size: int, text: str, today: date) -> Day:
    """In three days, two weeks, a month (`size`: days, as in `words.UNITS`)."""
    if size > 31:  # years, months
        raise BadInput("when.too_far", years=MOST_YEARS)
    if count * size > 366 * MOST_YEARS:
        raise BadInput("when.too_far", years=MOST_YEARS)
    if size == 30:
        year, month = month_from(today, count)
        return Day(text, (exact(year, month, today.day, text, today),))
    return Day(text, (today + timedelta(days=count * size),))


def slashed(
    first: int, second: int, year: int | None, text: str, today: date, orders: Iterable[str]
) -> Day:
    """3/4 or 3/4/2027: month first or day first (`orders`) where both can be."""
    orders = tuple(orders)
    both = first != second and first <= 12 and second <= 12
    if not both:
        orders = ("month",) if first <= 12 else ("day",)
    found = [
        in_month(*((first, second) if order == "month" else (second, first)), year, text, today)
        for order in orders
    ]
    assumed = found[0].assumed
    if both and len(orders) == 1:
        assumed |= {Assumed.ORDER}
    return Day(text, tuple(d for day in found for d in day.dates), assumed=assumed)


def order_of(language: str, said: set[str]) -> tuple[str, ...]:
    """How numbers like 3/4 are to be read: by the language that is written and the one that is set.

    Where the words are in another language than the setting, both ways may be meant.
    """
    asked = (language,) if not said or len(said) > 1 else (language, *said)
    return tuple(dict.fromkeys(t("when.order", each) for each in asked))


def together(days: Sequence[Day], today: date, language: str) -> list[date]:
    """The dates that all of them may be, the earliest first.

    Raises:
        BadInput: they contradict each other, or say only a week.
    """
    listed = [day for day in days if day.weekday is None]
    weekdays = {day.weekday for day in days if day.weekday is not None}
    if len(weekdays) > 1:
        raise BadInput("when.two_days")
    if not listed:  # only "Thursday": today's, and the next
        nearest = this_weekday(weekdays.pop() or 0, "", today).dates[0]
        return [nearest, nearest + timedelta(days=7)] if nearest == today else [nearest]
    if all(day.week for day in listed) and not weekdays:
        raise BadInput("when.no_day", example=t("when.example", language))
    shared = set(listed[0].dates).intersection(*(day.dates for day in listed[1:]))
    if not shared:
        raise BadInput("when.two_days")
    fitting = sorted(day for day in shared if not weekdays or day.weekday() in weekdays)
    if not fitting:
        day = min(shared)
        raise BadInput(
            "when.other_weekday",
            date=long_date(day, language),
            day=typed(WEEKDAYS[day.weekday()], language)[0],
        )
    return fitting
