"""How it stands with one person on one shift: in words, and what they can press next. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from discord import ui

from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import t
from bot.presentation.text import fit, plain
from bot.services.shift_following import CONFIRM_BEFORE
from bot.services.shift_views import Seen
from bot.services.signups import CHECK_IN_EARLY, late
from bot.storage.shifts import Filled
from bot.storage.signups import Signup, State
from cogs.events.buttons import PRIMARY, SECONDARY, button
from cogs.events.render import stamp
from cogs.shifts.words import role_name, role_of

Button = ui.Button[Any]
#: More roles than that stand in a menu.
MOST_BUTTONS = 3


def standing(seen: Seen, language: str, *, position: int | None = None) -> str:
    """Their place in one heading; empty where they have nothing there."""
    mine = seen.mine
    if mine is None:
        return ""
    role = _role(seen.shift, mine, language)
    if mine.state is State.OFFERED:
        return t("shifts.kept_for_you", language, role=role)
    if mine.state is State.WAITING:
        if position is None:
            return t("shifts.you_wait", language, role=role)
        return t("shifts.your_position", language, position=position, role=role)
    if mine.out_at is not None:
        return t("shifts.you_are_home" if seen.shift.field else "shifts.you_are_done", language)
    if mine.in_at is not None:
        return t("shifts.you_are_in", language, at=stamp(mine.in_at, "t"))
    return t("shifts.have_place", language, role=role)


def what_follows(
    seen: Seen, language: str, *, now: datetime, dm: bool, reachable: bool = True
) -> str:
    """What they can count on, or what is expected of them, in one sentence or two. `reachable`:
    there is a channel in which they can be mentioned."""
    mine, shift = seen.mine, seen.shift
    if mine is None or shift.status is ShiftStatus.CANCELLED:
        return ""
    if unseen(seen):
        return f"**{t('shifts.changed_since', language)}**"
    how = t("events.by_dm" if dm else "shifts.by_ping", language)
    told = dm or reachable
    if mine.state is State.WAITING and not told:
        return t("shifts.cant_tell", language)
    if mine.state is State.WAITING:
        return t("shifts.line_follows", language, how=how)
    if mine.state is State.OFFERED:
        if mine.offered_until is None:
            return ""
        until, left = stamp(mine.offered_until, "F"), stamp(mine.offered_until, "R")
        return t("events.kept_until", language, until=until, left=left)
    follows = _of_holder(shift, mine, how, language, now=now)
    ahead = now < shift.starts_at - CONFIRM_BEFORE
    return t("shifts.cant_tell", language) if ahead and not told else follows


def _of_holder(shift: Shift, mine: Signup, how: str, language: str, *, now: datetime) -> str:
    if mine.out_at is not None:
        return t("shifts.thank_you", language)
    if mine.in_at is not None:
        return t("shifts.check_out_after" if shift.field else "shifts.done_after", language)
    if mine.cover_at is not None:
        return t("shifts.cover_follows", language)
    if now >= shift.starts_at - CHECK_IN_EARLY:
        return t("shifts.check_in_now", language)
    if mine.confirmed:
        return t("shifts.confirmed_follows", language, at=stamp(shift.starts_at, "R"))
    if now >= shift.starts_at - CONFIRM_BEFORE:
        return t("shifts.please_confirm", language)
    until = shift.starts_at - timedelta(minutes=shift.withdraw_minutes)
    if late(shift, now):
        return t("shifts.late_follows", language, how=how)
    return t("shifts.place_follows", language, until=stamp(until, "f"), how=how)


def unseen(seen: Seen) -> bool:
    """Whether something changed that this person has not said they saw."""
    mine = seen.mine
    return mine is not None and mine.heard < seen.shift.change


def next_steps(seen: Seen, language: str, *, now: datetime) -> list[Button]:
    """What this person can press now, the likeliest first; of who has nothing there, see
    `ways_in`."""
    mine, shift, number = seen.mine, seen.shift, seen.shift.number
    steps: list[Button] = []
    if mine is None:
        return steps
    if unseen(seen) and shift.ends_at > now:
        steps.append(button("shifts.saw_it", language, f"shift:heard:{number}", PRIMARY))
    if shift.status is ShiftStatus.CANCELLED:
        return steps
    if mine.state is State.OFFERED:
        steps.append(button("shifts.take_place", language, f"shift:claim:{mine.role}", PRIMARY))
        steps.append(button("shifts.let_go", language, f"shift:withdraw:{number}"))
    elif mine.state is State.WAITING:
        if shift.starts_at > now:
            steps.append(button("shifts.leave_line", language, f"shift:withdraw:{number}"))
    else:
        steps += _steps_of_holder(shift, mine, language, now=now)
    return steps


def _steps_of_holder(shift: Shift, mine: Signup, language: str, *, now: datetime) -> list[Button]:
    number = shift.number
    steps: list[Button] = []
    if mine.out_at is not None:
        return steps
    if now >= shift.starts_at - CHECK_IN_EARLY and now < shift.ends_at and mine.in_at is None:
        steps.append(button("shifts.im_here", language, f"shift:in:{number}", PRIMARY))
    if now >= shift.starts_at and (mine.in_at is not None or now >= shift.ends_at):
        key = "shifts.im_home" if shift.field else "shifts.im_done"
        steps.append(button(key, language, f"shift:out:{number}", PRIMARY))
    if now >= shift.starts_at:
        return steps
    if now >= shift.starts_at - CONFIRM_BEFORE and not mine.confirmed and mine.cover_at is None:
        steps.append(button("shifts.ill_come", language, f"shift:confirm:{number}", PRIMARY))
    if mine.cover_at is None:
        steps.append(button("shifts.swap", language, f"shift:swap:{number}"))
    if mine.cover_at is not None:
        steps.append(button("shifts.keep_it", language, f"shift:keep:{number}"))
    elif late(shift, now):
        steps.append(button("shifts.find_cover", language, f"shift:cover:{number}"))
        steps.append(button("shifts.cant_come", language, f"shift:cant:{number}"))
    else:
        steps.append(button("shifts.withdraw", language, f"shift:withdraw:{number}"))
    return steps


def ways_in(seen: Seen, language: str, *, now: datetime) -> list[Button]:
    """Into a role, for whoever has nothing there; none where there are too many for buttons (see
    `role_menu`)."""
    shift = seen.shift
    if not open_to_claims(shift, now) or len(shift.roles) > MOST_BUTTONS:
        return []
    return [_way_in(seen, role.number, language) for role in shift.roles]


def _way_in(seen: Seen, number: int, language: str) -> Button:
    shift = seen.shift
    role = role_of(shift, number)
    name = fit(role_name(role, language), 40) if role else ""
    filled = seen.filled.get(number, Filled())
    alone = len(shift.roles) == 1
    if filled.cover and not seen.left(number):
        what, deed = "take_cover", "take"
    else:
        what, deed = ("claim" if seen.left(number) else "join_line"), "claim"
    if shift.facility is not None:  # its rules come first
        deed = f"ask:{deed}"
    label = t(f"shifts.{what}", language) if alone else t(f"shifts.{what}_as", language, role=name)
    style = SECONDARY if what == "join_line" else PRIMARY
    return ui.Button(label=fit(label, 80), custom_id=f"shift:{deed}:{number}", style=style)


def role_menu(
    seen: Seen, language: str, *, now: datetime, over: int = MOST_BUTTONS
) -> ui.Select[Any] | None:
    """The roles as a menu, where there are more than `over`."""
    shift = seen.shift
    if not open_to_claims(shift, now) or len(shift.roles) <= over:
        return None
    select: ui.Select[Any] = ui.Select(
        custom_id=f"shift:pick:{shift.number}", placeholder=t("shifts.choose_role", language)
    )
    for role in shift.roles:
        left = seen.left(role.number)
        about = t("shifts.free", language, count=left) if left else t("shifts.full", language)
        if not left and seen.filled.get(role.number, Filled()).cover:
            about = t("shifts.take_cover", language)
        select.add_option(
            label=fit(role_name(role, language), 100), description=about, value=str(role.number)
        )
    return select


def open_to_claims(shift: Shift, now: datetime) -> bool:
    """Whether somebody can still claim a place."""
    return shift.status is ShiftStatus.OPEN and shift.starts_at > now


def _role(shift: Shift, mine: Signup, language: str) -> str:
    role = role_of(shift, mine.role)
    return fit(plain(role_name(role, language)), 60) if role else ""
