"""Which campaign to begin with, and what a list of officials would do. Pure."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.domain.campaign import CampaignKind
from bot.i18n import t
from bot.presentation.screen import Notice, Screen
from bot.presentation.text import fit, plain
from bot.services.campaign_targets import ListReport
from bot.services.campaign_templates import campaign_templates
from cogs.campaigns.page_render import PRIMARY, back_button, button, option, whom

_MOST_BAD = 10


def new_screen(language: str, said: str = "") -> Screen:
    """The bundled campaigns with a line each, and empty ones of each kind."""
    options = [
        option(
            each.draft.title.get(language) or each.key,
            each.key,
            each.draft.ask.get(language, ""),
        )
        for each in campaign_templates()
    ]
    options += [
        option(
            t(
                "drive.empty",
                language,
                kind=t(f"drive.kind_{kind.value}", language),
            ),
            f"empty:{kind.value}",
        )
        for kind in CampaignKind
    ]
    select: ui.Select[Any] = ui.Select(
        custom_id="camp:begin",
        placeholder=t("drive.choose_template", language),
        options=options,
    )
    text = f"## {t('drive.new_title', language)}\n{t('drive.new_about', language)}"
    return Notice(f"{said}\n{text}" if said else text, ui.ActionRow(select))


def report_screen(report: ListReport, number: int, token: str | None, language: str) -> Screen:
    """What a list would do; each bad row by its line. `token`: of what waits to be brought in."""
    lines = [f"## {whom(report.list, language)}"]
    if report.bad:
        lines.append(t("drive.list_bad", language, count=len(report.bad)))
        lines += [
            f"- {t('drive.bad_row', language, line=row.line, name=plain(fit(row.name, 60)))} "
            f"{t(row.problem.key, language, **row.problem.params)}"
            for row in report.bad[:_MOST_BAD]
        ]
        if len(report.bad) > _MOST_BAD:
            lines.append(f"- {t('drive.and_more', language, count=len(report.bad) - _MOST_BAD)}")
    elif not report.changes:
        lines.append(t("drive.list_same", language))
    else:
        lines.append(
            t(
                "drive.list_changes",
                language,
                added=len(report.added),
                changed=len(report.changed),
                removed=len(report.removed),
            )
        )
        lines += [
            f"- {plain(fit(f'{each.name}, {each.office}', 100))}: {plain(each.phone) or '-'}"
            for each in (*report.added, *report.changed)[:_MOST_BAD]
        ]
    if report.ignored:
        names = plain(fit(", ".join(report.ignored), 200))
        lines.append(f"-# {t('drive.list_ignored', language, names=names)}")
    row: list[ui.Item[Any]] = []
    if token is not None:
        row.append(button("drive.bring_in", language, f"camp:bring:{token}", PRIMARY))
    row.append(back_button(number, language))
    return Notice(fit("\n".join(lines), 3500), ui.ActionRow(*row))
