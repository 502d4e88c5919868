"""A time for which a zone was written: what it is there, and what that means here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.local_time import local_in, resolve_as_calendars_do, zone_info
from bot.services.when.model import Assumed, When
from bot.services.when.words import Zone
from bot.services.when.zone_words import ABBREVIATIONS


def in_zone(when: When, named: Zone | None, here: str) -> Iterator[When]:
    """The time as it was written for the zone `named`; both readings of "EST" in July.

    A zone whose clocks then show the same as ours is ours; UTC is turned into ours.
    """
    if named is None:
        yield when
        return
    if named.name == "UTC":
        yield _from_utc(when, timedelta(minutes=named.offset or 0), here)
        return
    literal = None if named.offset is None else timedelta(minutes=named.offset)
    apart = _offset(when.start, named.name)
    same = _offset(when.start, here) == apart and literal in (None, apart)
    if not named.exact and (same or _calls_itself(named, when.start, here)):
        yield replace(when, zone=here)
        return
    there = replace(when, zone=named.name)
    yield there
    if literal is not None and apart != literal:
        yield _shifted(there, apart - literal)


def _calls_itself(named: Zone, local: datetime, zone: str) -> bool:
    """Whether that zone's own abbreviation then is the one that was written: Arizona's MST."""
    own = local.replace(tzinfo=zone_info(zone)).tzname() or ""
    return ABBREVIATIONS.get(own.lower()) == (named.name, named.offset)


def _offset(local: datetime, zone: str) -> timedelta:
    return local - resolve_as_calendars_do(local, zone).replace(tzinfo=None)


def _shifted(when: When, by: timedelta) -> When:
    return replace(when, start=when.start + by, end=when.end and when.end + by)


def _from_utc(when: When, offset: timedelta, here: str) -> When:
    """What our clocks show then."""

    def ours(local: datetime) -> datetime:
        return local_in((local - offset).replace(tzinfo=UTC), here)

    return replace(
        when,
        start=ours(when.start),
        end=when.end and ours(when.end),
        assumed=when.assumed | {Assumed.ZONE},
    )
