"""The menu of lists, and the lists of entries of the directory. Pure: values in, a Screen out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import discord
from discord import ui

from bot.domain.named_lists import HOTLINES, NAMED_LISTS, NamedList
from bot.domain.organization import Hit
from bot.i18n import languages, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.entry_words import kind_name
from bot.services.named_lists import Listing
from cogs.resources.page_code import PAGE_SIZE, Found, page_count
from cogs.resources.render import Page, results_screen

Body = ui.Container[Any]
#: A place in a custom_id: a label, which never holds a ZIP. A longer one is left out.
MAX_WHERE = 60
MAX_OPTIONS = 25
_MAX_HEADING = 150


def title_of(of: NamedList, language: str) -> str:
    """A list's name."""
    return t(f"lists.title.{of.slug}", language)


def titles() -> list[tuple[str, str]]:
    """Every name of every list, in all our languages, with its slug."""
    return [(title_of(each, code), each.slug) for code in languages() for each in NAMED_LISTS]


def kept(label: str) -> str:
    """A place as a button carries it, so that the next list is for the same place."""
    return label if len(label) <= MAX_WHERE and ":" not in label else ""


def button(
    key: str,
    language: str,
    custom_id: str,
    *,
    count: int | None = None,
    primary: bool = False,
) -> ui.Button[Any]:
    """A button that carries all its state."""
    style = discord.ButtonStyle.primary if primary else discord.ButtonStyle.secondary
    return ui.Button(label=t(key, language, count=count), custom_id=custom_id, style=style)


def onward(of: NamedList, where: str, language: str) -> list[ui.Button[Any]]:
    """What leads on from every list: another place, the menu."""
    place = "lists.another_place" if where else "lists.choose_place"
    return [
        button(place, language, f"lists:place:{of.slug}"),
        button("lists.all_lists", language, f"lists:menu:{kept(where)}"),
    ]


def menu_screen(where: str, language: str) -> Screen:
    """The lists there are, one line each, and a menu to choose from."""
    heading = t("lists.menu_title", language)
    if where:
        heading = t("lists.heading", language, title=heading, place=plain(where))
    lines = [
        t("lists.menu_line", language, title=title_of(each, language), about=_line(each, language))
        for each in NAMED_LISTS
    ]
    text = "\n".join([f"## {fit(heading, _MAX_HEADING)}", t("lists.menu_about", language), *lines])
    choice: ui.Select[Any] = ui.Select(
        custom_id=f"lists:choose:{kept(where)}", placeholder=t("lists.choose", language)
    )
    for each in NAMED_LISTS:
        choice.add_option(label=title_of(each, language), value=each.slug)
    return Screen(ui.Container(ui.TextDisplay(text), ui.ActionRow(choice), accent_color=ACCENT))


def _line(of: NamedList, language: str) -> str:
    return t(f"lists.line.{of.slug}", language)


def kinds_screen(of: NamedList, kinds: Sequence[str], where: str, language: str) -> Screen:
    """The directory: choose a kind of group, or search with one's own words."""
    heading = title_of(of, language)
    if where:
        heading = t("lists.heading", language, title=heading, place=plain(where))
    text = f"## {fit(heading, _MAX_HEADING)}\n{t('lists.about.directory', language)}"
    choice: ui.Select[Any] = ui.Select(
        custom_id=f"lists:kind:{kept(where)}", placeholder=t("lists.choose_kind", language)
    )
    named = sorted((kind_name(kind, language), kind) for kind in kinds)
    for name, kind in named[:MAX_OPTIONS]:
        choice.add_option(label=fit(name[:1].upper() + name[1:], 100), value=kind)
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    if named:
        body.add_item(ui.ActionRow(choice))
    body.add_item(ui.ActionRow(*onward(of, where, language)))
    return Screen(body)


def listing_screen(
    listing: Listing, language: str, *, in_server: bool, now: datetime | None = None
) -> Screen:
    """The first page of a list of entries."""
    of = listing.of
    title = title_of(of, language)
    if listing.kind is not None:
        name = kind_name(listing.kind, language)
        title = name[:1].upper() + name[1:]
    where = listing.place.label if listing.place else ""
    heading = title
    if where:
        heading = t("lists.heading", language, title=title, place=plain(where))
    hint = t("lists.add_a_place", language) if not where and not listing.notices else ""
    page = Page(
        hits=listing.hits[:PAGE_SIZE],
        found=[(hit.organization.number, hit.distance_km) for hit in listing.hits],
        number=0,
        heading=fit(heading, _MAX_HEADING),
        notices=[t(notice.key, language, **notice.params) for notice in listing.notices],
        in_server=in_server,
        now=now,
        hotlines=of == HOTLINES,
        hint=hint,
        turn=f"lists:page:{of.slug}",
        extra=onward(of, where, language),
    )
    return results_screen(page, language)


def later_listing_screen(
    of: NamedList,
    hits: Sequence[Hit],
    found: Sequence[Found],
    number: int,
    language: str,
    *,
    in_server: bool,
    now: datetime | None = None,
) -> Screen:
    """Another page of a list; the place is not known any more, only where we are."""
    where = t("find.page", language, number=number + 1, total=page_count(len(found)))
    page = Page(
        hits=hits,
        found=found,
        number=number,
        heading=t("lists.heading", language, title=title_of(of, language), place=where),
        in_server=in_server,
        now=now,
        hotlines=of == HOTLINES,
        turn=f"lists:page:{of.slug}",
        extra=onward(of, "", language),
    )
    return results_screen(page, language)
