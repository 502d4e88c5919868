"""Policy issues as messages. Pure: values in, a Screen out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.issue_library import Issue, IssueKind
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.sharing import question
from bot.presentation.text import fit
from bot.services.places import state_name

Body = ui.Container[Any]


def menu_screen(issues: Sequence[Issue], language: str) -> Screen:
    """All issues to choose from, what is asked for first."""
    lines = [f"## {t('issue.menu_title', language)}", t("issue.menu_about", language)]
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    for kind in IssueKind:
        options = [
            discord.SelectOption(
                label=fit(issue.title[language], 100),
                value=issue.id,
                description=fit(issue.what[language], 100),
            )
            for issue in issues
            if issue.kind is kind
        ]
        menu: ui.Select[Any] = ui.Select(
            custom_id=f"issue:choose:{kind.value}",
            placeholder=t(f"issue.choose_{kind.value}", language),
            options=options[:25],
        )
        body.add_item(ui.ActionRow(menu))
    return Screen(body)


def _text(issue: Issue, language: str) -> str:
    kind = t(f"issue.kind_{issue.kind.value}", language)
    parts = [kind]
    if issue.state:
        parts.append(state_name(issue.state, language))
    if issue.numbers:
        parts.append(issue.numbers)
    asks = t(f"issue.asks_{issue.kind.value}", language)
    lines = [
        f"## {issue.title[language]}",
        f"-# {' · '.join(parts)}",
        issue.what[language],
        f"**{asks}** {issue.asks[language]}",
        f"**{t('issue.status', language)}** {issue.status[language]}",
        f"-# {t('issue.as_of', language, when=issue.as_of)}",
    ]
    return "\n".join(lines)


def _source(issue: Issue, language: str) -> list[ui.Button[Any]]:
    if not issue.source:
        return []
    return [ui.Button(label=t("issue.source", language), url=issue.source)]


def card_screen(issue: Issue, language: str, *, in_server: bool) -> Screen:
    """One issue for whoever asked."""
    body: Body = ui.Container(ui.TextDisplay(_text(issue, language)), accent_color=ACCENT)
    row = _source(issue, language)
    if in_server:
        row.append(ui.Button(label=t("find.share", language), custom_id=f"issue:share:{issue.id}"))
    row.append(ui.Button(label=t("issue.all", language), custom_id="issue:menu"))
    body.add_item(ui.ActionRow(*row))
    return Screen(body)


def shared_card(issue: Issue, language: str) -> Screen:
    """One issue for everybody in a channel: nothing of who asked."""
    body: Body = ui.Container(ui.TextDisplay(_text(issue, language)), accent_color=ACCENT)
    if row := _source(issue, language):
        body.add_item(ui.ActionRow(*row))
    return Screen(body)


def share_question(issue: Issue, channel: str, language: str) -> Screen:
    """Asks before anything is said in public."""
    text = t("issue.share_question", language, title=issue.title[language], channel=channel)
    return question(text, f"issue:post:{issue.id}", language)
