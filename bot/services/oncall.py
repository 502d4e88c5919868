"""Who is on call: volunteers say when, everybody sees that somebody is, leads see the gaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.oncall import FUNCTIONS, Gap, OnCallNeed, OnNow, Window, gaps, on_now, opened
from bot.services.shift_views import lead_of_shifts, server_of
from bot.storage.database import Database, Transaction
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.moments import seconds
from bot.storage.oncall import (
    MOST_WINDOWS,
    count_windows,
    delete_need,
    delete_old_windows,
    delete_window,
    insert_window,
    list_needs,
    list_windows,
    put_need,
)
from bot.storage.outbox import Message, Target, insert_messages

LONGEST = timedelta(days=7)
FARTHEST = timedelta(days=92)
AHEAD_DAYS = 7
MOST_PEOPLE = 50
MOST_WEEKS = 8
#: What somebody takes back so shortly before leaves moderators no time to see it by themselves.
AT_ONCE = timedelta(hours=24)
#: The purpose of what is then said to them.
GAP = "oncall.gap"

Times = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Removed:
    """What was taken back. `opened`: what nobody covers now because of that, where it is soon;
    `told`: the moderators' channel is told of it."""

    window: Window
    opened: Sequence[Gap] = ()
    told: bool = False


@dataclass(frozen=True, slots=True)
class Week:
    """The coming week, by the server's clocks: who is on call, what is wanted, where it lacks."""

    windows: Sequence[Window]
    needs: Sequence[OnCallNeed]
    gaps: Sequence[Gap]
    now: datetime
    zone: str


def runs_shifts(actor: Actor) -> bool:
    """Whether somebody may see who is on call when."""
    try:
        lead_of_shifts(actor)
    except (NotAllowed, BadInput):
        return False
    return True


class OnCallService:
    """Use cases of `/oncall`."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    def may_add(self, actor: Actor) -> None:
        """Nothing if they may be on call. Raises NotAllowed: not a volunteer."""
        server_of(actor)
        actor.require(Capability.VOLUNTEER)

    async def add(self, actor: Actor, function: str, times: Sequence[Times]) -> list[Window]:
        """Be on call at these times, the soonest first; those that one has already are left out.

        Raises:
            NotAllowed: not a volunteer. BadInput: it can't be then, or they are already.
        """
        self.may_add(actor)
        guild_id = server_of(actor)
        if function not in FUNCTIONS:
            raise BadInput("oncall_error.function")
        for starts_at, ends_at in times:
            self._check(starts_at, ends_at)
        made: list[Window] = []
        async with self._db.transaction() as tx:
            if await count_windows(tx, actor.user_id) + len(times) > MOST_WINDOWS:
                raise BadInput("oncall_error.many", most=MOST_WINDOWS)
            for starts_at, ends_at in times:
                number = await insert_window(
                    tx,
                    guild_id=guild_id,
                    user_id=actor.user_id,
                    function=function,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
                if number is not None:
                    made.append(Window(number, actor.user_id, function, starts_at, ends_at))
            await tx.commit()
        if not made:
            raise BadInput("oncall_error.already")
        return made

    def _check(self, starts_at: datetime, ends_at: datetime) -> None:
        now = self._clock.now()
        if ends_at <= starts_at or ends_at <= now:
            raise BadInput("oncall_error.time")
        if ends_at - starts_at > LONGEST:
            raise BadInput("oncall_error.long", days=LONGEST.days)
        if starts_at > now + FARTHEST:
            raise BadInput("oncall_error.far_away", days=FARTHEST.days)

    async def removing(self, actor: Actor, number: int, *, zone: str) -> Removed:
        """What would come of taking that back. Raises NotFound where it is not theirs."""
        window = next((each for each in await self.mine(actor) if each.number == number), None)
        if window is None:
            raise NotFound("oncall_error.gone")
        async with self._db.transaction() as tx:
            found = await self._opened(tx, window, server_of(actor), zone)
            channel = await _moderators(tx, server_of(actor)) if found else None
        return Removed(window, found, channel is not None)

    async def remove(self, actor: Actor, number: int, *, zone: str) -> Removed:
        """Be on call no more then. Where that leaves a gap within a day, the moderators' channel
        is told with it, without a name. Raises NotFound where it is not theirs."""
        guild_id, now = server_of(actor), self._clock.now()
        async with self._db.transaction() as tx:
            gone = await delete_window(tx, number, guild_id=guild_id, user_id=actor.user_id)
            if gone is None:
                raise NotFound("oncall_error.gone")
            found = await self._opened(tx, gone, guild_id, zone)
            channel = await _moderators(tx, guild_id) if found else None
            if channel is not None:
                await insert_messages(tx, [_told(gone, guild_id, channel, now)])
            await tx.commit()
        return Removed(gone, found, channel is not None)

    async def _opened(self, tx: Transaction, gone: Window, guild_id: int, zone: str) -> list[Gap]:
        now = self._clock.now()
        if gone.starts_at > now + AT_ONCE or gone.ends_at <= now:
            return []
        needs = await list_needs(tx, guild_id=guild_id)
        others = await list_windows(
            tx,
            guild_id=guild_id,
            ends_after=now,
            starts_before=gone.ends_at,
        )
        left = [each for each in others if each.number != gone.number]
        return opened(needs, left, gone, now=now, zone=zone)

    async def mine(self, actor: Actor) -> list[Window]:
        """When this person is on call."""
        now = self._clock.now()
        return await list_windows(
            self._db,
            guild_id=server_of(actor),
            ends_after=now,
            starts_before=now + 2 * FARTHEST,
            user_id=actor.user_id,
        )

    async def now(self, actor: Actor) -> list[OnNow]:
        """How each function stands now; not who is on: nobody's contact is shown."""
        now = self._clock.now()
        found = await list_windows(
            self._db,
            guild_id=server_of(actor),
            ends_after=now,
            starts_before=now + timedelta(days=AHEAD_DAYS),
        )
        return on_now(found, now)

    async def week(self, actor: Actor, *, zone: str) -> Week:
        """The coming week. Raises NotAllowed: for those who run shifts."""
        return await self.week_of(lead_of_shifts(actor), zone=zone)

    async def week_of(self, guild_id: int, *, zone: str) -> Week:
        """The coming week of a server, for what is said unasked."""
        now = self._clock.now()
        needs = await list_needs(self._db, guild_id=guild_id)
        windows = await list_windows(
            self._db,
            guild_id=guild_id,
            ends_after=now,
            starts_before=now + timedelta(days=AHEAD_DAYS + 1),
        )
        found = gaps(needs, windows, now=now, days=AHEAD_DAYS, zone=zone)
        return Week(windows, needs, found, now, zone)

    async def needs(self, actor: Actor) -> list[OnCallNeed]:
        """What the server wants covered. Raises NotAllowed."""
        return await list_needs(self._db, guild_id=lead_of_shifts(actor))

    async def want(self, actor: Actor, need: OnCallNeed) -> None:
        """Want a function covered, instead of what was wanted of it before.

        Raises:
            NotAllowed: not one who runs shifts. BadInput: something in it can't be.
        """
        guild_id = lead_of_shifts(actor)
        if need.function not in FUNCTIONS:
            raise BadInput("oncall_error.function")
        day = range(24 * 60)
        if not (
            need.weekdays
            and need.weekdays <= set(range(7))
            and need.from_minute in day
            and (need.until_minute in day or need.until_minute == 24 * 60)
        ):
            raise BadInput("oncall_error.time")
        if not 1 <= need.people <= MOST_PEOPLE:
            raise BadInput("oncall_error.people", most=MOST_PEOPLE)
        await put_need(self._db, need, guild_id=guild_id)

    async def want_no_more(self, actor: Actor, function: str) -> None:
        """A function need not be covered any more. Raises NotAllowed."""
        await delete_need(self._db, function, guild_id=lead_of_shifts(actor))

    async def drop_old(self) -> None:
        """Delete what is over."""
        await delete_old_windows(self._db, now=self._clock.now())


async def _moderators(tx: Transaction, guild_id: int) -> int | None:
    return await get_guild_channel(tx, guild_id, Purpose.MODERATION, Purpose.SHIFTS)


def _told(gone: Window, guild_id: int, channel: int, now: datetime) -> Message:
    """That a function lacks somebody; neither who nor whose window it was."""
    return Message(
        # The number alone may be another window's later.
        key=f"{GAP}:{gone.number}:{seconds(now)}",
        guild_id=guild_id,
        target=Target.CHANNEL,
        target_id=channel,
        purpose=GAP,
        args={
            "function": gone.function,
            "from": seconds(max(gone.starts_at, now)),
            "until": seconds(gone.ends_at),
        },
        due_at=now,
        useful_until=gone.ends_at,
        rank=1,
    )
