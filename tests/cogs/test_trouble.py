"""A full disk, a file that can't be written to, a file that isn't ours to open.

SQLite itself refuses here, as it does when the disk is full (SQLITE_FULL) or the file is
read-only (SQLITE_READONLY): the limit on pages and `query_only` are its own ways to say so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.app import open_app
from bot.clock import FixedClock
from bot.i18n import t
from bot.services.guilds import GuildSettings
from bot.settings import Settings
from bot.storage.engine import DatabaseFile
from bot.storage.errors import DiskFull, StorageError
from tests.conftest import World
from tests.screens import Seen

FULL = t("storage.disk_full", "en")
READ_ONLY = t("storage.read_only", "en", name="coalition.db")

Trouble = Callable[[World], Awaitable[Callable[[], Awaitable[None]]]]


async def pragma(world: World, text: str) -> Any:
    """Say something to the writing connection; its first answer."""
    assert world.app.db._writer is not None
    rows = list(await world.app.db._writer.execute_fetchall(f"PRAGMA {text}"))
    return rows[0][0] if rows else None


async def fill_the_disk(world: World) -> Callable[[], Awaitable[None]]:
    """No page more, and every page that is there is filled; the way to make room."""
    await pragma(world, f"max_page_count = {await pragma(world, 'page_count')}")
    big = "x" * 3000
    for table, columns, values in (
        ("person", "user_id, time_zone", ":n, :text"),
        ("guild", "guild_id, time_zone", ":n, :text"),
        ("guild_channel", "guild_id, purpose, channel_id", ":n, :text, 1"),
        ("guild_role", "guild_id, capability, role_id", ":n, :text, 1"),
        ("problem_report", "guild_id, organization_id, reason, details, reported_on",
         ":n, 'x', 'closed', :text, 'x'"),
    ):  # fmt: skip
        for length in (len(big), 100, 1):
            sql = f"INSERT INTO {table} ({columns}) VALUES ({values})"  # noqa: S608
            await _fill(world, sql, big[:length])

    async def make_room() -> None:
        await pragma(world, f"max_page_count = {2**30}")

    return make_room


async def _fill(world: World, sql: str, text: str) -> None:
    # Numbers above every id that a person or a server of the test can have: rows go to the end.
    for number in range(2**62 + len(text) * 10_000, 2**62 + (len(text) + 1) * 10_000):
        try:
            await world.app.db.write(sql, {"n": number, "text": text})
        except DiskFull:
            return
    raise AssertionError("the disk does not get full")


async def lock_the_file(world: World) -> Callable[[], Awaitable[None]]:
    """The file can be read only; the way to make it writable again."""
    await pragma(world, "query_only = ON")

    async def unlock() -> None:
        await pragma(world, "query_only = OFF")

    return unlock


@pytest.fixture(params=["full", "read-only"])
def trouble(request: pytest.FixtureRequest) -> tuple[Trouble, str]:
    """How it comes about, and the sentence for it."""
    return (fill_the_disk, FULL) if request.param == "full" else (lock_the_file, READ_ONLY)


async def rows(world: World, table: str, column: str, id_: int) -> list[tuple[Any, ...]]:
    """What is kept of one person or server."""
    found = await world.app.db.fetch_all(
        f"SELECT * FROM {table} WHERE {column} = :id ORDER BY 1, 2, 3",  # noqa: S608
        {"id": id_},
    )
    return [tuple(row) for row in found]


def assert_said(seen: Seen, sentence: str) -> None:
    assert seen.private
    assert sentence in seen.text


async def test_setup_says_so_keeps_what_was_there_and_works_again(
    world: World, trouble: tuple[Trouble, str]
) -> None:
    begin, sentence = trouble
    admin = world.admin()
    first, second = world.guild.create_role("First"), world.guild.create_role("Second")
    others = [world.guild.create_role(f"Other {number}") for number in range(8)]
    channels, other = await world.slash(admin, "setup"), await world.slash(admin, "setup")
    roles = await world.press(admin, other, t("setup.tab.roles", "en"))
    await world.choose(admin, roles, "setup:role:verifier", first)
    before = await rows(world, "guild_role", "guild_id", world.guild.id)
    end = await begin(world)
    assert_said(await world.slash(admin, "setup", time_zone="America/Denver"), sentence)
    assert_said(
        await world.choose(admin, channels, "setup:channel:alerts", world.channel), sentence
    )
    # Several rows in one transaction: the old one is not taken away before the new ones fit.
    assert_said(await world.choose(admin, roles, "setup:role:verifier", second, *others), sentence)
    assert await rows(world, "guild_role", "guild_id", world.guild.id) == before
    assert not await rows(world, "guild_channel", "guild_id", world.guild.id)
    assert not await rows(world, "guild", "guild_id", world.guild.id)
    still = await world.app.services.guilds.settings(world.guild.id)
    assert still == GuildSettings(roles=still.roles)
    assert {first.id} in still.roles.values()
    await end()
    await world.choose(admin, roles, "setup:role:verifier", second, *others)
    await world.choose(admin, channels, "setup:channel:alerts", world.channel)
    seen = await world.slash(admin, "setup", time_zone="America/Denver")
    assert "America/Denver" in seen.text
    assert len(await rows(world, "guild_role", "guild_id", world.guild.id)) == 9


async def test_me_says_so_keeps_what_was_there_and_works_again(
    world: World, trouble: tuple[Trouble, str]
) -> None:
    begin, sentence = trouble
    ana, ben = world.member("Ana"), world.member("Ben")
    screen = await world.slash(ana, "me", time_zone="America/Denver")
    end = await begin(world)
    assert_said(await world.slash(ben, "me", time_zone="America/Chicago"), sentence)
    assert not await rows(world, "person", "user_id", ben.id)
    if sentence == READ_ONLY:
        assert_said(await world.choose(ana, screen, "me:language", "es"), sentence)
        assert_said(await world.press(ana, screen, t("me.forget", "en")), sentence)
    assert await rows(world, "person", "user_id", ana.id) == [
        (ana.id, None, "America/Denver", 0, None)
    ]
    assert "America/Denver" in (await world.slash(ana, "me")).text
    await end()
    again = await world.slash(ben, "me", time_zone="America/Chicago")
    assert "America/Chicago" in again.text
    await world.press(ana, screen, t("me.forget", "en"))
    assert not await rows(world, "person", "user_id", ana.id)


async def test_with_a_full_disk_one_can_still_be_forgotten(world: World) -> None:
    ana = world.member("Ana")
    screen = await world.slash(ana, "me", time_zone="America/Denver")
    await fill_the_disk(world)
    gone = await world.press(ana, screen, t("me.forget", "en"))
    assert t("me.forgotten", "en") in gone.text
    assert not await rows(world, "person", "user_id", ana.id)


async def test_a_report_says_so_is_not_half_kept_and_gets_through_later(
    world: World, trouble: tuple[Trouble, str]
) -> None:
    begin, sentence = trouble
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    end = await begin(world)
    words = "The number rings somebody else. " * 20
    refused = await world.fill_in(ana, form, reason="other", words=words)
    assert_said(refused, sentence)
    assert not await rows(world, "problem_report", "guild_id", world.guild.id)
    await end()
    # What was typed is not lost.
    again = await world.press(ana, refused, t("errors.mend", "en"))
    assert again.result.modal is not None
    assert words.strip() in str(again.result.modal)
    thanks = await world.fill_in(ana, again, reason="other", words=words)
    assert t("find.reported", "en") in thanks.text
    assert len(await rows(world, "problem_report", "guild_id", world.guild.id)) == 1


async def test_a_report_is_not_closed_when_the_check_can_not_be_kept(world: World) -> None:
    ana, admin = world.member("Ana"), world.admin()
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, t("find.something_wrong", "en"))
    await world.fill_in(ana, form, reason="closed")
    review = await world.slash(admin, "directory review")
    end = await fill_the_disk(world)
    for length in (3000, 100, 1):
        await _fill(
            world,
            "INSERT INTO assurance (guild_id, organization_id, assured_on) VALUES (:n, :text, 'x')",
            "x" * length,
        )
    pressed = await world.press(admin, review, t("directory.right", "en"))
    assert_said(pressed, FULL)
    assert not await rows(world, "assurance", "guild_id", world.guild.id)
    assert len(await rows(world, "problem_report", "guild_id", world.guild.id)) == 1
    await end()
    await world.press(admin, review, t("directory.right", "en"))
    assert len(await rows(world, "assurance", "guild_id", world.guild.id)) == 1
    assert not await rows(world, "problem_report", "guild_id", world.guild.id)


async def test_searching_goes_on_with_a_full_disk(
    world: World, trouble: tuple[Trouble, str]
) -> None:
    begin, _ = trouble
    ana = world.member("Ana")
    await begin(world)
    assert "Boston" in (await world.slash(ana, "find", what="lawyer", where="Boston")).text
    assert (await world.slash(ana, "help")).private
    assert t("me.kept_nothing", "en") in (await world.slash(ana, "me")).text


async def test_a_full_disk_is_said_in_spanish_too(world: World) -> None:
    rosa = world.member("Rosa")
    await world.app.services.people.choose_language(rosa.id, "es")
    await lock_the_file(world)
    seen = await world.slash(rosa, "me", time_zone="America/Denver")
    assert_said(seen, t("storage.read_only", "es", name="coalition.db"))


# --- a file that is not to be opened --------------------------------------------------------


async def refusal(settings: Settings, clock: FixedClock) -> StorageError:
    with pytest.raises(StorageError) as caught:
        async with open_app(settings, clock):
            pass
    return caught.value


def version_of(settings: Settings, key: str | None, change_to: int | None = None) -> int:
    """The version that stands in the database file, after changing it if asked."""
    with closing(DatabaseFile(settings.database_path, key).connect("rw")) as connection:
        if change_to is not None:
            connection.execute(f"PRAGMA user_version = {change_to}")
        return connection.execute("PRAGMA user_version").fetchone()[0]


async def test_a_database_from_the_future_is_refused_and_left_as_it_was(
    settings: Settings, clock: FixedClock, database_key: str | None
) -> None:
    async with open_app(settings, clock):
        pass
    known = version_of(settings, database_key)
    version_of(settings, database_key, change_to=known + 7)
    error = await refusal(settings, clock)
    sentence = t(error.key, "en", **error.params)
    assert f"step {known + 7}, this version knows {known}" in sentence
    assert version_of(settings, database_key) == known + 7
    version_of(settings, database_key, change_to=known)
    async with open_app(settings, clock):
        pass


async def test_a_wrong_key_is_refused_and_never_said(
    settings: Settings, clock: FixedClock, database_key: str | None
) -> None:
    async with open_app(settings, clock):
        pass
    wrong = Settings(
        _env_file=None, database_path=settings.database_path, database_key="not this one"
    )
    error = await refusal(wrong, clock)
    expected = "storage.key_not_needed" if database_key is None else "storage.wrong_key"
    assert error.key == expected
    sentence = t(error.key, "en", **error.params)
    assert "DATABASE_KEY" in sentence
    assert "not this one" not in sentence
    async with open_app(settings, clock):
        pass


async def test_a_second_bot_on_the_same_file_is_refused_until_the_first_stops(
    settings: Settings, clock: FixedClock
) -> None:
    async with open_app(settings, clock) as first:
        error = await refusal(settings, clock)
        assert error.key == "storage.another_bot"
        assert "Another bot is already running on coalition.db" in t(
            error.key, "en", **error.params
        )
        assert await first.services.guilds.settings(1) == GuildSettings()
    async with open_app(settings, clock):
        pass


def fill_with_letters(path: Path) -> None:
    path.write_bytes(b"this is a letter to my aunt, not a database " * 200)


async def test_a_file_that_is_something_else_is_refused_and_left_as_it_was(
    settings: Settings, clock: FixedClock
) -> None:
    fill_with_letters(settings.database_path)
    error = await refusal(settings, clock)
    assert "coalition.db" in t(error.key, "en", **error.params)
    fill = settings.database_path.stat().st_size
    assert fill == 44 * 200
