"""What one person sees of a shift: its page, the answer to what they pressed, the rules of a
facility before they claim, and why a claim can't be. Pure: values in, a Screen out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from discord import ui

from bot.domain.entry_view import EntryView
from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_views import Coming
from bot.services.shift_views import Seen
from bot.storage.claims import Refusal
from cogs.events.board import QUIET
from cogs.events.buttons import PRIMARY, SECONDARY, button, details, rows
from cogs.events.reminding_render import dm_button
from cogs.events.render import paragraphs, stamp
from cogs.shifts.standing import Button, next_steps, role_menu, standing, ways_in, what_follows
from cogs.shifts.words import (
    LONGEST_ABOUT,
    ask_line,
    kind_line,
    needs_lines,
    places_lines,
    status_text,
    title_of,
    when_lines,
    where_lines,
)

Body = ui.Container[Any]
_LONGEST_RULES = 1500


@dataclass(frozen=True, slots=True)
class Around:
    """What a page says beside the shift itself. `dm`: the bot may write to this person. `position`:
    where they stand in line. `facility`: the place in the directory whose rules hold there.
    `training`: the next event at which the training can be had that is needed; `training_name`:
    what that is called. `in_server`: False in a direct message. `reachable`: they can be
    mentioned somewhere."""

    dm: bool = False
    position: int | None = None
    facility: EntryView | None = None
    training: Coming | None = None
    training_name: str = ""
    in_server: bool = True
    reachable: bool = True


def page_screen(
    seen: Seen, around: Around, language: str, *, now: datetime, said: Sequence[str] = ()
) -> Screen:
    """Everything of a shift that this person may see; how it stands with them comes first. `said`:
    what they hear before all else, after they pressed something."""
    shift = seen.shift
    off = shift.status is ShiftStatus.CANCELLED or shift.ends_at <= now
    body: Body = ui.Container(accent_color=QUIET if off else ACCENT)
    opening = _opening(seen, around, language, now=now, said=said)
    if opening:
        body.add_item(ui.TextDisplay(opening))
        body.add_item(ui.Separator())
    for text in _texts(seen, around, language, now=now):
        body.add_item(ui.TextDisplay(text))
    menu = role_menu(seen, language, now=now) if seen.mine is None else None
    if menu is not None:
        body.add_item(ui.ActionRow(menu))
    for row in rows(_buttons(seen, around, language, now=now)):
        body.add_item(row)
    return Screen(body)


def _opening(
    seen: Seen, around: Around, language: str, *, now: datetime, said: Sequence[str]
) -> str:
    lines = list(said)
    heading = standing(seen, language, position=around.position)
    if heading and seen.shift.status is ShiftStatus.OPEN:
        lines.append(f"### {heading}")
        follows = what_follows(seen, language, now=now, dm=around.dm, reachable=around.reachable)
        if follows:
            lines.append(follows)
    return "\n".join(lines)


def _texts(seen: Seen, around: Around, language: str, *, now: datetime) -> list[str]:
    shift = seen.shift
    status = status_text(shift, language, now=now)
    head = [f"**{status}**"] if status else []
    head.append(f"## {title_of(shift)}")
    kind = kind_line(shift, language)
    if kind:
        head.append(f"-# {kind}")
    off = shift.status is ShiftStatus.CANCELLED
    texts = ["\n".join(head), "\n".join(when_lines(shift, language))]
    if not off:  # nobody is to go where nothing takes place
        where = where_lines(shift, language, later=not seen.runs)
        if seen.mine is not None:
            where.append(ask_line(shift, language))
        texts.append("\n".join(line for line in where if line))
    texts.append(fit(paragraphs(shift.about), LONGEST_ABOUT))
    if not off:
        texts.append("\n".join(places_lines(seen, language)))
        texts.append("\n".join(_needs(seen, around, language, now=now)))
    return [text for text in texts if text]


def _needs(seen: Seen, around: Around, language: str, *, now: datetime) -> list[str]:
    lines = needs_lines(seen.shift, language, now=now, training=around.training_name)
    if around.facility is not None:
        name = fit(plain(around.facility.entry.name), 100)
        lines.append(t("shifts.rules_of", language, name=name))
    return lines


def _buttons(seen: Seen, around: Around, language: str, *, now: datetime) -> list[Button]:
    found = next_steps(seen, language, now=now)
    if seen.mine is None:
        found += ways_in(seen, language, now=now)
    if seen.mine is not None and not around.dm and seen.shift.ends_at > now:
        messages = dm_button(f"shift:dm:{seen.shift.number}", language, dm=False)
        messages.style = SECONDARY
        found.append(messages)
    if around.facility is not None:
        found.append(button("shifts.see_rules", language, f"shift:rules:{seen.shift.number}"))
    if around.training is not None:
        found.append(_to_training(around.training, language))
    of = seen.shift.occurrence
    led_to = around.training.occurrence.number if around.training else None
    if of is not None and around.in_server and of != led_to:
        found.append(button("events.back_to_event", language, f"event:one:{of}"))
    if seen.runs:
        found.append(button("shifts.run_it", language, f"shift:lead:{seen.shift.number}"))
    if around.in_server:
        found.append(button("shifts.see_list", language, "shift:list:open:all:0"))
    else:
        found.append(button("shifts.see_mine", language, "shift:list:mine:all:0"))
    return found


def _to_training(coming: Coming, language: str) -> Button:
    made = details(coming.occurrence.number, language)
    made.label = t("shifts.to_training", language)
    return made


# --- before a claim ---------------------------------------------------------------------------


def rules_screen(seen: Seen, facility: EntryView, claim: str | None, language: str) -> Screen:
    """The rules of the facility; `claim`: the custom_id of the way on to a place, if that was
    asked for."""
    entry = facility.entry
    name = fit(plain(entry.name), 100)
    lines = [f"### {t('shifts.rules_title', language, name=name)}"]
    if entry.alert:
        lines.append(f"**{fit(plain(entry.alert), 300)}**")
    told = [each.description for each in entry.locations if each.description]
    lines += [fit(paragraphs(text), _LONGEST_RULES) for text in told[:1]]
    if not told:
        lines.append(t("shifts.no_rules", language))
    if facility.assured_on is None:
        lines.append(f"-# {t('shifts.rules_unchecked', language)}")
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    found = [button("shifts.whole_entry", language, f"entry:show:{facility.number}")]
    if claim is not None:
        found.insert(0, button("shifts.read_claim", language, claim, PRIMARY))
    found.append(button("shifts.back", language, f"shift:open:{seen.shift.number}"))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


# --- why a claim can't be ------------------------------------------------------------------------


def refused_screen(
    why: Refusal,
    shift: Shift,
    other: Shift | None,
    training: Coming | None,
    language: str,
    *,
    training_name: str = "",
) -> Screen:
    """Which rule stands against a claim, and what to do instead."""
    lines = [t(f"shift_error.{why.value}", language)]
    found: list[Button] = []
    if why is Refusal.OVERLAP and other is not None:
        other_is = f"**{title_of(other)}**, {stamp(other.starts_at, 'f')}"
        lines = [t("shifts.overlaps", language, shift=other_is)]
        if other.guild_id == shift.guild_id:
            to_other = f"shift:open:{other.number}"
            found.append(button("shifts.see_other", language, to_other, PRIMARY))
    elif why is Refusal.NO_TRAINING:
        name = fit(plain(training_name or shift.training), 100)
        if training is None:
            lines = [t("shifts.no_training_yet", language, training=name)]
        else:
            when = stamp(training.occurrence.starts_at, "F")
            lines = [t("shifts.training_next", language, training=name, when=when)]
            made = _to_training(training, language)
            made.style = PRIMARY
            found.append(made)
    elif why is Refusal.NO_ROLE and shift.role_id is not None:
        lines = [t("shifts.no_role", language, role=f"<@&{shift.role_id}>")]
    elif why is Refusal.NEWCOMERS_FIRST and shift.newcomers_until is not None:
        until = stamp(shift.newcomers_until, "F")
        lines = [t("shifts.newcomers_until", language, until=until)]
    elif why is Refusal.WEEKLY_LIMIT and shift.weekly_limit is not None:
        lines = [t("shifts.limit_reached", language, count=shift.weekly_limit)]
        found.append(button("shifts.see_mine", language, "shift:list:mine:all:0", PRIMARY))
    elif why is Refusal.HAS_ANOTHER:
        found.append(button("shifts.see_this", language, f"shift:open:{shift.number}", PRIMARY))
    found.append(button("shifts.see_list", language, "shift:list:open:all:0"))
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


# --- after something was pressed ---------------------------------------------------------------


def release_screen(seen: Seen, language: str, *, now: datetime) -> Screen:
    """Asks before a place is given back late: others have to come in its stead."""
    number = seen.shift.number
    when = stamp(seen.shift.starts_at, "R")
    text = t("shifts.ask_release", language, title=title_of(seen.shift), when=when)
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    found = [button("shifts.yes_release", language, f"shift:release:{number}")]
    if seen.mine is not None and seen.mine.cover_at is None and seen.shift.starts_at > now:
        found.insert(0, button("shifts.find_cover", language, f"shift:cover:{number}", PRIMARY))
    found.append(button("shifts.back", language, f"shift:open:{number}"))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def left_screen(seen: Seen, said: str, language: str) -> Screen:
    """After somebody left a shift, where its page is no longer for them."""
    lines = [said, f"-# {title_of(seen.shift)}, {stamp(seen.shift.starts_at, 'F')}"]
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    body.add_item(ui.ActionRow(button("shifts.see_mine", language, "shift:list:mine:all:0")))
    return Screen(body)
