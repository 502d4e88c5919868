"""What editors do to their server's directory: who may, what others see of it, what is kept."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.clock import FixedClock, today
from bot.domain.actor import Actor, Capability
from bot.domain.entry import Phone, Status
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.services.bundled_directory import load_synonyms
from bot.services.directory import FindRequest
from bot.services.drafting import draft_of
from bot.services.entries import EditedMeanwhile, StoredEntry
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.organization_rows import replace_bundled
from tests.conftest import NOW
from tests.services.conftest import GUILD, OTHER_GUILD, member
from tests.services.editing import (
    DEEDS,
    EDITOR,
    NEW,
    NOT_EDITORS,
    SECOND,
    STRANGER,
    everybodys,
    found,
    hotlines,
    renamed,
    shown,
)


@pytest.fixture
def number(services: Services) -> int:
    """An entry that comes with the bot, one of those to call in danger."""
    (number,) = services.directory.names.everybody.named("NNIRR hotline list")
    return number


# --- who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize("held", NOT_EDITORS)
async def test_who_is_no_editor_does_nothing_at_all(services: Services, held: Capability) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    with pytest.raises(NotAllowed) as refused:
        await services.entries.add(member(held), NEW)
    assert refused.value.key == "access.needs_directory_editor"
    for deed in DEEDS.values():
        with pytest.raises(NotAllowed) as refused:
            await deed(services, member(held), stored.number, stored.version)
        assert refused.value.key == "access.needs_directory_editor"
    assert await services.entries.get(EDITOR, stored.number) == stored
    assert len((await services.entries.history(EDITOR, stored.number))[1]) == 1


async def test_outside_a_server_there_is_no_directory_to_keep(
    services: Services, number: int
) -> None:
    nowhere = Actor(1, None, frozenset(Capability))
    with pytest.raises(BadInput) as refused:
        await services.entries.add(nowhere, NEW)
    assert refused.value.key == "access.only_in_a_server"
    for deed in DEEDS.values():
        with pytest.raises(BadInput) as refused:
            await deed(services, nowhere, number, 0)
        assert refused.value.key == "access.only_in_a_server"


@pytest.mark.parametrize("deed", DEEDS)
async def test_another_server_neither_sees_nor_changes_an_entry(
    services: Services, deed: str
) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    with pytest.raises(NotFound):
        await DEEDS[deed](services, STRANGER, stored.number, stored.version)
    assert await services.entries.get(EDITOR, stored.number) == stored
    for elsewhere in (OTHER_GUILD, None):
        assert await found(services, NEW.name, elsewhere) == []
        assert await shown(services, stored.number, elsewhere) == []
        assert await services.directory.suggest("Zorzal", elsewhere) == []
        assert await services.directory.name_of(stored.number, elsewhere) is None
        with pytest.raises(NotFound):
            await services.directory.entry(stored.number, guild_id=elsewhere)


@pytest.mark.parametrize("deed", DEEDS)
async def test_an_entry_that_never_was_is_not_found(services: Services, deed: str) -> None:
    with pytest.raises(NotFound):
        await DEEDS[deed](services, EDITOR, 262_143, 0)


@pytest.mark.parametrize(
    ("bad", "key"),
    [
        ({"name": ""}, "lists_io.no_name"),
        ({"kind": "dragon"}, "lists_io.unknown_kind"),
        ({"states": ("ZZ",)}, "lists_io.unknown_state"),
        ({"website": "javascript:alert(1)"}, "lists_io.unsafe_website"),
        ({"phones": (Phone("12"),)}, "lists_io.bad_phone"),
        ({"needs": ("gold",)}, "lists_io.unknown_need"),
        ({"name": "<b>x</b>"}, "lists_io.unclean"),
    ],
)
async def test_what_can_not_be_kept_is_refused_and_nothing_changes(
    services: Services, db: Database, bad: dict[str, object], key: str
) -> None:
    before = await everybodys(db)
    with pytest.raises(BadInput) as refused:
        await services.entries.add(EDITOR, replace(NEW, **bad))
    assert refused.value.key == key
    stored = await services.entries.add(EDITOR, NEW)
    with pytest.raises(BadInput) as refused:
        await services.entries.edit(
            EDITOR, stored.number, lambda entry: replace(entry, **bad), version=1
        )
    assert refused.value.key == key
    assert await services.entries.get(EDITOR, stored.number) == stored
    assert await everybodys(db) == before


# --- adding -----------------------------------------------------------------------------------


async def test_what_is_added_is_found_at_once_and_counts_as_checked(services: Services) -> None:
    assert await found(services, "quetzaltrekking") == []
    stored = await services.entries.add(EDITOR, NEW)
    assert stored.entry == replace(NEW, id=stored.entry.id)
    assert stored.entry.id != NEW.id
    assert (stored.owner, stored.version, stored.status) == (GUILD, 1, Status.ACTIVE)
    assert stored.assured_on == today(services.clock)
    assert await found(services, "Zorzal Collective") == [NEW.name]
    assert await services.directory.suggest("zorz", GUILD) == [NEW.name]
    view = await services.directory.entry(stored.number, guild_id=GUILD)
    assert (view.entry, view.assured_on) == (stored.entry, stored.assured_on)
    assert await services.entries.get(EDITOR, stored.number) == stored


async def test_new_words_are_not_taken_for_slips_of_older_ones(services: Services) -> None:
    assert services.directory.names.spelling.correct("lawyerz") == "lawyers"
    await services.entries.add(EDITOR, replace(NEW, aliases=("Lawyerz",)))
    assert services.directory.names.spelling.correct("lawyerz") == "lawyerz"
    assert await found(services, "lawyerz") == [NEW.name]
    assert await found(services, "quetzaltrekking") == [NEW.name]
    assert await found(services, "quetzaltreking") == [NEW.name], "but a slip of theirs is mended"


async def test_two_entries_with_one_name_are_two(services: Services) -> None:
    one = await services.entries.add(EDITOR, NEW)
    other = await services.entries.add(EDITOR, NEW)
    assert one.number != other.number
    assert one.entry.id != other.entry.id
    assert await found(services, NEW.name) == [NEW.name, NEW.name]
    assert await services.directory.suggest("zorz", GUILD) == [NEW.name]


# --- everybody's entries ----------------------------------------------------------------------


async def test_what_comes_with_the_bot_stays_as_it_was_for_others(
    services: Services, db: Database, number: int
) -> None:
    before = await everybodys(db)
    old = await services.entries.get(EDITOR, number)
    assert (old.owner, old.version, old.assured_on) == (0, 0, None)
    mine = await services.entries.edit(EDITOR, number, renamed("Zorzal Hotline"), version=0)
    assert (mine.owner, mine.version, mine.status) == (GUILD, 1, Status.ACTIVE)
    assert mine.entry == replace(old.entry, name="Zorzal Hotline")
    assert mine.number != number
    assert await everybodys(db) == before
    for elsewhere in (OTHER_GUILD, None):
        assert await shown(services, number, elsewhere) == [old.entry.name]
        assert old.entry.name in await hotlines(services, elsewhere)
        assert await found(services, "Zorzal Hotline", elsewhere) != ["Zorzal Hotline"]
        assert await services.directory.suggest(old.entry.name, elsewhere) == [old.entry.name]
        assert await shown(services, mine.number, elsewhere) == []
    assert await services.entries.get(STRANGER, number) == old


async def test_the_old_number_leads_to_the_servers_own_version_which_is_there_once(
    services: Services, number: int
) -> None:
    old = await services.entries.get(EDITOR, number)
    mine = await services.entries.edit(EDITOR, number, renamed("Zorzal Hotline"), version=0)
    for asked in (number, mine.number):
        assert await services.entries.get(EDITOR, asked) == mine
        assert await shown(services, asked) == ["Zorzal Hotline"]
        assert await services.directory.name_of(asked, GUILD) == "Zorzal Hotline"
        assert (await services.directory.entry(asked, guild_id=GUILD)).entry == mine.entry
    assert (await found(services, "Zorzal Hotline")).count("Zorzal Hotline") == 1
    everyone = await found(services, "hotline")
    assert everyone.count("Zorzal Hotline") == 1
    assert old.entry.name not in everyone
    calls = await hotlines(services)
    assert calls.count("Zorzal Hotline") == 1
    assert old.entry.name not in calls
    assert await services.directory.suggest("Zorzal", GUILD) == ["Zorzal Hotline"]
    assert old.entry.name not in await services.directory.suggest(old.entry.name, GUILD)
    names = await services.directory.names.of(GUILD)
    assert names.named("Zorzal Hotline") == {mine.number}
    assert names.named(old.entry.name) == frozenset()
    assert names.count == len(services.directory.names.everybody.names)
    again = await services.entries.edit(EDITOR, number, renamed("Zorzal Line"), version=1)
    assert (again.number, again.version) == (mine.number, 2)
    assert await found(services, "Zorzal Line") != []


async def test_reading_the_bundled_directory_anew_keeps_what_servers_made_of_it(
    services: Services, db: Database, number: int
) -> None:
    mine = await services.entries.edit(EDITOR, number, renamed("Zorzal Hotline"), version=0)
    other = next(n for n in services.directory.names.everybody.names if n != number)
    gone = await services.entries.retire(EDITOR, other, version=0)
    added = await services.entries.add(EDITOR, NEW)
    before = await everybodys(db)
    async with db.transaction() as tx:
        renewed = [replace(each.entry, alert="A newer edition") for each in before]
        synonyms = load_synonyms()
        await replace_bundled(tx, [draft_of(entry, synonyms) for entry in renewed])
        await tx.commit()
    await services.directory.refresh()
    after = await everybodys(db)
    assert [each.number for each in after] == [each.number for each in before]
    assert {each.entry.alert for each in after} == {"A newer edition"}
    for asked in (number, mine.number):
        assert await services.entries.get(EDITOR, asked) == mine
        assert await shown(services, asked) == ["Zorzal Hotline"]
    assert (await hotlines(services)).count("Zorzal Hotline") == 1
    assert mine.entry.name in await found(services, "hotline")
    assert await shown(services, other) == []
    assert gone.entry.name not in await services.directory.suggest(gone.entry.name, GUILD)
    assert await services.entries.get(EDITOR, added.number) == added
    assert await found(services, NEW.name) == [NEW.name]


# --- taking out and bringing back -------------------------------------------------------------


@pytest.mark.parametrize("whose", ["own", "everybody's"])
async def test_what_is_taken_out_is_found_nowhere_until_it_is_brought_back(
    services: Services, number: int, whose: str
) -> None:
    stored = await services.entries.get(EDITOR, number)
    if whose == "own":
        stored = await services.entries.add(EDITOR, replace(stored.entry, name=NEW.name))
    name = stored.entry.name
    assert name in await found(services, name)
    gone = await services.entries.retire(EDITOR, stored.number, version=stored.version)
    assert gone.status is Status.RETIRED
    assert name not in await found(services, name)
    assert name not in await hotlines(services)
    assert name not in await services.directory.suggest(name, GUILD)
    assert (await services.directory.names.of(GUILD)).named(name) == frozenset()
    for asked in (stored.number, gone.number):
        assert await shown(services, asked) == []
        assert await services.directory.name_of(asked, GUILD) is None
        with pytest.raises(NotFound):
            await services.directory.entry(asked, guild_id=GUILD)
    assert await services.entries.get(EDITOR, stored.number) == gone, "editors still see it"
    back = await services.entries.restore(EDITOR, gone.number, version=gone.version)
    assert back.status is Status.ACTIVE
    assert back.entry == stored.entry
    assert name in await found(services, name)
    assert await shown(services, stored.number) == [name]
    assert await services.directory.suggest(name, GUILD) == [name]


# --- two at once ------------------------------------------------------------------------------


async def test_who_was_second_is_shown_what_the_first_changed(services: Services) -> None:
    stored = await services.entries.add(EDITOR, NEW)
    await services.entries.edit(EDITOR, stored.number, renamed("Zorzal One"), version=1)
    await services.entries.edit(
        EDITOR, stored.number, lambda e: replace(e, email="a@example.org"), version=2
    )
    with pytest.raises(EditedMeanwhile) as refused:
        await services.entries.edit(SECOND, stored.number, renamed("Zorzal Two"), version=1)
    assert refused.value.current.version == 3
    assert refused.value.current.entry.name == "Zorzal One"
    assert [(d.field, d.before, d.after) for d in refused.value.what] == [
        ("name", "Zorzal Collective", "Zorzal One"),
        ("email", "", "a@example.org"),
    ]
    with pytest.raises(EditedMeanwhile) as refused:
        await services.entries.retire(SECOND, stored.number, version=2)
    assert [d.field for d in refused.value.what] == ["email"]
    done = await services.entries.edit(SECOND, stored.number, renamed("Zorzal Two"), version=3)
    assert done.entry == replace(stored.entry, name="Zorzal Two", email="a@example.org")


async def test_who_was_second_at_everybodys_entry_is_shown_what_the_first_changed(
    services: Services, number: int
) -> None:
    old = await services.entries.get(SECOND, number)
    await services.entries.edit(EDITOR, number, renamed("Zorzal Hotline"), version=0)
    for deed in ("edit", "retire", "restore", "confirm", "undo"):
        with pytest.raises(EditedMeanwhile) as refused:
            await DEEDS[deed](services, SECOND, number, 0)
        assert [(d.field, d.before, d.after) for d in refused.value.what] == [
            ("name", old.entry.name, "Zorzal Hotline")
        ]
        assert refused.value.current == await services.entries.get(EDITOR, number)


@pytest.mark.parametrize("whose", ["own", "everybody's"])
async def test_of_two_edits_at_once_exactly_one_wins(
    services: Services, number: int, whose: str
) -> None:
    stored = await services.entries.get(EDITOR, number)
    if whose == "own":
        stored = await services.entries.add(EDITOR, NEW)
    names = [f"Zorzal {letter}" for letter in "ABCDEF"]
    results = await asyncio.gather(
        *(
            services.entries.edit(EDITOR, stored.number, renamed(name), version=stored.version)
            for name in names
        ),
        return_exceptions=True,
    )
    won = [each for each in results if isinstance(each, StoredEntry)]
    lost = [each for each in results if isinstance(each, EditedMeanwhile)]
    assert (len(won), len(lost)) == (1, len(names) - 1)
    assert await services.entries.get(EDITOR, stored.number) == won[0]
    assert {each.what[0].after for each in lost} == {won[0].entry.name}
    assert await services.directory.suggest("Zorzal", GUILD) == [won[0].entry.name]


# --- checking ---------------------------------------------------------------------------------


async def test_checking_notes_the_day_for_that_server_only(
    services: Services, clock: FixedClock, number: int
) -> None:
    clock.set(NOW + timedelta(days=3))
    done = await services.entries.confirm(EDITOR, number, version=0, called=False)
    assert done.assured_on == today(clock)
    assert await services.entries.get(EDITOR, number) == done
    (seen,) = await services.directory.get([number], language="en", guild_id=GUILD)
    assert seen.assured_on == today(clock)
    for elsewhere in (OTHER_GUILD, None):
        (seen,) = await services.directory.get([number], language="en", guild_id=elsewhere)
        assert seen.assured_on is None


async def test_a_number_that_nobody_called_is_shown_to_members_only_once_it_was(
    services: Services,
) -> None:
    odd = "312-555-0147"
    phones = (Phone("312-555-0100", description="Desk"), Phone(odd, verified=False))
    stored = await services.entries.add(EDITOR, replace(NEW, phones=phones))

    async def all_that_members_read() -> str:
        view = await services.directory.entry(stored.number, guild_id=GUILD)
        (card,) = await services.directory.get([stored.number], language="en", guild_id=GUILD)
        request = FindRequest("Zorzal Collective")
        hits = await services.directory.find(request, language="en", guild_id=GUILD)
        return f"{view} {card} {hits}"

    assert odd not in await all_that_members_read()
    assert "312-555-0100" in await all_that_members_read()
    await services.entries.confirm(EDITOR, stored.number, version=1, called=False)
    assert odd not in await all_that_members_read()
    done = await services.entries.confirm(EDITOR, stored.number, version=2, called=True)
    assert [phone.verified for phone in done.entry.phones] == [True, True]
    assert odd in await all_that_members_read()
    await services.entries.undo(EDITOR, stored.number, version=3)
    assert odd not in await all_that_members_read()


async def test_no_member_reads_an_uncalled_number_of_the_bundled_directory(
    services: Services, db: Database
) -> None:
    uncalled = {p.number for s in await everybodys(db) for p in s.entry.phones if not p.verified}
    assert uncalled
    for number in services.directory.names.everybody.names:
        view = await services.directory.entry(number, guild_id=GUILD)
        (card,) = await services.directory.get([number], language="en", guild_id=GUILD)
        assert not [each for each in uncalled if each in f"{view} {card}"]
