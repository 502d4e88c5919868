"""A public calendar for tests of its page: events as `EventsService.public` hands them over."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.domain.event import Event, Kind, Occurrence, Status
from bot.domain.event_tiers import Tier
from bot.services.event_views import Coming
from bot.storage.event_lists import Counts
from bot.web.page_asked import Asked
from bot.web.page_events import Links
from bot.web.page_html import calendar_html
from bot.web.page_model import Page, Site, page_of
from tests.conftest import NOW

SITE = Site(
    "Neighbors Together",
    "/calendar/neighbors",
    "/style.css",
    "https://calendar.example.org/calendar/neighbors.ics",
    NOW.date(),
)


def event(number: int = 1, **changes: Any) -> Event:
    """An event that is open to everybody."""
    made = Event(
        number=number,
        uid=str(UUID(int=number)),
        guild_id=1,
        kind=Kind.VIGIL,
        title="Candles for our neighbors",
        zone="America/New_York",
        local_start=datetime.fromisoformat("2026-12-04T18:00"),
        minutes=90,
        about="We stand together for an hour.\nBring a candle and a friend.",
        host="Neighbors Together",
        place="Boston, MA",
        link="https://www.example.org/candles",
        public=True,
        status=Status.PUBLISHED,
        version=1,
        sequence=0,
        changed_at=NOW,
    )
    return replace(made, **changes)


def coming(of: Event | None = None, *, days: int = 0, **changes: Any) -> Coming:
    """One time of it, so many days after its first."""
    of = of or event()
    local = of.local_start + timedelta(days=days)
    starts = local.replace(tzinfo=ZoneInfo(of.zone))
    one = Occurrence(
        number=of.number * 1000 + days,
        event=of.number,
        recurrence_id=f"{local:%Y-%m-%dT%H:%M}",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=of.minutes),
    )
    return Coming(of, replace(one, **changes), Tier.PUBLIC, Counts(going=4711))


def links(each: Coming) -> Links:
    """Addresses that need no server."""
    number = each.occurrence.number
    return Links(f"/file/{number}.ics", "https://g.example/?a=1&b=2", "https://o.example/?a=1")


def a_month() -> list[Coming]:
    """What a lively coalition has in December."""
    weekly = event(
        2,
        kind=Kind.MEETING,
        title="Tuesday meeting",
        local_start=datetime.fromisoformat("2026-12-01T18:30"),
        rule="FREQ=WEEKLY;BYDAY=TU",
        host="",
        about="Everybody is welcome.",
        link="",
    )
    day = event(
        3,
        kind=Kind.DAY_OF_ACTION,
        title="Immigrants' Day at the State House",
        local_start=datetime.fromisoformat("2026-12-10T10:00"),
        minutes=300,
        address="24 Beacon Street",
    )
    clinic = event(
        4,
        kind=Kind.LEGAL_CLINIC,
        title="Legal clinic",
        zone="America/Chicago",
        place="Chicago, IL",
        local_start=datetime.fromisoformat("2026-12-10T13:00"),
        minutes=180,
        parent=3,
        link="",
    )
    off = event(
        5,
        title="March along the river",
        kind=Kind.MARCH,
        status=Status.CANCELLED,
        local_start=datetime.fromisoformat("2026-12-12T11:00"),
    )
    late = event(
        6,
        title="Town hall",
        kind=Kind.TOWN_HALL,
        status=Status.POSTPONED,
        local_start=datetime.fromisoformat("2026-12-15T19:00"),
    )
    retreat = event(
        7,
        title="Winter school",
        kind=Kind.TRAINING,
        minutes=60 * 50,
        local_start=datetime.fromisoformat("2027-01-08T10:00"),
    )
    times = [coming(weekly, days=7 * n, cancelled=n == 2) for n in range(10)]
    every = [*times, *map(coming, (event(), day, clinic, off, late, retreat))]
    return sorted(every, key=lambda each: each.occurrence.starts_at)


def page(
    found: list[Coming], asked: Asked | None = None, language: str = "en", **site: Any
) -> Page:
    """The page that is drawn from them."""
    return page_of(
        replace(SITE, **site), found, asked or Asked(), language, now=NOW, links_of=links
    )


def html(found: list[Coming], asked: Asked | None = None, language: str = "en") -> str:
    """The same as HTML."""
    return calendar_html(page(found, asked, language))
