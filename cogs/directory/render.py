"""The review queue: one report a screen, with what can be done about it."""

from __future__ import annotations

from typing import Any

import discord
from discord import ui

from bot.domain.organization import Hit
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain, web_address
from bot.services.reports import WaitingReport
from cogs.resources.render import card_text


def review_screen(waiting: WaitingReport | None, language: str) -> Screen:
    """The next report, or that none waits."""
    if waiting is None:
        return Notice(t("directory.review_none", language))
    report, entry = waiting.report, waiting.entry
    left = t("directory.review_left", language, count=waiting.waiting)
    said = t(
        "directory.reported",
        language,
        when=show_date(report.reported_on, language),
        reason=t(f"find.problem.{report.reason.value}", language),
    )
    lines = [f"## {t('directory.review_title', language)}", f"-# {left}", said]
    if report.details:
        lines.append(
            t("directory.reported_words", language, words=fit(plain(report.details), 1500))
        )
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(lines)))
    body.add_item(ui.Separator())
    if entry is None:
        body.add_item(ui.TextDisplay(t("directory.entry_gone", language)))
    else:
        body.add_item(ui.TextDisplay(card_text(Hit(entry, None), language)))
    body.add_item(ui.ActionRow(*_buttons(waiting, language)))
    return Screen(body)


def _buttons(waiting: WaitingReport, language: str) -> list[ui.Button[Any]]:
    number, entry = waiting.report.number, waiting.entry
    buttons: list[ui.Button[Any]] = []
    if entry is not None:
        url = web_address(entry.website)
        if url:
            buttons.append(ui.Button(label=t("find.website", language), url=url))
        buttons.append(
            ui.Button(
                label=t("directory.right", language),
                custom_id=f"review:right:{number}",
                style=discord.ButtonStyle.primary,
            )
        )
    buttons.append(
        ui.Button(label=t("directory.done", language), custom_id=f"review:done:{number}")
    )
    if waiting.waiting > 1:
        buttons.append(
            ui.Button(label=t("directory.later", language), custom_id=f"review:later:{number}")
        )
    return buttons
