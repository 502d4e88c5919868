"""The bundled places (ZIP codes, cities, states), loaded once, when first asked for."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Mapping
from functools import cache

from bot.bundled import bundled_path
from bot.domain.places import Gazetteer, Places, parse_gazetteer, parse_places


@cache
def load_gazetteer() -> Gazetteer:
    """Read `data/states.json` (its source stands in it)."""
    return parse_gazetteer(bundled_path("states.json").read_text(encoding="utf-8"))


def load_places() -> Places:
    """Read `data/places.csv.gz` (its sources stand in it)."""
    text = gzip.decompress(bundled_path("places.csv.gz").read_bytes()).decode()
    return parse_places(text.splitlines(), load_gazetteer())


@cache
def _state_names() -> dict[str, Mapping[str, str]]:
    return {state.code: state.names for state in load_gazetteer().states}


def state_name(code: str, language: str) -> str:
    """A state's name in a language (`MA`: Massachusetts), the code itself where none is known."""
    names = _state_names().get(code, {})
    return names.get(language) or names.get("en") or code


class LazyPlaces:
    """Loads in a thread at the first question, so that nobody else waits for it."""

    def __init__(self) -> None:
        self._loading: asyncio.Task[Places] | None = None
        self._loaded: Places | None = None

    async def __call__(self) -> Places:
        """The places."""
        if self._loaded is not None:
            return self._loaded
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(load_places))
        places = await asyncio.shield(self._loading)
        self._loaded = places
        return places
