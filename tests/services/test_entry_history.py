"""What was done to an entry: who is told, what is undone, what is forgotten."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.entry import Status
from bot.domain.errors import BadInput, NotFound
from bot.services.bundled_directory import load_synonyms
from bot.services.drafting import draft_of
from bot.services.entries import Deed, EditedMeanwhile
from bot.services.imports import Importer, Order
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.conftest import NOW
from tests.services.conftest import ADMIN, GUILD, OTHER_GUILD
from tests.services.editing import (
    DEEDS,
    EDITOR,
    NEW,
    SECOND,
    STRANGER,
    everybodys,
    found,
    renamed,
    shown,
)


@pytest.fixture
def number(services: Services) -> int:
    """An entry that comes with the bot, one of those to call in danger."""
    (number,) = services.directory.names.everybody.named("NNIRR hotline list")
    return number


# --- history and undo -------------------------------------------------------------------------


async def test_history_says_who_did_what_when(services: Services, clock: FixedClock) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    number = stored.number
    for version, (who, deed) in enumerate(
        [(SECOND, "edit"), (ADMIN, "retire"), (EDITOR, "restore"), (SECOND, "confirm")], 1
    ):
        clock.set(NOW + timedelta(hours=version))
        await DEEDS[deed](services, who, number, version)
    clock.set(NOW + timedelta(hours=5))
    await services.entries.undo(EDITOR, number, version=5)
    current, changes = await services.entries.history(EDITOR, number)
    assert current.version == 6
    assert [(c.deed, c.version, c.changed_by, c.changed_at) for c in reversed(changes)] == [
        (Deed.ADDED, 1, EDITOR.user_id, NOW),
        (Deed.EDITED, 2, SECOND.user_id, NOW + timedelta(hours=1)),
        (Deed.RETIRED, 3, ADMIN.user_id, NOW + timedelta(hours=2)),
        (Deed.RESTORED, 4, EDITOR.user_id, NOW + timedelta(hours=3)),
        (Deed.CHECKED, 5, SECOND.user_id, NOW + timedelta(hours=4)),
        (Deed.UNDONE, 6, EDITOR.user_id, NOW + timedelta(hours=5)),
    ]
    assert changes[-1].before is None
    assert changes[-2].before == stored.entry


@pytest.mark.parametrize("deed", ["edit", "retire", "confirm"])
@pytest.mark.parametrize("whose", ["own", "everybody's"])
async def test_undoing_puts_back_what_stood_before_and_undoing_that_does_it_again(
    services: Services, number: int, whose: str, deed: str
) -> None:
    before = await services.entries.get(EDITOR, number)
    if whose == "own":
        before = await services.entries.add(EDITOR, replace(NEW, phones=before.entry.phones))
    await DEEDS[deed](services, EDITOR, before.number, before.version)
    done = await services.entries.get(EDITOR, before.number)
    assert done != before
    back = await services.entries.undo(EDITOR, done.number, version=done.version)
    assert (back.entry, back.status) == (before.entry, before.status)
    assert await services.entries.get(EDITOR, before.number) == back
    assert back.assured_on == before.assured_on
    assert await shown(services, before.number) == [before.entry.name]
    assert await found(services, before.entry.name) != []
    again = await services.entries.undo(EDITOR, done.number, version=back.version)
    assert (again.entry, again.status) == (done.entry, done.status)
    assert again.assured_on == done.assured_on
    assert await services.entries.get(EDITOR, before.number) == again


async def test_undoing_what_was_added_takes_it_out(services: Services) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    gone = await services.entries.undo(EDITOR, stored.number, version=1)
    assert (gone.status, gone.entry) == (Status.RETIRED, stored.entry)
    assert await services.entries.get(EDITOR, stored.number) == gone
    assert await found(services, NEW.name) == []
    back = await services.entries.undo(EDITOR, stored.number, version=2)
    assert back.status is Status.ACTIVE
    assert await found(services, NEW.name) == [NEW.name]


async def test_undoing_a_return_takes_it_out_again(services: Services) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    await services.entries.retire(EDITOR, stored.number, version=1)
    await services.entries.restore(EDITOR, stored.number, version=2)
    gone = await services.entries.undo(EDITOR, stored.number, version=3)
    assert gone.status is Status.RETIRED
    assert await shown(services, stored.number) == []


async def test_undoing_a_check_brings_back_the_day_of_the_one_before(
    services: Services, clock: FixedClock
) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    clock.set(NOW + timedelta(days=400))
    await services.entries.confirm(EDITOR, stored.number, version=1, called=False)
    back = await services.entries.undo(EDITOR, stored.number, version=2)
    assert back.assured_on == stored.assured_on == NOW.date()
    assert await services.entries.get(EDITOR, stored.number) == back


async def test_checking_everybodys_entry_leaves_it_everybodys(
    services: Services, db: Database, clock: FixedClock
) -> None:
    (number,) = services.directory.names.everybody.named("Quixote Center")
    before = await services.entries.get(EDITOR, number)
    done = await services.entries.confirm(EDITOR, number, version=0, called=True)
    assert (done.number, done.owner, done.version) == (number, 0, 1)
    assert done.assured_on == NOW.date()
    assert await services.entries.get(EDITOR, number) == done
    assert await services.entries.get(STRANGER, number) == before
    assert await db.fetch_all("SELECT 1 FROM organization_hidden") == []
    _, changes = await services.entries.history(EDITOR, number)
    assert [(c.deed, c.version, c.changed_by) for c in changes] == [(Deed.CHECKED, 1, 7)]
    # A later release corrects it: that reaches the server, and undoing does not take it back.
    async with db.transaction() as tx:
        renewed = [replace(each.entry, alert="Moved") for each in await everybodys(db)]
        await replace_bundled(tx, [draft_of(entry, load_synonyms()) for entry in renewed])
        await tx.commit()
    now = await services.entries.get(EDITOR, number)
    assert (now.entry.alert, now.assured_on) == ("Moved", NOW.date())
    clock.set(NOW + timedelta(days=400))
    again = await services.entries.confirm(SECOND, number, version=1, called=False)
    assert again.assured_on == NOW.date() + timedelta(days=400)
    back = await services.entries.undo(EDITOR, number, version=2)
    assert (back.owner, back.entry.alert, back.assured_on) == (0, "Moved", NOW.date())
    with pytest.raises(EditedMeanwhile):  # pressed twice
        await services.entries.undo(EDITOR, number, version=2)
    redone = await services.entries.undo(EDITOR, number, version=3)
    assert redone.assured_on == again.assured_on


async def test_who_edits_after_a_check_is_told_apart_from_who_did_before(
    services: Services,
) -> None:
    (number,) = services.directory.names.everybody.named("Quixote Center")
    await services.entries.confirm(EDITOR, number, version=0, called=False)
    with pytest.raises(EditedMeanwhile) as refused:
        await services.entries.edit(SECOND, number, renamed("Zorzal"), version=0)
    assert (list(refused.value.what), refused.value.current.version) == ([], 1)
    mine = await services.entries.edit(SECOND, number, renamed("Zorzal"), version=1)
    assert (mine.owner, mine.version, mine.assured_on) == (GUILD, 2, NOW.date())
    with pytest.raises(EditedMeanwhile) as refused:
        await services.entries.edit(EDITOR, number, renamed("Zorzal One"), version=0)
    assert [d.field for d in refused.value.what] == ["name"]
    back = await services.entries.undo(SECOND, number, version=2)
    assert (back.entry.name, back.assured_on) == ("Quixote Center", NOW.date())


async def test_a_list_over_a_checked_entry_of_everybody_is_a_later_version(
    services: Services,
) -> None:
    (number,) = services.directory.names.everybody.named("Quixote Center")
    await services.entries.confirm(EDITOR, number, version=0, called=False)
    data = b"id,name,alert\nquixote-center,Quixote Center,Closed\n"
    await services.imports.bring_in(
        Importer(GUILD, EDITOR.user_id), Order(data, "list.csv", vouched=True)
    )
    with pytest.raises(EditedMeanwhile):
        await services.entries.retire(EDITOR, number, version=1)
    assert (await services.entries.get(EDITOR, number)).version == 2


async def test_where_nothing_was_done_there_is_nothing_to_undo(
    services: Services, number: int
) -> None:
    with pytest.raises(BadInput) as refused:
        await services.entries.undo(EDITOR, number, version=0)
    assert refused.value.key == "directory.nothing_to_undo"


# --- forgetting -------------------------------------------------------------------------------


async def test_who_did_something_is_forgotten_after_ninety_days_and_what_after_a_year(
    services: Services, clock: FixedClock
) -> None:
    stored = await services.entries.add(EDITOR, NEW)

    async def kept() -> list[tuple[Deed, int | None]]:
        _, changes = await services.entries.history(EDITOR, stored.number)
        return [(change.deed, change.changed_by) for change in changes]

    clock.set(NOW + timedelta(days=90))
    await services.entries.drop_old()
    assert await kept() == [(Deed.ADDED, EDITOR.user_id)]
    await services.entries.edit(SECOND, stored.number, renamed("Zorzal Two"), version=1)
    clock.set(NOW + timedelta(days=90, seconds=1))
    await services.drop_old()
    assert await kept() == [(Deed.EDITED, SECOND.user_id), (Deed.ADDED, None)]
    clock.set(NOW + timedelta(days=365, seconds=1))
    await services.drop_old()
    assert await kept() == [(Deed.EDITED, None)]
    assert await found(services, "Zorzal Two") == ["Zorzal Two"], "the entry stays"


async def test_who_asks_to_be_forgotten_is_no_longer_named_in_any_history(
    services: Services, db: Database, number: int
) -> None:
    mine = await services.entries.add(EDITOR, NEW)
    theirs = await services.entries.edit(STRANGER, number, renamed("Zorzal"), version=0)
    await services.entries.edit(SECOND, mine.number, renamed("Zorzal Two"), version=1)
    await services.people.forget(EDITOR.user_id)
    _, changes = await services.entries.history(EDITOR, mine.number)
    assert [change.changed_by for change in changes] == [SECOND.user_id, None]
    _, changes = await services.entries.history(STRANGER, theirs.number)
    assert [change.changed_by for change in changes] == [None]
    rows = await db.fetch_all("SELECT 1 FROM entry_change WHERE changed_by = 7")
    assert rows == []


async def test_a_server_that_the_bot_left_keeps_nothing_and_others_keep_theirs(
    services: Services, db: Database, number: int
) -> None:
    before = await everybodys(db)
    mine = await services.entries.edit(EDITOR, number, renamed("Zorzal Hotline"), version=0)
    added = await services.entries.add(EDITOR, NEW)
    theirs = await services.entries.edit(STRANGER, number, renamed("Their Hotline"), version=0)
    assert await services.directory.suggest("Zorzal", GUILD) != []
    await services.guilds.forget(GUILD)
    for table in ("organization", "organization_hidden", "entry_change", "assurance"):
        rows = await db.fetch_all(f"SELECT 1 FROM {table} WHERE guild_id = {GUILD}")  # noqa: S608
        assert rows == [], table
    for gone in (mine, added):
        with pytest.raises(NotFound):
            await services.entries.get(EDITOR, gone.number)
        assert await shown(services, gone.number) == []
        assert await services.directory.name_of(gone.number, GUILD) is None
    assert await found(services, "quetzaltrekking") == []
    assert await services.directory.suggest("Zorzal", GUILD) == []
    assert await shown(services, number) == ["NNIRR hotline list"]
    assert await everybodys(db) == before
    assert await services.entries.get(STRANGER, number) == theirs
    assert await shown(services, number, OTHER_GUILD) == ["Their Hotline"]
