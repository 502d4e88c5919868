"""Events from a table. First it is said what the file would do, row by row; then all good rows
become drafts together, or none does. What is here already (same title, same start) is left alone,
so that the same file twice changes nothing.

A file that waits for its sender's yes is held in memory for a quarter of an hour, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import uuid4

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.errors import BadInput
from bot.domain.event import Draft, Event, Status
from bot.services.event_table import is_yes, kind_typed, rows_of_table
from bot.services.event_typed import typed_time
from bot.services.event_writing import insert_new
from bot.services.events import EventsService, organizer_of
from bot.services.lists.cell_parts import is_formula, is_nothing
from bot.services.plans_kept import PlansKept
from bot.services.when import read_rule
from bot.services.zones import known_zone
from bot.storage.database import Database, Transaction
from bot.storage.event_starts import list_event_starts


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that can't be kept, and why (a key of the catalogs)."""

    line: int
    name: str
    key: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What a file would do. `same`: rows whose event is here already; `endless`: of the new ones,
    how many give no end; `unknown`: columns that nobody reads."""

    new: tuple[Draft, ...] = ()
    same: int = 0
    bad: tuple[BadRow, ...] = ()
    endless: int = 0
    unknown: tuple[str, ...] = ()


class EventImportsService:
    """Brings events in as drafts, for organizers."""

    def __init__(self, db: Database, *, clock: Clock, events: EventsService) -> None:
        self._db = db
        self._clock = clock
        self._events = events
        self._plans: PlansKept[EventPlan] = PlansKept(clock)

    async def look(
        self, actor: Actor, data: bytes, *, zone: str, language: str
    ) -> tuple[str, EventPlan]:
        """What the file would do, and a token to bring it in with. `zone`: where a row names none
        (empty: then each must).

        Raises:
            NotAllowed: not an organizer. BadInput: it is no table of events.
        """
        guild_id = organizer_of(actor)
        rows, unknown = rows_of_table(data)
        here = await list_event_starts(self._db, guild_id)
        new: list[Draft] = []
        bad: list[BadRow] = []
        same = endless = 0
        for line, cells in rows:
            try:
                draft, ends = await self._draft(actor, cells, zone, language)
            except BadInput as wrong:
                name = cells.get("title", "").strip()[:60]
                bad.append(BadRow(line, name, wrong.key, wrong.params))
                continue
            mark = mark_of(draft)
            if mark in here:
                same += 1
                continue
            here.add(mark)
            new.append(draft)
            endless += not ends
        plan = EventPlan(tuple(new), same, tuple(bad), endless, tuple(unknown))
        return self._plans.keep(plan, user_id=actor.user_id, guild_id=guild_id), plan

    async def bring_in(self, actor: Actor, token: str) -> list[Event]:
        """Keep the good rows of a file as drafts, all of them or none; those that are new.

        Raises:
            NotAllowed: not an organizer. BadInput: it was too long ago, the bot was started again,
            or a row can't be kept any more.
        """
        guild_id = organizer_of(actor)
        plan = self._plans.get(token, user_id=actor.user_id, guild_id=guild_id)
        drafts = [(await self._events.check(actor, draft))[0] for draft in plan.new]
        async with self._db.transaction() as tx:
            made = await self._insert(tx, actor, guild_id, drafts)
            await tx.commit()
        self._plans.drop(token)
        return made

    def drop(self, token: str) -> None:
        """Nothing is brought in."""
        self._plans.drop(token)

    async def _insert(
        self, tx: Transaction, actor: Actor, guild_id: int, drafts: Sequence[Draft]
    ) -> list[Event]:
        here, now = await list_event_starts(tx, guild_id), self._clock.now()
        made: list[Event] = []
        for draft in drafts:
            if mark_of(draft) in here:  # somebody was faster
                continue
            made.append(await insert_draft(tx, actor, guild_id, draft, now=now))
        return made

    # --- a row --------------------------------------------------------------------------

    async def _draft(
        self, actor: Actor, cells: Mapping[str, str], zone: str, language: str
    ) -> tuple[Draft, bool]:
        """What a row says, and whether it gives an end."""
        cells = {name: text for name, text in cells.items() if not is_nothing(text)}
        for text in cells.values():
            if is_formula(text):
                raise BadInput("event_roster.formula", typed=text.strip()[:40])
        if not cells.get("title", "").strip():
            raise BadInput("event_error.no_title")
        there = known_zone(cells["zone"]) if "zone" in cells else zone
        if not there:
            raise BadInput("event_roster.no_zone")
        when = typed_time(
            _time_text(cells),
            now=self._clock.now(),
            zone=there,
            language=language,
            lasts=_minutes(cells.get("minutes", "")),
        )
        start, rule = when.local_start, None
        if "repeats" in cells:
            rule = read_rule(cells["repeats"], start=start, language=language, zone=when.zone)
        draft = Draft(
            kind=kind_typed(cells.get("kind", "")),
            title=cells["title"],
            zone=when.zone,
            local_start=start,
            minutes=when.minutes,
            fold=when.fold,
            about=cells.get("about", ""),
            host=cells.get("host", ""),
            place=cells.get("place", ""),
            address=cells.get("address", ""),
            contact=cells.get("contact", ""),
            notes=cells.get("notes", ""),
            link=cells.get("link", "").strip(),
            public=is_yes(cells.get("public", "")),
            rule=rule,
            capacity=_capacity(cells.get("capacity", "")),
        )
        return (await self._events.check(actor, draft))[0], not when.endless


async def insert_draft(
    tx: Transaction, actor: Actor, guild_id: int, draft: Draft, *, now: datetime
) -> Event:
    """Keep a checked draft as an event. The caller commits."""
    event = Event(
        **{each.name: getattr(draft, each.name) for each in fields(Draft)},
        number=0,
        uid=str(uuid4()),
        guild_id=guild_id,
        status=Status.DRAFT,
        version=1,
        sequence=0,
        changed_at=now,
        made_by=actor.user_id,
    )
    return await insert_new(tx, event, by=actor.user_id, now=now)


def mark_of(draft: Draft) -> tuple[str, str, str]:
    """By what an event is known again that nobody gave a name."""
    return draft.title, draft.local_start.isoformat(timespec="minutes"), draft.zone


def _time_text(cells: Mapping[str, str]) -> str:
    """What the cells say about the time, as one would type it."""
    if "when" in cells:
        return cells["when"]
    start = " ".join(filter(None, (cells.get("date", ""), cells.get("start", ""))))
    if not start.strip():
        raise BadInput("event_roster.no_time")
    return f"{start} - {cells['end']}" if "end" in cells else start


def _minutes(text: str) -> int | None:
    typed = text.strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 6 else None


def _capacity(text: str) -> int | None:
    typed = text.strip()
    if not typed:
        return None
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 9:
        raise BadInput("event_roster.bad_capacity", typed=typed[:40])
    return int(typed)
