"""Ends calendars when their owner wants to be forgotten, or a server removes the bot.

They are not deleted but emptied of all that says whose they were: an app that is told "not found"
would go on showing what stood there, one that gets an empty calendar forgets it.
"""

from __future__ import annotations

from bot.clock import Clock, today
from bot.storage.calendars import end_feeds, end_server
from bot.storage.database import Database


class CalendarEnds:
    """Ends all calendars of a person, or of a server."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def of_person(self, user_id: int) -> None:
        """End all of theirs, in every server."""
        await end_feeds(self._db, today=today(self._clock), user_id=user_id)

    async def of_server(self, guild_id: int) -> None:
        """End all of the server: its people's, and its public one."""
        await end_server(self._db, guild_id, today=today(self._clock))
