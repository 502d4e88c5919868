"""What a person chose is kept, and nothing once they want it gone."""

from __future__ import annotations

import pytest

from bot.domain.errors import BadInput
from bot.services.people import PeopleService, PersonSettings
from bot.services.services import Services
from bot.storage.database import Database


async def kept(db: Database) -> int:
    return len(await db.fetch_all("SELECT * FROM person"))


@pytest.mark.parametrize("language", ["tlh", "", "EN", "auto", "es-MX", "../es"])
async def test_a_language_that_we_do_not_speak_is_refused(
    services: Services, db: Database, language: str
) -> None:
    with pytest.raises(BadInput) as refused:
        await services.people.choose_language(7, language)
    assert refused.value.key == "me.unknown_language"
    assert await kept(db) == 0


async def test_a_zone_that_does_not_exist_is_refused(services: Services, db: Database) -> None:
    with pytest.raises(BadInput) as refused:
        await services.people.choose_time_zone(7, "Mars/Olympus")
    assert refused.value.key == "zones.unknown"
    assert await kept(db) == 0


async def test_choices_are_kept_each_on_its_own(services: Services, db: Database) -> None:
    await services.people.choose_language(7, "es")
    chosen = await services.people.choose_time_zone(7, "america/chicago")
    assert chosen == PersonSettings("es", "America/Chicago")
    assert await PeopleService(db).settings(7) == chosen
    assert await services.people.settings(8) == PersonSettings()
    assert await kept(db) == 1


async def test_going_back_to_the_beginning_keeps_no_row(services: Services, db: Database) -> None:
    await services.people.choose_language(7, "es")
    await services.people.choose_language(7, None)
    assert await kept(db) == 0
    assert await services.people.settings(7) == PersonSettings()


async def test_who_looks_without_choosing_is_not_kept(services: Services, db: Database) -> None:
    await services.people.settings(7)
    assert await kept(db) == 0


async def test_whoever_wants_to_be_forgotten_is(services: Services, db: Database) -> None:
    await services.people.forget(7)
    await services.people.choose_language(7, "es")
    await services.people.choose_language(8, "es")
    await services.people.forget(7)
    assert await services.people.settings(7) == PersonSettings()
    assert await PeopleService(db).settings(7) == PersonSettings()
    assert (await PeopleService(db).settings(8)).language == "es"
    assert await kept(db) == 1
