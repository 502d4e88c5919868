"""The bundled places, read once for all tests of lists."""

from __future__ import annotations

import pytest

from bot.domain.places import Places
from bot.services.places import load_places

_LOADED: list[Places] = []


def the_places() -> Places:
    """For tests of hypothesis, which must not ask a fixture for each example."""
    if not _LOADED:
        _LOADED.append(load_places())
    return _LOADED[0]


@pytest.fixture(scope="session")
def places() -> Places:
    return the_places()
