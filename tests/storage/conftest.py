"""A real database in a temporary folder, once plain and once encrypted."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.storage.database import Database


@pytest.fixture
async def notes(database_path: Path, database_key: str | None) -> AsyncGenerator[Database]:
    """An open database with a table `notes (id, half, words)` to try things on."""
    database = await Database.open(database_path, key=database_key)
    await database.write(
        "CREATE TABLE notes (id INTEGER NOT NULL, half TEXT NOT NULL, words TEXT,"
        " PRIMARY KEY (id, half)) STRICT"
    )
    yield database
    await database.close()
