"""Once an hour, what has been kept for long enough is deleted; once a day, the calendars of those
who left a server end.
"""

from __future__ import annotations

import asyncio

from discord.ext import commands, tasks

from bot.logs import get_logger
from bot.presentation.client import CoalitionBot

log = get_logger(__name__)

#: Seconds between two questions to Discord that nobody waits for.
_PAUSE = 1.0


class Housekeeping(commands.Cog):
    """Forgets in time."""

    def __init__(self, bot: CoalitionBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """discord.py's hook: the cog was added."""
        # Where time is moved by hand, each hour of a year would be lived through.
        if self._bot.awake:
            self._hourly.start()
            self._daily.start()

    async def cog_unload(self) -> None:
        """discord.py's hook: the bot stops."""
        self._hourly.cancel()
        self._daily.cancel()

    @tasks.loop(hours=1)
    async def _hourly(self) -> None:
        try:
            await self._bot.services.drop_old()
        except Exception as error:  # the loop would end with it
            log.error("housekeeping_failed", kind=type(error).__name__)

    @tasks.loop(hours=24)
    async def _daily(self) -> None:
        calendars = self._bot.services.calendars
        try:
            for guild_id, user_id in await calendars.owners():
                await calendars.check_owner(guild_id, user_id)
                await asyncio.sleep(_PAUSE)
        except Exception as error:  # the loop would end with it
            log.error("housekeeping_failed", kind=type(error).__name__)

    @_daily.before_loop
    @_hourly.before_loop
    async def _ready(self) -> None:
        await self._bot.wait_until_ready()
