"""A demo world on the real bot."""

from __future__ import annotations

from collections.abc import AsyncGenerator

import pytest

from bot.demo.run import TOUR_START
from bot.demo.world import World, open_world


@pytest.fixture
async def world() -> AsyncGenerator[World]:
    async with open_world(TOUR_START) as opened:
        yield opened
    assert opened.failures() == []
