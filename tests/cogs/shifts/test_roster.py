"""The roster of a shift: who sees it, what leads note in it, and the roster as a file."""

from __future__ import annotations

from datetime import timedelta

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.shift import Role
from bot.services.guilds import Purpose
from tests.cogs.eventing import dms, text_of
from tests.cogs.shifting import (
    COURT,
    ENDS,
    HOUR,
    ONE_ROLE,
    STARTS,
    allow_messages,
    claim,
    make,
    member,
    until,
)
from tests.conftest import World
from tests.screens import Seen


async def roster(world: World, who: MemberActor, shift: str = "Hotline") -> Seen:
    """The roster, by a word of the title."""
    return await world.slash(who, "shift roster", shift=shift)


async def pick(world: World, who: MemberActor, seen: Seen, person: int) -> Seen:
    """One person of the roster."""
    (menu,) = [c["custom_id"] for c in seen.components if "shift:person" in c.get("custom_id", "")]
    return await world.choose(who, seen, menu, str(person))


async def test_only_those_who_run_it_see_who_is_on(world: World) -> None:
    shift = await make(world, ONE_ROLE)
    ana = world.member("Ana")
    await claim(world, ana, shift)
    seen = await roster(world, ana)
    assert "no longer there" in seen.text
    seen = await roster(world, ana, str(shift.number))
    assert "Only who leads this shift" in seen.text
    assert f"<@{ana.id}>" not in seen.text
    boss = world.member("Alba")
    shift = await make(world, ONE_ROLE, lead_id=boss.id, title="Hotline too",
                       local_start=COURT.local_start + timedelta(days=1))  # fmt: skip
    await claim(world, ana, shift)
    seen = await roster(world, boss, "Hotline too")
    assert seen.private
    assert f"<@{ana.id}>" in seen.text


async def test_nobody_yet_then_each_with_how_it_stands(world: World) -> None:
    shift = await make(world)
    admin = world.admin()
    seen = await roster(world, admin, "Court")
    assert "Nobody has signed up yet" in seen.text
    for user_id in (71, 72, 73):
        await claim(world, user_id, shift)
    await world.app.services.signups.find_cover(member(world, 71), shift.number)
    await until(world, STARTS - 20 * HOUR)
    await world.app.services.signups.confirm(member(world, 72), shift.number)
    await world.restart()
    text = (await roster(world, admin, "Court")).text
    assert "<@71> · looks for cover" in text
    assert "<@72> · comes" in text
    assert "<@73> · in line" in text


async def test_a_lead_puts_somebody_on_by_the_rules_and_takes_them_off(world: World) -> None:
    shift = await make(world, ONE_ROLE, anyone=False)
    admin, ana = world.admin(), world.member("Ana")
    await allow_messages(world, ana)
    seen = await roster(world, admin)
    seen = Seen(await admin.select(seen.message, [ana], custom_id=f"shift:puton:{shift.number}"))
    assert f"<@{ana.id}> has no volunteer role here" in seen.text
    team = world.guild.create_role("Team")
    boss = Actor(1, world.guild.id, frozenset(Capability))
    await world.app.services.guilds.choose_roles(boss, Capability.VOLUNTEER, [team.id])
    beto = world.member("Beto", team)
    await allow_messages(world, beto)
    seen = Seen(await admin.select(seen.message, [beto], custom_id=f"shift:puton:{shift.number}"))
    assert f"<@{beto.id}> has a place now" in seen.text
    await world.move()
    assert text_of(dms(beto)[-1]).startswith("### Your lead put you on: Hotline evening")
    carla = world.member("Carla", team)
    seen = Seen(await admin.select(seen.message, [carla], custom_id=f"shift:puton:{shift.number}"))
    assert "That role is full" in seen.text
    seen = await pick(world, admin, await roster(world, admin), beto.id)
    seen = await world.press(admin, seen, "Take off")
    assert "They hear of it" in seen.text
    seen = await world.press(admin, seen, "Take them off")
    assert f"<@{beto.id}> is off this shift" in seen.text
    await world.move()
    assert text_of(dms(beto)[-1]).startswith("### Your lead took you off: Hotline evening")


async def test_with_several_roles_it_is_asked_in_which(world: World) -> None:
    shift = await make(world)
    admin, ana = world.admin(), world.member("Ana")
    seen = await roster(world, admin, "Court")
    seen = Seen(await admin.select(seen.message, [ana], custom_id=f"shift:puton:{shift.number}"))
    assert f"What does <@{ana.id}> do" in seen.text
    menu = f"shift:putrole:{shift.number}:{ana.id}"
    seen = await world.choose(admin, seen, menu, str(shift.roles[1].number))
    assert "has a place now" in seen.text
    assert "Interpreter" in seen.text


async def test_after_it_began_it_is_noted_who_came_and_who_is_home(world: World) -> None:
    shift = await make(world, roles=(Role("observer", 4),))
    admin = world.admin()
    for user_id in (71, 72, 73):
        await claim(world, user_id, shift)
    await until(world, STARTS)
    await world.app.services.signups.check_in(member(world, 71), shift.number)
    await until(world, ENDS + HOUR)
    seen = await roster(world, admin, "Court")
    assert "<@71> · checked in at" in seen.text
    seen = await pick(world, admin, seen, 72)
    seen = await world.press(admin, seen, "Did not come")
    assert "Noted: <@72> did not come." in seen.text
    seen = await world.press(admin, seen, "All others came")
    assert "Noted: 1 person came." in seen.text
    await world.restart()
    seen = await pick(world, admin, await roster(world, admin, "Court"), 71)
    seen = await world.press(admin, seen, "I heard from them: safe")
    assert "Noted: <@71> is safe" in seen.text
    assert await world.app.services.shifts.missing(shift.number, out=True) == []


async def test_who_carried_much_is_hinted_at(world: World) -> None:
    admin = world.admin()
    for day in range(3):
        shift = await make(world, local_start=COURT.local_start + day * timedelta(days=1))
        await claim(world, 71, shift)
        if not day:
            await claim(world, 72, shift)
    await until(world, ENDS + timedelta(days=3))
    shift = await make(world, local_start=COURT.local_start + timedelta(days=9), title="Next one")
    for user_id in (71, 72):
        await claim(world, user_id, shift)
    text = (await roster(world, admin, "Next one")).text
    assert "<@71> · did 3 of the last 3" in text
    assert "<@72> · did 1 of the last 3" in text


async def test_a_full_house_turns_pages(world: World) -> None:
    shift = await make(world, roles=(Role("observer", 500),))
    for user_id in range(1000, 1040):
        await claim(world, user_id, shift)
    admin = world.admin()
    seen = await roster(world, admin, "Court")
    assert "<@1011>" in seen.text
    assert "<@1012>" not in seen.text
    for last in (1023, 1035, 1039):
        seen = await world.press(admin, seen, "More")
        assert f"<@{last}>" in seen.text
    assert "More" not in seen.buttons


async def test_a_file_is_for_leads_safe_and_told_of(world: World) -> None:
    shift = await make(world, ONE_ROLE, title="=HYPERLINK(1)")
    ana, admin = world.member("Ana"), world.admin()
    boss = Actor(1, world.guild.id, frozenset(Capability))
    moderators = world.guild.create_text_channel("moderators")
    await world.app.services.guilds.choose_channel(boss, Purpose.MODERATION, moderators.id)
    seen = await world.slash(ana, "shift export")
    assert not seen.message.attachments
    seen = await world.slash(admin, "shift export")
    assert "Nobody was on a shift in that time" in seen.text
    await claim(world, ana, shift)
    await until(world, STARTS)
    await world.app.services.signups.check_in(member(world, ana.id), shift.number)
    await until(world, ENDS)
    await world.restart()
    seen = await world.slash(admin, "shift export", days=30)
    assert seen.private
    (data,) = [await file.read() for file in seen.message.attachments]
    table = data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in table
    assert "3.50" in table
    assert "Ana" in table
    await world.move()
    (told,) = [m for m in moderators.history() if m.author.bot]
    assert f"<@{admin.id}> made a file" in text_of(told)


async def test_in_spanish(world: World) -> None:
    shift = await make(world)
    admin = world.admin()
    await claim(world, 71, shift)
    await world.app.services.people.choose_language(admin.id, "es")
    seen = await roster(world, admin, "Court")
    assert "## Lista de turnos: Court accompaniment" in seen.text
    assert "**Observador/a**" in seen.text
