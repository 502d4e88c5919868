"""Lists brought in: whole or not at all, seen by whom they are for, twice the same is once."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.actor import Actor, Capability
from bot.domain.entry import Entry, Location, Phone, Service
from bot.domain.errors import BadInput, NotFound
from bot.domain.review import ReviewKind
from bot.services.directory import FindRequest
from bot.services.exports import Format, Tally
from bot.services.import_plan import Fate
from bot.services.imports import Done, Importer, Order
from bot.services.lists.cells import row_from_cells
from bot.services.services import Services
from bot.storage.database import Database
from tests.services.conftest import GUILD, OTHER_GUILD, member
from tests.services.lists.strategies import entries as some_entries

EDITOR = member(Capability.DIRECTORY_EDITOR)
STRANGER = Actor(8, OTHER_GUILD, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
HERE = Importer(GUILD, EDITOR.user_id)
EXAMPLES = int(os.environ.get("IMPORT_EXAMPLES", "5"))


def rows(count: int, *, site: str = "example.org", start: int = 0) -> bytes:
    """A table of groups that nobody else is called like."""
    lines = [
        f"Quetzal{n},602-555-{n % 10_000:04d},https://{site}/{n},Phoenix,AZ"
        for n in range(start, start + count)
    ]
    return "\n".join(["name,phone,url,city,state", *lines, ""]).encode()


async def bring(services: Services, data: bytes, who: Importer = HERE, **how: bool) -> Done:
    return await services.imports.bring_in(who, Order(data, "list.csv", **how))


async def found(services: Services, words: str, guild_id: int | None = GUILD) -> list[str]:
    """What a member finds under the very name."""
    result = await services.directory.find(FindRequest(words), language="en", guild_id=guild_id)
    return [h.organization.name for h in result.hits if words in h.organization.name]


async def everything(db: Database) -> list[tuple[object, ...]]:
    """Every entry and what is beside it."""
    kept: list[tuple[object, ...]] = []
    for table in ("organization", "organization_seen", "organization_text", "shelf",
                  "shelf_change", "organization_point", "assurance"):  # fmt: skip
        kept += [tuple(row) for row in await db.fetch_all(f"SELECT * FROM {table}")]  # noqa: S608
    return sorted(kept, key=repr)


async def test_a_file_that_breaks_off_writes_nothing(services: Services, db: Database) -> None:
    before = await everything(db)
    with pytest.raises(BadInput):
        await bring(services, rows(2500) + b'"never closed,1\n')
    assert await everything(db) == before


async def test_an_import_that_is_cancelled_leaves_nothing(services: Services, db: Database) -> None:
    before = await everything(db)
    started = asyncio.Event()

    def told(_: int) -> None:
        started.set()

    running = asyncio.create_task(
        services.imports.bring_in(HERE, Order(rows(4000), "list.csv"), told)
    )
    await started.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    await asyncio.sleep(0)
    await services.imports.clear_broken()
    assert await everything(db) == before


async def test_what_a_crash_left_is_cleared_at_the_next_start(
    services: Services, db: Database
) -> None:
    before = await everything(db)
    done = await bring(services, rows(1500), vouched=True)
    await db.write("UPDATE shelf SET live = 0 WHERE number = :n", {"n": done.shelf})
    await db.write("DELETE FROM assurance")
    await services.imports.clear_broken()
    assert await everything(db) == before


@pytest.mark.parametrize("first", [False, True])
async def test_the_same_file_again_changes_nothing(
    services: Services, db: Database, first: bool
) -> None:
    await bring(services, rows(40), vouched=first)
    before = await everything(db)
    # What waits is shown by vouching for it (test_lists_again.py).
    for vouched in {False, first}:
        again = await bring(services, rows(40), vouched=vouched)
        assert again.shelf is None
        assert again.plan.counts[Fate.SAME] == 40
        assert await everything(db) == before


async def test_what_nobody_vouched_for_waits_and_its_numbers_too(services: Services) -> None:
    await bring(services, rows(2))
    assert await found(services, "Quetzal1") == []
    waiting = await services.review.waiting(EDITOR)
    assert waiting.of(ReviewKind.WAITING) == 2
    view = await services.review.next(EDITOR)
    assert view is not None
    assert view.item.kind is ReviewKind.WAITING
    assert view.stored is not None
    assert not view.stored.entry.phones[0].verified
    number = view.stored.number
    await services.entries.confirm(EDITOR, number, version=1, called=False)
    shown = await services.directory.entry(number, guild_id=GUILD)
    assert shown.entry.phones == ()
    await services.entries.confirm(EDITOR, number, version=2, called=True)
    shown = await services.directory.entry(number, guild_id=GUILD)
    assert shown.entry.phones[0].number == "602-555-0000"
    assert await found(services, "Quetzal0") == ["Quetzal0"]


async def test_a_changed_file_waits_unless_somebody_vouches_and_can_be_undone(
    services: Services,
) -> None:
    await bring(services, rows(3), vouched=True)
    changed = await bring(services, rows(3, site="example.net"))
    assert changed.plan.counts[Fate.CHANGED] == 3
    assert changed.plan.changed[0].what[0].field == "website"
    view = await services.review.next(EDITOR)
    assert view is not None
    assert view.item.kind is ReviewKind.CHANGED
    assert view.stored is not None
    await services.imports.settle(EDITOR, view.item.ref, take=False)
    with pytest.raises(NotFound):
        await services.imports.settle(EDITOR, view.item.ref, take=True)
    again = await services.review.next(EDITOR)
    assert again is not None
    assert again.stored is not None
    await services.imports.settle(EDITOR, again.item.ref, take=True)
    now = await services.entries.get(EDITOR, again.stored.number)
    assert now.entry.website is not None
    assert "example.net" in now.entry.website
    undone = await services.entries.undo(EDITOR, now.number, version=now.version)
    assert undone.entry == again.stored.entry
    await bring(services, rows(3, site="example.com"), vouched=True, overwrite=True)
    entry = (await services.entries.get(EDITOR, view.stored.number)).entry
    assert entry.website is not None
    assert "example.com" in entry.website


async def test_what_was_edited_or_taken_out_here_is_left_alone(services: Services) -> None:
    await bring(services, rows(2), vouched=True)
    numbers = [
        (await services.directory.names.of(GUILD)).named(name) for name in ("Quetzal0", "Quetzal1")
    ]
    edited, retired = (next(iter(each)) for each in numbers)
    await services.entries.edit(
        EDITOR, edited, lambda entry: replace(entry, alert="Closed"), version=1
    )
    await services.entries.retire(EDITOR, retired, version=1)
    done = await bring(services, rows(2, site="example.net"), vouched=True)
    assert done.plan.counts[Fate.EDITED_HERE] == 1
    assert done.plan.counts[Fate.RETIRED_HERE] == 1
    assert (await services.entries.get(EDITOR, edited)).entry.alert == "Closed"
    over = await bring(services, rows(2, site="example.net"), vouched=True, overwrite=True)
    assert over.plan.counts[Fate.CHANGED] == 1
    entry = (await services.entries.get(EDITOR, edited)).entry
    assert entry.website == "https://example.net/0"
    assert entry.alert == "Closed"  # the table says nothing of it
    assert await found(services, "Quetzal1") == []


async def test_a_table_over_a_richer_entry_loses_nothing(services: Services) -> None:
    rich = Entry(
        "x", "Quetzal Rica", "legal service", states=("AZ",), what={"en": "Old."},
        phones=(Phone("602-555-0101", description="Front desk", verified=False),),
        locations=(Location("A", city="Mesa", state="AZ", id="1"), Location("B", id="2")),
        services=(Service("Visits", id="s1"), Service("Rides", id="s2")),
    )  # fmt: skip
    stored = await services.entries.add(EDITOR, rich)
    data = f"id,name,phone,description\n{stored.entry.id},Quetzal Rica,602-555-0101,New.\n"
    await bring(services, data.encode(), vouched=False)
    view = await services.review.next(EDITOR)
    assert view is not None
    await services.imports.settle(EDITOR, view.item.ref, take=True)
    entry = (await services.entries.get(EDITOR, stored.number)).entry
    assert entry == replace(stored.entry, what={"en": "New."})


async def test_an_address_that_becomes_confidential_is_kept_nowhere(
    services: Services, db: Database
) -> None:
    head = "name,address,city,state,zip,confidential\n"
    row = "Quetzal Casa,77 Hidden Lane,Mesa,AZ,85201,"
    await bring(services, f"{head}{row}no\n".encode(), vouched=True)
    assert "77 Hidden Lane" in repr(await everything(db))
    done = await bring(services, f"{head}{row}yes\n".encode(), vouched=True)
    assert done.plan.counts[Fate.CHANGED] == 1
    kept = await everything(db) + [
        tuple(each) for each in await db.fetch_all("SELECT * FROM entry_change")
    ]
    for secret in ("Hidden Lane", "85201"):
        assert secret not in repr(kept)
        for form in Format:
            assert secret not in (await services.exports.export(EDITOR, form)).data.decode()


async def test_a_changed_address_and_changed_hours_arrive(services: Services) -> None:
    head = "name,address,city,state,zip,hours\n"
    await bring(services, f"{head}Quetzal Uno,1 Old St,Mesa,AZ,85201,Mon 9-5\n".encode(),
                vouched=True)  # fmt: skip
    changed = await bring(
        services, f"{head}Quetzal Uno,2 New St,Mesa,AZ,85202,Tue 9-5\n".encode(), vouched=True
    )
    assert changed.plan.counts[Fate.CHANGED] == 1
    (number,) = (await services.directory.names.of(GUILD)).named("Quetzal Uno")
    entry = (await services.entries.get(EDITOR, number)).entry
    assert entry.locations[0].address_1 == "2 New St"
    assert entry.services[0].schedules[0].byday == ("TU",)


async def test_a_version_that_waits_is_not_queued_twice_nor_asked_again_after_keep_ours(
    services: Services,
) -> None:
    await bring(services, rows(1), vouched=True)
    for _ in range(2):
        await bring(services, rows(1, site="example.net"))
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.CHANGED) == 1
    view = await services.review.next(EDITOR)
    assert view is not None
    await services.imports.settle(EDITOR, view.item.ref, take=False)
    again = await bring(services, rows(1, site="example.net"))
    assert again.plan.counts[Fate.SAME] == 1
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.CHANGED) == 0


async def test_a_merged_row_is_not_taken_for_an_edited_one(services: Services) -> None:
    rich = Entry("x", "Quetzal Rica", "legal service", what={"en": "Old."}, email="a@example.org")
    stored = await services.entries.add(EDITOR, rich)
    for words in ("New.", "Newer.", "Newest."):
        data = f"id,name,description\n{stored.entry.id},Quetzal Rica,{words}\n".encode()
        done = await bring(services, data, vouched=True)
        assert done.plan.counts[Fate.CHANGED] == 1, words
        entry = (await services.entries.get(EDITOR, stored.number)).entry
        assert entry == replace(stored.entry, what={"en": words})


async def test_a_server_with_its_own_entry_sees_one_when_the_same_comes_for_everybody(
    services: Services,
) -> None:
    await bring(services, rows(1), vouched=True)
    await bring(services, rows(1), Importer(0, None), vouched=True)
    assert await found(services, "Quetzal0", GUILD) == ["Quetzal0"]
    assert await found(services, "Quetzal0", OTHER_GUILD) == ["Quetzal0"]


async def test_a_row_mended_into_another_is_a_bad_row_and_spoils_nothing(
    services: Services,
) -> None:
    data = b"name,phone,city,state\nQuetzal A,602-555-0101,Mesa,AZ\nQuetzal B,call us,Mesa,AZ\n"
    places = await services.directory.places()
    cells = {"name": "Quetzal A", "phone": "", "city": "Mesa", "state": "AZ"}
    mended = {3: row_from_cells(cells, places, line=3)}
    order = Order(data, "list.csv", vouched=True, mended=mended)
    done = await services.imports.bring_in(HERE, order)
    assert done.plan.counts[Fate.NEW] == 1
    assert done.plan.bad[0].problems[0].key == "lists_io.duplicate"


async def test_a_list_that_was_taken_out_and_comes_again_is_new(
    services: Services, db: Database
) -> None:
    before = await everything(db)
    done = await bring(services, rows(1), vouched=True)
    await services.imports.take_back(EDITOR, done.shelf or 0)
    assert await everything(db) == before


async def test_two_servers_see_nothing_of_each_other(services: Services) -> None:
    done = await bring(services, rows(2), vouched=True)
    assert await found(services, "Quetzal1", GUILD) == ["Quetzal1"]
    assert await found(services, "Quetzal1", OTHER_GUILD) == []
    assert await found(services, "Quetzal1", None) == []
    with pytest.raises(NotFound):
        await services.imports.take_back(STRANGER, done.shelf or 0)
    theirs = await bring(services, rows(2), Importer(OTHER_GUILD, 8))
    assert theirs.plan.counts[Fate.NEW] == 2
    await services.imports.take_back(EDITOR, done.shelf or 0)
    assert await found(services, "Quetzal1", GUILD) == []
    assert (await services.review.waiting(STRANGER)).of(ReviewKind.WAITING) == 2


async def test_a_list_for_everybody_is_reviewed_by_each_server_for_itself(
    services: Services,
) -> None:
    await bring(services, rows(1), Importer(0, None))
    for who in (EDITOR, STRANGER):
        assert (await services.review.waiting(who)).of(ReviewKind.WAITING) == 1
    view = await services.review.next(EDITOR)
    assert view is not None
    assert view.stored is not None
    await services.entries.confirm(EDITOR, view.stored.number, version=0, called=True)
    assert await found(services, "Quetzal0", GUILD) == ["Quetzal0"]
    assert await found(services, "Quetzal0", OTHER_GUILD) == []
    assert (await services.review.waiting(EDITOR)).of(ReviewKind.WAITING) == 0
    assert (await services.review.waiting(STRANGER)).of(ReviewKind.WAITING) == 1


async def test_one_at_a_time_in_a_server_and_others_write_meanwhile(services: Services) -> None:
    admin = Actor(1, OTHER_GUILD, frozenset(Capability))
    running = asyncio.create_task(bring(services, rows(3000)))
    await asyncio.sleep(0)
    with pytest.raises(BadInput, match=r"imports\.busy"):
        await bring(services, rows(1))
    written = 0
    while not running.done():
        await services.guilds.choose_language(admin, "es")
        written += 1
        await asyncio.sleep(0)
    assert (await running).plan.counts[Fate.NEW] == 3000
    assert written > 1


async def test_an_export_holds_no_number_nobody_called_and_no_hidden_street(
    services: Services,
) -> None:
    entry = Entry(
        "x", "Quetzal Casa", "other", states=("AZ",),
        phones=(Phone("602-555-0101"), Phone("602-555-0199", verified=False)),
        locations=(Location("Shelter", city="Mesa", state="AZ", confidential=True, id="1"),),
    )  # fmt: skip
    await services.entries.add(EDITOR, entry)
    for form in Format:
        exported = await services.exports.export(EDITOR, form)
        text = exported.data.decode()
        assert "602-555-0101" in text
        assert "0199" not in text
        assert exported.tally.unverified == 9  # eight come with the bot
    tally = Tally()
    pieces = services.exports.pieces(GUILD, Format.HSDS, tally=tally, include_unverified=True)
    assert b"0199" in b"".join([piece async for piece in pieces])


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(some_entries(), max_size=4, unique_by=lambda entry: entry.id))
async def test_what_goes_out_comes_back_the_same(services: Services, made: list[Entry]) -> None:
    for entry in made:
        await services.entries.add(EDITOR, entry)
    pieces = services.exports.pieces(GUILD, Format.HSDS, tally=Tally(), include_unverified=True)
    data = b"".join([piece async for piece in pieces])
    plan = await services.imports.look(HERE, Order(data, "list.json"))
    assert plan.bad_count == 0
    assert plan.counts[Fate.SAME] == plan.good


async def test_vouching_for_a_list_vouches_for_no_number_that_it_does_not_name(
    services: Services,
) -> None:
    entry = Entry(
        "x", "Quetzal Rica", "legal service",
        locations=(Location("A", phones=(Phone("602-555-0199", verified=False),), id="1"),),
    )  # fmt: skip
    stored = await services.entries.add(EDITOR, entry)
    data = f"id,name,phone\n{stored.entry.id},Quetzal Rica,602-555-0101\n".encode()
    await bring(services, data, vouched=True)
    shown = (await services.directory.entry(stored.number, guild_id=GUILD)).entry
    assert [phone.number for phone in shown.phones] == ["602-555-0101"]
    assert shown.locations[0].phones == ()
