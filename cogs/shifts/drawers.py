"""Draws what waits in the outbox about shifts, from how things stand when it is sent.

A message to one person shows what they may see, in their language; what goes to a channel shows
what every member may see, in the server's. What no longer makes sense is not sent.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

import discord

from bot.domain.shift import ShiftStatus, without_exact
from bot.i18n import best_language
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Screen
from bot.services.services import Services
from bot.services.shift_views import Seen
from bot.storage.outbox import Pending, Target
from bot.storage.signups import State
from cogs.shifts.told_render import (
    Reader,
    are_you_there_screen,
    changed_screen,
    confirm_screen,
    cover_screen,
    covered_screen,
    home_safe_screen,
    lost_place_screen,
    needed_now_screen,
    offer_screen,
    put_on_screen,
    swap_asked_screen,
    swapped_screen,
    taken_off_screen,
    thanks_screen,
)

#: Draws for a reader, or says that it no longer makes sense.
Draw = Callable[[Pending, Seen, Reader], Screen | None]


class ShiftDrawers:
    """Who draws what volunteers hear of shifts."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def by_purpose(self) -> Mapping[str, Drawer]:
        """What `bot/app.py` gives to the relay."""
        drawn: Mapping[str, Draw] = {
            "shift.confirm": self._confirm,
            "shift.offer": self._offer,
            "shift.cover": self._cover,
            "shift.covered": self._covered,
            "shift.changed": self._changed,
            "shift.lost_place": self._lost_place,
            "shift.put_on": self._put_on,
            "shift.swapped": self._swapped,
            "shift.taken_off": self._taken_off,
            "shift.are_you_there": self._are_you_there,
            "shift.needed_now": self._needed_now,
            "shift.home_safe": self._home_safe,
        }
        return {
            **{purpose: self._drawer(draw) for purpose, draw in drawn.items()},
            "shift.swap_asked": self.swap_asked,
            "shift.thanks": self.thanks,
        }

    def _drawer(self, draw: Draw) -> Callable[[Pending], Awaitable[Drawn | None]]:
        async def drawer(pending: Pending) -> Drawn | None:
            person = int(pending.args.get("person") or pending.target_id)
            seen = await self._services.shifts.as_told(number_of(pending, "shift"), person)
            if seen is None:
                return None
            whom: tuple[int, ...] = ()
            if pending.target is not Target.PERSON:
                # Whether it still makes sense goes by that person, what is shown by everybody.
                seen, whom = replace(seen, shift=without_exact(seen.shift)), (person,)
            reader = Reader(await language_of(self._services, pending), whom)
            screen = draw(pending, seen, reader)
            return pinging(screen, whom) if screen else None

        return drawer

    # --- before -------------------------------------------------------------------------

    def _confirm(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.HELD or mine.confirmed or not self._ahead(seen):
            return None
        return confirm_screen(seen, reader)

    def _offer(self, pending: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.OFFERED or not self._ahead(seen):
            return None
        return offer_screen(seen, mine.role, number_of(pending, "until"), reader)

    def _cover(self, pending: Pending, seen: Seen, reader: Reader) -> Screen | None:
        role = number_of(pending, "role")
        filled = seen.filled.get(role)
        if seen.mine is None or seen.mine.state is not State.WAITING or not self._ahead(seen):
            return None
        return cover_screen(seen, role, reader) if filled and filled.cover else None

    def _covered(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        return None if seen.mine is not None else covered_screen(seen, reader)

    def _changed(self, pending: Pending, seen: Seen, reader: Reader) -> Screen | None:
        change = number_of(pending, "change")
        if seen.mine is None or seen.mine.heard >= change or seen.shift.change != change:
            return None
        return changed_screen(seen, str(pending.args.get("what") or "time").split(), reader)

    def _lost_place(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        if seen.mine is not None and seen.mine.state is not State.WAITING:
            return None
        return lost_place_screen(seen, reader)

    def _put_on(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.HELD or not self._ahead(seen):
            return None
        return put_on_screen(seen, reader)

    def _taken_off(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        return None if seen.mine is not None else taken_off_screen(seen, reader)

    def _swapped(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.HELD or not self._ahead(seen):
            return None
        return swapped_screen(seen, reader)

    async def swap_asked(self, pending: Pending) -> Drawn | None:
        """Somebody asks to swap; nothing where it fell away, or this person has nothing to give."""
        swap = await self._services.swaps.asked(number_of(pending, "swap"))
        given = await self._services.shifts.as_told(swap.shift, None) if swap else None
        if swap is None or given is None:
            return None

        def draw(_: Pending, seen: Seen, reader: Reader) -> Screen | None:
            mine = seen.mine
            if mine is None or mine.state is not State.HELD or not self._ahead(seen):
                return None
            return swap_asked_screen(seen, given.shift, swap.number, reader)

        return await self._drawer(draw)(pending)

    # --- on the day ---------------------------------------------------------------------

    def _are_you_there(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.HELD or mine.in_at is not None:
            return None
        return are_you_there_screen(seen, reader)

    def _needed_now(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine, over = seen.mine, seen.shift.ends_at <= self._services.clock.now()
        if mine is None or mine.state is not State.WAITING or over:
            return None
        return needed_now_screen(seen, mine.role, reader)

    def _home_safe(self, _: Pending, seen: Seen, reader: Reader) -> Screen | None:
        mine = seen.mine
        if mine is None or mine.state is not State.HELD or mine.out_at is not None:
            return None
        return home_safe_screen(seen, reader)

    async def thanks(self, pending: Pending) -> Drawn | None:
        """Thanks to one who was there."""
        services, person = self._services, pending.target_id
        seen = await services.shifts.as_told(number_of(pending, "shift"), person)
        if seen is None or seen.mine is None:
            return None
        load = await services.signups.load(pending.guild_id, person)
        return Drawn(thanks_screen(seen, load, await language_of(services, pending)))

    def _ahead(self, seen: Seen) -> bool:
        shift = seen.shift
        return shift.status is ShiftStatus.OPEN and shift.starts_at > self._services.clock.now()


async def language_of(services: Services, pending: Pending) -> str:
    """The reader's own language; in a channel, the server's."""
    settings = await services.guilds.settings(pending.guild_id)
    of_server = best_language(settings.language, services.default_language)
    own = None
    if pending.target is Target.PERSON:
        own = (await services.people.settings(pending.target_id)).language
    return best_language(own, of_server)


def number_of(pending: Pending, name: str) -> int:
    """A number among a message's `args`, 0 where it has none."""
    return int(pending.args.get(name) or 0)


def pinging(screen: Screen, whom: tuple[int, ...]) -> Drawn:
    """A message that pings these people and nobody else."""
    users = [discord.Object(user_id) for user_id in whom]
    mentions = discord.AllowedMentions(everyone=False, roles=False, users=users)
    return Drawn(screen, mentions=mentions)
