"""Lists that come again or are taken out again: who then finds what."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.domain.entry import Entry
from bot.domain.errors import BadInput
from bot.services.bundled_directory import load_synonyms
from bot.services.drafting import draft_of
from bot.services.import_plan import Fate
from bot.services.imports import Importer
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.services.conftest import GUILD, OTHER_GUILD
from tests.services.editing import everybodys, renamed, shown
from tests.services.test_imports import EDITOR, bring, everything, found, rows

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
