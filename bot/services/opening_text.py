"""Open now until when, or opening when, in words; the time is that of the place's own clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.entry import Entry, Location, Schedule, Service
from bot.domain.opening import Opening, State
from bot.i18n import show_date, t
from bot.services.hours import opening
from bot.services.hours_text import day_name, show_time
from bot.services.zone_of_place import zone_of


@dataclass(frozen=True, slots=True)
class Hours:
    """Schedules with the zone that they are written in."""

    schedules: Sequence[Schedule] = ()
    zone: str | None = None

    def opening(self, now: datetime) -> Opening:
        """What they say of a moment."""
        return opening(self.schedules, self.zone, now)


def hours_of(entry: Entry) -> Hours:
    """The hours of the entry itself: those of its only place or service that has any.

    Where several have hours nobody can say "open now" of the whole; each has its own page.
    """
    for holders in (entry.locations, entry.services):
        with_hours = [each for each in holders if each.schedules]
        if len(with_hours) == 1:
            only = with_hours[0]
            return (
                hours_of_service(only, entry)
                if isinstance(only, Service)
                else Hours(only.schedules, zone_of(only))
            )
        if with_hours:
            break
    return Hours()


def hours_of_service(service: Service, entry: Entry) -> Hours:
    """A service's own hours, in the zone of where it can be had, if that is one zone; without a
    place, in that of the entry itself."""
    there = [place for place in entry.locations if place.id and place.id in service.locations]
    home = Location(state=entry.states[0] if len(entry.states) == 1 else "")
    zones = {zone_of(place) for place in there or entry.locations or [home]}
    return Hours(service.schedules, zones.pop() if len(zones) == 1 else None)


def opening_part(entry: Entry, now: datetime, language: str) -> str:
    """For a card: "Open now until 5 pm", "Opens Thu 9 am"; nothing where nobody knows."""
    seen = hours_of(entry).opening(now)
    if seen.state is State.CLOSED and seen.opens_at is not None:
        return opens_words(seen.opens_at, now, language)
    return "" if seen.state is State.UNKNOWN else opening_words(seen, now, language)


def opening_words(seen: Opening, now: datetime, language: str) -> str:
    """For a page: also that it is closed now; nothing where nobody knows."""
    if seen.state is State.UNKNOWN:
        return ""
    if seen.state is State.CLOSED_LONGER:
        return t("hours.closed_longer", language)
    if seen.opens_at is not None:
        opens = opens_words(seen.opens_at, now, language)
        return f"{t('hours.closed_now', language)} · {opens[:1].lower()}{opens[1:]}"
    if seen.until is None:
        return t("hours.open_always", language)
    time, day = _clock(seen.until, language, closes=True), day_name(seen.until.weekday(), language)
    today = now.astimezone(seen.until.tzinfo).date()
    # What closes in the small hours closes "at 2 am", of whatever day that is.
    soon = seen.until.date() == today or seen.until - now < timedelta(hours=12)
    if soon:
        return t("hours.open_until", language, time=time)
    return t("hours.open_until_day", language, day=day, time=time)


def opens_words(at: datetime, now: datetime, language: str) -> str:
    """When it opens: today, tomorrow, a day of this week, a date."""
    time, day = _clock(at, language), day_name(at.weekday(), language)
    away = (at.date() - now.astimezone(at.tzinfo).date()).days
    if away == 0:
        return t("hours.opens_today", language, time=time)
    if away == 1:
        return t("hours.opens_tomorrow", language, time=time)
    if away < 7:
        return t("hours.opens_day", language, day=day, time=time)
    date = show_date(at.date(), language)
    return t("hours.opens_date", language, day=day, date=date, time=time)


def _clock(at: datetime, language: str, *, closes: bool = False) -> str:
    return show_time(at.hour * 60 + at.minute, language, closes=closes)
