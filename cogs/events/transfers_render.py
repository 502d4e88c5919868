"""The screens of events in and out: what a table would do, what was done, a file. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.event import Draft, Event
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain, visible
from bot.services.event_exports import EventFile
from bot.services.event_imports import BadRow, EventPlan
from cogs.events.roster_words import button, clock

_MOST_NEW, _MOST_BAD, _LONGEST, _MOST_OPTIONS = 8, 8, 180, 25


def plan_screen(plan: EventPlan, name: str, token: str, language: str) -> Screen:
    """What a table would do; nothing is kept yet."""
    lines = [f"## {fit(plain(name), 80)}"]
    if plan.new:
        lines.append(f"- {t('event_roster.plan_new', language, count=len(plan.new))}")
    if plan.same:
        lines.append(f"- {t('event_roster.plan_same', language, count=plan.same)}")
    if plan.bad:
        lines.append(f"- {t('event_roster.plan_bad', language, count=len(plan.bad))}")
    if not (plan.new or plan.same or plan.bad):
        lines.append(t("event_roster.plan_empty", language))
    lines.append(f"-# {t('event_roster.plan_nothing_yet', language)}")
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for part in (_bad(plan, language), _new(plan, language)):
        if part:
            body.add_item(ui.Separator())
            body.add_item(ui.TextDisplay("\n".join(part)))
    row: ui.ActionRow[Any] = ui.ActionRow()
    if plan.new:
        row.add_item(
            button(
                "event_roster.plan_go",
                language,
                f"event:bring:{token}",
                primary=True,
                count=len(plan.new),
            )
        )
    row.add_item(button("event_roster.plan_drop", language, f"event:nobring:{token}"))
    body.add_item(row)
    return Screen(body)


def _new(plan: EventPlan, language: str) -> list[str]:
    if not plan.new:
        return []
    lines = [f"**{t('event_roster.plan_new_title', language)}**"]
    lines += draft_lines(plan.new, language)
    if plan.endless:
        lines.append(f"-# {t('event_roster.plan_endless', language, count=plan.endless)}")
    if plan.unknown:
        names = fit(plain(", ".join(plan.unknown)), 200)
        lines.append(f"-# {t('event_roster.plan_unknown', language, names=names)}")
    return lines


def _bad(plan: EventPlan, language: str) -> list[str]:
    if not plan.bad:
        return []
    title = t("event_roster.plan_bad_title", language)
    return [f"**{title}**", *bad_lines(plan.bad, language)]


def draft_lines(drafts: Sequence[Draft], language: str, most: int = _MOST_NEW) -> list[str]:
    """The first of them, a line each, and how many more there are."""
    lines: list[str] = []
    for draft in drafts[:most]:
        day, time = (
            show_date(draft.local_start.date(), language),
            clock(draft.local_start, language),
        )
        where = fit(plain(draft.place), 60)
        said = [fit(plain(draft.title), 100), f"{day}, {time}", where]
        lines.append("- " + " · ".join(filter(None, said)))
    if len(drafts) > most:
        lines.append(t("event_roster.words_more", language, count=len(drafts) - most))
    return lines


def bad_lines(rows: Sequence[BadRow], language: str, most: int = _MOST_BAD) -> list[str]:
    """The first that can't be kept, each with why, and how many more there are."""
    lines = [f"- {_bad_line(row, language)}" for row in rows[:most]]
    if len(rows) > most:
        lines.append(t("event_roster.words_more", language, count=len(rows) - most))
    return lines


def _bad_line(row: BadRow, language: str) -> str:
    why = t(row.key, language, **row.params)
    named = "event_roster.bad_row" if row.name else "event_roster.bad_row_nameless"
    return fit(plain(t(named, language, line=row.line, name=row.name, why=why)), _LONGEST)


def done_screen(made: Sequence[Event], edit: str, language: str) -> Screen:
    """The drafts are kept, each a choice away; `edit` is the command that opens them later."""
    if not made:
        return Notice(t("event_roster.import_same", language))
    said = t("event_roster.imported", language, count=len(made), edit=edit)
    return Notice(said, ui.ActionRow(open_menu(made, language)))


def open_menu(events: Sequence[Event], language: str) -> ui.Select[Any]:
    """The first of them, to open one."""
    select: ui.Select[Any] = ui.Select(
        custom_id="event:plan:open", placeholder=t("event_roster.open_draft", language)
    )
    for event in events[:_MOST_OPTIONS]:
        select.add_option(
            label=fit(visible(event.title), 100),
            description=show_date(event.local_start.date(), language),
            value=str(event.number),
        )
    return select


def file_screen(file: EventFile, key: str, language: str) -> Screen:
    """A file, and what is in it."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(t(key, language, count=file.count)))
    body.add_item(ui.File(f"attachment://{file.name}"))
    return Screen(body)
