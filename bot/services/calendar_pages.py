"""What the public page of a server's calendar is made from: only what everybody may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to
from bot.services.calendar_rendering import years_of
from bot.services.calendars import CalendarFile, CalendarsService, PublicCalendar, slug_of
from bot.services.event_views import Coming, EventViews
from bot.services.guilds import GuildsService
from bot.services.ics.entries import Look, entry_of, series_of
from bot.services.ics.links import AddLinks, add_links
from bot.services.ics.write import Head, calendar, write_entry, write_series
from bot.storage.database import Database
from bot.storage.event_lists import list_times
from bot.storage.events import get_event

#: So many times are on a page at most.
MOST = 1000
_MOST_TIMES = 2000
#: What was called off so lately still stands in the file of a series.
_PAST = timedelta(days=30)
_NOBODY = 0
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Opened:
    """A public calendar: where its page and its feed are, the server's language, the day there."""

    calendar: PublicCalendar
    guild_id: int
    page: str
    feed: str
    language: str
    today: date


class CalendarPages:
    """Reads for the page."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        events: EventViews,
        guilds: GuildsService,
        calendars: CalendarsService,
        default_language: str,
    ) -> None:
        self._db = db
        self._clock = clock
        self._events = events
        self._guilds = guilds
        self._calendars = calendars
        self._default_language = default_language

    async def find(self, slug: str) -> Opened | None:
        """The public calendar of that name; None where there is none, or none any more."""
        found = await self._calendars.page(slug) if self._calendars.reachable else None
        if found is None or found.guild_id is None:
            return None
        settings = await self._guilds.settings(found.guild_id)
        where = self._calendars.addresses(found)
        return Opened(
            found,
            found.guild_id,
            where.page,
            where.feed,
            settings.language or self._default_language,
            self._clock.now().astimezone(ZoneInfo(settings.time_zone or "UTC")).date(),
        )

    @property
    def root(self) -> str:
        """The path below which the pages stand; empty where they have a host to themselves."""
        return self._calendars.root

    async def coming(self, opened: Opened) -> Sequence[Coming]:
        """What is shown, the soonest first."""
        return await self._events.public(opened.guild_id, limit=MOST)

    async def file(self, opened: Opened, uid: str, language: str) -> CalendarFile | None:
        """An event with all its times as a file; None where none such is shown."""
        shown = await self.coming(opened)
        number = next((each.event.number for each in shown if each.event.uid == uid), None)
        event = await get_event(self._db, number, guild_id=opened.guild_id) if number else None
        seen = visible_to(event, Tier.PUBLIC) if event else None
        if event is None or seen is None:
            return None
        since = self._clock.now() - _PAST
        found = await list_times(
            self._db, event.number, user_id=_NOBODY, ends_after=_EVER, limit=_MOST_TIMES
        )
        times = [
            time
            for each in found
            if (time := occurrence_visible_to(event, each.occurrence, Tier.PUBLIC)) is not None
        ]
        look = Look(language, public=True)
        series, alone = series_of(seen, times, look, since=since)
        parts = [write_entry(each) for each in alone]
        zones: list[tuple[str, int, int]] = []
        if series is not None:
            parts.insert(0, write_series(series))
            zones.append((series.zone, *years_of(series.local_start, seen)))
        head = Head(seen.title, seen.uid, language, feed=False)
        return CalendarFile(f"{slug_of(seen.title)}.ics", calendar(head, parts, zones))


def links_of(coming: Coming, language: str) -> AddLinks:
    """Addresses that add one time to Google's and Outlook's calendar."""
    look = Look(language, public=True)
    return add_links(entry_of(coming.event, coming.occurrence, look))


def in_five_minutes(now: datetime) -> int:
    """A number that changes every five minutes: what is over then leaves the page."""
    return int(now.timestamp()) // 300
