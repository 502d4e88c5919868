"""The teams of a lobby visit as their organizer handles them: who is in which, shared out fairly.

Making, changing and dissolving one stands in `event_parts.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Event, Occurrence
from bot.services.event_parts import EventPartsService
from bot.services.rsvps import RsvpsService
from bot.storage.database import Database
from bot.storage.event_parts import Team
from bot.storage.team_shares import count_teamless, share_out

__all__ = ["Members", "Team", "TeamsPage", "TeamsService"]


@dataclass(frozen=True, slots=True)
class TeamsPage:
    """All teams of one time, and how many who come are in none."""

    event: Event
    occurrence: Occurrence
    teams: tuple[Team, ...]
    teamless: int


@dataclass(frozen=True, slots=True)
class Members:
    """A team and who is in it."""

    team: Team
    people: tuple[int, ...]


class TeamsService:
    """Teams, for those who lead and for those who are in one."""

    def __init__(self, db: Database, *, rsvps: RsvpsService, parts: EventPartsService) -> None:
        self._db = db
        self._rsvps = rsvps
        self._parts = parts

    async def page(self, actor: Actor, occurrence: int) -> TeamsPage:
        """All teams.

        Raises:
            NotAllowed: neither an organizer nor the event's lead. NotFound: none of this server.
        """
        event, one = await self._rsvps.lead_of(actor, occurrence)
        teams = await self._parts.teams(actor, occurrence)
        return TeamsPage(event, one, tuple(teams), await count_teamless(self._db, occurrence))

    async def members(self, actor: Actor, occurrence: int, number: int) -> Members:
        """One team, for those who lead the event. Raises as `page` does."""
        await self._rsvps.lead_of(actor, occurrence)
        people = await self._parts.members(actor, occurrence, number)
        return Members(await self._team(actor, occurrence, number), tuple(people))

    async def mine(self, actor: Actor, occurrence: int) -> list[Members]:
        """The teams that the actor is in or leads, whoever they are.

        Raises:
            NotFound: no such event here.
        """
        found: list[Members] = []
        for team in await self._parts.teams(actor, occurrence):
            people = await self._parts.members(actor, occurrence, team.number)
            if actor.user_id in people or team.leader_id == actor.user_id:
                found.append(Members(team, tuple(people)))
        return found

    async def choose_leader(
        self, actor: Actor, occurrence: int, number: int, leader: int | None
    ) -> None:
        """Who leads a team; a leader who comes is in it, too. Raises as `page` does."""
        await self._rsvps.lead_of(actor, occurrence)
        team = await self._team(actor, occurrence, number)
        await self._parts.keep_team(actor, replace(team, leader_id=leader))
        if leader is not None:
            await self._parts.put_in_team(actor, occurrence, [leader], number)

    async def choose_members(
        self,
        actor: Actor,
        occurrence: int,
        number: int,
        people: Sequence[int],
        *,
        whole: bool,
    ) -> list[int]:
        """Put these people in a team; with `whole` nobody else stays in it. Who could not be put
        in, as they have not said that they come. Raises as `page` does."""
        await self._team(actor, occurrence, number)
        inside = await self._parts.put_in_team(actor, occurrence, people, number, whole=whole)
        return [user_id for user_id in people if user_id not in inside]

    async def share_out(self, actor: Actor, occurrence: int) -> int:
        """Put everybody who comes and is in no team into the smallest one; how many.

        Raises as `page` does, and BadInput where there is no team yet.
        """
        page = await self.page(actor, occurrence)
        if not page.teams:
            raise BadInput("event_roster.no_team_yet")
        async with self._db.transaction() as tx:
            shared = await share_out(tx, occurrence)
            await tx.commit()
        return shared

    async def _team(self, actor: Actor, occurrence: int, number: int) -> Team:
        for team in await self._parts.teams(actor, occurrence):
            if team.number == number:
                return team
        raise NotFound("event_error.no_team")
