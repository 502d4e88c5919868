"""`/setup` as admins use it, and as everybody else is kept from it."""

from __future__ import annotations

from functools import partial

import discord
import pytest
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, RoleHandle

from bot.domain.actor import BY_ROLE, Capability
from bot.i18n import t
from bot.services.guilds import GuildSettings, Purpose
from tests.conftest import World
from tests.screens import Seen

EN = partial(t, language="en")
PURPOSES = [purpose.value for purpose in Purpose]
ONLY_ADMINS = EN("access.needs_admin")
ROLES, LANGUAGE = EN("setup.tab.roles"), EN("setup.tab.language")


async def saved(world: World) -> GuildSettings:
    """What the bot remembers, read anew from the file."""
    await world.restart()
    return await world.app.services.guilds.settings(world.guild.id)


def so_far(
    channels: int = 0, roles: int = 0, zone: str | None = None, spoken: str = "English"
) -> str:
    """The line that says how far the setup is."""
    return EN(
        "setup.so_far",
        channels=channels,
        all_channels=len(Purpose),
        roles=roles,
        all_roles=len(BY_ROLE),
        spoken=spoken,
        zone=zone or EN("setup.no_zone"),
    )


async def held_by(world: World, role: RoleHandle) -> frozenset[Capability]:
    """What somebody with that role alone may do."""
    actor = await world.app.services.guilds.actor(
        user_id=1, guild_id=world.guild.id, role_ids=[role.id], manages_server=False
    )
    return actor.capabilities


def channel_without(world: World, name: str, **denied: bool) -> ChannelHandle:
    """A channel in which the bot lacks some permissions."""
    assert world.env.bot.user is not None
    overwrite = discord.PermissionOverwrite(**denied)
    return world.guild.create_text_channel(name, overwrites={world.env.bot.user: overwrite})


async def open_roles(world: World, admin: MemberActor) -> Seen:
    return await world.press(admin, await world.slash(admin, "setup"), ROLES)


# --- who may --------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [{}, {"time_zone": "America/Denver"}, {"language": "es"}])
async def test_a_member_is_refused_and_nothing_is_kept(
    world: World, options: dict[str, str]
) -> None:
    seen = await world.slash(world.member("Ana"), "setup", **options)
    assert ONLY_ADMINS in seen.text
    assert seen.private
    assert not seen.select_ids
    assert await saved(world) == GuildSettings()


async def test_a_moderator_with_every_other_capability_is_refused(world: World) -> None:
    role = world.guild.create_role("Nearly everything")
    admin = world.admin()
    roles = await open_roles(world, admin)
    for capability in BY_ROLE:
        if capability is not Capability.ADMIN:
            roles = await world.choose(admin, roles, f"setup:role:{capability.value}", role)
    seen = await world.slash(world.member("Ben", role), "setup")
    assert ONLY_ADMINS in seen.text


async def test_who_manages_the_server_sees_everything_still_to_choose(world: World) -> None:
    seen = await world.slash(world.admin(), "setup")
    assert seen.private
    assert so_far() in seen.text
    assert seen.select_ids == [f"setup:channel:{purpose}" for purpose in PURPOSES]


async def test_the_bot_admin_role_opens_setup_without_manage_server(world: World) -> None:
    role = world.guild.create_role("Bot admins")
    ben = world.member("Ben", role)
    assert ONLY_ADMINS in (await world.slash(ben, "setup")).text
    admin = world.admin()
    await world.choose(admin, await open_roles(world, admin), "setup:role:admin", role)
    await world.restart()
    screen = await world.slash(ben, "setup")
    chosen = await world.choose(ben, screen, "setup:channel:shifts", world.channel)
    assert so_far(channels=1, roles=1) in chosen.text


async def test_setup_is_not_for_direct_messages(world: World) -> None:
    user = world.env.create_user("Ana")
    world.guild.add_member(user)
    assert "setup" not in user.available_commands()
    assert "find" in user.available_commands()


@pytest.mark.parametrize(
    ("custom_id", "tab"),
    [("setup:channel:alerts", None), ("setup:role:admin", ROLES)],
)
async def test_a_stale_screen_in_the_hands_of_who_lost_the_right_is_refused(
    world: World, custom_id: str, tab: str | None
) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup")
    if tab:
        screen = await world.press(admin, screen, tab)
    world.take_roles(admin)
    value = world.guild.create_role("Mine") if tab else world.channel
    refused = await world.choose(admin, screen, custom_id, value)
    assert ONLY_ADMINS in refused.text
    assert refused.private
    other_tab = await world.press(admin, screen, LANGUAGE)
    assert ONLY_ADMINS in other_tab.text
    assert await saved(world) == GuildSettings()


# --- channels -------------------------------------------------------------------------------


async def test_each_channel_is_chosen_and_taken_back_after_a_restart(world: World) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup")
    chosen: dict[Purpose, int] = {}
    for purpose in Purpose:
        channel = world.guild.create_text_channel(purpose.value)
        chosen[purpose] = channel.id
        screen = await world.choose(admin, screen, f"setup:channel:{purpose.value}", channel)
    assert so_far(channels=4) in screen.text
    assert "⚠️" not in screen.text
    assert dict((await saved(world)).channels) == chosen
    for purpose in Purpose:
        screen = await world.choose(admin, screen, f"setup:channel:{purpose.value}")
    assert so_far(channels=0) in screen.text
    assert not (await saved(world)).channels


async def test_a_chosen_channel_is_shown_as_chosen_when_setup_opens_again(world: World) -> None:
    admin = world.admin()
    screen = await world.slash(admin, "setup")
    await world.choose(admin, screen, "setup:channel:alerts", world.channel)
    again = await world.slash(admin, "setup")
    menu = next(c for c in again.components if c.get("custom_id") == "setup:channel:alerts")
    assert [int(value["id"]) for value in menu["default_values"]] == [world.channel.id]
    assert "✅ **Alerts**" in again.text


async def test_an_announcement_channel_may_be_a_news_channel(world: World) -> None:
    admin = world.admin()
    news = world.guild.create_news_channel("news")
    screen = await world.slash(admin, "setup")
    seen = await world.choose(admin, screen, "setup:channel:announcements", news)
    assert so_far(channels=1) in seen.text


async def test_missing_permissions_are_named_exactly_with_where_to_click(world: World) -> None:
    admin = world.admin()
    bare = channel_without(world, "bare", embed_links=False, create_public_threads=False)
    screen = await world.slash(admin, "setup")
    alerts = await world.choose(admin, screen, "setup:channel:alerts", bare)
    assert f"In <#{bare.id}> I still need: **Embed Links**." in alerts.text
    shifts = await world.choose(admin, alerts, "setup:channel:shifts", bare)
    assert "I still need: **Embed Links**, **Create Public Threads**." in shifts.text
    assert "Edit Channel → Permissions → add " in shifts.text
    assert "⚠️ **Shifts**" in shifts.text
    assert "✅" not in shifts.text


async def test_once_the_permission_is_given_the_warning_is_gone(world: World) -> None:
    admin = world.admin()
    quiet = channel_without(world, "quiet", send_messages=False)
    screen = await world.slash(admin, "setup")
    warned = await world.choose(admin, screen, "setup:channel:alerts", quiet)
    assert "**Send Messages**" in warned.text
    assert world.env.bot.user is not None
    world.env.backend.delete_overwrite(quiet.id, world.env.bot.user.id)
    again = await world.slash(admin, "setup")
    assert "⚠️" not in again.text
    assert "✅ **Alerts**" in again.text


async def test_a_channel_the_bot_may_not_see_is_said(world: World) -> None:
    admin = world.admin()
    hidden = channel_without(world, "hidden", view_channel=False)
    seen = await world.choose(
        admin, await world.slash(admin, "setup"), "setup:channel:moderation", hidden
    )
    assert "**View Channel**" in seen.text


async def test_a_deleted_channel_is_said_and_another_one_can_be_chosen(world: World) -> None:
    admin = world.admin()
    doomed = world.guild.create_text_channel("doomed")
    screen = await world.slash(admin, "setup")
    await world.choose(admin, screen, "setup:channel:shifts", doomed)
    world.env.backend.delete_channel(doomed.id)
    await world.restart()
    seen = await world.slash(admin, "setup")
    assert "The channel for **Shifts** is gone, or I can't see it" in seen.text
    mended = await world.choose(admin, seen, "setup:channel:shifts", world.channel)
    assert "⚠️" not in mended.text


# --- roles ----------------------------------------------------------------------------------


@pytest.mark.parametrize("capability", BY_ROLE, ids=lambda c: c.value)
async def test_a_role_gives_just_its_capability_until_it_is_taken_back(
    world: World, capability: Capability
) -> None:
    admin = world.admin()
    role = world.guild.create_role("Chosen")
    other = world.guild.create_role("Other")
    assert await held_by(world, role) == {Capability.MEMBER}
    roles = await open_roles(world, admin)
    await world.restart()
    custom_id = f"setup:role:{capability.value}"
    given = await world.choose(admin, roles, custom_id, role)
    assert so_far(roles=1) in given.text
    everything = frozenset(Capability)
    expected = everything if capability is Capability.ADMIN else {Capability.MEMBER, capability}
    assert await held_by(world, role) == expected
    assert await held_by(world, other) == {Capability.MEMBER}
    taken = await world.choose(admin, given, custom_id)
    assert so_far(roles=0) in taken.text
    assert await held_by(world, role) == {Capability.MEMBER}


async def test_several_roles_may_carry_one_capability(world: World) -> None:
    admin = world.admin()
    pair = [world.guild.create_role("North"), world.guild.create_role("South")]
    await world.choose(admin, await open_roles(world, admin), "setup:role:organizer", *pair)
    for role in pair:
        assert Capability.ORGANIZER in await held_by(world, role)


async def test_everyone_is_refused_and_what_was_chosen_before_stays(world: World) -> None:
    admin = world.admin()
    role = world.guild.create_role("Dispatch")
    roles = await open_roles(world, admin)
    chosen = await world.choose(admin, roles, "setup:role:dispatcher", role)
    everyone = world.guild.default_role
    refused = await world.choose(admin, chosen, "setup:role:dispatcher", role, everyone)
    assert "@everyone can't be given this" in refused.text
    assert refused.private
    assert (await saved(world)).roles == {Capability.DISPATCHER: frozenset({role.id})}
    assert await held_by(world, everyone) == {Capability.MEMBER}


# --- language and zone ----------------------------------------------------------------------


async def test_the_language_menu_changes_what_everybody_sees(world: World) -> None:
    admin = world.admin()
    screen = await world.press(admin, await world.slash(admin, "setup"), LANGUAGE)
    await world.restart()
    seen = await world.choose(admin, screen, "setup:language", "es")
    assert so_far(spoken="Español") in seen.text
    assert (await saved(world)).language == "es"
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship", where="02118")
    asked = await world.press(ana, found, "Share…")
    await world.press(ana, asked, "Yes, share it")
    posted = world.channel.last_message
    assert posted is not None
    assert not posted.flags.ephemeral
    assert "Aún sin verificar" in str([component.to_dict() for component in posted.components])


async def test_the_zone_menu_is_kept_after_a_restart(world: World) -> None:
    admin = world.admin()
    screen = await world.press(admin, await world.slash(admin, "setup"), LANGUAGE)
    await world.restart()
    seen = await world.choose(admin, screen, "setup:zone", "America/Chicago")
    assert so_far(zone="America/Chicago") in seen.text
    assert (await saved(world)).time_zone == "America/Chicago"


@pytest.mark.parametrize("zone", ["Atlantis", "EST5EDT4", "../../etc/passwd", "'; DROP TABLE x"])
async def test_an_unknown_zone_is_refused_with_what_to_do(world: World, zone: str) -> None:
    seen = await world.slash(world.admin(), "setup", time_zone=zone)
    assert EN("zones.unknown") in seen.text
    assert await saved(world) == GuildSettings()


async def test_a_zone_is_typed_with_suggestions_in_any_case(world: World) -> None:
    admin = world.admin()
    assert not await admin.autocomplete(world.channel, "setup", "time_zone", "xyzzy")
    offered = await admin.autocomplete(world.channel, "setup", "time_zone", "bogo")
    assert [choice["value"] for choice in offered] == ["America/Bogota"]
    seen = await world.slash(admin, "setup", time_zone="america/new york")
    assert so_far(zone="America/New York") in seen.text
    assert (await saved(world)).time_zone == "America/New_York"


async def test_a_zone_outside_the_menu_stays_chosen_in_it(world: World) -> None:
    admin = world.admin()
    seen = await world.slash(admin, "setup", time_zone="America/Tijuana")
    menu = next(c for c in seen.components if c.get("custom_id") == "setup:zone")
    assert [o["value"] for o in menu["options"] if o.get("default")] == ["America/Tijuana"]


async def test_an_unknown_language_is_refused_and_the_zone_beside_it_is_not_kept(
    world: World,
) -> None:
    admin = world.admin()
    offered = await admin.autocomplete(world.channel, "setup", "language", "ESPANOL")
    assert [choice["value"] for choice in offered] == ["es"]
    seen = await world.slash(admin, "setup", time_zone="America/Denver", language="Klingon")
    assert "We don't speak that language yet" in seen.text
    assert await saved(world) == GuildSettings()
    both = await world.slash(admin, "setup", time_zone="America/Denver", language="es")
    assert so_far(zone="America/Denver", spoken="Español") in both.text
    assert await saved(world) == GuildSettings(language="es", time_zone="America/Denver")


async def test_waiting_reports_are_counted_for_admins(world: World) -> None:
    ana = world.member("Ana")
    found = await world.slash(ana, "find", what="Project Citizenship")
    form = await world.press(ana, found, "Something wrong?")
    which = {"which": form_entry(form)} if form_entry(form) else {}
    await world.fill_in(ana, form, reason="closed", **which)
    seen = await world.slash(world.admin(), "setup")
    assert EN("setup.reports_waiting", count=1, command="").strip() in seen.text


def form_entry(form: Seen) -> str | None:
    """The first entry the form offers, None where it is about one entry only."""
    assert form.result.modal is not None
    for label in form.result.modal["components"]:
        field = label["component"]
        if field["custom_id"] == "which":
            return str(field["options"][0]["value"])
    return None
