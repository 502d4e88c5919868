"""What one person sees of an event: the answer to their press, its page, its other dates, and the
local events of a day of action. Pure: values in, a Screen out.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from discord import ui

from bot.domain.event import Answer
from bot.domain.local_time import local_in
from bot.i18n import show_day, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain, visible
from bot.services.event_glance import Glance
from bot.services.event_views import Coming, EventPage
from cogs.events.board import QUIET, later_dates
from cogs.events.buttons import (
    PRIMARY,
    SECONDARY,
    button,
    calendar_button,
    details,
    link_button,
    next_steps,
    rows,
    to_event,
    unseen,
)
from cogs.events.render import (
    counts_text,
    event_block,
    inner_lines,
    stamp,
    status_text,
    when_line,
    where_lines,
)
from cogs.events.words import is_off, standing, what_follows

#: Of a day of action so many local events are on one page.
LOCALS_ON_A_PAGE = 4
_MOST_OPTIONS = 25
_LONGEST_TITLE = 160
_MILES_PER_KM = 0.621371

Body = ui.Container[Any]


def answer_screen(coming: Coming, glance: Glance, language: str, *, now: datetime) -> Screen:
    """What stands now, after somebody answered: the answer first, then when and where, then what
    comes next."""
    body: Body = ui.Container(accent_color=ACCENT)
    mine = _standing(coming, glance, language)
    if mine:
        body.add_item(ui.TextDisplay(mine))
        body.add_item(ui.Separator())
    event, one = coming.event, coming.occurrence
    lines = [
        f"**{fit(plain(event.title), _LONGEST_TITLE)}**",
        when_line(one, event, language),
        *where_lines(event, one, language, hidden=glance.hidden),
        *inner_lines(event, language),
    ]
    status = status_text(event, one, language, now=now)
    body.add_item(ui.TextDisplay("\n".join([f"**{status}**", *lines] if status else lines)))
    steps = next_steps(coming, language, now=now)
    if coming.mine is not None and coming.mine.answer in (Answer.GOING, Answer.MAYBE):
        steps += calendar_button(coming, language, now=now)
    steps.append(details(one.number, language))
    for row in rows([*steps, *link_button(event, language)]):
        body.add_item(row)
    return Screen(body)


def page_screen(
    page: EventPage,
    coming: Coming,
    glance: Glance,
    language: str,
    *,
    now: datetime,
    more: Sequence[str] = (),
    more_buttons: Sequence[ui.Button[Any]] = (),
) -> Screen:
    """Everything of an event that this person may see, at one of its times. `more` is what only
    this kind of event has, with its buttons."""
    event, one = coming.event, coming.occurrence
    off = status_text(event, one, language, now=now) is not None
    body: Body = ui.Container(accent_color=QUIET if off else ACCENT)
    pieces = event_block(
        event, one, coming.counts, coming.tier, language, now=now, hidden=glance.hidden
    )
    if page.children and not off:
        local = t("events.local_events", language, count=len(page.children))
        pieces[-1] = f"{counts_text(page.whole, None, coming.tier, language)} · {local}"
    for piece in pieces:
        body.add_item(ui.TextDisplay(piece))
    for each in more:
        body.add_item(ui.TextDisplay(each))
    mine = _standing(coming, glance, language)
    if mine:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(mine))
    found = next_steps(coming, language, now=now)
    if page.children:
        if not unseen(coming):  # the way to a place nearby is the one step that stands out
            for each in found:
                each.style = SECONDARY
        found.insert(0, _see_all(event.number, language))
    found += calendar_button(coming, language, now=now)
    if len(page.times) > 1:
        found.append(button("events.other_dates", language, f"event:dates:{event.number}"))
    for row in rows([*found, *link_button(event, language)]):
        body.add_item(row)
    for row in rows(more_buttons):
        body.add_item(row)
    return Screen(body)


def dates_screen(page: EventPage, coming: Coming, language: str, *, now: datetime) -> Screen:
    """The dates of a series, with a menu to go to one of them."""
    event = page.event
    times = [coming, *later_dates(page.times, coming, now)][:_MOST_OPTIONS]
    lines = [f"## {fit(plain(event.title), _LONGEST_TITLE)}", t("events.dates_about", language)]
    for each in times[:10]:
        counts = counts_text(each.counts, each.occurrence.capacity, page.tier, language)
        mine = standing(each, Glance(), language)
        line = f"- {stamp(each.occurrence.starts_at, 'f')} · {mine or counts}"
        lines.append(line)
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    menu: ui.Select[Any] = ui.Select(
        custom_id=f"event:date:{event.number}", placeholder=t("events.choose_date", language)
    )
    for each in times:
        menu.add_option(label=_date(each, language), value=str(each.occurrence.number))
    body.add_item(ui.ActionRow(menu))
    body.add_item(ui.ActionRow(to_event(coming.occurrence.number, language)))
    return Screen(body)


def _date(coming: Coming, language: str) -> str:
    """A date for a menu, where Discord shows no timestamps: the day at the place."""
    day = local_in(coming.occurrence.starts_at, coming.event.zone).date()
    return fit(show_day(day, language), 100)


def locals_screen(
    page: EventPage, number: int, language: str, *, now: datetime, near: bool = False
) -> Screen:
    """The local events of a day of action, a page of them."""
    children = page.children
    pages = max(1, -(-len(children) // LOCALS_ON_A_PAGE))
    number = min(number, pages - 1)
    heading = t("events.locals_title", language, title=fit(plain(page.event.title), _LONGEST_TITLE))
    about = t("events.locals_near" if near else "events.locals_about", language)
    total = counts_text(page.whole, None, page.tier, language)
    opening = f"## {heading}\n{total} · {t('events.local_events', language, count=len(children))}"
    body: Body = ui.Container(ui.TextDisplay(f"{opening}\n-# {about}"), accent_color=ACCENT)
    shown = children[number * LOCALS_ON_A_PAGE : (number + 1) * LOCALS_ON_A_PAGE]
    for child in shown:
        body.add_item(ui.Separator())
        body.add_item(
            ui.Section(
                ui.TextDisplay(card_text(child, language, now=now)),
                accessory=details(child.occurrence.number, language),
            )
        )
    event = page.event.number
    found = [button("events.near_me", language, f"event:near:{event}", PRIMARY)]
    # Nearest first, the order is not kept: the place somebody typed is forgotten.
    if not near and number > 0:
        found.append(button("events.earlier_page", language, f"event:locals:{event}:{number - 1}"))
    if not near and number < pages - 1:
        found.append(button("events.later_page", language, f"event:locals:{event}:{number + 1}"))
    if near and pages > 1:
        found.append(button("events.see_all", language, f"event:locals:{event}:0"))
    if page.times:
        found.append(to_event(page.times[0].occurrence.number, language))
    for row in rows(found):
        body.add_item(row)
    return Screen(body)


def card_text(coming: Coming, language: str, *, now: datetime, local: int = 0) -> str:
    """One event of a list: title, when, where, how it stands. Of what was called off only that:
    nobody goes there, whatever they had answered."""
    event, one = coming.event, coming.occurrence
    off = is_off(coming)
    status = status_text(event, one, language, now=now)
    lines = [f"**{status}**"] if status else []
    kind = t(f"events.kind.{event.kind.value}", language)
    lines.append(f"**{fit(plain(event.title), _LONGEST_TITLE)}**")
    when = stamp(one.starts_at, "F")
    lines.append(f"~~{when}~~" if off else f"{when} ({stamp(one.starts_at, 'R')})")
    place = fit(plain(coming.place), _LONGEST_TITLE)
    if coming.km is not None:
        km, miles = (max(1, round(far)) for far in (coming.km, coming.km * _MILES_PER_KM))
        away = t("find.distance", language, km=km, miles=miles)
        place = f"{place} · {away}" if place else away
    lines.append(f"{kind} · {place}" if place else kind)
    if off:
        return "\n".join(lines)
    counts = counts_text(coming.counts, one.capacity, coming.tier, language)
    if local:
        counts = t("events.local_events", language, count=local)
    mine = standing(coming, Glance(), language)
    lines.append(f"-# {counts} · **{mine}**" if mine else f"-# {counts}")
    return "\n".join(lines)


def option_text(coming: Coming, language: str) -> str:
    """An event as a choice of a command's option: its title and its day."""
    return fit(f"{_date(coming, language)} · {visible(coming.event.title)}", 100)


def _standing(coming: Coming, glance: Glance, language: str) -> str:
    heading = standing(coming, glance, language)
    if not heading:
        return ""
    if unseen(coming):
        return f"### {heading}\n**{t('events.changed_since', language)}**"
    follows = what_follows(coming, glance, language)
    return f"### {heading}\n{follows}" if follows else f"### {heading}"


def _see_all(event: int, language: str) -> ui.Button[Any]:
    return button("events.see_all_local", language, f"event:locals:{event}:0", PRIMARY)
