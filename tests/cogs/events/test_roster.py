"""`/event roster`: who comes, who came, what a training leaves, how it was."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Kind
from tests.cogs.events.eventing import answers, begin, published
from tests.conftest import World


async def test_who_neither_organizes_nor_leads_sees_no_roster(world: World) -> None:
    _, one = await published(world)
    ana = world.member("Ana")
    refused = await world.slash(ana, "event roster", event=f"#{one}")
    assert refused.private
    assert "who lead this event" in refused.text or "organize" in refused.text
    assert await ana.autocomplete(world.channel, "event roster", "event", "") == []


async def test_a_lead_sees_who_comes_and_marks_who_came_also_after_a_restart(
    world: World,
) -> None:
    lead, ana, ben, eva = (world.member(name) for name in ("Lia", "Ana", "Ben", "Eva"))
    _, one = await published(world, capacity=2, lead_id=lead.id)
    await answers(world, one, [ana, ben, eva])
    await answers(world, one, [world.member("Rosa")], Answer.MAYBE)
    seen = await world.slash(lead, "event roster", event="rally")
    assert seen.private
    assert "2 going of 2 · 1 in line · 1 maybe" in seen.text
    assert f"1. <@{ana.id}>" in seen.text
    assert "Came" not in seen.buttons
    assert "Once it begins" in seen.text
    line = await world.choose(lead, seen, f"event:whom:{one}", "line")
    assert f"<@{eva.id}>" in line.text
    begin(world)
    await world.restart()
    seen = await world.slash(lead, "event roster", event=f"#{one}")
    assert "2 not marked yet" in seen.text
    marked = await world.press(lead, seen, "Came")
    assert "1 came · 1 not marked yet" in marked.text
    rest = await world.press(lead, marked, "The rest did not come")
    assert "1 person marked: did not come." in rest.text
    assert "1 came · 1 did not come" in rest.text
    missed = await world.choose(lead, rest, f"event:whom:{one}", "missed")
    assert missed.text.count("<@") == 1
    back = await world.press(lead, missed, "Came")
    assert "2 came" in back.text
    assert "Nobody is marked as missing" in back.text


async def test_what_is_pressed_too_early_or_by_who_no_longer_may_changes_nothing(
    world: World,
) -> None:
    alba, ana = world.admin(), world.member("Ana")
    _, one = await published(world)
    await answers(world, one, [ana])
    begin(world)
    seen = await world.slash(alba, "event roster", event=f"#{one}")
    begin(world, after=timedelta(minutes=-30))
    early = await world.press(alba, seen, "All of them came")
    assert "not begun" in early.text
    begin(world)
    world.take_roles(alba)
    refused = await world.press(alba, seen, "All of them came")
    assert "organize" in refused.text
    later = await world.slash(world.admin("Bea"), "event roster", event=f"#{one}")
    assert "1 not marked yet" in later.text


async def test_a_number_can_be_noted_where_nobody_had_a_list(world: World) -> None:
    alba = world.admin()
    _, one = await published(world)
    begin(world)
    seen = await world.slash(alba, "event roster", event=f"#{one}")
    form = await world.press(alba, seen, "Write down a number")
    wrong = await world.fill_in(alba, form, number="many")
    assert "“many” is not a number" in wrong.text
    form = await world.press(alba, seen, "Write down a number")
    kept = await world.fill_in(alba, form, number="1 250")
    assert "Counted: 1250 people" in kept.text
    form = await world.press(alba, seen, "Write down a number")
    gone = await world.fill_in(alba, form, number="")
    assert "Counted" not in gone.text


async def test_a_training_is_confirmed_for_those_who_came(world: World) -> None:
    alba, ana, ben = world.admin(), world.member("Ana"), world.member("Ben")
    _, one = await published(
        world, kind=Kind.TRAINING, title="Court observers", extra={"valid_days": 365}
    )
    await answers(world, one, [ana, ben])
    begin(world, after=timedelta(hours=3))
    seen = await world.slash(alba, "event roster", event=f"#{one}")
    assert "Confirm the training…" not in seen.buttons, "nobody came yet"
    marked = await world.press(alba, seen, "Came")  # the last in the list
    question = await world.press(alba, marked, "Confirm the training…")
    assert "1 person is marked: came" in question.text
    assert "365 days" in question.text
    assert "1 person is not marked yet" in question.text
    later = await world.press(alba, question, "Not yet")
    assert "1 came" in later.text
    question = await world.press(alba, later, "Confirm the training…")
    await world.restart()
    trained, here = world.app.services.attendance, world.guild.id
    held = [await trained.is_trained(here, who.id, "court OBSERVERS") for who in (ana, ben)]
    assert held == [False, False]
    done = await world.press(alba, question, "Yes, they are trained")
    assert "1 person has the training now" in done.text
    held = [await trained.is_trained(here, who.id, "court OBSERVERS") for who in (ana, ben)]
    assert sorted(held) == [False, True]


async def test_how_it_was_is_shown_only_where_it_points_at_nobody(world: World) -> None:
    alba = world.admin()
    _, one = await published(world)
    people = [world.member(f"P{at}") for at in range(6)]
    await answers(world, one, people)
    begin(world, after=timedelta(hours=3))
    tell = world.app.services.attendance.say_how_it_was
    seen = await world.slash(alba, "event roster", event=f"#{one}")
    for at, each in enumerate(people[:4]):
        actor = Actor(each.id, world.guild.id, frozenset({Capability.MEMBER}))
        await tell(actor, one, mark=5, words=f"**words** {at}")
    few = await world.press(alba, seen, "How it was")
    assert "Fewer than 5" in few.text
    assert "Good" not in few.text
    assert "words 0" not in few.text
    for each in people[4:]:
        actor = Actor(each.id, world.guild.id, frozenset({Capability.MEMBER}))
        await tell(actor, one, mark=1 if each is people[5] else 5, words="more")
    many = await world.press(alba, seen, "How it was")
    assert "6 people answered" in many.text
    assert "Good: 5" in many.text
    assert "So-so: 0" in many.text
    assert "Not good: fewer than 5" in many.text
    assert "\\*\\*words\\*\\* 0" in many.text
