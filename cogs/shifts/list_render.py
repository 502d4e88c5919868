"""`/shifts` as a message: what is open, what is near, what one has. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from discord import ui

from bot.domain.shift import ShiftStatus
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.shift_views import Seen
from bot.storage.shift_people import Load
from cogs.events.buttons import PRIMARY, button, rows
from cogs.events.render import stamp
from cogs.resources.page_code import MAX_HITS, encode
from cogs.shifts.standing import standing
from cogs.shifts.words import kind_line, place_text, span, status_text, title_of

PAGE_SIZE = 4
_MILES_PER_KM = 0.621371
_MOST_ROLES = 3


class Show(StrEnum):
    """Which shifts. The values stand in custom_ids."""

    OPEN = "open"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class Listing:
    """What was asked for, and what was found: all of it in `total`, `rows` being one page, each
    with how far it is (km) where that was asked.

    `kind` is a kind's code, or `all`. `near`: the nearest first; `found` then has all of them (the
    place somebody typed is forgotten, so later pages can't be looked for again). `in_server`: False
    in a direct message. `load`: what this person did in the last weeks, beside their own. `event`:
    the time of an event whose shifts these are.
    """

    show: Show
    kind: str
    rows: Sequence[tuple[Seen, float | None]]
    number: int
    total: int
    near: bool = False
    found: Sequence[tuple[int, float | None]] = ()
    in_server: bool = True
    load: Load | None = None
    event: int | None = None


def list_screen(listing: Listing, language: str, *, now: datetime) -> Screen:
    """A page of shifts, each with a button to its own page."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay(_heading(listing, language)))
    for seen, km in listing.rows:
        body.add_item(ui.Separator())
        text = card_text(seen, language, now=now, km=km)
        to_page: ui.Button[Any] = button(
            "events.details", language, f"shift:open:{seen.shift.number}"
        )
        body.add_item(ui.Section(ui.TextDisplay(text), accessory=to_page))
    for row in rows(_buttons(listing, language)):
        body.add_item(row)
    return Screen(body)


def card_text(seen: Seen, language: str, *, now: datetime, km: float | None = None) -> str:
    """One shift of a list: title, when, where, how full."""
    shift = seen.shift
    off = shift.status is ShiftStatus.CANCELLED
    status = status_text(shift, language, now=now)
    lines = [f"**{status}**"] if status else []
    lines.append(f"**{title_of(shift)}**")
    when = span(shift, language)
    lines.append(f"~~{when}~~" if off else f"{when} ({stamp(shift.starts_at, 'R')})")
    place = fit(plain(shift.place), 160)
    if km is not None:
        away = t("find.distance", language, km=max(1, round(km)), miles=_miles(km))
        place = f"{place} · {away}" if place else away
    lines += filter(None, [kind_line(shift, language, place)])
    if not off:
        lines += [f"-# {each}" for each in _fullness(seen, language)]
        mine = standing(seen, language)
        if mine:
            lines.append(f"**{mine}**")
    return "\n".join(lines)


def _fullness(seen: Seen, language: str) -> list[str]:
    roles = seen.shift.roles
    lines = [place_text(seen, role, language) for role in roles[:_MOST_ROLES]]
    if len(roles) > _MOST_ROLES:
        lines.append(t("shifts.more_roles", language, count=len(roles) - _MOST_ROLES))
    return lines


def _miles(km: float) -> int:
    return max(1, round(km * _MILES_PER_KM))


def _heading(listing: Listing, language: str) -> str:
    mine = listing.show is Show.MINE
    lines: list[str] = []
    if not listing.total:
        lines.append(t("shifts.none_mine" if mine else "shifts.none_open", language))
    else:
        title = "mine" if mine else "near" if listing.near else "open"
        if listing.event is not None:
            title = "event"
        lines.append(f"## {t(f'shifts.title_{title}', language)}")
    pages = _pages(listing.total)
    if pages > 1:
        lines.append(t("events.page", language, number=listing.number + 1, total=pages))
    if listing.near and listing.total:
        lines.append(f"-# {t('events.place_forgotten', language)}")
    if listing.load is not None and listing.load.shifts:
        hours = round(listing.load.minutes / 60)
        lines.append(
            f"-# {t('shifts.your_load', language, count=listing.load.shifts, hours=hours)}"
        )
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
    if listing.event is not None:
        found.append(button("events.back_to_event", language, f"event:one:{listing.event}"))
    if listing.in_server:  # in a message there is only one's own
        other = Show.OPEN if listing.show is Show.MINE else Show.MINE
        key = "shifts.see_list" if other is Show.OPEN else "shifts.see_mine"
        found.append(button(key, language, f"shift:list:{other.value}:all:0"))
    return found


def _turn(listing: Listing, number: int) -> str:
    if listing.event is not None:
        return f"shift:of:{listing.event}:{number}"
    if listing.near:
        return f"shift:found:{number}:{encode(listing.found[:MAX_HITS])}"
    return f"shift:list:{listing.show.value}:{listing.kind}:{number}"
