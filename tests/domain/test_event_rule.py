"""How events repeat: read as RFC 5545 has it, refused by name, written out like dateutil does."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.event_days import local_starts
from bot.domain.event_rule import Freq, parse_rule
from bot.domain.weekdays import WEEKDAYS

local = datetime.fromisoformat
START = local("2026-12-01T18:00")


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("FREQ=SECONDLY", "rule_often"),
        ("FREQ=HOURLY;COUNT=3", "rule_often"),
        ("FREQ=WEEKLY;BYWEEKNO=3", "rule_part"),
        ("FREQ=WEEKLY;BYSETPOS=1", "rule_part"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "rule_part"),
        ("FREQ=WEEKLY;BYDAY=2TU", "rule_nth"),
        ("FREQ=MONTHLY;BYDAY=6TU", "rule_never"),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "rule_never"),
        ("FREQ=WEEKLY;INTERVAL=0", "rule_number"),
        ("FREQ=WEEKLY;INTERVAL=101", "rule_number"),
        ("FREQ=WEEKLY;COUNT=1001", "rule_number"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "rule_number"),
        ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "rule_part"),
        ("FREQ=WEEKLY;UNTIL=20271301", "rule_part"),
        ("FREQ=WEEKLY;BYDAY=XX", "rule_part"),
        ("FREQ=WEEKLY;FREQ=DAILY", "rule_part"),
        ("FREQ=WEEKLY;UNTIL=00010101T000000Z", "rule_part"),
        ("FREQ=WEEKLY;UNTIL=99991231T235959Z", "rule_part"),
        ("every Tuesday", "rule_unread"),
        ("", "rule_unread"),
        ("INTERVAL=2", "rule_unread"),
    ],
)
def test_what_is_no_rule_for_events_is_refused_by_name(text: str, key: str) -> None:
    with pytest.raises(BadInput, match=f"event_error.{key}$"):
        parse_rule(text)


@given(st.text(max_size=60) | st.text("FREQ=WKLYBDA;,0123456789TUMO", max_size=60))
def test_any_text_is_a_rule_or_bad_input(text: str) -> None:
    try:
        rule = parse_rule(text)
    except BadInput:
        return
    assert parse_rule(rule.text) == rule


def _of(numbers: st.SearchStrategy[int]) -> st.SearchStrategy[list[int]]:
    return st.lists(numbers, min_size=1, max_size=3, unique=True)


@st.composite
def rules(draw: st.DrawFn) -> str:
    freq = draw(st.sampled_from(list(Freq)))
    parts = [f"FREQ={freq}", f"INTERVAL={draw(st.integers(1, 4))}"]
    if draw(st.booleans()):
        parts.append(f"COUNT={draw(st.integers(1, 30))}")
    elif draw(st.booleans()):
        parts.append("UNTIL=20290301T120000")
    if draw(st.booleans()):
        parts.append("BYMONTH=" + ",".join(map(str, draw(_of(st.integers(1, 12))))))
    what = draw(st.sampled_from(["none", "day", "nth", "monthday", "both"]))
    if what in ("day", "both"):
        days = draw(st.lists(st.sampled_from(WEEKDAYS), min_size=1, max_size=3, unique=True))
        parts.append("BYDAY=" + ",".join(days))
    if what == "nth" and freq in (Freq.MONTHLY, Freq.YEARLY):
        most = 5 if freq is Freq.MONTHLY or any("BYMONTH" in part for part in parts) else 53
        nth = draw(st.integers(-most, most).filter(bool))
        parts.append(f"BYDAY={nth}{draw(st.sampled_from(WEEKDAYS))}")
    if what in ("monthday", "both") and freq is not Freq.WEEKLY:
        days = draw(_of(st.integers(-31, 31).filter(bool)))
        parts.append("BYMONTHDAY=" + ",".join(map(str, days)))
    if freq is Freq.WEEKLY and draw(st.booleans()):
        parts.append(f"WKST={draw(st.sampled_from(WEEKDAYS))}")
    return ";".join(parts)


@given(rules(), st.integers(0, 800))
def test_it_takes_place_when_dateutil_says_so(text: str, days: int) -> None:
    first = START + timedelta(days=days)
    last = first + timedelta(days=1200)
    try:
        rule = parse_rule(text)
    except BadInput:
        return
    ours = list(local_starts(rule, first, last))
    # dateutil looks on for ever where nothing comes: it is given our last day as its own.
    if "COUNT" in text or "UNTIL" in text:
        theirs = rrulestr(text, dtstart=first)
        expected = [each for each in islice(theirs, 5000) if each <= last] if ours else []
        assert ours == expected
    else:
        theirs = rrulestr(f"{text};UNTIL={last:%Y%m%dT%H%M%S}", dtstart=first)
        assert ours == list(theirs) if ours else True


@pytest.mark.parametrize(
    ("text", "first", "expected"),
    [
        ("FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU", "2026-09-01T12:00", "2026-09-27T12:00"),
        ("FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=18", "2026-11-01T12:00", "2026-12-18T12:00"),
        ("FREQ=MONTHLY;BYDAY=2TU", "2026-12-01T18:00", "2026-12-08T18:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "2027-02-01T18:00", "2027-02-28T18:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR", "2026-12-01T18:00", "2027-08-13T18:00"),
    ],
)
def test_the_days_that_the_movement_knows(text: str, first: str, expected: str) -> None:
    begin = local(first)
    found = local_starts(parse_rule(text), begin, begin + timedelta(days=800))
    assert next(found) == local(expected)


@pytest.mark.parametrize(("begins", "days"), [("MO", [5, 10, 19, 24]), ("SU", [5, 17, 19, 31])])
def test_every_second_week_goes_by_the_day_on_which_weeks_begin(
    begins: str, days: list[int]
) -> None:  # the example of RFC 5545
    rule = parse_rule(f"FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST={begins}")
    first = local("1997-08-05T09:00")
    assert [each.day for each in local_starts(rule, first, first + timedelta(days=60))] == days


def test_a_rule_that_never_comes_true_keeps_nobody_waiting() -> None:
    rule = parse_rule("FREQ=YEARLY;INTERVAL=100;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO")
    begin = local("2027-01-01T10:00")
    assert list(local_starts(rule, begin, begin + timedelta(days=3700))) == []
