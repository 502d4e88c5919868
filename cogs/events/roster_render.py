"""The roster: who comes, and after the beginning a button beside each name. Pure.

People are shown as mentions, which Discord turns into the name that this server knows; no name is
read or kept here, and nobody is pinged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from discord import ui

from bot.domain.event import Answer, Kind
from bot.i18n import t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.rosters import RosterPage, RosterView, Rsvp
from cogs.events.roster_words import button, moment

#: So many on a page: a line each, or after the beginning a line with a button.
PAGE, PAGE_BEGUN = 20, 7

_VIEWS: Mapping[RosterView, str] = {
    RosterView.GOING: "event_roster.view_going",
    RosterView.LINE: "event_roster.view_line",
    RosterView.MAYBE: "event_roster.view_maybe",
    RosterView.UNHEARD: "event_roster.view_unheard",
    RosterView.MISSED: "event_roster.view_missed",
}
_EMPTY: Mapping[RosterView, str] = {
    RosterView.GOING: "event_roster.nobody_going",
    RosterView.LINE: "event_roster.nobody_line",
    RosterView.MAYBE: "event_roster.nobody_maybe",
    RosterView.UNHEARD: "event_roster.nobody_unheard",
    RosterView.MISSED: "event_roster.nobody_missed",
}


def roster_screen(page: RosterPage, language: str, *, note: str = "") -> Screen:
    """Who comes; `note` says in the first line what was just done."""
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    body.add_item(ui.TextDisplay("\n".join(_head(page, language, note))))
    body.add_item(ui.Separator())
    for item in _people(page, language):
        body.add_item(item)
    for row in _rows(page, language):
        body.add_item(row)
    return Screen(body)


def _head(page: RosterPage, language: str, note: str) -> Iterator[str]:
    event, one, counts = page.event, page.occurrence, page.counts
    if note:
        yield note
    yield f"## {fit(plain(event.title), 200)}"
    yield moment(one.starts_at)
    if one.capacity is None:
        said = [t("event_roster.going", language, count=counts.going)]
    else:
        said = [t("event_roster.going_of", language, count=counts.going, of=one.capacity)]
    held = counts.waiting + counts.offered
    if held:
        said.append(t("event_roster.in_line", language, count=held))
    if counts.maybe:
        said.append(t("event_roster.maybe", language, count=counts.maybe))
    if counts.declined:
        said.append(t("event_roster.declined", language, count=counts.declined))
    yield " · ".join(said)
    if one.change and counts.unheard and not page.over:
        yield t("event_roster.unheard", language, count=counts.unheard)
    if page.begun:
        yield from _came(page, language)
    else:
        yield f"-# {t('event_roster.not_begun', language)}"


def _came(page: RosterPage, language: str) -> Iterator[str]:
    at, count = page.presence, page.occurrence.came
    parts = [t("event_roster.came", language, count=at.came + at.extra)]
    if at.missed:
        parts.append(t("event_roster.missed", language, count=at.missed))
    if at.open:
        parts.append(t("event_roster.open", language, count=at.open))
    if at.came or at.missed or at.open or at.extra:
        yield " · ".join(parts)
    if count is not None:
        yield t("event_roster.counted", language, count=count)
    yield f"-# {t('event_roster.kept', language)}"


# --- people ---------------------------------------------------------------------------------


def _people(page: RosterPage, language: str) -> Iterator[ui.Item[Any]]:
    title = t(_VIEWS[page.view], language)
    shown = f" · {page.number + 1}/{page.pages}" if page.pages > 1 else ""
    head = f"**{title}**{shown}"
    if not page.people:
        yield ui.TextDisplay(f"{head}\n{t(_EMPTY[page.view], language)}")
        return
    markable = page.begun and page.view in (RosterView.GOING, RosterView.MAYBE, RosterView.MISSED)
    if not markable:
        lines = [_line(page, at, each, language) for at, each in enumerate(page.people)]
        yield ui.TextDisplay("\n".join([head, *lines]))
        return
    yield ui.TextDisplay(head)
    for each in page.people:
        text = " · ".join(filter(None, (f"<@{each.user_id}>", *_about(page, each, language))))
        came = "0" if each.came else "1"
        key = "event_roster.mark_missed" if each.came else "event_roster.mark_came"
        mark = button(
            key,
            language,
            f"event:came:{each.occurrence}:{page.view.value}:{page.number}:{each.user_id}:{came}",
        )
        yield ui.Section(text, accessory=mark)


def _line(page: RosterPage, at: int, each: Rsvp, language: str) -> str:
    about = _about(page, each, language)
    return " · ".join(filter(None, (f"{page.first + at + 1}. <@{each.user_id}>", *about)))


def _about(page: RosterPage, each: Rsvp, language: str) -> Iterator[str]:
    if each.came is not None:
        key = "event_roster.is_here" if each.came else "event_roster.is_missed"
        yield f"**{t(key, language)}**"
    if each.answer is Answer.OFFERED and each.offered_until is not None:
        until = f"<t:{int(each.offered_until.timestamp())}:t>"
        yield t("event_roster.offered", language, until=until)
    if each.team is not None and each.team in page.teams:
        yield fit(plain(page.teams[each.team]), 40)
    if each.slot is not None and each.slot in page.slots:
        yield f"<t:{int(page.slots[each.slot].timestamp())}:t>"


# --- what can be done -----------------------------------------------------------------------


def _rows(page: RosterPage, language: str) -> Iterator[ui.ActionRow[Any]]:
    one, view, number = page.occurrence.number, page.view, page.number
    views = [
        each
        for each in RosterView
        if each in (RosterView.GOING, view) or page.sizes[each]
        if each is not RosterView.MISSED or page.begun
    ]
    if len(views) > 1:
        select: ui.Select[Any] = ui.Select(custom_id=f"event:whom:{one}")
        for each in views:
            select.add_option(
                label=f"{t(_VIEWS[each], language)} ({page.sizes[each]})",
                value=each.value,
                default=each is view,
            )
        yield ui.ActionRow(select)
    if page.pages > 1:
        back = button(
            "event_roster.back", language, f"event:roster:{one}:{view.value}:{number - 1}"
        )
        on = button("event_roster.on", language, f"event:roster:{one}:{view.value}:{number + 1}")
        back.disabled, on.disabled = number == 0, number + 1 >= page.pages
        yield ui.ActionRow(back, on)
    deeds = _deeds(page, language)
    for at in range(0, len(deeds), 4):
        yield ui.ActionRow(*deeds[at : at + 4])


def _deeds(page: RosterPage, language: str) -> list[ui.Button[Any]]:
    one, event, at = page.occurrence.number, page.event, page.presence
    found: list[ui.Button[Any]] = []
    if page.begun and at.open and page.view is RosterView.GOING:
        found.append(button("event_roster.all_came", language, f"event:rest:{one}:1"))
        if at.came:
            found.append(button("event_roster.rest_missed", language, f"event:rest:{one}:0"))
    if page.begun and event.kind is Kind.TRAINING and at.came + at.extra:
        found.append(
            button("event_roster.confirm", language, f"event:trained:{one}:ask", primary=True)
        )
    if page.begun:
        found.append(button("event_roster.count", language, f"event:count:{one}"))
    if page.over:
        found.append(button("event_roster.how", language, f"event:how:{one}"))
    if event.kind is Kind.LOBBY_VISIT:
        found.append(button("event_roster.teams", language, f"event:teams:{one}:0"))
    if event.kind in (Kind.LEGAL_CLINIC, Kind.CITIZENSHIP_CLINIC):
        found.append(button("event_roster.slots", language, f"event:slots:{one}:0"))
    if event.kind is Kind.TOWN_HALL:
        found.append(
            button("event_roster.questions", language, f"event:questions:{event.number}:0")
        )
    return found


def confirm_question(page: RosterPage, language: str) -> Screen:
    """Asks before records are made: they say that somebody is trained."""
    came = page.presence.came + page.presence.extra
    one = page.occurrence.number
    valid = page.event.extra.get("valid_days")
    lines = [t("event_roster.confirm_question", language, count=came)]
    key = "event_roster.confirm_until" if valid else "event_roster.confirm_for_ever"
    lines.append(t(key, language, days=valid or 0))
    if page.presence.open:
        lines.append(t("event_roster.confirm_open", language, count=page.presence.open))
    body: ui.Container[Any] = ui.Container(
        ui.TextDisplay("\n".join(lines)),
        ui.ActionRow(
            button("event_roster.confirm_yes", language, f"event:trained:{one}:yes", primary=True),
            button("event_roster.not_yet", language, f"event:roster:{one}:going:0"),
        ),
        accent_color=ACCENT,
    )
    return Screen(body)


__all__ = ["PAGE", "PAGE_BEGUN", "confirm_question", "roster_screen"]
