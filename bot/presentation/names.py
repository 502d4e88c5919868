"""How people are called in a server now, where a mention can't be shown (in menus and files). Asked
of Discord each time, and not kept.
"""

from __future__ import annotations

from collections.abc import Sequence

import discord

from bot.presentation.text import visible

#: Discord answers so many names at a time.
_AT_ONCE = 100
_MOST = 1000


async def names_of(guild: discord.Guild | None, who: Sequence[int]) -> dict[int, str]:
    """Names by user id; who left the server has none, and nobody where Discord does not answer."""
    names: dict[int, str] = {}
    if guild is None:
        return names
    for at in range(0, min(len(who), _MOST), _AT_ONCE):
        try:
            found = await guild.query_members(
                user_ids=list(who[at : at + _AT_ONCE]), limit=_AT_ONCE, cache=False
            )
        except (TimeoutError, discord.HTTPException, discord.ClientException):
            break  # the ids alone will do
        names.update({each.id: visible(each.display_name) for each in found})
    return names
