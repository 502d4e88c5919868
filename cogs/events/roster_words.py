"""What the organizers' screens of an event share: buttons, moments, times of a menu."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.i18n import show_date, t, zone_name
from bot.services.hours_text import show_time


def button(
    key: str,
    language: str,
    custom_id: str,
    *,
    primary: bool = False,
    danger: bool = False,
    count: int | None = None,
) -> ui.Button[Any]:
    """A button with a sentence of the catalogs."""
    style = discord.ButtonStyle.secondary
    if primary:
        style = discord.ButtonStyle.primary
    if danger:
        style = discord.ButtonStyle.danger
    return ui.Button(label=t(key, language, count=count), custom_id=custom_id, style=style)


def moment(at: datetime) -> str:
    """A moment in each reader's own zone, and how far it is."""
    stamp = int(at.timestamp())
    return f"<t:{stamp}:F> · <t:{stamp}:R>"


def clock_there(at: datetime, zone: str, language: str) -> str:
    """What the clock at the event's place shows: menus can't have Discord's timestamps."""
    return clock(at.astimezone(ZoneInfo(zone)), language)


def clock(local: datetime, language: str) -> str:
    """The time of a moment as it stands there."""
    return show_time(local.hour * 60 + local.minute, language)


def day_there(at: datetime, zone: str, language: str) -> str:
    """The date at the event's place."""
    return show_date(at.astimezone(ZoneInfo(zone)).date(), language)


def zone_there(zone: str, language: str) -> str:
    """What people call the time there."""
    return zone_name(zone, language)


def chosen(interaction: discord.Interaction[Any]) -> list[str]:
    """What was chosen in a menu; of people their ids."""
    values: list[str] = (interaction.data or {}).get("values", [])  # type: ignore[assignment]
    return values


def number_typed(text: str, *, least: int, most: int) -> int:
    """A number that was typed into a form.

    Raises:
        BadInput: it is none, or out of bounds.
    """
    typed = text.strip().replace("\u00a0", "").replace(" ", "")
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
        raise BadInput("event_roster.no_number", typed=text.strip()[:40], least=least, most=most)
    if not least <= int(typed) <= most:
        raise BadInput("event_roster.no_number", typed=text.strip()[:40], least=least, most=most)
    return int(typed)
