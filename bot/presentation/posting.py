"""One message to Discord: drawn, found again where it may be there already, posted or changed.

How a message is found again: what Discord shows of a channel's past does not reliably carry the
nonce that it was sent with, and after some minutes Discord itself has forgotten it. But each
component of a Components V2 message has a number of its own (`id`), which readers don't see, which
Discord keeps and shows, and which may be given. So the first component of each message carries a
number made of its row in the outbox (`marker_of`), and a message of the bot's own with that number
is the one.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import aiohttp
import discord
from discord import ui

from bot.domain.delivery import Trouble, marker_of, nonce_of
from bot.storage.errors import StorageError
from bot.storage.outbox import Pending, Target

#: How many of a channel's last messages are looked at: all of the first number, and up to the
#: second where they are younger than the first attempt (the clocks may differ a little).
_LOOK_AT, _LOOK_FURTHER = 100, 1_000
_CLOCKS_DIFFER = timedelta(minutes=10)
#: Discord refuses the token, or locks the machine out: nothing else will go better for a while.
_LOCKED_OUT = timedelta(minutes=5)

Messageable = discord.DMChannel | discord.PartialMessageable


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a message looks like. It mentions nobody unless `mentions` says so."""

    view: ui.LayoutView
    files: Sequence[discord.File] = ()
    mentions: discord.AllowedMentions = field(default_factory=discord.AllowedMentions.none)


#: Draws a message from what stands in the database now; None: it no longer makes sense.
Drawer = Callable[[Pending], Awaitable[Drawn | None]]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why it did not go. `wait`: Discord asked for that; `everywhere`: from everybody."""

    trouble: Trouble
    wait: timedelta | None = None
    everywhere: bool = False


class NotSent(Exception):  # noqa: N818 - reads as what it is at the raise
    """It was not sent, for a reason that is no error of Discord's."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


async def post(client: discord.Client, pending: Pending, draw: Drawer) -> int:
    """Post a message, or change the one that it `edits`; the message's id.

    Raises:
        NotSent: it no longer makes sense, or its channel is another server's.
        Exception: whatever discord.py and the drawing raise: `failure_of` reads it.
    """
    channel = await _channel(client, pending)
    marker = marker_of(pending.key, pending.number)
    if pending.edits is None and pending.attempts > 1:
        found = await _look(client, channel, pending, marker)
        if found is not None:
            return found
    drawn = await draw(pending)
    if drawn is None:
        raise NotSent(Trouble.POINTLESS)
    drawn.view.children[0].id = marker
    if pending.edits is not None:
        await channel.get_partial_message(pending.edits).edit(
            view=drawn.view, attachments=drawn.files, allowed_mentions=drawn.mentions
        )
        return pending.edits
    message = await channel.send(
        view=drawn.view,
        files=drawn.files,
        allowed_mentions=drawn.mentions,
        nonce=nonce_of(pending.key, pending.number),
    )
    return message.id


async def _channel(client: discord.Client, pending: Pending) -> Messageable:
    if pending.target is Target.PERSON:
        return await client.create_dm(discord.Object(pending.target_id))
    known = client.get_channel(pending.target_id)
    guild: Any = getattr(known, "guild", None)
    if guild is not None and guild.id != pending.guild_id:
        raise NotSent(Trouble.OTHER_SERVER)
    return client.get_partial_messageable(pending.target_id, guild_id=pending.guild_id)


async def _look(
    client: discord.Client, channel: Messageable, pending: Pending, marker: int
) -> int | None:
    """The message that an earlier attempt left, if it did. Where the bot may not look, it sends:
    for some minutes the nonce still keeps Discord from posting it twice."""
    since = pending.tried_at - _CLOCKS_DIFFER
    seen = 0
    try:
        async for message in channel.history(limit=_LOOK_FURTHER):
            seen += 1
            mine = client.user is not None and message.author.id == client.user.id
            if mine and any(getattr(part, "id", None) == marker for part in message.components):
                return message.id
            if seen >= _LOOK_AT and message.created_at < since:
                return None
    except discord.Forbidden:
        return None
    return None


_BY_CODE = {
    10003: Trouble.CHANNEL_GONE,
    10004: Trouble.CHANNEL_GONE,
    10008: Trouble.MESSAGE_GONE,
    10013: Trouble.DM_REFUSED,
    50001: Trouble.NO_ACCESS,
    50007: Trouble.DM_REFUSED,
    50013: Trouble.NO_PERMISSION,
    50083: Trouble.NO_PERMISSION,  # a closed thread
    50278: Trouble.DM_REFUSED,  # no server in common
}
#: Limits that Discord tells of by a code of their own: how long to wait.
_WAITS = {
    20016: timedelta(minutes=1),  # slow mode of a channel
    20028: timedelta(minutes=1),  # writes in a channel
    30046: timedelta(minutes=2),  # changes of messages older than an hour
    40003: timedelta(minutes=10),  # direct messages are opened too fast
}


def failure_of(error: BaseException, pending: Pending) -> Failure:
    """What an error means for the message."""
    if isinstance(error, NotSent):
        return Failure(error.trouble)
    if isinstance(error, discord.RateLimited):
        return Failure(Trouble.RATE_LIMITED, wait=timedelta(seconds=error.retry_after))
    if isinstance(error, discord.HTTPException):
        return _of_http(error, pending)
    if isinstance(error, (aiohttp.ClientError, OSError, TimeoutError)):
        return Failure(Trouble.UNREACHABLE, everywhere=isinstance(error, aiohttp.ClientError))
    if isinstance(error, StorageError):
        return Failure(Trouble.STORAGE)
    return Failure(Trouble.BROKEN)


def _of_http(error: discord.HTTPException, pending: Pending) -> Failure:
    if error.code in _WAITS:
        return Failure(Trouble.RATE_LIMITED, wait=_WAITS[error.code])
    if error.status >= 500:
        return Failure(Trouble.UNREACHABLE, everywhere=True)
    if error.status == 401:
        return Failure(Trouble.TOKEN_REFUSED, wait=_LOCKED_OUT, everywhere=True)
    if error.status == 429:
        # Without a word of Discord's own this is its gatekeeper: the whole machine is locked out.
        return Failure(
            Trouble.RATE_LIMITED, wait=_LOCKED_OUT, everywhere="Via" not in error.response.headers
        )
    if error.code in _BY_CODE:
        return Failure(_BY_CODE[error.code])
    if pending.target is Target.PERSON and error.status in (403, 404):
        return Failure(Trouble.DM_REFUSED)
    if error.status in (403, 404):
        return Failure(Trouble.NO_PERMISSION if error.status == 403 else Trouble.CHANNEL_GONE)
    return Failure(Trouble.REFUSED)
