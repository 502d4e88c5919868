"""A person's own choices: the language the bot answers in, and their time zone."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.errors import BadInput
from bot.i18n import languages
from bot.services.cache import Recent
from bot.services.zones import known_zone
from bot.storage.database import Database
from bot.storage.people import PersonSettings, delete_person, get_person, upsert_person


class PeopleService:
    """Reads and keeps what people chose in `/me`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._recent: Recent[int, PersonSettings] = Recent()

    async def settings(self, user_id: int) -> PersonSettings:
        """What this person chose."""
        remembered = self._recent.get(user_id)
        if remembered is not None:
            return remembered
        return self._recent.put(user_id, await get_person(self._db, user_id))

    async def choose_language(self, user_id: int, language: str | None) -> PersonSettings:
        """Answer this person in `language` from now on; None goes back to their Discord's.

        Raises:
            BadInput: a language we do not speak.
        """
        if language is not None and language not in languages():
            raise BadInput("me.unknown_language")
        current = await self.settings(user_id)
        return await self._keep(user_id, replace(current, language=language))

    async def choose_time_zone(self, user_id: int, zone: str) -> PersonSettings:
        """Keep this person's time zone.

        Raises:
            BadInput: not an IANA zone.
        """
        current = await self.settings(user_id)
        return await self._keep(user_id, replace(current, time_zone=known_zone(zone)))

    async def _keep(self, user_id: int, settings: PersonSettings) -> PersonSettings:
        try:
            if settings == PersonSettings():
                await delete_person(self._db, user_id)
            else:
                await upsert_person(self._db, user_id, settings)
        finally:
            self._recent.forget(user_id)
        return self._recent.put(user_id, settings)

    async def forget(self, user_id: int) -> None:
        """Delete all that is kept about this person."""
        try:
            await delete_person(self._db, user_id)
        finally:
            self._recent.forget(user_id)
