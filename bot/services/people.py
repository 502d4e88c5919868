"""A person's own choices: the language the bot answers in, and their time zone."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.domain.errors import BadInput
from bot.i18n import languages
from bot.services.cache import Recent
from bot.services.zones import known_zone
from bot.storage.database import Database
from bot.storage.people import (
    PersonSettings,
    count_edits,
    delete_person,
    get_person,
    set_person_language,
    set_person_time_zone,
)


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
        return await self._recent.read(user_id, lambda: get_person(self._db, user_id))

    async def choose_language(self, user_id: int, language: str | None) -> PersonSettings:
        """Answer this person in `language` from now on; None goes back to their Discord's.

        Raises:
            BadInput: a language we do not speak.
        """
        if language is not None and language not in languages():
            raise BadInput("me.unknown_language")
        return await self._keep(user_id, set_person_language(self._db, user_id, language))

    async def choose_time_zone(self, user_id: int, zone: str) -> PersonSettings:
        """Keep this person's time zone.

        Raises:
            BadInput: not an IANA zone.
        """
        known = known_zone(zone)
        return await self._keep(user_id, set_person_time_zone(self._db, user_id, known))

    async def edits(self, user_id: int) -> int:
        """How many changes of a directory are known to be this person's."""
        return await count_edits(self._db, user_id)

    async def forget(self, user_id: int) -> None:
        """Delete all that is kept about this person."""
        await self._keep(user_id, delete_person(self._db, user_id))

    async def _keep(self, user_id: int, write: Awaitable[None]) -> PersonSettings:
        try:
            await write
        finally:
            self._recent.forget(user_id)
        return await self.settings(user_id)
