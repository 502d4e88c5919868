"""Requests for help: moderators enter them without names, volunteers who qualify take them, details
are handed over outside of the bot, and all of it is erased on its day.
"""

from __future__ import annotations

from dataclasses import replace
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
from bot.domain.search import fold
from bot.storage.database import Database, Transaction
from bot.storage.erase import erase
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.help_requests import (
    delete_old_requests,
    delete_request,
    find_request,
    get_request,
    insert_request,
    list_requests,
    set_request_post,
    set_request_status,
    set_request_training,
    take_request,
)
from bot.storage.moments import seconds
from bot.storage.outbox import OUTBOX, Message, Pending, Target, insert_messages
from bot.storage.shift_people import list_to_tell
from bot.storage.timers import Timer, set_timers

#: The post by which volunteers are told of a request.
OPEN = "request.open"
#: When the post has become pointless.
OVER = "request.over"


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

    async def get(self, actor: Actor, number: int) -> HelpRequest:
        """One request. Raises NotAllowed: not a volunteer; NotFound."""
        found = await get_request(self._db, number, guild_id=_volunteer_of(actor))
        if found is None:
            raise NotFound("request_error.gone")
        return found

    async def announce(self, actor: Actor, number: int) -> HelpRequest:
        """Tell volunteers of an open request in the server's channel for shifts, without its code.

        Raises:
            NotAllowed, NotFound. BadInput: it is not open, or the server has no such channel.
        """
        guild_id = dispatcher_of(actor)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            found = await get_request(tx, number, guild_id=guild_id)
            if found is None:
                raise NotFound("request_error.gone")
            if found.status is not RequestStatus.OPEN or found.starts_at <= now:
                raise BadInput("request_error.not_open")
            channel = await get_guild_channel(tx, guild_id, Purpose.SHIFTS)
            if channel is None:
                raise BadInput("request_error.no_channel")
            if found.channel_id is None:
                await set_request_post(tx, number, channel_id=channel, message_id=None)
                found = replace(found, channel_id=channel)
            await self._draw_post(tx, found)
            over = Timer(f"{OVER}:{number}", guild_id, OVER, {"request": number}, found.starts_at)
            await set_timers(tx, [over])
            await tx.commit()
        return found

    async def over(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """The time of a request has come (for the scheduler): the post says no more of it."""
        found = await find_request(tx, int(timer.args["request"] or 0))
        if found is not None and found.starts_at <= now:
            await self._draw_post(tx, found)

    async def take(self, actor: Actor, number: int) -> HelpRequest:
        """Take an open request; whoever entered it hears of it.

        Raises:
            NotAllowed: not a volunteer. NotFound: it is gone. BadInput: somebody was first, or the
            volunteer lacks the training, or is somewhere else then.
        """
        guild_id = _volunteer_of(actor)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            tx.touch(OUTBOX)
            taken = await take_request(
                tx, number, guild_id=guild_id, user_id=actor.user_id, now=now
            )
            if taken is None:
                standing = await get_request(tx, number, guild_id=guild_id)
                return _refused(standing, actor, now)
            await self._tell(tx, taken, "request.taken")
            await self._draw_post(tx, taken)
            await tx.commit()
        return taken

    async def give_back(self, actor: Actor, number: int) -> HelpRequest:
        """Let others take what one took; whoever entered it hears of it at once. Raises NotFound
        where they did not take it."""
        return await self._settle(actor, number, RequestStatus.OPEN, "request.given_back")

    async def done(self, actor: Actor, number: int) -> HelpRequest:
        """Say that what one took is done. Raises NotFound where they did not take it."""
        return await self._settle(actor, number, RequestStatus.CLOSED, "request.done")

    async def _settle(
        self, actor: Actor, number: int, status: RequestStatus, purpose: str
    ) -> HelpRequest:
        guild_id = _volunteer_of(actor)
        async with self._db.transaction() as tx:
            found = await set_request_status(
                tx, number, guild_id=guild_id, status=status, taken_by=actor.user_id
            )
            if found is None:
                raise NotFound("request_error.gone")
            await self._tell(tx, found, purpose)
            await self._draw_post(tx, found)
            await tx.commit()
        return found

    async def require_training(self, actor: Actor, number: int, training: str) -> HelpRequest:
        """Let only those take it who have that training (empty: everybody).

        Raises:
            NotAllowed, NotFound. BadInput: it is not open.
        """
        guild_id = dispatcher_of(actor)
        async with self._db.transaction() as tx:
            key = " ".join(fold(training).split())
            found = await set_request_training(tx, number, guild_id=guild_id, training=key)
            if found is None:
                raise BadInput("request_error.not_open")
            await self._draw_post(tx, found)
            await tx.commit()
        return found

    async def close(self, actor: Actor, number: int) -> HelpRequest:
        """It is done, or no longer needed. Raises NotAllowed, NotFound."""
        guild_id = dispatcher_of(actor)
        async with self._db.transaction() as tx:
            found = await set_request_status(
                tx, number, guild_id=guild_id, status=RequestStatus.CLOSED
            )
            if found is None:
                raise NotFound("request_error.gone")
            await self._draw_post(tx, found)
            await tx.commit()
        return found

    async def erase(self, actor: Actor, number: int) -> None:
        """Erase a request at once. Raises NotAllowed, NotFound."""
        guild_id = dispatcher_of(actor)
        async with self._db.transaction() as tx:
            gone = await delete_request(tx, number, guild_id=guild_id)
            if gone is None:
                raise NotFound("request_error.gone")
            await self._draw_post(tx, gone)
            await tx.commit()
        await erase(self._db)

    async def drop_old(self) -> None:
        """Erase what has been kept for long enough; where volunteers were told, the post says
        nothing of it any more."""
        async with self._db.transaction() as tx:
            gone = await delete_old_requests(tx, now=self._clock.now())
            for each in gone:
                await self._draw_post(tx, each)
            await tx.commit()
        if gone:
            await erase(self._db)

    async def find(self, number: int) -> HelpRequest | None:
        """One request, for what is drawn; None where it is erased."""
        return await find_request(self._db, number)

    # --- what follows -------------------------------------------------------------------

    async def _draw_post(self, tx: Transaction, request: HelpRequest) -> None:
        """Post it where volunteers are told, or change what was posted there."""
        if request.channel_id is None:
            return
        now = self._clock.now()
        message = Message(
            f"{OPEN}:{request.number}:{seconds(request.starts_at)}", request.guild_id,
            Target.CHANNEL, request.channel_id, OPEN, {"request": request.number}, now,
            max(now, request.starts_at) + timedelta(days=2), edits=request.message_id,
        )  # fmt: skip
        await insert_messages(tx, [message])

    async def _tell(self, tx: Transaction, request: HelpRequest, purpose: str) -> None:
        """Tell whoever entered it: in a message where they allow that, else in the channel of the
        moderators."""
        now = self._clock.now()
        people = await list_to_tell(tx, [request.made_by]) if request.made_by else []
        channel = await get_guild_channel(tx, request.guild_id, Purpose.MODERATION)
        args: dict[str, int | str | None] = {"request": request.number}
        if people and people[0].dm:
            target, target_id = Target.PERSON, people[0].user_id
        elif channel is not None:
            target, target_id = Target.CHANNEL, channel
        else:
            return
        key = f"{purpose}:{request.number}:{round(now.timestamp() * 1000)}"
        until = now + timedelta(days=1)
        await insert_messages(
            tx,
            [Message(key, request.guild_id, target, target_id, purpose, args, now, until, rank=1)],
        )


async def request_posted(tx: Transaction, pending: Pending, message_id: int) -> None:
    """Volunteers were told in this message: it is changed when the request is taken."""
    number = int(pending.args.get("request") or 0)
    await set_request_post(tx, number, channel_id=pending.target_id, message_id=message_id)


def _refused(standing: HelpRequest | None, actor: Actor, now: datetime) -> HelpRequest:
    """Theirs already, or why they can't take it."""
    if standing is None or standing.status is RequestStatus.CLOSED:
        raise NotFound("request_error.gone")
    if standing.taken_by == actor.user_id:
        return standing
    if standing.status is RequestStatus.TAKEN:
        raise BadInput("request_error.taken")
    if standing.starts_at <= now:
        raise BadInput("request_error.past")
    if standing.training:
        raise BadInput("request_error.not_you", training=standing.training)
    raise BadInput("request_error.busy")


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
