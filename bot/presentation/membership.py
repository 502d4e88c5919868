"""Whether somebody still is in a server. The bot has no list of members and is not told who leaves:
it has to ask Discord about that one person.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import discord

from bot.services.membership import Membership

if TYPE_CHECKING:
    from bot.presentation.client import CoalitionBot

#: Somebody's calendar app waits for this.
_LONGEST = 3.0
_UNKNOWN_MEMBER, _UNKNOWN_USER = 10007, 10013


def membership_of(bot: CoalitionBot) -> Membership:
    """Asks through this bot. None: nobody can tell now."""

    async def still_there(guild_id: int, user_id: int) -> bool | None:
        guild = bot.get_guild(guild_id)
        if guild is None or guild.unavailable or not bot.is_ready():
            return None
        try:
            async with asyncio.timeout(_LONGEST):
                await guild.fetch_member(user_id)
        except discord.NotFound as error:
            return False if error.code in (_UNKNOWN_MEMBER, _UNKNOWN_USER) else None
        except (discord.HTTPException, aiohttp.ClientError, OSError):  # TimeoutError is an OSError
            return None
        return True

    return still_there
