"""`/oncall` as people see it: times that are added and taken back, and how it stands now."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotFound
from bot.domain.oncall import OnCallNeed, Window
from bot.services.guilds import Purpose
from tests.conftest import NOW, World
from tests.screens import Seen, raw_components, walk

ZONE = "America/Chicago"
NIGHT = OnCallNeed("hotline", frozenset(range(7)), 20 * 60, 8 * 60)


def there(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in November 2026 by the server's clocks; now it is Monday 23, 9 am."""
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo(ZONE))


def stamped(at: datetime, style: str = "f") -> str:
    return f"<t:{int(at.timestamp())}:{style}>"


def actor(world: World, who: MemberActor, *more: Capability) -> Actor:
    return Actor(who.id, world.guild.id, frozenset({Capability.MEMBER, *more}))


@pytest.fixture
async def ana(world: World) -> MemberActor:
    """A volunteer; the server has a zone."""
    role = world.guild.create_role("Volunteers")
    alba = actor(world, world.admin(), *Capability)
    await world.app.services.guilds.choose_roles(alba, Capability.VOLUNTEER, [role.id])
    await world.app.services.guilds.choose_time_zone(alba, ZONE)
    return world.member("Ana", role)


async def mine(world: World, who: MemberActor) -> list[Window]:
    return await world.app.services.oncall.mine(actor(world, who))


async def add(world: World, who: MemberActor, function: str, when: str) -> Seen:
    return await world.slash(who, "oncall add", function=function, when=when)


async def test_only_volunteers_are_on_call_and_the_form_waits_for_a_time(
    world: World, ana: MemberActor
) -> None:
    refused = await add(world, world.member("Bo"), "hotline", "Fri 6pm to 10pm")
    assert refused.private
    assert "volunteer" in refused.text.lower()
    unknown = await add(world, ana, "juggling", "Fri 6pm to 10pm")
    assert "Choose one of the functions" in unknown.text
    for typed, said in (
        ("Fri 6pm", "Write also until when"),
        ("someday", "“someday”"),
        ("Fri 6pm to Dec 8 6pm", "7 days at a time"),
        ("Jun 1 2027 6pm to 8pm", "more than 92 days"),
    ):
        wrong = await add(world, ana, "hotline", typed)
        assert said in wrong.text, wrong.text
        form = await world.press(ana, wrong, next(iter(wrong.buttons)))
        assert typed in str(form.result.modal)  # given back to be mended
    assert await mine(world, ana) == []
    made = await add(world, ana, "Hotline", "Fri 6pm to 10pm")
    assert made.private
    span = f"{stamped(there(27, 18), 'F')} to {stamped(there(27, 22), 't')}"
    assert f"You are on call for **Hotline**: {span}. Read in Central Time." in made.text
    again = await add(world, ana, "hotline", "Fri 9pm to 11pm")
    assert "on call for that at that time already" in again.text
    assert len(await mine(world, ana)) == 1


async def test_a_time_is_repeated_for_some_weeks_after_a_restart_too(
    world: World, ana: MemberActor
) -> None:
    screen = await world.slash(ana, "oncall mine")
    assert "You have no time on call" in screen.text
    await world.restart()
    form = await world.choose(ana, screen, "oncall:add", "rides")
    wrong = await world.fill_in(ana, form, when="tomorrow 18:00-22:00", weeks="9")
    assert "1 to 8" in wrong.text
    form = await world.press(ana, wrong, next(iter(wrong.buttons)))
    await world.restart()
    made = await world.fill_in(ana, form, when="tomorrow 18:00-22:00", weeks="8")
    assert "And 7 more times after that" in made.text
    found = await mine(world, ana)
    assert [each.starts_at for each in found] == [
        there(24, 18) + timedelta(weeks=week) for week in range(8)
    ]
    assert {each.ends_at - each.starts_at for each in found} == {timedelta(hours=4)}


async def test_what_could_be_two_times_is_asked_back(world: World, ana: MemberActor) -> None:
    asked = await add(world, ana, "legal", "Fri 6 to 10")
    assert len(asked.buttons) == 3
    evening = next(label for label in asked.buttons if "6 pm to 10 pm" in label)
    await world.press(ana, asked, evening)
    [made] = await mine(world, ana)
    assert (made.starts_at, made.ends_at) == (there(27, 18), there(27, 22))


async def test_where_no_zone_is_known_it_is_asked_first(world: World) -> None:
    alba = world.admin()
    asked = await add(world, alba, "hotline", "Fri 6pm to 10pm")
    assert "In which time zone" in asked.text
    await world.restart()
    form = await world.choose(alba, asked, "oncall:zone:hotline", "1")
    await world.restart()
    made = await world.fill_in(alba, form, when="Fri 6pm to 10pm", weeks="1")
    assert "Read in Central Time" in made.text
    assert [each.starts_at for each in await mine(world, alba)] == [there(27, 18)]


async def test_members_see_how_many_are_on_and_no_name(world: World, ana: MemberActor) -> None:
    bo = world.member("Bo")
    nobody = await world.slash(bo, "oncall now")
    assert nobody.private
    assert "Nobody is on call now, for anything" in nobody.text
    await add(world, ana, "hotline", "in 1 hour for 4 hours")
    await add(world, ana, "rides", "Fri 6pm to 10pm")
    await world.move(timedelta(hours=2))
    await world.restart()
    seen = await world.slash(bo, "oncall now")
    until = stamped(NOW + timedelta(hours=5))
    assert f"**Hotline** · 1 person is on call, covered until {until}" in seen.text
    assert f"**Rides** · nobody is on call now, again from {stamped(there(27, 18))}" in seen.text
    assert "**Rapid response, Legal help, Interpreting** · nobody is on call now" in seen.text
    assert "ask your moderators" in seen.text
    assert str(ana.id) not in str(seen.components)
    assert set(seen.buttons) == {"Hotlines", "My times"}
    hotlines = await world.press(bo, seen, "Hotlines")
    assert "NNIRR" in hotlines.text
    own = await world.press(bo, seen, "My times")
    assert "Volunteers can enter theirs" in own.text
    assert "The week" in (await world.slash(world.admin("Al"), "oncall now")).buttons


async def test_a_time_is_taken_back_by_whose_it_is_alone(world: World, ana: MemberActor) -> None:
    await add(world, ana, "hotline", "Fri 6pm to 10pm")
    [window] = await mine(world, ana)
    screen = await world.slash(ana, "oncall mine")
    other = actor(world, world.admin("Al"), *Capability)
    with pytest.raises(NotFound):
        await world.app.services.oncall.remove(other, window.number, zone=ZONE)
    second = await world.slash(ana, "oncall mine")
    second = await world.choose(ana, second, "oncall:drop:0", str(window.number))
    await world.restart()
    asked = await world.choose(ana, screen, "oncall:drop:0", str(window.number))
    assert "Remove this time?" in asked.text
    assert "without your name" not in asked.text  # it is days away
    kept = await world.press(ana, asked, "Keep it")
    assert len(await mine(world, ana)) == 1
    asked = await world.choose(ana, kept, "oncall:drop:0", str(window.number))
    await world.restart()
    gone = await world.press(ana, asked, "Remove it")
    assert "Removed. You are not on call then" in gone.text
    assert await mine(world, ana) == []
    twice = await world.press(ana, second, "Remove it")
    assert "no longer there" in twice.text


async def test_many_times_are_turned_over_page_by_page(world: World, ana: MemberActor) -> None:
    times = [(there(24, hour), there(24, hour) + timedelta(minutes=30)) for hour in range(1, 13)]
    me = actor(world, ana, Capability.VOLUNTEER)
    await world.app.services.oncall.add(me, "legal", times)
    first = await world.slash(ana, "oncall mine")
    assert "Page 1 of 2" in first.text
    await world.restart()
    last = await world.press(ana, first, "Later")
    assert stamped(there(24, 12), "F") in last.text
    assert set(last.buttons) == {"Earlier"}


async def test_moderators_hear_of_a_gap_at_once_and_of_nobodys_name(
    world: World, ana: MemberActor
) -> None:
    alba = world.admin("Al")
    services = world.app.services
    moderators = world.guild.create_text_channel("moderators")
    lead = actor(world, alba, *Capability)
    await services.guilds.choose_channel(lead, Purpose.MODERATION, moderators.id)
    await services.oncall.want(lead, NIGHT)
    await add(world, ana, "hotline", "tonight 8pm to 11pm")
    await add(world, ana, "rides", "tonight 8pm to 11pm")
    windows = {each.function: str(each.number) for each in await mine(world, ana)}
    screen = await world.slash(ana, "oncall mine")
    asked = await world.choose(ana, screen, "oncall:drop:0", windows["rides"])
    await world.press(ana, asked, "Remove it")
    await world.move()
    assert not moderators.history()  # nobody wants rides covered
    screen = await world.slash(ana, "oncall mine")
    asked = await world.choose(ana, screen, "oncall:drop:0", windows["hotline"])
    assert "told at once, without your name" in asked.text
    gone = await world.press(ana, asked, "Remove it")
    assert "The moderators are told" in gone.text
    await world.restart()
    await world.move()
    [told] = moderators.history()
    text = str([each.get("content") for each in walk(raw_components(told))])
    assert "**Hotline**: too few are on call soon" in text
    assert stamped(there(23, 20), "F") in text
    assert str(ana.id) not in str(raw_components(told))
    assert "Ana" not in text
    week = Seen(await alba.click(told, custom_id="oncall:week"))
    assert week.private
    assert "On call: the next seven days" in week.text


async def test_a_gap_that_was_filled_meanwhile_is_not_told(world: World, ana: MemberActor) -> None:
    services = world.app.services
    moderators = world.guild.create_text_channel("moderators")
    lead = actor(world, world.admin("Al"), *Capability)
    await services.guilds.choose_channel(lead, Purpose.MODERATION, moderators.id)
    await services.oncall.want(lead, NIGHT)
    await add(world, ana, "hotline", "tonight 8pm to 11pm")
    [window] = await mine(world, ana)
    asked = await world.choose(
        ana, await world.slash(ana, "oncall mine"), "oncall:drop:0", str(window.number)
    )
    await world.press(ana, asked, "Remove it")
    await services.oncall.add(lead, "hotline", [(window.starts_at, window.ends_at)])
    await world.move()
    assert not moderators.history()


async def test_in_spanish(world: World, ana: MemberActor) -> None:
    await world.app.services.people.choose_language(ana.id, "es")
    wrong = await add(world, ana, "línea de ayuda", "mañana 18:00")
    assert "Escriba también hasta cuándo" in wrong.text
    made = await add(world, ana, "línea de ayuda", "mañana 18:00-22:00")
    assert "Usted está de guardia para **Línea de ayuda**" in made.text
    assert "Leído en hora central" in made.text
    now = await world.slash(ana, "oncall now")
    assert "**Línea de ayuda** · ahora no hay nadie de guardia, de nuevo desde" in now.text
    assert "Mis horarios" in now.buttons
