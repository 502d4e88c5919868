"""What was made: a series, or a day again. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.shift import Shift
from bot.i18n import show_day, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit
from cogs.events.buttons import button
from cogs.events.render import stamp
from cogs.shifts.manage_render import rule_words
from cogs.shifts.words import option_text, span, title_of

#: So many of what was made are named.
_SHOWN, _OPTIONS = 5, 25


def said_of_series(made: Sequence[Shift], rule: str, language: str) -> list[str]:
    """How many shifts were made, and the next dates."""
    dates = " · ".join(stamp(each.starts_at, "d") for each in made[:_SHOWN])
    said = t("shift_plan.made_series", language, count=len(made), rule=rule_words(rule, language))
    if "COUNT=" not in rule and "UNTIL=" not in rule:
        said = f"{said} {t('shift_plan.more_follow', language)}"
    return [
        said,
        t("shift_plan.next_dates", language, dates=dates),
    ]


def copied_screen(made: Sequence[Shift], language: str) -> Screen:
    """A day that was made again, with a way to each of its shifts."""
    day = show_day(made[0].local_start.date(), language)
    lines = [f"### {t('shift_plan.copied', language, count=len(made), day=day)}"]
    lines += [f"- **{fit(title_of(e), 80)}**, {span(e, language)}" for e in made[:_SHOWN]]
    if len(made) > _SHOWN:
        lines.append(t("shift_plan.and_more", language, count=len(made) - _SHOWN))
    lines.append(f"-# {t('shift_plan.copied_about', language)}")
    select: ui.Select[Any] = ui.Select(
        custom_id="shift:plan:open", placeholder=t("shift_plan.choose_shift", language)
    )
    for each in made[:_OPTIONS]:
        select.add_option(label=option_text(each, language), value=str(each.number))
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    body.add_item(ui.ActionRow(select))
    body.add_item(ui.ActionRow(button("shifts.see_list", language, "shift:list:open:all:0")))
    return Screen(body)
