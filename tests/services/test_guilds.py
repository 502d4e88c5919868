"""Who may do what in a server: nobody anything before setup, then what the roles say."""

from __future__ import annotations

import pytest

from bot.domain.actor import BY_ROLE, Actor, Capability
from bot.domain.errors import BadInput, NotAllowed
from bot.domain.organization import ProblemReason
from bot.services.guilds import GuildSettings, Purpose
from bot.services.services import Services
from bot.storage.database import Database
from tests.services.conftest import ADMIN, GUILD, OTHER_GUILD, member

PRIVILEGED = [c for c in Capability if c is not Capability.ADMIN]


async def actor(services: Services, *role_ids: int, manages: bool = False) -> Actor:
    return await services.guilds.actor(
        user_id=7, guild_id=GUILD, role_ids=role_ids, manages_server=manages
    )


async def attempts(services: Services, who: Actor) -> list[str]:
    """The keys of the refusals to every privileged deed of `/setup`."""
    refused: list[str] = []
    for deed in (
        lambda: services.guilds.choose_language(who, "es"),
        lambda: services.guilds.choose_time_zone(who, "America/Chicago"),
        lambda: services.guilds.choose_channel(who, Purpose.ALERTS, 5),
        lambda: services.guilds.choose_roles(who, Capability.ADMIN, [9]),
    ):
        with pytest.raises((NotAllowed, BadInput)) as error:
            await deed()
        refused.append(error.value.key)
    return refused


async def test_before_setup_nobody_but_who_manages_the_server_may_do_anything(
    services: Services,
) -> None:
    plain = await actor(services, 1, 2, 3)
    assert plain.capabilities == {Capability.MEMBER}
    assert set(await attempts(services, plain)) == {"access.needs_admin"}
    assert await services.guilds.settings(GUILD) == GuildSettings()
    manager = await actor(services, manages=True)
    assert manager.capabilities == set(Capability)
    await services.guilds.choose_language(manager, "es")
    assert (await services.guilds.settings(GUILD)).language == "es"


@pytest.mark.parametrize("held", PRIVILEGED)
async def test_no_capability_but_admin_opens_setup(services: Services, held: Capability) -> None:
    assert set(await attempts(services, member(held))) == {"access.needs_admin"}
    assert await services.guilds.settings(GUILD) == GuildSettings()


@pytest.mark.parametrize("capability", BY_ROLE)
async def test_a_role_gives_what_setup_says_and_nothing_else(
    services: Services, capability: Capability
) -> None:
    await services.guilds.choose_roles(ADMIN, capability, [42, 43])
    assert (await actor(services, 41)).capabilities == {Capability.MEMBER}
    expected = (
        set(Capability) if capability is Capability.ADMIN else {Capability.MEMBER, capability}
    )
    assert (await actor(services, 42)).capabilities == expected
    assert (await actor(services, 43, 1)).capabilities == expected
    await services.guilds.choose_roles(ADMIN, capability, [])
    assert (await actor(services, 42)).capabilities == {Capability.MEMBER}


async def test_the_role_of_everybody_is_refused(services: Services) -> None:
    for capability in BY_ROLE:
        with pytest.raises(BadInput) as refused:
            await services.guilds.choose_roles(ADMIN, capability, [5, GUILD])
        assert refused.value.key == "setup.not_everyone"
    with pytest.raises(BadInput):
        await services.guilds.choose_roles(ADMIN, Capability.MEMBER, [5])
    assert (await services.guilds.settings(GUILD)).roles == {}
    assert (await actor(services, GUILD, 5)).capabilities == {Capability.MEMBER}


async def test_roles_of_one_server_count_in_no_other(services: Services) -> None:
    await services.guilds.choose_roles(ADMIN, Capability.ADMIN, [42])
    elsewhere = await services.guilds.actor(
        user_id=7, guild_id=OTHER_GUILD, role_ids=[42], manages_server=False
    )
    assert elsewhere.capabilities == {Capability.MEMBER}


async def test_in_a_direct_message_nobody_is_more_than_a_member(services: Services) -> None:
    await services.guilds.choose_roles(ADMIN, Capability.ADMIN, [42])
    alone = await services.guilds.actor(
        user_id=7, guild_id=None, role_ids=[42], manages_server=True
    )
    assert alone.capabilities == {Capability.MEMBER}
    nowhere = Actor(1, None, frozenset(Capability))
    assert set(await attempts(services, nowhere)) == {"access.only_in_a_server"}


async def test_a_language_or_zone_that_does_not_exist_changes_nothing(services: Services) -> None:
    with pytest.raises(BadInput) as language:
        await services.guilds.choose_language(ADMIN, "tlh")
    assert language.value.key == "me.unknown_language"
    with pytest.raises(BadInput) as zone:
        await services.guilds.choose_time_zone(ADMIN, "Mars/Olympus")
    assert zone.value.key == "zones.unknown"
    assert await services.guilds.settings(GUILD) == GuildSettings()
    await services.guilds.choose_language(ADMIN, "es")
    await services.guilds.choose_time_zone(ADMIN, "america/new york")
    chosen = await services.guilds.settings(GUILD)
    assert (chosen.language, chosen.time_zone) == ("es", "America/New_York")


async def test_a_channel_can_be_chosen_changed_and_taken_back(services: Services) -> None:
    for channel in (5, 6):
        await services.guilds.choose_channel(ADMIN, Purpose.ALERTS, channel)
        assert (await services.guilds.settings(GUILD)).channels == {Purpose.ALERTS: channel}
    await services.guilds.choose_channel(ADMIN, Purpose.ALERTS, None)
    assert (await services.guilds.settings(GUILD)).channels == {}


async def test_what_is_remembered_is_what_is_written(services: Services, db: Database) -> None:
    await services.guilds.choose_roles(ADMIN, Capability.VERIFIER, [42])
    await services.guilds.choose_channel(ADMIN, Purpose.SHIFTS, 5)
    remembered = await services.guilds.settings(GUILD)
    fresh = type(services.guilds)(db)
    assert await fresh.settings(GUILD) == remembered


async def test_when_the_bot_leaves_a_server_nothing_of_it_stays(
    services: Services, db: Database
) -> None:
    await services.guilds.choose_language(ADMIN, "es")
    await services.guilds.choose_roles(ADMIN, Capability.VERIFIER, [42])
    await services.guilds.choose_channel(ADMIN, Purpose.SHIFTS, 5)
    number = next(iter(services.directory.names.everybody.names))
    await services.reports.report(ADMIN, number, ProblemReason.CLOSED, "")
    await services.guilds.choose_language(Actor(1, OTHER_GUILD, frozenset(Capability)), "es")
    await services.guilds.forget(GUILD)
    assert await services.guilds.settings(GUILD) == GuildSettings()
    assert (await services.guilds.settings(OTHER_GUILD)).language == "es"
    for table in ("guild", "guild_channel", "guild_role", "assurance", "problem_report"):
        kept = await db.fetch_all(f"SELECT guild_id FROM {table}")  # noqa: S608
        assert GUILD not in [row["guild_id"] for row in kept], table
