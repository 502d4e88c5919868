"""Who somebody is in the server of a shift where Discord did not say it with the press: in a direct
message, or of somebody else. It is asked about that one person.
"""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import aiohttp
import discord

from bot.domain.actor import Actor
from bot.domain.errors import BadInput, NotFound
from bot.presentation.context import Context, context_of, services_of

#: Discord waits three seconds for the answer; by then it was deferred.
_LONGEST = 5.0


async def context_for_role(
    interaction: discord.Interaction[Any], role: int
) -> tuple[Context, list[int]]:
    """Who presses, as somebody of the server that has this role of a shift, and their roles there.

    Raises:
        NotFound: there is no such role (any more), or they are no longer in that server. BadInput:
        Discord does not answer now.
    """
    context = await context_of(interaction)
    if context.actor.guild_id is not None:
        return context, _roles(interaction.user)
    guild_id = await services_of(interaction).shifts.server_of_role(role)
    actor, roles = await member_there(interaction, guild_id, interaction.user.id)
    return replace(context, actor=actor), roles


async def member_there(
    interaction: discord.Interaction[Any], guild_id: int, user_id: int
) -> tuple[Actor, list[int]]:
    """Somebody as a member of that server, and their roles there, asked of Discord.

    Raises:
        NotFound: they are not in it. BadInput: Discord does not answer now.
    """
    guild: discord.Guild | None = interaction.client.get_guild(guild_id)
    if guild is None:
        raise NotFound("shift_error.gone")
    try:
        async with asyncio.timeout(_LONGEST):
            member = await guild.fetch_member(user_id)
    except discord.NotFound as error:
        mine = user_id == interaction.user.id
        raise NotFound("shift_error.gone" if mine else "shift_roster.left") from error
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        raise BadInput("shifts.try_in_server") from error
    roles = _roles(member)
    actor = await services_of(interaction).guilds.actor(
        user_id=member.id,
        guild_id=guild_id,
        role_ids=roles,
        manages_server=member.guild_permissions.manage_guild,
    )
    return actor, roles


def _roles(user: discord.User | discord.Member) -> list[int]:
    return [role.id for role in user.roles] if isinstance(user, discord.Member) else []
