"""In which zone times on call are read and shown."""

from __future__ import annotations

from bot.domain.actor import Actor
from bot.services.services import Services

#: Where a server chose none; each screen says which one it goes by.
_PLAIN = "UTC"


async def own_zone(services: Services, actor: Actor) -> str | None:
    """The person's own zone, else their server's; None where neither chose one."""
    chosen = (await services.people.settings(actor.user_id)).time_zone
    if chosen is not None or actor.guild_id is None:
        return chosen
    return (await services.guilds.settings(actor.guild_id)).time_zone


async def server_zone(services: Services, actor: Actor) -> str:
    """The server's zone: days and what is wanted go by it."""
    return await zone_of_guild(services, actor.guild_id)


async def zone_of_guild(services: Services, guild_id: int | None) -> str:
    """The same of a server that is known by its id."""
    if guild_id is None:
        return _PLAIN
    return (await services.guilds.settings(guild_id)).time_zone or _PLAIN
