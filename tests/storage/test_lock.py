"""One bot to a database, in this process and in others."""

# ruff: noqa: ASYNC220 - a test may wait for its child

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.storage.database import Database
from bot.storage.errors import AnotherBot, WrongKey
from tests.conftest import KEY

ROOT = Path(__file__).resolve().parents[2]
HOLD = """
import asyncio, sys
from pathlib import Path
from bot.storage.database import Database

async def hold():
    database = await Database.open(Path(sys.argv[1]))
    await database.fetch_all("SELECT 1")
    print("open", flush=True)
    await asyncio.sleep(60)
    await database.close()

asyncio.run(hold())
"""


async def test_a_second_bot_in_the_same_process_is_refused(
    database_path: Path, database_key: str | None
) -> None:
    first = await Database.open(database_path, key=database_key)
    with pytest.raises(AnotherBot) as caught:
        await Database.open(database_path, key=database_key)
    assert caught.value.key == "storage.another_bot"
    await first.close()
    second = await Database.open(database_path, key=database_key)
    await second.close()


async def test_another_name_for_the_same_file_is_refused_too(tmp_path: Path) -> None:
    (tmp_path / "link.db").symlink_to(tmp_path / "coalition.db")
    (tmp_path / "folder").symlink_to(tmp_path)
    first = await Database.open(tmp_path / "coalition.db")
    for name in ("link.db", "folder/coalition.db"):
        with pytest.raises(AnotherBot):
            await Database.open(tmp_path / name)
    await first.close()


async def test_a_killed_bot_leaves_the_file_free(database_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(database_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as child:  # noqa: S603
        try:
            assert child.stdout is not None
            assert child.stdout.readline() == b"open\n"
            with pytest.raises(AnotherBot):
                await Database.open(database_path)
            looking = await Database.open(database_path, read_only=True)
            await looking.close()
        finally:
            child.kill()
    database = await Database.open(database_path)
    await database.close()


async def test_a_refused_opening_leaves_the_file_free(database_path: Path) -> None:
    database = await Database.open(database_path, key=KEY)
    await database.close()
    with pytest.raises(WrongKey):
        await Database.open(database_path, key="no")
    database = await Database.open(database_path, key=KEY)
    await database.close()
