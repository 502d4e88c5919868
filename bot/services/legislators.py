"""Whom a ZIP can call: districts, who sits there, and the offices in the order to try them.

Read from the bundled tables when first asked for, then kept in memory; no database. A ZIP is used
for one look-up: no field, error or log of this module ever holds it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

from bot.domain.congress import Congress
from bot.domain.errors import BadInput
from bot.domain.legislators import (
    STATE_CHAMBERS,
    Body,
    District,
    Reached,
    Target,
    has_senators,
    house_districts,
)
from bot.domain.office_ladder import Point, Rung, ladder
from bot.domain.places import Place, Places
from bot.domain.state_legislators import StateLegislators, parse_state_legislators
from bot.domain.zip_codes import read_zip
from bot.domain.zip_districts import (
    ZipDistricts,
    header_of,
    parse_zip_districts,
    parse_zip_state_districts,
)
from bot.services.legislator_files import Origin, Stored, bundled_lines, stamp, stored_congress
from bot.services.office_hours import with_hours, zone_of_zip

#: Terms of Congress end by Washington's clock.
_WASHINGTON = ZoneInfo("America/New_York")


class Certainty(StrEnum):
    """How sure the districts of a ZIP are."""

    #: The ZIP has an area, and these are all the districts that it touches.
    SURE = "sure"
    #: A post office box or a single building: the districts of the nearest ZIP with an area.
    NO_AREA = "no_area"
    #: Nobody knows this ZIP: the districts of the next one by number.
    UNKNOWN = "unknown"
    #: Chosen by state and district, without a ZIP.
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Found:
    """What a ZIP leads to. `districts` are those of the House, `state_districts` those of the
    state's chambers. `place` is the point to measure from; its label never holds the ZIP."""

    districts: tuple[District, ...]
    state_districts: tuple[District, ...]
    place: Place | None
    certainty: Certainty

    @property
    def guess(self) -> bool:
        """Whether it must be said that this is a guess."""
        return self.certainty in (Certainty.NO_AREA, Certainty.UNKNOWN)

    @property
    def several(self) -> bool:
        """Whether somebody must be asked which district is theirs."""
        return len(self.districts) > 1

    @property
    def where(self) -> Point | None:
        """The point to measure from."""
        if self.place is None or self.place.lat is None or self.place.lon is None:
            return None
        return self.place.lat, self.place.lon

    def chosen(self, district: District) -> Found:
        """Only that district of the House, and what of the state's lies in its state."""
        there = tuple(each for each in self.state_districts if each.state == district.state)
        return replace(self, districts=(district,), state_districts=there)


class Legislators:
    """The tables, read. Every question is answered at once, without waiting."""

    def __init__(
        self,
        stored: Stored,
        zips: ZipDistricts,
        state_zips: ZipDistricts,
        states: StateLegislators,
        places: Places,
        state_terms_end: date,
        lines_end: date,
    ) -> None:
        self.congress: Congress = stored.congress
        self.origin: Origin = stored.origin
        self.zips, self.state_zips, self.states = zips, state_zips, states
        self._places = places
        self._state_terms_end, self._lines_end = state_terms_end, lines_end
        self._sitting: defaultdict[District, list[Target]] = defaultdict(list)
        self._by_id: dict[str, Target] = {}
        for member in stored.congress.members:
            self._sitting[member.district].append(member)
            self._by_id[member.id] = member
        self._ready: dict[str, Target] = {}

    @property
    def places(self) -> Places:
        """The towns and ZIPs that it measures from."""
        return self._places

    def with_congress(self, stored: Stored) -> Legislators:
        """The same tables with another set of Congress."""
        tables = (self.zips, self.state_zips, self.states, self._places)
        return Legislators(stored, *tables, self._state_terms_end, self._lines_end)

    def districts_of(self, text: str) -> Found:
        """The districts of a ZIP as somebody typed it.

        Raises:
            BadInput: `legislators.zip_…`: it is no ZIP, or one of which nobody can even guess.
        """
        code = int(read_zip(text))
        certainty, like = Certainty.SURE, code
        districts = self.zips.of(code)
        if not districts:
            guess = self.zips.like(code)
            certainty = Certainty.UNKNOWN if guess is None else Certainty.NO_AREA
            near = guess or self.zips.nearest_number(code)
            if near is None:
                raise BadInput("legislators.zip_unknown")
            like = near if self.zips.of(near) else self.zips.like(near) or near
            districts = self.zips.of(like)
            code = code if guess else near
        place = self._places.known(f"{code:05}")
        return Found(districts, self.state_zips.of(like), place, certainty)

    def by_state_and_district(self, state: str, district: str | int = "") -> Found:
        """A district of the House by its number; empty or 0 where a state has one only.

        Raises:
            BadInput: `legislators.no_such_district`.
        """
        number = str(district).strip().lstrip("0") or "0"
        wanted = District(Body.US_HOUSE, state.strip().upper(), number)
        if wanted not in house_districts():
            raise BadInput("legislators.no_such_district")
        points = [self._places.known(f"{code:05}") for code in self.zips.zips_of(wanted)]
        known = [(p.lat, p.lon) for p in points if p and p.lat is not None and p.lon is not None]
        place = None
        if known:
            lat, lon = fmean(lat for lat, _ in known), fmean(lon for _, lon in known)
            label = self._places.state_name(wanted.state, "en")
            place = Place(label, wanted.state, lat, lon, True, "state")
        return Found((wanted,), (), place, Certainty.CHOSEN)

    def districts_in(self, state: str, body: Body = Body.US_HOUSE) -> tuple[District, ...]:
        """All districts of a state, to choose from; none for a code that is no state."""
        if body is Body.US_HOUSE:
            return tuple(each for each in house_districts() if each.state == state)
        return tuple(each for each in self.states.districts(state) if each.body is body)

    def targets_of(
        self, districts: Iterable[District], bodies: Collection[Body] = tuple(Body)
    ) -> Reached:
        """Who sits in those districts, in the bodies asked for.

        Senators and governors are those of the districts' states. A state's own districts are
        among `districts` where its chambers are wanted (`Found.state_districts`).
        """
        districts = tuple(districts)
        states = tuple(dict.fromkeys(each.state for each in districts))
        seats = [each for each in districts if each.body in bodies]
        if Body.US_SENATE in bodies:
            seats += [District(Body.US_SENATE, state) for state in states if has_senators(state)]
        if Body.GOVERNOR in bodies:
            seats += [District(Body.GOVERNOR, state) for state in states if state != "DC"]
        order = list(Body)
        seats.sort(key=lambda seat: order.index(seat.body))
        targets: list[Target] = []
        empty: list[District] = []
        for seat in dict.fromkeys(seats):
            sitting = self.sitting(seat)
            targets += sitting
            if not sitting:
                empty.append(seat)
        vacant = [seat for seat in empty if seat.body in (Body.US_HOUSE, *STATE_CHAMBERS)]
        lost = {seat.state for seat in vacant if seat.body is Body.US_HOUSE}
        instead = [
            senator
            for state in states
            if state in lost and Body.US_SENATE not in bodies
            for senator in self.sitting(District(Body.US_SENATE, state))
        ]
        unknown = [seat for seat in empty if seat not in vacant]
        return Reached(tuple(targets), tuple(vacant), tuple(unknown), tuple(instead))

    def sitting(self, seat: District) -> tuple[Target, ...]:
        """Who sits there: two senators, several in a state's districts, none in a vacant seat."""
        if seat.body in (Body.US_HOUSE, Body.US_SENATE):
            return tuple(self._complete(member) for member in self._sitting.get(seat, ()))
        return self.states.of(seat)

    def target(self, id_: str) -> Target | None:
        """Somebody by id, as a button says it; None where they are not in the data (any more)."""
        member = self._by_id.get(id_)
        return self._complete(member) if member else self.states.by_id(id_)

    def ladder(
        self, target: Target, where: Point | None, now: datetime, *, without: Collection[str] = ()
    ) -> tuple[Rung, ...]:
        """The target's offices in the order to try them (`bot/domain/office_ladder.py`)."""
        return ladder(target.offices, where, now, without=without)

    def terms_ended(self, now: datetime, body: Body = Body.US_HOUSE) -> bool:
        """Whether the terms of that body, as our data knows them, are over: say so, and update."""
        ends = self.terms_end(body)
        return ends is not None and ends <= now.astimezone(_WASHINGTON).date()

    def lines_ended(self, now: datetime) -> bool:
        """Whether ZIPs are told apart by districts of an earlier Congress: an update brings new
        members, and new lines come with a new version of the bot only."""
        return self._lines_end <= now.astimezone(_WASHINGTON).date()

    def terms_end(self, body: Body) -> date | None:
        """The day on which they are; of a governor it is in `Target.term_ends`."""
        if body in (Body.US_HOUSE, Body.US_SENATE):
            return self.congress.terms_end(body)
        return self._state_terms_end if body in STATE_CHAMBERS else None

    def _complete(self, member: Target) -> Target:
        """With zones and hours, which are read when somebody first asks for this member."""
        ready = self._ready.get(member.id)
        if ready is None:
            offices = tuple(with_hours(office) for office in member.offices)
            ready = self._ready[member.id] = replace(member, offices=offices)
        return ready


def load_legislators(places: Places, updates: Path) -> Legislators:
    """Read everything (the sources stand in the files). Blocking."""
    people = bundled_lines("state_legislators.tsv.gz")
    zips = bundled_lines("zip_districts.csv.gz")
    return Legislators(
        stored_congress(updates),
        parse_zip_districts(zips),
        parse_zip_state_districts(bundled_lines("zip_state_districts.tsv.gz")),
        parse_state_legislators(people, bundled_lines("governors.tsv"), zone_of_zip),
        places,
        date.fromisoformat(header_of(people)["terms_end"]),
        date.fromisoformat(header_of(zips)["terms_end"]),
    )


class LegislatorsService:
    """Loads in a thread at the first question, and sees it when `data update` was run."""

    def __init__(self, places: Callable[[], Awaitable[Places]], updates: Path) -> None:
        self._places = places
        self._updates = updates
        self._loading: asyncio.Task[Legislators] | None = None
        self._stamp = (0, 0)

    async def load(self) -> Legislators:
        """The tables. Ask for them once for each answer: they may have been updated since."""
        seen = stamp(self._updates)
        if self._loading is None:
            self._stamp = seen
            self._loading = asyncio.create_task(self._load())
        elif seen != self._stamp and self._loading.done():
            self._stamp = seen
            self._loading = asyncio.create_task(self._renew(self._loading.result()))
        return await asyncio.shield(self._loading)

    async def _load(self) -> Legislators:
        return await asyncio.to_thread(load_legislators, await self._places(), self._updates)

    async def _renew(self, known: Legislators) -> Legislators:
        return known.with_congress(await asyncio.to_thread(stored_congress, self._updates))
