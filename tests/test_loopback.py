"""The loopback Discord is believed by the real discord.py, in good times and in bad ones."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import discord
import pytest
from discord import app_commands, ui
from discord.ext import commands
from discord.http import Route

from tests.loopback.remote import RemoteLoopback
from tests.loopback.server import LoopbackDiscord, NoAnswerError
from tests.loopback.world import EPHEMERAL

POST = "POST /channels/{channel_id}/messages"


class NameModal(ui.Modal, title="Your name"):
    """One field under a label, as modals are written since discord.py 2.6."""

    field: ui.Label[ui.LayoutView] = ui.Label(
        text="Name", component=ui.TextInput(custom_id="name", required=False)
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        assert isinstance(self.field.component, ui.TextInput)
        await interaction.response.send_message(f"Hello, {self.field.component.value}")


class Card(ui.LayoutView):
    """A Components V2 message with a button that opens the modal and one that edits."""

    def __init__(self, text: str) -> None:
        super().__init__(timeout=None)
        self.text = ui.TextDisplay(text)
        ask = ui.Button(label="Name", custom_id="ask")
        ask.callback = self.ask
        more = ui.Button(label="More", custom_id="more")
        more.callback = self.more
        self.add_item(ui.Container(ui.Section(self.text, accessory=ask), ui.ActionRow(more)))

    async def ask(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_modal(NameModal())

    async def more(self, interaction: discord.Interaction) -> None:
        self.text.content = "more"
        await interaction.response.edit_message(view=self)


def bare_bot() -> commands.AutoShardedBot:
    bot = commands.AutoShardedBot(
        command_prefix=commands.when_mentioned, intents=discord.Intents(guilds=True)
    )

    @bot.tree.command(description="find")
    async def find(interaction: discord.Interaction, what: str, page: int = 1) -> None:
        await interaction.response.send_message(view=Card(f"{what} {page}"), ephemeral=True)

    @find.autocomplete("what")
    async def complete(_: discord.Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return [app_commands.Choice(name=typed.title(), value=typed)]

    @bot.tree.command(description="slow")
    async def slow(interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("done")

    @bot.tree.command(description="never answers")
    async def silent(interaction: discord.Interaction) -> None:
        """Leaves the person waiting."""

    @bot.event
    async def setup_hook() -> None:
        await bot.tree.sync()

    return bot


@pytest.fixture
async def fake() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as fake:
        yield fake


@pytest.fixture
async def bot(fake: LoopbackDiscord) -> AsyncIterator[commands.AutoShardedBot]:
    bot = bare_bot()
    async with fake.running(bot):
        yield bot


async def test_a_wrong_token_is_refused() -> None:
    async with LoopbackDiscord(token="right") as fake:
        with pytest.raises(discord.LoginFailure):
            async with fake.running(bare_bot(), token="wrong"):
                pass
        async with fake.running(bare_bot(), token="right") as bot:
            assert bot.is_ready()


async def test_the_addresses_are_put_back_afterwards(fake: LoopbackDiscord) -> None:
    before = Route.BASE
    with fake.connect_env():
        assert fake.url in Route.BASE
    assert before == Route.BASE


async def test_a_bot_becomes_ready_on_every_shard_with_its_servers_and_commands() -> None:
    bot = bare_bot()

    async def at_once(shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits 5 s between the shards of a bot; the fake has no need of that."""

    bot.before_identify_hook = at_once  # type: ignore[method-assign]
    async with LoopbackDiscord(shards=2) as fake, fake.running(bot):
        assert len(fake.gateway.sessions) == 2
        guild = bot.get_guild(fake.world.server.id)
        assert guild is not None
        assert guild.me.guild_permissions.send_messages
        assert [channel.name for channel in guild.text_channels] == ["general"]
        names = {command["name"] for command in fake.world.commands[None].values()}
        assert names == {"find", "slow", "silent"}


@pytest.mark.usefixtures("bot")
async def test_an_interaction_nobody_answers_is_noticed(fake: LoopbackDiscord) -> None:
    with pytest.raises(NoAnswerError, match="silent"):
        await fake.slash("silent", within=0.2)


@pytest.mark.usefixtures("bot")
async def test_a_slash_is_answered_with_a_components_message(fake: LoopbackDiscord) -> None:
    answer = await fake.slash("find", {"what": "lawyer", "page": 2})
    assert answer.text == "lawyer 2"
    assert answer.message is not None
    assert answer.message["flags"] & EPHEMERAL


@pytest.mark.usefixtures("bot")
async def test_a_slash_in_a_direct_message_comes_without_a_server(fake: LoopbackDiscord) -> None:
    answer = await fake.slash("find", {"what": "lawyer"}, direct=True, by=fake.world.admin)
    assert "guild_id" not in answer.pending.payload
    assert answer.text == "lawyer 1"


@pytest.mark.usefixtures("bot")
async def test_an_autocomplete_offers_choices(fake: LoopbackDiscord) -> None:
    answer = await fake.autocomplete("find", "what", "law")
    assert [(choice["name"], choice["value"]) for choice in answer.choices] == [("Law", "law")]


@pytest.mark.usefixtures("bot")
async def test_a_click_edits_its_message(fake: LoopbackDiscord) -> None:
    card = await fake.slash("find", {"what": "lawyer"})
    assert card.message is not None
    with pytest.raises(LookupError, match="no component 'absent'"):
        await fake.click(card.message, "absent")
    await fake.click(card.message, "more")
    assert card.text == "more"


@pytest.mark.usefixtures("bot")
async def test_a_modal_opens_and_is_submitted(fake: LoopbackDiscord) -> None:
    card = await fake.slash("find", {"what": "lawyer"})
    assert card.message is not None
    modal = await fake.click(card.message, "ask")
    with pytest.raises(LookupError, match="no field"):
        await fake.submit(modal, {"surname": "Rojas"})
    answer = await fake.submit(modal, {"name": "Luz"})
    assert answer.text == "Hello, Luz"


@pytest.mark.usefixtures("bot")
async def test_a_deferred_answer_is_waited_for(fake: LoopbackDiscord) -> None:
    answer = await fake.slash("slow")
    message = await answer.settled()
    assert message is not None
    assert message["content"] == "done"
    assert message["flags"] & EPHEMERAL


async def test_an_answer_after_the_deadline_is_an_unknown_interaction() -> None:
    bot = bare_bot()
    failures: asyncio.Queue[Exception] = asyncio.Queue()

    @bot.tree.error
    async def on_error(_: discord.Interaction, error: app_commands.AppCommandError) -> None:
        failures.put_nowait(error)

    async with LoopbackDiscord(answer_within=0) as fake, fake.running(bot):
        with pytest.raises(NoAnswerError):
            await fake.slash("find", {"what": "lawyer"}, within=0.1)
        assert "10062" in str(await failures.get())


async def test_a_rate_limit_is_waited_out(
    fake: LoopbackDiscord, bot: commands.AutoShardedBot
) -> None:
    fake.traffic.limit_everywhere(2, per=0.3)
    channel = bot.get_partial_messageable(int(fake.world.channel["id"]))
    await asyncio.gather(*(channel.send(str(number)) for number in range(4)))
    statuses = [request.status for request in fake.traffic.to(POST)]
    assert 429 in statuses
    assert statuses.count(200) == 4


async def test_a_channel_limit_keeps_a_bot_that_reads_headers_from_any_429(
    fake: LoopbackDiscord, bot: commands.AutoShardedBot
) -> None:
    fake.traffic.limit(POST, 2, per=0.3)
    channel = bot.get_partial_messageable(int(fake.world.channel["id"]))
    await asyncio.gather(*(channel.send(str(number)) for number in range(4)))
    assert [request.status for request in fake.traffic.to(POST)] == [200] * 4


async def test_an_answer_lost_on_the_way_is_sent_once_when_the_nonce_is_the_same(
    fake: LoopbackDiscord, bot: commands.AutoShardedBot
) -> None:
    channel = bot.get_partial_messageable(int(fake.world.channel["id"]))
    fake.traffic.fault(POST, status=503, applied=True)
    with pytest.raises(discord.DiscordServerError):
        await channel.send("alert", nonce="outbox:1")
    await channel.send("alert", nonce="outbox:1")
    assert len(fake.world.messages[channel.id]) == 1


async def test_a_dropped_connection_reaches_the_bot_as_an_error(
    fake: LoopbackDiscord, bot: commands.AutoShardedBot
) -> None:
    channel = bot.get_partial_messageable(int(fake.world.channel["id"]))
    fake.traffic.fault(POST, drop=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await channel.send("alert")
    assert (await channel.send("alert")).content == "alert"


async def test_a_lost_gateway_is_resumed_with_what_was_missed(
    fake: LoopbackDiscord, bot: commands.AutoShardedBot
) -> None:
    await fake.gateway.drop(4000)
    answer = await fake.slash("find", {"what": "while away"})
    await fake.gateway.wait_resumed()
    assert answer.text == "while away 1"
    assert len(fake.gateway.sessions) == 1
    assert not bot.is_closed()


async def test_a_server_in_another_process_serves_a_bot_in_a_third(tmp_path: Path) -> None:
    (tmp_path / "toy_entry.py").write_text(
        "import sys\nfrom tests.bench.toy import toy_bot\n"
        "def main() -> None:\n    assert sys.argv[1:] == ['run']\n"
        "    toy_bot().run('token', log_handler=None)\n"
    )
    async with RemoteLoopback.start() as remote:
        environment = os.environ | {"LOOPBACK_URL": remote.url, "PYTHONPATH": str(tmp_path)}
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.loopback.run_bot", "toy_entry:main", "run",
            env=environment, cwd=Path(__file__).parents[1],
        )  # fmt: skip
        try:
            started = await remote.startup(1, "find", {"what": "lawyer"})
            assert started["answered_at"] >= started["ready_at"] > 0
            report = await remote.run([{"name": "find", "options": {"what": "raid"}}], count=3)
            assert len(report["milliseconds"]) == 3
            assert report["errors"] == []
            answer = await remote.slash("find", {"what": "raid"})
            assert "Organization 2" in json.dumps(answer["message"])
        finally:
            bot.terminate()
            await bot.wait()
