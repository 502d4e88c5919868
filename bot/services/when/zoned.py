"""A time for which a zone was written: what it is there, and what that means here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.domain.local_time import zone_info
from bot.services.when.model import Assumed, When
from bot.services.when.words import Zone
from bot.services.when.zone_words import ABBREVIATIONS


def in_zone(when: When, named: Zone | None, here: str) -> Iterator[When]:
    """The time as it was written for the zone `named`; both readings of "EST" in July.

    A zone whose clocks then show the same as ours is ours; UTC is turned into ours. Where the
    clocks go back and show a time twice, "EST" and "EDT" say which.
    """
    if named is None:
        yield when
        return
    if named.name == "UTC":
        yield _from_utc(when, timedelta(minutes=named.offset or 0), here)
        return
    literal = None if named.offset is None else timedelta(minutes=named.offset)
    if literal is not None:
        when = _settled(when, named.name, literal)
    apart = _offset(when.start, named.name)
    same = _offset(when.start, here) == apart and literal in (None, apart)
    if not named.exact and (same or _calls_itself(named, when.start, here)):
        yield replace(when, zone=here)
        return
    there = replace(when, zone=named.name)
    yield there
    if literal is not None and apart != literal:
        yield _settled(_shifted(there, apart - literal), named.name, apart)


def _calls_itself(named: Zone, local: datetime, zone: str) -> bool:
    """Whether that zone's own abbreviation then is the one that was written: Arizona's MST."""
    own = local.replace(tzinfo=zone_info(zone)).tzname() or ""
    return ABBREVIATIONS.get(own.lower()) == (named.name, named.offset)


def _offset(local: datetime, zone: str) -> timedelta:
    return local.replace(tzinfo=zone_info(zone)).utcoffset() or timedelta()


def _settled(when: When, zone: str, offset: timedelta) -> When:
    """With the `fold` of what that zone's clocks show twice, since the offset was written."""
    times = [_folded(each, zone, offset) for each in (when.start, when.end) if each is not None]
    twice = any(_is_twice(each, zone) for each in times)
    return replace(when, start=times[0], end=when.end and times[1], settled=twice)


def _folded(local: datetime, zone: str, offset: timedelta) -> datetime:
    if not _is_twice(local, zone):
        return local
    return local.replace(fold=int(_offset(local.replace(fold=0), zone) != offset))


def _is_twice(local: datetime, zone: str) -> bool:
    """Whether its offset is less the second time; where the clocks skip it, it would be more."""
    return _offset(local.replace(fold=0), zone) > _offset(local.replace(fold=1), zone)


def _shifted(when: When, by: timedelta) -> When:
    return replace(when, start=when.start + by, end=when.end and when.end + by)


def _from_utc(when: When, offset: timedelta, here: str) -> When:
    """What our clocks show then."""

    def ours(local: datetime) -> datetime:
        moment = (local - offset).replace(tzinfo=UTC)
        return moment.astimezone(zone_info(here)).replace(tzinfo=None)  # with its fold

    start, end = ours(when.start), when.end and ours(when.end)
    twice = any(_is_twice(each, here) for each in (start, end) if each is not None)
    assumed = when.assumed | {Assumed.ZONE}
    return replace(when, start=start, end=end, assumed=assumed, settled=twice)
