"""`/events`: what comes up, what is near, what is one's own; only what one may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.event import Answer, Kind
from cogs.events.manage_render import manage_screen
from cogs.events.page_render import dates_screen
from tests.cogs.eventing import VIGIL, first_time, organizer, publish, say
from tests.conftest import World
from tests.screens import Seen


async def test_an_empty_list_says_so_and_where_new_ones_appear(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "events")
    assert seen.private
    assert "Nothing is coming up yet" in seen.text
    seen = await world.press(ana, seen, "My events")
    assert "You haven't said yes" in seen.text


async def test_drafts_are_for_organizers_and_a_series_is_listed_once(world: World) -> None:
    weekly = replace(
        VIGIL,
        kind=Kind.MEETING,
        title="Tuesday meeting",
        local_start=datetime.fromisoformat("2026-12-01T18:00"),
        rule="FREQ=WEEKLY;BYDAY=TU",
    )
    await publish(world, weekly)
    await world.app.services.events.create(organizer(world), replace(VIGIL, title="Not yet"))
    seen = await world.slash(world.member("Ana"), "events")
    assert seen.text.count("Tuesday meeting") == 1
    assert "Not yet" not in seen.text
    assert "24 Beacon Street" not in seen.text
    admin = await world.slash(world.admin(), "events")
    assert "Draft. Only organizers see this." in admin.text


async def test_four_are_on_a_page_and_the_pages_turn_after_a_restart(world: World) -> None:
    for number in range(5):
        start = datetime.fromisoformat("2026-12-04T18:00") + timedelta(days=number)
        await publish(world, title=f"Vigil {number}", local_start=start, board=False)
    ana = world.member("Ana")
    first = await world.slash(ana, "events")
    assert "Page 1 of 2" in first.text
    assert "Vigil 3" in first.text
    assert "Vigil 4" not in first.text
    await world.restart()
    second = await world.press(ana, first, "More")
    assert "Vigil 4" in second.text
    assert "Vigil 3" not in second.text
    assert "Vigil 0" in (await world.press(ana, second, "Back")).text


async def test_a_place_puts_the_nearest_first_and_is_not_kept(world: World) -> None:
    for title, place in (
        ("In Boston", "Boston, MA"),
        ("In Houston", "Houston, TX"),
        ("Online", ""),
        ("In Denver", "Denver, CO"),
        ("In Dallas", "Dallas, TX"),
    ):
        await publish(world, title=title, place=place, address="", board=False)
    ana = world.member("Ana")
    wrong = await world.slash(ana, "events", where="Nowhereville")
    assert "In Houston" not in wrong.text
    seen = await world.slash(ana, "events", where="77002")
    order = [seen.text.index(f"In {city}") for city in ("Houston", "Dallas", "Denver", "Boston")]
    assert order == sorted(order)
    assert "about 5 km (3 mi)" in seen.text
    assert all("77002" not in custom_id for custom_id in seen.buttons.values())
    await world.restart()
    assert "Online" in (await world.press(ana, seen, "More")).text


async def test_one_kind_can_be_asked_for_in_either_language_and_nonsense_is_refused(
    world: World,
) -> None:
    await publish(world, board=False)
    await publish(world, title="Class", kind=Kind.TRAINING, board=False)
    ana = world.member("Ana")
    refused = await world.slash(ana, "events", kind="picnic")
    assert "Candles" not in refused.text
    for kind in ("training", "Capacitación"):
        seen = await world.slash(ana, "events", kind=kind)
        assert "Class" in seen.text
        assert "Candles" not in seen.text
    offered = await ana.autocomplete(world.channel, "events", "kind", "vig")
    assert [choice["value"] for choice in offered] == ["vigil"]


async def test_my_events_are_shown_in_a_direct_message_too_with_what_those_who_come_see(
    world: World,
) -> None:
    event = await publish(world, board=False)
    other = await publish(world, title="Other", board=False)
    ana = world.member("Ana")
    await say(world, ana.id, await first_time(world, event), Answer.GOING)
    assert other
    seen = Seen(await ana.user.slash("events"))
    assert "Candles for our neighbors" in seen.text
    assert "Other" not in seen.text
    assert list(seen.buttons) == ["Details"]
    await world.restart()
    page = Seen(await ana.user.click(seen.message, custom_id=seen.custom_id("Details")))
    assert "24 Beacon Street" in page.text


async def test_what_was_called_off_says_so_and_not_that_one_goes(world: World) -> None:
    day = await publish(world, kind=Kind.DAY_OF_ACTION, title="Immigrants' Day", address="")
    event = await publish(world, title="In Boston", parent=day.number, board=False)
    await publish(world, title="In Salem", parent=day.number, board=False)
    ana, one = world.member("Ana"), await first_time(world, event)
    await say(world, ana.id, one, Answer.GOING)
    mine = await world.slash(ana, "events", show="mine")
    assert "You're going" in mine.text
    await world.app.services.events.cancel(organizer(world), event.number, event.version)
    off = "**Cancelled. It will not take place.**"
    mine = await world.slash(ana, "events", show="mine")
    assert off in mine.text
    assert "going" not in mine.text
    await world.restart()
    page = await world.press(ana, mine, "Details")
    assert off in page.text
    assert "You're going" not in page.text
    assert "I saw it" in page.buttons
    every = await world.slash(ana, "events")
    every = await world.press(ana, every, "Details")
    local = await world.press(ana, every, "See the local events")
    assert local.text.index(off) < local.text.index("In Boston")
    assert local.text.count(off) == 1


async def test_a_date_that_was_moved_is_named_by_the_day_at_the_place(world: World) -> None:
    weekly = replace(
        VIGIL,
        local_start=datetime.fromisoformat("2026-12-01T18:00"),
        rule="FREQ=WEEKLY;BYDAY=TU",
    )
    event = await publish(world, weekly, capacity=5)
    events, who = world.app.services.events, organizer(world)
    page = await events.get(who, event.number)
    numbers = [each.occurrence.number for each in page.times[:2]]
    await events.move_occurrence(
        who, numbers[1], event.version, local_start=datetime.fromisoformat("2026-12-09T21:00")
    )  # the 10th in UTC
    for n, number in enumerate(numbers):
        for user in range(20, 24 + n):
            await say(world, user, number, Answer.GOING)
    page = await events.get(who, event.number)
    options = dates_screen(page, page.times[0], "en", now=world.clock.now()).to_components()
    assert "Wednesday, December 9" in str(options)
    assert "December 10" not in str(options)
    # Of a series who comes is counted for one date, as its places are.
    shown = str(manage_screen(page, "en", now=world.clock.now()).to_components())
    assert "4 going of 5" in shown
