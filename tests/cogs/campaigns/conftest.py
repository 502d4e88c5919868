"""What the tests of calls share: the bundled tables, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.services.legislators import Legislators, load_legislators
from bot.services.places import load_places


@pytest.fixture(scope="session")
def legislators() -> Legislators:
    """The tables that the bot ships with."""
    return load_legislators(load_places(), Path("nowhere"))
