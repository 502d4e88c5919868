"""When and how somebody is reminded, as a screen: of one event, or (in `/me`) of all. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import ui

from bot.domain.event import Event
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.event_glance import Glance
from bot.services.event_views import Coming
from bot.storage.event_reminders import Reminder
from cogs.events.buttons import PRIMARY, SECONDARY, button, rows, to_event
from cogs.events.render import when_line
from cogs.events.words import channel_of, joined, reachable, reminded, reminder_words

#: What can be chosen, in minutes before; any moment can be typed.
CHOICES = (15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10080)
#: The menu's values for "as the event says" and "not at all".
DEFAULT, NEVER = "default", "never"
_LONGEST_TITLE = 160


def reminder_menu(coming: Coming, glance: Glance, language: str) -> Screen:
    """One event: when this person will be reminded, and how; both can be changed here."""
    event = coming.event
    reached = reachable(event, glance)
    how = _how(event, glance, language)
    text = "\n".join(
        [
            f"### {t('events.remind_title', language)}",
            f"**{fit(plain(event.title), _LONGEST_TITLE)}**",
            when_line(coming.occurrence, event, language),
            "",
            reminded(event, glance, language) if reached else how,
        ]
    )
    body: ui.Container[Any] = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    number = coming.occurrence.number
    body.add_item(ui.ActionRow(_menu(coming, glance, language)))
    body.add_item(ui.Separator())
    if reached:
        body.add_item(ui.TextDisplay(how))
    found = [
        button("events.at_a_time", language, f"event:remindat:{number}"),
        dm_button(f"event:dm:{number}", language, dm=glance.dm),
        to_event(number, language),
    ]
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def dm_button(prefix: str, language: str, *, dm: bool) -> ui.Button[Any]:
    """Allows the bot to write to this person, or no longer. `prefix` begins its custom_id."""
    label = "events.stop_dms" if dm else "events.allow_dms"
    style = SECONDARY if dm else PRIMARY
    return button(label, language, f"{prefix}:{'off' if dm else 'on'}", style)


def _how(event: Event, glance: Glance, language: str) -> str:
    """How it reaches them, and what that means for who reads along."""
    if glance.dm:
        return t("events.how_dm", language)
    channel = channel_of(event)
    if channel is None:
        return t("events.how_nothing", language)
    return t("events.how_ping", language, channel=f"<#{channel}>")


def _menu(coming: Coming, glance: Glance, language: str) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"event:reminder:{coming.occurrence.number}",
        placeholder=t("events.remind_title", language),
    )
    own = glance.own
    usual = Glance(minutes=glance.minutes).reminders(coming.event)
    said = joined(usual, language) if usual else t("events.never", language)
    menu.add_option(
        label=t("events.as_usual", language),
        value=DEFAULT,
        description=fit(said, 100),
        default=own is None,
    )
    for label, value, chosen in minute_options(own, language):
        menu.add_option(label=label, value=value, default=chosen)
    return menu


def minute_options(own: Reminder | None, language: str) -> Iterator[tuple[str, str, bool]]:
    """Label, value, and whether it is chosen: never, and so long before."""
    never = own is not None and not own.minutes and own.at is None
    yield t("events.never", language), NEVER, never
    chosen = own.minutes if own is not None and own.at is None else None
    for minutes in sorted({*CHOICES, chosen or CHOICES[0]}):
        yield reminder_words(Reminder(minutes), language), str(minutes), minutes == chosen
