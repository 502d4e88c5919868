"""The review queue: all that waits for a server's directory editors, one thing at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.clock import Clock, today
from bot.domain.actor import Actor
from bot.domain.entry_diff import Difference, differences
from bot.domain.entry_json import entry_from_json
from bot.domain.errors import NotFound
from bot.domain.review import ReviewItem, ReviewKind, Waiting
from bot.services.entries import editor_of
from bot.storage.database import Database
from bot.storage.entries import StoredEntry, get_entry, get_entry_by_id
from bot.storage.problem_reports import ProblemReport, get_problem_report
from bot.storage.review_queue import count_review_items, get_next_review_item
from bot.storage.shelves import ListChange, get_list_change
from bot.storage.suggestions import Suggestion, get_suggestion

__all__ = ["ReviewItem", "ReviewKind", "ReviewService", "ReviewView", "Waiting"]

#: An entry that nobody checked for so long is checked again.
CHECK_EVERY = timedelta(days=365)
_REPORTS = (ReviewKind.UNSAFE, ReviewKind.WRONG_NUMBER, ReviewKind.PROBLEM)


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One thing that waits, with the report, suggestion or change that it is, the entry it is about
    (None where it is gone or not there yet), and how much waits in all. `differences` are those
    between a change and the entry as it stands.
    """

    item: ReviewItem
    waiting: Waiting
    report: ProblemReport | None = None
    suggestion: Suggestion | None = None
    change: ListChange | None = None
    stored: StoredEntry | None = None
    differences: tuple[Difference, ...] = ()


class ReviewService:
    """Hands out what waits, in order."""

    def __init__(self, db: Database, *, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def waiting(self, actor: Actor) -> Waiting:
        """How much waits in the actor's server.

        Raises:
            NotAllowed: not a directory editor.
        """
        return await self.waiting_in(editor_of(actor))

    async def waiting_in(self, guild_id: int) -> Waiting:
        """How much waits in a server, for the weekly line to its moderators."""
        return await count_review_items(self._db, guild_id, before=self._before)

    async def next(self, actor: Actor, *, after: ReviewItem | None = None) -> ReviewView | None:
        """What comes after that item, from the start again at the end; None if nothing waits.

        Raises:
            NotAllowed: not a directory editor.
        """
        guild_id = editor_of(actor)
        item = await self._item(guild_id, after)
        if item is None and after is not None:
            item = await self._item(guild_id, None)
        return await self._view(guild_id, item) if item else None

    async def _item(self, guild_id: int, after: ReviewItem | None) -> ReviewItem | None:
        return await get_next_review_item(self._db, guild_id, after=after, before=self._before)

    async def get(self, actor: Actor, item: ReviewItem) -> ReviewView:
        """One thing that waits, as it stands now.

        Raises:
            NotAllowed: not a directory editor. NotFound: somebody has dealt with it.
        """
        view = await self._view(editor_of(actor), item)
        there = (view.report, view.suggestion, view.change, view.stored)
        if item.kind in _REPORTS:
            there = (view.report,)
        if not any(there):
            raise NotFound("directory.already_done")
        return view

    async def _view(self, guild_id: int, item: ReviewItem) -> ReviewView:
        view = ReviewView(item, await self.waiting_in(guild_id))
        if item.kind in _REPORTS:
            report = await get_problem_report(self._db, guild_id, item.ref)
            return replace(view, report=report, stored=await self._by_id(guild_id, report))
        if item.kind is ReviewKind.SUGGESTION:
            suggestion = await get_suggestion(self._db, guild_id, item.ref)
            return replace(view, suggestion=suggestion)
        if item.kind is ReviewKind.CHANGED:
            change = await get_list_change(self._db, guild_id, item.ref)
            stored = await self._by_id(guild_id, change)
            what = (
                differences(stored.entry, entry_from_json(change.entry))
                if (stored and change)
                else []
            )
            return replace(view, change=change, stored=stored, differences=tuple(what))
        return replace(view, stored=await get_entry(self._db, item.ref, guild_id=guild_id))

    async def _by_id(
        self, guild_id: int, about: ProblemReport | ListChange | None
    ) -> StoredEntry | None:
        if about is None:
            return None
        return await get_entry_by_id(self._db, about.organization_id, guild_id=guild_id)

    @property
    def _before(self) -> date:
        return today(self._clock) - CHECK_EVERY
