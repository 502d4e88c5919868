"""Lists brought into the directory: looked at first, then written whole or not at all.

A file is read twice, once to say what it would do and once to do it, so that not all of a large
one must be held. It comes in pieces that are ready to be written (`import_feed.py`); each gets a
transaction of its own, and nobody sees any of it before the last one (`storage/shelves.py`).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field
from functools import partial

from bot.clock import Clock, today
from bot.domain.actor import Actor
from bot.domain.entry import all_called, hiding_as
from bot.domain.entry_json import entry_from_json, entry_to_json
from bot.domain.errors import NotFound
from bot.domain.places import Places
from bot.domain.search import Synonyms
from bot.services.directory_names import DirectoryNames
from bot.services.entries import editor_of
from bot.services.import_feed import Sizes, feed
from bot.services.import_pieces import Job, Piece
from bot.services.import_plan import Fate, Judged, Plan, judge, mark_of
from bot.services.import_turns import Turns
from bot.services.import_versions import versions_of
from bot.services.lists.read import MOST_BYTES
from bot.services.lists.rows import ReadRow, Seen, refused
from bot.storage.database import Database, Transaction
from bot.storage.entries import hide_organizations, set_assured
from bot.storage.entry_changes import Deed, insert_entry_changes, rewrite_entry_changes
from bot.storage.erase import erase
from bot.storage.organization_draft import names_of, texts_of
from bot.storage.organization_rows import (
    Rows,
    insert_rows,
    next_number,
    shifted,
    update_rows,
    without,
)
from bot.storage.shelves import (
    Known,
    ListChange,
    delete_list_change,
    delete_shelf,
    get_list_change,
    get_shelf_owner,
    insert_list_changes,
    insert_shelf,
    list_broken_shelves,
    list_known,
    list_list_changes,
    set_mark,
    set_shelf_live,
)

__all__ = ["Done", "Fate", "Importer", "ImportsService", "Order", "Plan"]

#: So many changes are applied at a time.
_PIECE = 1000

Progress = Callable[[int], None]


def _no_progress(_: int) -> None:
    return


@dataclass(frozen=True, slots=True)
class Importer:
    """Who brings a list in, and for which server: `guild_id` 0 is every server, which only the
    operator of the bot can do. `user_id` is None for the operator."""

    guild_id: int
    user_id: int | None


def _no_rows() -> Mapping[int, ReadRow]:
    return {}


@dataclass(frozen=True, slots=True)
class Order:
    """A file to bring in. `vouched`: the importer says that its entries were checked. `overwrite`:
    also what was edited here since. `mended` are rows that were bad, by line. `most_bytes`: the
    largest file."""

    data: bytes
    name: str
    vouched: bool = False
    overwrite: bool = False
    mended: Mapping[int, ReadRow] = field(default_factory=_no_rows)
    most_bytes: int = MOST_BYTES


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it; `shelf` is the number to take the list out again with, None where nothing
    was written."""

    shelf: int | None
    plan: Plan


class ImportsService:
    """Reads lists and brings them in; one at a time for a server."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        synonyms: Synonyms,
        places: Callable[[], Awaitable[Places]],
        names: DirectoryNames,
        sizes: Sizes = Sizes(),  # noqa: B008 - frozen
    ) -> None:
        self._db = db
        self._clock = clock
        self._synonyms = synonyms
        self._places = places
        self._names = names
        self._sizes = sizes
        self._turns = Turns()

    async def look(self, who: Importer, order: Order, progress: Progress = _no_progress) -> Plan:
        """What the file would do; nothing is written.

        Raises:
            BadInput: it can't be read.
        """
        reading = _Reading(Plan(), order)
        async with aclosing(self._pieces(who, order, None, progress)) as pieces:
            async for piece in pieces:
                await self._judged(who, reading, piece)
        return reading.plan

    async def bring_in(
        self, who: Importer, order: Order, progress: Progress = _no_progress
    ) -> Done:
        """Write all good rows of the file, or nothing at all.

        Where nobody vouches for them new entries wait for review, and so do other versions of
        entries that are there already.

        Raises:
            BadInput: it can't be read, or another list is just being brought in here; nothing was
            written.
        """
        with self._turns.of(who.guild_id):
            return await self._bring_in(who, order, progress)

    async def settle(self, actor: Actor, number: int, *, take: bool) -> None:
        """Deal with a version that a list has and that waits: take it, or keep what stands here.

        Raises:
            NotAllowed: not a directory editor. NotFound: somebody was faster.
        """
        who = Importer(editor_of(actor), actor.user_id)
        async with self._db.transaction() as tx:
            change = await get_list_change(tx, who.guild_id, number)
            if change is None or not await delete_list_change(tx, who.guild_id, number):
                raise NotFound("directory.already_done")
            if take:
                await self._apply(tx, who, [change], vouched=False)
            else:
                await self._keep_ours(tx, who, change)
            await tx.commit()
        entry = entry_from_json(change.entry)
        self._names.changed(who.guild_id, [entry.name, *names_of(entry), *texts_of(entry)])

    async def _keep_ours(self, tx: Transaction, who: Importer, change: ListChange) -> None:
        """Remember what the list says, so that the same file does not ask again."""
        known = await list_known(tx, [change.organization_id], guild_id=who.guild_id)
        there = known.get(change.organization_id)
        if there is not None:
            now = entry_to_json(all_called(entry_from_json(there.entry)))
            mark = (change.file_hash >> 32) << 32 | mark_of(now, now) & 0xFFFFFFFF
            await set_mark(
                tx, guild_id=who.guild_id, organization_id=change.organization_id, mark=mark
            )

    async def take_back(self, actor: Actor, shelf: int) -> None:
        """Take out all entries that came with a list of the actor's server.

        Raises:
            NotAllowed: not a directory editor. NotFound: there is no such list here (any more).
            BadInput: a list is just being brought in here, or taken out.
        """
        who = Importer(editor_of(actor), actor.user_id)
        with self._turns.of(who.guild_id):
            if await get_shelf_owner(self._db, shelf) != who.guild_id:
                raise NotFound("imports.no_such_list")
            await delete_shelf(self._db, shelf)
        await self._refresh(who)

    async def clear_broken(self) -> None:
        """Take out what an import left that was cut off; call it at the start."""
        for shelf in await list_broken_shelves(self._db):
            await delete_shelf(self._db, shelf)

    # --- the steps ----------------------------------------------------------------------

    async def _bring_in(self, who: Importer, order: Order, progress: Progress) -> Done:
        plan = Plan()
        day = today(self._clock)
        shelf = await insert_shelf(self._db, guild_id=who.guild_id, name=order.name[:200], on=day)
        try:
            await self._write_all(who, order, shelf, plan, progress)
            plan.refuse_unseen(everybody=not who.guild_id, vouched=order.vouched)
            if not plan.changes_anything:
                await delete_shelf(self._db, shelf)
                return Done(None, plan)
            await self._finish(who, order, shelf)
            await erase(self._db)  # an address may just have been taken away
        except BaseException:
            await asyncio.shield(delete_shelf(self._db, shelf))
            raise
        await self._refresh(who)
        return Done(shelf, plan)

    async def _write_all(
        self, who: Importer, order: Order, shelf: int, plan: Plan, progress: Progress
    ) -> None:
        """Every piece, the next one judged while one is written: SQLite works without Python."""
        writing: asyncio.Task[None] | None = None
        reading = _Reading(plan, order)
        try:
            async with aclosing(self._pieces(who, order, shelf, progress)) as pieces:
                async for piece in pieces:
                    rows, changed = await self._judged(who, reading, piece)
                    if writing is not None:
                        await writing
                    writing = asyncio.create_task(self._write(who, shelf, rows, changed))
        finally:
            if writing is not None:
                await writing

    async def _pieces(
        self, who: Importer, order: Order, shelf: int | None, progress: Progress
    ) -> AsyncGenerator[Piece]:
        job = Job(
            order.data,
            order.name,
            order.most_bytes,
            order.mended,
            guild_id=who.guild_id,
            shelf=shelf,
            vouched=order.vouched,
        )
        read = 0
        async with aclosing(feed(job, self._places, self._synonyms, self._sizes)) as pieces:
            async for piece in pieces:
                yield piece
                read += piece.size
                progress(read)

    async def _judged(
        self, who: Importer, reading: _Reading, piece: Piece
    ) -> tuple[Rows, list[Judged]]:
        """What is new of a piece, and what is there in another version."""
        ids = [good.id for good in piece.good]
        known = await list_known(self._db, ids, guild_id=who.guild_id)
        return await asyncio.to_thread(reading.judge, piece, known)

    async def _write(self, who: Importer, shelf: int, rows: Rows, judged: list[Judged]) -> None:
        if not rows.organizations and not judged:
            return
        changed = [(each.entry.id, each.text, each.file_hash) for each in judged]
        async with self._db.transaction() as tx:
            await insert_rows(tx, shifted(rows, await next_number(tx)))
            await insert_list_changes(tx, shelf=shelf, guild_id=who.guild_id, changes=changed)
            await tx.commit()

    async def _finish(self, who: Importer, order: Order, shelf: int) -> None:
        """The short last step: all of it becomes part of the directory together."""
        assured_on = today(self._clock) if order.vouched and who.guild_id else None
        async with self._db.transaction() as tx:
            if order.vouched:
                after = 0
                while changes := await list_list_changes(
                    tx, shelf=shelf, after=after, limit=_PIECE
                ):
                    await self._apply(tx, who, changes, vouched=True)
                    after = changes[-1].number
            await set_shelf_live(
                tx,
                shelf=shelf,
                guild_id=who.guild_id,
                shown=order.vouched,
                assured_on=assured_on,
            )
            await tx.commit()

    async def _apply(
        self, tx: Transaction, who: Importer, changes: Sequence[ListChange], *, vouched: bool
    ) -> None:
        """Write a list's versions of entries over ours, with their history."""
        ids = [change.organization_id for change in changes]
        known = await list_known(tx, ids, guild_id=who.guild_id)
        made = await asyncio.to_thread(
            versions_of,
            changes,
            known,
            self._synonyms,
            guild_id=who.guild_id,
            vouched=vouched,
            free=await next_number(tx),
        )
        await update_rows(tx, made.updated)
        await insert_rows(tx, made.inserted)
        await hide_organizations(tx, guild_id=who.guild_id, numbers=made.hidden)
        await insert_entry_changes(
            tx,
            made.changes,
            guild_id=who.guild_id,
            deed=Deed.IMPORTED,
            at=self._clock.now(),
            by=who.user_id,
        )
        for entry in made.hiding:
            await rewrite_entry_changes(tx, who.guild_id, entry.id, partial(hiding_as, now=entry))
        if who.guild_id:
            await set_assured(
                tx,
                guild_id=who.guild_id,
                organization_ids=[each.organization_id for each in made.changes],
                assured_on=today(self._clock),
            )

    async def _refresh(self, who: Importer) -> None:
        await self._names.refresh()
        self._names.changed(who.guild_id, ())


class _Reading:
    """What a file comes to, piece by piece."""

    def __init__(self, plan: Plan, order: Order) -> None:
        self.plan = plan
        self._order = order
        self._seen = Seen()

    def judge(self, piece: Piece, known: Mapping[str, Known]) -> tuple[Rows, list[Judged]]:
        """Take a piece into the plan: the rows of what is new in it, and its changes. Blocking."""
        self.plan.note(piece.notes, piece.note_count)
        self.plan.refuse(piece.bad)
        # An id that another part of the file has, too, was seen by nobody before.
        twice = {
            at: problem
            for at, good in enumerate(piece.good)
            if (problem := self._seen.problem(good.id, good.line))
        }
        if not twice and not known:
            self.plan.counts[Fate.NEW] += len(piece.good)
            return piece.rows, []
        rows = piece.read_rows()
        self.plan.refuse([refused(rows[at], problem) for at, problem in twice.items()])
        good = [at for at in range(len(rows)) if at not in twice]
        old = {at for at in good if piece.good[at].id in known}
        self.plan.counts[Fate.NEW] += len(good) - len(old)
        changed: list[Judged] = []
        for each in judge([rows[at] for at in sorted(old)], known, vouched=self._order.vouched):
            overwritten = self._order.overwrite and each.fate is Fate.EDITED_HERE
            judged = each._replace(fate=Fate.CHANGED) if overwritten else each
            self.plan.count(judged)
            if judged.fate is Fate.CHANGED:
                changed.append(judged)
        return without(piece.rows, old | twice.keys()), changed
