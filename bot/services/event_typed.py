"""A typed time as an event keeps it, or the question that must be answered first.

Some texts could be two times, and twice a year a clock skips a time or shows it twice. What was
meant is asked, never guessed; each choice carries a text that can't be read in two ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.local_time import Reading, RepeatedTime, UnclearTime, local_in, resolve
from bot.i18n import t
from bot.services.when import (
    UnclearWhen,
    When,
    read_when,
    say_assumed,
    say_when,
    write_when,
)

#: How long an event takes where nobody said.
USUAL_MINUTES = 120


@dataclass(frozen=True, slots=True)
class TypedTime:
    """A time as `Draft` has it. `said`: what was taken for granted, a sentence each; `endless`: no
    end was written."""

    local_start: datetime
    minutes: int
    zone: str
    fold: int | None
    said: tuple[str, ...] = ()
    endless: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """One time that may be meant: how it is called, and what to type for it."""

    name: str
    text: str
    fold: int | None


class WhichTime(BadInput):
    """It could be one of several times."""

    def __init__(self, key: str, options: Sequence[Choice], /, **params: Any) -> None:
        super().__init__(key, **params)
        self.choices = tuple(options)


def typed_time(
    text: str,
    *,
    now: datetime,
    zone: str,
    language: str,
    fold: int | None = None,
    lasts: int | None = None,
) -> TypedTime:
    """What was typed. `fold`: which one is meant of a time that is there twice, where somebody
    said so. `lasts`: how many minutes where no end was written.

    Raises:
        WhichTime: it could be several. BadInput: it is no time that is still to come.
    """
    try:
        when = read_when(text, now=now, zone=zone, language=language)
    except UnclearWhen as unclear:
        named = [
            Choice(say_when(each, language), write_when(each), None) for each in unclear.choices
        ]
        raise WhichTime(unclear.key, named, **unclear.params) from unclear
    start, fold = _start(when, fold, language)
    said = say_assumed(when, language)
    endless = when.shown_end is None and lasts is None
    if endless:
        said.append(t("event_edit.assumed_end", language, hours=USUAL_MINUTES // 60))
    minutes = _minutes(when, start, fold, language) or lasts or USUAL_MINUTES
    return TypedTime(when.start.replace(fold=0), minutes, when.zone, fold, tuple(said), endless)


def _start(when: When, fold: int | None, language: str) -> tuple[datetime, int | None]:
    try:
        return when.moment(when.start), when.start.fold if when.settled else None
    except UnclearTime as odd:
        twice = isinstance(odd, RepeatedTime)
        if twice and fold in (0, 1):
            return odd.choices[fold].moment, fold
        lasts = when.lasting or (when.end - when.start if when.end else None)
        choices: list[Choice] = []
        for which, each in enumerate(odd.choices):
            meant = when if twice else replace(when, start=each.local, end=None, lasting=lasts)
            name = _name(each, when.zone, language)
            choices.append(Choice(name, write_when(meant), which if twice else None))
        raise WhichTime(odd.key, choices, **odd.params) from odd


def _minutes(when: When, start: datetime, fold: int | None, language: str) -> int | None:
    if when.lasting is not None:
        return round(when.lasting / timedelta(minutes=1))
    if when.end is None:
        return None
    try:
        end = when.moment(when.end)
    except UnclearTime as odd:
        choices = [
            Choice(
                _name(each, when.zone, language),
                write_when(replace(when, end=None, lasting=each.moment - start)),
                fold,
            )
            for each in odd.choices
            if each.moment > start
        ]
        raise WhichTime(odd.key, choices, **odd.params) from odd
    return round((end - start) / timedelta(minutes=1))


def _name(reading: Reading, zone: str, language: str) -> str:
    when = say_when(When(reading.local, zone), language, zone=False)
    return t("event_edit.time_choice", language, when=when, zone=reading.zone_shown)


def shown_time(
    local_start: datetime, minutes: int, zone: str, *, now: datetime, language: str
) -> str:
    """A time for a form: in words where they are read back as just that, else in figures."""
    when = When(local_start, zone, local_start + timedelta(minutes=minutes))
    try:
        start = resolve(local_start, zone)
        when = replace(when, end=local_in(start + timedelta(minutes=minutes), zone))
    except UnclearTime:
        pass
    figures = write_when(when).removesuffix(f" {zone}")
    in_days = t("when.from_to", language, start=f"{when.start:%Y-%m-%d %H:%M}", end=_end(when))
    for said in (say_when(when, language, zone=False), in_days):
        try:
            if read_when(said, now=now, zone=zone, language=language) == when:
                return said
        except BadInput:
            continue
    return figures


def _end(when: When) -> str:
    return f"{when.shown_end:%Y-%m-%d %H:%M}"
