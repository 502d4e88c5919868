"""From events, as somebody may see them, to what stands in a calendar. Pure; texts come from the
catalogs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar_entry import Entry, Series, State
from bot.domain.event import Event, Kind, Occurrence, Status
from bot.domain.event_days import local_starts
from bot.domain.event_rule import Freq
from bot.i18n import t
from bot.services.event_times import moment_of, rule_of, rule_until_utc

_A_YEAR = timedelta(days=366)
_DISCORD = "https://discord.com/channels"


@dataclass(frozen=True, slots=True)
class Look:
    """How a calendar shows what is in it. `neutral`: nothing says what or where. `public`: for
    everybody on earth."""

    language: str
    neutral: bool = False
    public: bool = False


def uid_of(event: Event, occurrence: Occurrence) -> str:
    """Of one time. By its number, as its time may change."""
    return f"{event.uid}-{occurrence.number}"


def neutral(entry: Entry, language: str) -> Entry:
    """The entry without what it is, and where."""
    title = t("ics.neutral", language)
    if entry.state is State.OFF:
        title = t("ics.cancelled", language, title=title)
    return replace(entry, title=title, place="", about="", link="", private=True, part_of="")


def entry_of(
    event: Event,
    occurrence: Occurrence,
    look: Look,
    *,
    parent: Event | None = None,
    tentative: bool = False,
) -> Entry:
    """One time of an event. `event`, `occurrence` and `parent` (its day of action) as whoever reads
    it may see them."""
    off = occurrence.cancelled or event.status is Status.CANCELLED
    postponed = event.status is Status.POSTPONED and not off
    title = event.title
    if off:
        title = t("ics.cancelled", look.language, title=title)
    elif postponed:
        title = t("ics.postponed", look.language, title=title)
    # A postponed event has no time yet: at the old one nobody should come.
    state = State.OFF if off or postponed else State.TENTATIVE if tentative else State.ON
    entry = Entry(
        uid=uid_of(event, occurrence),
        sequence=event.sequence,
        changed_at=event.changed_at,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        title=title,
        place=place_of(event, occurrence),
        about=about_of(event, look, parent),
        link=link_of(event),
        state=state,
        private=not look.public,
        days=_whole_days(event, occurrence),
        part_of=parent.uid if parent else "",
    )
    return neutral(entry, look.language) if look.neutral else entry


def place_of(event: Event, occurrence: Occurrence | None = None) -> str:
    """Where it takes place, as exactly as they may know."""
    place, address = event.place, event.address
    if occurrence is not None:
        place = place if occurrence.place is None else occurrence.place
        address = address if occurrence.address is None else occurrence.address
    if place and place.casefold() in address.casefold():
        return address
    return ", ".join(filter(None, (place, address)))


def about_of(event: Event, look: Look, parent: Event | None) -> str:
    """What else they may know."""
    said = [event.about]
    for key, text in (
        ("ics.part_of", parent.title if parent else ""),
        ("ics.host", event.host),
        ("ics.notes", event.notes),
        ("ics.contact", event.contact),
        ("ics.link", event.link),
    ):
        if text:
            said.append(t(key, look.language, text=text))
    return "\n\n".join(filter(None, said))


def link_of(event: Event) -> str:
    """Its board in Discord, for those who can see it; else the address that it has itself."""
    if event.channel_id and event.message_id:
        return f"{_DISCORD}/{event.guild_id}/{event.channel_id}/{event.message_id}"
    return event.link


def _whole_days(event: Event, occurrence: Occurrence) -> tuple[date, date] | None:
    """A day of action from midnight to midnight is a day, in whatever zone it is looked at."""
    if event.kind is not Kind.DAY_OF_ACTION:
        return None
    zone = ZoneInfo(event.zone)
    start, end = occurrence.starts_at.astimezone(zone), occurrence.ends_at.astimezone(zone)
    if start.time() != time() or end.time() != time():
        return None
    return start.date(), end.date()


def series_of(
    event: Event,
    occurrences: Sequence[Occurrence],
    look: Look,
    *,
    since: datetime,
    parent: Event | None = None,
) -> tuple[Series | None, list[Entry]]:
    """An event with all its times: the series (None: it is none, or no calendar would read it
    right), and what stands beside it.

    What was over or called off before `since` is no longer shown. No series is made of whole days,
    and none that meets a clock that skips or repeats its time: about those readers don't agree.
    """
    shown = [each for each in occurrences if each.ends_at > since]
    rule = rule_of(event)
    alone = [entry_of(event, each, look, parent=parent) for each in shown]
    if rule is None or not shown:
        return None, alone
    locals_ = [datetime.fromisoformat(each.recurrence_id) for each in occurrences]
    by_rule = set(local_starts(rule, event.local_start, max(locals_)))
    # Further than times are written out: else a daily one would become odd half a year later.
    later = local_starts(rule, event.local_start, max(locals_) + _A_YEAR)
    if any(_odd(event, each) for each in {*locals_, *later}) or any(e.days for e in alone):
        return None, alone
    if rule.freq is Freq.MONTHLY and rule.months and rule.interval > 1:
        return None, alone  # ical.js (Thunderbird) shows times of such a rule twice
    without: list[datetime] = []
    instead: list[tuple[datetime, Entry]] = []
    beside: list[Entry] = []
    for each, local in zip(occurrences, locals_, strict=True):
        entry = entry_of(event, each, look, parent=parent)
        in_rule = local in by_rule
        if each.ends_at <= since:
            if in_rule and each.cancelled:
                without.append(local)
        elif not in_rule:
            beside.append(entry)
        elif _differs(event, each, local):
            instead.append((local, replace(entry, uid=event.uid)))
    first = next(iter(shown))
    as_a_whole = replace(
        first,
        starts_at=moment_of(event.local_start, event.zone)[0],
        ends_at=moment_of(event.local_start, event.zone)[0] + timedelta(minutes=event.minutes),
        cancelled=False,
        place=None,
        address=None,
    )
    text = replace(rule, until=None).text
    until = rule_until_utc(event)
    series = Series(
        first=replace(entry_of(event, as_a_whole, look, parent=parent), uid=event.uid),
        zone=event.zone,
        local_start=event.local_start,
        local_end=event.local_start + timedelta(minutes=event.minutes),
        rule=f"{text};UNTIL={until}" if until else text,
        without=tuple(without),
        instead=tuple(instead),
    )
    return series, beside


def _odd(event: Event, local: datetime) -> bool:
    """Whether a clock there skips or repeats that time, or is changed while it takes place."""
    start, odd = moment_of(local, event.zone)
    if odd is not None:
        return True
    end, odd = moment_of(local + timedelta(minutes=event.minutes), event.zone)
    return odd is not None or end - start != timedelta(minutes=event.minutes)


def _differs(event: Event, occurrence: Occurrence, local: datetime) -> bool:
    start = moment_of(local, event.zone)[0]
    return (
        occurrence.cancelled
        or occurrence.place is not None
        or occurrence.address is not None
        or occurrence.starts_at != start
        or occurrence.ends_at - occurrence.starts_at != timedelta(minutes=event.minutes)
    )
