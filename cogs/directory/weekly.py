"""Once a week, where moderators asked for it: a line about what waits. And the daily forgetting.

The day is noted before the line is sent, in one statement, so that nothing is sent twice; a crash
in between loses one line, and next week's says the same again.
"""

from __future__ import annotations

from typing import Any

import discord
from discord.ext import commands, tasks

from bot.i18n import best_language, t
from bot.logs import get_logger
from bot.presentation.client import CoalitionBot
from bot.presentation.commands import tappable
from bot.presentation.screen import Notice
from bot.services.guilds import Purpose
from bot.services.services import Services
from cogs.directory.words import joined, waiting_line

log = get_logger(__name__)


class Weekly(commands.Cog):
    """Looks every hour whose week is over."""

    def __init__(self, bot: CoalitionBot, services: Services) -> None:
        self._bot = bot
        self._services = services

    async def cog_load(self) -> None:
        """discord.py's hook: the cog was added."""
        self._hourly.start()

    async def cog_unload(self) -> None:
        """discord.py's hook: the bot stops."""
        self._hourly.cancel()

    @tasks.loop(hours=1)
    async def _hourly(self) -> None:
        try:
            await self.send_due()
            await self._services.drop_old()
        except Exception as error:  # the loop would end with it
            log.error("weekly_failed", kind=type(error).__name__)

    @_hourly.before_loop
    async def _ready(self) -> None:
        await self._bot.wait_until_ready()

    async def send_due(self) -> int:
        """Send the lines that are due; how many were sent."""
        sent = 0
        for guild_id in await self._services.guilds.weekly_due(self._services.clock):
            sent += await self._send(guild_id)
        return sent

    async def _send(self, guild_id: int) -> bool:
        services = self._services
        settings = await services.guilds.settings(guild_id)
        channel = self._channel(guild_id, settings.channels.get(Purpose.MODERATION))
        if channel is None or not await services.guilds.claim_weekly(guild_id, services.clock):
            return False
        waiting = await services.review.waiting_in(guild_id)
        if not waiting.of():
            return False
        language = best_language(settings.language, services.default_language)
        text = joined(
            [
                t("directory.weekly", language, count=waiting.of()),
                waiting_line(waiting, language),
                tappable(services.commands, "directory review", language),
            ]
        )
        try:
            await channel.send(view=Notice(text))
        except discord.HTTPException as error:
            log.warning("weekly_not_sent", code=error.code)
            return False
        return True

    def _channel(self, guild_id: int, channel_id: int | None) -> discord.TextChannel | None:
        guild = self._bot.get_guild(guild_id)
        channel: Any = guild.get_channel(channel_id) if guild and channel_id else None
        return channel if isinstance(channel, discord.TextChannel) else None
