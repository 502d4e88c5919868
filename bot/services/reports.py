"""What members report as wrong with the directory, and what moderators do about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.organization import Organization, ProblemReason
from bot.storage.database import Database
from bot.storage.organization_index import Audience
from bot.storage.organizations import get_organizations
from bot.storage.problem_reports import (
    ProblemReport,
    close_problem_report,
    count_problem_reports,
    delete_old_problem_reports,
    get_next_problem_report,
    insert_problem_report,
)

MAX_DETAILS = 1000
#: A report nobody dealt with for so long is deleted: what is not kept can't be demanded.
KEPT_FOR = timedelta(days=90)
#: More than so many nobody goes through; a flood must not bury what is true.
MOST_WAITING = 200


@dataclass(frozen=True, slots=True)
class WaitingReport:
    """A report, the entry it is about (None if it is gone), and how many wait in all."""

    report: ProblemReport
    entry: Organization | None
    waiting: int


class ReportsService:
    """Keeps reports without names, and hands them to the directory's editors one at a time."""

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

    async def waiting(self, actor: Actor) -> int:
        """How many reports wait in the actor's server.

        Raises:
            NotAllowed: not a directory editor.
        """
        actor.require(Capability.DIRECTORY_EDITOR)
        return await count_problem_reports(self._db, _server_of(actor))

    async def next(self, actor: Actor, *, language: str, after: int = 0) -> WaitingReport | None:
        """The oldest report after that number, from the start again at the end; None if none waits.

        Raises:
            NotAllowed: not a directory editor.
        """
        actor.require(Capability.DIRECTORY_EDITOR)
        guild_id = _server_of(actor)
        report = await get_next_problem_report(self._db, guild_id, after=after)
        if report is None and after:
            report = await get_next_problem_report(self._db, guild_id)
        if report is None:
            return None
        entry = await self._entry(report.entry, language, guild_id) if report.entry else None
        return WaitingReport(report, entry, await count_problem_reports(self._db, guild_id))

    async def close(self, actor: Actor, number: int, *, checked: bool) -> None:
        """Delete a report; `checked`: the entry is right, a moderator looked today.

        Raises:
            NotAllowed: not a directory editor. NotFound: somebody was faster.
        """
        actor.require(Capability.DIRECTORY_EDITOR)
        guild_id = _server_of(actor)
        assured_on = today(self._clock) if checked else None
        if not await close_problem_report(self._db, guild_id, number, assured_on=assured_on):
            raise NotFound("directory.already_done")

    async def _entry(self, number: int, language: str, guild_id: int) -> Organization | None:
        audience = Audience(language, guild_id)
        found = await get_organizations(self._db, [number], audience=audience)
        return found[0] if found else None


def _server_of(actor: Actor) -> int:
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id
