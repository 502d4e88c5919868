"""Opening hours in words: "Mon to Fri, 9 am to 5 pm", in Spanish "Lun a vie, 9:00 a 17:00 h".

Whatever is written here can be read again by `hours_typed.py`: an editor gets the lines in a form,
changes one and sends them back. Hence the "h" behind Spanish hours (they count to 24, which
"9:00 a 11:00" alone does not say) and "the next day" where it would not go without saying.

No library does this for people in both languages and back: those for OpenStreetMap's
`opening_hours` read its notation, not "M-F 9 to 5", and none writes Spanish; Babel writes "9 a. m."
where people who plan to go somewhere write 9:00.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from bot.domain.entry import Freq, Schedule
from bot.domain.errors import BadInput
from bot.domain.opening import has_hours
from bot.domain.recurrence import DAY, can_be_followed, frequency
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import show_date, t
from bot.services.hours_typed import parse_hours

_NOON, _DAY = 12 * 60, 24 * 60


def hours_lines(schedules: Iterable[Schedule], language: str) -> list[str]:
    """The hours, a line for each group of days; what no rule can say as it stands."""
    lines: list[str] = []
    for _, group in groupby(schedules, key=_same_line):
        line = _line(list(group), language)
        if line:
            lines.append(line)
    return lines


def show_time(minutes: int, language: str, *, closes: bool = False) -> str:
    """A time of day (minutes after midnight) as people of that language write it."""
    hour, minute = divmod(minutes % _DAY, 60)
    if t("hours.clock", language) == "24":
        return "24:00" if closes and not hour and not minute else f"{hour}:{minute:02}"
    if not minute and hour in (0, 12):
        return t("hours.noon" if hour else "hours.midnight", language)
    half = t("hours.am" if hour < 12 else "hours.pm", language)
    return f"{(hour + 11) % 12 + 1}{f':{minute:02}' if minute else ''} {half}"


def day_name(weekday: int, language: str) -> str:
    """The short name of a day of the week, Monday being 0."""
    return t(f"hours.day_{WEEKDAYS[weekday]}", language)


def _same_line(schedule: Schedule) -> Schedule | int:
    """Neighbours that differ in their hours only share a line; one with a note has its own."""
    if schedule.description or not has_hours(schedule):
        return id(schedule)
    return replace(schedule, opens_at=None, closes_at=None, id="")


def _line(group: Sequence[Schedule], language: str) -> str:
    schedule = group[0]
    note = _in_balance(" ".join(schedule.description.split()))
    days = _days(schedule, language) if can_be_followed(schedule) else ""
    times = ", ".join(_times(each, language) for each in group if _has_times(each))
    if days and times:
        line = t("hours.line", language, days=days, times=times)
    elif days and not _is_bare(schedule):
        line = t("hours.days_unknown", language, days=days)
    elif times:
        line = t("hours.times_some_days", language, times=times)
    else:
        return _readable_again(note)
    line = ", ".join([line[:1].upper() + line[1:], *_limits(schedule, language)])
    return t("hours.note", language, line=line, note=note) if note else line


def _in_balance(note: str) -> str:
    """The note, with other brackets where its own would close ours too early."""
    depth = 0
    for letter in note:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:
            break
    return note if depth == 0 else note.translate({ord("("): "[", ord(")"): "]"})


def _readable_again(note: str) -> str:
    """A note that stands alone, in parentheses where it would be read as hours."""
    if not note:
        return ""
    try:
        alone = parse_hours(note) == (Schedule(description=note),)
    except BadInput:
        alone = False
    return note if alone else f"({note})"


def _has_times(schedule: Schedule) -> bool:
    """Whether both ends of its hours are there and can be."""
    opens, closes = schedule.opens_at, schedule.closes_at
    return opens is not None and closes is not None and 0 <= opens < _DAY and 0 <= closes <= _DAY


def _is_bare(schedule: Schedule) -> bool:
    """Nothing but a description."""
    return not (schedule.byday or schedule.bymonthday or schedule.freq or schedule.dtstart)


def _times(schedule: Schedule, language: str) -> str:
    opens, closes = schedule.opens_at or 0, (schedule.closes_at or 0) % _DAY
    if opens == closes == 0:
        return t("hours.all_day", language)
    goes_without_saying = closes > opens or closes == 0 or opens >= _NOON > closes
    return t(
        "hours.range" if goes_without_saying else "hours.range_next_day",
        language,
        opens=show_time(opens, language),
        closes=show_time(closes, language, closes=True),
    )


# --- days -----------------------------------------------------------------------------------


def _days(schedule: Schedule, language: str) -> str:
    freq = frequency(schedule)
    if freq is None:
        if schedule.dtstart is None:
            return t("hours.every_day", language)
        return t("hours.on_date", language, date=show_date(schedule.dtstart, language))
    if freq is Freq.MONTHLY:
        return _days_of_month(schedule, language)
    start = schedule.dtstart or schedule.valid_from
    if not schedule.byday and start is not None:
        return day_name(start.weekday(), language)
    return _days_of_week(schedule.byday or WEEKDAYS, language)


def _days_of_week(codes: Iterable[str], language: str) -> str:
    numbers = sorted({WEEKDAYS.index(code) for code in codes})
    if len(numbers) == len(WEEKDAYS):
        return t("hours.every_day", language)
    return ", ".join(_runs(numbers, language))


def _runs(numbers: Sequence[int], language: str) -> Iterator[str]:
    """From the first to the last for three days or more in a row; each by itself for two."""
    run: list[int] = []
    for number in [*numbers, 99]:
        if run and number != run[-1] + 1:
            if len(run) > 2:
                first, last = day_name(run[0], language), day_name(run[-1], language)
                yield t("hours.days", language, first=first, last=last)
            else:
                yield from (day_name(each, language) for each in run)
            run = []
        run.append(number)


def _days_of_month(schedule: Schedule, language: str) -> str:
    start = schedule.dtstart or schedule.valid_from
    numbers = schedule.bymonthday or ((start.day,) if not schedule.byday and start else ())
    said: list[str] = []
    if schedule.byday:
        named = [_named(code, language) for code in sorted(schedule.byday, key=_order)]
        plain = all(len(code) == 2 for code in schedule.byday) and not numbers
        said.append(
            ", ".join(named) if plain else t("hours.of_month", language, days=", ".join(named))
        )
    if numbers:
        last = t("hours.last_day", language)
        days = ", ".join(last if day == -1 else str(day) for day in numbers)
        said.append(t("hours.month_days", language, count=len(numbers), days=days))
    return ", ".join(said)


def _order(code: str) -> tuple[int, int]:
    found = DAY.fullmatch(code)
    number = int(found[1] or 0) if found else 0
    return (number if number >= 0 else 10 + number, WEEKDAYS.index(code[-2:]))


def _named(code: str, language: str) -> str:
    day = t(f"hours.full_{code[-2:]}", language)
    if len(code) == 2:
        return t("hours.each_day", language, day=day)
    nth = t(f"hours.nth_{int(code[:-2])}", language)
    return t("hours.nth_day", language, nth=nth, day=day)


def _limits(schedule: Schedule, language: str) -> Iterator[str]:
    """How often, and from when to when."""
    every = schedule.interval or 1
    if every > 1:
        key = "hours.every_months" if frequency(schedule) is Freq.MONTHLY else "hours.every_weeks"
        yield t(key, language, count=every)
    if schedule.dtstart and frequency(schedule) is not None:
        yield t("hours.starting", language, date=show_date(schedule.dtstart, language))
    if schedule.until:
        yield t("hours.ending", language, date=show_date(schedule.until, language))
    if schedule.count:
        yield t("hours.times", language, count=schedule.count)
    if schedule.valid_from:
        yield t("hours.valid_from", language, date=show_date(schedule.valid_from, language))
    if schedule.valid_to:
        yield t("hours.valid_to", language, date=show_date(schedule.valid_to, language))
