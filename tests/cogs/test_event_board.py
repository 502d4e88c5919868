"""An event's board: members answer with one press and see what stands; it stays current."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain.event import Answer, Kind
from tests.cogs.eventing import (
    DAY,
    VIGIL,
    buttons_of,
    first_time,
    organizer,
    posted,
    press,
    publish,
    say,
    text_of,
)
from tests.conftest import World


async def test_the_board_says_what_when_where_and_keeps_the_address_for_those_who_come(
    world: World,
) -> None:
    await publish(world)
    (board,) = posted(world)
    text = text_of(board)
    assert "Candles for our neighbors" in text
    assert "<t:1796425200:F>" in text  # 4 December, 18:00 in New York
    assert "6 pm to 7:30 pm, Eastern Time" in text
    assert "Boston, MA" in text
    assert "24 Beacon Street" not in text
    assert "side door" not in text
    assert "exact address once you say" in text
    assert list(buttons_of(board)) == ["I'm going", "Maybe", "Can't come", "Details"]


async def test_one_press_answers_privately_with_the_address_and_what_comes_next(
    world: World,
) -> None:
    await publish(world)
    (board,) = posted(world)
    ana = world.member("Ana")
    seen = await press(ana, board, "Details")
    assert seen.private
    assert "24 Beacon Street" not in seen.text
    seen = await press(ana, board, "I'm going")
    assert seen.private
    assert seen.text.startswith("### You're going.")
    assert "24 Beacon Street" in seen.text
    assert "side door" in seen.text
    assert "1 day before and 2 hours before" in seen.text
    assert "with a mention in <#" in seen.text
    assert list(seen.buttons) == [
        "Remind me…",
        "I can't come after all",
        "Add to my calendar",
        "Details",
    ]
    await world.restart()
    again = await world.press(ana, seen, "I can't come after all")
    assert "you can't come" in again.text
    assert "24 Beacon Street" not in again.text
    await world.move(DAY)
    (board,) = posted(world)
    assert "0 going" in text_of(board)


async def test_a_full_event_puts_people_in_line_and_says_where_they_stand(world: World) -> None:
    event = await publish(world, capacity=1)
    one = await first_time(world, event)
    await say(world, 20, one, Answer.GOING)
    await say(world, 21, one, Answer.GOING)
    (board,) = posted(world)
    ana = world.member("Ana")
    seen = await press(ana, board, "I'm going")
    assert "You are number 2 in line." in seen.text
    assert "24 Beacon Street" not in seen.text
    assert list(seen.buttons) == ["Leave the line", "Details"]
    await world.restart()
    (board,) = posted(world)
    page = await press(ana, board, "Details")
    assert "number 2 in line" in page.text
    left = await world.press(ana, page, "Leave the line")
    assert "you can't come" in left.text
    await world.move(DAY)
    assert "1 going of 1 · 1 in line" in text_of(posted(world)[0])


async def test_two_hundred_presses_are_a_few_edits_of_one_message(world: World) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    before = len(_edits(world))
    for user_id in range(100, 300):
        await say(world, user_id, one, Answer.GOING)
    for _ in range(3):
        await world.move(DAY / 24 / 60)
    (board,) = posted(world)
    assert "200 going" in text_of(board)
    assert 1 <= len(_edits(world)) - before <= 3


def _edits(world: World) -> list[object]:
    return [each for each in world.env.http_requests if each.method == "PATCH"]


async def test_cancelled_is_said_first_and_nobody_can_answer_any_more(world: World) -> None:
    event = await publish(world)
    (old,) = posted(world)
    ana = world.member("Ana")
    seen = await press(ana, old, "Maybe")
    await world.app.services.events.cancel(organizer(world), event.number, event.version)
    refused = await world.press(ana, seen, "I'm going")
    assert "cancelled" in refused.text
    await world.move(DAY)
    board = posted(world)[0]
    assert text_of(board).startswith("**Cancelled. It will not take place.**")
    assert list(buttons_of(board)) == ["Details"]


async def test_a_series_shows_its_next_date_and_the_two_after_with_the_others_behind_a_button(
    world: World,
) -> None:
    weekly = replace(
        VIGIL,
        kind=Kind.MEETING,
        title="Tuesday meeting",
        local_start=datetime.fromisoformat("2026-12-01T18:00"),
        rule="FREQ=WEEKLY;BYDAY=TU",
    )
    event = await publish(world, weekly)
    (board,) = posted(world)
    assert "Repeats: every Tuesday" in text_of(board)
    assert "**Then:** <t:1796770800:f> · <t:1797375600:f>" in text_of(board)
    ana = world.member("Ana")
    dates = await press(ana, board, "Other dates")
    page = await world.app.services.events.get(organizer(world), event.number)
    third = page.times[2].occurrence.number
    await world.restart()
    seen = await world.choose(ana, dates, f"event:date:{event.number}", str(third))
    assert "<t:1797375600:F>" in seen.text
    done = await world.press(ana, seen, "I'm going")
    assert "You're going." in done.text
    assert "<t:1797375600:F>" in done.text


async def test_a_day_of_action_counts_everybody_and_leads_to_the_nearest_local_event(
    world: World,
) -> None:
    day = await publish(
        world, kind=Kind.DAY_OF_ACTION, title="Immigrants' Day", place="", address=""
    )
    for title, place in (("In Boston", "Boston, MA"), ("In Houston", "Houston, TX")):
        local = await publish(world, title=title, place=place, parent=day.number, board=False)
        await say(world, 20, await first_time(world, local), Answer.GOING)
    await world.move(DAY)
    (board,) = posted(world)
    assert "1 going · 2 local events" in text_of(board)
    ana = world.member("Ana")
    every = await press(ana, board, "See all")
    assert "In Boston" in every.text
    form = await world.press(ana, every, "Near me…")
    wrong = await world.fill_in(ana, form, where="Nowhereville")
    assert "In Houston" not in wrong.text
    await world.restart()
    form = await world.press(ana, every, "Near me…")
    near = await world.fill_in(ana, form, where="77002")
    assert near.text.index("In Houston") < near.text.index("In Boston")
    seen = await world.press(ana, near, "Details")
    assert "In Boston" in seen.text


async def test_an_event_of_another_server_is_not_there(world: World) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    await world.app.db.write("UPDATE event SET guild_id = 99")
    ana = world.member("Ana")
    (board,) = posted(world)
    seen = await press(ana, board, "I'm going")
    assert "no longer here" in seen.text
    assert await world.app.db.fetch_all("SELECT * FROM rsvp") == []
    assert one
