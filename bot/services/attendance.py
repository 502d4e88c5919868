"""After an event: who came, which training they have now, and how it was."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Event, Kind, Occurrence
from bot.domain.event_check import clean_text
from bot.domain.local_time import local_in
from bot.domain.search import fold
from bot.services.events import organizer_of
from bot.services.rsvps import RsvpsService
from bot.storage.attendance import (
    Feedback,
    TrainingRecord,
    delete_training_record,
    get_feedback,
    insert_feedback,
    list_training_records,
    put_training_records,
    set_came,
    set_came_count,
)
from bot.storage.database import Database
from bot.storage.erase import erase

__all__ = ["AttendanceService", "Feedback", "TrainingRecord"]

MOST_PEOPLE = 1_000_000
LONGEST_WORDS = 500


class AttendanceService:
    """What leads note about who came, and what those who came say."""

    def __init__(self, db: Database, *, clock: Clock, rsvps: RsvpsService) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps

    async def count(self, actor: Actor, occurrence: int, came: int | None) -> None:
        """Keep how many came, without names; None takes it back.

        Raises:
            NotAllowed: neither an organizer nor the lead. NotFound: none of this server. BadInput:
            it has not begun, or no such number.
        """
        await self._begun(actor, occurrence)
        if came is not None and not 0 <= came <= MOST_PEOPLE:
            raise BadInput("event_error.count", most=MOST_PEOPLE)
        await set_came_count(self._db, occurrence, came)

    async def mark(
        self, actor: Actor, occurrence: int, user_ids: Sequence[int], *, came: bool
    ) -> int:
        """Mark that these people came, or did not; how many of them had answered and are marked.

        Raises as `count` does.
        """
        await self._begun(actor, occurrence)
        async with self._db.transaction() as tx:
            marked = await set_came(tx, occurrence, user_ids, came)
            await tx.commit()
        return marked

    async def confirm_training(self, actor: Actor, occurrence: int) -> int:
        """Give everybody who is marked as having come the record of this training; how many.

        Raises as `count` does, and BadInput where it is no training.
        """
        event, one = await self._begun(actor, occurrence)
        if event.kind is not Kind.TRAINING:
            raise BadInput("event_error.no_training")
        title = str(event.extra.get("training") or event.title)
        valid = event.extra.get("valid_days")
        on = local_in(one.starts_at, event.zone).date()  # in the evening it is tomorrow in UTC
        async with self._db.transaction() as tx:
            people = await put_training_records(
                tx,
                occurrence,
                guild_id=event.guild_id,
                training=training_key(title),
                title=title,
                on=on,
                expires_on=on + timedelta(days=int(valid)) if valid else None,
            )
            await tx.commit()
        return len(people)

    async def trainings(self, actor: Actor, user_id: int | None = None) -> list[TrainingRecord]:
        """What the actor is trained in, here and today; of somebody else for organizers only.

        Raises:
            NotAllowed: not an organizer. BadInput: outside a server.
        """
        if actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        if user_id is not None and user_id != actor.user_id:
            organizer_of(actor)
        return await list_training_records(
            self._db,
            guild_id=actor.guild_id,
            user_id=user_id or actor.user_id,
            on=today(self._clock),
        )

    async def is_trained(self, guild_id: int, user_id: int, training: str) -> bool:
        """Whether this person has that training today: what gates sensitive shifts."""
        records = await list_training_records(
            self._db, guild_id=guild_id, user_id=user_id, on=today(self._clock)
        )
        return training_key(training) in {record.training for record in records}

    async def revoke_training(self, actor: Actor, user_id: int, training: str) -> None:
        """Take a record back.

        Raises:
            NotAllowed: not an organizer. NotFound: there is none.
        """
        organizer_of(actor)
        if not await delete_training_record(
            self._db,
            guild_id=actor.guild_id or 0,
            user_id=user_id,
            training=training_key(training),
        ):
            raise NotFound("event_error.no_record")
        await erase(self._db)

    async def say_how_it_was(
        self, actor: Actor, occurrence: int, *, mark: int | None = None, words: str = ""
    ) -> None:
        """Keep a mark from 1 to 5, or words, without who gave it.

        Raises:
            BadInput: too long, no such mark, or it can't be said (they were not there, it is not
            over, everybody has said something).
        """
        words = clean_text(words, paragraphs=True)
        if len(words) > LONGEST_WORDS:
            raise BadInput("event_error.long_words", most=LONGEST_WORDS, size=len(words))
        if mark is not None and not 1 <= mark <= 5:
            raise ValueError(mark)
        if mark is None and not words:
            raise BadInput("event_error.no_words")
        if not await insert_feedback(
            self._db,
            occurrence,
            user_id=actor.user_id,
            mark=mark,
            words=words,
            now=self._clock.now(),
        ):
            raise BadInput("event_error.no_feedback")

    async def how_it_was(self, actor: Actor, occurrence: int) -> Feedback:
        """All marks and words together. Raises as `count` does, but for BadInput."""
        await self._rsvps.lead_of(actor, occurrence)
        return await get_feedback(self._db, occurrence)

    async def _begun(self, actor: Actor, occurrence: int) -> tuple[Event, Occurrence]:
        event, one = await self._rsvps.lead_of(actor, occurrence)
        if one.starts_at > self._clock.now():
            raise BadInput("event_error.not_begun")
        return event, one


def training_key(title: str) -> str:
    """Under which a training is known, however its name is written."""
    return " ".join(fold(title).split())
