"""The part of `/me` about reminders: how long before events, and whether by direct message."""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.i18n import t
from bot.storage.event_reminders import Reminder
from bot.storage.people import PersonSettings
from cogs.events.reminding_render import DEFAULT, dm_button, minute_options


def add_reminders(body: ui.Container[Any], settings: PersonSettings, language: str) -> None:
    """What holds now, a menu, and the button that allows direct messages or ends them."""
    how = "me.dm_on" if settings.dm else "me.dm_off"
    body.add_item(ui.TextDisplay(f"{t('me.reminders', language)}\n{t(how, language)}"))
    menu: ui.Select[Any] = ui.Select(custom_id="me:remind")
    menu.add_option(
        label=t("me.remind_default", language),
        value=DEFAULT,
        default=settings.remind_minutes is None,
    )
    own = None if settings.remind_minutes is None else Reminder(settings.remind_minutes or None)
    for label, value, chosen in minute_options(own, language):
        menu.add_option(label=label, value=value, default=chosen)
    body.add_item(ui.ActionRow(menu))
    body.add_item(ui.ActionRow(dm_button("me:dm", language, dm=settings.dm)))
