"""Events as a file, with no more in it than whoever asks may see; for organizers also who comes.

Names of people are given by the caller for this one file and kept nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Event, Occurrence
from bot.domain.event_tiers import Tier, occurrence_visible_to, visible_to
from bot.services.event_table import COLUMNS
from bot.services.event_times import moment_of
from bot.services.event_views import tier_of
from bot.services.events import organizer_of
from bot.services.lists.csv_write import csv_table
from bot.storage.database import Database
from bot.storage.event_lists import Counts, Found, count_answers, list_upcoming
from bot.storage.event_parts import list_slots, list_teams
from bot.storage.rsvps import list_rsvps

#: So far back and so many times of events: more is in no file.
_BACK = timedelta(days=400)
_MOST = 20_000
_PEOPLE = ("event", "start", "user_id", "name", "answer", "came", "team", "appointment")


class EventFormat(StrEnum):
    """How events are written; the values are what is typed."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file, its name, and how many are in it."""

    data: bytes
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class _Seen:
    """An event with its times, as whoever asks may see them."""

    event: Event
    times: list[tuple[Occurrence, Counts]]

    def next_time(self, now: datetime) -> Counts:
        """How many come to its next time, or its last where none comes."""
        coming = (each for one, each in self.times if one.ends_at > now and not one.cancelled)
        return next(coming, self.times[-1][1])


class EventExportsService:
    """Writes events."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def events(
        self, actor: Actor, form: EventFormat, *, occurrence: int | None = None
    ) -> EventFile:
        """All events of the actor's server, or the one of that time.

        Raises:
            NotFound: there is none that they may see. BadInput: outside a server.
        """
        seen = await self._seen(actor, occurrence)
        if not seen:
            raise NotFound("event_roster.nothing_to_export")
        writer = _csv if form is EventFormat.CSV else _json
        return EventFile(writer(seen, self._clock.now()), f"events.{form.value}", len(seen))

    async def who(self, actor: Actor, occurrence: int) -> list[int]:
        """Whose names are needed to write who comes. Raises as `people` does."""
        organizer_of(actor)
        await self._one(actor, occurrence)
        return [each.user_id for each in await list_rsvps(self._db, occurrence)]

    async def people(self, actor: Actor, occurrence: int, names: Mapping[int, str]) -> EventFile:
        """Who comes to one time of an event, as a table.

        Raises:
            NotAllowed: not an organizer. NotFound: none of this server.
        """
        organizer_of(actor)
        found = await self._one(actor, occurrence)
        teams = {each.number: each.name for each in await list_teams(self._db, occurrence)}
        slots = {each.number: each.starts_at for each in await list_slots(self._db, occurrence)}
        zone = ZoneInfo(found.event.zone)
        start = _local(found.occurrence.starts_at, zone)
        rows = [
            (
                found.event.title,
                start,
                str(each.user_id),
                names.get(each.user_id, ""),
                each.answer.value,
                "" if each.came is None else ("yes" if each.came else "no"),
                teams.get(each.team or 0, ""),
                _local(slots[each.slot], zone) if each.slot in slots else "",
            )
            for each in await list_rsvps(self._db, occurrence)
        ]
        return EventFile(csv_table(_PEOPLE, rows), "who-comes.csv", len(rows))

    async def _one(self, actor: Actor, occurrence: int) -> Found:
        for each in await self._found(actor):
            if each.occurrence.number == occurrence:
                return each
        raise NotFound("event_error.gone")

    async def _found(self, actor: Actor) -> list[Found]:
        if actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        return await list_upcoming(
            self._db,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            now=self._clock.now() - _BACK,
            drafts=actor.may(Capability.ORGANIZER),
            limit=_MOST,
        )

    async def _seen(self, actor: Actor, occurrence: int | None) -> list[_Seen]:
        found = await self._found(actor)
        if occurrence is not None:
            wanted = {e.event.number for e in found if e.occurrence.number == occurrence}
            found = [each for each in found if each.event.number in wanted]
        counts = await count_answers(self._db, [each.occurrence.number for each in found])
        # Of an event as a whole somebody sees what they see of each time of it.
        near: dict[int, Tier] = {}
        for each in found:
            tier = tier_of(actor, each.event, each.mine.answer if each.mine else None)
            near[each.event.number] = min(tier, near.get(each.event.number, tier))
        seen: dict[int, _Seen] = {}
        for each in found:
            tier = tier_of(actor, each.event, each.mine.answer if each.mine else None)
            event = visible_to(each.event, near[each.event.number])
            one = occurrence_visible_to(each.event, each.occurrence, tier)
            if event is None or one is None:
                continue
            kept = seen.setdefault(event.number, _Seen(event, []))
            kept.times.append((one, counts.get(one.number, Counts())))
        return list(seen.values())


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def _cells(seen: _Seen, now: datetime) -> dict[str, str]:
    """The row of an event; how many come is of its next (or only) time."""
    event = seen.event
    counts = seen.next_time(now)
    zone = ZoneInfo(event.zone)
    starts_at, _ = moment_of(event.local_start, event.zone, event.fold or 0)
    return {
        "title": event.title,
        "kind": event.kind.value,
        "start": f"{event.local_start:%Y-%m-%d %H:%M}",
        "end": _local(starts_at + timedelta(minutes=event.minutes), zone),
        "zone": event.zone,
        "repeats": event.rule or "",
        "place": event.place,
        "address": event.address,
        "host": event.host,
        "about": event.about,
        "contact": event.contact,
        "notes": event.notes,
        "link": event.link,
        "capacity": "" if event.capacity is None else str(event.capacity),
        "public": "yes" if event.public else "",
        "status": event.status.value,
        "going": str(counts.going),
        "maybe": str(counts.maybe),
        "in_line": str(counts.waiting + counts.offered),
    }


def _csv(seen: Sequence[_Seen], now: datetime) -> bytes:
    rows = (_cells(each, now) for each in seen)
    return csv_table(COLUMNS, ([cells[column] for column in COLUMNS] for cells in rows))


def _json(seen: Sequence[_Seen], now: datetime) -> bytes:
    events: list[dict[str, Any]] = []
    for each in seen:
        cells: dict[str, Any] = {k: v for k, v in _cells(each, now).items() if v}
        for name in ("going", "maybe", "in_line"):
            cells.pop(name, None)
        cells["uid"] = each.event.uid
        cells["times"] = [_time(one, counts) for one, counts in each.times]
        events.append(cells)
    return json.dumps({"events": events}, ensure_ascii=False, indent=2).encode()


def _time(one: Occurrence, counts: Counts) -> dict[str, Any]:
    said: dict[str, Any] = {
        "starts_at": one.starts_at.astimezone(UTC).isoformat(),
        "ends_at": one.ends_at.astimezone(UTC).isoformat(),
        "going": counts.going,
        "maybe": counts.maybe,
        "in_line": counts.waiting + counts.offered,
    }
    if one.cancelled:
        said["cancelled"] = True
    for name in ("place", "address", "came"):
        value = getattr(one, name)
        if value is not None:
            said[name] = value
    return said
