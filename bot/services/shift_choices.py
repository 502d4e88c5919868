"""Which shift, or which day of shifts, a lead means: what is offered while they type, and what they
typed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.search import fold
from bot.domain.shift import Shift, ShiftStatus
from bot.i18n import languages, show_day
from bot.services.shift_views import runs_shift
from bot.storage.database import Database
from bot.storage.shifts import list_shifts

#: So many are looked through, so many offered.
_LOOKED_THROUGH, _OFFERED = 500, 25
#: A number longer than this is no shift's.
_LONGEST_NUMBER = 18
#: Days so long ago can still be made again.
_DAYS_BACK = timedelta(days=60)


class ShiftChoices:
    """Shifts that somebody runs: all of them for organizers and dispatchers, else those they
    lead."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def suggest(
        self, actor: Actor, typed: str, named: Callable[[Shift], str]
    ) -> list[tuple[str, int]]:
        """Names (as `named` makes them) and numbers of what is to come, the soonest first."""
        wanted = fold(typed).strip()
        found = [(named(each), each.number) for each in await self._run(actor)]
        return [each for each in found if wanted in fold(each[0])][:_OFFERED]

    async def meant(self, actor: Actor, typed: str) -> int:
        """The number that was chosen, or that of the next shift whose title was typed.

        Raises:
            NotAllowed: they run none. NotFound: no title says that.
        """
        chosen = typed.strip()
        if chosen.isascii() and chosen.isdigit() and len(chosen) <= _LONGEST_NUMBER:
            return int(chosen)
        runs = await self._run(actor)
        if not runs and not _runs_all(actor):
            raise NotAllowed("shift_error.for_leads")
        wanted = fold(chosen).strip()
        same = [each for each in runs if fold(each.title).strip() == wanted]
        close = [each for each in runs if wanted and wanted in fold(each.title)]
        if not (same or close):
            raise NotFound("shift_error.gone")
        return (same or close)[0].number

    async def days(self, actor: Actor, typed: str, language: str) -> list[tuple[str, date]]:
        """Days that had shifts, the latest first, then those to come; nothing for who makes
        none."""
        if not _runs_all(actor):
            return []
        wanted = fold(typed).strip()
        named = [(show_day(day, language), day) for day in await self._days(actor)]
        return [each for each in named if wanted in fold(each[0])][:_OFFERED]

    async def meant_day(self, actor: Actor, typed: str) -> date:
        """The day that was chosen, or whose name was typed. Raises BadInput where it is none."""
        try:
            return date.fromisoformat(typed.strip())
        except ValueError:
            pass
        wanted = fold(typed).strip()
        for day in await self._days(actor):
            if wanted in {fold(show_day(day, language)) for language in languages()}:
                return day
        raise BadInput("shift_plan.no_such_day")

    async def _days(self, actor: Actor) -> list[date]:
        now = self._clock.now()
        found = await list_shifts(
            self._db,
            guild_id=actor.guild_id or 0,
            now=now - _DAYS_BACK,
            until=None,
            limit=_LOOKED_THROUGH,
        )
        days = {each.local_start.date() for each in found if each.status is ShiftStatus.OPEN}
        past = sorted((day for day in days if day <= now.date()), reverse=True)
        return [*past, *sorted(day for day in days if day > now.date())]

    async def _run(self, actor: Actor) -> list[Shift]:
        if actor.guild_id is None:
            return []
        found = await list_shifts(
            self._db, guild_id=actor.guild_id, now=self._clock.now(), limit=_LOOKED_THROUGH
        )
        return [
            each for each in found if each.status is ShiftStatus.OPEN and runs_shift(actor, each)
        ]


def _runs_all(actor: Actor) -> bool:
    return actor.may(Capability.ORGANIZER) or actor.may(Capability.DISPATCHER)
