"""The forms of a shift: what stands in their fields, and what a changed field means.

As with events only what was touched counts: a form that is sent for its title can't move the shift
in time (`touched` in `event_forms.py`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from bot.domain.errors import BadInput
from bot.domain.event_rule import parse_rule
from bot.domain.local_time import local_in
from bot.domain.shift import SHIFT_FIELDS, Role, RoleName, Shift, ShiftDraft, ShiftKind
from bot.domain.shift_check import MOST_IN_SERIES
from bot.i18n import show_day
from bot.services.event_forms import Changes, read_reminders, say_minutes
from bot.services.event_typed import Choice, WhichTime, shown_time, typed_time
from bot.services.event_views import Coming
from bot.services.shift_roles import read_roles, say_roles
from bot.services.shift_times import from_json, to_json
from bot.services.shifts import usual_draft
from bot.services.when import UnclearWhen, read_rule, read_when

TEXTS = ("title", "about", "contact", "place", "address", "training")
#: Those who hold it must hear of these, and say that they saw it.
_CRITICAL = ("local_start", "fold", "minutes", "zone", "place", "address")
_HOUR = timedelta(hours=1)
_VOLUNTEERS = (Role(RoleName.VOLUNTEER, 2),)
#: What stands in the form of a new shift, to be changed.
_USUAL_ROLES: Mapping[ShiftKind, tuple[Role, ...]] = {
    ShiftKind.COURT: (Role(RoleName.OBSERVER, 2),),
    ShiftKind.CHECK_IN: (Role(RoleName.OBSERVER, 2),),
    ShiftKind.RIDE: (Role(RoleName.DRIVER, 1), Role(RoleName.SEAT, 3)),
    ShiftKind.PRO_BONO: (Role(RoleName.LAWYER, 1),),
}
#: The longest that newcomers may come first, in hours.
MOST_NEWCOMERS = 14 * 24


# --- what the fields show -------------------------------------------------------------------


def texts_of(shift: ShiftDraft, *, now: datetime, language: str) -> dict[str, str]:
    """What stands in every field of every form."""
    limit = shift.weekly_limit
    return {
        **{name: getattr(shift, name) for name in TEXTS},
        "when": shown_time(
            shift.local_start, shift.minutes, shift.zone, now=now, language=language
        ),
        "roles": say_roles(shift.roles, language),
        "weekly_limit": "" if limit is None else str(limit),
        "withdraw": say_minutes(shift.withdraw_minutes, language),
        "newcomers": _hours_left(shift, now),
    }


def _hours_left(shift: ShiftDraft, now: datetime) -> str:
    until = shift.newcomers_until
    if until is None or until <= now:
        return ""
    return str(-((now - until) // _HOUR))


# --- what they mean -------------------------------------------------------------------------


def changes_of(
    shift: ShiftDraft,
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
    if "roles" in typed:
        fields["roles"] = read_roles(typed["roles"])
    if "weekly_limit" in typed:
        fields["weekly_limit"] = _number(typed["weekly_limit"], "limit_unread")
    if "withdraw" in typed:
        fields["withdraw_minutes"] = _withdraw(typed["withdraw"])
    if "newcomers" in typed:
        fields["newcomers_until"] = _newcomers(typed["newcomers"], now)
    said: tuple[str, ...] = ()
    if "when" in typed:
        read = typed_time(
            typed["when"],
            now=now,
            zone=shift.zone,
            language=language,
            fold=fold,
            lasts=shift.minutes,
        )
        fields |= {
            "local_start": read.local_start,
            "minutes": read.minutes,
            "zone": read.zone,
            "fold": read.fold,
        }
        said = read.said
    return Changes(fields, said)


def _number(text: str, key: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise BadInput(f"shift_plan.{key}")
    return int(text)


def _withdraw(text: str) -> int:
    """`1 day`; 0, or nothing: until it begins."""
    if text.strip() in ("", "0"):
        return 0
    try:
        return sum(read_reminders(text))
    except BadInput as wrong:
        raise BadInput("shift_plan.withdraw_unread") from wrong


def _newcomers(text: str, now: datetime) -> datetime | None:
    hours = _number(text, "newcomers_unread")
    if not hours:
        return None
    if hours > MOST_NEWCOMERS:
        raise BadInput("shift_plan.newcomers_long", days=MOST_NEWCOMERS // 24)
    return (now + hours * _HOUR).replace(second=0, microsecond=0)


def must_be_told(shift: ShiftDraft, fields: Mapping[str, Any]) -> bool:
    """Whether those who hold it are told of such a change, and asked to say that they saw it."""
    return any(name in fields and fields[name] != getattr(shift, name) for name in _CRITICAL)


def before_of(current: Shift, before: Mapping[str, Any]) -> ShiftDraft:
    """The shift as it was before somebody else changed those fields (as JSON has them)."""
    return from_json({**to_json(current), **{k: v for k, v in before.items() if k in SHIFT_FIELDS}})


# --- a new one ------------------------------------------------------------------------------


def first_texts(
    kind: ShiftKind, coming: Coming | None, *, zone: str, now: datetime, language: str
) -> dict[str, str]:
    """What stands in the form of a new shift before anybody writes: the roles that are usual, and
    title, time and place of the event whose date it is for."""
    filled = {"roles": say_roles(_USUAL_ROLES.get(kind, _VOLUNTEERS), language)}
    if coming is None:
        return filled
    one = coming.occurrence
    if coming.event.zone == zone:
        minutes = (one.ends_at - one.starts_at) // timedelta(minutes=1)
        local = local_in(one.starts_at, zone)
        filled["when"] = shown_time(local, minutes, zone, now=now, language=language)
    return {**filled, "title": coming.event.title, "place": coming.place}


def new_draft(
    kind: ShiftKind,
    typed: Mapping[str, str],
    *,
    occurrence: int | None,
    lead_id: int,
    now: datetime,
    zone: str,
    language: str,
    fold: int | None,
) -> tuple[ShiftDraft, tuple[str, ...]]:
    """The draft that was typed, and what was taken for granted. Raises as `changes_of` does."""
    read = typed_time(typed["when"], now=now, zone=zone, language=language, fold=fold)
    draft = ShiftDraft(
        kind=kind,
        title=typed.get("title", ""),
        zone=read.zone,
        local_start=read.local_start,
        minutes=read.minutes,
        fold=read.fold,
        roles=read_roles(typed.get("roles", "")),
        place=typed.get("place", ""),
        address=typed.get("address", ""),
        occurrence=occurrence,
        lead_id=lead_id,
    )
    return usual_draft(kind, draft), read.said


def series_rule(draft: ShiftDraft, typed: str, language: str) -> str:
    """The RRULE that was typed for a series.

    Raises:
        BadInput: it can't be read, does not name the day of the first, or has too many dates.
    """
    rule = read_rule(typed, start=draft.local_start, language=language, zone=draft.zone)
    count = parse_rule(rule).count
    if count is not None and count > MOST_IN_SERIES:
        raise BadInput("shift_plan.many_dates", most=MOST_IN_SERIES, size=count)
    return rule


def read_day(text: str, *, now: datetime, zone: str, language: str) -> date:
    """A day that was typed.

    Raises:
        WhichTime: it could be several. BadInput: it is no day that is still to come.
    """
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    # Late on that day, so that today counts as well.
    late = f"{text.strip()[:100]}, 23:59"
    try:
        return read_when(late, now=now, zone=zone, language=language).start.date()
    except UnclearWhen as unclear:
        days = sorted({each.start.date() for each in unclear.choices})
        named = [Choice(show_day(day, language), day.isoformat(), None) for day in days]
        said = "; ".join(each.name for each in named)
        raise WhichTime("shift_plan.which_day", named, days=said) from unclear
