"""One channel of the demo on show at a time, because SimCord Preview shows one.

Opening another channel closes the one before it; the address stays on the same port where that
port is free.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import simcord
from simcord.preview import Preview

from bot.demo import cast
from bot.demo.world import World
from bot.domain.errors import CoalitionError, NotAllowed

#: Wide enough for a desk; the page itself adapts to a phone.
WIDTH, HEIGHT = 960, 720


class StageBusy(CoalitionError):  # noqa: N818 - reads as what it is at the raise
    """The simulation is in the middle of something; the same click works a moment later."""


@dataclass(frozen=True, slots=True)
class OnShow:
    """What is open now: the channel's key, the key of the person who looks first, the address.

    The address lets its holder act as anybody of the demo: hand it to the visitor, log it nowhere.
    """

    channel: str
    person: str
    url: str


class Stage:
    """Opens and closes the previews of one world."""

    def __init__(self, world: World, port: int) -> None:
        """`port` is the loopback port to serve channels on; another is taken if it isn't free."""
        self._world = world
        self._port = port
        self._lock = asyncio.Lock()
        self._preview: Preview | None = None
        self._watch: asyncio.Task[None] | None = None
        self.on_show: OnShow | None = None

    async def open(self, channel: str, person: str) -> OnShow:
        """Show a channel, seen first by this person (keys of `cast`).

        Raises:
            KeyError: no such channel or person.
            NotAllowed: this person doesn't see that channel.
            StageBusy: the simulation is busy.
        """
        viewers = _viewers(channel, person)
        async with self._lock:
            if self.on_show and (self.on_show.channel, self.on_show.person) == (channel, person):
                return self.on_show
            await self._close()
            preview = await self._enter(channel, viewers)
            self._preview = preview
            self._watch = asyncio.create_task(self._forget_when_closed(preview))
            self.on_show = OnShow(channel, person, preview.url)
            return self.on_show

    async def later(self, by: timedelta) -> None:
        """Let so much of the simulated time pass, and what is then due happen."""
        await self._world.move(by)

    async def close(self) -> None:
        """Close what is open, if anything is."""
        async with self._lock:
            await self._close()

    async def _close(self) -> None:
        preview, self._preview, self.on_show = self._preview, None, None
        if preview is not None:
            await preview.close()
        if self._watch is not None:
            await self._watch
            self._watch = None

    async def _enter(self, channel: str, viewers: list[str]) -> Preview:
        try:
            return await self._preview_on(self._port, channel, viewers)
        except simcord.SetupError as error:
            if not isinstance(error.__cause__, OSError):
                raise StageBusy("demo.chooser.busy") from error
        # Somebody else has the port.
        return await self._preview_on(0, channel, viewers)

    async def _preview_on(self, port: int, channel: str, viewers: list[str]) -> Preview:
        people = [self._world.people[key] for key in viewers]
        if channel == cast.DM:
            room, actors = people[0].user.dm_channel, [people[0].user]
        else:
            room, actors = self._world.channels[channel], people
        preview = self._world.env.preview(
            room,
            viewers=actors,
            layout="channel",
            width=WIDTH,
            height=HEIGHT,
            port=port,
        )
        return await preview.__aenter__()

    async def _forget_when_closed(self, preview: Preview) -> None:
        """The visitor can end the preview from its own menu."""
        await preview.wait_closed()
        if self._preview is preview:
            self._preview, self.on_show = None, None


def _viewers(channel: str, person: str) -> list[str]:
    """Everybody who sees the channel, `person` first."""
    if channel == cast.DM:
        return [{p.key: p for p in cast.PEOPLE}[person].key]
    room = {c.key: c for c in cast.CHANNELS}[channel]
    first = {p.key: p for p in cast.PEOPLE}[person]
    allowed = [p for p in cast.PEOPLE if cast.may_see(p, room)]
    if first not in allowed:
        raise NotAllowed(
            "demo.chooser.not_for",
            person=first.name,
            channel=room.key,
            people=", ".join(p.name for p in allowed),
        )
    return [first.key, *(p.key for p in allowed if p is not first)]
