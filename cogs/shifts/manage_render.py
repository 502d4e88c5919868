"""The lead's page of a shift: all that is set, and a button for each part of it. Pure.

Every button carries the shift's number; what changes it at once also has the version that was
before the lead's eyes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import t
from bot.presentation.screen import ACCENT, MAX_TEXT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_forms import say_minutes
from bot.services.shift_reach import Reach
from bot.services.shift_views import Seen
from bot.services.when import say_rule
from cogs.events.board import QUIET
from cogs.events.buttons import PRIMARY, button, rows
from cogs.events.render import paragraphs
from cogs.shifts.words import (
    kind_name,
    needs_lines,
    places_lines,
    status_text,
    title_of,
    when_lines,
    where_lines,
)

Body = ui.Container[Any]
DANGER = discord.ButtonStyle.danger
_MOST_SAID, _LONGEST_ABOUT, _LONGEST_NAME = 700, 600, 100
#: The forms that the page opens, in the order of its buttons.
FORMS = ("text", "time", "place", "roles")


@dataclass(frozen=True, slots=True)
class Plan:
    """A shift as its lead sees it. `lead`: who leads it, None where nobody is known to. `facility`:
    the name of the directory's entry whose rules hold there, None where that is gone. `training`:
    what the training is called that is needed."""

    seen: Seen
    reach: Reach
    lead: int | None = None
    facility: str | None = None
    training: str = ""

    @property
    def shift(self) -> Shift:
        """The shift itself."""
        return self.seen.shift

    @property
    def at(self) -> str:
        """For the custom_id of a deed."""
        return f"{self.shift.number}:{self.shift.version}"


def manage_screen(plan: Plan, language: str, *, now: datetime, said: Sequence[str] = ()) -> Screen:
    """The page; `said`: what was just done and taken for granted, a sentence each."""
    shift = plan.shift
    closed = shift.status is ShiftStatus.CANCELLED or shift.ends_at <= now
    body: Body = ui.Container(accent_color=QUIET if closed else ACCENT)
    opening = fit("\n".join(said), _MOST_SAID)
    if opening:
        body.add_item(ui.TextDisplay(opening))
        body.add_item(ui.Separator())
    for text in _texts(plan, language, now=now, most=MAX_TEXT - len(opening)):
        body.add_item(ui.TextDisplay(text))
    body.add_item(ui.Separator())
    for row in _rows(plan, language, closed=closed):
        body.add_item(row)
    return Screen(body)


def _texts(plan: Plan, language: str, *, now: datetime, most: int) -> list[str]:
    """All that is set. What it is about is in the lead's own words: shortened where all of it
    together would be too long."""
    shift = plan.shift
    status = status_text(shift, language, now=now)
    head = [f"**{status}**"] if status else []
    head += [f"## {title_of(shift)}", f"-# {kind_name(shift.kind, language)}"]
    texts = [
        "\n".join(head),
        "\n".join(when_lines(shift, language)),
        "\n".join(where_lines(shift, language)),
        "\n".join(places_lines(plan.seen, language)),
        "\n".join(f"-# {line}" for line in _beneath(plan, language, now=now)),
    ]
    if plan.lead is None:
        texts.insert(1, t("shift_plan.no_lead", language))
    left = most - sum(len(text) for text in texts)
    texts.insert(-2, fit(paragraphs(shift.about), max(0, min(_LONGEST_ABOUT, left))))
    return [text for text in texts if text]


def _beneath(plan: Plan, language: str, *, now: datetime) -> list[str]:
    """What members don't see, or see only as it concerns them."""
    shift, reach = plan.shift, plan.reach
    lines: list[str] = []
    if plan.lead is not None:
        lines.append(t("shift_plan.lead_line", language, lead=f"<@{plan.lead}>"))
    if reach.rule is not None:
        rule = rule_words(reach.rule, language)
        lines.append(t("shift_plan.series_line", language, count=reach.later, rule=rule))
    lines.append(t(f"shift_plan.for_{'anyone' if shift.anyone else 'volunteers'}", language))
    lines += needs_lines(shift, language, now=now, training=plan.training)
    lines.append(withdraw_line(shift, language))
    lines.append(t(f"shift_plan.check_out_{'on' if shift.field else 'off'}", language))
    if shift.facility is not None:
        lines.append(facility_line(plan, language))
    return lines


def rule_words(rule: str, language: str) -> str:
    """How a series repeats, in words."""
    try:
        return fit(plain(say_rule(rule, language)), 200)
    except BadInput:  # what a calendar can say and we have no words for
        return t("events.repeats_somehow", language)


def withdraw_line(shift: Shift, language: str) -> str:
    """Until when volunteers can leave by themselves."""
    if not shift.withdraw_minutes:
        return t("shift_plan.withdraw_always", language)
    before = say_minutes(shift.withdraw_minutes, language)
    return t("shift_plan.withdraw_line", language, before=before)


def facility_line(plan: Plan, language: str) -> str:
    """Whose rules are shown before a place is claimed."""
    if plan.facility is None:
        return t("shift_plan.facility_gone", language)
    name = fit(plain(plan.facility), _LONGEST_NAME)
    return t("shift_plan.facility_line", language, name=name)


def _rows(plan: Plan, language: str, *, closed: bool) -> list[ui.ActionRow[Any]]:
    number = plan.shift.number
    roster = button("shift_plan.roster", language, f"shift:roster:{number}:0")
    if closed:
        return [ui.ActionRow(roster, _to_shift(number, language))]
    choose_lead = button("shift_plan.open_lead", language, f"shift:plan:lead:{number}")
    if plan.lead is None:
        choose_lead.style = PRIMARY
    watched = plan.shift.field
    check_out = button(
        f"shift_plan.turn_{'off' if watched else 'on'}",
        language,
        f"shift:set:{plan.at}:field:{int(not watched)}:ask",
    )
    found = [
        *(
            button(f"shift_plan.open_{form}", language, f"shift:plan:form:{form}:{number}")
            for form in FORMS
        ),
        button("shift_plan.open_who", language, f"shift:plan:who:{number}"),
        button("shift_plan.open_facility", language, f"shift:plan:form:facility:{number}"),
        choose_lead,
        check_out,
        roster,
        _to_shift(number, language),
        button("shift_plan.cancel", language, f"shift:plan:off:{number}", DANGER),
    ]
    return rows(found)


def _to_shift(number: int, language: str) -> ui.Button[Any]:
    return button("shift_plan.to_shift", language, f"shift:open:{number}")


def back(number: int, language: str) -> ui.Button[Any]:
    """To the lead's page."""
    return button("shift_plan.back", language, f"shift:lead:{number}")


# --- small screens around it ------------------------------------------------------------------


def who_screen(plan: Plan, language: str, *, now: datetime) -> Screen:
    """Who may claim a place: a role, a training, how often, until when."""
    shift = plan.shift
    lines = [
        f"### {t('shift_plan.who_title', language)}",
        t(f"shift_plan.for_{'anyone' if shift.anyone else 'volunteers'}", language),
        *needs_lines(shift, language, now=now, training=plan.training),
        withdraw_line(shift, language),
    ]
    chosen = (
        [discord.SelectDefaultValue(id=shift.role_id, type=discord.SelectDefaultValueType.role)]
        if shift.role_id
        else []
    )
    select: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=f"shift:plan:role:{plan.at}",
        placeholder=t("shift_plan.choose_role", language),
        min_values=0,
        max_values=1,
        default_values=chosen,
    )
    key = "shift_plan.make_volunteers" if shift.anyone else "shift_plan.make_anyone"
    anyone = button(key, language, f"shift:set:{plan.at}:anyone:{int(not shift.anyone)}:ask")
    limits = f"shift:plan:form:limits:{shift.number}"
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    body.add_item(ui.ActionRow(select))
    body.add_item(
        ui.ActionRow(
            button("shift_plan.open_limits", language, limits, PRIMARY),
            anyone,
            back(shift.number, language),
        )
    )
    return Screen(body)


def lead_screen(plan: Plan, language: str) -> Screen:
    """Who leads it: hears when people are missing, and may change it."""
    lead = plan.lead
    line = (
        t("shift_plan.no_lead", language)
        if lead is None
        else t("shift_plan.lead_line", language, lead=f"<@{lead}>")
    )
    chosen = (
        [discord.SelectDefaultValue(id=lead, type=discord.SelectDefaultValueType.user)]
        if lead
        else []
    )
    select: ui.UserSelect[Any] = ui.UserSelect(
        custom_id=f"shift:plan:leader:{plan.at}",
        placeholder=t("shift_plan.choose_lead", language),
        min_values=0,
        max_values=1,
        default_values=chosen,
    )
    text = f"{line}\n-# {t('shift_plan.lead_about', language)}"
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(ui.ActionRow(select))
    body.add_item(ui.ActionRow(back(plan.shift.number, language)))
    return Screen(body)


def scope_screen(plan: Plan, what: str, value: str, language: str) -> Screen:
    """Of a series: whether a change is for this date only."""
    set_it = f"shift:set:{plan.at}:{what}:{value}"
    text = t("shift_plan.ask_scope", language, count=plan.reach.later)
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(
        ui.ActionRow(
            button("shift_plan.only_this", language, f"{set_it}:one", PRIMARY),
            button("shift_plan.and_later", language, f"{set_it}:later"),
            back(plan.shift.number, language),
        )
    )
    return Screen(body)
