"""Single events for people's calendars: as a file, and as links that open Google's or Outlook's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import NotFound
from bot.domain.event import Answer, Event, Kind
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to
from bot.domain.search import fold
from bot.services.calendar_rendering import years_of
from bot.services.event_views import EventViews, tier_of
from bot.services.ics.entries import Look, entry_of, series_of
from bot.services.ics.links import AddLinks, add_links
from bot.services.ics.write import Head, calendar, write_entry, write_series
from bot.storage.calendar_times import list_answers
from bot.storage.database import Database
from bot.storage.event_lists import list_times
from bot.storage.events import get_event, list_children

#: What the address of a public calendar may end in.
SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38}[a-z0-9])")
_PAST = timedelta(days=30)
_EVER, _MOST_TIMES = datetime(1970, 1, 1, tzinfo=UTC), 2000


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """An .ics file."""

    name: str
    content: bytes


class CalendarFiles:
    """Writes single events. Part of `CalendarsService`."""

    def __init__(self, db: Database, *, clock: Clock, events: EventViews) -> None:
        self._db = db
        self._clock = clock
        self._events = events

    async def event_file(
        self,
        actor: Actor,
        *,
        language: str,
        event: int | None = None,
        occurrence: int | None = None,
    ) -> CalendarFile:
        """One time of an event, or the whole event, as the actor may see it. Of a day of action
        also the local events that they come to.

        Raises:
            NotFound: there is none here that they may see.
        """
        look = Look(language)
        if occurrence is not None:
            coming = await self._events.occurrence(actor, occurrence)
            parent = await self._parent(coming.event, coming.tier)
            tentative = coming.mine is not None and coming.mine.answer is Answer.MAYBE
            entry = entry_of(
                coming.event, coming.occurrence, look, parent=parent, tentative=tentative
            )
            head = Head(coming.event.title, entry.uid, language, feed=False)
            return CalendarFile(_name(coming.event), calendar(head, [write_entry(entry)]))
        if event is None:
            raise ValueError(event)
        page = await self._events.get(actor, event)
        parts, zones = await self._whole(actor, event, look)
        if page.event.kind is Kind.DAY_OF_ACTION:
            mine = await list_answers(self._db, event=event, user_id=actor.user_id)
            for child in await list_children(self._db, event):
                more, more_zones = await self._whole(
                    actor,
                    child.number,
                    look,
                    only={o for o, a in mine.items() if a in (Answer.GOING, Answer.MAYBE)},
                )
                parts += more
                zones += more_zones
        head = Head(page.event.title, page.event.uid, language, feed=False)
        return CalendarFile(_name(page.event), calendar(head, parts, zones))

    async def _whole(
        self, actor: Actor, number: int, look: Look, *, only: set[int] | None = None
    ) -> tuple[list[bytes], list[tuple[str, int, int]]]:
        """An event with all its times, or just those of these numbers, each as they may see it."""
        event = await get_event(self._db, number, guild_id=actor.guild_id)
        if event is None:
            raise NotFound("event_error.gone")
        since = self._clock.now() - _PAST
        found = await list_times(
            self._db, number, user_id=actor.user_id, ends_after=_EVER, limit=_MOST_TIMES
        )
        if only is not None:
            found = [each for each in found if each.occurrence.number in only]
        near = [tier_of(actor, event, each.mine.answer if each.mine else None) for each in found]
        # Of the whole they see what they see of each time; more only where it stands for itself.
        tier = min(near, default=tier_of(actor, event, None))
        seen = visible_to(event, tier)
        shown = [
            time
            for each, close in zip(found, near, strict=True)
            if (time := occurrence_visible_to(event, each.occurrence, close)) is not None
        ]
        if seen is None or not shown:
            return [], []
        parent = await self._parent(event, tier)
        series, alone = series_of(seen, shown, look, since=since, parent=parent)
        parts = [write_entry(each) for each in alone]
        if series is None:
            return parts, []
        zone = (series.zone, *years_of(series.local_start, event))
        return [write_series(series), *parts], [zone]

    async def _parent(self, event: Event, tier: Tier) -> Event | None:
        parent = await get_event(self._db, event.parent) if event.parent else None
        return visible_to(parent, min(tier, Tier.MEMBER)) if parent else None

    async def add_links(self, actor: Actor, occurrence: int, *, language: str) -> AddLinks:
        """Addresses that add one time of an event to Google's and Outlook's calendar.

        Raises:
            NotFound: there is none here that they may see.
        """
        coming = await self._events.occurrence(actor, occurrence)
        parent = await self._parent(coming.event, coming.tier)
        return add_links(entry_of(coming.event, coming.occurrence, Look(language), parent=parent))


def slug_of(name: str) -> str:
    """What the address of a calendar of that name may end in."""
    slug = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].strip("-")
    return slug if SLUG.fullmatch(slug) else "calendar"


def _name(event: Event) -> str:
    slug = slug_of(event.title)
    return "event.ics" if slug == "calendar" else f"{slug}.ics"
