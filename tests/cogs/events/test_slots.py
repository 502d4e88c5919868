"""The appointments of a clinic: a lead sets them, members take, change and give them back."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.event import Kind
from tests.cogs.events.eventing import answers, begin, published
from tests.conftest import World
from tests.screens import Seen


async def _open(world: World, who: MemberActor, one: int) -> Seen:
    seen = await world.slash(who, "event roster", event=f"#{one}")
    return await world.press(who, seen, "Appointments")


async def test_appointments_are_set_taken_changed_and_given_back(world: World) -> None:
    alba, bea = world.admin(), world.admin("Bea")
    _, one = await published(world, kind=Kind.LEGAL_CLINIC, title="Clinic")
    empty = await _open(world, alba, one)
    assert "There are no appointments yet" in empty.text
    form = await world.press(alba, empty, "Set appointments")
    wrong = await world.fill_in(alba, form, first="6 pm", minutes="soon", places="1")
    assert "“soon” is not a number" in wrong.text
    form = await world.press(alba, wrong, next(iter(wrong.buttons)))
    outside = await world.fill_in(alba, form, first="5 pm", minutes="30", places="1")
    assert "within the event" in outside.text or "inside the event" in outside.text
    form = await world.press(alba, outside, next(iter(outside.buttons)))
    made = await world.fill_in(alba, form, first="6", minutes="30", places="1")
    assert "There are 4 appointments now" in made.text
    slots = await world.app.services.event_parts.slots(_actor(world, alba), one)
    early, late = str(slots[0].number), str(slots[1].number)
    hers = await _open(world, bea, one)
    await world.restart()
    taken = await world.choose(alba, made, f"event:slot:{one}", early)
    stamp = f"<t:{int(slots[0].starts_at.timestamp())}:F>"
    assert f"Your appointment: **{stamp}**" in taken.text
    full = await world.choose(bea, hers, f"event:slot:{one}", early)
    assert "taken" in full.text
    hers = await world.choose(bea, hers, f"event:slot:{one}", late)
    roster = await world.press(bea, hers, "Who comes")
    assert f"<@{alba.id}> · <t:{int(slots[0].starts_at.timestamp())}:t>" in roster.text
    left = await world.press(alba, taken, "Give my appointment back")
    assert "free for somebody else" in left.text
    assert "Choose a time. " in left.text
    out = await world.choose(alba, left, f"event:slotout:{one}", early)
    assert stamp.replace(":F>", ":t>") not in out.text
    assert len(await world.app.services.event_parts.slots(_actor(world, alba), one)) == 3


async def test_whoever_stands_in_line_chooses_once_they_have_a_place(world: World) -> None:
    alba = world.admin()
    _, one = await published(world, kind=Kind.CITIZENSHIP_CLINIC, title="Clinic", capacity=1)
    await answers(world, one, [world.member("Ana")])
    form = await world.press(alba, await _open(world, alba, one), "Set appointments")
    made = await world.fill_in(alba, form, first="18:00", minutes="60", places="2")
    slots = await world.app.services.event_parts.slots(_actor(world, alba), one)
    waits = await world.choose(alba, made, f"event:slot:{one}", str(slots[0].number))
    assert "You are number 1 in line" in waits.text
    begin(world, after=slots[-1].starts_at - slots[0].starts_at)
    over = await _open(world, alba, one)
    assert "Choose a time" in over.text


def _actor(world: World, who: MemberActor) -> Actor:
    return Actor(who.id, world.guild.id, frozenset({Capability.MEMBER}))
