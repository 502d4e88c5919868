"""`doctor` asks Discord: the token, the clock, and the permissions in every chosen channel."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest

from bot.app import open_services
from bot.clock import Clock, FixedClock, SystemClock
from bot.diagnosis import Finding, Level, diagnose
from bot.domain.actor import Actor, Capability
from bot.i18n import t
from bot.services.guilds import Purpose
from bot.settings import Settings
from tests.loopback.server import LoopbackDiscord
from tests.loopback.world import Payload

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.Gabcde.a-token-that-nobody-may-read-00"
VIEW, SEND, ATTACH = 1 << 10, 1 << 11, 1 << 15


@pytest.fixture
def online(settings: Settings) -> Settings:
    """Settings whose token has the right shape."""
    return Settings(
        _env_file=None,
        discord_token=TOKEN,
        database_path=settings.database_path,
        database_key=settings.database_key,
    )


@pytest.fixture
async def fake() -> AsyncGenerator[LoopbackDiscord]:
    async with LoopbackDiscord(token=TOKEN) as fake:
        with fake.connect_env():
            yield fake


async def choose(online: Settings, fake: LoopbackDiscord, **channels: int) -> None:
    """What an admin chose in /setup."""
    async with open_services(online, SystemClock()) as (_, services):
        admin = Actor(1, fake.world.server.id, frozenset(Capability))
        for purpose, channel_id in channels.items():
            await services.guilds.choose_channel(admin, Purpose(purpose), channel_id)


async def findings(online: Settings, clock: Clock | None = None) -> dict[str, Finding]:
    """What doctor finds, by key; every sentence exists in both languages."""
    found = await diagnose(online, clock or SystemClock(), online=True)
    for finding in found:
        for language in ("en", "es"):
            assert TOKEN not in t(finding.key, language, **finding.params)
    return {finding.key: finding for finding in found}


def deny(fake: LoopbackDiscord, channel: Payload, permissions: int) -> None:
    """Take permissions from the bot in one channel."""
    channel["permission_overwrites"] = [
        {"id": str(fake.world.me.id), "type": 1, "allow": "0", "deny": str(permissions)}
    ]


async def test_a_refused_token_is_said_and_the_rest_is_still_looked_at(
    settings: Settings, online: Settings
) -> None:
    async with LoopbackDiscord(token="another") as fake:
        with fake.connect_env():
            found = await findings(online)
    assert found["doctor.token_refused"].level is Level.BAD
    assert "doctor.data" in found
    assert "doctor.logged_in" not in found


async def test_a_token_of_the_wrong_shape_is_never_sent(
    settings: Settings, fake: LoopbackDiscord
) -> None:
    found = await findings(settings)
    assert found["doctor.token_shape"].level is Level.BAD
    assert not fake.traffic.requests


async def test_a_discord_that_can_not_be_reached_is_a_warning(online: Settings) -> None:
    async with LoopbackDiscord() as gone:
        pass
    with gone.connect_env():
        found = await findings(online)
    assert found["doctor.unreachable"].level is Level.WARN


async def test_a_server_that_is_not_set_up_is_said(online: Settings, fake: LoopbackDiscord) -> None:
    await choose(online, fake)
    found = await findings(online)
    assert found["doctor.logged_in"].level is Level.FINE
    assert found["doctor.server_not_set_up"].params == {"server": "Coalition"}


async def test_missing_permissions_are_named_and_gone_once_they_are_given(
    online: Settings, fake: LoopbackDiscord
) -> None:
    channel = fake.world.add_channel(fake.world.server, "announcements")
    deny(fake, channel, ATTACH)
    await choose(online, fake, announcements=int(channel["id"]))
    lacks = (await findings(online))["doctor.channel_lacks"]
    assert lacks.level is Level.BAD
    assert lacks.params["server"] == "Coalition"
    assert "attach" in lacks.params["missing"].lower()
    assert "send" not in lacks.params["missing"].lower()
    deny(fake, channel, 0)
    found = await findings(online)
    assert found["doctor.channel"].level is Level.FINE
    assert "doctor.channel_lacks" not in found


async def test_a_channel_that_is_gone_is_said(online: Settings, fake: LoopbackDiscord) -> None:
    channel = fake.world.add_channel(fake.world.server, "alerts")
    await choose(online, fake, alerts=int(channel["id"]))
    del fake.world.server.channels[int(channel["id"])]
    gone = (await findings(online))["doctor.channel_gone"]
    assert gone.level is Level.BAD


async def test_a_server_that_cannot_be_looked_at_does_not_hide_the_rest(
    online: Settings, fake: LoopbackDiscord
) -> None:
    await choose(online, fake, alerts=int(fake.world.channel["id"]))
    fake.traffic.fault("GET /guilds/{guild_id}/channels", status=403)
    found = await findings(online)
    assert found["doctor.server_unreadable"].level is Level.WARN
    assert "doctor.clock_right" in found


async def test_a_database_that_can_not_be_opened_does_not_hide_the_rest(
    online: Settings, fake: LoopbackDiscord, database_key: str | None
) -> None:
    await choose(online, fake)
    wrong = Settings(
        _env_file=None, discord_token=TOKEN, database_path=online.database_path,
        database_key="not this one",
    )  # fmt: skip
    found = await findings(wrong)
    expected = "storage.key_not_needed" if database_key is None else "storage.wrong_key"
    assert found[expected].level is Level.BAD
    assert "doctor.logged_in" in found
    assert "doctor.clock_right" in found


async def test_a_wrong_clock_is_said_with_how_wrong_it_is(
    online: Settings, fake: LoopbackDiscord
) -> None:
    assert "doctor.clock_right" in await findings(online)
    ahead = FixedClock(SystemClock().now() + timedelta(minutes=10))
    wrong = (await findings(online, ahead))["doctor.clock_wrong"]
    assert wrong.level is Level.BAD
    assert 590 <= wrong.params["seconds"] <= 610


async def test_looking_changes_nothing_on_discord(online: Settings, fake: LoopbackDiscord) -> None:
    await choose(online, fake, alerts=int(fake.world.channel["id"]))
    await findings(online)
    assert {request.method for request in fake.traffic.requests} == {"GET"}
    assert not fake.gateway.sessions
