"""Which event an organizer means: what is offered while they type, and what they typed."""

from __future__ import annotations

from collections.abc import Collection

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotFound
from bot.domain.event import Kind, Status
from bot.domain.local_time import local_in
from bot.domain.search import fold
from bot.i18n import show_date
from bot.storage.database import Database
from bot.storage.event_titles import EventTitle, list_event_titles

#: So many are looked through, so many offered.
_LOOKED_THROUGH, _OFFERED = 500, 25
#: A number longer than this is no event's.
_LONGEST_NUMBER = 18


class EventChoices:
    """Events by title, for organizers only."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def suggest(
        self,
        actor: Actor,
        typed: str,
        language: str,
        *,
        statuses: Collection[Status] = (),
        umbrellas: bool = False,
    ) -> list[tuple[str, int]]:
        """Titles with their dates, and their numbers; nothing for who is no organizer.

        `statuses`: only those. `umbrellas`: only days of action, under which others can stand.
        """
        wanted = fold(typed).strip()
        found = [
            each
            for each in await self._all(actor)
            if (not statuses or each.status in statuses)
            and (not umbrellas or (each.kind is Kind.DAY_OF_ACTION and each.parent is None))
            and wanted in fold(each.title)
        ]
        return [(_named(each, language), each.number) for each in found[:_OFFERED]]

    async def meant(self, actor: Actor, typed: str) -> int:
        """The number that was chosen, or that of the event whose title was typed.

        Raises:
            NotAllowed: not an organizer. NotFound: no title says that.
        """
        actor.require(Capability.ORGANIZER)
        chosen = typed.strip()
        if chosen.isascii() and chosen.isdigit() and len(chosen) <= _LONGEST_NUMBER:
            return int(chosen)
        wanted = fold(chosen).strip()
        named = [(fold(each.title).strip(), each.number) for each in await self._all(actor)]
        same = [number for title, number in named if title == wanted]
        close = [number for title, number in named if wanted and wanted in title]
        if not (same or close):
            raise NotFound("event_error.gone")
        return (same or close)[0]

    async def _all(self, actor: Actor) -> list[EventTitle]:
        if actor.guild_id is None or not actor.may(Capability.ORGANIZER):
            return []
        return await list_event_titles(
            self._db, guild_id=actor.guild_id, now=self._clock.now(), limit=_LOOKED_THROUGH
        )


def _named(each: EventTitle, language: str) -> str:
    day = show_date(local_in(each.starts_at, each.zone).date(), language)
    return f"{each.title} · {day}"
