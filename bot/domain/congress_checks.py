"""Is a set of Congress whole, and what does a new one change?

An update is refused where a check fails: better old numbers than none. The bounds leave room for
what does happen (seats fall vacant, new members have no office yet) and for no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.congress import Congress
from bot.domain.congress_upstream import Upstream, phone_of
from bot.domain.legislators import HOUSE_SEATS, Body, District, Office, OfficeKind, Target

#: So many seats of the House may be empty at once; there were never more than a dozen.
MOST_VACANT = 20
LEAST_SENATORS = 90
#: New members of a January have no local office for weeks; most others do.
LEAST_LOCAL_OFFICES = 600
LEAST_WITH_PHONE = 0.8
MOST_BAD_PHONES = 0.05
MOST_STRANGERS = 0.3


@dataclass(frozen=True, slots=True)
class Problem:
    """A check that failed: a catalog key and what fills it."""

    key: str
    params: dict[str, Any] = field(default_factory=dict[str, Any])


def problems(congress: Congress) -> Iterator[Problem]:
    """What is wrong with a set, by itself."""
    seats = Counter(member.district for member in congress.members)
    for seat, held in sorted(seats.items()):
        most = 2 if seat.body is Body.US_SENATE else 1
        if held > most:
            yield Problem("legislators.problem_crowded", {"seat": seat.code, "number": held})
    vacant = congress.vacant()
    if len(vacant) > MOST_VACANT:
        codes = " ".join(seat.code for seat in vacant[:MOST_VACANT])
        params = {"number": len(vacant), "most": MOST_VACANT, "seats": codes}
        yield Problem("legislators.problem_vacant", params)
    senators = [m for m in congress.members if m.body is Body.US_SENATE]
    if len(senators) < LEAST_SENATORS:
        yield Problem("legislators.problem_senators", {"number": len(senators)})
    missing = sorted(HOUSE_SEATS.keys() - {member.district.state for member in senators})
    if missing:
        yield Problem("legislators.problem_no_senator", {"states": " ".join(missing)})
    yield from _office_problems(congress)


def _office_problems(congress: Congress) -> Iterator[Problem]:
    offices = [office for member in congress.members for office in member.offices]
    wrong = sum(bool(office.phone) and phone_of(office.phone) != office.phone for office in offices)
    if wrong:
        yield Problem("legislators.problem_phones", {"number": wrong})
    for kind, least in ((OfficeKind.LOCAL, LEAST_LOCAL_OFFICES), (OfficeKind.WASHINGTON, 400)):
        of_kind = [office for office in offices if office.kind is kind]
        if len(of_kind) < least:
            params = {"number": len(of_kind), "least": least, "kind": kind.value}
            yield Problem("legislators.problem_few_offices", params)
        elif sum(bool(office.phone) for office in of_kind) < LEAST_WITH_PHONE * len(of_kind):
            yield Problem("legislators.problem_few_phones", {"kind": kind.value})


def upstream_problems(read: Upstream) -> Iterator[Problem]:
    """What is wrong with the files that a set was read from."""
    offices = sum(len(member.offices) for member in read.members)
    if read.bad_phones > MOST_BAD_PHONES * offices:
        yield Problem("legislators.problem_phones", {"number": read.bad_phones})
    if read.strangers > MOST_STRANGERS * offices:
        yield Problem("legislators.problem_strangers", {"number": read.strangers})


def older(new: Congress, old: Congress) -> bool:
    """Whether the new set is of an earlier day or Congress than the old one."""
    if new.as_of < old.as_of:
        return True
    ends = new.terms_end(Body.US_HOUSE), old.terms_end(Body.US_HOUSE)
    return ends[0] is not None and ends[1] is not None and ends[0] < ends[1]


class What(StrEnum):
    """What changed. The values are the last part of catalog keys."""

    CAME = "came"
    WENT = "went"
    VACANT = "vacant"
    SEAT = "seat"
    TERM = "term"
    DETAILS = "details"
    PHONE = "phone"
    OFFICE_NEW = "office_new"
    OFFICE_GONE = "office_gone"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a new set changes; `params` fill `legislators.change_<what>`."""

    what: What
    params: dict[str, Any]


def changes(old: Congress, new: Congress) -> list[Change]:
    """What differs, people first, then their offices."""
    before = {member.id: member for member in old.members}
    after = {member.id: member for member in new.members}
    people = [
        *(_change(What.CAME, after[id_]) for id_ in after if id_ not in before),
        *(_change(What.WENT, before[id_]) for id_ in before if id_ not in after),
    ]
    was_vacant = set(old.vacant())
    people += [
        Change(What.VACANT, {"seat": seat.code}) for seat in new.vacant() if seat not in was_vacant
    ]
    offices: list[Change] = []
    for id_, member in after.items():
        known = before.get(id_)
        if known is not None:
            people += _person(known, member)
            offices += _offices(known, member)
    return people + offices


def _change(what: What, member: Target, **more: Any) -> Change:
    return Change(what, {"name": member.name, "seat": _seat(member.district), **more})


def _seat(district: District) -> str:
    return district.code if district.body is Body.US_HOUSE else f"{district.state}-Sen"


def _person(old: Target, new: Target) -> Iterator[Change]:
    if old.district != new.district:
        yield _change(What.SEAT, new, old=_seat(old.district))
    elif old.term_ends != new.term_ends:
        yield _change(What.TERM, new, date=new.term_ends)
    told = [(m.name, m.party, m.website, m.contact) for m in (old, new)]
    if told[0] != told[1]:
        yield _change(What.DETAILS, new)


def _offices(old: Target, new: Target) -> Iterator[Change]:
    before = {office.id: office for office in old.offices}
    after = {office.id: office for office in new.offices}
    for id_, office in after.items():
        if id_ not in before:
            yield _office_change(What.OFFICE_NEW, new, office)
        elif before[id_].phone != office.phone:
            yield _office_change(What.PHONE, new, office)
        elif before[id_] != office:
            yield _change(What.DETAILS, new)
    for id_, office in before.items():
        if id_ not in after:
            yield _office_change(What.OFFICE_GONE, new, office)


def _office_change(what: What, member: Target, office: Office) -> Change:
    return _change(what, member, city=office.city, phone=office.phone or "-")
