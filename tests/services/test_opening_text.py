"""Open now until when, opening when: short on a card, whole on a page; nothing if nobody knows."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.entry import Entry, Freq, Location, Schedule, Service
from bot.domain.weekdays import WEEKDAYS
from bot.services.opening_text import hours_of, hours_of_service, opening_part, opening_words

ZONE = "America/Chicago"
OFFICE = Schedule(WEEKDAYS[:5], 9 * 60, 17 * 60, Freq.WEEKLY)
NIGHT = Schedule(("FR",), 20 * 60, 2 * 60)
CLINIC = Schedule(("2TU",), 9 * 60, 17 * 60)


def entry(*schedules: Schedule, zone: str | None = ZONE) -> Entry:
    return Entry("e", "E", "legal service", locations=(Location(
        time_zone=zone, schedules=schedules, id="l"),))  # fmt: skip


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("now", "schedule", "card", "page", "spanish"),
    [
        ("2026-11-24 10:00", OFFICE, "Open now until 5 pm", "Open now until 5 pm",
         "Abierto ahora, hasta las 17:00"),
        ("2026-11-24 08:00", OFFICE, "Opens today 9 am", "Closed now · opens today 9 am",
         "Cerrado ahora · abre hoy a las 9:00"),
        ("2026-11-24 18:00", OFFICE, "Opens tomorrow 9 am", "Closed now · opens tomorrow 9 am",
         "Cerrado ahora · abre mañana a las 9:00"),
        ("2026-11-27 18:00", OFFICE, "Opens Mon 9 am", "Closed now · opens Mon 9 am",
         "Cerrado ahora · abre el lun a las 9:00"),
        ("2026-11-27 21:00", NIGHT, "Open now until 2 am", "Open now until 2 am",
         "Abierto ahora, hasta las 2:00"),
        ("2026-11-24 10:00", Schedule(WEEKDAYS, 0, 0), "Open now, around the clock",
         "Open now, around the clock", "Abierto ahora, a toda hora"),
        ("2026-11-28 10:00", Schedule(("SA", "SU"), 0, 0), "Open now until Mon midnight",
         "Open now until Mon midnight", "Abierto ahora, hasta el lun a las 24:00"),
        ("2026-11-30 10:00", CLINIC, "Opens Tue, Dec 8, 2026, 9 am",
         "Closed now · opens Tue, Dec 8, 2026, 9 am",
         "Cerrado ahora · abre el mar 8 dic 2026 a las 9:00"),
        ("2026-11-20 10:00", CLINIC, "Closed now and in the next two weeks",
         "Closed now and in the next two weeks", "Cerrado ahora y en las próximas dos semanas"),
        ("2026-11-24 10:00", Schedule(description="By appointment"), "", "", ""),
    ],
)  # fmt: skip
def test_what_is_said_of_a_moment(
    now: str, schedule: Schedule, card: str, page: str, spanish: str
) -> None:
    at = moment(now)
    assert opening_part(entry(schedule), at, "en") == card
    seen = hours_of(entry(schedule)).opening(at)
    assert opening_words(seen, at, "en") == page
    assert opening_words(seen, at, "es") == spanish


def test_nobody_says_open_now_of_a_whole_with_several_places_or_without_a_zone() -> None:
    now = moment("2026-11-24 10:00")
    two = Entry("e", "E", "charity", locations=entry(OFFICE).locations * 2)
    assert opening_part(two, now, "en") == ""
    assert opening_part(entry(OFFICE, zone=None), now, "en") == ""
    assert opening_part(Entry("e", "E", "charity"), now, "en") == ""


def test_a_service_goes_by_the_clock_of_where_it_is_to_be_had() -> None:
    east, west = Location(time_zone="America/New_York", id="a"), Location(time_zone=ZONE, id="b")
    service = Service("S", schedules=(OFFICE,), locations=("b",))
    whole = Entry("e", "E", "charity", locations=(east, west), services=(service,))
    assert hours_of_service(service, whole).zone == ZONE
    assert hours_of(whole).zone == ZONE
    nowhere = Service("S", schedules=(OFFICE,))
    assert hours_of_service(nowhere, whole).zone is None
