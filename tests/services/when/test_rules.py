"""How events repeat: read from words and from RFC 5545, said back, the same from what was said."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.event_days import falls_on, starts_with
from bot.domain.event_rule import (
    NTHS,
    EventRule,
    Freq,
    end_of,
    from_front,
    in_order,
    parse_rule,
    plain,
)
from bot.services.when import read_rule, say_rule

#: A Tuesday, the first of December.
START = datetime.fromisoformat("2026-12-01T18:00")

WORDS = [
    ("every Tuesday and Thursday", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("Tuesdays", "FREQ=WEEKLY;BYDAY=TU"),
    ("weekly", "FREQ=WEEKLY"),
    ("every week", "FREQ=WEEKLY"),
    ("every two weeks", "FREQ=WEEKLY;INTERVAL=2"),
    ("every 2 weeks on Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("every other week", "FREQ=WEEKLY;INTERVAL=2"),
    ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("daily", "FREQ=DAILY"),
    ("every 3 days", "FREQ=DAILY;INTERVAL=3"),
    ("monthly", "FREQ=MONTHLY"),
    ("once a month", "FREQ=MONTHLY"),
    ("monthly on the first Tuesday", "FREQ=MONTHLY;BYDAY=1TU"),
    ("the first Tuesday of every month", "FREQ=MONTHLY;BYDAY=1TU"),
    ("first and third Tuesday of the month", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    ("every month on the 1st and 15th", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("every three months on day 1", "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=1"),
    ("yearly", "FREQ=YEARLY"),
    ("every 1 December", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
    ("every year on December 1", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
    ("first Tuesday of December every year", "FREQ=YEARLY;BYMONTH=12;BYDAY=1TU"),
    ("every Tuesday in December and January", "FREQ=WEEKLY;BYMONTH=1,12;BYDAY=TU"),
    ("every Tuesday until June 30", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T235959"),
    ("every Tuesday until 2027-06-30", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T235959"),
    ("every Tuesday, 10 times", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
    ("every Tuesday for 10 times", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
    ("cada martes", "FREQ=WEEKLY;BYDAY=TU"),
    ("todos los martes", "FREQ=WEEKLY;BYDAY=TU"),
    ("los martes y los sábados", "FREQ=WEEKLY;BYDAY=TU,SA"),
    ("semanal", "FREQ=WEEKLY"),
    ("cada dos semanas", "FREQ=WEEKLY;INTERVAL=2"),
    ("cada dos semanas los martes", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("el primer martes de cada mes", "FREQ=MONTHLY;BYDAY=1TU"),
    ("el primer y el tercer martes de cada mes", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    ("una vez al mes", "FREQ=MONTHLY"),
    ("cada mes el día 1", "FREQ=MONTHLY;BYMONTHDAY=1"),
    ("los días 1 y 15 de cada mes", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("cada año", "FREQ=YEARLY"),
    ("cada 1 de diciembre", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
    ("el primer martes de diciembre de cada año", "FREQ=YEARLY;BYMONTH=12;BYDAY=1TU"),
    ("cada martes hasta el 30 de junio", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630T235959"),
    ("cada martes, 10 veces", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
    # as calendars write it
    ("RRULE:FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("freq=weekly;byday=th,tu;interval=1;wkst=su", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("FREQ=DAILY;BYDAY=TU,WE", "FREQ=WEEKLY;BYDAY=TU,WE"),
    ("FREQ=WEEKLY;UNTIL=20270630", "FREQ=WEEKLY;UNTIL=20270630T235959"),
    ("FREQ=WEEKLY;UNTIL=20270630T170000", "FREQ=WEEKLY;UNTIL=20270629T235959"),
    ("FREQ=WEEKLY;UNTIL=20270701T045959Z", "FREQ=WEEKLY;UNTIL=20270630T235959"),
]

REFUSED = [
    ("Tuesday", "when.no_rule"),
    ("every", "when.unclear_word"),
    ("every blue moon", "when.unknown_word"),
    ("every Tuesday maybe", "when.unknown_word"),
    ("every Tuesday except December 8", "when.unknown_word"),
    ("every second Tuesday", "when.rule_two_ways"),
    ("weekly and monthly", "when.rule_twice"),
    ("every Tuesday, 10 times until June 30", "when.unclear_word"),
    ("every Tuesday at 6pm", "when.unclear_word"),
    ("every 0 weeks", "when.unclear_word"),
    ("every hour", "when.unclear_word"),
    ("cada quincena", "when.unknown_word"),
    ("every mar", "when.unclear_word"),
    ("", "when.empty"),
    ("every Tuesday " * 400, "when.too_long"),
    ("FREQ=SECONDLY", "event_error.rule_often"),
    ("FREQ=MINUTELY;INTERVAL=5", "event_error.rule_often"),
    ("FREQ=WEEKLY;BYSETPOS=1", "event_error.rule_part"),
    ("FREQ=WEEKLY;BYHOUR=3", "event_error.rule_part"),
    ("FREQ=YEARLY;BYYEARDAY=100", "event_error.rule_part"),
    ("FREQ=YEARLY;BYDAY=20MO", "event_error.rule_part"),
    ("FREQ=WEEKLY;INTERVAL=0", "event_error.rule_number"),
    ("FREQ=WEEKLY;COUNT=1000000000", "event_error.rule_number"),
    ("FREQ=WEEKLY;COUNT=3;UNTIL=20270101", "event_error.rule_part"),
    ("FREQ=WEEKLY;FREQ=DAILY", "event_error.rule_part"),
    ("FREQ=WEEKLY;BYDAY=1TU", "event_error.rule_nth"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU", "event_error.rule_part"),
    ("FREQ=", "event_error.rule_unread"),
    ("FREQ=WEEKLY;UNTIL=20271399", "event_error.rule_part"),
    ("FREQ=WEEKLY;UNTIL=20400101", "when.too_far"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "event_error.rule_never"),
    ("every Thursday", "when.rule_misses_start"),
    ("every Tuesday until November 1, 2026", "when.rule_ends_before"),
]


def read(text: str, language: str = "en") -> str:
    return read_rule(text, start=START, language=language, zone="America/Chicago")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("text", "rule"), WORDS)
def test_a_rule_is_read_as_it_is_meant(text: str, rule: str, language: str) -> None:
    assert read(text, language) == rule


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_what_is_no_rule_of_ours_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(BadInput) as refused:
        read(text)
    assert refused.value.key == why


def test_the_refusal_names_the_part_and_the_day() -> None:
    with pytest.raises(BadInput) as refused:
        read("FREQ=MONTHLY;BYDAY=TU;BYMONTHDAY=3")
    assert refused.value.params == {"part": "BYDAY + BYMONTHDAY"}
    with pytest.raises(BadInput) as refused:
        read("cada jueves", "es")
    assert refused.value.params["date"] == "3 de diciembre de 2026"


@pytest.mark.parametrize(
    ("rule", "english", "spanish"),
    [
        (
            "FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20270630T235959",
            "every Tuesday and Thursday, until June 30, 2027",
            "cada martes y jueves, hasta el 30 de junio de 2027",
        ),
        (
            "FREQ=YEARLY;BYMONTH=9;BYDAY=-1SU",
            "every year on the last Sunday of September",
            "cada año, el último domingo de septiembre",
        ),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;COUNT=1",
            "every 2 weeks on Mondays and Saturdays, 1 time",
            "cada 2 semanas, los lunes y los sábados, 1 vez",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,15,-1",
            "every month on days 1 and 15 and the last day",
            "cada mes, los días 1 y 15 y el último día",
        ),
    ],
)
def test_a_rule_is_said_in_plain_words(rule: str, english: str, spanish: str) -> None:
    assert say_rule(rule, "en") == english
    assert say_rule(rule, "es") == spanish


# --- whatever the rule ------------------------------------------------------------------------


@st.composite
def rules(draw: st.DrawFn) -> EventRule:
    """Any rule that we do."""
    freq = draw(st.sampled_from(Freq))
    weekday = st.integers(0, 6)
    months = draw(st.sets(st.integers(1, 12), max_size=3))
    days: set[tuple[int, int]] = set()
    month_days: set[int] = set()
    if freq is Freq.WEEKLY:
        days = {(0, day) for day in draw(st.sets(weekday, max_size=7))}
    elif freq is Freq.MONTHLY or (freq is Freq.YEARLY and months):
        if draw(st.booleans()):
            days = set(draw(st.sets(st.tuples(st.sampled_from(NTHS), weekday), max_size=3)))
        else:
            month_days = draw(st.sets(st.sampled_from((*range(1, 32), -1)), max_size=3))
    ends = draw(st.sampled_from(["", "count", "until"]))
    return EventRule(
        freq,
        draw(st.integers(1, 99)),
        tuple(sorted(months)),
        from_front(month_days),
        in_order(days),
        draw(st.integers(1, 999)) if ends == "count" else None,
        end_of(draw(st.dates(date(2028, 1, 1), date(2030, 12, 31)))) if ends == "until" else None,
    )


def beginning(rule: EventRule) -> datetime:
    """A time that the rule names."""
    unended = EventRule(rule.freq, 1, rule.months, rule.month_days, rule.days)
    first = starts_with(unended, START)
    assume(first is not None)
    assert first is not None
    assume(rule.until is None or first <= rule.until)
    return first


@given(rule=rules(), language=st.sampled_from(["en", "es"]))
def test_what_is_said_is_read_as_the_same_rule(rule: EventRule, language: str) -> None:
    start = beginning(rule)
    assert plain(parse_rule(rule.text)) == rule
    said = say_rule(rule.text, language)
    assume(starts_with(rule, start) == start)
    assert read_rule(said, start=start, language=language) == rule.text


@given(rule=rules())
def test_its_days_are_those_that_calendars_find(rule: EventRule) -> None:
    first = beginning(rule)
    theirs, start = rrulestr(rule.text, dtstart=first), first.date()
    until = start + timedelta(days=1200)
    found = [each.date() for each in islice(theirs, 40) if each.date() < until]
    days = (start + timedelta(days=n) for n in range(1200))
    ours = [day for day in days if falls_on(rule, start, day)]
    assert ours[: len(found)] == found


@given(text=st.text(max_size=5000))
def test_any_text_is_a_rule_or_bad_input(text: str) -> None:
    for given_text in (text, f"FREQ={text}", f"every {text[:100]}"):
        try:
            assert parse_rule(read(given_text)).text.startswith("FREQ=")
        except BadInput:
            continue


@given(words=st.lists(st.sampled_from([w for text, _ in WORDS for w in text.split()]), max_size=8))
def test_words_of_rules_in_any_order_are_a_rule_or_bad_input(words: list[str]) -> None:
    try:
        rule = read(" ".join(words))
    except BadInput:
        return
    assert read(say_rule(rule, "es"), "es") == rule
