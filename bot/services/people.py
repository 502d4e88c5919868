"""A person's own choices: the language the bot answers in, and their time zone."""

from __future__ import annotations

from collections.abc import Awaitable

from bot.domain.errors import BadInput
from bot.i18n import languages
from bot.services.cache import Recent
from bot.services.calendar_ends import CalendarEnds
from bot.services.rsvps import RsvpsService, check_minutes
from bot.services.signups import SignupsService
from bot.services.zones import known_zone
from bot.storage.database import Database
from bot.storage.people import (
    PersonSettings,
    count_edits,
    delete_person,
    get_person,
    set_person_dm,
    set_person_language,
    set_person_reminder,
    set_person_time_zone,
)


class PeopleService:
    """Reads and keeps what people chose in `/me`."""

    def __init__(
        self,
        db: Database,
        *,
        rsvps: RsvpsService | None = None,
        signups: SignupsService | None = None,
        ends: CalendarEnds | None = None,
    ) -> None:
        self._db = db
        self._ends = ends
        self._rsvps = rsvps
        self._signups = signups
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

    async def choose_messages(self, user_id: int, *, allowed: bool) -> PersonSettings:
        """Whether the bot may send this person direct messages."""
        return await self._keep(user_id, set_person_dm(self._db, user_id, allowed))

    async def choose_reminder(self, user_id: int, minutes: int | None) -> PersonSettings:
        """How long before an event this person wants to be reminded; None: as the event says, 0:
        not at all.

        Raises:
            BadInput: longer before than we remind, or not before at all.
        """
        if minutes:
            check_minutes(minutes)
        settings = await self._keep(user_id, set_person_reminder(self._db, user_id, minutes))
        if self._rsvps is not None:
            await self._rsvps.remember_default(user_id, minutes)
        return settings

    async def edits(self, user_id: int) -> int:
        """How many changes of a directory are known to be this person's."""
        return await count_edits(self._db, user_id)

    async def forget(self, user_id: int) -> None:
        """Delete all that is kept about this person. The places that they had are offered on."""
        if self._rsvps is not None:
            await self._rsvps.leave_everything(user_id)
        if self._signups is not None:
            await self._signups.leave_everything(user_id)
        if self._ends is not None:
            await self._ends.of_person(user_id)
        await self._keep(user_id, delete_person(self._db, user_id))

    async def _keep(self, user_id: int, write: Awaitable[None]) -> PersonSettings:
        try:
            await write
        finally:
            self._recent.forget(user_id)
        return await self.settings(user_id)
