"""One event for somebody's calendar: a file and two links. Pure."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain, web_address
from bot.services.calendars import AddLinks
from bot.services.event_views import Coming
from cogs.events.buttons import Button, button
from cogs.events.render import when_line

_LONGEST_TITLE = 160


def adding_screen(
    coming: Coming, file: str, links: AddLinks, language: str, *, in_server: bool
) -> Screen:
    """One time of an event: `file` is the name of what is attached."""
    title = fit(plain(coming.event.title), _LONGEST_TITLE)
    lines = [
        f"### {t('calendar.adding', language)}",
        f"**{title}**",
        when_line(coming.occurrence, coming.event, language),
        t("calendar.adding_how", language),
    ]
    body: ui.Container[Any] = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    body.add_item(ui.File(f"attachment://{file}"))
    found: list[Button] = [
        ui.Button(label=name, url=url)
        for name, url in (("Google", links.google), ("Outlook", links.outlook))
        if web_address(url)
    ]
    if coming.event.rule is not None and in_server:
        number = coming.event.number
        found.append(button("calendar.every_date", language, f"calendar:all:{number}"))
    if found:
        body.add_item(ui.ActionRow(*found))
    body.add_item(ui.TextDisplay(f"-# {t('calendar.adding_once', language)}"))
    if in_server:
        body.add_item(ui.ActionRow(button("calendar.keep_current", language, "calendar:mine")))
    return Screen(body)


def whole_screen(title: str, file: str, language: str) -> Screen:
    """All dates of a series as one file."""
    shown = fit(plain(title), _LONGEST_TITLE)
    text = f"### {t('calendar.whole', language)}\n**{shown}**\n{t('calendar.whole_how', language)}"
    body: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    body.add_item(ui.File(f"attachment://{file}"))
    body.add_item(ui.TextDisplay(f"-# {t('calendar.adding_once', language)}"))
    body.add_item(ui.ActionRow(button("calendar.keep_current", language, "calendar:mine")))
    return Screen(body)
