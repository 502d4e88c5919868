"""How a shift reads wherever it is shown. Pure: values in, text out.

What somebody may not see is blank already (`bot/services/shift_views.py`). Moments are Discord's
timestamps, which each reader sees in their own zone; the time at the place stands below them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.local_time import local_in
from bot.domain.shift import Role, Shift, ShiftKind, ShiftStatus
from bot.i18n import show_day, t, zone_name
from bot.presentation.text import fit, plain, visible
from bot.services.hours_text import show_time
from bot.services.shift_roles import role_name
from bot.services.shift_views import Seen
from bot.storage.shifts import Filled
from cogs.events.render import stamp

LONGEST_TITLE, LONGEST_LINE, LONGEST_ABOUT = 150, 220, 700
_BAR = 5


def kind_name(kind: ShiftKind, language: str) -> str:
    """`Court accompaniment`."""
    return t(f"shifts.kind_{kind.value}", language)


def kind_line(shift: Shift, language: str, *more: str) -> str:
    """What kind of shift it is, where its title does not say just that, and what else stands
    there; empty where nothing does."""
    kind = kind_name(shift.kind, language)
    same = kind.casefold() == shift.title.casefold()
    return " · ".join(each for each in ("" if same else kind, *more) if each)


def role_of(shift: Shift, number: int) -> Role | None:
    """The role of that number."""
    return next((role for role in shift.roles if role.number == number), None)


def title_of(shift: Shift) -> str:
    """The title, made safe."""
    return fit(plain(shift.title), LONGEST_TITLE)


def when_lines(shift: Shift, language: str) -> list[str]:
    """From when to when in the reader's own zone, how long until then, and below it what clocks at
    the place show. Of what was cancelled: when it was to be."""
    if shift.status is ShiftStatus.CANCELLED:
        return [f"~~{span(shift, language)}~~"]
    zone = ZoneInfo(shift.zone)
    there = t(
        "events.time_there",
        language,
        start=_clock(shift.starts_at.astimezone(zone), language),
        end=_clock(shift.ends_at.astimezone(zone), language),
        zone=zone_name(shift.zone, language),
    )
    return [f"{span(shift, language)} ({stamp(shift.starts_at, 'R')})", f"-# {there}"]


def span(shift: Shift, language: str) -> str:
    """From when to when, on each reader's own clock."""
    zone = ZoneInfo(shift.zone)
    start, end = shift.starts_at, shift.ends_at
    same_day = start.astimezone(zone).date() == end.astimezone(zone).date()
    return t(
        "events.span", language, start=stamp(start, "F"), end=stamp(end, "t" if same_day else "F")
    )


def where_lines(shift: Shift, language: str, *, later: bool = False) -> list[str]:
    """Where it is, as far as the reader may see it, and whom to ask; with `later`, that who has a
    place sees more."""
    lines: list[str] = []
    if shift.place:
        lines.append(t("events.where", language, place=_line(shift.place)))
    if shift.address:
        lines.append(t("events.address", language, address=_line(shift.address)))
    if shift.contact:
        lines.append(t("events.contact", language, contact=_line(shift.contact)))
    if later and not (shift.address or shift.contact):
        lines.append(f"-# {t('shifts.exact_later', language)}")
    return lines


def ask_line(shift: Shift, language: str) -> str:
    """Whom to ask: the contact where the reader may see it, else the lead, else the moderators."""
    if shift.contact:
        return ""  # stands among the places already
    if shift.lead_id is not None:
        return t("events.contact", language, contact=f"<@{shift.lead_id}>")
    return t("shifts.ask_moderators", language)


def places_lines(seen: Seen, language: str) -> list[str]:
    """A line for each role: how many of its places are taken, as a bar and in numbers."""
    return [f"- {place_text(seen, role, language)}" for role in seen.shift.roles]


def place_text(seen: Seen, role: Role, language: str) -> str:
    """`Observer ▰▰▰▱▱ 3 of 5 taken · 2 in line`."""
    filled = seen.filled.get(role.number, Filled())
    name = fit(plain(role_name(role, language)), 60)
    taken = t("shifts.taken_of", language, count=role.capacity, taken=filled.taken)
    parts = [f"**{name}** {bar(filled.taken, role.capacity)} {taken}"]
    if filled.waiting:
        parts.append(t("shifts.in_line", language, count=filled.waiting))
    if filled.cover:
        parts.append(t("shifts.cover_wanted", language, count=filled.cover))
    return " · ".join(parts)


def bar(taken: int, capacity: int) -> str:
    """How full it is, for the eye; the numbers stand beside it."""
    full = _BAR if taken >= capacity else min(_BAR - 1, -(-taken * _BAR // capacity))
    return "▰" * full + "▱" * (_BAR - full)


def needs_lines(shift: Shift, language: str, *, now: datetime, training: str = "") -> list[str]:
    """What somebody must be or have to claim a place. `training`: the name of the one needed."""
    lines: list[str] = []
    if shift.training:
        lines.append(
            t("shifts.needs_training", language, training=_line(training or shift.training))
        )
    if shift.role_id is not None:
        lines.append(t("shifts.needs_role", language, role=f"<@&{shift.role_id}>"))
    if shift.weekly_limit is not None:
        lines.append(t("shifts.weekly_limit", language, count=shift.weekly_limit))
    if shift.newcomers_until is not None and shift.newcomers_until > now:
        until = stamp(shift.newcomers_until, "R")
        lines.append(t("shifts.newcomers_first", language, until=until))
    return lines


def status_text(shift: Shift, language: str, *, now: datetime) -> str | None:
    """What somebody must know before anything else; None where all is as planned."""
    if shift.status is ShiftStatus.CANCELLED:
        return t("shifts.is_cancelled", language)
    if shift.ends_at <= now:
        return t("shifts.is_over", language)
    if shift.starts_at <= now:
        return t("shifts.is_on", language)
    return None


def day_text(shift: Shift, language: str) -> str:
    """The day at the place, for a menu, where Discord shows no timestamps."""
    day = local_in(shift.starts_at, shift.zone)
    return f"{show_day(day.date(), language)}, {show_time(day.hour * 60 + day.minute, language)}"


def option_text(shift: Shift, language: str) -> str:
    """A shift as a choice of a menu or an option: its day, hour and title."""
    return fit(f"{day_text(shift, language)} · {visible(shift.title)}", 100)


def mentions(user_ids: Sequence[int]) -> str:
    """These people, to be shown or pinged."""
    return " ".join(f"<@{user_id}>" for user_id in user_ids)


def _clock(moment: datetime, language: str) -> str:
    return show_time(moment.hour * 60 + moment.minute, language)


def _line(text: str) -> str:
    return fit(plain(text), LONGEST_LINE)
