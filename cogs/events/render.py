"""How an event reads wherever it is shown: on its board, on its page, in a preview, in a message.

Pure: values in, text out. What somebody may not see is blank already (`bot/domain/event_tiers.py`);
nothing here decides about that. Moments are Discord's timestamps, which each reader sees in their
own zone; the time at the place stands below them.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.errors import BadInput
from bot.domain.event import Event, Kind, Occurrence, Status
from bot.domain.event_tiers import Tier
from bot.i18n import t, zone_name
from bot.presentation.text import fit, plain
from bot.services.hours_text import show_time
from bot.services.when import say_rule
from bot.storage.event_lists import Counts

#: So much of each text stands on a screen: all of them together fit Discord's 4,000 characters.
LONGEST_ABOUT, LONGEST_NOTES, LONGEST_LINE = 1000, 700, 240
#: Where the notes are about safety, they say so.
_SAFETY = frozenset({Kind.PROTEST, Kind.MARCH, Kind.RALLY, Kind.VIGIL})


def event_block(
    event: Event,
    occurrence: Occurrence,
    counts: Counts,
    tier: Tier,
    language: str,
    *,
    now: datetime,
    hidden: Collection[str] = (),
) -> list[str]:
    """One time of an event, as pieces of text to be shown below each other.

    `event` and `occurrence` as that tier sees them. `hidden` names fields that have something in
    them for those who come: it is said that they will see it.
    """
    pieces = [
        title_text(event, occurrence, language, now=now),
        when_text(event, occurrence, language),
        "\n".join(where_lines(event, occurrence, language, hidden=hidden)),
        fit(paragraphs(event.about), LONGEST_ABOUT),
        "\n".join(inner_lines(event, language)),
        counts_text(counts, capacity_of(event, occurrence), tier, language)
        if status_text(event, occurrence, language, now=now) is None
        else "",
    ]
    return [piece for piece in pieces if piece]


def title_text(event: Event, occurrence: Occurrence, language: str, *, now: datetime) -> str:
    """The title, what is wrong with it above, what kind of event it is below."""
    status = status_text(event, occurrence, language, now=now)
    lines = [f"**{status}**"] if status else []
    lines.append(f"## {fit(plain(event.title), LONGEST_LINE)}")
    kind = t(f"events.kind.{event.kind.value}", language)
    if event.host:
        host = fit(plain(event.host), LONGEST_LINE)
        kind = t("events.kind_by_host", language, kind=kind, host=host)
    lines.append(f"-# {kind}")
    theme = event.extra.get("theme")
    if theme:
        lines.append(t("events.theme", language, theme=fit(plain(str(theme)), LONGEST_LINE)))
    return "\n".join(lines)


def status_text(
    event: Event, occurrence: Occurrence, language: str, *, now: datetime
) -> str | None:
    """What somebody must know before anything else; None where all is as planned."""
    if event.status is Status.CANCELLED:
        return t("events.is_cancelled", language)
    if event.status is Status.DRAFT:
        return t("events.is_draft", language)
    if occurrence.cancelled:
        return t("events.one_is_cancelled", language)
    if occurrence.ends_at <= now:
        return t("events.is_over", language)
    if event.status is Status.POSTPONED:
        return t("events.is_postponed", language)
    return None


# --- when -----------------------------------------------------------------------------------


def when_text(event: Event, occurrence: Occurrence, language: str) -> str:
    """When it is, and how it repeats. Of what was postponed: when it was to be."""
    lines = [when_line(occurrence, event, language)]
    repeats = rule_words(event, language)
    if repeats:
        lines.append(t("events.repeats", language, rule=repeats))
    return "\n".join(lines)


def when_line(occurrence: Occurrence, event: Event, language: str) -> str:
    """From when to when in the reader's own zone, how long until then, and below it the time that
    clocks at the place show."""
    start, end = occurrence.starts_at, occurrence.ends_at
    line = f"{span(occurrence, event, language)} ({stamp(start, 'R')})"
    if event.status in (Status.POSTPONED, Status.CANCELLED) or occurrence.cancelled:
        return f"~~{span(occurrence, event, language)}~~"
    zone = ZoneInfo(event.zone)
    there = t(
        "events.time_there",
        language,
        start=_clock(start.astimezone(zone), language),
        end=_clock(end.astimezone(zone), language),
        zone=zone_name(event.zone, language),
    )
    return f"{line}\n-# {there}"


def span(occurrence: Occurrence, event: Event, language: str) -> str:
    """From when to when, each reader's own clock."""
    zone = ZoneInfo(event.zone)
    start, end = occurrence.starts_at, occurrence.ends_at
    same_day = start.astimezone(zone).date() == end.astimezone(zone).date()
    shown_end = stamp(end, "t" if same_day else "F")
    return t("events.span", language, start=stamp(start, "F"), end=shown_end)


def stamp(moment: datetime, style: str) -> str:
    """A moment as Discord shows it to each reader: `F` in full, `R` from now, `t` the time."""
    return f"<t:{int(moment.timestamp())}:{style}>"


def rule_words(event: Event, language: str) -> str:
    """How it repeats, in words; empty where it takes place once."""
    if event.rule is None:
        return ""
    try:
        return say_rule(event.rule, language)
    except BadInput:  # a rule from a calendar may say what we have no words for
        return t("events.repeats_somehow", language)


def _clock(moment: datetime, language: str) -> str:
    return show_time(moment.hour * 60 + moment.minute, language)


# --- where, what, how many ------------------------------------------------------------------


def where_lines(
    event: Event, occurrence: Occurrence, language: str, *, hidden: Collection[str] = ()
) -> list[str]:
    """Where it is, as far as the reader may see it; that they will see more once they come."""
    place = event.place if occurrence.place is None else occurrence.place
    address = event.address if occurrence.address is None else occurrence.address
    lines: list[str] = []
    if place:
        lines.append(t("events.where", language, place=_line(place)))
    if address:
        lines.append(t("events.address", language, address=_line(address)))
    elif "address" in hidden:
        lines.append(f"-# {t('events.address_later', language)}")
    return lines


def inner_lines(event: Event, language: str) -> list[str]:
    """Whom to ask, and what only those who come need to know."""
    lines: list[str] = []
    if event.contact:
        lines.append(t("events.contact", language, contact=_line(event.contact)))
    if event.notes:
        heading = "events.notes_safety" if event.kind in _SAFETY else "events.notes"
        notes = fit(paragraphs(event.notes), LONGEST_NOTES)
        lines.append(f"{t(heading, language)}\n{notes}")
    return lines


def counts_text(counts: Counts, capacity: int | None, tier: Tier, language: str) -> str:
    """`41 going of 60 · 3 in line`; leads also see how many have not confirmed a change."""
    if capacity is None:
        parts = [t("events.going", language, count=counts.going)]
    else:
        parts = [t("events.going_of", language, count=counts.going, capacity=capacity)]
    if counts.maybe:
        parts.append(t("events.maybe_count", language, count=counts.maybe))
    in_line = counts.waiting + counts.offered
    if in_line:
        parts.append(t("events.in_line", language, count=in_line))
    if tier is Tier.LEAD and counts.unheard:
        parts.append(t("events.unheard", language, count=counts.unheard))
    return " · ".join(parts)


def capacity_of(event: Event, occurrence: Occurrence) -> int | None:
    """How many places there are; None: no limit."""
    return occurrence.capacity if occurrence.capacity is not None else event.capacity


def paragraphs(text: str) -> str:
    """Text of several lines, each shown letter by letter."""
    return "\n".join(plain(line) for line in text.split("\n"))


def _line(text: str) -> str:
    return fit(plain(text), LONGEST_LINE)
