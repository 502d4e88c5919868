"""An organization on its way into the directory: what its tables and its index are made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.organization import Scope


@dataclass(frozen=True, slots=True)
class Draft:
    """An organization to be written, with all its texts; `what` and `names` map a language to a
    text. `need_groups`, `name_groups` and `text_groups` are its synonym groups by where they come
    from.
    """

    id: str
    name: str
    kind: str
    scope: Scope
    states: tuple[str, ...]
    city: str | None
    lat: float | None
    lon: float | None
    website: str | None
    through: str | None
    languages: tuple[str, ...]
    aliases: tuple[str, ...]
    what: Mapping[str, str]
    names: Mapping[str, str]
    needs: tuple[str, ...]
    need_groups: frozenset[int]
    name_groups: frozenset[int]
    text_groups: frozenset[int]
