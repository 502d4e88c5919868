"""Who asks, and how to speak to them: taken once from an interaction, then passed along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord

from bot.domain.actor import Actor
from bot.i18n import best_language, t
from bot.services.services import Services


@dataclass(frozen=True, slots=True)
class Context:
    """An actor, the language to answer them in, the language of their server, and the moment."""

    actor: Actor
    language: str
    guild_language: str
    now: datetime | None = None

    def t(self, key: str, *, count: int | None = None, **params: object) -> str:
        """The sentence in this person's language."""
        return t(key, self.language, count=count, **params)


def services_of(interaction: discord.Interaction[Any]) -> Services:
    """The services that the bot was built with."""
    return interaction.client.services


async def context_of(interaction: discord.Interaction[Any]) -> Context:
    """Who is asking. Reads at most two small rows, usually none (they are remembered)."""
    services = services_of(interaction)
    user = interaction.user
    # Only servers that the bot itself is in count: elsewhere it keeps nothing.
    guild_id = interaction.guild_id
    if guild_id is not None and interaction.client.get_guild(guild_id) is None:
        guild_id = None
    chosen = (await services.people.settings(user.id)).language
    guild_language = None
    role_ids: list[int] = []
    if guild_id is not None:
        guild_language = (await services.guilds.settings(guild_id)).language
        if isinstance(user, discord.Member):
            role_ids = [role.id for role in user.roles]
    actor = await services.guilds.actor(
        user_id=user.id,
        guild_id=guild_id,
        role_ids=role_ids,
        manages_server=guild_id is not None and interaction.permissions.manage_guild,
    )
    fallback = guild_language or services.default_language
    language = best_language(chosen, interaction.locale.value, fallback)
    return Context(actor, language, best_language(fallback), services.clock.now())
