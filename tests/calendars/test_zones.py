"""The zones that we write say what the clocks show. `ICS_ZONES=all` looks at every zone."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo, available_timezones

import pytest
from dateutil.tz import tzical

from bot.services.ics.zones import vtimezone
from bot.services.zones import COMMON_ZONES

_SOME = (
    *COMMON_ZONES, "America/Santiago", "America/Asuncion", "America/Havana", "America/Nuuk",
    "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Gaza", "Asia/Jerusalem",
    "Asia/Kathmandu", "Atlantic/Azores", "Australia/Lord_Howe", "Europe/Dublin", "Europe/Chisinau",
    "Pacific/Chatham", "Pacific/Norfolk", "Pacific/Apia",
)  # fmt: skip
ZONES = sorted(available_timezones()) if os.environ.get("ICS_ZONES") == "all" else _SOME
FIRST, LAST = 2026, 2028


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_says_what_its_clocks_show(zone: str) -> None:
    if zone == "localtime":
        pytest.skip("not a place")
    written = vtimezone(zone, FIRST, LAST).decode()
    read, real = tzical(StringIO(written)).get(), ZoneInfo(zone)
    local = datetime(FIRST, 1, 1, 12)  # noqa: DTZ001 - by the clock of the zone
    while local.year <= LAST:
        shown = local.replace(tzinfo=read).utcoffset()
        assert shown == local.replace(tzinfo=real).utcoffset(), local
        local += timedelta(days=1)


@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_has_rules_by_weekday_and_no_lists_of_dates(zone: str) -> None:
    written = vtimezone(zone, FIRST, LAST).decode().replace("\r\n ", "")
    assert "RDATE" not in written
    assert written.count("BEGIN:STANDARD") + written.count("BEGIN:DAYLIGHT") <= 12
    for rule in re.findall(r"RRULE:(\S+)", written):
        assert re.fullmatch(
            r"FREQ=YEARLY;BYMONTH=\d+;BYDAY=(-?[1-4])?[A-Z]{2}(;BYMONTHDAY=[\d,]+)?(;UNTIL=\w+Z)?",
            rule,
        )


def test_zones_are_written_the_same_every_time() -> None:
    vtimezone.cache_clear()
    first = vtimezone("America/New_York", FIRST, LAST)
    vtimezone.cache_clear()
    assert vtimezone("America/New_York", FIRST, LAST) == first


def test_a_zone_without_changes_has_one_part() -> None:
    assert vtimezone("America/Phoenix", FIRST, LAST).count(b"BEGIN:STANDARD") == 1
    assert b"DAYLIGHT" not in vtimezone("America/Phoenix", FIRST, LAST)


def test_what_changed_its_rules_has_a_part_for_each() -> None:
    """Around 2007 the United States moved both changes."""
    written, zone = vtimezone("America/New_York", 2006, 2008).decode(), ZoneInfo("America/New_York")
    read = tzical(StringIO(written)).get()
    for day in range(365 * 3):
        at = datetime(2006, 1, 1, 12, tzinfo=UTC).replace(tzinfo=None) + timedelta(days=day)
        assert at.replace(tzinfo=read).utcoffset() == at.replace(tzinfo=zone).utcoffset(), at
