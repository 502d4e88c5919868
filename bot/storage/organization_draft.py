"""An organization on its way into the directory: what its tables and its index are made from."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.entry import Entry, Status
from bot.domain.organization import Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry to be written, and where it will stand.

    `names` and `texts` are what it is called and what is said of it, a line each.
    `need_groups`, `name_groups` and `text_groups` are its synonym groups by where they come from.
    `guild_id` is whose entry it is, 0 for everybody's; `shelf` the list it came with, 0 for none;
    `file_hash` what the entry was in that list; `text` the entry as JSON, where somebody made it
    already.
    """

    entry: Entry
    need_groups: frozenset[int]
    name_groups: frozenset[int]
    text_groups: frozenset[int]
    names: str
    texts: str
    guild_id: int = 0
    shelf: int = 0
    status: Status = Status.ACTIVE
    file_hash: int | None = None
    text: str = ""


def names_of(entry: Entry) -> list[str]:
    """Everything it may be called by, besides its name: aliases, its services, its places."""
    own = [*entry.names.values(), *entry.aliases]
    return [
        *own,
        *(service.name for service in entry.services if service.name != entry.name),
        *(place.name for place in entry.locations if place.name),
    ]


def texts_of(entry: Entry) -> list[str]:
    """What is said of it, to be searched."""
    services = [
        text
        for service in entry.services
        for text in (service.what, service.eligibility, *service.areas)
    ]
    towns = [entry.city or "", *(place.city for place in entry.locations)]
    return [text for text in [*entry.what.values(), *services, *dict.fromkeys(towns)] if text]


def states_of(entry: Entry) -> list[str]:
    """Where it serves people, its locations included."""
    there = [place.state for place in entry.locations if place.state]
    return list(dict.fromkeys([*entry.states, *there]))


def shows_more(entry: Entry) -> bool:
    """Whether a card of it shows more than a name, a text and a website."""
    return bool(entry.phones or entry.alert or entry.locations or entry.services)


def everywhere(entry: Entry) -> bool:
    """Whether it helps wherever one is."""
    return entry.scope not in (Scope.CITY, Scope.STATE)
