"""What could not be posted is seen by organizers, sent again or discarded, and lost by nobody."""

from __future__ import annotations

import discord
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle

from bot.domain.actor import Actor, Capability
from bot.domain.organization import ProblemReason
from bot.services.guilds import Purpose
from bot.storage.outbox import Message, Target, insert_messages
from tests.conftest import World

ALL = frozenset(Capability)


def closed(world: World, name: str) -> ChannelHandle:
    """A channel that the bot sees but may not write in."""
    return world.guild.create_text_channel(
        name,
        overwrites={
            world.guild.default_role: discord.PermissionOverwrite(send_messages=False),
        },
    )


async def queue(world: World, *channel_ids: int, guild_id: int | None = None) -> None:
    """A weekly line for each of these channels."""
    async with world.app.db.transaction() as tx:
        await insert_messages(
            tx,
            (
                Message(
                    f"line:{guild_id}:{channel_id}:{number}",
                    guild_id or world.guild.id,
                    Target.CHANNEL,
                    channel_id,
                    "directory.weekly",
                    {},
                    world.clock.now(),
                )
                for number, channel_id in enumerate(channel_ids)
            ),
        )
        await tx.commit()


async def something_waits(world: World) -> None:
    """So that the weekly line has something to say."""
    actor = Actor(1, world.guild.id, ALL)
    await world.app.services.reports.report(actor, 1, ProblemReason.CLOSED, "")


def said(channel: ChannelHandle) -> list[str]:
    return [
        "\n".join(str(c.to_dict()) for c in message.components)
        for message in channel.history()
        if message.author.bot
    ]


async def set_up(world: World, alba: MemberActor, channel: ChannelHandle) -> None:
    """The moderators have this channel."""
    actor = Actor(alba.id, world.guild.id, ALL)
    await world.app.services.guilds.choose_channel(actor, Purpose.MODERATION, channel.id)


async def test_members_and_editors_do_not_see_what_could_not_be_sent(world: World) -> None:
    june = world.member("June")
    assert "organizer" in (await world.slash(june, "unsent")).text
    alba = world.admin()
    seen = await world.slash(alba, "unsent")
    assert "Everything was sent" in seen.text
    assert seen.private


async def test_moderators_are_told_once_and_an_organizer_sends_it_after_all(world: World) -> None:
    alba, moderators = world.admin(), world.guild.create_text_channel("moderators")
    await set_up(world, alba, moderators)
    await something_waits(world)
    room = closed(world, "announcements")
    await queue(world, room.id, room.id, room.id)
    await world.move()
    (told,) = said(moderators)
    assert f"<#{room.id}>" in told
    assert "</unsent:" in told
    setup = await world.slash(alba, "setup")
    assert "3 messages could not be sent: </unsent:" in setup.text
    seen = await world.slash(alba, "unsent")
    assert "3 messages could not be sent" in seen.text
    assert "Weekly line about the directory" in seen.text
    assert "**Send Messages**" in seen.text
    # Nothing was mended yet: it comes back, and moderators are not told again that day.
    seen = await world.press(alba, seen, "Send again")
    assert "2 messages could not be sent" in seen.text
    await world.move()
    assert len(said(moderators)) == 1
    world.env.backend.channels[room.id].overwrites.clear()  # an admin lets the bot write
    await world.restart()
    seen = await world.slash(alba, "unsent")
    assert "3 messages could not be sent" in seen.text
    seen = await world.press(alba, seen, "Send all again")
    assert "3 are on their way" in seen.text
    assert "Everything was sent" in seen.text
    await world.move()
    assert len(said(room)) == 3
    assert "Everything was sent" in (await world.slash(alba, "unsent")).text


async def test_what_is_hopeless_is_discarded_one_by_one_or_all_after_a_question(
    world: World,
) -> None:
    alba = world.admin()
    await something_waits(world)
    await queue(world, *range(4242, 4250))
    await world.move()
    first = await world.slash(alba, "unsent")
    assert first.text.count("Its channel is gone") == 5
    assert "Send again" not in first.buttons
    older = await world.press(alba, first, "Older ones")
    assert older.text.count("Its channel is gone") == 3
    seen, same = await world.slash(alba, "unsent"), await world.slash(alba, "unsent")
    seen = await world.press(alba, seen, "Discard")
    assert "7 messages could not be sent" in seen.text
    again = await world.press(alba, same, "Discard")
    assert "Somebody has dealt with that already" in again.text
    seen = await world.press(alba, seen, "Discard all…")
    assert "Discard 7 messages for good?" in seen.text
    kept = await world.press(alba, seen, "No, go back")
    assert "7 messages could not be sent" in kept.text
    seen = await world.press(alba, kept, "Discard all…")
    await world.restart()
    gone = await world.press(alba, seen, "Yes, discard all")
    assert "Everything was sent" in gone.text


async def test_a_press_by_who_lost_the_role_or_from_another_server_does_nothing(
    world: World,
) -> None:
    alba = world.admin()
    await something_waits(world)
    await queue(world, 4242)
    await queue(world, 4243, guild_id=4711)
    await world.move()
    seen = await world.slash(alba, "unsent")
    assert "1 message could" in seen.text
    world.take_roles(alba)
    assert "organizer" in (await world.press(alba, seen, "Discard")).text
    assert await world.app.services.letters.count_in(world.guild.id) == 1
