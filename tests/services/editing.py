"""What the tests of editors' deeds share: who acts, on what, and what members then see."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.actor import Actor, Capability
from bot.domain.entry import Entry
from bot.domain.organization import Scope
from bot.services.directory import FindRequest
from bot.services.entries import StoredEntry
from bot.services.services import Services
from bot.storage.database import Database
from bot.storage.entries import list_entries
from tests.services.conftest import GUILD, OTHER_GUILD, member

EDITOR = member(Capability.DIRECTORY_EDITOR)
SECOND = Actor(8, GUILD, EDITOR.capabilities)
STRANGER = member(Capability.DIRECTORY_EDITOR, guild_id=OTHER_GUILD)
NOT_EDITORS = [c for c in Capability if c is not Capability.DIRECTORY_EDITOR]

NEW = Entry(
    id="chosen-by-hand",
    name="Zorzal Collective",
    kind="legal service",
    scope=Scope.STATE,
    states=("IL",),
    what={"en": "Accompaniment for quetzaltrekking families."},
    needs=("legal_help",),
)
Do = Callable[[Services, Actor, int, int], Awaitable[object]]
DEEDS: dict[str, Do] = {
    "edit": lambda s, a, n, v: s.entries.edit(a, n, renamed("Taken over"), version=v),
    "retire": lambda s, a, n, v: s.entries.retire(a, n, version=v),
    "restore": lambda s, a, n, v: s.entries.restore(a, n, version=v),
    "confirm": lambda s, a, n, v: s.entries.confirm(a, n, version=v, called=True),
    "undo": lambda s, a, n, v: s.entries.undo(a, n, version=v),
    "get": lambda s, a, n, _: s.entries.get(a, n),
    "history": lambda s, a, n, _: s.entries.history(a, n),
}


def renamed(name: str) -> Callable[[Entry], Entry]:
    return lambda entry: replace(entry, name=name)


async def found(services: Services, what: str, guild_id: int | None = GUILD) -> list[str]:
    """The names that a search finds, nothing else that helps everywhere."""
    request = FindRequest(what, limit=100)
    result = await services.directory.find(request, language="en", guild_id=guild_id)
    return [] if result.fallback else [hit.organization.name for hit in result.hits]


async def hotlines(services: Services, guild_id: int | None = GUILD) -> list[str]:
    hits = await services.directory.hotlines(language="en", guild_id=guild_id)
    return [hit.organization.name for hit in hits]


async def shown(services: Services, number: int, guild_id: int | None = GUILD) -> list[str]:
    """The name under which members are shown the entry with that number."""
    entries = await services.directory.get([number], language="en", guild_id=guild_id)
    return [entry.name for entry in entries]


async def everybodys(db: Database) -> list[StoredEntry]:
    return await list_entries(db, guild_id=0)
