"""Seats, offices and their oddities in words, for every screen that shows whom to call."""

from __future__ import annotations

from collections.abc import Iterator

from bot.domain.legislators import STATEWIDE, Body, District, Flag, Office, OfficeKind
from bot.domain.office_ladder import Rung
from bot.i18n import t
from bot.services.legislators import Certainty, Found
from bot.services.places import state_name

#: What a caller should know of an office; the rest is for whoever keeps the data.
SAID = (
    Flag.SHARED_PHONE,
    Flag.IS_DC_NUMBER,
    Flag.DC_AREA_CODE,
    Flag.TOLL_FREE,
    Flag.SECOND_SOURCE,
    Flag.SECOND_SOURCE_PHONE,
)
#: Where the House itself finds somebody's district by their address.
FIND_YOURS = "https://www.house.gov/representatives/find-your-representative"
_PARTIES = {
    "Democrat": "legislators.democrat",
    "Democratic": "legislators.democrat",
    "Republican": "legislators.republican",
    "Independent": "legislators.independent",
    "Nonpartisan": "legislators.nonpartisan",
}
#: By whether it is open, and whether that is only assumed.
_STATES = {
    (True, False): "legislators.open",
    (False, False): "legislators.closed",
    (True, True): "legislators.usually_open",
    (False, True): "legislators.usually_closed",
}


def body_name(body: Body, language: str) -> str:
    """ "House of Representatives", "State senate"…"""
    return t(f"legislators.body_{body.value}", language)


def seat_name(district: District, language: str) -> str:
    """The body and what the seat stands for: "House of Representatives, MA-7"."""
    body = body_name(district.body, language)
    if district.body in STATEWIDE:
        where = state_name(district.state, language)
    elif district.body is Body.US_HOUSE:
        where = district.code
    else:
        if district.state == "DC":
            body = t("legislators.dc_council", language)
        where = f"{district.name} ({district.state})"
        if district.name.isdecimal():
            where = t("legislators.district", language, name=where)
    return t("legislators.seat", language, body=body, where=where)


def party_name(party: str, language: str) -> str:
    """A party in a language; as the data has it where it is a small one."""
    known = _PARTIES.get(party)
    return t(known, language) if known else party


def office_line(rung: Rung, language: str) -> str:
    """Where a number rings, how far that is, and whether somebody is likely to be there."""
    office = rung.office
    parts = [office_name(office, language)]
    if rung.distance_km is not None and office.kind is OfficeKind.LOCAL:
        km = round(rung.distance_km)
        near = t("legislators.near", language)
        parts.append(t("legislators.far", language, km=km) if km else near)
    if rung.open is not None:
        parts.append(t(_STATES[rung.open, rung.assumed], language))
    return " · ".join(parts)


def office_name(office: Office, language: str) -> str:
    """ "Office in Boston", "Washington office", "State capitol"."""
    if office.kind is OfficeKind.LOCAL and not office.city:
        return t("legislators.office_district", language)
    return t(f"legislators.office_{office.kind.value}", language, city=office.city)


def flag_words(office: Office, language: str) -> Iterator[str]:
    """What a caller should know of the number."""
    for flag in office.flags:
        if flag in SAID:
            yield t(f"legislators.flag_{flag.value}", language)


def certainty_line(found: Found, language: str) -> str:
    """That the districts are a guess, and of what; empty where they are none."""
    if not found.guess:
        return ""
    place = found.place.label if found.place else ""
    box = found.certainty is Certainty.NO_AREA
    key = "legislators.guess_no_area" if box else "legislators.guess_unknown"
    return t(key, language, place=place)


def several_line(found: Found, language: str) -> str:
    """That a ZIP lies in several districts, and how to find out which; empty where it does not."""
    if not found.several:
        return ""
    return t("legislators.several", language, count=len(found.districts), url=FIND_YOURS)


def lines_line(language: str) -> str:
    """That districts may have been drawn anew since, and where to look yours up."""
    return t("legislators.lines_ended", language, url=FIND_YOURS)


def vacant_line(district: District, language: str) -> str:
    """That nobody holds a seat, and whom to call meanwhile."""
    federal = district.body is Body.US_HOUSE
    key = "legislators.vacant" if federal else "legislators.vacant_state"
    return t(key, language, seat=seat_name(district, language))
