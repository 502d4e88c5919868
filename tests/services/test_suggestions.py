"""What members think is missing reaches the editors of their server, without a name."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.clock import FixedClock
from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotAllowed, NotFound
from bot.domain.review import ReviewKind
from bot.services.services import Services
from bot.services.suggestions import KEPT_FOR, MOST_WAITING
from bot.storage.database import Database
from tests.conftest import NOW
from tests.services.conftest import GUILD, OTHER_GUILD, member
from tests.services.editing import EDITOR, NOT_EDITORS, STRANGER


async def suggest(services: Services, name: str, guild_id: int | None = GUILD) -> None:
    await services.suggestions.suggest(
        member(guild_id=guild_id), name=name, place=" Boston ", contact="x" * 500, words="w" * 2000
    )


async def first(services: Services) -> int:
    view = await services.review.next(EDITOR)
    assert view is not None
    assert view.item.kind is ReviewKind.SUGGESTION
    return view.item.ref


async def test_a_suggestion_without_a_name_or_a_server_is_refused(
    services: Services, db: Database
) -> None:
    for name, guild_id, key in (
        (" \n", GUILD, "directory.suggest_needs_name"),
        ("Zorzal", None, "access.only_in_a_server"),
    ):
        with pytest.raises(BadInput) as refused:
            await suggest(services, name, guild_id)
        assert refused.value.key == key
    assert await db.fetch_all("SELECT 1 FROM suggestion") == []


async def test_a_suggestion_is_kept_cut_to_size_without_who_made_it(
    services: Services, db: Database
) -> None:
    await suggest(services, "  Zorzal \ud800" + "n" * 300)
    (row,) = await db.fetch_all("SELECT * FROM suggestion")
    assert 7 not in list(dict(row).values())
    kept = await services.suggestions.get(EDITOR, await first(services))
    assert kept.name.startswith("Zorzal ?n")
    assert [len(kept.name), len(kept.contact), len(kept.words)] == [200, 200, 1000]
    assert (kept.place, kept.suggested_on) == ("Boston", NOW.date())


@pytest.mark.parametrize("held", NOT_EDITORS)
async def test_who_is_no_editor_neither_reads_nor_deletes_one(
    services: Services, held: Capability
) -> None:
    await suggest(services, "Zorzal")
    number = await first(services)
    for deed in (services.suggestions.get, services.suggestions.close, services.suggestions.forget):
        with pytest.raises(NotAllowed):
            await deed(member(held), number)
    assert (await services.suggestions.get(EDITOR, number)).name == "Zorzal"


async def test_another_server_neither_reads_nor_deletes_one(services: Services) -> None:
    await suggest(services, "Zorzal")
    number = await first(services)
    for deed in (services.suggestions.get, services.suggestions.close):
        with pytest.raises(NotFound):
            await deed(STRANGER, number)
    await services.suggestions.forget(STRANGER, number)
    assert (await services.suggestions.get(EDITOR, number)).name == "Zorzal"


async def test_of_two_editors_one_deals_with_it(services: Services) -> None:
    await suggest(services, "Zorzal")
    number = await first(services)
    await services.suggestions.close(EDITOR, number)
    with pytest.raises(NotFound) as refused:
        await services.suggestions.close(EDITOR, number)
    assert refused.value.key == "directory.already_done"
    await services.suggestions.forget(EDITOR, number)


async def test_a_flood_in_one_server_is_stopped_there_only(
    services: Services, db: Database
) -> None:
    for at in range(MOST_WAITING):
        await suggest(services, f"Zorzal {at}")
    with pytest.raises(BadInput) as refused:
        await suggest(services, "One more")
    assert refused.value.key == "find.report_full"
    await suggest(services, "Elsewhere", OTHER_GUILD)
    await services.suggestions.close(EDITOR, await first(services))
    await suggest(services, "One more")
    assert len(await db.fetch_all("SELECT 1 FROM suggestion")) == MOST_WAITING + 1


async def test_what_nobody_looks_at_is_deleted_after_ninety_days(
    services: Services, clock: FixedClock, db: Database
) -> None:
    await suggest(services, "Zorzal")
    clock.set(NOW + KEPT_FOR)
    await services.drop_old()
    assert len(await db.fetch_all("SELECT 1 FROM suggestion")) == 1
    clock.set(NOW + KEPT_FOR + timedelta(days=1))
    await services.drop_old()
    assert await db.fetch_all("SELECT 1 FROM suggestion") == []
