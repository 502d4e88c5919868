"""Who was a directory editor when a screen came, and is none when it is pressed."""

from __future__ import annotations

from simcord.actors import MemberActor

from bot.domain.actor import Capability
from tests.cogs.test_import import BAD, CSV, found, send
from tests.conftest import World

REFUSED = "for people who keep the directory"


async def editor(world: World, name: str) -> MemberActor:
    """Somebody who keeps the directory by a role, and nothing else."""
    role = world.guild.create_role("Editors")
    admin = await world.app.services.guilds.actor(
        user_id=1, guild_id=world.guild.id, role_ids=[], manages_server=True
    )
    await world.app.services.guilds.choose_roles(admin, Capability.DIRECTORY_EDITOR, [role.id])
    return world.member(name, role)


async def test_a_list_that_was_sent_is_brought_in_by_nobody_who_lost_the_role(
    world: World,
) -> None:
    beatriz = await editor(world, "Beatriz")
    plan = await send(world, beatriz, CSV)
    bad = await send(world, beatriz, BAD)
    form = await world.press(beatriz, bad, "Mend the row")
    world.take_roles(beatriz)
    for label in ("Bring in, review later", "I checked it: show it"):
        refused = await world.press(beatriz, plan, label)
        assert refused.private
        assert REFUSED in refused.text
    assert REFUSED in (await world.press(beatriz, bad, "Mend the row")).text
    sent = await world.fill_in(beatriz, form, name="Luna", phone="520-555-0102")
    assert REFUSED in sent.text
    assert await world.app.db.fetch_all("SELECT number FROM shelf") == []
    assert "Sol Legal" not in await found(world, "Sol Legal")
    # Not wanting it any more is always allowed.
    assert "Nothing was brought in" in (await world.press(beatriz, plan, "Not now")).text


async def test_nobody_who_lost_the_role_takes_a_list_out_or_deals_with_what_waits(
    world: World,
) -> None:
    beatriz = await editor(world, "Beatriz")
    done = await world.press(beatriz, await send(world, beatriz, CSV), "Bring in, review later")
    queue = await world.press(beatriz, done, "Review them")
    page = await world.press(beatriz, queue, "Edit")
    question = await world.press(beatriz, done, "Take this list out again")
    form = await world.press(beatriz, page, "Phone and web")
    world.take_roles(beatriz)
    await world.restart()
    for seen, label in (
        (done, "Take this list out again"),
        (question, "Take the list out"),
        (done, "Review them"),
        (queue, "Show it: checked today"),
        (queue, "Right, and I called the number"),
        (queue, "Not for us"),
        (queue, "Later"),
        (page, "Phone and web"),
        (page, "Take out"),
        (page, "History"),
    ):
        assert REFUSED in (await world.press(beatriz, seen, label)).text, label
    assert REFUSED in (await world.fill_in(beatriz, form, alert="Taken over")).text
    rows = await world.app.db.fetch_all("SELECT status, entry FROM organization WHERE shelf <> 0")
    assert [(row["status"], "Taken over" in row["entry"]) for row in rows] == [("waiting", False)]
