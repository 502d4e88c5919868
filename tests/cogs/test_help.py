"""`/help` shows each person what they may use, and nothing else."""

from __future__ import annotations

import re

from simcord.actors import MemberActor
from simcord.interactions import command_leaves

from tests.conftest import World
from tests.screens import Seen, walk

_MENTION = re.compile(r"</([\w -]+):(\d+)>")
#: What everybody may use; who leads an event may see its roster, so members are shown that, too.
EVERYBODYS = {
    *("find", "lists", "rights", "issue", "events", "shifts", "help", "me", "suggest"),
    *("call", "write", "share", "act"),
    *("calendar", "event roster", "event export", "oncall now", "oncall mine"),
}


def mentions(seen: Seen) -> dict[str, int]:
    """The commands that can be tapped, with the ids they lead to."""
    return {name: int(id_) for name, id_ in _MENTION.findall(seen.text)}


async def everything(world: World, who: MemberActor) -> dict[str, int]:
    """The commands on both pages."""
    seen = await world.slash(who, "help")
    found = mentions(seen)
    if "Run this server" in seen.buttons:
        found |= mentions(await world.press(who, seen, "Run this server"))
    return found


def registered(world: World) -> dict[str, int]:
    """The commands that Discord knows, by name."""
    found = world.env.backend.visible_commands(
        user_id=world.guild.owner.id, channel_id=world.channel.id
    )
    return {
        " ".join(path): int(command["id"])
        for command in found
        for path, _ in command_leaves(command)
    }


async def test_a_member_does_not_see_setup_and_an_admin_does(world: World) -> None:
    member = await world.slash(world.member("Ana"), "help")
    assert member.private
    assert set(mentions(member)) == EVERYBODYS
    assert "Run this server" not in member.buttons
    admin = world.admin()
    assert set(await everything(world, admin)) == EVERYBODYS | {
        "setup",
        "unsent",
        "directory review",
        "directory add",
        "directory edit",
        "directory retire",
        "directory import",
        "directory export",
        "event create",
        "event edit",
        "event postpone",
        "event cancel",
        "event move",
        "event import",
        *(f"oncall {n}" for n in ("add", "week", "need")),
        *(f"request {n}" for n in ("create", "list")),
        *(f"shift {n}" for n in ("roster", "board", "export")),
        *(f"shift {n}" for n in ("create", "series", "edit", "cancel")),
        *(f"campaign {n}" for n in ("create", "edit", "preview", "open", "close", "stats")),
    }


async def test_a_role_that_makes_somebody_a_bot_admin_shows_them_setup(world: World) -> None:
    role = world.guild.create_role("Bot admins")
    ben = world.member("Ben", role)
    assert "setup" not in await everything(world, ben)
    admin = world.admin()
    roles = await world.press(admin, await world.slash(admin, "setup"), "Roles")
    await world.choose(admin, roles, "setup:role:admin", role)
    assert "setup" in await everything(world, ben)


async def test_every_mention_leads_to_the_command_of_that_name(world: World) -> None:
    admin = world.admin()
    known = registered(world)
    assert await everything(world, admin) == known
    await world.restart()
    assert await everything(world, admin) == known


async def test_help_goes_from_what_people_want_to_what_admins_need(world: World) -> None:
    admin = world.admin()
    seen = await world.slash(admin, "help")
    aims = [seen.text.index(f"**{aim}**") for aim in ("Find help", "About you and this bot")]
    assert aims == sorted(aims)
    assert "**Run this server**" not in seen.text
    await world.restart()
    running = await world.press(admin, seen, "Run this server")
    assert "**Run this server**" in running.text
    back = await world.press(admin, running, "Back")
    assert "**Find help**" in back.text


async def test_the_hotlines_are_one_press_away_even_after_a_restart(world: World) -> None:
    ana = world.member("Ana")
    seen = await world.slash(ana, "help")
    await world.restart()
    hotlines = await world.press(ana, seen, "Hotlines")
    assert hotlines.private
    assert "NNIRR" in hotlines.text


async def test_in_spanish_every_word_is_spanish(world: World) -> None:
    rosa = world.member("Rosa")
    await world.app.services.people.choose_language(rosa.id, "es")
    seen = await world.slash(rosa, "help")
    assert "¿Qué le gustaría hacer?" in seen.text
    assert "Encontrar ayuda" in seen.text
    assert "Find" not in seen.text
    # A mention carries the English name; Discord shows the reader's own.
    assert set(mentions(seen)) == EVERYBODYS


async def test_in_a_direct_message_only_what_works_there_is_shown(world: World) -> None:
    user = world.env.create_user("Ana")
    world.guild.add_member(user)
    result = await user.slash("help")
    assert result.response is not None
    text = "\n".join(c["content"] for c in walk(result.response.components) if "content" in c)
    there = {"find", "lists", "rights", "issue", "events", "shifts", "help", "me"}
    assert set(dict(_MENTION.findall(text))) == there


async def test_a_dispatcher_sees_what_is_for_shifts_and_requests(world: World) -> None:
    role = world.guild.create_role("Dispatch")
    admin = world.admin()
    roles = await world.press(admin, await world.slash(admin, "setup"), "Roles")
    await world.choose(admin, roles, "setup:role:dispatcher", role)
    seen = set(await everything(world, world.member("Teo", role)))
    assert {"shift create", "shift roster", "request create", "oncall week"} <= seen
    assert "event create" not in seen
