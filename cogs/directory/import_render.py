"""The screens of bringing a list in: what it would do, and what was done. Pure."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.exports import Exported
from bot.services.import_words import (
    bad_row,
    bad_rows,
    count_lines,
    difference_texts,
    note_lines,
    row_name,
)
from bot.services.imports import Done, Fate, Plan

#: So much of each part stands on the screen; the rest is in the report beside it.
_MOST_BAD, _MOST_LINES, _MOST_OPTIONS = 5, 8, 25
_MAX_LINE = 180
REPORT = "report.txt"


def is_long(plan: Plan, language: str) -> bool:
    """Whether there is more to say than the screen holds."""
    return (
        plan.bad_count > _MOST_BAD
        or len(list(difference_texts(plan, language))) > _MOST_LINES
        or plan.note_count > _MOST_LINES
    )


def plan_screen(plan: Plan, name: str, token: str, language: str) -> Screen:
    """What a list would do, and what can be done now."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    head = f"## {t('imports.title', language, name=fit(plain(name), 80))}"
    counts = [f"- {line}" for line in count_lines(plan, language)]
    hint = t("imports.nothing_yet", language)
    body.add_item(ui.TextDisplay("\n".join([head, *counts, f"-# {hint}"])))
    for text in _parts(plan, language):
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(text))
    if is_long(plan, language):
        body.add_item(ui.File(f"attachment://{REPORT}"))
    if len(plan.bad) > 1:
        body.add_item(ui.ActionRow(_rows(plan, token, language)))
    for row in _buttons(plan, token, language):
        body.add_item(row)
    return Screen(body)


def _parts(plan: Plan, language: str) -> list[str]:
    bad = [fit(plain(line), _MAX_LINE) for line in list(bad_rows(plan, language))[:_MOST_BAD]]
    differing = [
        fit(plain(line), _MAX_LINE) for line in list(difference_texts(plan, language))[:_MOST_LINES]
    ]
    notes = [fit(plain(line), _MAX_LINE) for line in list(note_lines(plan, language))[:4]]
    titled = (("imports.bad", bad), ("imports.differing", differing), ("imports.notes", notes))
    return ["\n".join([f"**{t(key, language)}**", *lines]) for key, lines in titled if lines]


def _rows(plan: Plan, token: str, language: str) -> ui.Select[Any]:
    select: ui.Select[Any] = ui.Select(
        custom_id=f"import:row:{token}", placeholder=t("imports.choose_row", language)
    )
    for row in plan.bad[:_MOST_OPTIONS]:
        select.add_option(
            label=fit(row_name(row, language), 100),
            description=fit(bad_row(row, language).partition(": ")[2], 100) or None,
            value=str(row.line),
        )
    return select


def _button(
    key: str, language: str, custom_id: str, *, primary: bool = False, danger: bool = False
) -> ui.Button[Any]:
    style = discord.ButtonStyle.secondary
    if primary or danger:
        style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.danger
    return ui.Button(label=t(key, language), custom_id=custom_id, style=style)


def _buttons(plan: Plan, token: str, language: str) -> list[ui.ActionRow[Any]]:
    deeds: list[ui.Button[Any]] = []
    if len(plan.bad) == 1:
        line = plan.bad[0].line
        deeds.append(_button("imports.mend", language, f"import:mend:{token}:{line}"))
    if plan.changes_anything:
        deeds.append(_button("imports.go", language, f"import:go:{token}", primary=True))
    if plan.changes_anything or plan.waiting:
        deeds.append(_button("imports.vouch", language, f"import:vouch:{token}"))
    if plan.counts[Fate.EDITED_HERE]:
        deeds.append(_button("imports.over", language, f"import:over:{token}"))
    drop: ui.ActionRow[Any] = ui.ActionRow(
        _button("imports.drop", language, f"import:drop:{token}")
    )
    return [ui.ActionRow(*deeds), drop] if deeds else [drop]


def done_screen(done: Done, *, vouched: bool, language: str) -> Screen:
    """What was done, with the way to the queue and the way back."""
    if done.shelf is None:
        return Notice(t("imports.same", language))
    key = "imports.done_shown" if vouched else "imports.done_waiting"
    counts = [f"- {line}" for line in count_lines(done.plan, language)]
    review = _button("imports.review", language, "review:start", primary=not vouched)
    row: ui.ActionRow[Any] = ui.ActionRow(review)
    # What was here before and only changed is undone on its own page.
    if done.plan.counts[Fate.NEW] or not vouched:
        row.add_item(_button("imports.undo", language, f"import:undo:{done.shelf}"))
    return Notice("\n".join([t(key, language), *counts]), row)


def undo_question(shelf: int, language: str) -> Screen:
    """Asks before a whole list is taken out again."""
    yes = _button("imports.undo_now", language, f"import:undone:{shelf}", danger=True)
    keep = _button("imports.undo_not", language, "import:keep")
    return Notice(t("imports.undo_question", language), ui.ActionRow(yes, keep))


def reading_screen(read: int, language: str) -> Screen:
    """How far it is."""
    return Notice(t("imports.reading", language, count=read))


def exported_screen(exported: Exported, language: str) -> Screen:
    """A file with the directory, and what is not in it."""
    tally = exported.tally
    lines = [t("imports.exported", language, count=tally.entries)]
    if tally.unverified:
        lines.append(t("imports.left_out", language, count=tally.unverified))
    if tally.shortened:
        lines.append(t("imports.shortened", language, count=tally.shortened))
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.File(f"attachment://{exported.name}"))
    return Screen(body)
