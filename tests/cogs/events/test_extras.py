"""What the page of an event leads to, by its kind and by who looks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput
from bot.domain.event import Answer, Kind
from bot.i18n import languages
from bot.presentation.components import Form
from bot.services.teams import Team
from cogs.events.questions import QuestionForm
from cogs.events.roster import CountForm
from cogs.events.slots import SlotsForm
from cogs.events.teams import TeamForm
from tests.cogs.events.eventing import answers, organizer_of, published
from tests.cogs.test_limits import too_long
from tests.conftest import World
from tests.screens import Seen, walk


async def page(world: World, who: MemberActor) -> Seen:
    """The page of the only event."""
    return await world.press(who, await world.slash(who, "events"), "Details")


def actor(world: World, who: MemberActor) -> Actor:
    return Actor(who.id, world.guild.id, frozenset({Capability.MEMBER}))


async def test_a_member_asks_from_the_page_of_a_town_hall_and_a_lead_sees_the_roster(
    world: World,
) -> None:
    ana, lead = world.member("Ana"), world.member("Lia")
    await published(world, kind=Kind.TOWN_HALL, lead_id=lead.id)
    seen = await page(world, ana)
    assert not {"Who comes", "Change it…"} & set(seen.buttons)
    questions = await world.press(ana, seen, "Questions")
    assert questions.private
    assert "Answered, or take one out" not in str(questions.components)
    asked = await world.fill_in(
        ana, await world.press(ana, questions, "Ask a question"), words="When does it end?"
    )
    assert "When does it end?" in asked.text
    await world.restart()
    roster = await world.press(lead, await page(world, lead), "Who comes")
    assert "Nobody has said yet" in roster.text
    managed = await world.press(lead, await page(world, lead), "Change it…")
    assert "Rally at the State House" in managed.text


async def test_a_member_chooses_an_appointment_from_the_page_of_a_clinic(world: World) -> None:
    ana = world.member("Ana")
    _, one = await published(world, kind=Kind.LEGAL_CLINIC)
    assert "Choose an appointment" not in (await page(world, ana)).buttons
    parts = world.app.services.event_parts
    coming = await world.app.services.events.occurrence(organizer_of(world), one)
    (slot,) = await parts.add_slots(
        organizer_of(world), one, first=coming.occurrence.starts_at, minutes=30, count=1, capacity=1
    )
    slots = await world.press(ana, await page(world, ana), "Choose an appointment")
    assert "For you who lead" not in slots.text
    await world.restart()
    taken = await world.choose(ana, slots, f"event:slot:{one}", str(slot.number))
    assert "Your appointment" in taken.text
    seen = await page(world, ana)
    assert "Your appointment" in seen.text
    assert "Appointments" in seen.buttons


async def test_forty_who_choose_the_same_appointment_at_once_are_not_more_than_it_has_room_for(
    world: World,
) -> None:
    _, one = await published(world, kind=Kind.LEGAL_CLINIC)
    parts = world.app.services.event_parts
    coming = await world.app.services.events.occurrence(organizer_of(world), one)
    first = coming.occurrence.starts_at
    (slot,) = await parts.add_slots(
        organizer_of(world), one, first=first, minutes=30, count=1, capacity=3
    )
    people = [Actor(1000 + at, world.guild.id, frozenset({Capability.MEMBER})) for at in range(40)]
    for each in people:
        await world.app.services.rsvps.answer(each, one, Answer.GOING)
    got = await asyncio.gather(
        *(parts.take_slot(each, one, slot.number) for each in people), return_exceptions=True
    )
    assert got.count(None) == 3
    assert {type(each) for each in got if each is not None} == {BadInput}
    (kept,) = await parts.slots(organizer_of(world), one)
    assert kept.taken == 3
    with pytest.raises(BadInput):
        await parts.add_slots(
            organizer_of(world), one, first=first - timedelta(hours=1), minutes=30, count=1,
            capacity=1,
        )  # fmt: skip


async def test_whoever_is_in_a_team_sees_it_on_the_page_and_nobody_else_does(
    world: World,
) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    _, one = await published(world, kind=Kind.LOBBY_VISIT)
    await answers(world, one, [ana, ben])
    parts = world.app.services.event_parts
    team = await parts.keep_team(organizer_of(world), Team(0, one, "North", "MA 7", None, None))
    await parts.put_in_team(organizer_of(world), one, [ana.id], team)
    seen = await page(world, ana)
    assert "Your team: North" in seen.text
    mine = await world.press(ana, seen, "My team")
    assert "For: MA 7" in mine.text
    other = await page(world, ben)
    assert "North" not in other.text
    assert "My team" not in other.buttons
    assert await world.app.services.teams.mine(actor(world, ben), one) == []


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize(
    "made",
    [
        lambda language: CountForm(10**12, language, 10**6),
        lambda language: QuestionForm(10**12, language),
        lambda language: SlotsForm(10**12, language),
        lambda language: TeamForm(10**12, 10**12, language),
    ],
    ids=["count", "question", "slots", "team"],
)
def test_the_forms_stay_inside_discords_limits(made: Callable[[str], Form], language: str) -> None:
    sent = made(language).to_dict()
    assert 1 <= len(sent["title"]) <= 45
    assert 1 <= len(sent["components"]) <= 5
    assert too_long(list(walk(sent["components"]))) == []
