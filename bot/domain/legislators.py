"""Who can be called, in which seat, at which offices. Words as in 5 Calls: a target is one person.

Federal ids are bioguide ids ("W000817"), those of the states openstates ids. A district's `name`
is the number of a House district ("7", "0" where a state has one seat only), the name that a state
gives its own ("3rd Hampden"), and empty for a seat that stands for the whole state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.domain.entry import Schedule

#: Where Washington is, to say how far: the Capitol.
CAPITOL_HILL = (38.88992, -77.00904)


class Body(StrEnum):
    """What a target sits in."""

    US_HOUSE = "us_house"
    US_SENATE = "us_senate"
    STATE_UPPER = "state_upper"
    STATE_LOWER = "state_lower"
    GOVERNOR = "governor"


FEDERAL = (Body.US_HOUSE, Body.US_SENATE)
STATE_CHAMBERS = (Body.STATE_UPPER, Body.STATE_LOWER)
#: Bodies whose seats stand for a whole state.
STATEWIDE = (Body.US_SENATE, Body.GOVERNOR)


@dataclass(frozen=True, slots=True, order=True)
class District:
    """What a seat stands for."""

    body: Body
    state: str
    name: str = ""

    @property
    def code(self) -> str:
        """As it is said of Congress: `MA-7`, `AK` (one seat for the whole state)."""
        return self.state if self.name in ("", "0") else f"{self.state}-{self.name}"

    @property
    def at_large(self) -> bool:
        """Whether it is all of a state."""
        return self.name in ("", "0")


class OfficeKind(StrEnum):
    """Where an office is. The values are part of the JSON that `call --json` prints."""

    LOCAL = "local"
    WASHINGTON = "washington"
    CAPITOL = "capitol"


class Flag(StrEnum):
    """What is odd about an office's row. The names are those of the data."""

    NO_PHONE = "no_phone"
    #: Another member's office lists the same number.
    SHARED_PHONE = "shared_phone"
    #: The number of the office in Washington.
    IS_DC_NUMBER = "is_dc_number"
    #: An area code of Washington, far from there.
    DC_AREA_CODE = "dc_area_code"
    TOLL_FREE = "toll_free"
    NO_ADDRESS = "no_address"
    #: The coordinates were no place on earth.
    BAD_LAT = "bad_lat"
    #: ZIP and coordinates lie far apart; the point is whichever is near the town.
    ZIP_OR_GEO_MISMATCH = "zip_or_geo_mismatch"
    #: Only the second source has this office.
    SECOND_SOURCE = "second_source"
    #: Only the second source has a number for this office.
    SECOND_SOURCE_PHONE = "second_source_phone"


#: With one of these it is doubtful whether the number is that office's.
DOUBTFUL = frozenset({Flag.SHARED_PHONE, Flag.IS_DC_NUMBER, Flag.DC_AREA_CODE})


@dataclass(frozen=True, slots=True)
class Office:
    """A place with a telephone. `phone` is as it is shown (`617-555-0100`), empty if unknown.

    `hours` is what the office says of them, `schedules` what of it can be reckoned with. `zone` is
    an IANA name; `lat` and `lon` None where nobody knows.
    """

    id: str
    kind: OfficeKind
    city: str
    state: str
    phone: str = ""
    zip: str = ""
    address: str = ""
    lat: float | None = None
    lon: float | None = None
    zone: str | None = None
    hours: str = ""
    schedules: tuple[Schedule, ...] = ()
    flags: tuple[Flag, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether the number may not be this office's."""
        return not DOUBTFUL.isdisjoint(self.flags)


@dataclass(frozen=True, slots=True)
class Target:
    """One person to call. `offices` are in no order: `ladder` puts them in one.

    `voting` is False for delegates and the resident commissioner, who speak in the House and do
    not vote there. `term_ends` is None where the data does not say. `contact` is a form on the
    web, `email` an address of the office.
    """

    id: str
    name: str
    party: str
    district: District
    offices: tuple[Office, ...] = ()
    term_ends: date | None = None
    website: str = ""
    contact: str = ""
    email: str = ""
    voting: bool = True

    @property
    def body(self) -> Body:
        return self.district.body

    def term_ended(self, on: date) -> bool:
        """Whether the data says that this person's term is over by that day."""
        return self.term_ends is not None and self.term_ends <= on


@dataclass(frozen=True, slots=True)
class Reached:
    """Who sits in some districts, and which seats have nobody to call.

    `vacant`: nobody holds the seat. `unknown`: our data does not say who does. `instead`: the
    senators of the states with a vacant House seat, where they are not among the targets anyway.
    """

    targets: tuple[Target, ...] = ()
    vacant: tuple[District, ...] = ()
    unknown: tuple[District, ...] = ()
    instead: tuple[Target, ...] = ()


#: Seats of the House by state, from the 2020 census until the elections of 2032.
HOUSE_SEATS: Mapping[str, int] = {
    "AL": 7, "AK": 1, "AZ": 9, "AR": 4, "CA": 52, "CO": 8, "CT": 5, "DE": 1, "FL": 28, "GA": 14,
    "HI": 2, "ID": 2, "IL": 17, "IN": 9, "IA": 4, "KS": 4, "KY": 6, "LA": 6, "ME": 2, "MD": 8,
    "MA": 9, "MI": 13, "MN": 8, "MS": 4, "MO": 8, "MT": 2, "NE": 3, "NV": 4, "NH": 2, "NJ": 12,
    "NM": 3, "NY": 26, "NC": 14, "ND": 1, "OH": 15, "OK": 5, "OR": 6, "PA": 17, "RI": 2, "SC": 7,
    "SD": 1, "TN": 9, "TX": 38, "UT": 4, "VT": 1, "VA": 11, "WA": 10, "WV": 2, "WI": 8, "WY": 1,
}  # fmt: skip
#: One who speaks in the House and does not vote there.
DELEGATES = ("AS", "DC", "GU", "MP", "PR", "VI")


def house_districts() -> tuple[District, ...]:
    """Every seat of the House, delegates too, by state and number."""
    numbers = [
        (state, number)
        for state, seats in HOUSE_SEATS.items()
        for number in (range(1, seats + 1) if seats > 1 else (0,))
    ] + [(state, 0) for state in DELEGATES]
    return tuple(District(Body.US_HOUSE, state, str(number)) for state, number in sorted(numbers))


def has_senators(state: str) -> bool:
    """Whether a state sends anybody to the Senate: DC and the island areas do not."""
    return state in HOUSE_SEATS
