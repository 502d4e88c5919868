"""Events from another calendar (.ics). First it is said what the file would do, each thing that
could not be read by its name; then all of it is done, or nothing.

The same file twice changes nothing. A newer one changes what came in before, found by the name that
the other calendar gives it; what was called off there is named, and called off here by people only.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput
from bot.domain.event import Draft, Event, Occurrence, Status, draft_of
from bot.domain.event_days import falls_on
from bot.services.calendar_drafts import THEIRS, Differing, Incoming, incoming
from bot.services.event_imports import BadRow, insert_draft, mark_of
from bot.services.event_times import moment_of, rule_of
from bot.services.event_writing import write_deed, write_one
from bot.services.events import EventsService, organizer_of
from bot.services.ics_read.lines import MOST_BYTES
from bot.services.ics_read.read import read_ics
from bot.services.plans_kept import PlansKept
from bot.services.safe_fetch import SafeFetch
from bot.storage.database import Database, Transaction
from bot.storage.event_changes import EventDeed
from bot.storage.event_imports import CameIn, list_event_imports, put_event_import
from bot.storage.event_occurrences import (
    NewOccurrence,
    insert_occurrences,
    list_occurrences,
    update_occurrences,
)
from bot.storage.event_starts import list_event_starts
from bot.storage.events import get_event

__all__ = ["MOST_BYTES", "CalendarImportsService", "CalendarPlan", "is_calendar"]

MOST_EVENTS = 500
_ENDINGS = (".ics", ".ical", ".icalendar", ".ifb")
#: Refusals that say no more than that it is over.
_OVER = ("event_error.past", "event_error.series_over")


@dataclass(frozen=True, slots=True)
class CalendarPlan:
    """What a calendar would do. `new` and `changed` are the drafts as they would be; of `changed`,
    `told` are published, so that people hear of it. `same`: as here already; `over`: past; `off`:
    called off there and standing here, by their titles; `gone`: called off there and not here.
    `notes`: keys of what was left out or assumed, with how many it concerns."""

    new: tuple[Draft, ...] = ()
    changed: tuple[Draft, ...] = ()
    told: int = 0
    same: int = 0
    over: int = 0
    off: tuple[str, ...] = ()
    gone: int = 0
    bad: tuple[BadRow, ...] = ()
    notes: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Sorted:
    plan: CalendarPlan
    wanted: tuple[Incoming, ...]


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of it."""

    made: Sequence[Event]
    changed: Sequence[Event]


def is_calendar(name: str, data: bytes) -> bool:
    """Whether a file is a calendar rather than a table."""
    head = data[:200].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").upper()
    return name.lower().endswith(_ENDINGS) or head.startswith(b"BEGIN:V")


class CalendarImportsService:
    """Brings events of other calendars in, for organizers."""

    def __init__(
        self, db: Database, *, clock: Clock, events: EventsService, fetcher: SafeFetch | None = None
    ) -> None:
        self._db = db
        self.fetcher = fetcher or SafeFetch()
        self._clock = clock
        self._events = events
        self._plans: PlansKept[_Sorted] = PlansKept(clock)
        self._one_at_a_time = asyncio.Lock()

    async def fetch(self, actor: Actor, address: str) -> bytes:
        """The calendar that stands at an address. Neither is kept.

        Raises:
            NotAllowed: not an organizer. BadInput: nothing came from there.
        """
        organizer_of(actor)
        return (await self.fetcher.fetch(address)).data or b""

    async def look(
        self, actor: Actor, data: bytes, *, zone: str, untitled: str
    ) -> tuple[str, CalendarPlan]:
        """What a calendar would do, and a token to bring it in with. `zone` is the server's, empty
        where it has none; `untitled` is what an event without a title is called.

        Raises:
            NotAllowed: not an organizer. BadInput: the file as a whole is of no use.
        """
        guild_id = organizer_of(actor)
        async with self._one_at_a_time:  # the largest take seconds
            file = await asyncio.to_thread(read_ics, data, now=self._clock.now())
            if file.error is not None and not file.refused:
                raise BadInput(file.error.key, **file.error.params)
            found, bad = await asyncio.to_thread(incoming, file, zone=zone, untitled=untitled)
        bad += [
            BadRow(each.line, each.title, each.reason.key, each.reason.params)
            for each in file.refused
        ]
        plan = await self._sorted(actor, guild_id, found, bad)
        notes = (*plan.plan.notes, *((n.key, n.params.get("count", 0)) for n in file.notes))
        plan = replace(plan, plan=replace(plan.plan, notes=notes))
        return self._plans.keep(plan, user_id=actor.user_id, guild_id=guild_id), plan.plan

    async def bring_in(self, actor: Actor, token: str) -> Brought:
        """Do what the plan of that token says, all of it or nothing.

        Raises:
            NotAllowed: not an organizer. BadInput: it was too long ago, the bot was started again,
            or something can't be kept any more.
        """
        guild_id = organizer_of(actor)
        kept = self._plans.get(token, user_id=actor.user_id, guild_id=guild_id)
        checked = [(await self._events.check(actor, each.draft))[0] for each in kept.wanted]
        now = self._clock.now()
        made: list[Event] = []
        changed: list[Event] = []
        async with self._db.transaction() as tx:
            came = await list_event_imports(tx, guild_id)
            here = await list_event_starts(tx, guild_id)
            for each, draft in zip(kept.wanted, checked, strict=True):
                known = came.get(each.mark)
                if known is None and mark_of(draft) in here:
                    continue  # somebody was faster
                event = await get_event(tx, known.event) if known else None
                if known is not None and (event is None or _stays(event, known, each)):
                    continue
                if event is None:
                    event = await insert_draft(tx, actor, guild_id, draft, now=now)
                    pairs = await _differing_times(tx, event, each.differing, now)
                    await update_occurrences(tx, [replace(one, moved=True) for _, one in pairs])
                    made.append(event)
                else:
                    before = known.differing if known else ()
                    event = await _update(tx, event, draft, each, before, actor.user_id, now)
                    changed.append(event)
                names = tuple(one.name for one in each.differing)
                await put_event_import(
                    tx,
                    CameIn(event.number, guild_id, each.mark, each.sequence, each.digest, names),
                )
            await tx.commit()
        self._plans.drop(token)
        return Brought(made, changed)

    def drop(self, token: str) -> None:
        """Nothing is brought in."""
        self._plans.drop(token)

    # --- what it would do ---------------------------------------------------------------

    async def _sorted(
        self, actor: Actor, guild_id: int, found: Sequence[Incoming], bad: list[BadRow]
    ) -> _Sorted:
        came = await list_event_imports(self._db, guild_id)
        here = await list_event_starts(self._db, guild_id)
        now = self._clock.now()
        counts: Counter[str] = Counter()
        notes: Counter[str] = Counter()
        new: list[Draft] = []
        changed: list[Draft] = []
        off: list[str] = []
        wanted: list[Incoming] = []
        for each in found:
            known = came.get(each.mark)
            event = await get_event(self._db, known.event) if known else None
            if event is None and _is_over(each.draft, now):
                counts["over"] += 1
            elif each.cancelled:
                standing = event is not None and event.status is not Status.CANCELLED
                off += [each.draft.title] * standing
                counts["gone"] += not standing
            elif known and event and _stays(event, known, each):
                counts["same"] += 1
            else:
                try:
                    draft = await self._checked(actor, event, each)
                except BadInput as wrong:
                    if wrong.key in _OVER:
                        counts["over"] += 1
                    else:
                        title = each.draft.title[:60]
                        bad.append(BadRow(each.line, title, wrong.key, wrong.params))
                    continue
                if event is None and mark_of(draft) in here:
                    counts["same"] += 1
                    continue
                here.add(mark_of(draft))
                (new if event is None else changed).append(draft)
                counts["told"] += event is not None and event.status is Status.PUBLISHED
                wanted.append(replace(each, draft=draft))
                notes.update(each.notes)
                if len(wanted) > MOST_EVENTS:
                    raise BadInput("ics_read.too_many_to_come", most=MOST_EVENTS)
                await asyncio.sleep(0)  # others want to be answered meanwhile
        plan = CalendarPlan(
            new=tuple(new),
            changed=tuple(changed),
            told=counts["told"],
            same=counts["same"],
            over=counts["over"],
            off=tuple(off),
            gone=counts["gone"],
            bad=tuple(sorted(bad, key=lambda row: row.line)),
            notes=tuple(notes.items()),
        )
        return _Sorted(plan, tuple(wanted))

    async def _checked(self, actor: Actor, event: Event | None, each: Incoming) -> Draft:
        draft = each.draft
        if event is not None:
            draft = replace(draft_of(event), **_theirs(draft))
        return (await self._events.check(actor, draft))[0]


# --- doing it --------------------------------------------------------------------------------


async def _update(
    tx: Transaction,
    event: Event,
    draft: Draft,
    each: Incoming,
    differed: Sequence[str],
    by: int,
    now: datetime,
) -> Event:
    after = replace(event, **_theirs(draft))
    if after != event:
        event = await write_deed(tx, event, after, EventDeed.EDITED, by=by, now=now)
    names = {one.name for one in each.differing}
    pairs = await _differing_times(tx, event, each.differing, now)
    pairs += await _as_the_rule_says(tx, event, set(differed) - names, now)
    for before, one in pairs:
        deed = EventDeed.ONE_CANCELLED if one.cancelled else EventDeed.ONE_MOVED
        event, _ = await write_one(tx, event, before, one, deed, by=by, now=now)
    return event


def _theirs(draft: Draft) -> Mapping[str, object]:
    return {name: getattr(draft, name) for name in THEIRS}


def _stays(event: Event, known: CameIn, each: Incoming) -> bool:
    """Nothing new is said about it, or it was called off here."""
    if event.status is Status.CANCELLED or each.sequence < known.sequence:
        return True
    return each.digest == known.digest


def _is_over(draft: Draft, now: datetime) -> bool:
    if draft.rule is not None:
        return False
    starts_at, _ = moment_of(draft.local_start, draft.zone, draft.fold or 0)
    return starts_at + timedelta(minutes=draft.minutes) <= now


async def _differing_times(
    tx: Transaction, event: Event, differing: Sequence[Differing], now: datetime
) -> list[tuple[Occurrence, Occurrence]]:
    """The times of a series that differ from its rule, as they stand and as they should. Those
    beyond what is written out are written, so that they are known when their year comes."""
    rule = rule_of(event)
    if rule is None:
        return []
    standing = {each.recurrence_id for each in await list_occurrences(tx, event.number)}
    missing: list[NewOccurrence] = []
    for each in differing:
        on_time = each.local.time() == event.local_start.time()
        after_end = rule.until is not None and each.local > rule.until
        if each.name in standing or not on_time or after_end or each.local < event.local_start:
            continue
        if falls_on(rule, event.local_start.date(), each.local.date()):
            starts_at, _ = moment_of(each.local, event.zone)
            ends_at = starts_at + timedelta(minutes=event.minutes)
            if ends_at > now:
                missing.append(NewOccurrence(each.name, starts_at, ends_at))
    await insert_occurrences(tx, event.number, missing, capacity=event.capacity)
    rows = {each.recurrence_id: each for each in await list_occurrences(tx, event.number)}
    found: list[tuple[Occurrence, Occurrence]] = []
    for each in differing:
        before = rows.get(each.name)
        if before is None or before.ends_at <= now:
            continue
        after = _as_said(before, event, each)
        if after != before:
            found.append((before, after))
    return found


def _as_said(before: Occurrence, event: Event, each: Differing) -> Occurrence:
    if each.start is None:
        return replace(before, cancelled=True)
    starts_at, _ = moment_of(each.start, event.zone)
    return replace(
        before,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=each.minutes),
        cancelled=False,
        place=each.place,
        address=each.address,
    )


async def _as_the_rule_says(
    tx: Transaction, event: Event, names: set[str], now: datetime
) -> list[tuple[Occurrence, Occurrence]]:
    """Times that differed and no longer do."""
    found: list[tuple[Occurrence, Occurrence]] = []
    for before in await list_occurrences(tx, event.number, ends_after=now):
        if before.recurrence_id in names:
            local = datetime.fromisoformat(before.recurrence_id)
            said = Differing(local, local, event.minutes)
            found.append((before, _as_said(before, event, said)))
    return found
