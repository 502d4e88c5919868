"""The editors' screens: the review queue, an entry to be edited, its history. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord
from discord import ui

from bot.domain.entry import Entry, Location, Service, Status, for_members
from bot.domain.entry_diff import Difference
from bot.domain.entry_json import entry_to_json
from bot.domain.organization import Hit, Organization
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Notice, Screen
from bot.presentation.text import fit, plain, web_address
from bot.services.entries import EntryChange, StoredEntry
from bot.services.entry_parts import NEW, keyed
from bot.services.review import ReviewKind, ReviewView
from cogs.directory.words import (
    change_line,
    difference_lines,
    joined,
    numbers_to_call,
    standing_line,
    unverified,
    waiting_line,
)
from cogs.resources.render import card_text

Body = ui.Container[Any]
_MOST_WORDS, _MOST_HISTORY = 1200, 8
#: Discord's menus hold 25: so many parts and one to add, or fewer and the way to the others.
_MOST_OPTIONS, _A_PAGE = 24, 23
#: In a menu: the value that shows the parts from that one on.
FROM = ">"
_FROM_THE_FIRST: Mapping[str, int] = {}


def organization_of(stored: StoredEntry, language: str) -> Organization:
    """An entry as its card is made from, as members see it or would see it."""
    entry = for_members(stored.entry)
    what = entry.what.get(language) or entry.what.get("en") or next(iter(entry.what.values()), "")
    return Organization(
        stored.number,
        entry.id,
        entry.names.get(language) or entry.name,
        entry.kind,
        entry.scope,
        entry.states,
        entry.city,
        entry.points,
        entry.website,
        entry.through,
        what,
        entry.languages,
        stored.assured_on,
        entry_to_json(entry) if entry.phones or entry.locations or entry.services else "",
    )


def _card(stored: StoredEntry, language: str) -> str:
    return card_text(Hit(organization_of(stored, language), None), language)


def _button(
    key: str, language: str, custom_id: str, style: discord.ButtonStyle | None = None
) -> ui.Button[Any]:
    return ui.Button(
        label=t(key, language),
        custom_id=custom_id,
        style=style or discord.ButtonStyle.secondary,
    )


PRIMARY = discord.ButtonStyle.primary


# --- the queue ------------------------------------------------------------------------------


def review_screen(view: ReviewView | None, language: str, done: str = "") -> Screen:
    """What waits next, or that nothing does. `done` says what was just dealt with."""
    if view is None:
        return Notice(joined([done, t("directory.review_none", language)]))
    body: Body = ui.Container(accent_color=ACCENT)
    lines = [
        done,
        f"## {t(f'directory.review.{view.item.kind.name.lower()}', language)}",
        f"-# {waiting_line(view.waiting, language)}",
        _why(view, language),
    ]
    body.add_item(ui.TextDisplay(joined(lines)))
    if view.stored is not None:
        body.add_item(ui.Separator())
        text = [_card(view.stored, language), *numbers_to_call(view.stored.entry, language)]
        body.add_item(ui.TextDisplay("\n".join(text)))
    elif view.suggestion is None:
        body.add_item(ui.TextDisplay(t("directory.entry_gone", language)))
    for row in _review_rows(view, language):
        body.add_item(row)
    return Screen(body)


def _why(view: ReviewView, language: str) -> str:
    """Why this stands in the queue."""
    if view.report is not None:
        said = t(
            "directory.reported",
            language,
            when=show_date(view.report.reported_on, language),
            reason=t(f"find.problem.{view.report.reason.value}", language),
        )
        words = fit(plain(view.report.details), _MOST_WORDS)
        if not words:
            return said
        return joined([said, t("directory.reported_words", language, words=words)])
    if view.suggestion is not None:
        each = view.suggestion
        return joined(
            [
                f"### {fit(plain(each.name), 200)}",
                fit(plain(each.place), 200),
                fit(plain(each.contact), 200),
                fit(plain(each.words), _MOST_WORDS),
                "-# "
                + t("directory.suggested", language, when=show_date(each.suggested_on, language)),
            ]
        )
    if view.change is not None:
        what = difference_lines(view.differences, language)
        source = fit(plain(view.change.source), 100)
        return joined([t("directory.list_differs", language, name=source), what])
    return t(f"directory.why.{view.item.kind.name.lower()}", language)


def _review_rows(view: ReviewView, language: str) -> list[ui.ActionRow[Any]]:
    item, stored = view.item, view.stored
    tail = f"{item.kind.value}:{item.ref}:{stored.version if stored else 0}"
    later = _button("directory.later", language, f"review:later:{tail}")
    if view.suggestion is not None:
        add = _button("directory.add_it", language, f"suggested:add:{item.ref}", PRIMARY)
        drop = _button("directory.not_for_us", language, f"review:done:{tail}")
        return [ui.ActionRow(add, drop, later)]
    if view.change is not None:
        take = _button("directory.take_theirs", language, f"review:take:{tail}", PRIMARY)
        keep = _button("directory.keep_ours", language, f"review:done:{tail}")
        return [ui.ActionRow(take, keep, later)]
    if stored is None or stored.status is Status.RETIRED:
        done = _button("directory.done", language, f"review:done:{tail}", PRIMARY)
        return [ui.ActionRow(done, later)]
    waits = item.kind is ReviewKind.WAITING
    key = "directory.show_it" if waits else "directory.right"
    first: list[ui.Item[Any]] = [_button(key, language, f"review:right:{tail}", PRIMARY)]
    if unverified(stored.entry):
        first.append(_button("directory.called", language, f"review:called:{tail}"))
    url = web_address(stored.entry.website)
    if url:
        first.append(ui.Button(label=t("find.website", language), url=url))
    second = [
        _button("directory.edit", language, f"entry:edit:{stored.number}"),
        _button(
            "directory.not_for_us" if waits else "directory.take_out",
            language,
            f"review:out:{tail}",
        ),
    ]
    if view.report is not None:
        second.append(_button("directory.done", language, f"review:done:{tail}"))
    return [ui.ActionRow(*first), ui.ActionRow(*second, later)]


# --- one entry, to be edited ----------------------------------------------------------------


def editor_screen(
    stored: StoredEntry,
    language: str,
    done: str = "",
    *,
    shown_from: Mapping[str, int] = _FROM_THE_FIRST,
) -> Screen:
    """An entry as its editors see it, with what can be done to it. `shown_from` is where the menus
    of services and places begin, where they can't hold all."""
    body: Body = ui.Container(accent_color=ACCENT)
    head = [done, f"-# {standing_line(stored, language)}", _card(stored, language)]
    body.add_item(
        ui.TextDisplay("\n".join([*filter(None, head), *numbers_to_call(stored.entry, language)]))
    )
    body.add_item(ui.Separator())
    at = f"{stored.number}:{stored.version}"
    body.add_item(
        ui.ActionRow(
            _button("directory.edit_basics", language, f"entry:basics:{at}"),
            _button("directory.edit_contact", language, f"entry:contact:{at}"),
            _button("directory.edit_texts", language, f"entry:texts:{at}"),
        )
    )
    for kind in ("service", "place"):
        body.add_item(ui.ActionRow(_parts(stored, kind, language, shown_from.get(kind, 0))))
    body.add_item(ui.ActionRow(*_deeds(stored, language)))
    return Screen(body)


def _parts(stored: StoredEntry, kind: str, language: str, start: int) -> ui.Select[Any]:
    """The entry's services or places, each to be changed, and one more to be added."""
    select: ui.Select[Any] = ui.Select(
        custom_id=f"entry:{kind}:{stored.number}:{stored.version}",
        placeholder=t(f"directory.choose_{kind}", language),
    )
    entry = stored.entry
    parts: Mapping[str, Service | Location]
    parts = keyed(entry.services) if kind == "service" else keyed(entry.locations)
    at = _page(start, len(parts))
    for key, part in list(parts.items())[at.start : at.stop]:
        name = part.name or getattr(part, "address_1", "") or getattr(part, "city", "") or key
        select.add_option(label=fit(name, 100), value=key)
    if len(at) < len(parts):
        onward = _page(at.stop if at.stop < len(parts) else 0, len(parts))
        more = t(
            "directory.more_parts", language,
            first=onward.start + 1, last=onward.stop, total=len(parts),
        )  # fmt: skip
        select.add_option(label=more, value=f"{FROM}{onward.start}")
        if at.start:
            select.placeholder = t(
                f"directory.choose_{kind}_from", language,
                first=at.start + 1, last=at.stop, total=len(parts),
            )  # fmt: skip
    select.add_option(label=t(f"directory.add_{kind}", language), value=NEW)
    return select


def _page(start: int, count: int) -> range:
    """Which parts the menu shows that begins there."""
    if count <= _MOST_OPTIONS:
        return range(count)
    start = min(start, count - 1) // _A_PAGE * _A_PAGE
    return range(start, min(start + _A_PAGE, count))


def _deeds(stored: StoredEntry, language: str) -> list[ui.Button[Any]]:
    at = f"{stored.number}:{stored.version}"
    history = _button("directory.history", language, f"entry:history:{stored.number}")
    if stored.status is Status.RETIRED:
        return [_button("directory.bring_back", language, f"entry:restore:{at}", PRIMARY), history]
    waits = stored.status is Status.WAITING
    key = "directory.show_it" if waits else "directory.right"
    deeds = [_button(key, language, f"entry:right:{at}", PRIMARY)]
    if unverified(stored.entry):
        deeds.append(_button("directory.called", language, f"entry:called:{at}"))
    deeds.append(_button("directory.take_out", language, f"entry:retire:{at}"))
    if not waits:
        deeds.append(_button("directory.as_members", language, f"entry:show:{stored.number}"))
    return [*deeds, history]


def retire_question(stored: StoredEntry, language: str) -> Screen:
    """Asks before an entry is taken out."""
    name = fit(plain(stored.entry.name), 130)
    at = f"{stored.number}:{stored.version}"
    return Notice(
        t("directory.retire_question", language, name=name),
        ui.ActionRow(
            _button(
                "directory.take_out",
                language,
                f"entry:retired:{at}",
                discord.ButtonStyle.danger,
            ),
            _button("directory.keep_it", language, f"entry:edit:{stored.number}"),
        ),
    )


def history_screen(stored: StoredEntry, changes: list[EntryChange], language: str) -> Screen:
    """What was done to an entry, the newest first, and the way to undo the last of it."""
    name = fit(plain(stored.entry.name), 130)
    lines = [f"## {t('directory.history_title', language, name=name)}"]
    after: Entry | None = stored.entry
    for change in changes[:_MOST_HISTORY]:
        lines.append(fit(change_line(change, after, language), 420))
        after = change.before
    if not changes:
        lines.append(t("directory.history_none", language))
    body: Body = ui.Container(ui.TextDisplay(fit("\n".join(lines), 3900)), accent_color=ACCENT)
    row: ui.ActionRow[Any] = ui.ActionRow()
    if changes:
        undo = f"entry:undo:{stored.number}:{stored.version}"
        row.add_item(_button("directory.undo", language, undo))
    row.add_item(_button("directory.back", language, f"entry:edit:{stored.number}"))
    body.add_item(row)
    return Screen(body)


def meanwhile_text(what: list[Difference], language: str) -> str:
    """What somebody else changed since a form was opened."""
    return joined([t("directory.edited_meanwhile", language), difference_lines(what, language)])
