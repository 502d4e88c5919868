"""Congress as the bot keeps it: one set of members with their offices, in one file.

`data/congress.json` comes with the program; `python -m bot data update` writes another one of the
same shape beside the database. One member stands on a line, so that a change shows as one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from bot.domain.errors import BadInput
from bot.domain.legislators import (
    Body,
    District,
    Flag,
    Office,
    OfficeKind,
    Target,
    house_districts,
)

#: In the first line of the file, so that no other JSON is taken for one.
SHAPE = "coalition-bot/congress/1"
#: What the file says of itself that follows from the members; the rest is `about`.
_FOLLOWS = ("shape", "as_of", "house_terms_end", "senate_terms_end", "vacant", "members")


@dataclass(frozen=True, slots=True)
class Congress:
    """All members of both houses. `about` says source and licence; `as_of` of which day it is."""

    as_of: date
    members: tuple[Target, ...]
    about: Mapping[str, str] = field(default_factory=dict[str, str])

    def vacant(self) -> tuple[District, ...]:
        """The House seats that nobody holds, by state and number."""
        held = {member.district for member in self.members}
        return tuple(seat for seat in house_districts() if seat not in held)

    def terms_end(self, body: Body) -> date | None:
        """The day on which most terms of that house end; None where there are none.

        In the House they all end on one day; in the Senate a third of them does, and what counts
        is the first day on which any regular third is over.
        """
        ends = sorted(m.term_ends for m in self.members if m.body is body and m.term_ends)
        if not ends:
            return None
        return ends[len(ends) // 2] if body is Body.US_HOUSE else ends[len(ends) // 10]


def congress_text(congress: Congress) -> str:
    """The set as the text of its file: the same set gives the same bytes."""
    head = {"shape": SHAPE, **congress.about, "as_of": congress.as_of.isoformat()}
    for name, body in (("house_terms_end", Body.US_HOUSE), ("senate_terms_end", Body.US_SENATE)):
        ends = congress.terms_end(body)
        head[name] = ends.isoformat() if ends else ""
    head["vacant"] = " ".join(seat.code for seat in congress.vacant())
    lines = [f"{json.dumps(key)}: {json.dumps(value)}" for key, value in head.items()]
    members = ",\n".join(_line(member) for member in sorted(congress.members, key=_by_seat))
    return "{\n" + ",\n".join([*lines, f'"members": [\n{members}\n]']) + "\n}\n"


def _by_seat(member: Target) -> tuple[str, Body, int, str]:
    district = member.district
    return district.state, district.body, int(district.name or 0), member.id


def _line(member: Target) -> str:
    district = member.district
    record: dict[str, Any] = {
        "id": member.id,
        "name": member.name,
        "party": member.party,
        "body": district.body,
        "state": district.state,
        "district": district.name,
        "ends": member.term_ends.isoformat() if member.term_ends else "",
        "website": member.website,
        "contact": member.contact,
        "voting": member.voting,
        "offices": [_office_record(office) for office in member.offices],
    }
    return json.dumps(_full(record), ensure_ascii=False, separators=(",", ":"))


def _office_record(office: Office) -> dict[str, Any]:
    return _full(
        {
            "id": office.id,
            "kind": office.kind,
            "city": office.city,
            "state": office.state,
            "zip": office.zip,
            "address": office.address,
            "phone": office.phone,
            "lat": office.lat,
            "lon": office.lon,
            "hours": office.hours,
            "flags": list(office.flags),
        }
    )


def _full(record: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is empty; False stays."""
    return {key: value for key, value in record.items() if value not in ("", None, [])}


def parse_congress(text: str) -> Congress:
    """Read the text of such a file.

    Raises:
        BadInput: `legislators.data_unreadable`: it is none, or not whole.
    """
    try:
        whole = json.loads(text)
        if whole["shape"] != SHAPE:
            raise BadInput("legislators.data_unreadable")
        about = {str(key): str(value) for key, value in whole.items() if key not in _FOLLOWS}
        members = tuple(_member(record) for record in whole["members"])
        return Congress(date.fromisoformat(whole["as_of"]), members, about)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise BadInput("legislators.data_unreadable") from problem


def _member(record: Mapping[str, Any]) -> Target:
    district = District(Body(record["body"]), str(record["state"]), record.get("district", ""))
    return Target(
        id=str(record["id"]),
        name=str(record["name"]),
        party=str(record.get("party", "")),
        district=district,
        offices=tuple(
            _office(each) for each in cast("Iterable[Mapping[str, Any]]", record.get("offices", ()))
        ),
        term_ends=date.fromisoformat(record["ends"]) if "ends" in record else None,
        website=str(record.get("website", "")),
        contact=str(record.get("contact", "")),
        voting=bool(record["voting"]),
    )


def _office(record: Mapping[str, Any]) -> Office:
    return Office(
        id=str(record["id"]),
        kind=OfficeKind(record["kind"]),
        city=str(record["city"]),
        state=str(record["state"]),
        phone=str(record.get("phone", "")),
        zip=str(record.get("zip", "")),
        address=str(record.get("address", "")),
        lat=float(record["lat"]) if "lat" in record else None,
        lon=float(record["lon"]) if "lon" in record else None,
        hours=str(record.get("hours", "")),
        flags=tuple(Flag(flag) for flag in record.get("flags", ())),
    )
