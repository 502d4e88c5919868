"""A shift's thread, where those are mentioned who allow no direct messages, so that the channel
stays calm. It is made when the first of them claims from a board; where the bot may not make one,
people are mentioned in the server's channel for shifts.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import discord

from bot.logs import get_logger
from bot.presentation.text import fit
from bot.services.services import Services
from bot.services.shift_views import Seen
from cogs.shifts.words import option_text

log = get_logger(__name__)

#: Minutes without a word after which Discord folds it away; a mention opens it again.
_A_WEEK = 10080


async def make_thread(
    services: Services, interaction: discord.Interaction[Any], seen: Seen, language: str
) -> bool:
    """Make the thread where this was a press in a channel, they allow no messages, and there is
    none; True if it did. Its name says what the board says. Trouble is only noted."""
    shift, channel, pressed = seen.shift, interaction.channel, interaction.message
    if shift.thread_id is not None or not isinstance(channel, discord.TextChannel):
        return False
    if pressed is None or pressed.flags.ephemeral:
        return False
    if (await services.people.settings(interaction.user.id)).dm:
        return False
    may = interaction.app_permissions
    if not (may.create_public_threads and may.send_messages_in_threads):
        return False
    try:
        thread = await channel.create_thread(
            name=fit(option_text(shift, language), 100),
            type=discord.ChannelType.public_thread,
            auto_archive_duration=_A_WEEK,
        )
    except discord.HTTPException as error:
        log.warning("thread_not_made", code=error.code)
        return False
    except (aiohttp.ClientError, OSError) as error:
        log.warning("thread_not_made", kind=type(error).__name__)
        return False
    await services.shifts.set_thread(shift.number, thread.id)
    return True
