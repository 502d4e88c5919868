"""What stands in an event's row of an exported table."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import timedelta

from bot.clock import FixedClock
from bot.domain.event import Answer
from bot.services.event_exports import EventFormat
from bot.services.services import Services
from tests.services.test_events import ORGANIZER, WEEKLY, person, published


async def _row(services: Services) -> dict[str, str]:
    file = await services.event_exports.events(ORGANIZER, EventFormat.CSV)
    (row,) = csv.DictReader(io.StringIO(file.data.decode("utf-8-sig")))
    return row


async def test_how_many_come_to_a_series_is_of_its_next_date_not_of_one_that_is_over(
    services: Services, clock: FixedClock
) -> None:
    _, times = await published(services, replace(WEEKLY, rule="FREQ=WEEKLY;COUNT=3;BYDAY=TU"))
    for n, coming in enumerate(times):
        for user in range(20, 21 + n):
            await services.rsvps.answer(person(user), coming.occurrence.number, Answer.GOING)
    assert (await _row(services))["going"] == "1"
    clock.set(times[0].occurrence.ends_at)
    assert (await _row(services))["going"] == "2"
    clock.set(times[2].occurrence.ends_at + timedelta(days=3))
    assert (await _row(services))["going"] == "3"


async def test_a_night_on_which_the_clocks_change_goes_out_and_in_again_as_it_is(
    services: Services,
) -> None:
    table = (
        b"title,start,end,zone\n"
        b"Vigil,2027-03-13 22:00,2027-03-14 06:00,America/New_York\n"  # an hour is skipped
        b"Watch,2027-11-07 01:30 EST,2027-11-07 03:30 EST,America/New_York\n"  # 1:30 comes twice
    )
    imports = services.event_imports
    token, plan = await imports.look(ORGANIZER, table, zone="America/New_York", language="en")
    assert [(d.minutes, d.fold) for d in plan.new] == [(7 * 60, None), (2 * 60, 1)]
    await imports.bring_in(ORGANIZER, token)
    file = await services.event_exports.events(ORGANIZER, EventFormat.CSV)
    rows = list(csv.DictReader(io.StringIO(file.data.decode("utf-8-sig"))))
    assert [row["end"] for row in rows] == ["2027-03-14 06:00", "2027-11-07 03:30"]
