"""The forms of an event: what stands in their fields, and what a changed field means.

Only what was touched counts: a field that still says what it showed changes nothing, so that a form
sent for its title can't move the event in time.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.event import FIELDS, Draft, Event, Kind, draft_of
from bot.domain.event_check import EXTRAS
from bot.domain.event_days import starts_with
from bot.domain.search import fold as plain_letters
from bot.i18n import t
from bot.services.event_templates import EventTemplate
from bot.services.event_typed import shown_time, typed_time
from bot.services.when import read_rule, say_rule
from bot.services.zones import known_zone

TEXTS = ("title", "about", "host", "link", "place", "address", "contact", "notes")
TIMES = ("when", "repeats", "zone")
#: Of those, the fields that only some kinds have.
OWN = ("theme", "training", "valid_days")
#: When people are reminded where the organizer said nothing.
USUAL_REMINDERS = (1440, 120)

_UNITS: Mapping[str, int] = {
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes", "minuto", "minutos"), 1),
    **dict.fromkeys(("h", "hr", "hrs", "hour", "hours", "hora", "horas"), 60),
    **dict.fromkeys(("d", "day", "days", "dia", "dias"), 1440),
    **dict.fromkeys(("w", "week", "weeks", "semana", "semanas"), 10080),
}
_PIECE = re.compile(r"(\d{1,5})\s*([a-z]+)(?:\s+(?:before|antes))?")


@dataclass(frozen=True, slots=True)
class Changes:
    """What to change; `said`: what was taken for granted, a sentence each."""

    fields: Mapping[str, Any]
    said: tuple[str, ...] = ()


# --- what the fields show -------------------------------------------------------------------


def texts_of(event: Draft, *, now: datetime, language: str) -> dict[str, str]:
    """What stands in every field of every form."""
    return {
        **{name: getattr(event, name) for name in TEXTS},
        **{name: str(event.extra.get(name, "")) for name in OWN},
        "when": shown_time(
            event.local_start, event.minutes, event.zone, now=now, language=language
        ),
        "repeats": _rule_words(event.rule, language),
        "zone": event.zone,
        "capacity": "" if event.capacity is None else str(event.capacity),
        "reminders": say_reminders(event.reminders, language),
    }


def touched(shown: Mapping[str, str], typed: Mapping[str, str]) -> dict[str, str]:
    """The fields that no longer say what they showed."""
    return {
        name: text
        for name, text in typed.items()
        if name in shown and text.strip() != shown[name].strip()
    }


def say_reminders(minutes: Sequence[int], language: str) -> str:
    """`1 day, 2 hours`; can be typed just so."""
    return ", ".join(say_minutes(each, language) for each in minutes)


def say_minutes(minutes: int, language: str) -> str:
    """`2 hours`, in the largest unit that fits."""
    for key, size in (("event_edit.days", 1440), ("event_edit.hours", 60)):
        if minutes % size == 0:
            return t(key, language, count=minutes // size)
    return t("event_edit.minutes", language, count=minutes)


def _rule_words(rule: str | None, language: str) -> str:
    if rule is None:
        return ""
    try:
        return say_rule(rule, language)
    except BadInput:  # what a calendar can say and we have no words for
        return rule


# --- what they mean -------------------------------------------------------------------------


def changes_of(
    event: Event,
    typed: Mapping[str, str],
    *,
    now: datetime,
    language: str,
    fold: int | None = None,
) -> Changes:
    """What the touched fields mean.

    Raises:
        WhichTime: the time could be several. BadInput: something can't be read.
    """
    fields: dict[str, Any] = {name: typed[name] for name in TEXTS if name in typed}
    if any(name in typed for name in OWN):
        fields["extra"] = _extra(event.extra, typed)
    if "capacity" in typed:
        fields["capacity"] = read_capacity(typed["capacity"])
    if "reminders" in typed:
        fields["reminders"] = read_reminders(typed["reminders"])
    said: tuple[str, ...] = ()
    if any(name in typed for name in TIMES):
        times, said = _times(event, typed, now=now, language=language, fold=fold)
        fields.update(times)
    return Changes(fields, said)


def _times(
    event: Event, typed: Mapping[str, str], *, now: datetime, language: str, fold: int | None
) -> tuple[dict[str, Any], tuple[str, ...]]:
    shown = texts_of(event, now=now, language=language)
    fields: dict[str, Any] = {}
    said: tuple[str, ...] = ()
    start, zone = event.local_start, event.zone
    if typed.get("zone", "").strip():
        zone = known_zone(typed["zone"])
    if "when" in typed or zone != event.zone:
        read = typed_time(
            typed.get("when", shown["when"]),
            now=now,
            zone=zone,
            language=language,
            fold=fold,
            lasts=event.minutes,
        )
        start, zone, said = read.local_start, read.zone, read.said
        fields = {
            "local_start": start,
            "minutes": read.minutes,
            "zone": zone,
            "fold": read.fold,
        }
    repeats = typed.get("repeats", shown["repeats"]).strip()
    if "repeats" in typed or (event.rule and "local_start" in fields):
        fields["rule"] = (
            read_rule(repeats, start=start, language=language, zone=zone) if repeats else None
        )
    return fields, said


def _extra(extra: Mapping[str, Any], typed: Mapping[str, str]) -> dict[str, Any]:
    made = dict(extra)
    for name in OWN:
        if name not in typed:
            continue
        text = typed[name].strip()
        if not text:
            made.pop(name, None)
        elif EXTRAS[name][0] is int:
            if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 5 and int(text)):
                raise BadInput("event_edit.days_unread")
            made[name] = int(text)
        else:
            made[name] = text
    return made


def read_capacity(text: str) -> int | None:
    """How many places; None where nothing was written: no limit.

    Raises:
        BadInput: it is no number. Whether it can be so many is checked by the service.
    """
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        raise BadInput("event_edit.capacity_unread")
    return int(text)


def read_reminders(text: str) -> tuple[int, ...]:
    """`1 day, 2 hours` as minutes; nothing where nothing was written.

    Raises:
        BadInput: it can't be read.
    """
    found: list[int] = []
    for piece in re.split(r"[,;\n]|\b(?:and|y)\b", plain_letters(text)):
        if not piece.strip():
            continue
        match = _PIECE.fullmatch(piece.strip())
        if match is None or match[2] not in _UNITS:
            raise BadInput("event_edit.reminders_unread")
        found.append(int(match[1]) * _UNITS[match[2]])
    return tuple(found)


# --- a new one ------------------------------------------------------------------------------


def first_texts(
    template: EventTemplate | None,
    parent: Event | None,
    *,
    now: datetime,
    today: datetime,
    language: str,
    zone: str,
) -> dict[str, str]:
    """What stands in the form of a new event before anybody writes: from the template, or the date
    of the day of action around it."""
    if parent is not None:
        shown = texts_of(parent, now=now, language=language)
        return {"when": shown["when"] if parent.zone == zone else ""}
    if template is None:
        return {}
    text = template.text(language)
    filled = {"title": text.title, "about": text.about}
    day = template.next_day(today.date())
    if day is not None:
        start = datetime.combine(day, datetime.min.time()).replace(hour=10)
        filled["when"] = shown_time(start, USUAL_DAY, zone, now=now, language=language)
    return filled


#: How long a day of action is taken to be until somebody says otherwise.
USUAL_DAY = 8 * 60


def new_draft(
    kind: Kind,
    typed: Mapping[str, str],
    *,
    template: EventTemplate | None,
    parent: Event | None,
    now: datetime,
    zone: str,
    language: str,
    fold: int | None,
) -> tuple[Draft, tuple[str, ...]]:
    """The draft that was typed, and what was taken for granted.

    Raises as `changes_of` does.
    """
    read = typed_time(typed["when"], now=now, zone=zone, language=language, fold=fold)
    said = list(read.said)
    draft = Draft(
        kind=kind,
        title=typed.get("title", ""),
        about=typed.get("about", ""),
        place=typed.get("place", ""),
        address=typed.get("address", ""),
        zone=read.zone,
        local_start=read.local_start,
        minutes=read.minutes,
        fold=read.fold,
        reminders=USUAL_REMINDERS,
        extra={"questions": True} if kind is Kind.TOWN_HALL else {},
    )
    if parent is not None:
        draft = replace(draft, parent=parent.number, host=parent.host, public=parent.public)
    if template is not None:
        draft = replace(draft, host=template.host, link=template.url)
        draft = replace(draft, extra={**draft.extra, "template": template.id})
        start = read.local_start
        if template.rule is not None and starts_with(template.rule, start) == start:
            draft = replace(draft, rule=template.rule.text)
        elif template.rule is not None:
            said.append(t("event_edit.not_the_usual_day", language))
    return draft, tuple(said)


# --- what people must hear of ---------------------------------------------------------------

_HEARD = ("local_start", "fold", "minutes", "zone", "rule", "place", "address")


def must_be_told(event: Event, fields: Mapping[str, Any]) -> bool:
    """Whether people who said that they come are told of such a change."""
    now = draft_of(event)
    heard = _HEARD if event.place or event.address else (*_HEARD, "link")
    return any(name in fields and fields[name] != getattr(now, name) for name in heard)


def before_of(current: Event, before: Mapping[str, Any]) -> Event:
    """The event as it was before somebody else changed those fields (as JSON has them)."""
    values: dict[str, Any] = {}
    for name, value in before.items():
        if name == "local_start":
            values[name] = datetime.fromisoformat(value)
        elif name == "reminders":
            values[name] = tuple(value)
        elif name in FIELDS and name != "kind":
            values[name] = value
    return replace(current, **values)
