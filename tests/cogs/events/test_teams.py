"""The teams of a lobby visit: made, filled, led, shared out, seen by those who are in them."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.event import Kind
from cogs.events.teams_render import team_lines
from tests.cogs.events.eventing import answers, organizer_of, published
from tests.conftest import World
from tests.screens import Seen


async def _open(world: World, who: MemberActor, one: int) -> Seen:
    seen = await world.slash(who, "event roster", event=f"#{one}")
    return await world.press(who, seen, "Teams")


async def test_teams_are_made_led_filled_and_shared_out_also_after_a_restart(
    world: World,
) -> None:
    alba, ana, ben, eva = world.admin(), *(world.member(n) for n in ("Ana", "Ben", "Eva"))
    zoe = world.member("Zoe")
    _, one = await published(world, kind=Kind.LOBBY_VISIT, title="Lobby day")
    await answers(world, one, [ana, ben, eva])
    empty = await _open(world, alba, one)
    assert "There are no teams yet" in empty.text
    assert "3 people who come are in no team" in empty.text
    form = await world.press(alba, empty, "New team")
    refused = await world.fill_in(alba, form, name="North", district="MA-7", at="9 am")
    assert "inside the event" in refused.text or "within the event" in refused.text
    form = await world.press(alba, refused, next(iter(refused.buttons)))
    team = await world.fill_in(alba, form, name="**North**", district="MA-7", at="6:30 pm")
    assert "\\*\\*North\\*\\*" in team.text
    (number,) = [i.split(":")[3] for i in team.buttons.values() if i.startswith("event:teamform:")]
    await world.restart()
    led = await world.choose(alba, team, f"event:teamlead:{one}:{number}", ana)
    assert f"led by <@{ana.id}>" in led.text
    assert "1 person" in led.text, "a leader who comes is in the team"
    filled = await world.choose(alba, led, f"event:teamwho:{one}:{number}", ana, zoe)
    assert f"<@{zoe.id}>" in filled.text
    assert "have not said that they come" in filled.text
    teams = await world.press(alba, filled, "Back")
    form = await world.press(alba, teams, "New team")
    await world.fill_in(alba, form, name="South")
    teams = await _open(world, alba, one)
    shared = await world.press(alba, teams, "Share them out")
    assert "2 people are in a team now" in shared.text
    assert "in no team" not in shared.text
    mine = await world.app.services.teams.mine(_actor(world, ana), one)
    lines = "\n".join(team_lines(mine[0], "en", me=ana.id))
    assert "You lead it." in lines
    assert "MA\\-7" in lines
    others = await world.app.services.teams.mine(_actor(world, zoe), one)
    assert others == []


async def test_a_team_is_dissolved_only_after_asking_and_nobody_loses_their_place(
    world: World,
) -> None:
    alba, ana = world.admin(), world.member("Ana")
    _, one = await published(world, kind=Kind.LOBBY_VISIT, title="Lobby day")
    await answers(world, one, [ana])
    form = await world.press(alba, await _open(world, alba, one), "New team")
    team = await world.fill_in(alba, form, name="North")
    (number,) = [i.split(":")[3] for i in team.buttons.values() if i.startswith("event:teamform:")]
    filled = await world.choose(alba, team, f"event:teamwho:{one}:{number}", ana)
    emptied = await world.choose(alba, filled, f"event:teamwho:{one}:{number}")
    assert "0 people" in emptied.text
    filled = await world.choose(alba, emptied, f"event:teamwho:{one}:{number}", ana)
    question = await world.press(alba, filled, "Dissolve…")
    assert "1 person would be in no team" in question.text
    kept = await world.press(alba, question, "Keep it")
    question = await world.press(alba, kept, "Dissolve…")
    gone = await world.press(alba, question, "Dissolve it")
    assert "There are no teams yet" in gone.text
    assert (await world.app.services.rsvps.counts(one)).going == 1
    late = await world.press(alba, await _open(world, alba, one), "New team")
    world.take_roles(alba)
    refused = await world.fill_in(alba, late, name="West")
    assert "organize" in refused.text
    assert (await world.app.services.teams.page(organizer_of(world), one)).teams == ()


def _actor(world: World, who: MemberActor) -> Actor:
    return Actor(who.id, world.guild.id, frozenset({Capability.MEMBER}))
