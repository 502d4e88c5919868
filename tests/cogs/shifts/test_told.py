"""What the bot says of shifts unasked: to who is on one, to who is in line, to who runs it."""

from __future__ import annotations

from typing import Any

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.services.guilds import Purpose
from tests.cogs.eventing import (
    buttons_of,
    dms,
    first_time,
    organizer,
    posted,
    press,
    press_dm,
    publish,
    text_of,
)
from tests.cogs.shifting import (
    COURT,
    DAY,
    ENDS,
    HOUR,
    ONE_ROLE,
    STARTS,
    allow_messages,
    claim,
    lead,
    make,
    member,
    until,
)
from tests.conftest import World

QUARTER = HOUR / 4


@pytest.fixture
async def channels(world: World) -> World:
    """The server has a channel for shifts and one for its moderators."""
    admin, guilds = Actor(1, world.guild.id, frozenset(Capability)), world.app.services.guilds
    await guilds.choose_channel(admin, Purpose.SHIFTS, world.channel.id)
    world.moderators = world.guild.create_text_channel("moderators")  # type: ignore[attr-defined]
    await guilds.choose_channel(admin, Purpose.MODERATION, world.moderators.id)  # type: ignore[attr-defined]
    return world


def said_to_moderators(world: World) -> list[Any]:
    """What the bot posted in the moderators' channel."""
    shown: Any = world.moderators  # type: ignore[attr-defined]
    return [message for message in shown.history() if message.author.bot]


async def with_messages(world: World, name: str) -> MemberActor:
    """Somebody new who allows messages."""
    who = world.member(name)
    await allow_messages(world, who)
    return who


async def test_the_day_before_each_is_asked_by_message_or_by_a_ping(channels: World) -> None:
    world = channels
    shift = await make(world)
    ana, beto = await with_messages(world, "Ana"), world.member("Beto")
    await claim(world, ana, shift)
    await claim(world, beto, shift)
    await until(world, STARTS - 25 * HOUR)
    assert dms(ana) == []
    await world.restart()
    await until(world, STARTS - 24 * HOUR)
    (dm,) = dms(ana)
    assert text_of(dm).startswith("### Do you come? Court accompaniment")
    assert "New Sudbury" in text_of(dm)
    assert "Alba, at the door" in text_of(dm)
    (ping,) = posted(world)
    assert f"<@{beto.id}>" in text_of(ping)
    assert f"<@{ana.id}>" not in text_of(ping)
    assert "New Sudbury" not in text_of(ping)
    seen = await press_dm(ana, dm, "I'll be there")
    assert "Thank you. Your lead sees that you come" in seen.text
    seen = await press(beto, ping, "I can't come")
    assert seen.private
    seen = await world.press(beto, seen, "Give my place back now")
    assert "You gave your place back" in seen.text


async def test_whoever_can_be_mentioned_somewhere_hears_so(channels: World) -> None:
    world = channels
    await make(world)
    ana = world.member("Ana")
    seen = await world.press(ana, await world.slash(ana, "shifts"), "Details")
    seen = await world.press(ana, seen, "Claim: Observer")
    assert "I ask you the day before whether you come, with a mention" in seen.text


async def test_a_late_no_is_told_to_the_lead_and_the_place_is_offered_on(channels: World) -> None:
    world = channels
    boss = await with_messages(world, "Alba")
    shift = await make(world, ONE_ROLE, lead_id=boss.id)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    await claim(world, ana, shift)
    await claim(world, beto, shift)
    await until(world, STARTS - 20 * HOUR)
    await press_dm(ana, dms(ana)[-1], "I can't come")
    await world.app.services.signups.release(member(world, ana.id), shift.number)
    await world.move()
    assert text_of(dms(boss)[-1]).startswith("### Somebody can't come after all: Hotline evening")
    offer = dms(beto)[-1]
    assert text_of(offer).startswith("### A place is free for you: Hotline evening")
    assert "New Sudbury" not in text_of(offer)
    seen = await press_dm(beto, offer, "Take the place")
    assert "You have a place: Volunteer" in seen.text
    assert "New Sudbury" in seen.text


async def test_a_place_that_is_let_go_by_message_is_gone(channels: World) -> None:
    world = channels
    shift = await make(world, ONE_ROLE)
    beto = await with_messages(world, "Beto")
    await claim(world, 77, shift)
    await claim(world, beto, shift)
    await world.app.services.signups.withdraw(member(world, 77), shift.number)
    await world.move()
    seen = await press_dm(beto, dms(beto)[-1], "Let it go")
    assert "You left this shift" in seen.text
    seen = await world.slash(beto, "shifts")
    assert "0 of 1 taken" in seen.text


async def test_whoever_left_the_server_takes_no_place_by_an_old_message(channels: World) -> None:
    world = channels
    shift = await make(world, ONE_ROLE)
    beto = await with_messages(world, "Beto")
    await claim(world, 77, shift)
    await claim(world, beto, shift)
    await world.app.services.signups.withdraw(member(world, 77), shift.number)
    await world.move()
    offer = dms(beto)[-1]
    world.guild.remove_member(beto)
    seen = await press_dm(beto, offer, "Take the place")
    assert "no longer there" in seen.text


async def test_cover_is_asked_of_the_line_and_the_one_replaced_hears_of_it(
    channels: World,
) -> None:
    world = channels
    shift = await make(world, ONE_ROLE)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    await claim(world, ana, shift)
    await claim(world, beto, shift)
    await until(world, STARTS - 20 * HOUR)
    await world.app.services.signups.find_cover(member(world, ana.id), shift.number)
    await world.move()
    asked = dms(beto)[-1]
    assert text_of(asked).startswith("### Somebody needs cover: Hotline evening")
    assert "looks for cover: Hotline evening" in text_of(said_to_moderators(world)[-1])
    seen = await press_dm(beto, asked, "Take over a place")
    assert "You have a place" in seen.text
    await world.move()
    assert "Somebody took your place over" in text_of(dms(ana)[-1])
    assert "Cover was found" in text_of(said_to_moderators(world)[-1])


async def test_a_change_is_told_with_what_changed_and_a_cancellation_sends_nobody(
    channels: World,
) -> None:
    world = channels
    shift = await make(world)
    ana = await with_messages(world, "Ana")
    await claim(world, ana, shift)
    shifts = world.app.services.shifts
    shift = await shifts.edit(
        lead(world), shift.number, shift.version, {"address": "Door 5, 24 Beacon Street"}
    )
    await world.move()
    told = dms(ana)[-1]
    assert "**The place changed.**" in text_of(told)
    assert "24 Beacon Street" in text_of(told)
    seen = await press_dm(ana, told, "I saw it")
    assert "You have a place" in seen.text
    await shifts.cancel(lead(world), shift.number, shift.version)
    await world.restart()
    await world.move()
    told = dms(ana)[-1]
    assert text_of(told).startswith("### Cancelled: Court accompaniment")
    assert "24 Beacon Street" not in text_of(told)
    assert set(buttons_of(told)) == {"I saw it"}


async def test_fewer_places_tell_who_lost_theirs(channels: World) -> None:
    world = channels
    shift = await make(world)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    await claim(world, ana, shift)
    world.clock.set(world.clock.now() + HOUR)
    await claim(world, beto, shift)
    roles = (COURT.roles[0].__class__("observer", 1), COURT.roles[1])
    await world.app.services.shifts.edit(
        lead(world), shift.number, shift.version, {"roles": roles}, moves=True
    )
    await world.move()
    assert dms(ana) == []
    (told,) = dms(beto)
    assert "You stand first in line" in text_of(told)
    assert "New Sudbury" not in text_of(told)


async def test_an_empty_shift_alarms_two_days_and_one_day_before_and_never_after(
    channels: World,
) -> None:
    world = channels
    shift = await make(world)
    await until(world, STARTS - 2 * DAY)
    (alarm,) = said_to_moderators(world)
    assert "Nobody has signed up: Court accompaniment, 3 places" in text_of(alarm)
    await claim(world, 77, shift)
    await until(world, STARTS - DAY)
    assert "2 places are empty" in text_of(said_to_moderators(world)[-1])
    before = len(said_to_moderators(world))
    await until(world, STARTS + QUARTER / 3)
    assert len(said_to_moderators(world)) == before


async def test_who_is_missing_is_asked_and_the_next_steps_in(channels: World) -> None:
    world = channels
    boss = await with_messages(world, "Alba")
    shift = await make(world, ONE_ROLE, lead_id=boss.id)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    carla = await with_messages(world, "Carla")
    for who in (ana, beto, carla):
        await claim(world, who, shift)
    await until(world, STARTS + QUARTER)
    assert "1 person has not checked in" in text_of(dms(boss)[-1])
    assert f"<@{ana.id}>" in text_of(dms(boss)[-1])
    assert text_of(dms(ana)[-1]).startswith("### Are you there?")
    asked = dms(beto)[-1]
    assert text_of(asked).startswith("### Somebody is missing: Hotline evening")
    await world.restart()
    seen = await press_dm(beto, asked, "I can come now")
    assert "Thank you for stepping in" in seen.text
    assert "New Sudbury" in seen.text
    await world.move()
    assert "Somebody stepped in" in text_of(dms(boss)[-1])
    seen = await press_dm(ana, dms(ana)[-1], "I'm here")
    assert "You have no place on that shift" in seen.text
    seen = await press_dm(carla, dms(carla)[-1], "I can come now")
    assert "Everybody is there meanwhile" in seen.text


async def test_who_comes_after_all_keeps_the_place(channels: World) -> None:
    world = channels
    shift = await make(world, ONE_ROLE)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    await claim(world, ana, shift)
    await claim(world, beto, shift)
    await until(world, STARTS + QUARTER)
    seen = await press_dm(ana, dms(ana)[-1], "I'm here")
    assert "You checked in at" in seen.text
    seen = await press_dm(beto, dms(beto)[-1], "I can come now")
    assert "Everybody is there meanwhile" in seen.text


async def test_who_is_not_home_is_asked_and_the_leads_are_paged_until_somebody_answers(
    channels: World,
) -> None:
    world = channels
    leads = world.guild.create_role("Dispatch")
    admin = Actor(1, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_roles(admin, Capability.DISPATCHER, [leads.id])
    boss = await with_messages(world, "Alba")
    shift = await make(world, lead_id=boss.id)
    ana = await with_messages(world, "Ana")
    await claim(world, ana, shift)
    await until(world, STARTS)
    await world.app.services.signups.check_in(member(world, ana.id), shift.number)
    await until(world, ENDS + QUARTER)
    assert not said_to_moderators(world)[-1:] or "home" not in text_of(
        said_to_moderators(world)[-1]
    )
    await until(world, ENDS + 2 * QUARTER)
    asked = dms(ana)[-1]
    assert text_of(asked).startswith("### Are you home safe?")
    assert "1 person has not said that they are home" in text_of(dms(boss)[-1])
    await world.restart()
    await until(world, ENDS + 3 * QUARTER)
    paged = said_to_moderators(world)[-1]
    assert f"<@&{leads.id}>" in text_of(paged)
    assert f"<@{ana.id}>" in text_of(paged)
    seen = await press_dm(ana, asked, "I'm home safe")
    assert "You are home safe" in seen.text
    count = len(said_to_moderators(world))
    await until(world, ENDS + 5 * QUARTER)
    assert len(said_to_moderators(world)) == count


async def test_thanks_go_to_who_was_there_and_the_lead_is_asked_of_the_others(
    channels: World,
) -> None:
    world = channels
    shift = await make(world, field=False)
    ana, beto = await with_messages(world, "Ana"), await with_messages(world, "Beto")
    await claim(world, ana, shift)
    await claim(world, beto, shift)
    await until(world, STARTS)
    await world.app.services.signups.check_in(member(world, ana.id), shift.number)
    await until(world, ENDS + HOUR)
    assert text_of(dms(ana)[-1]).startswith("### Thank you for being there")
    assert not [dm for dm in dms(beto) if "Thank you" in text_of(dm)]
    assert "Did everybody come? Of 1 person" in text_of(said_to_moderators(world)[-1])


async def test_in_spanish_a_message_is_spanish(channels: World) -> None:
    world = channels
    shift = await make(world)
    eva = await with_messages(world, "Eva")
    await world.app.services.people.choose_language(eva.id, "es")
    await claim(world, eva, shift)
    await until(world, STARTS - 24 * HOUR)
    (dm,) = dms(eva)
    assert text_of(dm).startswith("### ¿Viene? Court accompaniment")
    seen = await press_dm(eva, dm, "Sí voy")
    assert "La coordinación ve que usted viene" in seen.text


async def test_shifts_of_an_event_are_on_its_page_and_are_called_off_with_it(
    channels: World,
) -> None:
    world = channels
    event = await publish(world, board=False)
    one = await first_time(world, event)
    ana = await with_messages(world, "Ana")
    seen = await world.press(ana, await world.slash(ana, "events"), "Details")
    assert "Volunteer for it" not in seen.buttons
    shift = await make(world, ONE_ROLE, occurrence=one, title="Stewards")
    other = await make(world, title="Not of the event")
    seen = await world.press(ana, await world.slash(ana, "events"), "Details")
    seen = await world.press(ana, seen, "Volunteer for it")
    assert "## Shifts of this event" in seen.text
    assert "Stewards" in seen.text
    assert "Not of the event" not in seen.text
    page = await world.press(ana, seen, "Details")
    await world.press(ana, page, "Claim a place")
    events, boss = world.app.services.events, organizer(world)
    page = await events.get(boss, event.number)
    await events.cancel(boss, event.number, page.event.version)
    await world.restart()
    await world.move()
    assert any(text_of(dm).startswith("### Cancelled: Stewards") for dm in dms(ana))
    assert (await world.app.services.shifts.get(lead(world), other.number)).shift.status == "open"
    gone = await world.app.services.shifts.get(lead(world), shift.number)
    assert gone.shift.status == "cancelled"
