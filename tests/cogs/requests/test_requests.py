"""Requests for help: refused where they name somebody, taken by one, given back, erased."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.services.guilds import Purpose
from tests.cogs.eventing import buttons_of, dms, posted, press, text_of
from tests.conftest import World
from tests.screens import Seen

DAY = timedelta(days=1)
SOON = timedelta(seconds=10)


@pytest.fixture
async def team(world: World) -> World:
    """A server with a channel for shifts, one for moderators, and roles."""
    boss, guilds = Actor(1, world.guild.id, frozenset(Capability)), world.app.services.guilds
    await guilds.choose_channel(boss, Purpose.SHIFTS, world.channel.id)
    world.moderators = world.guild.create_text_channel("moderators")  # type: ignore[attr-defined]
    await guilds.choose_channel(boss, Purpose.MODERATION, world.moderators.id)  # type: ignore[attr-defined]
    for capability in (Capability.DISPATCHER, Capability.VOLUNTEER):
        role = world.guild.create_role(capability.value)
        setattr(world, capability.value, role)
        await guilds.choose_roles(boss, capability, [role.id])
    await guilds.choose_time_zone(boss, "America/New_York")
    return world


def dispatcher(world: Any, name: str = "Alba") -> MemberActor:
    return world.member(name, world.dispatcher)


def volunteer(world: Any, name: str) -> MemberActor:
    return world.member(name, world.volunteer)


async def enter(world: World, who: MemberActor, **changes: str) -> Seen:
    """A ride, as a dispatcher enters it."""
    form = await world.slash(who, "request create", need="A ride")
    typed = {"code": "Heron 7", "when": "Fri 2 pm to 4 pm", "place": "East Boston",
             "language": "Spanish", "keep_days": "14"}  # fmt: skip
    return await world.fill_in(who, form, **{**typed, **changes})


async def test_only_dispatchers_enter_and_only_volunteers_look(team: World) -> None:
    ana = team.member("Ana")
    seen = await team.slash(ana, "request create", need="A ride")
    assert seen.private
    assert seen.result.modal is None
    seen = await team.slash(ana, "request list")
    assert "volunteer" in seen.text.lower()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"code": "A123 456 789"}, "A-number"),
        ({"code": "asylum case"}, "nothing about anybody's status"),
        ({"place": "Visa office"}, "nothing about anybody's status"),
        ({"place": "24 Beacon Street"}, "looks like an address"),
        ({"when": "yesterday"}, ""),
        ({"language": "Klingon"}, "is no language that I know"),
        ({"keep_days": "0"}, ""),
    ],
)
async def test_what_could_name_somebody_is_refused_and_comes_back(
    team: World, changes: dict[str, str], told: str
) -> None:
    alba = dispatcher(team)
    seen = await enter(team, alba, **changes)
    assert seen.private
    assert told in seen.text
    assert await team.app.services.help_requests.list(_boss(team)) == []
    again = await team.press(alba, seen, "Change it")
    seen = await team.fill_in(
        alba, again, code="Heron 7", when="Fri 2 pm to 4 pm", place="East Boston",
        language="", keep_days="14",
    )  # fmt: skip
    assert "It is kept" in seen.text


async def test_volunteers_are_told_without_the_code_and_one_takes_it(team: World) -> None:
    alba, ana, beto = dispatcher(team), volunteer(team, "Ana"), volunteer(team, "Beto")
    seen = await enter(team, alba)
    assert "A ride · Heron 7" in seen.text
    seen = await team.press(alba, seen, "Tell volunteers")
    await team.move(SOON)
    (post,) = posted(team)
    assert "### Wanted: A ride" in text_of(post)
    assert "East Boston" in text_of(post)
    assert "Heron" not in text_of(post)
    await team.restart()
    seen = await press(ana, post, "I'll take it")
    assert seen.private
    assert "A ride · Heron 7" in seen.text
    assert f"<@{alba.id}>" in seen.text
    assert "outside Discord" in seen.text
    seen = await press(beto, post, "I'll take it")
    assert "Somebody else took it" in seen.text
    assert "Heron" not in seen.text
    await team.move(SOON)
    (post,) = posted(team)
    assert text_of(post) == "Somebody took this request. Thank you."
    assert buttons_of(post) == {}
    (told,) = _moderators(team)
    assert "### Taken: Heron 7" in text_of(told)
    assert f"<@{ana.id}> took it" in text_of(told)


async def test_given_back_it_is_open_again_and_who_entered_it_hears_of_it(team: World) -> None:
    alba, ana = dispatcher(team), volunteer(team, "Ana")
    await team.app.services.people.choose_messages(alba.id, allowed=True)
    seen = await enter(team, alba)
    await team.press(alba, seen, "Tell volunteers")
    await team.move(SOON)
    seen = await press(ana, posted(team)[0], "I'll take it")
    seen = await team.press(ana, seen, "I can't after all")
    assert "You gave it back" in seen.text
    assert "Heron" not in seen.text
    await team.move(SOON)
    assert "### Wanted: A ride" in text_of(posted(team)[0])
    assert text_of(dms(alba)[-1]).startswith("### Given back: Heron 7")


async def test_done_closed_and_erased_on_its_day(team: World) -> None:
    alba, ana = dispatcher(team), volunteer(team, "Ana")
    seen = await enter(team, alba)
    await team.press(alba, seen, "Tell volunteers")
    await team.move(SOON)
    seen = await press(ana, posted(team)[0], "I'll take it")
    seen = await team.press(ana, seen, "It is done")
    assert "It is closed" in seen.text
    await team.move(SOON)
    assert text_of(posted(team)[0]) == "This request is closed. Thank you."
    team.clock.set(team.clock.now() + 30 * DAY)
    await team.app.services.drop_old()
    seen = await team.slash(alba, "request list")
    assert "No request is kept" in seen.text


async def test_erased_at_once_it_asks_first_and_the_post_says_nothing(team: World) -> None:
    alba, ana = dispatcher(team), volunteer(team, "Ana")
    seen = await enter(team, alba)
    seen = await team.press(alba, seen, "Tell volunteers")
    await team.move(SOON)
    seen = await team.press(alba, seen, "Erase now")
    assert "can't be brought back" in seen.text
    seen = await team.press(alba, seen, "Erase it")
    assert "It is erased." in seen.text
    await team.restart()
    await team.move(SOON)
    assert "East Boston" not in text_of(posted(team)[0])
    seen = await team.slash(ana, "request list")
    assert "No request is open now" in seen.text


async def test_when_its_time_has_come_the_post_says_no_more(team: World) -> None:
    alba = dispatcher(team)
    seen = await enter(team, alba)
    await team.press(alba, seen, "Tell volunteers")
    await team.move(SOON)
    await team.move(5 * DAY)
    await team.move(SOON)
    assert text_of(posted(team)[0]) == "This request is closed. Thank you."


async def test_without_a_channel_it_says_how_to_choose_one(world: World) -> None:
    admin = world.admin()
    form = await world.slash(admin, "request create", need="ride")
    seen = await world.fill_in(
        admin, form, code="K7", when="Dec 4 2 pm", place="", language="", keep_days="7"
    )
    seen = await world.press(admin, seen, "Tell volunteers")
    assert "no channel for shifts yet" in seen.text


async def test_in_spanish(team: World) -> None:
    alba = dispatcher(team)
    await team.app.services.people.choose_language(alba.id, "es")
    form = await team.slash(alba, "request create", need="Un viaje en auto")
    seen = await team.fill_in(
        alba, form, code="K7", when="vie 2 pm a 4 pm", place="Boston", language="español",
        keep_days="7",
    )  # fmt: skip
    assert "Quedó anotada" in seen.text
    assert "**Idioma:** español" in seen.text


def _boss(world: World) -> Actor:
    return Actor(1, world.guild.id, frozenset(Capability))


def _moderators(world: Any) -> list[Any]:
    return [message for message in world.moderators.history() if message.author.bot]


async def test_who_lacks_the_training_does_not_see_it(team: World) -> None:
    alba, ana = dispatcher(team), volunteer(team, "Ana")
    seen = await enter(team, alba)
    requests = team.app.services.help_requests
    (one,) = await requests.list(_boss(team))
    assert "A ride" in (await team.slash(ana, "request list")).text
    await requests.require_training(_boss(team), one.number, "Court observer")
    assert "No request is open now" in (await team.slash(ana, "request list")).text
    seen = await team.slash(alba, "request list")
    assert "A ride · Heron 7" in seen.text
