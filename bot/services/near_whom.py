"""Where people are who are calling right now, to say which office is near. In memory, for a while.

A ZIP is looked up and forgotten; its point and its town are held here under a token that says
nothing, while the cards of a round of calls are pressed. After a restart they are gone, and
distances are measured from the middle of the district.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.errors import BadInput
from bot.domain.office_ladder import Point
from bot.domain.places import Place
from bot.services.legislators import Legislators
from bot.services.places import load_gazetteer, state_name

_KEPT_FOR = timedelta(hours=2)
_MOST = 2000
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_WIDTH = 6


class NearWhom:
    """Places by a token that nobody can guess."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, tuple[datetime, Place]] = OrderedDict()
        self._middles: dict[tuple[str, str], Place | None] = {}

    def keep(self, place: Place) -> str:
        """Hold a place; the token to ask for it with."""
        self._drop_old()
        token = "".join(secrets.choice(_LETTERS) for _ in range(_WIDTH))
        self._kept[token] = (self._clock.now(), place)
        return token

    def get(self, token: str) -> Place | None:
        """The place; None if it was too long ago, or before a restart."""
        self._drop_old()
        kept = self._kept.get(token)
        return kept[1] if kept else None

    def middle(self, book: Legislators, state: str, house: str) -> Place | None:
        """The middle of a district of the House, else of the state; reckoned once."""
        key = (state, house)
        if key not in self._middles:
            try:
                found = book.by_state_and_district(state, house).place if house.isdigit() else None
            except BadInput:
                found = None
            self._middles[key] = found or _middle_of_state(state)
        return self._middles[key]

    def _drop_old(self) -> None:
        oldest = self._clock.now() - _KEPT_FOR
        while self._kept:
            token, (at, _) = next(iter(self._kept.items()))
            if at >= oldest and len(self._kept) < _MOST:
                break
            del self._kept[token]


def point_of(place: Place | None) -> Point | None:
    """A place as a point to measure from."""
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def _middle_of_state(code: str) -> Place | None:
    for state in load_gazetteer().states:
        if state.code == code:
            return Place(state_name(code, "en"), code, state.lat, state.lon, True, "state")
    return None
