"""What organizers are told of campaigns, in the moderators' channel, as things stand by then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.actor import Actor, Capability
from bot.domain.campaign import Deadline
from bot.services.guilds import Purpose
from tests.conftest import World
from tests.services.campaigning import TEMPLATE

DAY = timedelta(days=1)


def lines(world: World) -> list[str]:
    """What the bot wrote in the channel."""
    return [
        "\n".join(str(each.to_dict()) for each in message.components)
        for message in world.channel.history()
        if message.author.bot
    ]


async def test_organizers_hear_of_what_happens_by_itself(world: World) -> None:
    alba, services = world.admin(), world.app.services
    actor = Actor(alba.id, world.guild.id, frozenset(Capability))
    await services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    draft = await services.campaigns.from_template(actor, TEMPLATE)
    days = {"opens_on": date(2026, 11, 25), "closes_on": date(2027, 1, 10)}
    draft = await services.campaigns.edit(actor, draft.number, draft.version, days)
    deadline = Deadline(date(2026, 12, 20), "Vote in *committee*", 5)
    draft = await services.campaigns.add_deadline(actor, draft.number, draft.version, deadline)
    await services.campaigns.open(actor, draft.number, draft.version)
    await world.move(2 * DAY)
    assert len(lines(world)) == 1
    assert "**Welcome refugees** is open now" in lines(world)[0]
    await world.restart()
    await world.move(20 * DAY)
    (*_, due) = lines(world)
    assert "Dec 20, 2026: Vote in \\\\*committee\\\\*" in due
    await world.move(20 * DAY)  # January 4th: the 119th Congress has ended
    (*_, ended) = lines(world)
    assert "The session of H.R. 100 (119) has ended" in ended
    await world.move(8 * DAY)
    assert "has closed" in lines(world)[-1]
    assert len(lines(world)) == 4


async def test_a_number_that_two_people_found_wrong_is_put_before_moderators(world: World) -> None:
    alba, services = world.admin(), world.app.services
    actor = Actor(alba.id, world.guild.id, frozenset(Capability))
    await services.guilds.choose_language(actor, "es")
    await services.guilds.choose_channel(actor, Purpose.MODERATION, world.channel.id)
    for user in (5, 6):
        caller = replace(actor, user_id=user, capabilities=frozenset({Capability.MEMBER}))
        await services.calls.report_wrong(caller, "617-565-8519", "M000133")
    await world.move()
    (line,) = lines(world)
    assert "617-565-8519" in line.replace("\\", "")
    assert "Markey" in line
    await services.calls.put_back(actor, "617-565-8519")
    await world.restart()
    await world.move(DAY)
    assert len(lines(world)) == 1


async def test_somebody_is_reminded_to_call_and_of_nothing_else(world: World) -> None:
    ana = world.member("Ana")
    caller = Actor(ana.id, world.guild.id, frozenset({Capability.MEMBER}))
    await world.app.services.calls.remind_tomorrow(caller)
    await world.move(DAY / 2)
    assert await world.app.db.fetch_all("SELECT 1 FROM outbox") == []
    await world.restart()
    await world.move(DAY / 2)
    rows = await world.app.db.fetch_all("SELECT state FROM outbox")
    assert [row["state"] for row in rows] == ["sent"]
