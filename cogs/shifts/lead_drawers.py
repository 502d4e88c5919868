"""Draws what waits in the outbox for those who run shifts, from how things stand when it is sent.

It goes to the shift's lead; where there is none, or where the whole group is paged, to the channel
of the moderators, where the roles that run shifts are pinged.
"""

from __future__ import annotations

from collections.abc import Mapping

import discord

from bot.domain.actor import Capability
from bot.domain.shift import ShiftStatus
from bot.presentation.posting import Drawer, Drawn
from bot.services.services import Services
from bot.services.shift_views import Seen
from bot.storage.outbox import Pending, Target
from cogs.shifts.drawers import language_of, number_of
from cogs.shifts.lead_render import lead_screen

_RUN_SHIFTS = (Capability.DISPATCHER, Capability.ORGANIZER)
#: What somebody must see at once: the roles that run shifts are pinged in the channel.
_URGENT = frozenset({"shift.page", "shift.page_all", "shift.missing"})


class ShiftLeadDrawers:
    """Who draws what leads hear of shifts."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def by_purpose(self) -> Mapping[str, Drawer]:
        """What `bot/app.py` gives to the relay."""
        return {
            "shift.late": self.late,
            "shift.cover_wanted": self.cover_wanted,
            "shift.covered_lead": self.covered,
            "shift.swapped_lead": self.swapped,
            "shift.stepped_in": self.stepped_in,
            "shift.alarm": self.alarm,
            "shift.missing": self.missing,
            "shift.page": self.page,
            "shift.page_all": self.page,
            "shift.who_came": self.who_came,
        }

    async def late(self, pending: Pending) -> Drawn | None:
        """Somebody gave their place back late."""
        seen = await self._ahead(pending)
        return await self._drawn(pending, seen, "late") if seen else None

    async def cover_wanted(self, pending: Pending) -> Drawn | None:
        """Somebody looks for cover; nothing where it was found meanwhile."""
        seen = await self._ahead(pending)
        filled = seen.filled.get(number_of(pending, "role")) if seen else None
        if seen is None or filled is None or not filled.cover:
            return None
        return await self._drawn(pending, seen, "cover_wanted")

    async def covered(self, pending: Pending) -> Drawn | None:
        """Cover was found."""
        seen = await self._ahead(pending)
        return await self._drawn(pending, seen, "covered") if seen else None

    async def swapped(self, pending: Pending) -> Drawn | None:
        """Two people changed places."""
        seen = await self._ahead(pending)
        return await self._drawn(pending, seen, "swapped") if seen else None

    async def stepped_in(self, pending: Pending) -> Drawn | None:
        """Somebody comes in the stead of whoever was missing."""
        seen = await self._seen(pending)
        return await self._drawn(pending, seen, "stepped_in") if seen else None

    async def alarm(self, pending: Pending) -> Drawn | None:
        """Places are empty, and there is time to fill them; as many as are empty now."""
        seen = await self._ahead(pending)
        empty = sum(seen.left(role.number) for role in seen.shift.roles) if seen else 0
        if seen is None or not empty:
            return None
        nobody = empty == sum(role.capacity for role in seen.shift.roles)
        return await self._drawn(pending, seen, "nobody" if nobody else "alarm", count=empty)

    async def missing(self, pending: Pending) -> Drawn | None:
        """It has begun; these did not check in."""
        seen = await self._seen(pending)
        if seen is None or seen.shift.ends_at <= self._services.clock.now():
            return None
        people = await self._services.shifts.missing(seen.shift.number, out=False)
        if not people:
            return None
        return await self._drawn(pending, seen, "missing", people=people)

    async def page(self, pending: Pending) -> Drawn | None:
        """These have not said that they are home; nothing once all have."""
        seen = await self._seen(pending)
        people = await self._services.shifts.missing(seen.shift.number, out=True) if seen else []
        if seen is None or not people:
            return None
        return await self._drawn(pending, seen, "page", people=people)

    async def who_came(self, pending: Pending) -> Drawn | None:
        """It is over, and of some nobody knows whether they came."""
        seen = await self._seen(pending)
        if seen is None:
            return None
        return await self._drawn(pending, seen, "who_came", count=number_of(pending, "count"))

    # --- shared -------------------------------------------------------------------------

    async def _seen(self, pending: Pending) -> Seen | None:
        seen = await self._services.shifts.as_told(number_of(pending, "shift"), None)
        if seen is None or seen.shift.status is not ShiftStatus.OPEN:
            return None
        return seen

    async def _ahead(self, pending: Pending) -> Seen | None:
        seen = await self._seen(pending)
        if seen is None or seen.shift.starts_at <= self._services.clock.now():
            return None
        return seen

    async def _drawn(
        self,
        pending: Pending,
        seen: Seen,
        key: str,
        *,
        count: int | None = None,
        people: list[int] | None = None,
    ) -> Drawn:
        services, urgent = self._services, pending.purpose in _URGENT
        roles: list[int] = []
        if pending.target is Target.CHANNEL and urgent:
            held = (await services.guilds.settings(pending.guild_id)).roles
            roles = sorted({role for each in _RUN_SHIFTS for role in held.get(each, ())})
        screen = lead_screen(
            seen,
            key,
            await language_of(services, pending),
            count=len(people) if people else count,
            people=people or (),
            pinged=[f"<@&{role}>" for role in roles],
            urgent=urgent,
        )
        mentions = discord.AllowedMentions(
            everyone=False, users=False, roles=[discord.Object(role) for role in roles]
        )
        return Drawn(screen, mentions=mentions)
