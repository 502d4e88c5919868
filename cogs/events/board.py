"""An event's board in the channel: one message for everybody, always as things stand.

Pure: an `EventPage` as every member sees it in, a Screen out. Its buttons answer only whoever
presses them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.services.event_views import Coming, EventPage
from cogs.events.buttons import (
    PRIMARY,
    button,
    details,
    first_answers,
    link_button,
    open_to_answers,
    rows,
)
from cogs.events.render import counts_text, event_block, stamp, status_text

#: How many later dates of a series stand on its board.
_LATER = 2
#: Muted, for what does not take place.
QUIET = 0x747F8D


def board_screen(
    page: EventPage, language: str, *, now: datetime, hidden: Collection[str] = ()
) -> Screen | None:
    """The board; None where there is nothing to show. `hidden` as in `event_block`."""
    coming = next_time(page.times, now)
    if coming is None:
        return None
    event, one = page.event, coming.occurrence
    off = status_text(event, one, language, now=now) is not None
    body: ui.Container[Any] = ui.Container(accent_color=QUIET if off else ACCENT)
    pieces = event_block(
        event, one, coming.counts, page.tier, language, now=now, hidden=() if off else hidden
    )
    local = len(page.children)
    if local and not off:  # of a day of action everybody counts, wherever they go
        pieces[-1] = " · ".join(
            [counts_text(page.whole, None, page.tier, language), _local(local, language)]
        )
    later = later_dates(page.times, coming, now)
    if later and not off:
        pieces.insert(-1, _then(later, language))
    for piece in pieces:
        body.add_item(ui.TextDisplay(piece))
    for row in rows(_buttons(page, coming, bool(later), language, now=now)):
        body.add_item(row)
    return Screen(body)


def next_time(times: Sequence[Coming], now: datetime) -> Coming | None:
    """The time that people want to know of: the next that takes place, else the first there is."""
    on = [each for each in times if open_to_answers(each, now)]
    return (on or list(times) or [None])[0]


def later_dates(times: Sequence[Coming], coming: Coming, now: datetime) -> list[Coming]:
    """The next dates after this one that take place."""
    after = coming.occurrence.starts_at
    return [e for e in times if e.occurrence.starts_at > after and open_to_answers(e, now)]


def _then(later: Sequence[Coming], language: str) -> str:
    dates = [stamp(each.occurrence.starts_at, "f") for each in later[:_LATER]]
    return t("events.then", language, dates=" · ".join(dates))


def _local(count: int, language: str) -> str:
    return t("events.local_events", language, count=count)


def _buttons(
    page: EventPage, coming: Coming, more_dates: bool, language: str, *, now: datetime
) -> list[Any]:
    event, number = page.event, coming.occurrence.number
    if page.children and open_to_answers(coming, now):
        see_all = button("events.see_all", language, f"event:locals:{event.number}:0", PRIMARY)
        return [see_all, details(number, language), *link_button(event, language)]
    if not open_to_answers(coming, now):
        return [details(number, language)]
    found = [*first_answers(number, language), details(number, language)]
    if more_dates:
        found.append(button("events.other_dates", language, f"event:dates:{event.number}"))
    return found
