"""Requests for help: moderators enter them without names, volunteers who qualify take them, details
are handed over outside of the bot, and all of it is erased on its day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.help_request import (
    HelpRequest,
    RequestDraft,
    RequestStatus,
    check_request,
)
from bot.storage.database import Database
from bot.storage.help_requests import (
    erase_old_requests,
    get_request,
    insert_request,
    list_requests,
    set_request_status,
    take_request,
)


class HelpRequestsService:
    """Use cases of `/request`."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def create(self, actor: Actor, draft: RequestDraft) -> HelpRequest:
        """Keep a request; volunteers see it.

        Raises:
            NotAllowed: not a dispatcher. BadInput: something in it can't be kept, and why.
        """
        guild_id = dispatcher_of(actor)
        now = self._clock.now()
        checked = check_request(draft, now=now)
        kept = await insert_request(
            self._db,
            checked,
            guild_id=guild_id,
            made_by=actor.user_id,
            erase_at=_erase_at(checked, now),
        )
        if kept is None:
            raise BadInput("request_error.code_taken", code=checked.code)
        return kept

    async def list(self, actor: Actor) -> list[HelpRequest]:
        """What is open and what this person took; a dispatcher sees all that is kept.

        Raises:
            NotAllowed: not a volunteer.
        """
        guild_id = _volunteer_of(actor)
        every = actor.may(Capability.DISPATCHER)
        return await list_requests(
            self._db,
            guild_id=guild_id,
            user_id=actor.user_id,
            now=self._clock.now(),
            every=every,
        )

    async def take(self, actor: Actor, number: int) -> HelpRequest:
        """Take an open request.

        Raises:
            NotAllowed: not a volunteer. NotFound: it is gone. BadInput: somebody was first, or the
            volunteer lacks the training, or is somewhere else then.
        """
        guild_id = _volunteer_of(actor)
        now = self._clock.now()
        taken = await take_request(
            self._db, number, guild_id=guild_id, user_id=actor.user_id, now=now
        )
        if taken is not None:
            return taken
        standing = await get_request(self._db, number, guild_id=guild_id)
        if standing is None or standing.status is RequestStatus.CLOSED:
            raise NotFound("request_error.gone")
        if standing.taken_by == actor.user_id:
            return standing
        if standing.status is RequestStatus.TAKEN:
            raise BadInput("request_error.taken")
        if standing.starts_at <= now:
            raise BadInput("request_error.past")
        raise BadInput("request_error.not_you", training=standing.training)

    async def give_back(self, actor: Actor, number: int) -> None:
        """Let others take what one took. Raises NotFound where they did not take it."""
        guild_id = _volunteer_of(actor)
        if not await set_request_status(
            self._db,
            number,
            guild_id=guild_id,
            status=RequestStatus.OPEN,
            taken_by=actor.user_id,
        ):
            raise NotFound("request_error.gone")

    async def close(self, actor: Actor, number: int) -> None:
        """It is done, or no longer needed. Raises NotAllowed, NotFound."""
        guild_id = dispatcher_of(actor)
        if not await set_request_status(
            self._db, number, guild_id=guild_id, status=RequestStatus.CLOSED
        ):
            raise NotFound("request_error.gone")

    async def drop_old(self) -> None:
        """Erase what has been kept for long enough."""
        await erase_old_requests(self._db, now=self._clock.now())


def _erase_at(draft: RequestDraft, now: datetime) -> datetime:
    return max(now, draft.starts_at) + timedelta(days=draft.keep_days)


def dispatcher_of(actor: Actor) -> int:
    """The server for which somebody enters requests. Raises NotAllowed, BadInput."""
    actor.require(Capability.DISPATCHER)
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id


def _volunteer_of(actor: Actor) -> int:
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    if not (actor.may(Capability.VOLUNTEER) or actor.may(Capability.DISPATCHER)):
        raise NotAllowed("access.needs_volunteer")
    return actor.guild_id
