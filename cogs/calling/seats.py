"""Which districts are somebody's: all candidates of a ZIP, one after another made certain.

Pure: a `Seat` says what is known, what is still to be asked, and what was left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from bot.domain.legislators import STATE_CHAMBERS, Body, District
from bot.services.legislators import Found, Legislators
from cogs.calling.code import ASK, NONE, Seat, short_name

#: What is asked, in this order.
ASKED = (Body.US_HOUSE, *STATE_CHAMBERS)
#: Seats of the council in Washington, DC, that are everybody's there: nobody is asked about them.
_EVERYBODYS = frozenset({"At-Large", "Chairman"})
Candidates = Mapping[Body, Sequence[District]]


def value_of(district: District) -> str:
    """A district as a menu's option holds it."""
    if district.body is Body.US_HOUSE:
        return f"{district.state}-{district.name}"
    return short_name(district)


def candidates_of(
    found: Found, bodies: Collection[Body], states: Collection[str] = ()
) -> Candidates:
    """The districts that could be somebody's, for each body that matters to them.

    Where only the state matters, its districts of the House are asked for if a ZIP lies in two.
    `states`: where chambers matter (everywhere if none is named).
    """
    chambers = [
        each
        for each in found.state_districts
        if (not states or each.state in states) and not _everybodys(each)
    ]
    every = (*found.districts, *chambers)
    wanted = {body for body in ASKED if body in bodies}
    states = {each.state for each in every}
    if len(states) > 1 or not wanted & set(STATE_CHAMBERS):
        wanted.add(Body.US_HOUSE)
    return {body: [d for d in every if d.body is body] for body in ASKED if body in wanted}


def begin(candidates: Candidates) -> Seat:
    """What is certain from the start."""
    states = {each.state for some in candidates.values() for each in some}
    state = next(iter(states)) if len(states) == 1 else "--"
    return _settled(Seat(state, *(ASK for _ in ASKED)), candidates)


def choose(seat: Seat, body: Body, value: str, candidates: Candidates) -> Seat:
    """After somebody chose a district, or left the body out; with what follows from it."""
    if body is Body.US_HOUSE and value != NONE:
        state, _, number = value.partition("-")
        return _settled(replace(seat, state=state, house=number), candidates)
    return _settled(_put(seat, body, value), candidates)


def open_to(seat: Seat, body: Body, candidates: Candidates) -> list[District]:
    """The candidates that are left in the state that is known by now."""
    return [
        each
        for each in candidates.get(body, ())
        if seat.state in ("--", each.state) or body is Body.US_HOUSE
    ]


def _settled(seat: Seat, candidates: Candidates) -> Seat:
    """With everything filled in that has one answer only."""
    for body in ASKED:
        if get(seat, body) != ASK:
            continue
        left = open_to(seat, body, candidates)
        if not left:
            seat = _put(seat, body, NONE)
        elif len(left) == 1:
            value = left[0].name if body is Body.US_HOUSE else value_of(left[0])
            seat = replace(_put(seat, body, value), state=left[0].state)
    return seat


def get(seat: Seat, body: Body) -> str:
    """What stands in a seat for a body."""
    fields = {Body.US_HOUSE: seat.house, Body.STATE_UPPER: seat.upper}
    return fields.get(body, seat.lower)


def _put(seat: Seat, body: Body, value: str) -> Seat:
    if body is Body.US_HOUSE:
        return replace(seat, house=value)
    if body is Body.STATE_UPPER:
        return replace(seat, upper=value)
    return replace(seat, lower=value)


def seat_of(districts: Iterable[District]) -> Seat:
    """A seat from districts that are certain, such as those that somebody had remembered."""
    seat = Seat()
    for each in districts:
        if _everybodys(each):
            continue
        value = each.name if each.body is Body.US_HOUSE else short_name(each)
        seat = replace(_put(seat, each.body, value), state=each.state)
    return seat


def districts_of(seat: Seat, legislators: Legislators) -> tuple[District, ...]:
    """The districts that a seat names; one that the data no longer has is left out."""
    found: list[District] = []
    if seat.house.isdigit():
        found += [District(Body.US_HOUSE, seat.state, seat.house)]
    for body, value in zip(STATE_CHAMBERS, (seat.upper, seat.lower), strict=True):
        if value not in (ASK, NONE):
            known = chamber_districts(legislators, seat.state, body)
            found += [each for each in known if short_name(each) == value][:1]
    if seat.state == "DC":
        council = chamber_districts(legislators, "DC", Body.STATE_UPPER)
        found += [each for each in council if _everybodys(each)]
    return tuple(found)


def _everybodys(district: District) -> bool:
    return district.state == "DC" and district.name in _EVERYBODYS


def chamber_districts(legislators: Legislators, state: str, body: Body) -> tuple[District, ...]:
    """A state's districts in a body, those in which nobody sits too."""
    sat_in = legislators.districts_in(state, body)
    if body is Body.US_HOUSE:
        return sat_in
    every = (
        each
        for each in legislators.state_zips.districts
        if each.state == state and each.body is body
    )
    return tuple(dict.fromkeys((*sat_in, *every)))
