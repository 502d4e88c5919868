"""Reads the two JSON files that unitedstates/congress-legislators publishes.

`legislators-current.json` has the members with all their terms, `legislators-district-offices.json`
their local offices. Whatever comes from outside is doubted: what is not as it should be is refused
as a whole, and a single bad telephone is dropped and counted, not shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from bot.domain.errors import BadInput
from bot.domain.legislators import (
    CAPITOL_HILL,
    DELEGATES,
    Body,
    District,
    Office,
    OfficeKind,
    Target,
    has_senators,
    house_districts,
)

MEMBERS, OFFICES = "legislators-current.json", "legislators-district-offices.json"
#: Longer than this is no name, address or hours.
_LONGEST = 300
_BIOGUIDE = re.compile(r"[A-Z][0-9]{6}")
_OFFICE_ID = re.compile(r"[\w'.-]{1,100}")
_PHONE = re.compile(r"([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
_NOT_SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_HOUSES = {"rep": Body.US_HOUSE, "sen": Body.US_SENATE}
_SEATS = frozenset(house_districts())
WASHINGTON_ZIPS = {Body.US_HOUSE: "20515", Body.US_SENATE: "20510"}


@dataclass(frozen=True, slots=True)
class Upstream:
    """What the two files say. `bad_phones` counts numbers that are none; `strangers` offices of
    people who are not members (any more)."""

    members: tuple[Target, ...]
    bad_phones: int
    strangers: int


class _WrongError(ValueError):
    """Something in a file is not as it should be; the text says where."""


def read_upstream(members: bytes, offices: bytes) -> Upstream:
    """The members with all their offices, Washington's too.

    Raises:
        BadInput: `legislators.update_not_json`, `legislators.update_shape` (`file`, `problem`).
    """
    sitting = _read(MEMBERS, members, lambda rows: [*map(_member, rows)])
    by_id = {member.id: member for member in sitting}
    if len(by_id) != len(sitting):
        raise BadInput("legislators.update_shape", file=MEMBERS, problem="id")
    local = dict(_read(OFFICES, offices, lambda rows: [*_offices(rows)]))
    strangers = sum(len(found) for id_, found in local.items() if id_ not in by_id)
    whole: list[Target] = []
    for member in sitting:
        there, _ = zip(*local[member.id], strict=True) if local.get(member.id) else ((), ())
        whole.append(replace(member, offices=(*there, *member.offices)))
    bad = sum(bad for id_, found in local.items() if id_ in by_id for _, bad in found)
    return Upstream(tuple(whole), bad, strangers)


def phone_of(text: object) -> str:
    """A number as it is shown, `617-555-0100`; empty for what is none."""
    digits = re.sub(r"[\s().+-]", "", text) if isinstance(text, str) else ""
    found = _PHONE.fullmatch(digits.removeprefix("1") if len(digits) == 11 else digits)
    return "-".join(found.groups()) if found else ""


def _read(file: str, data: bytes, make: Callable[[list[Mapping[str, Any]]], list[Any]]) -> Any:
    try:
        rows = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise BadInput("legislators.update_not_json", file=file) from problem
    at = "[]"
    try:
        if not isinstance(rows, list) or not rows:
            raise _WrongError(at)
        for number, row in enumerate(cast("list[object]", rows)):
            at = f"[{number}]"
            if not isinstance(row, dict):
                raise _WrongError(at)
        return make(cast("list[Mapping[str, Any]]", rows))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as problem:
        where = str(problem) if isinstance(problem, (_WrongError, KeyError)) else at
        raise BadInput("legislators.update_shape", file=file, problem=where[:80]) from problem


def _text(value: object, *, most: int = _LONGEST) -> str:
    """A text of one line; empty for what is none. A suite may be a bare number."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise _WrongError("text")
    return " ".join(_NOT_SHOWN.sub(" ", value).split())[:most]


def _url(value: object) -> str:
    text = _text(value)
    return text if re.fullmatch(r"https?://[^\s<>\"'`|]+", text) else ""


def _id(row: Mapping[str, Any]) -> str:
    found = row["id"]["bioguide"]
    if not isinstance(found, str) or not _BIOGUIDE.fullmatch(found):
        raise _WrongError("bioguide")
    return found


def _member(row: Mapping[str, Any]) -> Target:
    id_, name, term = _id(row), row["name"], row["terms"][-1]
    state, body = _text(term["state"]), _HOUSES.get(term["type"])
    if body is None:
        raise _WrongError(f"{id_}: type")
    number = term["district"] if body is Body.US_HOUSE else None
    district = District(body, state, "" if number is None else str(number))
    seated = district in _SEATS if body is Body.US_HOUSE else has_senators(state)
    if not seated or isinstance(number, bool):
        raise _WrongError(f"{id_}: {state[:2]}-{str(number)[:3]}")
    whole = _text(name.get("official_full")) or f"{_text(name['first'])} {_text(name['last'])}"
    if not whole.strip():
        raise _WrongError(f"{id_}: name")
    ends = date.fromisoformat(term["end"])
    if date.fromisoformat(term["start"]) > ends:
        raise _WrongError(f"{id_}: end")
    office = Office(
        id=f"{id_}:dc",  # a town may be called Washington: K000398-washington
        kind=OfficeKind.WASHINGTON,
        city="Washington",
        state="DC",
        phone=phone_of(term.get("phone")),
        zip=WASHINGTON_ZIPS[body],
        address=_text(term.get("office")),
        lat=CAPITOL_HILL[0],
        lon=CAPITOL_HILL[1],
    )
    return Target(
        id=id_,
        name=whole,
        party=_text(term["party"], most=60),
        district=district,
        offices=(office,),
        term_ends=ends,
        website=_url(term.get("url")),
        contact=_url(term.get("contact_form")),
        voting=body is Body.US_SENATE or state not in DELEGATES,
    )


def _offices(
    rows: list[Mapping[str, Any]],
) -> Iterator[tuple[str, list[tuple[Office, bool]]]]:
    """By member: each office, and whether it had a number that is none."""
    for row in rows:
        found: list[tuple[Office, bool]] = []
        for each in cast("list[Mapping[str, Any]]", row["offices"]):
            phone = phone_of(each.get("phone"))
            found.append((_office(each, phone), bool(each.get("phone")) and not phone))
        yield _id(row), found


def _office(each: Mapping[str, Any], phone: str) -> Office:
    id_ = _text(each["id"])
    city, state = _text(each["city"], most=60), _text(each["state"])
    if not _OFFICE_ID.fullmatch(id_) or not city or not re.fullmatch(r"[A-Z]{2}", state):
        raise _WrongError(f"{id_[:40]}: city")
    zip_ = re.match(r"[0-9]{5}", str(each.get("zip") or ""))
    parts = [_text(each.get(part)) for part in ("address", "suite", "building")]
    return Office(
        id=id_,
        kind=OfficeKind.LOCAL,
        city=city,
        state=state,
        phone=phone,
        zip=zip_[0] if zip_ else "",
        address=", ".join(part for part in parts if part),
        lat=_degrees(each.get("latitude")),
        lon=_degrees(each.get("longitude")),
        hours=_text(each.get("hours")),
    )


def _degrees(value: object) -> float | None:
    """As it stands, even 441.5: what is no place on earth is looked at in `office_flags.py`."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return round(float(value), 5)
