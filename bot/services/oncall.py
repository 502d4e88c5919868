"""Who is on call: volunteers say when, everybody sees that somebody is, leads see the gaps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.oncall import FUNCTIONS, Gap, OnCallNeed, Window, gaps
from bot.services.shift_views import lead_of_shifts, server_of
from bot.storage.database import Database
from bot.storage.oncall import (
    delete_need,
    delete_old_windows,
    delete_window,
    insert_window,
    list_needs,
    list_windows,
    put_need,
)

LONGEST = timedelta(days=7)
FARTHEST = timedelta(days=92)
AHEAD_DAYS = 7
MOST_PEOPLE = 50


class OnCallService:
    """Use cases of `/oncall`."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def add(
        self, actor: Actor, function: str, starts_at: datetime, ends_at: datetime
    ) -> Window:
        """Be on call then.

        Raises:
            NotAllowed: not a volunteer. BadInput: it can't be then, or they are already.
        """
        guild_id = server_of(actor)
        if not actor.may(Capability.VOLUNTEER):
            raise NotAllowed("access.needs_volunteer")
        now = self._clock.now()
        if function not in FUNCTIONS:
            raise BadInput("oncall_error.function")
        if ends_at <= starts_at or ends_at <= now:
            raise BadInput("oncall_error.time")
        if ends_at - starts_at > LONGEST:
            raise BadInput("oncall_error.long", days=LONGEST.days)
        if starts_at > now + FARTHEST:
            raise BadInput("oncall_error.far_away", days=FARTHEST.days)
        number = await insert_window(
            self._db,
            guild_id=guild_id,
            user_id=actor.user_id,
            function=function,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        if number is None:
            raise BadInput("oncall_error.already")
        return Window(number, actor.user_id, function, starts_at, ends_at)

    async def remove(self, actor: Actor, number: int) -> None:
        """Be on call no more then. Raises NotFound where it is not theirs."""
        if not await delete_window(
            self._db, number, guild_id=server_of(actor), user_id=actor.user_id
        ):
            raise NotFound("oncall_error.gone")

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

    async def now(self, actor: Actor) -> Mapping[str, int]:
        """How many are on call now, by function; not who: nobody's contact is shown."""
        now = self._clock.now()
        found = await list_windows(
            self._db,
            guild_id=server_of(actor),
            ends_after=now,
            starts_before=now + timedelta(seconds=1),
        )
        people = {(window.function, window.user_id) for window in found}
        return Counter(function for function, _ in people)

    async def week(self, actor: Actor) -> list[Window]:
        """Who is on call in the coming week. Raises NotAllowed: for those who run shifts."""
        guild_id = lead_of_shifts(actor)
        now = self._clock.now()
        return await list_windows(
            self._db,
            guild_id=guild_id,
            ends_after=now,
            starts_before=now + timedelta(days=AHEAD_DAYS + 1),
        )

    async def gaps(self, actor: Actor, *, zone: str) -> list[Gap]:
        """Where the coming week has too few, by the server's clocks. Raises NotAllowed."""
        guild_id = lead_of_shifts(actor)
        needs = await list_needs(self._db, guild_id=guild_id)
        windows = await self.week(actor)
        return gaps(needs, windows, now=self._clock.now(), days=AHEAD_DAYS, zone=zone)

    async def needs(self, actor: Actor) -> list[OnCallNeed]:
        """What the server wants covered. Raises NotAllowed."""
        return await list_needs(self._db, guild_id=lead_of_shifts(actor))

    async def want(self, actor: Actor, need: OnCallNeed) -> None:
        """Want a function covered; without a weekday, no more.

        Raises:
            NotAllowed: not one who runs shifts. BadInput: something in it can't be.
        """
        guild_id = lead_of_shifts(actor)
        if need.function not in FUNCTIONS:
            raise BadInput("oncall_error.function")
        if not need.weekdays:
            await delete_need(self._db, need.function, guild_id=guild_id)
            return
        day = range(24 * 60)
        if not (
            need.weekdays <= set(range(7))
            and need.from_minute in day
            and (need.until_minute in day or need.until_minute == 24 * 60)
        ):
            raise BadInput("oncall_error.time")
        if not 1 <= need.people <= MOST_PEOPLE:
            raise BadInput("oncall_error.people", most=MOST_PEOPLE)
        await put_need(self._db, need, guild_id=guild_id)

    async def drop_old(self) -> None:
        """Delete what is over."""
        await delete_old_windows(self._db, now=self._clock.now())
