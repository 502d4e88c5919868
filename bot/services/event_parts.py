"""What only some kinds of events have: questions for a town hall, teams of a lobby visit,
appointments of a clinic.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date, datetime, timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.event import Answer, Event, Kind, Status
from bot.domain.event_check import check_capacity, check_texts, clean_text
from bot.domain.event_tiers import Tier
from bot.services.event_views import tier_of
from bot.services.rsvps import RsvpsService
from bot.storage.database import Database
from bot.storage.erase import erase
from bot.storage.event_lists import get_found
from bot.storage.event_parts import (
    Question,
    Slot,
    Team,
    clear_team,
    delete_question,
    delete_slot,
    delete_team,
    get_question_event,
    insert_question,
    list_questions,
    list_slots,
    list_team_members,
    list_teams,
    put_slots,
    put_team,
    set_question_answered,
    set_question_vote,
    set_slot,
    set_team,
)
from bot.storage.events import get_event
from bot.storage.rsvps import get_rsvp

__all__ = ["EventPartsService", "Question", "Slot", "Team"]

LONGEST_QUESTION = 300
MOST_QUESTIONS = 200
#: Of one person on one day.
MOST_OF_ONE = 5
MOST_TEAMS = 100
MOST_SLOTS = 200
CLINICS = (Kind.LEGAL_CLINIC, Kind.CITIZENSHIP_CLINIC)


class EventPartsService:
    """Questions, teams and appointments."""

    def __init__(self, db: Database, *, clock: Clock, rsvps: RsvpsService) -> None:
        self._db = db
        self._clock = clock
        self._rsvps = rsvps
        #: Who asked how often today, by event: in memory only, as who asked is not kept.
        self._asked: Counter[tuple[int, int]] = Counter()
        self._asked_on: date | None = None

    # --- questions ----------------------------------------------------------------------

    async def ask(self, actor: Actor, number: int, words: str) -> int:
        """Add a question to a town hall; who asked is not kept. Its number.

        Raises:
            NotFound: no such event here. BadInput: no town hall, over, too long, too many, or too
            many of this person today (leads may write down what they are told).
        """
        event = await self._event(actor, number)
        if event.kind is not Kind.TOWN_HALL or event.extra.get("questions") is False:
            raise BadInput("event_error.no_questions")
        if event.status is Status.CANCELLED:
            raise BadInput("event_error.is_cancelled")
        words = check_texts({"notes": clean_text(words, paragraphs=False)})["notes"]
        if len(words) > LONGEST_QUESTION:
            raise BadInput("event_error.long_words", most=LONGEST_QUESTION, size=len(words))
        if not words:
            raise BadInput("event_error.no_words")
        if tier_of(actor, event, None) < Tier.LEAD:
            self._count_question(number, actor.user_id)
        asked = await insert_question(self._db, number, words, most=MOST_QUESTIONS)
        if asked is None:
            raise BadInput("event_error.many_questions", most=MOST_QUESTIONS)
        return asked

    def _count_question(self, number: int, user_id: int) -> None:
        """One more of this person, so that nobody fills the list alone."""
        day = today(self._clock)
        if day != self._asked_on:
            self._asked.clear()
            self._asked_on = day
        if self._asked[number, user_id] >= MOST_OF_ONE:
            raise BadInput("event_error.your_questions", most=MOST_OF_ONE)
        self._asked[number, user_id] += 1

    async def questions(self, actor: Actor, number: int) -> list[Question]:
        """What is to be asked: what most want first. Raises NotFound as `ask` does."""
        await self._event(actor, number)
        return await list_questions(self._db, number, user_id=actor.user_id)

    async def want(self, actor: Actor, question: int, *, wanted: bool = True) -> None:
        """Say that one wants a question asked, or no longer. Raises NotFound: it is gone."""
        await self._of_question(actor, question)
        await set_question_vote(self._db, question, actor.user_id, wanted)

    async def answered(self, actor: Actor, question: int, *, answered: bool = True) -> None:
        """Note that a question was answered.

        Raises:
            NotAllowed: neither an organizer nor the event's lead. NotFound: it is gone.
        """
        _lead(actor, await self._of_question(actor, question))
        await set_question_answered(self._db, question, answered)

    async def drop_question(self, actor: Actor, question: int) -> None:
        """Take a question out. Raises as `answered` does."""
        _lead(actor, await self._of_question(actor, question))
        await delete_question(self._db, question)
        await erase(self._db)

    # --- teams --------------------------------------------------------------------------

    async def keep_team(self, actor: Actor, team: Team) -> int:
        """Make a team (number 0) or change one; its number.

        Raises:
            NotAllowed: neither an organizer nor the event's lead. NotFound: no such occurrence or
            team. BadInput: no name, too long, too many.
        """
        await self._rsvps.lead_of(actor, team.occurrence)
        texts = check_texts({"title": team.name, "place": team.district})
        if not texts["title"]:
            raise BadInput("event_error.no_team_name")
        kept = Team(
            team.number,
            team.occurrence,
            texts["title"],
            texts["place"],
            team.starts_at,
            team.leader_id,
        )
        async with self._db.transaction() as tx:
            number = await put_team(tx, kept, most=MOST_TEAMS)
            await tx.commit()
        if number is None:
            if team.number:
                raise NotFound("event_error.no_team")
            raise BadInput("event_error.many_teams", most=MOST_TEAMS)
        return number

    async def drop_team(self, actor: Actor, occurrence: int, number: int) -> None:
        """Dissolve a team. Raises as `keep_team` does."""
        await self._rsvps.lead_of(actor, occurrence)
        await delete_team(self._db, occurrence, number)

    async def put_in_team(
        self,
        actor: Actor,
        occurrence: int,
        people: Collection[int],
        team: int,
        *,
        whole: bool = False,
    ) -> set[int]:
        """Put these people into a team; with `whole` nobody else stays in it. Who of them is in it
        now: only those who come can be. Raises as `keep_team` does."""
        await self._rsvps.lead_of(actor, occurrence)
        async with self._db.transaction() as tx:
            if whole:
                await clear_team(tx, occurrence, team, but=people)
            inside = await set_team(tx, occurrence, people, team)
            await tx.commit()
        return inside

    async def teams(self, actor: Actor, occurrence: int) -> list[Team]:
        """All teams for organizers and the lead; for others their own, and the one they lead.

        Raises:
            NotFound: no such event here.
        """
        found = await get_found(
            self._db, occurrence, guild_id=actor.guild_id, user_id=actor.user_id
        )
        if found is None or (actor.guild_id is None and found.mine is None):
            raise NotFound("event_error.gone")
        teams = await list_teams(self._db, occurrence)
        if tier_of(actor, found.event, None) >= Tier.LEAD:
            return teams
        mine = found.mine.team if found.mine else None
        return [each for each in teams if each.number == mine or each.leader_id == actor.user_id]

    async def members(self, actor: Actor, occurrence: int, team: int) -> list[int]:
        """Who is in a team, for those who see it (see `teams`). Raises NotFound for others."""
        if team not in {each.number for each in await self.teams(actor, occurrence)}:
            raise NotFound("event_error.no_team")
        return await list_team_members(self._db, team)

    # --- appointments -------------------------------------------------------------------

    async def add_slots(
        self,
        actor: Actor,
        occurrence: int,
        *,
        first: datetime,
        minutes: int,
        count: int,
        capacity: int,
    ) -> list[Slot]:
        """Make `count` appointments, one every `minutes`, from `first` on; those that are there
        already get the new number of places. All of them, or none is made.

        Raises:
            NotAllowed: neither an organizer nor the event's lead. NotFound: no such event here.
            BadInput: no clinic, or the times or numbers can't be.
        """
        event, one = await self._rsvps.lead_of(actor, occurrence)
        if event.kind not in CLINICS:
            raise BadInput("event_error.no_clinic")
        check_capacity(capacity)
        last = first + timedelta(minutes=minutes * (count - 1))
        if (
            minutes < 1
            or not 1 <= count <= MOST_SLOTS
            or first < one.starts_at
            or last >= one.ends_at
        ):
            raise BadInput("event_error.slot_times")
        starts = [first + timedelta(minutes=minutes * at) for at in range(count)]
        async with self._db.transaction() as tx:
            kept = await put_slots(tx, occurrence, starts, capacity=capacity, most=MOST_SLOTS)
            if kept < count:
                raise BadInput("event_error.slot_taken")  # leaving rolls back
            await tx.commit()
        return await list_slots(self._db, occurrence)

    async def drop_slot(self, actor: Actor, occurrence: int, number: int) -> None:
        """Take an appointment out. Raises as `add_slots` does, BadInput where somebody has it."""
        await self._rsvps.lead_of(actor, occurrence)
        if not await delete_slot(self._db, occurrence, number):
            raise BadInput("event_error.slot_taken")

    async def slots(self, actor: Actor, occurrence: int) -> list[Slot]:
        """The appointments with how many are taken. Raises NotFound: no such event here."""
        found = await get_found(
            self._db, occurrence, guild_id=actor.guild_id, user_id=actor.user_id
        )
        if found is None or (actor.guild_id is None and found.mine is None):
            raise NotFound("event_error.gone")
        if found.event.status is Status.DRAFT and tier_of(actor, found.event, None) < Tier.LEAD:
            raise NotFound("event_error.gone")
        return await list_slots(self._db, occurrence)

    async def take_slot(self, actor: Actor, occurrence: int, slot: int | None) -> None:
        """Take an appointment, in place of the one that one has; None gives it back.

        Raises:
            BadInput: it is taken, or one has not said that one comes.
        """
        if not await set_slot(self._db, occurrence, actor.user_id, slot):
            mine = await get_rsvp(self._db, occurrence, actor.user_id)
            if mine is None or mine.answer is not Answer.GOING:
                raise BadInput("event_error.answer_first")
            raise BadInput("event_error.slot_full")

    # --- shared -------------------------------------------------------------------------

    async def _event(self, actor: Actor, number: int) -> Event:
        if actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        event = await get_event(self._db, number, guild_id=actor.guild_id)
        if event is None or (
            event.status is Status.DRAFT and tier_of(actor, event, None) < Tier.LEAD
        ):
            raise NotFound("event_error.gone")
        return event

    async def _of_question(self, actor: Actor, question: int) -> Event:
        number = await get_question_event(self._db, question)
        if number is None:
            raise NotFound("event_error.no_question")
        return await self._event(actor, number)


def _lead(actor: Actor, event: Event) -> None:
    if tier_of(actor, event, None) < Tier.LEAD:
        raise NotAllowed("event_error.for_leads")
