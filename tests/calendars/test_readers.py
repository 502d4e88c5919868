"""What is written is read back the same by readers that share no code with the writer.

`make readers` brings ical.js (Thunderbird's) and node-ical; without them their part is left out.
`ICS_EXAMPLES=2000` tries more texts.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.calendar_entry import Entry, Series
from bot.services.ics.text import clean
from bot.services.ics.write import Head, calendar, write_entry, write_series
from tests.calendars.readers import TEXTS, TIMES, Texts, Time, Times, node, read_by_node

EXAMPLES = int(os.environ.get("ICS_EXAMPLES", "40"))
HEAD = Head("Calendar", "test", "en")
CHANGED = datetime(2026, 1, 1, tzinfo=UTC)
#: Both hemispheres, half an hour, none at all, winter "saving", Ramadan, a rule by date.
ZONES = (
    "America/New_York", "America/Los_Angeles", "America/Sao_Paulo", "America/Santiago",
    "Europe/Dublin", "Europe/Madrid", "Australia/Lord_Howe", "Pacific/Auckland",
    "Africa/Casablanca", "Asia/Kathmandu", "America/Phoenix", "America/Mexico_City",
)  # fmt: skip
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 6, 1, tzinfo=UTC)
START, LAST = datetime(2026, 1, 6, 18, 30), datetime(2028, 4, 25, 18, 30)  # noqa: DTZ001
WITHOUT, INSTEAD = datetime(2026, 4, 7, 18, 30), datetime(2026, 7, 7, 18, 30)  # noqa: DTZ001
LASTS = timedelta(minutes=90)
needs_node = pytest.mark.skipif(node() is None, reason="no Node.js readers: make readers")


def entry(title: str, starts_at: datetime, *, uid: str = "one", about: str = "") -> Entry:
    return Entry(
        uid=uid,
        sequence=0,
        changed_at=CHANGED,
        starts_at=starts_at,
        ends_at=starts_at + LASTS,
        title=title,
        place=about,
        about=about,
    )


def moment(local: datetime, zone: str) -> datetime:
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def series(zone: str) -> tuple[bytes, list[Time]]:
    """Every Tuesday over two years and more, one of them called off, one moved by two days; and
    when that really is."""
    moved = moment(INSTEAD, zone) + timedelta(days=2, hours=3)
    made = Series(
        first=entry("Vigil", moment(START, zone)),
        zone=zone,
        local_start=START,
        local_end=START + LASTS,
        rule=f"FREQ=WEEKLY;UNTIL={moment(LAST, zone):%Y%m%dT%H%M%SZ}",
        without=(WITHOUT,),
        instead=((INSTEAD, entry("Moved", moved)),),
    )
    times: list[Time] = [(moved, moved + LASTS, "Moved")]
    local = START
    while local <= LAST:
        if local not in (WITHOUT, INSTEAD):
            at = moment(local, zone)
            times.append((at, at + LASTS, "Vigil"))
        local += timedelta(days=7)
    return calendar(HEAD, [write_series(made)], [(zone, 2026, 2028)]), sorted(times)


@pytest.mark.parametrize("reader", TIMES.values(), ids=TIMES)
@pytest.mark.parametrize("zone", ZONES)
def test_a_series_is_read_to_the_minute_whatever_the_clocks_do(zone: str, reader: Times) -> None:
    ics, times = series(zone)
    assert len(times) == 120
    assert reader(ics, SINCE, UNTIL) == times


@needs_node
def test_node_readers_agree_on_every_series() -> None:
    made = [series(zone) for zone in ZONES]
    said = read_by_node([ics for ics, _ in made], SINCE, UNTIL)
    assert set(said) == {"ical.js", "node-ical"}
    for name, read in said.items():
        for zone, (_, times), one in zip(ZONES, made, read, strict=True):
            assert one.times == times, (name, zone)


# --- texts ------------------------------------------------------------------------------

NASTY = (
    'a\\nb; c, "d": e', "\\", "\\n", "C:\\new\\;", "\r\nATTENDEE:mailto:x", "a\rX-EVIL:1",
    "a\u2028X-EVIL:1", "a\x85X-EVIL:1", "a\x0bX:1\x1cX:1", "line\n\nline\n", "x" * 300,
    "ñ" * 100, "👩‍👩‍👧" * 30, "a " * 100, "a" * 74 + " b", "END:VEVENT\nBEGIN:VEVENT", '"quoted"',
    "^n ^^ %0A &amp; <b>", "  lead", "trail  ", "\ufeffmark", "\x00\x07\ud800", "=?utf-8?q?a?=",
)  # fmt: skip
_TYPED = st.text(
    st.one_of(
        st.characters(codec=None),
        st.sampled_from(list('\\;,:"nN\n\r\t \u2028\x85=^')),
        st.just("é"),
    ),
    max_size=200,
)


def with_text(text: str) -> bytes:
    return calendar(HEAD, [write_entry(entry(text, SINCE, about=text), alarm_minutes=30)])


#: What each reader finds in an entry that nobody tried anything with.
PLAIN = {name: reader(with_text("plain"))[0].names for name, reader in TEXTS.items()}


def holds(text: str, read: Sequence[Texts], names: frozenset[str]) -> None:
    """One entry, its three texts as they were typed, and nothing that was not meant."""
    kept = clean(text)
    if kept:
        assert [(each.title, each.place, each.about) for each in read] == [(kept, kept, kept)]
        assert read[0].names == names
    else:
        assert len(read) == 1
        assert read[0].names <= names


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=EXAMPLES, deadline=None)
@given(text=_TYPED)
def test_whatever_is_typed_is_read_back_and_is_nothing_else(name: str, text: str) -> None:
    holds(text, TEXTS[name](with_text(text)), PLAIN[name])


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("text", NASTY, ids=range(len(NASTY)))
def test_what_was_typed_to_break_out_stays_a_text(name: str, text: str) -> None:
    holds(text, TEXTS[name](with_text(text)), PLAIN[name])


@given(text=_TYPED)
@example("\x1e\u2029\x0c")
@settings(max_examples=EXAMPLES)
def test_cleaning_drops_only_what_no_calendar_holds(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    kept.encode()
    assert kept.splitlines() == kept.split("\n")[: len(kept.splitlines())]
    if text.isprintable():
        assert kept == text


@settings(max_examples=EXAMPLES)
@given(text=_TYPED)
def test_lines_are_folded_at_75_octets_between_characters(text: str) -> None:
    ics = with_text(text)
    assert ics.endswith(b"\r\n")
    for line in ics.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
        assert b"\n" not in line
        assert b"\r" not in line


def _node_mistakes(text: str) -> bool:
    """What node-ical 0.27.2 reads wrong, whoever writes it: a backslash before an n becomes a line
    break, and a text all in quotation marks loses them."""
    return "\\n" in text.casefold() or (text[:1] == '"' == text[-1:])


@needs_node
@settings(max_examples=max(1, EXAMPLES // 40), deadline=None)
@given(texts=st.lists(_TYPED, min_size=50, max_size=50))
def test_node_readers_read_it_back_too(texts: list[str]) -> None:
    texts = ["plain", *NASTY, *texts]
    said = read_by_node([with_text(text) for text in texts], SINCE, UNTIL)
    for name, read in said.items():
        for text, one in zip(texts, read, strict=True):
            if name == "node-ical" and _node_mistakes(clean(text)):
                continue
            holds(text, one.texts, read[0].texts[0].names)


def test_an_entry_of_whole_days_ends_before_the_day_after() -> None:
    day = datetime(2026, 12, 10, tzinfo=UTC)
    whole = Entry(
        uid="day",
        sequence=0,
        changed_at=CHANGED,
        starts_at=day,
        ends_at=day + timedelta(days=1),
        title="Day of action",
        days=(day.date(), day.date() + timedelta(days=1)),
    )
    ics = calendar(HEAD, [write_entry(whole)])
    for name, reader in TIMES.items():
        assert reader(ics, SINCE, UNTIL) == [(day, day + timedelta(days=1), whole.title)], name
