"""Events become what stands in calendars: series with their exceptions, and nothing of what whoever
reads it may not see.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.domain.calendar_entry import State
from bot.domain.event import Event, Kind, Occurrence, Status
from bot.domain.event_tiers import Tier, visible_to
from bot.services.event_times import written_out
from bot.services.ics.entries import Look, entry_of, series_of
from bot.services.ics.links import LONGEST, add_links
from bot.services.ics.write import Head, calendar, write_entry, write_series
from tests.calendars.readers import TIMES

NOW = datetime(2026, 11, 23, 15, tzinfo=UTC)
SINCE, FAR = NOW - timedelta(days=30), NOW + timedelta(days=300)
LOOK, ES = Look("en"), Look("es")
EVENT = Event(
    kind=Kind.VIGIL,
    title="Vigil at the center",
    zone="America/New_York",
    local_start=datetime(2026, 12, 1, 18),  # noqa: DTZ001 - by the clock of the zone
    minutes=90,
    about="Bring a candle.",
    host="Example Coalition",
    place="Boston",
    address="1 Sample Street, Boston",
    contact="Ask for Alba",
    notes="Meet at the side door",
    link="https://example.org/vigil",
    rule="FREQ=WEEKLY;UNTIL=20270601T235959",
    number=5,
    uid="11111111-2222-4333-8444-555555555555",
    guild_id=100,
    status=Status.PUBLISHED,
    version=3,
    sequence=2,
    changed_at=NOW,
    channel_id=8,
    message_id=9,
)


def times_of(event: Event) -> list[Occurrence]:
    return [
        Occurrence(
            number=number,
            event=event.number,
            recurrence_id=each.recurrence_id,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
        )
        for number, each in enumerate(written_out(event, now=NOW), 1)
    ]


def written(event: Event, times: Sequence[Occurrence], look: Look = LOOK) -> bytes:
    series, beside = series_of(event, times, look, since=SINCE)
    parts = [write_entry(each) for each in beside]
    if series is None:
        return calendar(Head("x", "x", "en"), parts)
    zones = [(series.zone, 2026, 2028)]
    return calendar(Head("x", "x", "en"), [write_series(series), *parts], zones)


def expected(event: Event, times: Sequence[Occurrence]) -> list[tuple[datetime, datetime, str]]:
    return sorted(
        (each.starts_at, each.ends_at, entry_of(event, each, LOOK).title)
        for each in times
        if each.ends_at > SINCE
    )


def test_a_series_ends_when_its_last_day_ends_there_said_in_utc() -> None:
    text = written(EVENT, times_of(EVENT)).decode()
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270602T035959Z\r\n" in text
    assert "DTSTART;TZID=America/New_York:20261201T180000\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1


def test_one_that_is_moved_called_off_or_elsewhere_stands_beside_the_rule() -> None:
    times = times_of(EVENT)
    day = timedelta(days=1)
    times[1] = replace(times[1], starts_at=times[1].starts_at + day, ends_at=times[1].ends_at + day)
    times[2] = replace(times[2], cancelled=True)
    times[3] = replace(times[3], place="Salem", address="")
    ics = written(EVENT, times)
    assert ics.count(b"RECURRENCE-ID;TZID=America/New_York:") == 3
    assert b"SUMMARY:Cancelled: Vigil at the center\r\nLOCATION:1 Sample" in ics
    assert b"LOCATION:Salem\r\n" in ics
    for name, reader in TIMES.items():
        assert reader(ics, SINCE, FAR) == expected(EVENT, times), name


def test_what_was_called_off_long_ago_is_taken_out_of_the_rule() -> None:
    event = replace(EVENT, local_start=datetime(2026, 9, 1, 18))  # noqa: DTZ001
    times = [
        replace(each, cancelled=at == 0)
        for at, each in enumerate(
            Occurrence(
                number=n,
                event=5,
                recurrence_id=w.recurrence_id,
                starts_at=w.starts_at,
                ends_at=w.ends_at,
            )
            for n, w in enumerate(written_out(event, now=datetime(2026, 9, 1, tzinfo=UTC)))
        )
    ]
    ics = written(event, times)
    assert b"EXDATE;TZID=America/New_York:20260901T180000\r\n" in ics
    assert b"RECURRENCE-ID" not in ics


def test_a_time_that_the_rule_does_not_know_stands_by_itself() -> None:
    times = times_of(EVENT)
    extra = replace(times[0], number=99, recurrence_id="2026-11-25T18:00", moved=True)
    ics = written(EVENT, [extra, *times])
    assert f"UID:{EVENT.uid}-99\r\n".encode() in ics


@pytest.mark.parametrize(
    ("start", "rule"),
    [
        ("2027-03-07T02:30", "FREQ=WEEKLY;COUNT=4"),  # the clocks skip the second one
        ("2027-10-31T01:30", "FREQ=WEEKLY;COUNT=4"),  # and show this one's twice
        ("2027-03-13T23:30", "FREQ=DAILY;COUNT=3"),  # they change while it takes place
        ("2027-01-01T02:30", "FREQ=DAILY"),
    ],
)
def test_no_rule_is_written_where_readers_would_not_agree(start: str, rule: str) -> None:
    event = replace(EVENT, local_start=datetime.fromisoformat(start), rule=rule, minutes=300)
    times = [
        Occurrence(
            number=n,
            event=5,
            recurrence_id=w.recurrence_id,
            starts_at=w.starts_at,
            ends_at=w.ends_at,
        )
        for n, w in enumerate(written_out(event, now=NOW), 1)
    ]
    times = times[:60]  # of the daily one only those in winter
    ics = written(event, times)
    assert b"RRULE:" not in ics
    assert b"TZID=" not in ics
    for name, reader in TIMES.items():
        assert reader(ics, SINCE, NOW + timedelta(days=400)) == expected(event, times), name


def test_called_off_and_put_off_events_stay_with_a_word_before_their_title() -> None:
    one = times_of(EVENT)[0]
    off = entry_of(replace(EVENT, status=Status.CANCELLED), one, LOOK)
    assert (off.state, off.title) == (State.OFF, "Cancelled: Vigil at the center")
    series, beside = series_of(
        replace(EVENT, status=Status.CANCELLED), times_of(EVENT), LOOK, since=SINCE
    )
    assert series is not None
    assert (series.first.uid, series.first.state, beside) == (EVENT.uid, State.OFF, [])
    later = entry_of(replace(EVENT, status=Status.POSTPONED), one, ES)
    assert (later.state, later.title) == (State.OFF, "Aplazado: Vigil at the center")
    assert b"VALARM" not in write_entry(off, alarm_minutes=30)


def test_a_day_of_action_from_midnight_to_midnight_is_a_whole_day() -> None:
    day = replace(
        EVENT,
        kind=Kind.DAY_OF_ACTION,
        local_start=datetime(2026, 12, 10),  # noqa: DTZ001
        minutes=24 * 60,
        rule=None,
    )
    entry = entry_of(day, times_of(day)[0], LOOK)
    assert entry.days == (date(2026, 12, 10), date(2026, 12, 11))
    ics = write_entry(entry)
    assert b"DTSTART;VALUE=DATE:20261210\r\nDTEND;VALUE=DATE:20261211\r\n" in ics
    march = replace(day, kind=Kind.MARCH)
    assert entry_of(march, times_of(march)[0], LOOK).days is None


def test_a_local_event_says_of_which_day_it_is_a_part() -> None:
    parent = replace(EVENT, title="National day", uid="parent", kind=Kind.DAY_OF_ACTION)
    ics = write_entry(entry_of(EVENT, times_of(EVENT)[0], LOOK, parent=parent)).decode()
    assert "RELATED-TO:parent\r\n" in ics
    assert "Part of: National day" in ics.replace("\r\n ", "")


@pytest.mark.parametrize("tier", Tier)
def test_each_tier_finds_its_fields_and_no_others(tier: Tier) -> None:
    event = visible_to(replace(EVENT, public=True), tier)
    assert event is not None
    text = write_entry(entry_of(event, times_of(EVENT)[0], LOOK)).decode().replace("\r\n ", "")
    for words in ("Sample Street", "side door", "Ask for Alba"):
        assert (words in text) == (tier >= Tier.GOING), words
    assert ("discord.com" in text) == (tier >= Tier.MEMBER)
    assert "Boston" in text


def test_a_neutral_entry_says_when_and_nothing_else() -> None:
    parent = replace(EVENT, title="National day", kind=Kind.DAY_OF_ACTION)
    entry = entry_of(EVENT, times_of(EVENT)[0], Look("es", neutral=True), parent=parent)
    text = write_entry(entry, alarm_minutes=10).decode()
    assert "SUMMARY:Compromiso\r\n" in text
    names = {line.partition(":")[0].partition(";")[0] for line in text.splitlines()}
    assert names == {
        "BEGIN", "END", "UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND",
        "SUMMARY", "STATUS", "TRANSP", "CLASS", "ACTION", "TRIGGER", "DESCRIPTION",
    }  # fmt: skip
    assert text.count("DESCRIPTION:Compromiso") == text.count("DESCRIPTION") == 1  # the alarm's


def test_links_fit_into_a_button_and_never_lose_the_time() -> None:
    long = replace(EVENT, title="ñ" * 100, about="á" * 1000, address="calle " * 30)
    one = times_of(EVENT)[0]
    for event in (EVENT, long):
        links = add_links(entry_of(event, one, LOOK))
        assert len(links.google) <= LONGEST
        assert len(links.outlook) <= LONGEST
        assert "dates=20261201T230000Z%2F20261202T003000Z" in links.google
        assert "startdt=2026-12-01T23%3A00%3A00Z&enddt=2026-12-02T00%3A30%3A00Z" in links.outlook
    assert "Vigil%20at%20the%20center" in add_links(entry_of(EVENT, one, LOOK)).outlook
