"""Renders calendars from what stands in the database, writing anew only what changed.

What one event became is remembered by what it was made from, and shared by all who see it alike;
after an edit the rest is only put together again. A long calendar is made in small turns, so that
answers in Discord do not wait for it.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.calendar_entry import Entry
from bot.domain.event import Answer, Event
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to
from bot.i18n import t
from bot.services.ics.entries import Look, entry_of, neutral, series_of
from bot.services.ics.write import Head, calendar, write_entry, write_series
from bot.storage.calendar_times import (
    Mark,
    list_events,
    list_found,
    list_marks_of,
    list_public_marks,
    list_times_of,
)
from bot.storage.calendars import Feed, PublicCalendar
from bot.storage.database import Database
from bot.storage.event_lists import Found

#: What else stands in a person's own calendar (shifts): of a server and a person, what ends after
#: a moment, in a lasting order, in the words of a language. A change of it must make
#: `calendar_feed.answers` or `calendar_stamp.stamp` go up, by a trigger, as those of events do.
Source = Callable[[Database, int, int, datetime, str], Awaitable[Sequence[Entry]]]

_REMEMBERED = 25_000
_A_TURN = 100

_Zones = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    """A written piece and the zones it names, each with the years it is needed for. `check` is
    what it was made from: see `Mark`."""

    written: bytes
    check: tuple[object, ...] | None = None
    zones: _Zones = ()


@dataclass(frozen=True, slots=True)
class _Style:
    """How a calendar is written: with its marks, what decides every byte."""

    look: Look
    alarm_minutes: int | None = None


class CalendarRendering:
    """Makes the bytes of calendars."""

    def __init__(self, db: Database, sources: Sequence[Source] = ()) -> None:
        self._db = db
        self._sources = tuple(sources)
        self._pieces: OrderedDict[tuple[object, ...], _Piece] = OrderedDict()

    async def personal(self, feed: Feed, *, of: str, since: datetime) -> bytes:
        """What a person said they come to, and may come to, in a server."""
        if feed.guild_id is None or feed.user_id is None:
            return ended(feed.language, of)
        style = _Style(Look(feed.language, neutral=feed.neutral), feed.alarm_minutes)
        marks = await list_marks_of(
            self._db, guild_id=feed.guild_id, user_id=feed.user_id, since=since
        )

        async def write(missing: Sequence[Mark]) -> list[_Piece]:
            return await self._mine(missing, feed.user_id or 0, style)

        pieces = await self._all(marks, style, write)
        parts = [piece.written for piece in pieces]
        for source in self._sources:
            found = await source(self._db, feed.guild_id, feed.user_id, since, feed.language)
            for entry in found:
                shown = neutral(entry, feed.language) if feed.neutral else entry
                parts.append(write_entry(shown, alarm_minutes=feed.alarm_minutes))
        name = "ics.name_neutral" if feed.neutral else "ics.name_mine"
        head = Head(t(name, feed.language), of, feed.language, plain=feed.neutral)
        return calendar(head, parts)

    async def public(self, of: PublicCalendar, language: str, *, since: datetime) -> bytes:
        """What a server shows to everybody."""
        style = _Style(Look(language, public=True))
        marks = await list_public_marks(self._db, guild_id=of.guild_id or 0, since=since)

        async def write(missing: Sequence[Mark]) -> list[_Piece]:
            return await self._public(missing, style, since)

        pieces = await self._all(marks, style, write)
        zones = [zone for piece in pieces for zone in piece.zones]
        head = Head(of.title, f"public:{of.slug}", language)
        return calendar(head, [piece.written for piece in pieces], zones)

    # --- pieces -------------------------------------------------------------------------

    async def _all(
        self,
        marks: Sequence[Mark],
        style: _Style,
        write: Callable[[Sequence[Mark]], Awaitable[list[_Piece]]],
    ) -> list[_Piece]:
        """The pieces of all marks in their order; `write` makes those that are not remembered."""
        keys = [(style, *mark.key) for mark in marks]
        found = [self._pieces.get(key) for key in keys]
        missing = [at for at, piece in enumerate(found) if piece is None]
        for first in range(0, len(missing), _A_TURN):
            turn = missing[first : first + _A_TURN]
            for at, piece in zip(turn, await write([marks[at] for at in turn]), strict=True):
                found[at] = piece
                if piece.check == marks[at].check:
                    self._remember(keys[at], piece)
            await asyncio.sleep(0)
        return [piece for piece in found if piece is not None]

    def _remember(self, key: tuple[object, ...], piece: _Piece) -> None:
        self._pieces[key] = piece
        if len(self._pieces) > _REMEMBERED:
            self._pieces.popitem(last=False)

    async def _mine(self, marks: Sequence[Mark], user_id: int, style: _Style) -> list[_Piece]:
        found = await list_found(self._db, [mark.number for mark in marks], user_id=user_id)
        parents = await list_events(
            self._db, {each.event.parent for each in found.values() if each.event.parent}
        )
        written: list[_Piece] = []
        for mark in marks:
            one = found.get(mark.number)
            if one is None:
                written.append(_Piece(b""))
                continue
            parent = parents.get(one.event.parent or 0)
            entry = _seen(one, parent, user_id, style)
            check = (
                one.event.version,
                one.event.message_id,
                one.mine.answer.value if one.mine else None,
                parent.version if parent else None,
            )
            alarm = style.alarm_minutes
            bytes_ = write_entry(entry, alarm_minutes=alarm) if entry else b""
            written.append(_Piece(bytes_, check))
        return written

    async def _public(self, marks: Sequence[Mark], style: _Style, since: datetime) -> list[_Piece]:
        events = await list_events(self._db, [mark.number for mark in marks])
        parents = await list_events(
            self._db, {each.parent for each in events.values() if each.parent}
        )
        times = await list_times_of(self._db, events)
        written: list[_Piece] = []
        for mark in marks:
            event = events.get(mark.number)
            seen = visible_to(event, Tier.PUBLIC) if event else None
            if event is None or seen is None:
                written.append(_Piece(b""))
                continue
            shown = [
                each
                for time in times.get(event.number, ())
                if (each := occurrence_visible_to(event, time, Tier.PUBLIC)) is not None
            ]
            parent = parents.get(event.parent or 0)
            around = visible_to(parent, Tier.PUBLIC) if parent else None
            series, alone = series_of(seen, shown, style.look, since=since, parent=around)
            parts = [write_entry(each) for each in alone]
            zones: _Zones = ()
            if series is not None:
                parts.insert(0, write_series(series))
                zones = ((series.zone, *years_of(series.local_start, seen)),)
            check = (event.version, parent.version if parent else None)
            written.append(_Piece(b"".join(parts), check, zones))
        return written


def years_of(start: datetime, event: Event) -> tuple[int, int]:
    """For which years a series needs its zone: from its start on to some after its last edit, as
    few of them end."""
    return start.year, max(start.year, event.changed_at.year) + 10


def _seen(one: Found, parent: Event | None, user_id: int, style: _Style) -> Entry | None:
    """One time as somebody sees it who answered. Which roles they have is not known here, so
    organizers see no more than members."""
    answer = one.mine.answer if one.mine else None
    tier = Tier.GOING if answer is Answer.GOING else Tier.MEMBER
    if one.event.lead_id == user_id:
        tier = Tier.LEAD
    event = visible_to(one.event, tier)
    occurrence = occurrence_visible_to(one.event, one.occurrence, tier)
    if event is None or occurrence is None:
        return None
    around = visible_to(parent, Tier.MEMBER) if parent else None
    return entry_of(event, occurrence, style.look, parent=around, tentative=answer is Answer.MAYBE)


def ended(language: str, of: str) -> bytes:
    """A calendar that ended: valid and empty, so that apps show nothing more of it. It does not
    even say whose it was."""
    return calendar(Head(t("ics.name_neutral", language), of, language, plain=True), ())
