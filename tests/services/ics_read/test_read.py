"""Calendars of others: what is broken in one event costs that event, and nothing is lost unsaid."""

# ruff: noqa: DTZ001 - what the clock shows, its zone told beside it
from __future__ import annotations

import os
import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.services.ics_read.lines import MOST_BYTES, MOST_EVENTS
from bot.services.ics_read.model import IcsEvent, IcsFile
from bot.services.ics_read.read import read_ics
from tests.conftest import NOW

_CORPUS = os.environ.get("ICS_CORPUS")
_BEGIN = re.compile(rb"(?im)^BEGIN:VEVENT[ \t]*\r?$")
_MANY = int(os.environ.get("ICS_EXAMPLES", "60"))


def read(*lines: str, head: str = "") -> IcsFile:
    """A calendar with these lines in it."""
    text = "\n".join(["BEGIN:VCALENDAR", *filter(None, [head]), *lines, "END:VCALENDAR", ""])
    return read_ics(text.encode(), now=NOW)


def one(*lines: str, head: str = "") -> IcsEvent:
    """The one event that has these properties."""
    file = read("BEGIN:VEVENT", *lines, "END:VEVENT", head=head)
    assert file.refused == ()
    return file.events[0]


def refused(*lines: str, head: str = "") -> str:
    """Why an event with these properties is refused."""
    file = read("BEGIN:VEVENT", *lines, "END:VEVENT", head=head)
    assert file.error is not None
    assert file.error.key == "ics_read.none_read"
    assert file.events == ()
    return file.refused[0].reason.key


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "ics_read.empty"),
        (b" \r\n ", "ics_read.empty"),
        (b"%PDF-1.7 \0\xff", "ics_read.no_calendar"),
        (b"BEGIN:V", "ics_read.no_calendar"),
        (b"x" * (MOST_BYTES + 1), "ics_read.too_large"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n" * (MOST_EVENTS + 1), "ics_read.too_many"),
    ],
)
def test_a_file_of_no_use_says_why(data: bytes, key: str) -> None:
    file = read_ics(data, now=NOW)
    assert file.error is not None
    assert file.error.key == key


@pytest.mark.parametrize(
    ("lines", "key"),
    [
        (["SUMMARY:Vigil"], "ics_read.no_start"),
        (["DTSTART:Next Year"], "ics_read.bad_time"),
        (["DTSTART:20270230T100000Z"], "ics_read.bad_time"),
        (["DTSTART:99990101T000000Z"], "ics_read.bad_year"),
        (["DTSTART;TZID=Nowhere/Land:20270101T100000"], "ics_read.zone_unknown"),
        (["DTSTART:20270101T100000Z", "DTEND:20270101T090000Z"], "ics_read.ends_first"),
        (["DTSTART:20270101T100000Z", "DTEND:21990101T090000Z"], "ics_read.too_long"),
        (["DTSTART:20270101T100000Z", "DURATION:P99999999999999W"], "ics_read.bad_length"),
        (["DTSTART:20270101T100000Z", "RRULE:FREQ=SECONDLY"], "ics_read.rule_often"),
        (["DTSTART:20270101T100000Z", "RRULE:FREQ=DAILY;BYSETPOS=2"], "ics_read.rule_part"),
        (["DTSTART:20270101T100000Z", "RRULE:whenever"], "ics_read.rule_unread"),
        (["DTSTART:20270101", "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "ics_read.several_rules"),
        (
            ["DTSTART:20270101", "RECURRENCE-ID;RANGE=THISANDFUTURE:20270101"],
            "ics_read.and_all_after",
        ),
    ],
)
def test_what_can_not_be_kept_is_refused_by_name(lines: list[str], key: str) -> None:
    assert refused("UID:1", *lines) == key


def test_one_bad_event_does_not_cost_the_others() -> None:
    file = read(
        "BEGIN:VEVENT", "SUMMARY:Bad day", "UID:a", "DTSTART:20270231", "END:VEVENT",
        "BEGIN:VEVENT", "SUMMARY:No end", "DTSTART:20270301",  # its END is missing
        "BEGIN:VEVENT", "SUMMARY:Good", "DTSTART:20270302", "BEGIN:VALARM", "SUMMARY:Alarm",
        "TRIGGER:-PT1H", "END:VALARM", "END:VEVENT",
        "BEGIN:VTODO", "DTSTART:20270302", "END:VTODO",
    )  # fmt: skip
    assert [each.title for each in file.events] == ["No end", "Good"]
    assert [(each.line, each.uid, each.title) for each in file.refused] == [(2, "a", "Bad day")]
    assert [note.key for note in file.notes] == ["ics_read.other_vtodo"]
    assert file.error is None


def test_an_event_in_whose_middle_the_file_ends_is_refused() -> None:
    file = read_ics(
        b"BEGIN:VEVENT\nDTSTART:20270301\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART:2027", now=NOW
    )
    assert len(file.events) == 1
    assert [each.reason.key for each in file.refused] == ["ics_read.cut_off"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_letters_and_line_ends_are_read(encoding: str, ending: str) -> None:
    lines = [
        "begin:vevent",
        "summary:Clínica ju",
        " rídica\\, mañana",
        "dtstart:20270301",
        "end:vevent",
    ]
    file = read_ics(ending.join(lines).encode(encoding), now=NOW)
    assert file.events[0].title == "Clínica jurídica, mañana"


def test_a_line_folded_within_a_letter_is_put_together() -> None:
    data = b"BEGIN:VEVENT\r\nDTSTART:20270301\r\nSUMMARY:ma\xc3\r\n \xb1ana\r\nEND:VEVENT\r\n"
    assert read_ics(data, now=NOW).events[0].title == "mañana"


@pytest.mark.parametrize(
    ("tzid", "zone"),
    [
        ("America/New_York", "America/New_York"),
        ("/example.org/Tzfile/Europe/Berlin", "Europe/Berlin"),
        ("America/Los Angeles", "America/Los_Angeles"),
        ("US/Central", "America/Chicago"),
        ("US-Eastern", "America/New_York"),
        ("Eastern Standard Time", "America/New_York"),
        ('"W. Europe Standard Time"', "Europe/Berlin"),
    ],
)
def test_zones_are_known_by_many_names(tzid: str, zone: str) -> None:
    event = one(f"DTSTART;TZID={tzid}:20270301T100000")
    assert (event.start.zone, event.start.local) == (zone, datetime(2027, 3, 1, 10))


def _zone(name: str, west: str = "-0500", east: str = "-0400") -> str:
    return "\n".join(
        [
            "BEGIN:VTIMEZONE", f"TZID:{name}",
            "BEGIN:STANDARD", "DTSTART:16010101T020000", f"TZOFFSETFROM:{east}",
            f"TZOFFSETTO:{west}", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "END:STANDARD",
            "BEGIN:DAYLIGHT", "DTSTART:16010101T020000", f"TZOFFSETFROM:{west}",
            f"TZOFFSETTO:{east}", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3", "END:DAYLIGHT",
            "END:VTIMEZONE",
        ]
    )  # fmt: skip


def test_a_zone_without_a_known_name_is_told_by_its_rules() -> None:
    event = one(
        "DTSTART;TZID=Customized Time Zone:20270105T100000",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        head=_zone("Customized Time Zone"),
    )
    assert event.start.zone == "America/New_York"


def test_a_clock_like_no_other_gives_single_events_in_utc_and_refuses_series() -> None:
    own = _zone("Island", "-0517", "-0417")
    event = one(
        "DTSTART;TZID=Island:20270705T100000", "DTEND;TZID=Island:20270705T110000", head=own
    )
    assert (event.start.zone, event.start.local) == ("UTC", datetime(2027, 7, 5, 14, 17))
    assert event.minutes == 60
    assert refused("DTSTART;TZID=Island:20270705T1000", "RRULE:FREQ=DAILY", head=own) == (
        "ics_read.zone_series"
    )


def test_times_without_a_zone_are_the_calendars() -> None:
    assert one("DTSTART:20270301T100000").start.zone == ""
    there = one("DTSTART:20270301T100000", head="X-WR-TIMEZONE:America/Denver")
    assert there.start.zone == "America/Denver"


def test_days_lengths_and_changes_of_a_series_are_read() -> None:
    assert one("DTSTART;VALUE=DATE:20270301").minutes == 24 * 60
    assert one("DTSTART:20270301", "DTEND:20270303").minutes == 48 * 60
    assert one("DTSTART:20270301T100000", "DURATION:PT1H30M").minutes == 90
    across = one(
        "DTSTART;TZID=America/New_York:20270301T100000",
        "DTEND;TZID=America/Los_Angeles:20270301T080000",
    )
    assert across.minutes == 60
    series = one(
        "DTSTART;TZID=America/New_York:20270302T100000",
        "RRULE:FREQ=MONTHLY;BYDAY=TU;BYSETPOS=1",
        "EXDATE:20270406T140000Z",
        "EXDATE;VALUE=DATE:20270504",
        "EXDATE:",
        "RDATE:20270505T140000Z",
        "GEO:42.36;-71.06",
        "SEQUENCE:3",
        "STATUS:CANCELLED",
    )
    assert series.rule == "FREQ=MONTHLY;BYDAY=1TU"
    assert series.without == (datetime(2027, 4, 6, 10), datetime(2027, 5, 4, 10))
    assert [note.key for note in series.notes] == ["ics_read.extra_dates"]
    assert (series.sequence, series.cancelled, series.lat) == (3, True, 42.36)
    moved = one("DTSTART:20270302", "RECURRENCE-ID:20270301", "RRULE:FREQ=DAILY")
    assert moved.instead_of is not None
    assert moved.rule is None


def test_parameters_that_make_no_sense_are_passed_over() -> None:
    assert one("DTSTART;;VALUE=DATE-TIME:20270301T090000").start.local.hour == 9
    assert one('DTSTART;X="a:b;c";TZID="America/Denver":20270301T090000').start.zone
    assert one("DTSTART;VALUE = DATE : 20270301").start.day
    assert one('SUMMARY;X="never ends:Title', "DTSTART:20270301").title == "Title"


def test_the_text_of_web_pages_is_made_plain() -> None:
    event = one("DTSTART:20270301", "DESCRIPTION:<p>Bring <b>water</b></p>5 < 6 &amp; more")
    assert event.about == "Bring water\n5 < 6 & more"


# --- nothing is lost ---------------------------------------------------------------------------


def nothing_lost(data: bytes) -> IcsFile:
    file = read_ics(data, now=NOW)
    seen = len(_BEGIN.findall(re.sub(rb"\r?\n[ \t]", b"", data)))
    if file.error is None or file.error.key == "ics_read.none_read":
        # More than those are found where marks nobody sees stand among the letters.
        assert len(file.events) + len(file.refused) >= seen
    if seen and not file.events:
        assert file.error is not None
    return file


_SAMPLE = "\r\n".join(
    [
        "BEGIN:VCALENDAR", "X-WR-TIMEZONE:America/Chicago", _zone("Own").replace("\n", "\r\n"),
        *(
            line
            for at in range(4)
            for line in (
                "BEGIN:VEVENT", f"UID:{at}@example.org", "SUMMARY:Vigil\\, at the court",
                f"DTSTART;TZID=Own:2027030{at + 1}T100000", "DURATION:PT2H",
                "RRULE:FREQ=WEEKLY;COUNT=10", f"EXDATE;TZID=Own:2027031{at}T100000",
                "BEGIN:VALARM", "TRIGGER:-PT1H", "END:VALARM", "END:VEVENT",
            )
        ),
        "END:VCALENDAR", "",
    ]
).encode()  # fmt: skip
_PIECES = st.sampled_from(
    [b"\r\n", b":", b";", b'"', b"\r\n ", b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"\xff", b"9",
     b"=", b"\r\nBEGIN:VALARM\r\n", b"T", b"\\", b"\0", b"\r\nRRULE:FREQ=YEARLY;BYDAY=53MO\r\n"]
)  # fmt: skip


@settings(max_examples=_MANY, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, len(_SAMPLE)), st.integers(0, 12), _PIECES), max_size=12))
def test_whatever_is_broken_in_a_file_nothing_raises_and_nothing_is_lost(
    changes: list[tuple[int, int, bytes]],
) -> None:
    data = _SAMPLE
    for at, drop, put in changes:
        data = data[:at] + put + data[at + drop :]
    nothing_lost(data)


@pytest.mark.filterwarnings("ignore::icalendar.error.GloballyUniqueTZIDGuessed")
@pytest.mark.skipif(_CORPUS is None, reason="ICS_CORPUS names no folder")
def test_nothing_of_the_corpus_is_lost_and_the_times_are_icalendars() -> None:
    compared = 0
    for path in sorted(Path(_CORPUS or "").rglob("*.ics")):
        file = nothing_lost(path.read_bytes())
        assert len(file.events) + len(file.refused) == len(_BEGIN.findall(path.read_bytes()))
        try:
            theirs = icalendar.Calendar.from_ical(path.read_bytes(), multiple=True)
        except ValueError:
            continue
        starts = {
            (str(event.get("UID", "")), event["DTSTART"].dt)
            for calendar in theirs
            for event in calendar.walk("VEVENT")
            if isinstance(event.get("DTSTART"), icalendar.vDDDTypes)
        }
        for ours in file.events:
            if ours.start.zone in ("", "UTC") or ours.start.day:
                continue
            moment = ours.start.local.replace(tzinfo=ZoneInfo(ours.start.zone))
            same = [
                at
                for uid, at in starts
                if uid == ours.uid and isinstance(at, datetime) and at.tzinfo is not None
            ]
            if same:
                assert min(abs(at - moment) for at in same) == timedelta(0), (path.name, ours.uid)
                compared += 1
    assert compared > 20
