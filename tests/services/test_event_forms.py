"""What a form of an event shows is read back as just that; what can't be read is said."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import BadInput
from bot.i18n import languages
from bot.services.event_forms import read_capacity, read_reminders, say_reminders
from bot.services.event_typed import WhichTime, shown_time, typed_time
from tests.conftest import NOW

ZONE = "America/Chicago"
FIRST = datetime.fromisoformat("2026-11-24T00:00")


@given(st.lists(st.integers(1, 40_320), max_size=5), st.sampled_from(languages()))
def test_reminders_are_read_back_as_they_are_said(minutes: list[int], language: str) -> None:
    assert read_reminders(say_reminders(minutes, language)) == tuple(minutes)


@pytest.mark.parametrize("text", ["soon", "2", "2 moons", "-1 day", "1.5 hours", "1 day before it"])
def test_reminders_that_say_nothing_are_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_reminders(text)


@given(st.integers(0, 4 * 24 * 900), st.integers(1, 14 * 24 * 60), st.sampled_from(languages()))
@example(9228, 14 * 24 * 60, "en")  # the clocks are put forward meanwhile
def test_a_time_is_read_back_as_the_form_shows_it(quarter: int, lasts: int, language: str) -> None:
    start = FIRST + timedelta(minutes=15 * quarter)
    shown = shown_time(start, lasts, ZONE, now=NOW, language=language)
    try:
        read = typed_time(shown, now=NOW, zone=ZONE, language=language)
    except WhichTime:
        return  # the clocks are changed then: asked, never guessed
    assert (read.local_start, read.minutes) == (start, lasts)


@pytest.mark.parametrize(("text", "places"), [("", None), (" 60 ", 60), ("-1", -1)])
def test_the_number_of_places_is_read(text: str, places: int | None) -> None:
    assert read_capacity(text) == places


@pytest.mark.parametrize("text", ["many", "6O", "1e9", "٦٠", "1" * 30])
def test_what_is_no_number_of_places_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        read_capacity(text)
