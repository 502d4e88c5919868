"""The page of one entry, of one of its places, of one of its services. Pure: values in, Screen out.

The alert stands before everything else, then who they are and what they do, then what a person
needs to begin: for whom, how, whom to call, when, where. What has several places or services (a
visiting programme has a page a facility) offers them in a menu.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import discord
from discord import ui

from bot.domain.entry import Entry, Location, Service
from bot.domain.entry_view import EntryView
from bot.domain.errors import NotFound
from bot.domain.organization import Scope
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, MAX_TEXT, Screen
from bot.presentation.text import fit, plain, visible, web_address
from bot.services.entry_words import kind_name
from bot.services.opening_text import Hours, hours_of, hours_of_service
from bot.services.places import state_name
from cogs.resources.entry_parts import (
    MAX_LINE,
    MAX_NAME,
    Prose,
    address_text,
    block,
    headed,
    hours_block,
    in_language,
    languages_line,
    phones_block,
    place_title,
    prose,
    town_line,
    within,
)

#: So many are offered in one menu; the last choice leads to the others.
_CHOICES = 24

What = Literal["place", "service"]
_CHOOSE: dict[What, str] = {
    "place": "entry.choose_place",
    "service": "entry.choose_service",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Which of the entry's places or services is looked at."""

    what: What
    index: int


@dataclass(frozen=True, slots=True)
class _Asking:
    """For whom, and when."""

    view: EntryView
    now: datetime
    language: str
    in_server: bool

    def t(self, key: str, *, count: int | None = None, **params: object) -> str:
        return t(key, self.language, count=count, **params)


def entry_screen(
    view: EntryView,
    *,
    now: datetime,
    language: str,
    in_server: bool,
    part: Part | None = None,
    first: int = 0,
) -> Screen:
    """The page of the entry, or of a part of it. `first` is where long menus begin.

    Raises:
        NotFound: the entry has no such part (any more).
    """
    asking = _Asking(view, now, language, in_server)
    if part is None:
        return _screen(_entry_blocks(asking), [*_menus(asking, first), _buttons(asking)])
    parts = view.entry.locations if part.what == "place" else view.entry.services
    if part.index >= len(parts):
        raise NotFound("entry.part_gone")
    chosen = parts[part.index]
    if isinstance(chosen, Location):
        blocks, website = _place_blocks(asking, chosen, part.index), view.entry.website
    else:
        blocks, website = _service_blocks(asking, chosen), chosen.website or view.entry.website
    return _screen(blocks, [_buttons_of_part(asking, website)])


def _screen(blocks: Iterator[str], rows: Sequence[ui.ActionRow[Any] | None]) -> Screen:
    body: ui.Container[Any] = ui.Container(accent_color=ACCENT)
    for at, text in enumerate(within(blocks, MAX_TEXT)):
        if at and text.startswith("**"):  # some air above each heading
            body.add_item(ui.Separator(visible=False))
        body.add_item(ui.TextDisplay(text))
    if shown := [row for row in rows if row is not None]:
        body.add_item(ui.Separator())
        for row in shown:
            body.add_item(row)
    return Screen(body)


# --- the entry ------------------------------------------------------------------------------


def _entry_blocks(asking: _Asking) -> Iterator[str]:
    entry, language = asking.view.entry, asking.language
    if entry.alert:
        yield f"**{block(entry.alert, 300)}**"
    about = fit(f"{kind_name(entry.kind, language)} · {_reach(entry, language)}", MAX_LINE)
    yield f"## {block(_name(asking), MAX_NAME)}\n{about}"
    yield Prose(block(in_language(entry.what, language), 600))
    yield languages_line(entry.languages, language)
    only = entry.services[0] if len(entry.services) == 1 else None
    if only is not None:
        yield from _service_facts(asking, only)
    place = entry.locations[0] if len(entry.locations) == 1 else None
    yield from _ways_to_reach(asking, place, only)
    hours = hours_of(entry)
    if hours.schedules or (len(entry.locations) < 2 and len(entry.services) < 2):
        yield hours_block(hours, asking.now, language)
    if only is not None and only.schedules and hours.schedules is not only.schedules:
        yield hours_block(hours_of_service(only, entry), asking.now, language, of=only.name)
    if place is not None:
        yield from _place_facts(asking, place)
    yield f"-# {_checked(asking)}"


def _ways_to_reach(
    asking: _Asking, place: Location | None, service: Service | None
) -> Iterator[str]:
    """Phones and the email of the entry, and of its place and service where it has one each."""
    entry, parts = asking.view.entry, [part for part in (place, service) if part is not None]
    phones = [*entry.phones, *(phone for part in parts for phone in part.phones)]
    call = phones_block(phones, asking.language)
    email = _email(asking, entry.email or (service.email if service else ""))
    yield call
    yield email
    elsewhere = len(entry.locations) > 1 or len(entry.services) > 1
    if not (call or email or elsewhere or _website(asking)):
        yield asking.t("entry.no_contact")


def _website(asking: _Asking) -> str | None:
    """Where the button leads: their own site, else that of their only service."""
    entry = asking.view.entry
    only = entry.services[0].website if len(entry.services) == 1 else None
    return web_address(entry.website) or web_address(only)


def _name(asking: _Asking) -> str:
    entry = asking.view.entry
    return entry.names.get(asking.language) or entry.name


def _reach(entry: Entry, language: str) -> str:
    home = entry.states[0] if entry.states else ""
    if entry.city:
        return plain(f"{entry.city}, {home}" if home else entry.city)
    if entry.scope is Scope.STATE and home:
        names = ", ".join(state_name(code, language) for code in entry.states)
        return t("find.all_of_state", language, state=plain(names))
    return t(f"find.scope.{entry.scope.value.replace(' ', '_')}", language)


def _checked(asking: _Asking) -> str:
    day = asking.view.assured_on
    if day is None:
        return asking.t("find.not_checked")
    return asking.t("find.checked", date=show_date(day, asking.language))


def _email(asking: _Asking, email: str) -> str:
    return asking.t("entry.email", email=block(email, 120)) if email else ""


# --- a place --------------------------------------------------------------------------------


def _place_blocks(asking: _Asking, place: Location, index: int) -> Iterator[str]:
    entry, language = asking.view.entry, asking.language
    if entry.alert:
        yield f"**{block(entry.alert, 300)}**"
    yield _part_heading(asking, "entry.place", place_title(place, index + 1, language))
    yield languages_line(place.languages or entry.languages, language)
    begin = [s for s in entry.services if s.how_to_begin and _can_be_had(s, place)]
    if begin:
        yield prose("entry.how_to_begin", begin[0].how_to_begin, 700, language)
    yield phones_block(place.phones or entry.phones, language)
    yield hours_block(_hours_there(entry, place), asking.now, language)
    yield from _place_facts(asking, place)
    yield f"-# {_checked(asking)}"


def _can_be_had(service: Service, place: Location) -> bool:
    """Whether it can be had there; one that names no place can be had at all of them."""
    return not service.locations or place.id in service.locations


def _hours_there(entry: Entry, place: Location) -> Hours:
    """The place's own hours, else those of the only service that is to be had there."""
    if place.schedules:
        return Hours(place.schedules, place.time_zone)
    there = [s for s in entry.services if s.schedules and _can_be_had(s, place)]
    return Hours(there[0].schedules, place.time_zone) if len(there) == 1 else Hours()


def _place_facts(asking: _Asking, place: Location) -> Iterator[str]:
    yield headed("entry.where", address_text(place, asking.language), asking.language)
    yield prose("entry.good_to_know", place.description, 900, asking.language)
    if not place.confidential:  # the way there would tell it
        yield prose("entry.getting_there", place.transportation, 400, asking.language)


# --- a service ------------------------------------------------------------------------------


def _service_blocks(asking: _Asking, service: Service) -> Iterator[str]:
    entry, language = asking.view.entry, asking.language
    if entry.alert:
        yield f"**{block(entry.alert, 300)}**"
    yield _part_heading(asking, "entry.service", service.name)
    yield languages_line(service.languages or entry.languages, language)
    yield from _service_facts(asking, service)
    yield phones_block(service.phones or entry.phones, language)
    yield _email(asking, service.email or entry.email)
    yield hours_block(hours_of_service(service, entry), asking.now, language)
    there = [place for place in entry.locations if place.id and place.id in service.locations]
    if len(there) == 1:
        yield headed("entry.where", address_text(there[0], language), language)
    elif there:
        names = ", ".join(
            place_title(place, at, language) for at, place in enumerate(entry.locations, 1)
            if place in there
        )  # fmt: skip
        yield headed("entry.where", block(names, 250), language)
    yield f"-# {_checked(asking)}"


def _service_facts(asking: _Asking, service: Service) -> Iterator[str]:
    if service.status not in ("", "active"):
        yield f"**{asking.t('entry.paused')}**"
    yield Prose(block(service.what, 600))
    yield prose("entry.who_for", service.eligibility, 500, asking.language)
    yield prose("entry.how_to_begin", service.how_to_begin, 700, asking.language)
    facts: list[str] = []
    if service.fees:
        facts.append(asking.t("entry.fees", fees=block(service.fees, 120)))
    if service.areas:
        facts.append(asking.t("entry.areas", areas=block(", ".join(service.areas), 120)))
    yield "\n".join(facts)


def _part_heading(asking: _Asking, kind: str, title: str) -> str:
    of = asking.t("entry.part_of", kind=asking.t(kind), name=block(_name(asking), MAX_NAME))
    return f"## {block(title, MAX_NAME)}\n{of}"


# --- what can be pressed --------------------------------------------------------------------


def _menus(asking: _Asking, first: int) -> Iterator[ui.ActionRow[Any]]:
    entry, language = asking.view.entry, asking.language
    if len(entry.locations) > 1:
        places = [
            (place_title(place, at, language), _below(place))
            for at, place in enumerate(entry.locations, 1)
        ]
        yield _menu(asking, "place", places, first)
    if len(entry.services) > 1:
        services = [(service.name, service.what) for service in entry.services]
        yield _menu(asking, "service", services, first)


def _below(place: Location) -> str:
    """What is said below a place's name in the menu: never a confidential street."""
    return "" if place.confidential or not place.name else town_line(place)


def _menu(
    asking: _Asking, what: What, named: Sequence[tuple[str, str]], first: int
) -> ui.ActionRow[Any]:
    menu: ui.Select[Any] = ui.Select(
        placeholder=asking.t(_CHOOSE[what]),
        custom_id=f"entry:{what}:{asking.view.number}",
    )
    total = len(named)
    first = first if first < total else 0
    last = total if total <= _CHOICES + 1 else min(total, first + _CHOICES)
    for at, (name, below) in enumerate(named[first:last], first):
        label = fit(visible(name), 100) or asking.t("entry.place_number", number=at + 1)
        menu.add_option(label=label, value=str(at), description=fit(visible(below), 100) or None)
    if first or last < total:  # behind the last of them the menu begins again
        label = asking.t("entry.more", count=total - last or first)
        menu.add_option(label=label, value=f"from{last % total}")
    return ui.ActionRow(menu)


def _buttons(asking: _Asking) -> ui.ActionRow[Any] | None:
    view, row = asking.view, list[ui.Item[Any]]()
    if url := _website(asking):
        row.append(ui.Button(label=asking.t("find.website"), url=url))
        if asking.in_server and web_address(view.entry.website):
            row.append(_button(asking, "find.share", f"find:share:{view.number}"))
    if asking.in_server:
        row.append(_button(asking, "find.something_wrong", f"find:wrong:{view.number}"))
    return ui.ActionRow(*row) if row else None


def _buttons_of_part(asking: _Asking, website: str | None) -> ui.ActionRow[Any]:
    row: list[ui.Item[Any]] = [_button(asking, "entry.back", f"entry:back:{asking.view.number}")]
    if url := web_address(website):
        row.append(ui.Button(label=asking.t("find.website"), url=url))
    if asking.in_server:
        row.append(_button(asking, "find.something_wrong", f"find:wrong:{asking.view.number}"))
    return ui.ActionRow(*row)


def _button(asking: _Asking, key: str, custom_id: str) -> ui.Button[Any]:
    style = discord.ButtonStyle.secondary
    return ui.Button(label=asking.t(key), custom_id=custom_id, style=style)
