"""`/events` as a message: what comes up, what is near, what one said yes to. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.services.event_views import Coming
from cogs.events.buttons import PRIMARY, button, details, rows
from cogs.events.page_render import card_text
from cogs.resources.page_code import MAX_HITS, encode

PAGE_SIZE = 4


class Show(StrEnum):
    """Which events. The values stand in custom_ids."""

    UPCOMING = "upcoming"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Row:
    """One event of the list at its next time; `local`: how many local events it has."""

    coming: Coming
    local: int = 0


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for, and what was found: all of it in `total`, `rows` being one page.

    `kind` is a kind's code, or `all`. `near`: the nearest first; `found` then has all of them (the
    place somebody typed is forgotten, so later pages can't be looked for again). `in_server`: False
    in a direct message.
    """

    show: Show
    kind: str
    rows: Sequence[Row]
    number: int
    total: int
    near: bool = False
    found: Sequence[tuple[int, float | None]] = ()
    in_server: bool = True


def list_screen(listing: Listing, language: str, *, now: datetime) -> Screen:
    """A page of events, each with a button to its own page."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(_heading(listing, language)))
    for row in listing.rows:
        body.add_item(ui.Separator())
        text = card_text(row.coming, language, local=row.local, now=now)
        number = row.coming.occurrence.number
        body.add_item(ui.Section(ui.TextDisplay(text), accessory=details(number, language)))
    for row in rows(_buttons(listing, language)):
        body.add_item(row)
    return Screen(body)


def _heading(listing: Listing, language: str) -> str:
    mine = listing.show is Show.MINE
    if not listing.total:
        return t("events.none_mine" if mine else "events.none_upcoming", language)
    if mine:
        title = t("events.title_mine", language)
    elif listing.near:
        title = t("events.title_near", language)
    else:
        title = t("events.title_upcoming", language)
    lines = [f"## {title}"]
    pages = _pages(listing.total)
    if pages > 1:
        lines.append(t("events.page", language, number=listing.number + 1, total=pages))
    if listing.near:
        lines.append(f"-# {t('events.place_forgotten', language)}")
    return "\n".join(lines)


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))


def _buttons(listing: Listing, language: str) -> list[Any]:
    found: list[Any] = []
    if listing.number > 0:
        found.append(button("events.earlier_page", language, _turn(listing, listing.number - 1)))
    if listing.number < _pages(listing.total) - 1:
        later = _turn(listing, listing.number + 1)
        found.append(button("events.later_page", language, later, PRIMARY))
    if not listing.in_server:  # there is only one's own
        return found
    other = Show.UPCOMING if listing.show is Show.MINE else Show.MINE
    label = "events.show_upcoming" if other is Show.UPCOMING else "events.show_mine"
    found.append(button(label, language, f"event:list:{other.value}:all:0"))
    return found


def _turn(listing: Listing, number: int) -> str:
    if listing.near:
        return f"event:found:{number}:{encode(listing.found[:MAX_HITS])}"
    return f"event:list:{listing.show.value}:{listing.kind}:{number}"
