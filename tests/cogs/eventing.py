"""Events for tests of screens: published by a service call, seen as people see them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from simcord.actors import MemberActor

from bot.domain.actor import Actor, Capability
from bot.domain.event import Answer, Draft, Event, Kind
from tests.conftest import World
from tests.screens import Seen, raw_components, walk

DAY = timedelta(days=1)
VIGIL = Draft(
    kind=Kind.VIGIL,
    title="Candles for our neighbors",
    zone="America/New_York",
    local_start=datetime.fromisoformat("2026-12-04T18:00"),
    minutes=90,
    about="We stand together for an hour.\nBring a candle and a friend.",
    host="Neighbors Together",
    place="Boston, MA",
    address="24 Beacon Street",
    contact="Alba, in #vigil",
    notes="Meet at the side door.",
    reminders=(1440, 120),
)


def organizer(world: World) -> Actor:
    """Somebody who may make events here."""
    return Actor(4242, world.guild.id, frozenset(Capability))


async def publish(
    world: World, draft: Draft = VIGIL, *, board: bool = True, **changes: Any
) -> Event:
    """An event as an organizer publishes it; its board stands in the channel already."""
    events, who = world.app.services.events, organizer(world)
    made = await events.create(who, replace(draft, **changes))
    channel = world.channel.id if board else None
    event = await events.publish(who, made.number, made.version, channel_id=channel)
    await world.move()
    return (await events.get(who, event.number)).event


async def first_time(world: World, event: Event) -> int:
    """The number of an event's next time."""
    page = await world.app.services.events.get(organizer(world), event.number)
    return page.times[0].occurrence.number


async def say(world: World, user_id: int, occurrence: int, answer: Answer) -> None:
    """Somebody answers, by a service call."""
    actor = Actor(user_id, world.guild.id, frozenset({Capability.MEMBER}))
    await world.app.services.rsvps.answer(actor, occurrence, answer)


def text_of(message: Any) -> str:
    """All text of a message in a channel."""
    return "\n".join(c["content"] for c in walk(raw_components(message)) if c["type"] == 10)


def buttons_of(message: Any) -> dict[str, str]:
    """Labels and custom_ids of a message's buttons."""
    found = walk(raw_components(message))
    return {c["label"]: c["custom_id"] for c in found if c["type"] == 2 and "custom_id" in c}


def posted(world: World) -> list[Any]:
    """What the bot posted in the channel, the oldest first."""
    shown = [message for message in world.channel.history() if message.components]
    return [message for message in shown if message.author.bot]


def dms(who: MemberActor) -> list[Any]:
    """What the bot wrote to somebody, the oldest first."""
    return [message for message in who.user.dm_channel.history() if message.author.bot]


async def press(who: MemberActor, message: Any, label: str) -> Seen:
    """Press a button on a message that everybody sees."""
    return Seen(await who.click(message, custom_id=buttons_of(message)[label]))


async def press_dm(who: MemberActor, message: Any, label: str) -> Seen:
    """Press a button on a direct message."""
    return Seen(await who.user.click(message, custom_id=buttons_of(message)[label]))
