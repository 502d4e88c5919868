"""Who comes, as organizers and leads read it on a phone: some people at a time, and who came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.event import HOLDING, Answer, Event, Kind, Occurrence, Status
from bot.domain.search import fold
from bot.services.rsvps import RsvpsService
from bot.storage.attendance import set_came
from bot.storage.database import Database
from bot.storage.event_lists import Counts, Found, count_answers, list_upcoming
from bot.storage.event_parts import list_slots, list_teams
from bot.storage.rsvps import Rsvp, list_rsvps

__all__ = ["Counts", "Presence", "RosterPage", "RosterService", "RosterView", "Rsvp"]

#: Answers are kept so long after an event: so long there is a roster.
KEPT = timedelta(days=30)
#: "Which event?" looks through so many.
_LOOKED_THROUGH = 500


class RosterView(StrEnum):
    """Which of those who answered; the values stand in custom_ids."""

    GOING = "going"
    LINE = "line"
    MAYBE = "maybe"
    UNHEARD = "unheard"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Presence:
    """Of those with a place: who came, who did not, of whom nobody said. `extra` came without."""

    came: int = 0
    missed: int = 0
    open: int = 0
    extra: int = 0


def _none() -> Mapping[int, str]:
    return {}


def _no_times() -> Mapping[int, datetime]:
    return {}


@dataclass(frozen=True, slots=True)
class RosterPage:
    """Some of those who answered, and how many there are of each kind. `number` is from 0."""

    event: Event
    occurrence: Occurrence
    counts: Counts
    presence: Presence
    view: RosterView
    number: int
    pages: int
    first: int
    people: tuple[Rsvp, ...]
    sizes: Mapping[RosterView, int]
    begun: bool
    over: bool
    teams: Mapping[int, str] = field(default_factory=_none)
    slots: Mapping[int, datetime] = field(default_factory=_no_times)


class RosterService:
    """Reads rosters, and marks many at once."""

    def __init__(self, db: Database, *, clock: Clock, rsvps: RsvpsService) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps

    async def page(
        self,
        actor: Actor,
        occurrence: int,
        view: RosterView = RosterView.GOING,
        number: int = 0,
        *,
        size: int,
        size_begun: int,
    ) -> RosterPage:
        """A page of so many; after the beginning of `size_begun`, as each may then be marked.

        Raises:
            NotAllowed: neither an organizer nor the event's lead. NotFound: none of this server.
        """
        event, one = await self._rsvps.lead_of(actor, occurrence)
        answers = await list_rsvps(self._db, occurrence)
        counts = (await count_answers(self._db, [occurrence])).get(occurrence, Counts())
        now = self._clock.now()
        begun = one.starts_at <= now
        by_view = {each: [a for a in answers if _is_in(a, each, one)] for each in RosterView}
        people, most = by_view[view], size_begun if begun else size
        pages = max(1, -(-len(people) // most))
        number = min(number, pages - 1)
        first = number * most
        return RosterPage(
            event=event,
            occurrence=one,
            counts=counts,
            presence=_presence(answers),
            view=view,
            number=number,
            pages=pages,
            first=first,
            people=tuple(people[first : first + most]),
            sizes={each: len(found) for each, found in by_view.items()},
            begun=begun,
            over=one.ends_at <= now,
            teams={each.number: each.name for each in await list_teams(self._db, occurrence)}
            if event.kind is Kind.LOBBY_VISIT
            else {},
            slots={each.number: each.starts_at for each in await list_slots(self._db, occurrence)},
        )

    async def mark_rest(self, actor: Actor, occurrence: int, *, came: bool) -> int:
        """Mark everybody with a place of whom nobody said yet; how many. Who may and when is the
        caller's to ask (`AttendanceService.mark` with nobody does it). Raises as `page` does."""
        await self._rsvps.lead_of(actor, occurrence)
        async with self._db.transaction() as tx:
            rest = [
                each.user_id
                for each in await list_rsvps(tx, occurrence)
                if each.answer in HOLDING and each.came is None
            ]
            marked = await set_came(tx, occurrence, rest, came)
            await tx.commit()
        return marked

    async def choices(self, actor: Actor, typed: str, *, limit: int = 25) -> list[Found]:
        """The times of events whose roster the actor may read, the nearest to now first."""
        if actor.guild_id is None:
            return []
        now = self._clock.now()
        organizer = actor.may(Capability.ORGANIZER)
        found = await list_upcoming(
            self._db,
            guild_id=actor.guild_id,
            user_id=actor.user_id,
            now=now - KEPT,
            drafts=organizer,
            limit=_LOOKED_THROUGH,
        )
        words = fold(typed).split()
        mine = [
            each
            for each in found
            if (organizer or each.event.lead_id == actor.user_id)
            and all(word in fold(each.event.title) for word in words)
            and not (each.event.status is Status.CANCELLED and each.occurrence.ends_at <= now)
        ]
        mine.sort(key=lambda each: abs(each.occurrence.starts_at - now))
        return mine[:limit]


def _is_in(answer: Rsvp, view: RosterView, one: Occurrence) -> bool:
    if view is RosterView.GOING:
        return answer.answer is Answer.GOING
    if view is RosterView.LINE:
        return answer.answer in (Answer.WAITING, Answer.OFFERED)
    if view is RosterView.MAYBE:
        return answer.answer is Answer.MAYBE
    if view is RosterView.UNHEARD:
        return answer.answer is not Answer.DECLINED and answer.heard < one.change
    return answer.came is False


def _presence(answers: list[Rsvp]) -> Presence:
    held = [each.came for each in answers if each.answer in HOLDING]
    extra = sum(1 for each in answers if each.answer not in HOLDING and each.came)
    return Presence(held.count(True), held.count(False), held.count(None), extra)
