"""Whatever rule an event has, calendars show just the times that we wrote out.

`ICS_EXAMPLES=500` tries more rules.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.domain.event import Event
from bot.services.event_times import with_first_start
from tests.calendars.readers import TIMES, Time, read_by_node
from tests.calendars.test_entries import EVENT, NOW, SINCE, expected, times_of, written
from tests.calendars.test_readers import ZONES, needs_node

EXAMPLES = int(os.environ.get("ICS_EXAMPLES", "12"))
RULES = (
        "FREQ=DAILY", "FREQ=WEEKLY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY;BYDAY=SU",
        "FREQ=MONTHLY;BYDAY=1TU", "FREQ=MONTHLY;BYDAY=-1SA", "FREQ=MONTHLY;BYDAY=2WE,4WE",
        "FREQ=MONTHLY;BYDAY=5FR", "FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=-1",
        "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=12;BYDAY=2TH",
        "FREQ=MONTHLY;BYMONTH=1,6;BYMONTHDAY=1,15", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8",
)  # fmt: skip
ENDS = ("", ";COUNT=5", ";UNTIL=20270615T235959", ";UNTIL=20270401T235959")


@st.composite
def events(draw: st.DrawFn) -> Event:
    """A series from these weeks on, at any time of the day."""
    every = draw(st.integers(1, 3))
    rule = (
        draw(st.sampled_from(RULES))
        + (f";INTERVAL={every}" if every > 1 else "")
        + draw(st.sampled_from(ENDS))
    )
    day = datetime(2026, 11, 25) + timedelta(days=draw(st.integers(0, 40)))  # noqa: DTZ001
    event = replace(
        EVENT,
        zone=draw(st.sampled_from(ZONES)),
        local_start=day + timedelta(minutes=15 * draw(st.integers(0, 95))),
        minutes=draw(st.sampled_from((30, 90, 24 * 60, 3 * 24 * 60))),
        rule=rule,
    )
    try:
        event = with_first_start(event)
    except BadInput:
        assume(False)
    assume(times_of(event))
    return event


def until(event: Event) -> datetime:
    """What is written out, and no more, may be compared."""
    return min(times_of(event)[-1].starts_at + timedelta(minutes=1), NOW + timedelta(days=399))


def shown(event: Event) -> list[Time]:
    return [time for time in expected(event, times_of(event)) if time[0] < until(event)]


@settings(max_examples=EXAMPLES, deadline=None)
@given(event=events())
def test_calendars_show_the_times_that_we_wrote_out(event: Event) -> None:
    ics = written(event, times_of(event))
    for name, reader in TIMES.items():
        assert reader(ics, SINCE, until(event)) == shown(event), (name, event.rule, event.zone)


@needs_node
def test_those_of_node_do_too() -> None:
    dice = Random(7)  # noqa: S311 - always the same
    made: list[Event] = []
    while len(made) < EXAMPLES:
        start = timedelta(days=dice.randrange(40), minutes=15 * dice.randrange(96))
        event = replace(
            EVENT,
            zone=dice.choice(ZONES),
            local_start=datetime(2026, 11, 25) + start,  # noqa: DTZ001
            minutes=dice.choice((30, 90, 24 * 60)),
            rule=dice.choice(RULES) + dice.choice(("", ";INTERVAL=2")) + dice.choice(ENDS),
        )
        with suppress(BadInput):
            event = with_first_start(event)
            made += [event] if times_of(event) else []
    last = NOW + timedelta(days=400)
    calendars = [written(event, times_of(event)) for event in made]
    for name, read in read_by_node(calendars, SINCE, last).items():
        for event, one in zip(made, read, strict=True):
            times = [time for time in one.times if time[0] < until(event)]
            assert times == shown(event), (name, event.rule, event.zone)
