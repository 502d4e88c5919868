"""A time that was understood, in words for people, and in the one form that is surely read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.domain.local_time import zone_shown
from bot.domain.weekdays import WEEKDAYS
from bot.i18n import t, zone_name
from bot.services.hours_text import show_time
from bot.services.when.model import Assumed, When
from bot.services.when.words import typed


def say_when(when: When, language: str, *, zone: bool = True) -> str:
    """`Thursday, December 3, 2026, 6 pm to 8 pm (Central Time)`: everything that was understood."""
    end = when.shown_end
    if end is None:
        said = _moment(when.start, language)
    elif end.date() == when.start.date():
        said = t(
            "when.from_to",
            language,
            start=_moment(when.start, language),
            end=_clock(end, language),
        )
    else:
        said = t(
            "when.from_to",
            language,
            start=_moment(when.start, language),
            end=_moment(end, language),
        )
    if not zone:
        return said
    name = zone_name(when.zone, language)
    if when.settled:  # which of the two it is
        name = f"{name}, {zone_shown(when.start, when.zone)}"
    return t("when.in_zone", language, when=said, zone=name)


def say_assumed(when: When, language: str) -> list[str]:
    """A sentence for each thing that was not written, in the order of a date."""
    return [t(f"when.assumed_{each.value}", language) for each in Assumed if each in when.assumed]


def say_choices(choices: Sequence[When], language: str) -> str:
    """All of them in one sentence; the zone only where they differ in it."""
    several = len({each.zone for each in choices}) > 1
    said = [say_when(each, language, zone=several) for each in choices]
    if len(said) == 1:
        return said[0]
    return t("when.either", language, first="; ".join(said[:-1]), last=said[-1])


def write_when(when: When) -> str:
    """The same time so that no reading of it could be another: for a form that is filled again."""
    if when.settled:  # the name of a zone would not say which
        when = _in_utc(when)
    start = f"{when.start:%Y-%m-%d %H:%M}"
    if when.lasting is not None:
        minutes = round(when.lasting.total_seconds() / 60)
        return f"{start} for {minutes} minutes {when.zone}"
    if when.end is None:
        return f"{start} {when.zone}"
    return f"{start} to {when.end:%Y-%m-%d %H:%M} {when.zone}"


def _in_utc(when: When) -> When:
    start, end = when.moments()
    end = None if when.lasting or end is None else end.replace(tzinfo=None)
    return replace(when, start=start.replace(tzinfo=None), end=end, zone="UTC")


def long_date(day: date, language: str) -> str:
    """`December 3, 2026`, `3 de diciembre de 2026`."""
    month = typed(f"month_{day.month}", language)[0]
    return t("when.date", language, day=day.day, month=month, year=day.year)


def _moment(moment: datetime, language: str) -> str:
    return t(
        "when.moment",
        language,
        weekday=typed(WEEKDAYS[moment.weekday()], language)[0],
        date=long_date(moment.date(), language),
        time=_clock(moment, language),
    )


def _clock(moment: datetime, language: str) -> str:
    return show_time(moment.hour * 60 + moment.minute, language)
