"""Nothing is kept of a person but what they chose, and that goes when they say so."""

from __future__ import annotations

from pathlib import Path

from simcord.actors import MemberActor

from bot.storage.database import Database
from tests.conftest import World

#: A zone nobody else has, to look for its letters in the file itself.
ZONE = "Antarctica/Troll"


async def tables_with(db: Database, user_id: int) -> set[str]:
    """Every table in which that number stands anywhere, alone or inside a text."""
    found: set[str] = set()
    tables = await db.fetch_all("SELECT name FROM sqlite_schema WHERE type = 'table'")
    assert len(tables) > 5
    for table in tables:
        rows = await db.fetch_all(f'SELECT * FROM "{table["name"]}"')  # noqa: S608 - our own names
        if any(str(user_id) in str(value) for row in rows for value in tuple(row)):
            found.add(table["name"])
    return found


def stands_in(path: Path, word: str) -> bool:
    """Whether the file's bytes hold the word."""
    return word.encode() in path.read_bytes()


async def use_everything(world: World, ana: MemberActor) -> None:
    """Search, share, report, look at everything."""
    found = await world.slash(ana, "find", what="Project Citizenship", where="02118")
    asked = await world.press(ana, found, "Share…")
    await world.press(ana, asked, "Yes, share it")
    form = await world.press(ana, found, "Something wrong?")
    await world.fill_in(ana, form, reason="other", words="The link is dead")
    await world.press(ana, found, "Hotlines")
    for command in ("help", "me", "setup"):
        await world.slash(ana, command)


async def test_using_the_bot_leaves_nothing_about_who_used_it(world: World) -> None:
    ana = world.member("Xochitl")
    await use_everything(world, ana)
    assert await tables_with(world.app.db, ana.id) == set()
    reports = await world.app.db.fetch_all("SELECT * FROM problem_report")
    assert len(reports) == 1
    assert "Xochitl" not in str([tuple(row) for row in reports])


async def test_setting_up_a_server_leaves_nothing_about_who_did_it(world: World) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup", time_zone="America/Denver")
    roles = await world.press(admin, screen, list(screen.buttons)[1])
    await world.choose(admin, roles, "setup:role:verifier", world.guild.create_role("V"))
    assert await tables_with(world.app.db, admin.id) == set()


async def test_delete_leaves_no_row_of_the_person_in_any_table(world: World) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    await use_everything(world, ana)
    await world.slash(ben, "me", time_zone="America/Denver")
    await world.slash(ana, "me", time_zone=ZONE)
    seen = await world.choose(ana, await world.slash(ana, "me"), "me:language", "en")
    assert await tables_with(world.app.db, ana.id) == {"person"}
    await world.press(ana, seen, "Delete my data")
    assert await tables_with(world.app.db, ana.id) == set()
    assert await tables_with(world.app.db, ben.id) == {"person"}
    await world.restart()
    assert await tables_with(world.app.db, ana.id) == set()


async def test_what_was_deleted_is_not_left_in_the_file_either(
    world: World, database_path: Path
) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "me", time_zone=ZONE)
    await world.restart()  # the write-ahead log is now part of the file
    kept = stands_in(database_path, ZONE)
    assert kept == (world.settings.database_key is None)
    await world.press(ana, seen, "Delete my data")
    await world.restart()
    assert not stands_in(database_path, ZONE)
