"""Events for the tests of the organizers' screens: made by the services, answered by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Draft, Event, Kind
from tests.conftest import World

STARTS = datetime(2026, 12, 18, 18, 0)  # noqa: DTZ001 - what the clock there shows
DRAFT = Draft(
    kind=Kind.RALLY,
    title="Rally at the State House",
    zone="America/New_York",
    local_start=STARTS,
    minutes=120,
    place="Boston, MA",
    address="24 Beacon Street",
)


def organizer_of(world: World) -> Actor:
    """An actor who may do everything in the world's server."""
    return Actor(1, world.guild.id, frozenset(Capability))


async def published(world: World, **changes: Any) -> tuple[Event, int]:
    """A published event and the number of its first time."""
    events, actor = world.app.services.events, organizer_of(world)
    made = await events.create(actor, replace(DRAFT, **changes))
    event = await events.publish(actor, made.number, made.version)
    page = await events.get(actor, event.number)
    return event, page.times[0].occurrence.number


async def answers(
    world: World, occurrence: int, people: list[MemberActor], answer: Answer = Answer.GOING
) -> None:
    """These people answer."""
    for each in people:
        actor = Actor(each.id, world.guild.id, frozenset({Capability.MEMBER}))
        await world.app.services.rsvps.answer(actor, occurrence, answer)


def begin(world: World, *, after: timedelta = timedelta(minutes=30)) -> None:
    """The event began so long ago (18:00 in New York is 23:00 UTC in December)."""
    world.clock.set(datetime.fromisoformat("2026-12-18T23:00:00+00:00") + after)
