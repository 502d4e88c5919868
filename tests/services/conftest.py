"""The use cases on a real database with the bundled directory, without Discord."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.app import open_services
from bot.clock import FixedClock
from bot.domain.actor import Actor, Capability
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database

GUILD, OTHER_GUILD = 100, 200


def member(*extra: Capability, guild_id: int | None = GUILD) -> Actor:
    """Somebody with the capabilities named, besides being a member."""
    return Actor(7, guild_id, frozenset({Capability.MEMBER, *extra}))


ADMIN = Actor(1, GUILD, frozenset(Capability))


@pytest.fixture
async def opened(settings: Settings, clock: FixedClock) -> AsyncIterator[tuple[Database, Services]]:
    """A database of its own for one test."""
    async with open_services(settings, clock) as both:
        yield both


@pytest.fixture
def db(opened: tuple[Database, Services]) -> Database:
    return opened[0]


@pytest.fixture
def services(opened: tuple[Database, Services]) -> Services:
    return opened[1]
