"""The pieces that the screens of calls, letters and "what can I do" are made of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT

Body = ui.Container[Any]
Button = ui.Button[Any]
PRIMARY, GREEN = discord.ButtonStyle.primary, discord.ButtonStyle.success
SECONDARY = discord.ButtonStyle.secondary
_IN_A_ROW = 5


def body(*texts: str) -> Body:
    """A container that opens with these texts."""
    made: Body = ui.Container(accent_color=ACCENT)
    for text in texts:
        made.add_item(ui.TextDisplay(text))
    return made


def button(
    key: str, language: str, custom_id: str, style: discord.ButtonStyle = SECONDARY
) -> Button:
    """A button with its label from the catalogs."""
    return ui.Button(label=t(key, language), custom_id=custom_id, style=style)


def link(key: str, language: str, url: str) -> Button:
    """A button that leads to a page."""
    return ui.Button(label=t(key, language), url=url)


def add_rows(to: Body, buttons: Iterable[Button]) -> None:
    """Buttons in as many rows as they need."""
    every = list(buttons)
    for at in range(0, len(every), _IN_A_ROW):
        to.add_item(ui.ActionRow(*every[at : at + _IN_A_ROW]))


def small(lines: Iterable[str]) -> str:
    """Lines in small print."""
    return "\n".join(f"-# {line}" for line in lines)
