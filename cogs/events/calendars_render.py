"""The screens of another calendar: what it would do, each thing that can't be brought in by its
name, and what was done. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.event import Event
from bot.i18n import t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.calendar_imports import CalendarPlan
from cogs.events.roster_words import button
from cogs.events.transfers_render import bad_lines, draft_lines, open_menu

#: Of each part so many lines: three parts must fit on one screen.
_MOST_TITLES, _MOST_LINES = 3, 4


def calendar_screen(
    plan: CalendarPlan, name: str, token: str, language: str, *, keep: str = ""
) -> Screen:
    """What a calendar would do; nothing is kept yet. `keep`: a token to follow it with, where it
    came from an address."""
    lines = [f"## {fit(plain(name), 80)}"]
    for key, count in (
        ("event_roster.plan_new", len(plan.new)),
        ("ics_read.plan_changed", len(plan.changed)),
        ("ics_read.plan_told", plan.told),
        ("event_roster.plan_same", plan.same),
        ("ics_read.plan_over", plan.over),
        ("ics_read.plan_gone", plan.gone),
        ("ics_read.plan_bad", len(plan.bad)),
    ):
        if count:
            lines.append(f"- {t(key, language, count=count)}")
    if plan.off:
        titles = ", ".join(fit(plain(title), 60) for title in plan.off[:_MOST_TITLES])
        lines.append(f"- {t('ics_read.plan_off', language, count=len(plan.off), titles=titles)}")
    if len(lines) == 1:
        lines.append(t("ics_read.plan_empty", language))
    lines.append(f"-# {t('event_roster.plan_nothing_yet', language)}")
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for part in _parts(plan, language):
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay("\n".join(part)))
    row: ui.ActionRow[Any] = ui.ActionRow()
    if plan.new or plan.changed:
        key = "ics_read.plan_go" if plan.changed else "event_roster.plan_go"
        count = len(plan.new) + len(plan.changed)
        go = f"event:ics:{token}:{keep}" if keep else f"event:ics:{token}"
        row.add_item(button(key, language, go, primary=True, count=count))
    if keep:
        row.add_item(keep_button(keep, language))
    row.add_item(button("event_roster.plan_drop", language, f"event:noics:{token}"))
    body.add_item(row)
    return Screen(body)


def keep_button(token: str, language: str) -> ui.Button[Any]:
    """Follows the calendar from then on."""
    return button("ics_source.keep", language, f"event:source:keep:{token}")


def _parts(plan: CalendarPlan, language: str) -> list[list[str]]:
    parts: list[list[str]] = []
    if plan.bad:
        parts.append(
            [
                _title("ics_read.plan_bad_title", language),
                *bad_lines(plan.bad, language, _MOST_LINES),
            ]
        )
    if plan.changed:
        lines = draft_lines(plan.changed, language, _MOST_LINES)
        note = f"-# {t('ics_read.plan_replaced', language)}"
        parts.append([_title("ics_read.plan_changed_title", language), *lines, note])
    if plan.new:
        title = _title("event_roster.plan_new_title", language)
        parts.append([title, *draft_lines(plan.new, language, _MOST_LINES)])
    if plan.notes and (plan.new or plan.changed or plan.bad):
        notes = [f"-# {t(key, language, count=count)}" for key, count in plan.notes]
        parts.append([_title("ics_read.plan_notes_title", language), *notes])
    return parts


def _title(key: str, language: str) -> str:
    return f"**{t(key, language)}**"


def brought_screen(
    made: Sequence[Event], changed: Sequence[Event], edit: str, language: str, *, keep: str = ""
) -> Screen:
    """What was done; each event a choice away. `edit` is the command that opens them later;
    `keep`: a token to follow the calendar with."""
    if not (made or changed):
        return Notice(t("event_roster.import_same", language))
    lines: list[str] = []
    if made:
        lines.append(t("event_roster.imported", language, count=len(made), edit=edit))
    if changed:
        lines.append(t("ics_read.changed", language, count=len(changed)))
    rows: list[ui.ActionRow[Any]] = [ui.ActionRow(open_menu([*made, *changed], language))]
    if keep:
        rows.append(ui.ActionRow(keep_button(keep, language)))
    return Notice("\n".join(lines), *rows)
