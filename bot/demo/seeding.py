"""What the demo's people have already chosen: the server's setup and a language, by the services.

The same use cases that `/setup` and `/me` call, so that the demo cannot hold a state which the bot
itself would refuse.
"""

from __future__ import annotations

from collections.abc import Mapping

import simcord

from bot.demo import cast
from bot.demo.campaigns import seed_campaigns
from bot.domain.actor import Actor, Capability
from bot.services.guilds import Purpose
from bot.services.services import Services

SERVER_LANGUAGE = "en"
SERVER_ZONE = "America/New_York"

#: The channel (a key of `cast`) for each purpose that `/setup` asks about.
CHANNEL_FOR: Mapping[Purpose, str] = {
    Purpose.ANNOUNCEMENTS: "announcements",
    Purpose.SHIFTS: "shifts",
    Purpose.ALERTS: "alerts",
    Purpose.MODERATION: "moderators",
}

#: The role (a key of `cast`) that carries each capability.
ROLE_FOR: Mapping[Capability, str] = {
    Capability.VOLUNTEER: "volunteers",
    Capability.DIRECTORY_EDITOR: "moderators",
    Capability.ORGANIZER: "coordinators",
    Capability.DISPATCHER: "moderators",
    Capability.VERIFIER: "moderators",
    Capability.ADMIN: "coordinators",
}


async def seed(
    services: Services,
    guild_id: int,
    *,
    channels: Mapping[str, simcord.ChannelHandle],
    roles: Mapping[str, simcord.RoleHandle],
    people: Mapping[str, simcord.MemberActor],
) -> None:
    """Set the server up as its first coordinator would, and each person's language."""
    admin = next(p for p in cast.PEOPLE if "coordinators" in p.roles)
    actor = Actor(people[admin.key].id, guild_id, frozenset(Capability))
    guilds = services.guilds
    await guilds.choose_language(actor, SERVER_LANGUAGE)
    await guilds.choose_time_zone(actor, SERVER_ZONE)
    for purpose, channel in CHANNEL_FOR.items():
        await guilds.choose_channel(actor, purpose, channels[channel].id)
    for capability, role in ROLE_FOR.items():
        await guilds.choose_roles(actor, capability, [roles[role].id])
    await seed_campaigns(services, actor)
    for person in cast.PEOPLE:
        if person.language is not None:
            await services.people.choose_language(people[person.key].id, person.language)
