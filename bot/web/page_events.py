"""One event as the public page shows it: its state in words, when, where, what, its links. Pure.

Only texts that whoever stands farthest off may see arrive here (`bot/domain/event_tiers.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.errors import BadInput
from bot.domain.event import Event, Kind, Status
from bot.domain.visible import visible, web_address
from bot.i18n import show_day, t, zone_name
from bot.services.event_views import Coming
from bot.services.hours_text import show_time
from bot.services.when import say_rule

#: Of a series so many later dates are named.
_MOST_DATES = 6


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses that put one event into a calendar."""

    file: str
    google: str
    outlook: str


@dataclass(frozen=True, slots=True)
class When:
    """A time in words, with its beginning as machines read it; `off`: it does not take place."""

    words: str
    machine: str
    off: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """An event. `status` is said before anything else; `after` are the later dates of a series."""

    anchor: str
    title: str
    status: str
    kind: str
    host: str
    part_of: str
    when: When
    zone: str
    repeats: str
    after: tuple[When, ...]
    more: str
    place: str
    address: str
    contact: str
    about: tuple[str, ...]
    notes: tuple[str, ...]
    link: str
    link_host: str
    links: Links | None


def card_of(
    times: Sequence[Coming],
    language: str,
    *,
    now: datetime,
    links_of: Callable[[Coming], Links],
    parents: Mapping[int, str],
) -> Card:
    """An event from its times, the soonest first; the first that takes place is what it says."""
    head = first_taking_place(times)
    event = head.event
    link = web_address(event.link) or ""
    others = [each for each in times if each is not head]
    return Card(
        anchor=anchor_of(event),
        title=visible(event.title),
        status=status_of(head, language),
        kind=t(f"events.kind.{event.kind.value}", language),
        host=visible(event.host),
        part_of=visible(parents.get(event.parent, "")) if event.parent else "",
        when=when_of(head, language),
        zone=zone_name(event.zone, language),
        repeats=_repeats(event, language),
        after=tuple(_other(each, head, language) for each in others[:_MOST_DATES]),
        more=_more(len(others) - _MOST_DATES, language),
        place=visible(head.place),
        address=visible(head.address),
        contact=visible(event.contact),
        about=paragraphs(event.about),
        notes=paragraphs(event.notes),
        link=link,
        link_host=(urlsplit(link).hostname or "").removeprefix("www."),
        links=None if is_off(head) else links_of(head),
    )


def anchor_of(event: Event) -> str:
    """Where the event stands on the page: the same wherever it is shown."""
    return "e-" + "".join(letter for letter in event.uid if letter.isalnum())[:32]


def first_taking_place(times: Sequence[Coming]) -> Coming:
    """The first that is not cancelled, or the first of all."""
    return next((each for each in times if not is_off(each)), times[0])


def is_off(coming: Coming) -> bool:
    """Whether it does not take place then."""
    return coming.occurrence.cancelled or coming.event.status is not Status.PUBLISHED


def status_of(coming: Coming, language: str) -> str:
    """What somebody must know first; empty where all is as planned."""
    if coming.event.status is Status.CANCELLED:
        return t("events.is_cancelled", language)
    if coming.occurrence.cancelled:
        return t("events.one_is_cancelled", language)
    if coming.event.status is Status.POSTPONED:
        return t("events.is_postponed", language)
    return ""


def short_status_of(coming: Coming, language: str) -> str:
    """The same in a word, for a small space."""
    if coming.occurrence.cancelled or coming.event.status is Status.CANCELLED:
        return t("site.off_short", language)
    return t("site.late_short", language) if is_off(coming) else ""


# --- when -----------------------------------------------------------------------------------


def local_day(coming: Coming) -> date:
    """The day on which it begins, at its place."""
    return coming.occurrence.starts_at.astimezone(ZoneInfo(coming.event.zone)).date()


def when_of(coming: Coming, language: str, like: Coming | None = None) -> When:
    """From when to when, by the clocks at its place; only the day where the clocks show the same as
    for `like`."""
    start, end = _span(coming)
    day = capital(show_day(start.date(), language))
    begins, ends = clock(start, language), clock(end, language)
    days = (end.date() - start.date()).days
    if like is not None and days == 0 and [each.time() for each in _span(like)] == [
        start.time(), end.time(),
    ]:  # fmt: skip
        words = day
    elif days == 0:
        words = t("site.when", language, day=day, start=begins, end=ends)
    elif coming.event.kind is Kind.DAY_OF_ACTION and start.time() == end.time() == time():
        words = t("site.when_all_day", language, day=day)
        if days > 1:
            last = show_day(end.date() - timedelta(days=1), language)
            words = t("site.when_whole_days", language, day=day, until=last)
    else:
        until = show_day(end.date(), language)
        words = t("site.when_days", language, day=day, start=begins, until=until, end=ends)
    return When(words, start.isoformat(timespec="minutes"), is_off(coming))


def _span(coming: Coming) -> tuple[datetime, datetime]:
    zone = ZoneInfo(coming.event.zone)
    one = coming.occurrence
    return one.starts_at.astimezone(zone), one.ends_at.astimezone(zone)


def clock(moment: datetime, language: str) -> str:
    """What the clock shows, as people of that language write it."""
    return show_time(moment.hour * 60 + moment.minute, language)


def _other(coming: Coming, head: Coming, language: str) -> When:
    """A later date of a series; where it differs from the first, that too."""
    when = when_of(coming, language, head)
    words = when.words
    if coming.occurrence.cancelled:
        words = t("site.date_off", language, when=words)
    elif coming.place and coming.place != head.place:
        words = t("site.date_elsewhere", language, when=words, place=visible(coming.place))
    return When(words, when.machine, when.off)


def _more(count: int, language: str) -> str:
    return t("site.more_dates", language, count=count) if count > 0 else ""


def _repeats(event: Event, language: str) -> str:
    if event.rule is None:
        return ""
    try:
        rule = say_rule(event.rule, language)
    except BadInput:  # a rule from a calendar may say what we have no words for
        rule = t("events.repeats_somehow", language)
    return t("events.repeats", language, rule=rule)


# --- texts ----------------------------------------------------------------------------------


def paragraphs(text: str) -> tuple[str, ...]:
    """Text of several lines, each of what can be seen."""
    return tuple(line for line in map(visible, text.split("\n")) if line)


def capital(text: str) -> str:
    """The text as a line of its own begins."""
    return text[:1].upper() + text[1:]
