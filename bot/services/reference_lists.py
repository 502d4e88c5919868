"""Lists with a file of their own: 287(g) agreements by county, and the SAFE Network's members.

Read from the bundled files when first asked for, then kept in memory; no database.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.bundled import bundled_path
from bot.domain.agreements import Agreements, parse_agreements
from bot.domain.counties import Counties, County, parse_counties, says_county
from bot.domain.errors import BadInput
from bot.domain.gazetteer import fold
from bot.domain.places import LONGEST, Place, Places
from bot.domain.safe_network import SafeNetwork, parse_safe_network
from bot.services.places import load_gazetteer

#: Before a state's code, as buttons say it: `=LA` is Louisiana, `LA` would be Los Angeles.
STATE_MARK = "="
#: What people write before a place.
_LEADING = re.compile(r"^(?:in|near|around|en|cerca de)\s+(?=\S{3})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Area:
    """What somebody meant by a place, as far as 287(g) goes.

    Either one county; or several of that name, to choose from; or a state (`place`), whose
    `counties` are in the order to offer them: by name, or the nearest first.
    """

    place: Place
    county: County | None = None
    several: tuple[County, ...] = ()
    counties: tuple[County, ...] = ()
    notice: BadInput | None = None


@dataclass(frozen=True, slots=True)
class References:
    """The files, read."""

    counties: Counties
    agreements: Agreements
    safe: SafeNetwork


def load_references() -> References:
    """Read the three files (their sources stand in them)."""

    def lines(name: str) -> list[str]:
        return bundled_path(name).read_text(encoding="utf-8").splitlines()

    return References(
        parse_counties(lines("counties.csv")),
        parse_agreements(lines("agreements_287g.csv")),
        parse_safe_network(bundled_path("safe_network.json").read_text(encoding="utf-8")),
    )


def state_label(code: str, language: str) -> str:
    """A state's name as it can be typed again: `Estado de Nueva York` is not the city."""
    for state in load_gazetteer().states:
        if state.code == code:
            return state.labels.get(language, state.labels["en"])
    return code


class ReferenceLists:
    """Reads the reference lists for members. Loads in a thread, at the first question."""

    def __init__(self, places: Callable[[], Awaitable[Places]]) -> None:
        self._places = places
        self._loading: asyncio.Task[References] | None = None

    async def load(self) -> References:
        """The files' contents."""
        if self._loading is None:
            self._loading = asyncio.create_task(asyncio.to_thread(load_references))
        return await asyncio.shield(self._loading)

    async def place(self, where: str, language: str) -> tuple[Place, BadInput | None]:
        """The place meant, labelled for a language, and what must be said of it.

        Raises:
            BadInput: it is none we know, not even nearly.
        """
        places = await self._places()
        notice = None
        where = _LEADING.sub("", where.strip())
        try:
            found = places.find(where)
        except BadInput as unknown:
            if unknown.key != "places.did_you_mean":
                raise
            notice = unknown
            found = places.find(str(unknown.params["place"]))
        return replace(found, label=places.label(found, language)), notice

    async def area(self, where: str, language: str) -> Area:
        """The county or state meant. A county's own word ("Harris County, TX") makes it one; a bare
        name is a city or state first, a county where there is no such city.

        Raises:
            BadInput: it is no place we know, or no county of that state.
        """
        counties = (await self.load()).counties
        if where.startswith(STATE_MARK):
            return self._state(counties, self.state(where.removeprefix(STATE_MARK), language), None)
        where = _LEADING.sub("", where.strip())[:LONGEST]
        if says_county(where):
            return await self._county(counties, where, language)
        try:
            place, notice = await self.place(where, language)
        except BadInput as unknown:
            name, state = await self._parted(where)
            if not counties.named(name, state):
                raise unknown from None
            return await self._county(counties, where, language)
        if notice is not None:
            name, state = await self._parted(where)
            if state is not None and counties.named(name, state):
                return await self._county(counties, where, language)
        if place.kind == "zip":
            # A button only carries the city: all pages of counties must be in one order.
            city = (await self._places()).find(place.label)
            place = replace(city, label=place.label, kind="zip" if city.kind == "city" else "state")
        return self._state(counties, place, notice)

    async def county(self, state: str, name: str) -> County:
        """The county of exactly this name, as a button or a choice says it.

        Raises:
            BadInput: there is none such any more.
        """
        found = (await self.load()).counties.get(state, name)
        if found is None:
            raise BadInput("lists.county_gone")
        return found

    async def suggest_counties(self, typed: str, limit: int = 25) -> list[str]:
        """Counties whose name begins so, as they can be typed: `Harris County, TX`."""
        wanted = fold(typed)
        if len(wanted) < 3 or any(c.isdigit() for c in wanted):
            return []
        agreements = (await self.load()).agreements
        counties = (await self.load()).counties
        found = [
            county
            for state in agreements.states()
            for county in counties.in_state(state)
            if fold(f"{county.name}, {state}").startswith(wanted)
        ]
        return [f"{county.name}, {county.state}" for county in found[:limit]]

    def _state(self, counties: Counties, place: Place, notice: BadInput | None) -> Area:
        state = place.state or ""
        if place.kind == "state" or place.lat is None or place.lon is None:
            return Area(place, counties=counties.in_state(state), notice=notice)
        return Area(place, counties=counties.nearest(state, place.lat, place.lon), notice=notice)

    async def _county(self, counties: Counties, where: str, language: str) -> Area:
        name, state = await self._parted(where)
        found = counties.named(name, state)
        if len(found) > 1:
            return Area(self.state(found[0].state, language), several=found)
        if len(found) == 1:
            return Area(self.state(found[0].state, language), found[0])
        like = counties.like(name, state) if state else ()
        if like:
            raise BadInput("lists.county_like", county=f"{like[0].name}, {state}")
        raise BadInput("lists.unknown_county")

    async def _parted(self, where: str) -> tuple[str, str | None]:
        """The county's name and the state's code, where one was said: after a comma, or in the last
        words ("Harris County Texas")."""
        if "," in where:
            name, _, state = where.rpartition(",")
            return name, await self._code(state)
        words = where.split()
        for size in range(min(3, len(words) - 1), 0, -1):
            code = await self._code(" ".join(words[-size:]))
            if code is not None:
                return " ".join(words[:-size]), code
        return where, None

    async def _code(self, state: str) -> str | None:
        places = await self._places()
        code = state.strip().upper()
        # "LA" is Los Angeles to the places, "DC" a city; after a county both are what they say.
        if places.state_name(code, "en") != code:
            return code
        try:
            found = places.find(state)
        except BadInput:
            return None
        return found.state if found.kind == "state" else None

    def state(self, code: str, language: str) -> Place:
        return Place(state_label(code, language), code, None, None, False, "state")
