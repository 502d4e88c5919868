"""Once an hour, what has been kept for long enough is deleted."""

from __future__ import annotations

from discord.ext import commands, tasks

from bot.logs import get_logger
from bot.presentation.client import CoalitionBot

log = get_logger(__name__)


class Housekeeping(commands.Cog):
    """Forgets in time."""

    def __init__(self, bot: CoalitionBot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """discord.py's hook: the cog was added."""
        self._hourly.start()

    async def cog_unload(self) -> None:
        """discord.py's hook: the bot stops."""
        self._hourly.cancel()

    @tasks.loop(hours=1)
    async def _hourly(self) -> None:
        try:
            await self._bot.services.drop_old()
        except Exception as error:  # the loop would end with it
            log.error("housekeeping_failed", kind=type(error).__name__)

    @_hourly.before_loop
    async def _ready(self) -> None:
        await self._bot.wait_until_ready()
