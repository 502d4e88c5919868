"""For tests of screens alone: what they write need not outlive the machine."""

from __future__ import annotations

import pytest

from bot.storage import engine


@pytest.fixture(autouse=True)
def _disk_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Screens stand far above the file; that what is acknowledged outlives a crash is tried in
    `tests/storage` and `tests/services`, with the disk as it is."""
    quick = engine._PRAGMAS.replace("synchronous = FULL", "synchronous = OFF")
    assert quick != engine._PRAGMAS
    monkeypatch.setattr(engine, "_PRAGMAS", quick)
