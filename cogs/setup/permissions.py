"""What the bot needs to be allowed in a channel, by what the channel is for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import discord

from bot.presentation.mirror import missing_for_events
from bot.services.guilds import Purpose

__all__ = ["NEEDED", "ChannelState", "channel_state", "missing_for_events", "missing_in"]

#: It reads the bot's own last messages, so that after a crash it says nothing twice.
_SPEAK = ("view_channel", "send_messages", "embed_links", "read_message_history")

#: Names of discord.Permissions flags; each has a name in the catalogs (`permissions.<flag>`).
NEEDED: Mapping[Purpose, tuple[str, ...]] = {
    Purpose.ANNOUNCEMENTS: (
        *_SPEAK,
        "attach_files",
        "create_public_threads",
        "send_messages_in_threads",
    ),
    Purpose.SHIFTS: (*_SPEAK, "create_public_threads", "send_messages_in_threads"),
    Purpose.ALERTS: _SPEAK,
    Purpose.MODERATION: (*_SPEAK, "attach_files"),
}


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A chosen channel: whether it is still there, and which permissions the bot lacks in it."""

    channel_id: int
    gone: bool
    missing: tuple[str, ...]

    @property
    def fine(self) -> bool:
        """Nothing to mend."""
        return not self.gone and not self.missing


def channel_state(guild: discord.Guild, purpose: Purpose, channel_id: int) -> ChannelState:
    """Look at one chosen channel with the bot's own eyes."""
    channel = guild.get_channel(channel_id)
    if channel is None:
        return ChannelState(channel_id, gone=True, missing=())
    return ChannelState(channel_id, gone=False, missing=missing_in(channel, guild.me, purpose))


def missing_in(
    channel: discord.abc.GuildChannel, me: discord.Member, purpose: Purpose
) -> tuple[str, ...]:
    """The flags that the bot (`me`) lacks in a channel used for `purpose`.

    Without seeing a channel or writing in it Discord counts everything else as missing too: then
    only the one that has to be switched on is named.
    """
    allowed = channel.permissions_for(me)
    for first in ("view_channel", "send_messages"):
        if not getattr(allowed, first):
            return (first,)
    return tuple(flag for flag in NEEDED[purpose] if not getattr(allowed, flag))
