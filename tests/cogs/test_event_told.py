"""What the bot says of events unasked: reminders, changes, places that get free, thanks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
from simcord.actors import MemberActor

from bot.domain.event import Answer
from bot.i18n import t
from bot.services.attendance import LONGEST_WORDS
from tests.cogs.eventing import (
    DAY,
    buttons_of,
    dms,
    first_time,
    organizer,
    posted,
    press,
    press_dm,
    publish,
    say,
    text_of,
)
from tests.conftest import World
from tests.screens import Seen, walk

HOUR = timedelta(hours=1)
#: From the Monday on which it is always until a day before the vigil, and to its end.
DAY_BEFORE = timedelta(days=10, hours=8)
SOON = timedelta(seconds=1)


async def _allow_messages(world: World, user_id: int) -> None:
    await world.app.services.people.choose_messages(user_id, allowed=True)


async def test_who_allows_messages_is_reminded_by_one_and_the_others_in_the_channel(
    world: World,
) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana, beto, carla = (world.member(name) for name in ("Ana", "Beto", "Carla"))
    for who, answer in ((ana, Answer.GOING), (beto, Answer.GOING), (carla, Answer.DECLINED)):
        await say(world, who.id, one, answer)
    await _allow_messages(world, ana.id)
    await world.restart()
    await world.move(DAY_BEFORE - HOUR)
    assert dms(ana) == []
    await world.move(HOUR)
    (dm,) = dms(ana)
    assert text_of(dm).startswith("### Reminder: Candles for our neighbors")
    assert "24 Beacon Street" in text_of(dm)
    _, ping = posted(world)
    assert f"<@{beto.id}>" in text_of(ping)
    assert f"<@{ana.id}>" not in text_of(ping)
    assert f"<@{carla.id}>" not in text_of(ping)
    assert "24 Beacon Street" not in text_of(ping)
    seen = await press_dm(ana, dm, "I can't come after all")
    assert "you can't come" in seen.text
    await world.move(22 * HOUR)
    assert len(dms(ana)) == 1


async def test_ones_own_reminder_counts_instead_of_the_events(world: World) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana = world.member("Ana")
    (board,) = posted(world)
    seen = await press(ana, board, "Details")
    assert "Remind me…" not in seen.buttons
    seen = await press(ana, board, "I'm going")
    menu = await world.press(ana, seen, "Remind me…")
    assert f"I mention you in <#{await _thread(world)}>, where others can see it" in menu.text
    menu = await world.press(ana, menu, "Send me direct messages")
    assert "Nobody else sees it" in menu.text
    await world.restart()
    menu = await world.choose(ana, menu, f"event:reminder:{one}", "30")
    assert "I'll remind you 30 minutes before, by direct message." in menu.text
    await world.move(DAY_BEFORE + 22 * HOUR)
    assert dms(ana) == []
    await world.move(2 * HOUR - timedelta(minutes=30))
    assert len(dms(ana)) == 1


async def test_a_moment_of_ones_own_is_typed_and_one_that_is_past_is_given_back(
    world: World,
) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana = world.member("Ana")
    await _allow_messages(world, ana.id)
    await say(world, ana.id, one, Answer.GOING)
    page = await press(ana, posted(world)[0], "Details")
    menu = await world.press(ana, page, "Remind me…")
    form = await world.press(ana, menu, "At a time of my own…")
    refused = await world.fill_in(ana, form, at="the day after")
    mend = await world.press(ana, refused, "Change it")
    late = await world.fill_in(ana, mend, at="December 5 at 9am")
    assert "too late" in late.text
    await world.restart()
    form = await world.press(ana, menu, "At a time of my own…")
    done = await world.fill_in(ana, form, at="December 3 at 9am")
    assert "I'll remind you <t:1796306400:F>, by direct message." in done.text
    await world.move(timedelta(days=9, hours=23))
    assert len(dms(ana)) == 1


async def test_a_change_is_told_to_each_asked_for_and_counted_until_all_have_seen_it(
    world: World,
) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana, beto = world.member("Ana"), world.member("Beto")
    await _allow_messages(world, ana.id)
    for who in (ana, beto):
        await say(world, who.id, one, Answer.GOING)
    await world.app.services.events.edit(
        organizer(world),
        event.number,
        event.version,
        {"place": "Cambridge, MA", "address": "1 Main Street"},
    )
    await world.restart()
    await world.move()
    (dm,) = dms(ana)
    assert text_of(dm).startswith("### Changed: Candles for our neighbors")
    assert "It takes place somewhere else now." in text_of(dm)
    assert "1 Main Street" in text_of(dm)
    assert "take a day" in text_of(dm)
    ping = posted(world)[-1]
    assert f"<@{beto.id}>" in text_of(ping)
    assert "1 Main Street" not in text_of(ping)
    stranger = await press(world.member("Carla"), ping, "I saw it")
    assert "no longer here" in stranger.text
    assert await _unheard(world, one) == [ana.id, beto.id]
    assert "you know" in (await press_dm(ana, dm, "I saw it")).text
    assert "1 Main Street" in (await press(beto, ping, "I saw it")).text
    assert await _unheard(world, one) == []


async def _unheard(world: World, one: int) -> list[int]:
    return await world.app.services.rsvps.unheard(organizer(world), one)


async def test_two_changes_before_anything_was_sent_are_told_once(world: World) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana = world.member("Ana")
    await _allow_messages(world, ana.id)
    await say(world, ana.id, one, Answer.GOING)
    for place in ("Cambridge, MA", "Salem, MA"):
        event = await world.app.services.events.edit(
            organizer(world), event.number, event.version, {"place": place}
        )
    await world.move()
    (dm,) = dms(ana)
    assert "Salem, MA" in text_of(dm)
    await world.app.services.events.cancel(organizer(world), event.number, event.version)
    await world.move(SOON)
    assert text_of(dms(ana)[-1]).startswith("### Cancelled: Candles for our neighbors.")
    assert "24 Beacon Street" not in text_of(dms(ana)[-1])
    assert list(buttons_of(dms(ana)[-1])) == ["I saw it"]


async def test_a_place_that_gets_free_is_kept_for_the_next_in_line_only(world: World) -> None:
    event = await publish(world, capacity=1)
    one = await first_time(world, event)
    ana, beto, carla = (world.member(name) for name in ("Ana", "Beto", "Carla"))
    await _allow_messages(world, beto.id)
    for who in (ana, beto, carla):
        await say(world, who.id, one, Answer.GOING)
    await say(world, ana.id, one, Answer.DECLINED)
    await world.move()
    (dm,) = dms(beto)
    assert text_of(dm).startswith("### A place got free: Candles for our neighbors")
    assert await _answers(world, one) == {beto.id: "offered", carla.id: "waiting"}
    await world.restart()
    await world.move(DAY)  # he lets the time pass: it is Carla's now, in the channel
    ping = posted(world)[-1]
    assert text_of(ping).startswith(f"<@{carla.id}>")
    assert "24 Beacon Street" not in text_of(ping)
    late = await press_dm(beto, dm, "Take the place")
    assert "in line" in late.text
    refused = await press(ana, ping, "Let it go")
    assert "No place is kept for you" in refused.text
    seen = await press(carla, ping, "Take the place")
    assert seen.private
    assert seen.text.startswith("### You have a place.")
    assert "24 Beacon Street" in seen.text
    assert await _answers(world, one) == {beto.id: "waiting", carla.id: "going"}


async def _answers(world: World, one: int) -> dict[int, Any]:
    rows = await world.app.db.fetch_all(
        "SELECT user_id, answer FROM rsvp WHERE occurrence = :one AND answer <> 'declined'",
        {"one": one},
    )
    return {row["user_id"]: row["answer"] for row in rows}


async def test_after_the_event_one_question_goes_to_those_who_came_and_allow_messages(
    world: World,
) -> None:
    event = await publish(world, reminders=())
    one = await first_time(world, event)
    ana, beto = world.member("Ana"), world.member("Beto")
    await _allow_messages(world, ana.id)
    for who in (ana, beto):
        await say(world, who.id, one, Answer.GOING)
    await world.move(DAY_BEFORE + DAY + 3 * HOUR)
    (dm,) = dms(ana)
    assert text_of(dm).startswith("### Thank you for coming to Candles for our neighbors.")
    assert dms(beto) == []
    await world.restart()
    seen = await press_dm(ana, dm, "Good")
    assert "without your name" in seen.text
    assert list(buttons_of(dms(ana)[0])) == ["Say it in words…"]
    form = await press_dm(ana, dms(ana)[0], "Say it in words…")
    refused = Seen(await ana.user.submit_modal(form.result, {"words": " \n "}))
    assert list(refused.buttons) == [t("errors.mend", "en")]
    await world.restart()
    again = await press_dm(ana, dms(ana)[0], "Say it in words…")
    kept = Seen(await ana.user.submit_modal(again.result, {"words": "Bring <@42> more candles"}))
    assert "nobody sees that it was you" in kept.text
    again = await press_dm(ana, dms(ana)[0], "Say it in words…")
    more = Seen(await ana.user.submit_modal(again.result, {"words": "and songs"}))
    assert "nobody sees that it was you" in more.text
    feedback = await world.app.services.attendance.how_it_was(organizer(world), one)
    assert feedback.marks == (0, 0, 0, 0, 1)
    assert set(feedback.words) == {"Bring <@42> more candles", "and songs"}
    # No more is taken than there are people who answered: nobody can fill the page alone.
    again = await press_dm(ana, dms(ana)[0], "Say it in words…")
    full = Seen(await ana.user.submit_modal(again.result, {"words": "and more"}))
    assert list(full.buttons) == [t("errors.mend", "en")]


async def test_words_that_are_refused_come_back_and_are_taken_once_they_can_be(
    world: World,
) -> None:
    event = await publish(world, reminders=())
    one = await first_time(world, event)
    ana, beto = world.member("Ana"), world.member("Beto")
    for who in (ana, beto):
        await _allow_messages(world, who.id)
        await say(world, who.id, one, Answer.GOING)
    await world.move(DAY_BEFORE + DAY + 3 * HOUR)
    attendance, lead = world.app.services.attendance, organizer(world)
    await attendance.mark(lead, one, [ana.id], came=False)
    (dm,) = dms(ana)
    form = await press_dm(ana, dm, "Say it in words…")
    field = _field(form)
    assert field["max_length"] == LONGEST_WORDS
    refused = await _send_words(ana, form, "The singing was lovely")
    assert "by those who were there" in refused.text
    assert refused.buttons, "what was typed comes back"
    assert (await attendance.how_it_was(lead, one)).words == ()
    await attendance.mark(lead, one, [ana.id], came=True)  # it was a mistake
    form = Seen(await ana.user.click(refused.message, custom_id=refused.custom_id("Change it")))
    field = _field(form)
    assert field["value"] == "The singing was lovely"
    await world.restart()
    kept = await _send_words(ana, form, field["value"])
    assert "nobody sees that it was you" in kept.text
    said = await world.app.services.attendance.how_it_was(lead, one)
    assert said.words == ("The singing was lovely",)
    # The mark is still to be given, once.
    assert "without your name" in (await press_dm(ana, dm, "So-so")).text
    assert list(buttons_of(dms(ana)[0])) == ["Say it in words…"]


def _field(form: Seen) -> dict[str, Any]:
    """The only field of a form."""
    assert form.result.modal is not None
    (field,) = [c for c in walk(form.result.modal["components"]) if c["type"] == 4]
    return field


async def _send_words(who: MemberActor, form: Seen, words: str) -> Seen:
    return Seen(await who.user.submit_modal(form.result, {"words": words}))


async def test_whoever_left_the_server_reads_no_address_in_their_messages_any_more(
    world: World,
) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana = world.member("Ana")
    await say(world, ana.id, one, Answer.GOING)
    shown = Seen(await ana.user.slash("events", show="mine"))
    page = Seen(await ana.user.click(shown.message, custom_id=shown.custom_id("Details")))
    assert "24 Beacon Street" in page.text
    shown = Seen(await ana.user.slash("events", show="mine"))
    await world.restart()
    world.env.backend.remove_member(world.guild.id, ana.id)
    page = Seen(await ana.user.click(shown.message, custom_id=shown.custom_id("Details")))
    assert "24 Beacon Street" not in page.text
    assert "Beacon" not in Seen(await ana.user.slash("events", show="mine")).text


async def test_what_is_pointless_is_not_said(world: World) -> None:
    event = await publish(world)
    one = await first_time(world, event)
    ana = world.member("Ana")
    await _allow_messages(world, ana.id)
    await say(world, ana.id, one, Answer.GOING)
    await world.move(DAY_BEFORE + 30 * DAY)  # the bot slept through all of it
    assert dms(ana) == []


async def test_people_are_mentioned_in_a_thread_under_the_board_once_somebody_answered(
    world: World,
) -> None:
    await publish(world)
    ana, beto = world.member("Ana"), world.member("Beto")
    (board,) = posted(world)
    await press(ana, board, "Details")
    await press(ana, board, "Can't come")
    assert await _thread(world) is None
    seen = await press(ana, board, "I'm going")
    thread = await _thread(world)
    assert thread is not None
    assert f"with a mention in <#{thread}>" in seen.text
    await world.restart()
    (board,) = posted(world)
    await press(beto, board, "Maybe")
    assert await _thread(world) == thread
    await world.move(DAY_BEFORE)
    assert len(posted(world)) == 1
    (row,) = await world.app.db.fetch_all(
        "SELECT target_id, state FROM outbox WHERE purpose = 'event.reminder'"
    )
    assert (row["target_id"], row["state"]) == (thread, "sent")


async def test_where_the_bot_may_make_no_thread_people_are_mentioned_in_the_channel(
    world: World,
) -> None:
    closed = discord.PermissionOverwrite(create_public_threads=False)
    world.channel = world.guild.create_text_channel(
        "news", overwrites={world.guild.default_role: closed}
    )
    await publish(world)
    (board,) = posted(world)
    seen = await press(world.member("Ana"), board, "I'm going")
    assert seen.text.startswith("### You're going.")
    assert f"with a mention in <#{world.channel.id}>" in seen.text
    assert await _thread(world) is None


async def _thread(world: World) -> int | None:
    (row,) = await world.app.db.fetch_all("SELECT thread_id FROM event")
    return row["thread_id"]


async def test_who_presses_while_somebody_elses_press_makes_the_thread_gets_the_same_one(
    world: World,
) -> None:
    event = await publish(world)
    ana, beto, carla = (world.member(name) for name in ("Ana", "Beto", "Carla"))
    (board,) = posted(world)
    threads = "/channels/*/messages/*/threads"
    world.env.inject_error("POST", threads, status=400, code=30033)  # too many of them
    seen = await press(carla, board, "I'm going")
    assert f"with a mention in <#{world.channel.id}>" in seen.text
    assert await _thread(world) is None
    await press(ana, board, "I'm going")
    thread = await _thread(world)
    assert thread == board.id
    # Beto's press saw none either, and comes second: Discord says that there is one.
    await world.app.db.write("UPDATE event SET thread_id = NULL")
    world.env.inject_error("POST", threads, status=400, code=160004)
    await world.restart()
    (board,) = posted(world)
    seen = await press(beto, board, "I'm going")
    assert await _thread(world) == thread
    assert f"with a mention in <#{thread}>" in seen.text
    counts = await world.app.services.rsvps.counts(await first_time(world, event))
    assert counts.going == 3
