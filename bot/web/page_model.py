"""The public calendar as a page: which events, in which words, with which links. Pure.

It is given what `EventsService.public` found, and so has only what a server shows to everybody on
earth; who comes, and how many, is not looked at. What the templates do is put it into HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.event import Kind
from bot.domain.search import fold
from bot.domain.visible import visible
from bot.i18n import language_name, languages, show_month, t
from bot.services.event_views import Coming
from bot.web.page_asked import Asked, Month, month_of
from bot.web.page_events import (
    Card,
    Links,
    card_of,
    first_taking_place,
    is_off,
    local_day,
    when_of,
)
from bot.web.page_grid import Week, weekday_names, weeks_of
from bot.web.page_steps import Subscribing, subscribing

#: So many months can be turned to, from this one on.
_FARTHEST = 24
_MOST_PLACES = 200

LinksOf = Callable[[Coming], Links]


@dataclass(frozen=True, slots=True)
class Site:
    """The public calendar of a server: what it is called, the path of its page and of the style
    sheet, the full address to subscribe to, and which day it is there."""

    name: str
    home: str
    style: str
    feed: str
    today: date


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of a menu, or a link: its name, its value or where it leads."""

    name: str
    value: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Events under a heading."""

    title: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month as a table, with the ways to the months beside it (None: there is none)."""

    title: str
    names: Sequence[tuple[str, str]]
    weeks: Sequence[Week]
    before: Choice | None
    after: Choice | None


@dataclass(frozen=True, slots=True)
class Page:
    """All that the template shows. `action`: where the filter is sent; `everything`: without it."""

    language: str
    title: str
    heading: str
    home: str
    style: str
    action: str
    spoken: str | None
    views: Sequence[Choice]
    others: Sequence[tuple[str, Choice]]
    kinds: Sequence[Choice]
    places: Sequence[Choice]
    filtered: bool
    everything: str
    month: MonthView | None
    sections: Sequence[Section]
    empty: str
    next_event: Choice | None
    subscribing: Subscribing


def page_of(
    site: Site,
    coming: Sequence[Coming],
    asked: Asked,
    language: str,
    *,
    now: datetime,
    links_of: LinksOf,
) -> Page:
    """The page that was asked for. `coming`: what is public there and not over, the soonest
    first."""
    wanted = [each for each in coming if _wanted(each, asked)]
    shown = [each for each in wanted if asked.month in (None, month_of(local_day(each)))]
    parents = {each.event.number: each.event.title for each in coming}

    def cards(some: Sequence[Coming]) -> tuple[Card, ...]:
        return tuple(
            card_of(times, language, now=now, links_of=links_of, parents=parents)
            for times in _by_event(some)
        )

    month = _month_view(site, asked, asked.month, shown, language) if asked.month else None
    if month is None:
        sections = _by_month(shown, cards, language)
    else:
        sections = [Section(t("site.in_full", language), cards(shown))] if shown else []
    heading = t("site.heading", language, name=visible(site.name))
    here = _path(site, asked.month)
    return Page(
        language=language,
        title=f"{month.title} · {heading}" if month else heading,
        heading=heading,
        home=site.home + asked.query(kind=None, place=None),
        style=site.style,
        action=here,
        spoken=asked.language,
        views=_views(site, asked, wanted, language),
        others=[
            (code, Choice(language_name(code), here + asked.query(lang=code)))
            for code in languages()
            if code != language
        ],
        kinds=_kinds(coming, asked, language),
        places=_places(coming, asked, language),
        filtered=asked.filtered,
        everything=here + asked.query(kind=None, place=None),
        month=month,
        sections=sections,
        empty="" if sections else _nothing(coming, asked, language),
        next_event=None if sections else _next(site, wanted, asked, language),
        subscribing=subscribing(site.feed, heading, language),
    )


def _path(site: Site, month: Month | None) -> str:
    return f"{site.home}/{month.code}" if month else site.home


# --- which events ---------------------------------------------------------------------------


def _wanted(coming: Coming, asked: Asked) -> bool:
    if asked.kind is not None and coming.event.kind is not asked.kind:
        return False
    return not asked.place or fold(coming.place) == fold(asked.place)


def _by_event(coming: Iterable[Coming]) -> list[list[Coming]]:
    """The times of each event, events in the order of their first."""
    grouped: dict[int, list[Coming]] = {}
    for each in coming:
        grouped.setdefault(each.event.number, []).append(each)
    return list(grouped.values())


def _by_month(
    shown: Sequence[Coming], cards: Callable[[Sequence[Coming]], tuple[Card, ...]], language: str
) -> list[Section]:
    """Each event once, in the month of the first time that it takes place."""
    months: dict[Month, list[Coming]] = {}
    for times in _by_event(shown):
        months.setdefault(month_of(local_day(first_taking_place(times))), []).extend(times)
    return [
        Section(_title(month, language), cards(times)) for month, times in sorted(months.items())
    ]


def _nothing(coming: Sequence[Coming], asked: Asked, language: str) -> str:
    if asked.filtered and coming:
        return t("site.none_filtered", language)
    return t("site.none_this_month" if asked.month else "site.none", language)


def _next(site: Site, wanted: Sequence[Coming], asked: Asked, language: str) -> Choice | None:
    """The way to what comes next, from a month that is empty."""
    if asked.month is None or not wanted:
        return None
    later = [each for each in wanted if month_of(local_day(each)) > asked.month]
    found = first_taking_place(later or wanted)
    title, when = visible(found.event.title), when_of(found, language).words
    said = t("site.next_event", language, title=title, when=when)
    return Choice(said, _path(site, month_of(local_day(found))) + asked.query())


# --- ways to turn ---------------------------------------------------------------------------


def _month_view(
    site: Site, asked: Asked, month: Month, shown: Sequence[Coming], language: str
) -> MonthView:
    first = month_of(site.today)

    def beside(months: int) -> Choice | None:
        other = month.plus(months)
        if not first <= other <= first.plus(_FARTHEST):
            return None
        return Choice(_title(other, language), _path(site, other) + asked.query())

    return MonthView(
        _title(month, language),
        weekday_names(language),
        weeks_of(month, shown, language, today=site.today),
        beside(-1),
        beside(1),
    )


def _title(month: Month, language: str) -> str:
    words = show_month(month.first, language)
    return words[:1].upper() + words[1:]


def _views(site: Site, asked: Asked, wanted: Sequence[Coming], language: str) -> list[Choice]:
    """As a list, or as a month: the first in which something takes place."""
    taking_place = [each for each in wanted if not is_off(each)]
    soonest = month_of(local_day(taking_place[0])) if taking_place else month_of(site.today)
    in_month = asked.month or max(soonest, month_of(site.today))
    return [
        Choice(t("site.as_list", language), site.home + asked.query(), asked.month is None),
        Choice(
            t("site.as_month", language),
            _path(site, in_month) + asked.query(),
            asked.month is not None,
        ),
    ]


def _kinds(coming: Sequence[Coming], asked: Asked, language: str) -> list[Choice]:
    """Every kind that there is, and the one that was asked for."""
    there = {each.event.kind for each in coming} | ({asked.kind} if asked.kind else set[Kind]())
    named = sorted((t(f"events.kind.{kind.value}", language), kind) for kind in there)
    return [
        Choice(t("site.every_kind", language), "", asked.kind is None),
        *(Choice(name, kind.value, kind is asked.kind) for name, kind in named),
    ]


def _places(coming: Sequence[Coming], asked: Asked, language: str) -> list[Choice]:
    there = {fold(place): place for each in coming if (place := visible(each.place))}
    if asked.place:
        there.setdefault(fold(asked.place), asked.place)
    named = sorted(there.items())[:_MOST_PLACES]
    chosen = fold(asked.place)
    return [
        Choice(t("site.every_place", language), "", not asked.place),
        *(Choice(place, place, bool(chosen) and key == chosen) for key, place in named),
    ]
