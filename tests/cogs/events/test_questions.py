"""The questions of a town hall: members ask and support, leads settle."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.event import Kind
from tests.cogs.events.eventing import published
from tests.conftest import World
from tests.screens import Seen


async def _open(world: World, who: MemberActor, one: int) -> Seen:
    seen = await world.slash(who, "event roster", event=f"#{one}")
    return await world.press(who, seen, "Questions")


async def test_members_ask_and_support_and_organizers_take_out(world: World) -> None:
    alba, ana = world.admin(), world.member("Ana")
    event, one = await published(world, kind=Kind.TOWN_HALL, title="Town hall", lead_id=ana.id)
    empty = await _open(world, ana, one)
    assert empty.private
    assert "Nobody has asked anything yet" in empty.text
    form = await world.press(ana, empty, "Ask a question")
    refused = await world.fill_in(ana, form, words="Will @everyone hear?")
    assert "mention" in refused.text.lower()
    again = await world.press(ana, refused, next(iter(refused.buttons)))
    asked = await world.fill_in(ana, again, words="When is **the bus**?")
    assert "Your question is on the list" in asked.text
    assert "When is \\*\\*the bus\\*\\*?" in asked.text
    assert "Take my vote back · 1" in asked.buttons
    seen = await _open(world, alba, one)
    await world.restart()
    voted = await world.press(alba, seen, "I want this asked · 1")
    assert "Take my vote back · 2" in voted.buttons
    back = await world.press(alba, voted, "Take my vote back · 2")
    assert "I want this asked · 1" in back.buttons
    question = await world.choose(
        alba, back, f"event:question:{event.number}:0", _number(asked, "event:want:")
    )
    done = await world.press(alba, question, "It was answered")
    assert "~~When is" in done.text
    question = await world.choose(
        alba, done, f"event:question:{event.number}:0", _number(asked, "event:want:")
    )
    out = await world.press(alba, question, "Take it out")
    assert "The question is out" in out.text
    assert "Nobody has asked" in out.text


def _number(seen: Seen, prefix: str) -> str:
    (found,) = [i for i in seen.buttons.values() if i.startswith(prefix)]
    return found.split(":")[3]


async def test_a_member_may_not_settle_a_question(world: World) -> None:
    ana = world.admin("Ana")
    event, one = await published(world, kind=Kind.TOWN_HALL)
    seen = await _open(world, ana, one)
    form = await world.press(ana, seen, "Ask a question")
    asked = await world.fill_in(ana, form, words="Why?")
    question = await world.choose(
        ana, asked, f"event:question:{event.number}:0", _number(asked, "event:want:")
    )
    world.take_roles(ana)
    refused = await world.press(ana, question, "Take it out")
    assert "organize" in refused.text
