"""What members report as wrong with the directory, and what moderators do about it."""

from __future__ import annotations

from datetime import timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.organization import Organization, ProblemReason
from bot.services.entries import editor_of
from bot.storage.database import Database
from bot.storage.organization_index import Audience
from bot.storage.organizations import get_organizations
from bot.storage.problem_reports import (
    delete_old_problem_reports,
    delete_problem_report,
    insert_problem_report,
)

MAX_DETAILS = 1000
#: A report nobody dealt with for so long is deleted: what is not kept can't be demanded.
KEPT_FOR = timedelta(days=90)
#: More than so many nobody goes through; a flood must not bury what is true.
MOST_WAITING = 200


class ReportsService:
    """Keeps reports without names, until an editor has dealt with them (`review.py`)."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def report(self, actor: Actor, number: int, reason: ProblemReason, details: str) -> None:
        """Keep a report for the moderators of the actor's server, without who made it.

        Raises:
            BadInput: outside a server; "something else" without a word about what; too many wait.
            NotFound: the entry is gone.
        """
        actor.require(Capability.MEMBER)
        guild_id = _server_of(actor)
        # A lone surrogate, sent by hand, could not be stored.
        details = details.encode("utf-8", "replace").decode().strip()[:MAX_DETAILS]
        if reason is ProblemReason.OTHER and not details:
            raise BadInput("find.report_needs_words")
        entry = await self._entry(number, "en", guild_id)
        if entry is None:
            raise NotFound("find.entry_gone")
        await self.drop_old()
        kept = await insert_problem_report(
            self._db,
            guild_id=guild_id,
            organization_id=entry.id,
            reason=reason.value,
            details=details,
            reported_on=today(self._clock),
            most=MOST_WAITING,
        )
        if not kept:
            raise BadInput("find.report_full")

    async def drop_old(self) -> None:
        """Delete the reports that nobody dealt with for `KEPT_FOR`, in every server."""
        await delete_old_problem_reports(self._db, before=today(self._clock) - KEPT_FOR)

    async def close(self, actor: Actor, number: int) -> None:
        """Delete a report that was dealt with.

        Raises:
            NotAllowed: not a directory editor. NotFound: somebody was faster.
        """
        if not await delete_problem_report(self._db, editor_of(actor), number):
            raise NotFound("directory.already_done")

    async def _entry(self, number: int, language: str, guild_id: int) -> Organization | None:
        audience = Audience(language, guild_id)
        found = await get_organizations(self._db, [number], audience=audience)
        return found[0] if found else None


def _server_of(actor: Actor) -> int:
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id
