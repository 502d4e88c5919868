"""Events: who makes, publishes, changes and calls them off. What is to be seen of them stands in
`event_views.py`, who comes in `rsvps.py`, and how a deed is written in `event_writing.py`.

Each deed names the version that the organizer had before their eyes: whoever is second is shown
what the first changed (`EditedMeanwhile`) and loses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from typing import Any, NoReturn
from uuid import uuid4

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import FIELDS, Draft, Event, Kind, Occurrence, Status
from bot.domain.event_check import check_draft, check_texts
from bot.services.event_times import Written, preview, written_out
from bot.services.event_views import EventViews
from bot.services.event_writing import (
    EditedMeanwhile,
    FieldChange,
    edited,
    insert_new,
    located,
    moved_times,
    refuse_old_version,
    settled,
    times_or_refuse,
    write_deed,
    write_one,
)
from bot.services.places import LazyPlaces
from bot.services.zones import known_zone
from bot.storage.database import Database, Transaction
from bot.storage.erase import erase
from bot.storage.event_changes import (
    EventDeed,
    forget_old_events,
)
from bot.storage.event_occurrences import get_occurrence
from bot.storage.events import delete_event, get_event, get_event_of, list_children
from bot.storage.events import set_event_message as _set_message
from bot.storage.events import set_event_thread as _set_thread

__all__ = ["EditedMeanwhile", "EventsService", "FieldChange"]

NAMES_KEPT = timedelta(days=90)
CHANGES_KEPT = timedelta(days=365)
ANSWERS_KEPT = timedelta(days=30)


class EventsService(EventViews):
    """What organizers do with events, and (from `EventViews`) what everybody sees of them."""

    def __init__(self, db: Database, *, clock: Clock, places: LazyPlaces) -> None:
        super().__init__(db, clock=clock, places=places)

    # --- before anything is kept --------------------------------------------------------

    async def check(self, actor: Actor, draft: Draft) -> tuple[Draft, Sequence[Written]]:
        """The draft as it would be kept, and its next times, marked where a clock plays tricks.

        Raises:
            NotAllowed: not an organizer. BadInput: something in it can't be kept. AskWhichTime:
            its start does not exist or exists twice; ask, put the choice in, come again.
        """
        organizer_of(actor)
        checked = await self._checked(draft)
        return checked, preview(checked, now=self._clock.now())

    async def _checked(self, draft: Draft) -> Draft:
        now = self._clock.now()
        draft = settled(check_draft(replace(draft, zone=known_zone(draft.zone)), now=now))
        times_or_refuse(draft, now=now)
        return located(draft, await self._places()) if draft.place else draft

    # --- deeds --------------------------------------------------------------------------

    async def create(self, actor: Actor, draft: Draft) -> Event:
        """Keep a new event as a draft, which only organizers see. Raises as `check` does, and
        NotFound where its day of action is none of this server."""
        guild_id = organizer_of(actor)
        checked, now = await self._checked(draft), self._clock.now()
        async with self._db.transaction() as tx:
            await self._check_parent(tx, guild_id, checked)
            event = Event(
                **{each.name: getattr(checked, each.name) for each in fields(Draft)},
                number=0,
                uid=str(uuid4()),
                guild_id=guild_id,
                status=Status.DRAFT,
                version=1,
                sequence=0,
                changed_at=now,
                made_by=actor.user_id,
            )
            event = await insert_new(tx, event, by=actor.user_id, now=now)
            await tx.commit()
        return event

    async def _check_parent(self, tx: Transaction, guild_id: int, draft: Draft) -> None:
        if draft.parent is None:
            return
        around = await get_event(tx, draft.parent, guild_id=guild_id) or gone()
        if around.kind is not Kind.DAY_OF_ACTION or around.parent is not None:
            raise BadInput("event_error.no_umbrella")
        _refuse_cancelled(around)

    async def publish(
        self,
        actor: Actor,
        number: int,
        version: int,
        *,
        channel_id: int | None = None,
        thread_id: int | None = None,
    ) -> Event:
        """Show a draft to everybody (its board goes to `channel_id`, None: nowhere), or say that a
        postponed event takes place again. See `publish_whole`, which raises the same."""
        where = {"channel_id": channel_id, "thread_id": thread_id}
        return (await self._publish(actor, number, version, where, whole=False))[0]

    async def publish_whole(
        self, actor: Actor, number: int, version: int, *, channel_id: int | None = None
    ) -> tuple[Event, int]:
        """Publish an event and the local events that are drafts, all or none; how many those were.
        One whose times are all past stays a draft.

        Raises:
            NotAllowed: not an organizer. NotFound: none of this server. EditedMeanwhile: somebody
            was faster. BadInput: it is cancelled, or all its times are past.
        """
        return await self._publish(actor, number, version, {"channel_id": channel_id}, whole=True)

    async def _publish(
        self,
        actor: Actor,
        number: int,
        version: int,
        where: Mapping[str, int | None],
        *,
        whole: bool,
    ) -> tuple[Event, int]:
        guild_id, now = organizer_of(actor), self._clock.now()
        async with self._db.transaction() as tx:
            event = await self._current(tx, guild_id, number, version)
            if event.status is Status.PUBLISHED:
                raise BadInput("event_error.is_published")
            times_or_refuse(event, now=now)
            drafts = [
                each
                for each in (await list_children(tx, number) if whole else ())
                if each.status is Status.DRAFT and written_out(each, now=now)
            ]
            published = [
                await write_deed(
                    tx,
                    each,
                    replace(
                        each,
                        status=Status.PUBLISHED,
                        **{name: at or getattr(each, name) for name, at in where.items()},
                    ),
                    EventDeed.PUBLISHED,
                    by=actor.user_id,
                    now=now,
                )
                for each in (event, *drafts)
            ]
            await tx.commit()
        return published[0], len(drafts)

    async def edit(
        self, actor: Actor, number: int, version: int, changes: Mapping[str, Any]
    ) -> Event:
        """Change fields of an event (names of `Draft`'s). People are told of a new place or time.

        Raises as `publish` and `check` do, and BadInput where fewer places are left than are held.
        """
        unknown = set(changes) - set(FIELDS)
        if unknown:
            raise ValueError(sorted(unknown))
        guild_id, now = organizer_of(actor), self._clock.now()
        # Before the transaction: the first time, reading them takes a while.
        places = await self._places() if changes.get("place") else None
        async with self._db.transaction() as tx:
            event = await self._current(tx, guild_id, number, version)
            after = edited(event, changes, places, now=now)
            if after == event:
                return event
            done = await write_deed(tx, event, after, EventDeed.EDITED, by=actor.user_id, now=now)
            await tx.commit()
        return done

    async def postpone(self, actor: Actor, number: int, version: int) -> Event:
        """Put an event off until there is a new time for it: then it is edited, and published
        again. Answers are kept. Raises as `publish` does, and BadInput where it is a draft."""

        guild_id, now = organizer_of(actor), self._clock.now()
        async with self._db.transaction() as tx:
            event = await self._current(tx, guild_id, number, version)
            if event.status is not Status.PUBLISHED:
                raise BadInput("event_error.not_published")
            after = replace(event, status=Status.POSTPONED)
            done = await write_deed(
                tx, event, after, EventDeed.POSTPONED, by=actor.user_id, now=now
            )
            await tx.commit()
        return done

    async def cancel(self, actor: Actor, number: int, version: int) -> Event:
        """Call an event off for good, with all its local events. Everybody who comes is told; a
        draft is deleted. Raises as `publish` does."""
        guild_id, now = organizer_of(actor), self._clock.now()
        async with self._db.transaction() as tx:
            event = await self._current(tx, guild_id, number, version)
            done, deleted = event, False
            for each in [*await list_children(tx, number), event]:
                if each.status is Status.CANCELLED:
                    continue
                done = await self._cancel(tx, each, actor.user_id, now)
                deleted = deleted or done.status is Status.DRAFT
            await tx.commit()
        if deleted:
            await erase(self._db)
        return done

    async def _cancel(self, tx: Transaction, event: Event, by: int, now: datetime) -> Event:
        if event.status is Status.DRAFT:
            await delete_event(tx, event.number)
            return event
        after = replace(event, status=Status.CANCELLED)
        return await write_deed(tx, event, after, EventDeed.CANCELLED, by=by, now=now)

    async def move_occurrence(
        self,
        actor: Actor,
        occurrence: int,
        version: int,
        *,
        local_start: datetime | None = None,
        minutes: int | None = None,
        fold: int | None = None,
        place: str | None = None,
        address: str | None = None,
    ) -> tuple[Event, Occurrence]:
        """Let one time of a series take place at another time or place; None leaves what is.
        `version` is the event's. Raises as `edit` does."""
        guild_id, now = organizer_of(actor), self._clock.now()
        texts = {"place": place, "address": address}
        given = check_texts({name: text for name, text in texts.items() if text is not None})
        async with self._db.transaction() as tx:
            event, before = await self._one(tx, guild_id, occurrence, version)
            after = replace(before, **given)
            if local_start is not None or minutes is not None:
                starts_at, ends_at = moved_times(event, before, local_start, minutes, fold, now=now)
                after = replace(after, starts_at=starts_at, ends_at=ends_at)
            if after == before:
                return event, before
            both = await write_one(
                tx, event, before, after, EventDeed.ONE_MOVED, by=actor.user_id, now=now
            )
            await tx.commit()
        return both

    async def cancel_occurrence(
        self, actor: Actor, occurrence: int, version: int
    ) -> tuple[Event, Occurrence]:
        """Call one time of a series off; the others stay. Raises as `publish` does."""
        guild_id, now = organizer_of(actor), self._clock.now()
        async with self._db.transaction() as tx:
            event, before = await self._one(tx, guild_id, occurrence, version)
            after = replace(before, cancelled=True)
            both = await write_one(
                tx, event, before, after, EventDeed.ONE_CANCELLED, by=actor.user_id, now=now
            )
            await tx.commit()
        return both

    # --- what the relay and the cogs tell us --------------------------------------------

    async def set_message(self, tx: Transaction, number: int, message_id: int | None) -> None:
        """The board of an event is this message (the relay's hook after it was sent)."""
        await _set_message(tx, number, message_id)

    async def set_thread(self, number: int, thread_id: int | None) -> None:
        """The thread of an event, in which people are pinged."""
        async with self._db.transaction() as tx:
            await _set_thread(tx, number, thread_id)
            await tx.commit()

    async def drop_old(self) -> None:
        """Forget who came to what is long over, who made and changed it, and what was changed."""
        now = self._clock.now()
        await forget_old_events(
            self._db,
            names_before=now - NAMES_KEPT,
            changes_before=now - CHANGES_KEPT,
            answers_before=now - ANSWERS_KEPT,
        )

    # --- shared -------------------------------------------------------------------------

    async def _own(self, db: Database | Transaction, guild_id: int, number: int) -> Event:
        return await get_event(db, number, guild_id=guild_id) or gone()

    async def _current(self, tx: Transaction, guild_id: int, number: int, version: int) -> Event:
        event = await self._own(tx, guild_id, number)
        _refuse_cancelled(event)
        await refuse_old_version(tx, event, version)
        return event

    async def _one(
        self, tx: Transaction, guild_id: int, occurrence: int, version: int
    ) -> tuple[Event, Occurrence]:
        event = await get_event_of(tx, occurrence, guild_id=guild_id) or gone()
        _refuse_cancelled(event)
        await refuse_old_version(tx, event, version)
        if event.rule is None:
            raise BadInput("event_error.only_once")
        one = await get_occurrence(tx, occurrence) or gone()
        if one.cancelled:
            raise BadInput("event_error.is_cancelled")
        if one.ends_at <= self._clock.now():
            raise BadInput("event_error.is_over")
        return event, one


def organizer_of(actor: Actor) -> int:
    """The server in which the actor organizes.

    Raises:
        NotAllowed: not an organizer. BadInput: outside a server.
    """
    actor.require(Capability.ORGANIZER)
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id


def gone() -> NoReturn:
    """Raises NotFound: no such event here."""
    raise NotFound("event_error.gone")


def _refuse_cancelled(event: Event) -> None:
    if event.status is Status.CANCELLED:
        raise BadInput("event_error.is_cancelled")
