"""What a search result's card shows besides the searched columns, read from where it is kept."""

from __future__ import annotations

from functools import lru_cache

from bot.domain.entry import Entry
from bot.domain.entry_json import entry_from_json
from bot.domain.organization import Organization


def entry_of(organization: Organization) -> Entry | None:
    """The entry as members may see it; None where its card shows nothing more."""
    return _read(organization.card) if organization.card else None


@lru_cache(maxsize=2048)
def _read(card: str) -> Entry:
    return entry_from_json(card)
