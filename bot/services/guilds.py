"""A server's choices, and what follows from them: who may do what, which language it speaks."""

from __future__ import annotations

from collections.abc import Awaitable, Iterable
from datetime import datetime

from bot.domain.actor import BY_ROLE, Actor, Capability, capabilities_of
from bot.domain.errors import BadInput
from bot.i18n import languages
from bot.services.cache import Recent
from bot.services.calendar_ends import CalendarEnds
from bot.services.directory_names import DirectoryNames
from bot.services.zones import known_zone
from bot.storage.database import Database
from bot.storage.guilds import (
    GuildSettings,
    Purpose,
    delete_guild,
    get_guild_settings,
    list_guild_ids,
    set_guild_channel,
    set_guild_roles,
    set_guild_weekly,
    upsert_guild,
)
from bot.storage.meta import get_meta, set_meta
from bot.storage.timers import Timer, delete_timers, set_timers

_OWNER = "application_id"

#: The purpose of the timer, and of the message, of the weekly line.
WEEKLY = "directory.weekly"

__all__ = ["GuildSettings", "GuildsService", "Purpose"]


class GuildsService:
    """Use cases of `/setup`, and the actor that every other use case asks for."""

    def __init__(
        self,
        db: Database,
        names: DirectoryNames | None = None,
        *,
        ends: CalendarEnds | None = None,
    ) -> None:
        self._db = db
        self._ends = ends
        self._names = names
        self._recent: Recent[int, GuildSettings] = Recent()

    async def settings(self, guild_id: int) -> GuildSettings:
        """What this server chose."""
        remembered = self._recent.get(guild_id)
        if remembered is not None:
            return remembered
        return await self._recent.read(guild_id, lambda: get_guild_settings(self._db, guild_id))

    async def actor(
        self, *, user_id: int, guild_id: int | None, role_ids: Iterable[int], manages_server: bool
    ) -> Actor:
        """Who is asking. Outside a server everybody is a plain member."""
        if guild_id is None:
            return Actor(user_id, None, frozenset({Capability.MEMBER}))
        settings = await self.settings(guild_id)
        held = capabilities_of(
            manages_server=manages_server, role_ids=role_ids, roles=settings.roles
        )
        return Actor(user_id, guild_id, held)

    async def choose_language(self, actor: Actor, language: str) -> GuildSettings:
        """Speak `language` in this server's public messages. Raises as `choose_both` does."""
        return await self.choose_both(actor, language=language)

    async def choose_time_zone(self, actor: Actor, zone: str) -> GuildSettings:
        """Read and show this server's times in `zone`. Raises as `choose_both` does."""
        return await self.choose_both(actor, zone=zone)

    async def choose_both(
        self, actor: Actor, *, language: str | None = None, zone: str | None = None
    ) -> GuildSettings:
        """Keep a language and a time zone, or neither where one of them can't be used.

        Raises:
            NotAllowed: not an admin. BadInput: a language we do not speak, not an IANA zone.
        """
        guild_id = _admin_of(actor)
        if language is not None and language not in languages():
            raise BadInput("me.unknown_language")
        known = known_zone(zone) if zone is not None else None
        await self._writing(
            guild_id, upsert_guild(self._db, guild_id, language=language, time_zone=known)
        )
        return await self.settings(guild_id)

    async def choose_channel(
        self, actor: Actor, purpose: Purpose, channel_id: int | None
    ) -> GuildSettings:
        """Send what is for `purpose` to this channel; None: nowhere.

        Raises:
            NotAllowed: not an admin.
        """
        guild_id = _admin_of(actor)
        await self._writing(guild_id, set_guild_channel(self._db, guild_id, purpose, channel_id))
        return await self.settings(guild_id)

    async def choose_roles(
        self, actor: Actor, capability: Capability, role_ids: Iterable[int]
    ) -> GuildSettings:
        """Let whoever has one of these roles do what the capability says.

        The server's own @everyone role is refused: it would make everybody privileged.

        Raises:
            NotAllowed: not an admin. BadInput: @everyone, or a capability that is not given so.
        """
        guild_id = _admin_of(actor)
        chosen = frozenset(role_ids)
        if capability not in BY_ROLE or guild_id in chosen:
            raise BadInput("setup.not_everyone")
        await self._writing(guild_id, set_guild_roles(self._db, guild_id, capability, chosen))
        return await self.settings(guild_id)

    async def choose_weekly(self, actor: Actor, *, wanted: bool, now: datetime) -> GuildSettings:
        """Whether the moderators want a line each week about what waits for them: the first at
        once.

        Raises:
            NotAllowed: not an admin.
        """
        guild_id = _admin_of(actor)
        await self._writing(guild_id, self._set_weekly(guild_id, wanted=wanted, now=now))
        return await self.settings(guild_id)

    async def _set_weekly(self, guild_id: int, *, wanted: bool, now: datetime) -> None:
        timer = weekly_timer(guild_id, due_at=now)
        async with self._db.transaction() as tx:
            await set_guild_weekly(tx, guild_id, wanted=wanted)
            if wanted:
                await set_timers(tx, [timer])
            else:
                await delete_timers(tx, keys=[timer.key])
            await tx.commit()

    async def forget(self, guild_id: int) -> None:
        """Delete all that is kept about a server (the bot was removed from it)."""
        if self._ends is not None:
            await self._ends.of_server(guild_id)
        await self._writing(guild_id, delete_guild(self._db, guild_id))
        if self._names is not None:
            self._names.changed(guild_id, ())

    async def forget_others(self, guild_ids: set[int], application_id: int) -> int:
        """Delete what is kept about servers that the bot is no longer in; how many those were.

        Only for the application that has used this database before: another one's token, tried
        out on it, must not empty it.
        """
        owner = await get_meta(self._db, _OWNER)
        if owner is None:
            await set_meta(self._db, _OWNER, str(application_id))
        if owner != str(application_id) or not guild_ids:
            return 0
        gone = await list_guild_ids(self._db) - guild_ids
        for guild_id in gone:
            await self.forget(guild_id)
        return len(gone)

    async def _writing(self, guild_id: int, write: Awaitable[None]) -> None:
        try:
            await write
        finally:
            self._recent.forget(guild_id)


def _admin_of(actor: Actor) -> int:
    actor.require(Capability.ADMIN)
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id


def weekly_timer(guild_id: int, *, due_at: datetime) -> Timer:
    """What makes a server's weekly line due."""
    return Timer(f"{WEEKLY}:{guild_id}", guild_id, WEEKLY, {}, due_at)
