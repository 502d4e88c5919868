"""What editors do to the directory: who may, what others see of it, what can be undone."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import FixedClock, today
from bot.domain.actor import Actor, Capability
from bot.domain.entry import Entry, Phone, Status
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.services.bundled_directory import entry_of, load_synonyms
from bot.services.directory import FindRequest
from bot.services.drafting import draft_of
from bot.services.entries import Deed, EditedMeanwhile
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.services.conftest import GUILD, OTHER_GUILD, member

EDITOR = member(Capability.DIRECTORY_EDITOR)
STRANGER = Actor(8, OTHER_GUILD, frozenset({Capability.DIRECTORY_EDITOR, Capability.MEMBER}))
SOL = Entry(
    "new",
    "Quetzalina Legal",
    "legal service",
    what={"en": "Helps with papers."},
    phones=(Phone("602-555-0142"), Phone("602-555-0199", verified=False)),
)
Deeds = Callable[[Entry], Entry]


async def found(services: Services, words: str, guild_id: int | None) -> list[str]:
    """The names that a member of that server finds first."""
    result = await services.directory.find(FindRequest(words), language="en", guild_id=guild_id)
    return [] if result.fallback else [hit.organization.name for hit in result.hits]


def named(name: str) -> Deeds:
    return lambda entry: replace(entry, name=name)


@pytest.fixture
async def number(services: Services) -> int:
    """An entry of the server's own."""
    return (await services.entries.add(EDITOR, SOL)).number


@pytest.mark.parametrize(
    "held", [c for c in Capability if c not in (Capability.DIRECTORY_EDITOR, Capability.ADMIN)]
)
async def test_who_is_no_editor_may_nothing(
    services: Services, number: int, held: Capability
) -> None:
    who, entries = member(held), services.entries
    deeds: list[Callable[[], Awaitable[object]]] = [
        lambda: entries.get(who, number),
        lambda: entries.history(who, number),
        lambda: entries.add(who, SOL),
        lambda: entries.edit(who, number, named("X"), version=1),
        lambda: entries.retire(who, number, version=1),
        lambda: entries.restore(who, number, version=1),
        lambda: entries.confirm(who, number, version=1, called=True),
        lambda: entries.undo(who, number, version=1),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed):
            await deed()
    assert (await entries.get(EDITOR, number)).version == 1


async def test_what_a_server_adds_is_found_there_at_once_and_nowhere_else(
    services: Services, number: int
) -> None:
    assert await found(services, "Quetzalina", GUILD) == ["Quetzalina Legal"]
    assert await found(services, "Quetzalina", OTHER_GUILD) == []
    assert await found(services, "Quetzalina", None) == []
    assert await services.directory.suggest("quetz", GUILD) == ["Quetzalina Legal"]
    assert await services.directory.suggest("quetz", OTHER_GUILD) == []
    with pytest.raises(NotFound):
        await services.entries.get(STRANGER, number)
    with pytest.raises(NotFound):
        await services.entries.edit(STRANGER, number, named("Mine"), version=1)


async def test_everybodys_entry_stays_as_it_was_for_others(services: Services) -> None:
    numbers = services.directory.names.everybody.names
    number = next(n for n, name in numbers.items() if name == "Project Citizenship")
    done = await services.entries.edit(EDITOR, number, named("Proyecto Quetzal"), version=0)
    assert (done.owner, done.version) == (GUILD, 1)
    assert await found(services, "Proyecto Quetzal", GUILD) == ["Proyecto Quetzal"]
    assert "Project Citizenship" not in await found(services, "Project Citizenship", GUILD)
    assert "Project Citizenship" in await found(services, "Project Citizenship", OTHER_GUILD)
    for guild_id, name in ((GUILD, "Proyecto Quetzal"), (OTHER_GUILD, "Project Citizenship")):
        (entry,) = await services.directory.get([number], language="en", guild_id=guild_id)
        assert entry.name == name
    # The second server has its own version 0 still.
    theirs = await services.entries.edit(STRANGER, number, named("Other"), version=0)
    assert theirs.version == 1


async def test_a_new_release_keeps_what_a_server_made_of_it(
    services: Services, db: Database
) -> None:
    entry = entry_of(
        {
            "id": "project-citizenship", "name": "Renamed upstream", "kind": "coalition",
            "scope": "nationwide", "aliases": [], "what": {"en": "x"}, "needs": [],
        }
    )  # fmt: skip
    numbers = services.directory.names.everybody.names
    number = next(n for n, name in numbers.items() if name == "Project Citizenship")
    await services.entries.edit(EDITOR, number, named("Ours"), version=0)
    async with db.transaction() as tx:
        await replace_bundled(tx, [draft_of(entry, load_synonyms())])
        await tx.commit()
    await services.directory.refresh()
    assert await found(services, "Ours", GUILD) == ["Ours"]
    assert await found(services, "Renamed upstream", GUILD) == []
    assert await found(services, "Renamed upstream", OTHER_GUILD) == ["Renamed upstream"]


async def test_the_second_of_two_is_told_what_the_first_changed(
    services: Services, number: int
) -> None:
    await services.entries.edit(EDITOR, number, named("First"), version=1)
    with pytest.raises(EditedMeanwhile) as meanwhile:
        await services.entries.edit(EDITOR, number, named("Second"), version=1)
    (what,) = meanwhile.value.what
    assert (what.field, what.before, what.after) == ("name", "Quetzalina Legal", "First")
    assert meanwhile.value.current.version == 2
    both = await asyncio.gather(
        *(services.entries.edit(EDITOR, number, named(n), version=2) for n in "AB"),
        return_exceptions=True,
    )
    assert sorted(isinstance(one, EditedMeanwhile) for one in both) == [False, True]


async def test_each_deed_can_be_undone_and_the_undoing_too(
    services: Services, number: int, clock: FixedClock
) -> None:
    entries = services.entries
    await entries.edit(EDITOR, number, named("Xochimilca Legal"), version=1)
    back = await entries.undo(EDITOR, number, version=2)
    assert back.entry.name == "Quetzalina Legal"
    again = await entries.undo(EDITOR, number, version=3)
    assert again.entry.name == "Xochimilca Legal"
    await entries.retire(EDITOR, number, version=4)
    assert await found(services, "Xochimilca", GUILD) == []
    shown = await entries.undo(EDITOR, number, version=5)
    assert shown.status is Status.ACTIVE
    stored, changes = await entries.history(EDITOR, number)
    assert stored.version == 6
    assert [change.deed for change in changes] == [
        Deed.UNDONE, Deed.RETIRED, Deed.UNDONE, Deed.UNDONE, Deed.EDITED, Deed.ADDED,
    ]  # fmt: skip
    assert {change.changed_by for change in changes} == {EDITOR.user_id}
    assert {change.changed_at for change in changes} == {clock.now()}


async def test_what_was_added_is_taken_out_by_undoing(services: Services, number: int) -> None:
    out = await services.entries.undo(EDITOR, number, version=1)
    assert out.status is Status.RETIRED
    assert await found(services, "Quetzalina", GUILD) == []
    back = await services.entries.restore(EDITOR, number, version=2)
    assert back.status is Status.ACTIVE
    assert await found(services, "Quetzalina", GUILD) == ["Quetzalina Legal"]


async def test_a_number_nobody_called_reaches_no_member_until_somebody_did(
    services: Services, number: int, clock: FixedClock
) -> None:
    async def seen() -> str:
        (entry,) = await services.directory.get([number], language="en", guild_id=GUILD)
        view = await services.directory.entry(number, guild_id=GUILD)
        return repr(entry) + repr(view)

    assert "0142" in await seen()
    assert "0199" not in await seen()
    await services.entries.confirm(EDITOR, number, version=1, called=False)
    assert "0199" not in await seen()
    done = await services.entries.confirm(EDITOR, number, version=2, called=True)
    assert done.assured_on == today(clock)
    assert "0199" in await seen()


async def test_what_can_not_be_kept_is_refused_and_nothing_is_written(
    services: Services, number: int
) -> None:
    def bad(entry: Entry) -> Entry:
        return replace(entry, website="javascript:alert(1)")

    with pytest.raises(BadInput):
        await services.entries.edit(EDITOR, number, bad, version=1)
    stored, changes = await services.entries.history(EDITOR, number)
    assert (stored.version, len(changes)) == (1, 1)


async def test_who_did_it_is_forgotten_after_ninety_days_or_when_they_say_so(
    services: Services, number: int, clock: FixedClock
) -> None:
    other = replace(EDITOR, user_id=11)
    await services.entries.edit(other, number, named("New"), version=1)
    assert await services.people.edits(11) == 1
    await services.people.forget(11)
    assert await services.people.edits(11) == 0
    _, changes = await services.entries.history(EDITOR, number)
    assert [change.changed_by for change in changes] == [None, EDITOR.user_id]
    clock.set(clock.now() + timedelta(days=91))
    await services.drop_old()
    _, changes = await services.entries.history(EDITOR, number)
    assert [change.changed_by for change in changes] == [None, None]
    clock.set(clock.now() + timedelta(days=300))
    await services.drop_old()
    assert (await services.entries.history(EDITOR, number))[1] == []


async def test_a_server_that_leaves_takes_its_entries_with_it(
    services: Services, db: Database, number: int
) -> None:
    await services.entries.edit(EDITOR, 1, named("Ours"), version=0)
    await services.guilds.forget(GUILD)
    for table in ("organization", "entry_change", "organization_hidden", "assurance"):
        rows = await db.fetch_all(f"SELECT guild_id FROM {table}")  # noqa: S608
        assert GUILD not in {row["guild_id"] for row in rows}
    for table in ("organization_seen", "organization_text", "organization_point"):
        rows = await db.fetch_all(
            f"SELECT number FROM {table} WHERE number NOT IN (SELECT number FROM organization)"  # noqa: S608
        )
        assert rows == []
    rows = await db.fetch_all(
        "SELECT rowid FROM organization_fts WHERE organization_fts MATCH 'quetzalina'"
    )
    assert rows == []
