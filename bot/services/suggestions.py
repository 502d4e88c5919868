"""What members think is missing in the directory: kept without names, for the editors."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.services.entries import editor_of
from bot.storage.database import Database
from bot.storage.suggestions import (
    Suggestion,
    delete_old_suggestions,
    delete_suggestion,
    get_suggestion,
    insert_suggestion,
)

__all__ = ["Suggestion", "SuggestionsService"]

#: As with reports: what nobody looks at is deleted, and a flood must not bury what is good.
KEPT_FOR = timedelta(days=90)
MOST_WAITING = 200
MOST_NAME, MOST_LINE, MOST_WORDS = 200, 200, 1000


class SuggestionsService:
    """Takes suggestions from members and hands them to editors."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def suggest(
        self, actor: Actor, *, name: str, place: str, contact: str, words: str
    ) -> None:
        """Keep what a member thinks is missing, without who said so.

        Raises:
            BadInput: outside a server; no name; too many wait.
        """
        actor.require(Capability.MEMBER)
        if actor.guild_id is None:
            raise BadInput("access.only_in_a_server")
        name = _line(name, MOST_NAME)
        if not name:
            raise BadInput("directory.suggest_needs_name")
        kept = await insert_suggestion(
            self._db,
            guild_id=actor.guild_id,
            name=name,
            place=_line(place, MOST_LINE),
            contact=_line(contact, MOST_LINE),
            words=_line(words, MOST_WORDS),
            suggested_on=today(self._clock),
            most=MOST_WAITING,
        )
        if not kept:
            raise BadInput("find.report_full")

    async def get(self, actor: Actor, number: int) -> Suggestion:
        """One that waits in the actor's server.

        Raises:
            NotAllowed: not a directory editor. NotFound: somebody was faster.
        """
        found = await get_suggestion(self._db, editor_of(actor), number)
        if found is None:
            raise NotFound("directory.already_done")
        return found

    async def close(self, actor: Actor, number: int) -> None:
        """Delete one that was dealt with. Raises as `get` does."""
        if not await delete_suggestion(self._db, editor_of(actor), number):
            raise NotFound("directory.already_done")

    async def forget(self, actor: Actor, number: int) -> None:
        """As `close`, where it does not matter whether somebody was faster."""
        await delete_suggestion(self._db, editor_of(actor), number)

    async def drop_old(self) -> None:
        """Delete what nobody looked at for `KEPT_FOR`, in every server."""
        await delete_old_suggestions(self._db, before=today(self._clock) - KEPT_FOR)


def _line(text: str, most: int) -> str:
    # A lone surrogate, sent by hand, could not be stored.
    return text.encode("utf-8", "replace").decode().strip()[:most]
