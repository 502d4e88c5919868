"""Messages that could not be sent: organizers see them, and send or discard them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.storage.database import Database
from bot.storage.dead_letters import (
    DeadLetter,
    count_dead_letters,
    delete_dead,
    list_dead_letters,
    update_dead_resent,
)

__all__ = ["DeadLetter", "DeadLetters", "DeadLettersService"]

#: So many stand on one screen.
AT_ONCE = 5


@dataclass(frozen=True, slots=True)
class DeadLetters:
    """The newest of them (or those before one), how many there are, and whether older ones are."""

    letters: tuple[DeadLetter, ...]
    count: int
    older: bool


class DeadLettersService:
    """What `/unsent` can do."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def page(self, actor: Actor, *, before: int | None = None) -> DeadLetters:
        """The dead letters of the actor's server, the newest first.

        Raises:
            NotAllowed: not an organizer.
        """
        guild_id = _organizer_of(actor)
        found = await list_dead_letters(self._db, guild_id, most=AT_ONCE + 1, before=before)
        count = await self.count_in(guild_id)
        return DeadLetters(tuple(found[:AT_ONCE]), count, len(found) > AT_ONCE)

    async def count_in(self, guild_id: int) -> int:
        """How many a server has."""
        return await count_dead_letters(self._db, guild_id)

    async def resend(self, actor: Actor, number: int | None) -> int:
        """Send one after all, or (None) all of them; how many.

        Raises:
            NotAllowed: not an organizer. NotFound: somebody has dealt with it.
        """
        guild_id = _organizer_of(actor)
        async with self._db.transaction() as tx:
            count = await update_dead_resent(tx, guild_id, now=self._clock.now(), number=number)
            await tx.commit()
        return _some(count)

    async def discard(self, actor: Actor, number: int | None) -> int:
        """Discard one, or (None) all of them; how many. Raises as `resend` does."""
        return _some(await delete_dead(self._db, _organizer_of(actor), number=number))


def _some(count: int) -> int:
    if not count:
        raise NotFound("unsent.already_done")
    return count


def _organizer_of(actor: Actor) -> int:
    actor.require(Capability.ORGANIZER)
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id
