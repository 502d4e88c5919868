"""Lists that come again or are taken out again: who then finds what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.entry import Entry, Phone, Status
from bot.domain.errors import BadInput
from bot.domain.review import ReviewKind
from bot.services.bundled_directory import load_synonyms
from bot.services.drafting import draft_of
from bot.services.import_plan import Fate
from bot.services.imports import Importer, Order
from bot.services.lists.hsds_write import write_hsds
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.services.conftest import GUILD, OTHER_GUILD
from tests.services.editing import everybodys, renamed, shown
from tests.services.test_imports import EDITOR, HERE, bring, everything, found, rows

EVERYBODY = Importer(0, None)


async def hidden(db: Database) -> list[tuple[int, int]]:
    """Who does not see which of everybody's entries."""
    return [tuple(row) for row in await db.fetch_all("SELECT * FROM organization_hidden")]


async def publish(services: Services, db: Database, *entries: Entry) -> None:
    """A release whose bundled directory holds just these."""
    async with db.transaction() as tx:
        await replace_bundled(tx, [draft_of(entry, load_synonyms()) for entry in entries])
        await tx.commit()
    await services.directory.refresh()


async def number_of(services: Services, name: str, guild_id: int = GUILD) -> int:
    (number,) = (await services.directory.names.of(guild_id)).named(name)
    return number


# --- a list taken out again -----------------------------------------------------------------


async def test_a_server_that_takes_its_list_out_finds_everybodys_entries_again(
    services: Services, db: Database
) -> None:
    mine = await bring(services, rows(3), vouched=True)
    everybodys = await number_of(services, "Quetzal2")
    await services.entries.retire(EDITOR, everybodys, version=1)
    await bring(services, rows(3), EVERYBODY, vouched=True)
    assert await found(services, "Quetzal2") == []
    await services.imports.take_back(EDITOR, mine.shelf or 0)
    for name in ("Quetzal0", "Quetzal1", "Quetzal2"):
        assert await found(services, name) == [name]
        assert await shown(services, await number_of(services, name)) == [name]
    assert await hidden(db) == []


async def test_what_a_server_made_of_everybodys_entry_itself_stays_when_its_list_goes(
    services: Services,
) -> None:
    await bring(services, rows(2), EVERYBODY, vouched=True)
    number = await number_of(services, "Quetzal0")
    await services.entries.edit(EDITOR, number, renamed("Quetzal Own"), version=0)
    mine = await bring(services, rows(1, start=5), vouched=True)
    await services.imports.take_back(EDITOR, mine.shelf or 0)
    assert await found(services, "Quetzal Own") == ["Quetzal Own"]
    assert await found(services, "Quetzal0") == []
    assert await found(services, "Quetzal0", OTHER_GUILD) == ["Quetzal0"]


async def test_an_import_that_broke_off_leaves_everybodys_entries_to_be_found(
    services: Services, db: Database
) -> None:
    mine = await bring(services, rows(2), vouched=True)
    await bring(services, rows(2), EVERYBODY, vouched=True)
    # As it is where the bot stopped before the list was whole.
    await db.write("UPDATE shelf SET live = 0 WHERE number = :n", {"n": mine.shelf})
    await services.imports.clear_broken()
    assert await found(services, "Quetzal1") == ["Quetzal1"]
    assert await hidden(db) == []


async def test_a_list_for_everybody_that_fails_leaves_servers_what_they_had(
    services: Services, db: Database
) -> None:
    await bring(services, rows(2), vouched=True)
    await bring(services, rows(1), Importer(OTHER_GUILD, 8), vouched=True)
    before = await everything(db)
    with pytest.raises(BadInput):
        await bring(services, rows(2500) + b'"never closed,1\n', EVERYBODY)
    assert await everything(db) == before
    assert await hidden(db) == []
    for guild_id in (GUILD, OTHER_GUILD):
        assert await found(services, "Quetzal0", guild_id) == ["Quetzal0"]


async def test_no_list_is_taken_out_while_another_is_brought_in(services: Services) -> None:
    first = await bring(services, rows(1), vouched=True)
    running = asyncio.create_task(bring(services, rows(3000)))
    await asyncio.sleep(0)
    with pytest.raises(BadInput, match=r"imports\.busy"):
        await services.imports.take_back(EDITOR, first.shelf or 0)
    await running
    assert await found(services, "Quetzal0") == ["Quetzal0"]
    going = asyncio.create_task(services.imports.take_back(EDITOR, first.shelf or 0))
    await asyncio.sleep(0)
    with pytest.raises(BadInput, match=r"imports\.busy"):
        await bring(services, rows(1))
    await going
    assert (await bring(services, rows(1))).plan.counts[Fate.NEW] == 1


# --- a release ------------------------------------------------------------------------------


async def test_a_release_with_an_id_of_the_operators_list_takes_its_place(
    services: Services, db: Database
) -> None:
    await bring(services, rows(2), EVERYBODY, vouched=True)
    shipped = [each.entry for each in await everybodys(db)]
    number = await number_of(services, "Quetzal0")
    theirs = next(entry for entry in shipped if entry.name == "Quetzal0")
    bundled = [entry for entry in shipped if not entry.name.startswith("Quetzal")]
    await publish(services, db, *bundled, replace(theirs, alert="A newer edition"))
    (now,) = [each for each in await everybodys(db) if each.entry.name == "Quetzal0"]
    assert (now.number, now.shelf, now.entry.alert) == (number, 0, "A newer edition")
    assert await found(services, "Quetzal0", OTHER_GUILD) == ["Quetzal0"]
    assert await found(services, "Quetzal1", OTHER_GUILD) == ["Quetzal1"]


async def test_a_release_with_an_id_that_a_server_has_itself_is_not_found_there_twice(
    services: Services, db: Database
) -> None:
    shipped = [each.entry for each in await everybodys(db)]
    await bring(services, rows(1), vouched=True)
    mine = await services.entries.get(EDITOR, await number_of(services, "Quetzal0"))
    await publish(services, db, *shipped, replace(mine.entry, name="Quetzal Bundled"))
    assert await found(services, "Quetzal0") == ["Quetzal0"]
    assert await found(services, "Quetzal Bundled") == []
    assert await found(services, "Quetzal Bundled", OTHER_GUILD) == ["Quetzal Bundled"]
    assert await shown(services, mine.number) == ["Quetzal0"]


# --- sent again, vouched --------------------------------------------------------------------


async def test_a_list_that_waits_is_shown_once_it_is_sent_again_and_vouched_for(
    services: Services,
) -> None:
    await bring(services, rows(3))
    view = await services.review.next(EDITOR)
    assert view is not None
    number = view.item.ref
    edited = await services.entries.edit(
        EDITOR, number, lambda entry: replace(entry, alert="Ring twice"), version=1
    )
    assert edited.status is Status.WAITING
    unvouched = await services.imports.look(HERE, Order(rows(3), "list.csv"))
    assert (unvouched.counts[Fate.SAME], unvouched.waiting) == (3, 3)
    assert (await bring(services, rows(3))).shelf is None
    vouched = await services.imports.look(HERE, Order(rows(3), "list.csv", vouched=True))
    assert (vouched.counts[Fate.CHANGED], vouched.waiting) == (3, 0)
    await bring(services, rows(3), vouched=True)
    for name in ("Quetzal0", "Quetzal1", "Quetzal2"):
        assert await found(services, name) == [name]
    shown = (await services.directory.entry(number, guild_id=GUILD)).entry
    assert shown.alert == "Ring twice", "what an editor wrote meanwhile stays"
    assert [phone.number for phone in shown.phones] == ["602-555-0000"]
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.WAITING) == 0
    again = await bring(services, rows(3), vouched=True)
    assert (again.plan.counts[Fate.SAME], again.plan.waiting) == (3, 0)
    newer = await bring(services, rows(3, site="example.net"), vouched=True)
    assert newer.plan.counts[Fate.EDITED_HERE] == 1, "and is still known to be the editor's"
    assert newer.plan.counts[Fate.CHANGED] == 2


async def test_showing_what_waited_can_be_undone(services: Services) -> None:
    await bring(services, rows(1))
    await bring(services, rows(1), vouched=True)
    number = await number_of(services, "Quetzal0")
    now = await services.entries.get(EDITOR, number)
    back = await services.entries.undo(EDITOR, number, version=now.version)
    assert back.status is Status.WAITING
    assert await found(services, "Quetzal0") == []


async def test_a_change_that_waits_is_made_once_it_is_sent_again_and_vouched_for(
    services: Services,
) -> None:
    await bring(services, rows(2), vouched=True)
    await bring(services, rows(2, site="example.net"))
    number = await number_of(services, "Quetzal1")
    plan = (await bring(services, rows(2, site="example.net"))).plan
    assert (plan.counts[Fate.SAME], plan.waiting) == (2, 2)
    done = await bring(services, rows(2, site="example.net"), vouched=True)
    assert done.plan.counts[Fate.CHANGED] == 2
    entry = (await services.entries.get(EDITOR, number)).entry
    assert entry.website == "https://example.net/1"
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.CHANGED) == 0


async def test_a_change_that_waits_is_not_made_over_what_an_editor_wrote_meanwhile(
    services: Services,
) -> None:
    await bring(services, rows(1), vouched=True)
    await bring(services, rows(1, site="example.net"))
    number = await number_of(services, "Quetzal0")
    await services.entries.edit(EDITOR, number, renamed("Quetzal Own"), version=1)
    done = await bring(services, rows(1, site="example.net"), vouched=True)
    assert done.plan.counts[Fate.EDITED_HERE] == 1
    assert done.shelf is None
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.CHANGED) == 1


async def test_a_list_that_waits_for_everybody_is_shown_where_a_server_vouches_for_it(
    services: Services,
) -> None:
    await bring(services, rows(1), EVERYBODY)
    await bring(services, rows(1), vouched=True)
    assert await found(services, "Quetzal0") == ["Quetzal0"]
    assert await found(services, "Quetzal0", OTHER_GUILD) == []
    await bring(services, rows(1), EVERYBODY, vouched=True)
    assert await found(services, "Quetzal0") == ["Quetzal0"]
    assert await found(services, "Quetzal0", OTHER_GUILD) == ["Quetzal0"]


# --- what is no edit here -------------------------------------------------------------------


async def test_numbers_that_a_file_says_nobody_called_are_no_edit_of_ours(
    services: Services,
) -> None:
    phones = (Phone("602-555-0101"), Phone("602-555-0102", verified=False))
    entry = Entry("quetzal", "Quetzal Doubt", "other", phones=phones, alert="Old")
    for alert, fate in (("Old", Fate.NEW), ("New", Fate.CHANGED)):
        data = b"".join(write_hsds([replace(entry, alert=alert)], include_unverified=True))
        done = await services.imports.bring_in(HERE, Order(data, "list.json", vouched=True))
        assert done.plan.counts[fate] == 1, alert
    number = await number_of(services, "Quetzal Doubt")
    assert (await services.entries.get(EDITOR, number)).entry.phones == phones


async def test_a_servers_edit_of_everybodys_entry_is_known_as_one_when_the_list_comes_there(
    services: Services,
) -> None:
    await bring(services, rows(1), EVERYBODY, vouched=True)
    number = await number_of(services, "Quetzal0")
    await services.entries.edit(
        EDITOR, number, lambda entry: replace(entry, alert="Ring twice"), version=0
    )
    same = await bring(services, rows(1), vouched=True)
    assert same.plan.counts[Fate.SAME] == 1
    done = await bring(services, rows(1, site="example.net"), vouched=True)
    assert done.plan.counts[Fate.EDITED_HERE] == 1
    assert (await services.entries.get(EDITOR, number)).entry.website == "https://example.org/0"


# --- a list for everybody -------------------------------------------------------------------


async def test_a_change_for_everybody_that_nobody_vouches_for_is_refused(
    services: Services, db: Database
) -> None:
    await bring(services, rows(2), EVERYBODY, vouched=True)
    before = await everything(db)
    with pytest.raises(BadInput, match=r"imports\.everybody_vouch"):
        await bring(services, rows(3, site="example.net"), EVERYBODY)
    assert await everything(db) == before
    await bring(services, rows(3, site="example.net"), EVERYBODY, vouched=True)
    entry = (await services.entries.get(EDITOR, await number_of(services, "Quetzal1"))).entry
    assert entry.website == "https://example.net/1"
