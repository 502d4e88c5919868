"""What editors do to the directory of their server: add, edit, check, take out, bring back, undo.

Each deed is written together with its history in one transaction, against the version that the
editor had before their eyes: whoever was second is shown what changed and loses nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NoReturn
from uuid import uuid4

from bot.clock import Clock, today
from bot.domain.actor import Actor, Capability
from bot.domain.entry import Entry, Status, all_called, hiding_as
from bot.domain.entry_diff import Difference, differences
from bot.domain.errors import BadInput, NotFound
from bot.domain.search import Synonyms, fold
from bot.services.directory_names import DirectoryNames
from bot.services.drafting import draft_of
from bot.services.lists.check import problems_of
from bot.storage.database import Database, Transaction
from bot.storage.entries import (
    StoredEntry,
    delete_assured,
    get_entry,
    get_entry_by_id,
    list_retired,
    put_entry,
    set_assured,
)
from bot.storage.entry_changes import (
    Deed,
    EntryChange,
    delete_old_entry_changes,
    forget_editors,
    insert_entry_change,
    list_entry_changes,
    rewrite_entry_changes,
)
from bot.storage.erase import erase
from bot.storage.organization_draft import names_of, texts_of

__all__ = ["Deed", "EditedMeanwhile", "EntriesService", "EntryChange", "StoredEntry"]

#: Who did what is forgotten after this, and what was done after a year.
EDITOR_KEPT = timedelta(days=90)
CHANGES_KEPT = timedelta(days=365)


class EditedMeanwhile(BadInput):
    """Somebody else changed the entry since it was opened: `current` is how it stands now, `base`
    how it was opened (None: no longer known), `what` the fields that they changed."""

    def __init__(
        self, current: StoredEntry, base: Entry | None, what: Sequence[Difference]
    ) -> None:
        super().__init__("directory.edited_meanwhile")
        self.current = current
        self.base = base
        self.what = what


class EntriesService:
    """Reads and writes entries for directory editors."""

    def __init__(
        self, db: Database, *, clock: Clock, synonyms: Synonyms, names: DirectoryNames
    ) -> None:
        self._db = db
        self._clock = clock
        self._synonyms = synonyms
        self._names = names

    # --- reading ------------------------------------------------------------------------

    async def get(self, actor: Actor, number: int) -> StoredEntry:
        """An entry as it stands for the actor's server, whatever its status.

        Raises:
            NotAllowed: not a directory editor. NotFound: there is none.
        """
        guild_id = editor_of(actor)
        return await get_entry(self._db, number, guild_id=guild_id) or _gone()

    async def retired(self, actor: Actor, typed: str, limit: int) -> list[tuple[int, str]]:
        """What the actor's server took out and whose name has these words: (number, name).

        Raises:
            NotAllowed: not a directory editor.
        """
        wanted = fold(typed).strip()
        found = await list_retired(self._db, editor_of(actor))
        return [(number, name) for number, name in found if wanted in fold(name)][:limit]

    async def history(self, actor: Actor, number: int) -> tuple[StoredEntry, list[EntryChange]]:
        """An entry and what was done to it, the newest first. Raises as `get` does."""
        stored = await self.get(actor, number)
        changes = await list_entry_changes(
            self._db, guild_id=editor_of(actor), organization_id=stored.entry.id
        )
        return stored, changes

    # --- writing ------------------------------------------------------------------------

    async def add(self, actor: Actor, entry: Entry) -> StoredEntry:
        """Put a new entry into the actor's server's directory; its `id` is made here. It counts as
        checked today: whoever adds it has just looked.

        Raises:
            NotAllowed: not a directory editor. BadInput: something in it can't be kept.
        """
        guild_id = editor_of(actor)
        entry = replace(entry, id=str(uuid4()))
        async with self._db.transaction() as tx:
            await self._put(tx, actor, None, entry, Status.ACTIVE, Deed.ADDED)
            await set_assured(
                tx,
                guild_id=guild_id,
                organization_ids=[entry.id],
                assured_on=today(self._clock),
            )
            stored = await get_entry_by_id(tx, entry.id, guild_id=guild_id) or _gone()
            await tx.commit()
        self._changed(guild_id, entry)
        return stored

    async def edit(
        self, actor: Actor, number: int, change: Callable[[Entry], Entry], *, version: int
    ) -> StoredEntry:
        """Change an entry that the editor saw in that version.

        `change` makes the new entry from the present one.

        Raises:
            NotAllowed: not a directory editor. NotFound: it is gone. EditedMeanwhile: somebody was
            faster. BadInput: something in it can't be kept.
        """
        return await self._do(actor, number, version, Deed.EDITED, change, None)

    async def retire(self, actor: Actor, number: int, *, version: int) -> StoredEntry:
        """Take an entry out of the directory: nobody finds it any more. Raises as `edit`."""
        return await self._do(actor, number, version, Deed.RETIRED, _same, Status.RETIRED)

    async def restore(self, actor: Actor, number: int, *, version: int) -> StoredEntry:
        """Bring an entry back that was taken out. Raises as `edit`."""
        return await self._do(actor, number, version, Deed.RESTORED, _same, Status.ACTIVE)

    async def confirm(
        self, actor: Actor, number: int, *, version: int, called: bool
    ) -> StoredEntry:
        """Note that an editor looked at an entry today and it is right; one that waited is shown
        from now on. `called`: its numbers were called too. Raises as `edit`.

        Everybody's entry stays everybody's, so that what a later release corrects in it reaches
        the server: only the day and the deed are kept. It becomes the server's own where there is
        something of its own to keep: a number called for the first time, or that it is shown.
        """
        change = all_called if called else _same
        return await self._do(actor, number, version, Deed.CHECKED, change, None)

    async def undo(self, actor: Actor, number: int, *, version: int) -> StoredEntry:
        """Put back what stood before the last deed; what was added is taken out.

        Raises as `edit` does, and BadInput where there is nothing to undo.
        """
        guild_id = editor_of(actor)
        async with self._db.transaction() as tx:
            stored = await self._current(tx, actor, number, version)
            changes = await list_entry_changes(
                tx, guild_id=guild_id, organization_id=stored.entry.id
            )
            if not changes:
                raise BadInput("directory.nothing_to_undo")
            last = changes[0]
            entry = last.before or stored.entry  # what was only checked stands as it did
            status = last.status or Status.RETIRED
            done = await self._put(tx, actor, stored, entry, status, Deed.UNDONE)
            *_, day, now = [None, None, *_checked_on(changes)]
            if day != now:
                if day is None:
                    await delete_assured(tx, guild_id=guild_id, organization_id=entry.id)
                else:
                    await set_assured(
                        tx, guild_id=guild_id, organization_ids=[entry.id], assured_on=day
                    )
                done = replace(done, assured_on=day)
            await tx.commit()
        self._changed(guild_id, done.entry)
        return done

    async def drop_old(self) -> None:
        """Forget who did what long ago, and then what was done."""
        now = self._clock.now()
        await forget_editors(self._db, before=now - EDITOR_KEPT)
        await delete_old_entry_changes(self._db, before=now - CHANGES_KEPT)

    async def _do(
        self,
        actor: Actor,
        number: int,
        version: int,
        deed: Deed,
        change: Callable[[Entry], Entry],
        status: Status | None,
    ) -> StoredEntry:
        """One deed: read, decide and write in one transaction."""
        guild_id = editor_of(actor)
        async with self._db.transaction() as tx:
            stored = await self._current(tx, actor, number, version)
            entry = replace(change(stored.entry), id=stored.entry.id)
            if deed is Deed.EDITED and entry == stored.entry:
                return stored
            if deed is Deed.CHECKED and stored.status is Status.WAITING:
                status = Status.ACTIVE
            done = await self._put(tx, actor, stored, entry, status or stored.status, deed)
            if deed is Deed.CHECKED:
                day = today(self._clock)
                await set_assured(
                    tx, guild_id=guild_id, organization_ids=[entry.id], assured_on=day
                )
                done = replace(done, assured_on=day)
            await tx.commit()
        if any(place.confidential for place in done.entry.locations):
            await erase(self._db)  # an address may just have been taken away
        self._changed(guild_id, done.entry)
        return done

    async def _current(
        self, tx: Transaction, actor: Actor, number: int, version: int
    ) -> StoredEntry:
        guild_id = editor_of(actor)
        stored = await get_entry(tx, number, guild_id=guild_id) or _gone()
        if stored.version != version:
            changes = await list_entry_changes(
                tx, guild_id=guild_id, organization_id=stored.entry.id
            )
            since = [change for change in changes if change.version > version]
            before = next((change.before for change in reversed(since) if change.before), None)
            what = differences(before, stored.entry) if before else []
            raise EditedMeanwhile(stored, before, what)
        return stored

    async def _put(
        self,
        tx: Transaction,
        actor: Actor,
        before: StoredEntry | None,
        entry: Entry,
        status: Status,
        deed: Deed,
    ) -> StoredEntry:
        guild_id = editor_of(actor)
        if before is None or entry != before.entry:
            for problem in problems_of(entry):
                raise BadInput(problem.key, **problem.params)
        own = before is not None and before.owner == guild_id
        as_it_was = before is not None and (entry, status) == (before.entry, before.status)
        if before is not None and as_it_was and not own:
            done = replace(before, version=before.version + 1)
        else:
            draft = draft_of(
                entry,
                self._synonyms,
                guild_id=guild_id,
                shelf=before.shelf if before and own else 0,
                status=status,
                file_hash=before.file_hash if before else None,
            )
            number, version = await put_entry(tx, draft, replaces=before)
            assured_on = before.assured_on if before else None
            done = StoredEntry(
                number, guild_id, draft.shelf, status, version, draft.file_hash, entry, assured_on
            )
        if any(place.confidential for place in entry.locations):
            await rewrite_entry_changes(
                tx, guild_id, entry.id, lambda earlier: hiding_as(earlier, entry)
            )
        await insert_entry_change(
            tx,
            guild_id=guild_id,
            organization_id=entry.id,
            version=done.version,
            deed=deed,
            at=self._clock.now(),
            by=actor.user_id,
            before=hiding_as(before.entry, entry) if before and done.owner else None,
            status=before.status if before else None,
        )
        return done

    def _changed(self, guild_id: int, entry: Entry) -> None:
        self._names.changed(guild_id, [entry.name, *names_of(entry), *texts_of(entry)])


def editor_of(actor: Actor) -> int:
    """The server in which the actor keeps the directory.

    Raises:
        NotAllowed: not a directory editor. BadInput: outside a server.
    """
    actor.require(Capability.DIRECTORY_EDITOR)
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id


def _gone() -> NoReturn:
    raise NotFound("find.entry_gone")


def _checked_on(changes: Sequence[EntryChange]) -> list[date | None]:
    """The day of the last check after each deed, the oldest deed first, as far as they tell it."""
    days: list[date | None] = []
    for change in reversed(changes):
        if change.deed in (Deed.ADDED, Deed.CHECKED, Deed.IMPORTED):
            days.append(change.changed_at.date())
        elif change.deed is Deed.UNDONE:
            days.append(days[-2] if len(days) > 1 else None)
        else:
            days.append(days[-1] if days else None)
    return days


def _same(entry: Entry) -> Entry:
    return entry
