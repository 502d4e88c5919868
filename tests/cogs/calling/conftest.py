"""What the tests of calls share: the bundled tables, read once for all of their bots."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from bot.services import legislators as module
from bot.services.legislators import Legislators, load_legislators
from bot.services.places import load_places


@cache
def tables() -> Legislators:
    """The tables that the bot ships with: reading them takes longer than a test."""
    return load_legislators(load_places(), Path("nowhere"))


@pytest.fixture(scope="session")
def legislators() -> Legislators:
    """The tables that the bot ships with."""
    return tables()


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every bot of these tests finds them read already."""
    monkeypatch.setattr(module, "load_legislators", lambda *_: tables())
