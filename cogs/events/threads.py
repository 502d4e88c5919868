"""An event's thread, under its board: there people are mentioned, so that the channel stays calm.

It is made when the first of them answers, by a press on the board. Where the bot may not make one,
people are mentioned in the channel itself.
"""

from __future__ import annotations

from typing import Any

import aiohttp
import discord

from bot.logs import get_logger
from bot.presentation.text import fit, visible
from bot.services.event_views import Coming
from bot.services.services import Services

log = get_logger(__name__)

_LONGEST_NAME = 100
#: Minutes without a word after which Discord folds it away; a mention opens it again.
_A_WEEK = 10080
_HAS_ONE = 160004


async def make_thread(
    services: Services, interaction: discord.Interaction[Any], coming: Coming
) -> bool:
    """Make the thread where this was a press on the board and there is none; True if it did.

    Its name is the event's title: whoever sees the board sees that. Trouble is only noted.
    """
    event, board = coming.event, interaction.message
    if board is None or event.thread_id is not None or board.id != event.message_id:
        return False
    may = interaction.app_permissions
    if not (may.create_public_threads and may.send_messages_in_threads):
        return False
    try:
        thread = await board.create_thread(
            name=fit(visible(event.title), _LONGEST_NAME), auto_archive_duration=_A_WEEK
        )
        number = thread.id
    except discord.HTTPException as error:
        if error.code != _HAS_ONE:  # somebody pressed at the same moment
            log.warning("thread_not_made", code=error.code)
            return False
        number = board.id  # a thread under a message has the message's own number
    except (aiohttp.ClientError, OSError, ValueError) as error:
        log.warning("thread_not_made", kind=type(error).__name__)
        return False
    await services.events.set_thread(event.number, number)
    return True
