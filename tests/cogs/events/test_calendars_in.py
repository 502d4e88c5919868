"""`/event import` with a calendar (.ics): named is what can't be read; then all comes in, or
nothing; the same file twice changes nothing, and a newer one changes what came in."""

from __future__ import annotations

import pytest
from simcord.actors import MemberActor

from tests.cogs.events.eventing import organizer_of
from tests.cogs.events.test_transfers import count_events, zoned
from tests.conftest import World
from tests.screens import Seen

VIGIL = """BEGIN:VEVENT
UID:vigil@example.org
SEQUENCE:{sequence}
SUMMARY:{title}
LOCATION:Old Church\\, 12 Main Street\\, Boston
DESCRIPTION:Bring a candle. @everyone welcome
DTSTART;TZID=Eastern Standard Time:20261218T180000
DTEND;TZID=Eastern Standard Time:20261218T193000
STATUS:{status}
END:VEVENT
"""
SERIES = """BEGIN:VEVENT
UID:weekly@example.org
SUMMARY:Weekly meeting
DTSTART;TZID=America/New_York:20261201T180000
RRULE:FREQ=WEEKLY;BYDAY=TU
EXDATE;TZID=America/New_York:20261208T180000
EXDATE;TZID=America/New_York:20290102T180000
END:VEVENT
BEGIN:VEVENT
UID:weekly@example.org
RECURRENCE-ID;TZID=America/New_York:20261215T180000
SUMMARY:Weekly meeting
LOCATION:Library
DTSTART;TZID=America/New_York:20261216T190000
DTEND;TZID=America/New_York:20261216T200000
END:VEVENT
"""
OTHERS = """BEGIN:VEVENT
UID:bad@example.org
SUMMARY:Bad [day](https://example.org)
DTSTART:20270231T100000
END:VEVENT
BEGIN:VEVENT
UID:old@example.org
SUMMARY:Long ago
DTSTART:20100101T100000Z
END:VEVENT
BEGIN:VTODO
SUMMARY:Buy candles
END:VTODO
"""


def vigil(title: str = "Vigil downtown", *, sequence: int = 0, status: str = "CONFIRMED") -> str:
    return VIGIL.format(title=title, sequence=sequence, status=status)


async def send(world: World, who: MemberActor, *parts: str) -> Seen:
    data = "\n".join(["BEGIN:VCALENDAR", *parts, "END:VCALENDAR"]).encode()
    return await world.slash(who, "event import", file=("theirs.ics", data))


async def rows(world: World, columns: str, table: str = "event") -> list[tuple[object, ...]]:
    found = await world.app.db.fetch_all(f"SELECT {columns} FROM {table} ORDER BY number")  # noqa: S608
    return [tuple(row) for row in found]


async def test_only_organizers_bring_a_calendar_in(world: World) -> None:
    refused = await send(world, world.member("Ana"), vigil())
    assert "organize" in refused.text
    assert await count_events(world) == 0


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR", "no events in it"),
        (b"\x00\x01 no calendar", "no calendar file"),
        (b"BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT", "does not say when it begins"),
        (b"BEGIN:VEVENT\nDTSTART:20261218T180000\nEND:VEVENT", "No time zone"),
    ],
    ids=["empty", "without", "binary", "start", "zone"],
)
async def test_a_calendar_of_no_use_is_a_sentence(world: World, data: bytes, said: str) -> None:
    seen = await world.slash(world.admin(), "event import", file=("theirs.ics", data))
    assert seen.private
    assert said in seen.text
    assert await count_events(world) == 0


async def test_a_calendar_is_looked_at_brought_in_and_changes_nothing_again(world: World) -> None:
    alba = await zoned(world)
    plan = await send(world, alba, vigil(), SERIES, OTHERS)
    assert "2 new events" in plan.text
    assert "1 is over" in plan.text
    assert "1 can't be brought in" in plan.text
    assert "Bad \\[day\\]" in plan.text
    assert "20270231T100000" in plan.text
    assert "1 to\\-do" in plan.text or "1 to-do" in plan.text
    assert "two hours were assumed" in plan.text
    assert await count_events(world) == 0

    done = await world.press(alba, plan, "Keep 2 as drafts")
    assert "2 drafts are kept" in done.text
    kept = await rows(world, "title, place, address, zone, local_start, minutes, status")
    assert kept == [
        ("Vigil downtown", "Old Church", "Old Church, 12 Main Street, Boston",
         "America/New_York", "2026-12-18T18:00", 90, "draft"),
        ("Weekly meeting", "", "", "America/New_York", "2026-12-01T18:00", 120, "draft"),
    ]  # fmt: skip
    ((about,), _) = await rows(world, "about")
    assert about == "Bring a candle. @ everyone welcome"
    times = await rows(world, "recurrence_id, status, moved, place, starts_at", "event_occurrence")
    by_name = {str(name): rest for name, *rest in times}
    assert by_name["2026-12-08T18:00"][:2] == ["cancelled", 1]
    assert by_name["2029-01-02T18:00"][:2] == ["cancelled", 1], "beyond what is written out"
    assert by_name["2026-12-15T18:00"][:3] == ["on", 1, "Library"]
    assert by_name["2026-12-15T18:00"][3] == 1797465600  # the 16th, 19:00 in New York
    assert by_name["2026-12-22T18:00"][:2] == ["on", 0]

    opened = await world.choose(alba, done, "event:plan:open", "1")
    assert "Vigil downtown" in opened.text
    again = await send(world, alba, vigil(), SERIES)
    assert "2 are here already" in again.text
    assert list(again.buttons) == ["Not now"]
    assert "Nothing was kept" in (await world.press(alba, again, "Not now")).text
    await world.restart()
    assert "2 are here already" in (await send(world, alba, vigil(), SERIES)).text


async def test_a_calendar_that_waited_through_a_restart_must_be_sent_again(world: World) -> None:
    alba = await zoned(world)
    plan = await send(world, alba, vigil())
    await world.restart()
    assert "send it again" in (await world.press(alba, plan, "Keep 1 as a draft")).text
    assert await count_events(world) == 0


async def test_a_newer_file_changes_what_came_in_and_calls_nothing_off_by_itself(
    world: World,
) -> None:
    alba = await zoned(world)
    await world.press(alba, await send(world, alba, vigil(sequence=2), SERIES), "Keep 2 as drafts")
    events = world.app.services.events
    await events.publish(organizer_of(world), 1, 1)

    stale = await send(world, alba, vigil("Old title", sequence=1))
    assert "1 is here already" in stale.text

    fewer = SERIES.replace("EXDATE;TZID=America/New_York:20261208T180000\n", "")
    plan = await send(world, alba, vigil("Vigil at noon", sequence=3), fewer)
    assert "2 changed there" in plan.text
    assert "1 of these is published" in plan.text
    done = await world.press(alba, plan, "Bring 2 in")
    assert "2 events were changed" in done.text
    assert await rows(world, "title, status") == [
        ("Vigil at noon", "published"),
        ("Weekly meeting", "draft"),
    ]
    times = await rows(world, "recurrence_id, status", "event_occurrence")
    assert ("2026-12-08T18:00", "on") in times

    off = await send(world, alba, vigil("Vigil at noon", sequence=4, status="CANCELLED"))
    assert "still stands here: Vigil at noon" in off.text
    assert (await rows(world, "status"))[0] == ("published",)


async def test_two_who_bring_the_same_calendar_in_at_once_make_each_event_once(
    world: World,
) -> None:
    alba, bea = await zoned(world), world.admin("Bea")
    one, other = await send(world, alba, vigil()), await send(world, bea, vigil())
    await world.press(alba, one, "Keep 1 as a draft")
    late = await world.press(bea, other, "Keep 1 as a draft")
    assert "All of them are here already" in late.text
    assert await count_events(world) == 1
