"""A Discord on loopback: REST and gateway on 127.0.0.1, and people who act on it.

discord.py itself is the client under test, over real HTTP and a real WebSocket, so that rate
limits, faults, reconnects and the cost of an answer can be tried without the real service.

    async with LoopbackDiscord() as fake:
        with fake.connect_env():
            async with fake.running(bot):
                answer = await fake.slash("find", {"what": "lawyer"})
                assert answer.message["flags"] & EPHEMERAL
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import discord
from aiohttp import web

from tests.loopback.connect import connect
from tests.loopback.forms import filled_modal, option_list
from tests.loopback.gateway import Gateway
from tests.loopback.interactions import DEFERRED_MESSAGE, DEFERRED_UPDATE
from tests.loopback.rest import Rest
from tests.loopback.traffic import Traffic
from tests.loopback.world import LOADING, Payload, Pending, Person, Server, World, walk_components

SLASH, COMPONENT, AUTOCOMPLETE, SUBMIT = 2, 3, 4, 5


class NoAnswerError(AssertionError):
    """The bot let an interaction go unanswered."""


@dataclass
class Answer:
    """The bot's first callback. `kind` is Discord's callback type, `data` its data."""

    pending: Pending
    kind: int
    data: Payload
    _world: World

    @property
    def seconds(self) -> float:
        """From sending the interaction to its callback."""
        return (self.pending.answered_at or 0.0) - self.pending.sent_at

    @property
    def message(self) -> Payload | None:
        """The answer's message as it stands now (None: a modal, choices, or deleted)."""
        stored = self._world.messages.get(int(self.pending.payload["channel_id"]), {})
        return stored.get(self.pending.original_id or 0)

    @property
    def choices(self) -> list[Payload]:
        """Of an autocomplete: `[{"name": …, "value": …}]`."""
        return self.data.get("choices") or []

    @property
    def text(self) -> str:
        """Every text of the message that a reader sees, a line each."""
        message = self.message or {}
        parts = [message.get("content") or ""]
        parts += [c.get("content") or "" for c in walk_components(message.get("components") or [])]
        return "\n".join(part for part in parts if part)

    async def settled(self, within: float = 15.0) -> Payload | None:
        """The message after a deferred answer was filled in; at once for any other answer."""
        async with asyncio.timeout(within):
            while self._waiting():
                self.pending.changed.clear()
                await self.pending.changed.wait()
        return self.message

    def _waiting(self) -> bool:
        if self.kind == DEFERRED_UPDATE:
            edited = (self.message or {}).get("edited_timestamp")
            return edited == self.pending.payload.get("message", {}).get("edited_timestamp")
        message = self.message
        return self.kind == DEFERRED_MESSAGE and bool(message and message["flags"] & LOADING)


class LoopbackDiscord:
    """The server, and what people do on it.

    shards: how many `/gateway/bot` recommends. token: refuse any other (None: take all).
    answer_within: seconds after which an unanswered interaction is unknown, as on Discord.
    """

    def __init__(
        self,
        *,
        shards: int = 1,
        token: str | None = None,
        answer_within: float = 3.0,
        heartbeat_ms: int = 41_250,
        port: int = 0,
    ) -> None:
        self.world = World()
        self.traffic = Traffic()
        self.gateway = Gateway(self.world, heartbeat_ms=heartbeat_ms, token=token)
        self.app = web.Application(client_max_size=32 * 1024 * 1024)
        self.url = ""
        self._rest = Rest(
            self.world, self.traffic, shards=shards, token=token, answer_within=answer_within
        )
        self._rest.install(self.app)
        self.app.router.add_get("/gateway", self.gateway.handle)
        self._runner = web.AppRunner(self.app, access_log=None, shutdown_timeout=0.2)
        self._port = port

    async def __aenter__(self) -> LoopbackDiscord:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}"
        self.gateway.url = self._rest.gateway_url = f"ws://127.0.0.1:{port}/gateway"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.gateway.drop(1001)
        await self._runner.cleanup()

    @contextmanager
    def connect_env(self) -> Iterator[None]:
        """Point discord.py, in this whole process, here; and back again at the end."""
        with connect(self.url):
            yield

    @contextlib.asynccontextmanager
    async def running(
        self,
        bot: discord.Client,
        *,
        token: str = "any",  # noqa: S107 - no secret, the fake takes any
        guild_ready_timeout: float | None = 0.05,
    ) -> AsyncIterator[discord.Client]:
        """Start the bot, wait until it is ready, close it at the end.

        guild_ready_timeout: discord.py waits 2 s for late servers by itself; None leaves that.
        An exception that ends `bot.start` comes out here.
        """
        if guild_ready_timeout is not None:
            bot._connection.guild_ready_timeout = guild_ready_timeout
        with self.connect_env():
            await bot._async_setup_hook()  # `wait_until_ready` needs it before `start` did it
            run = asyncio.create_task(bot.start(token))
            ready = asyncio.create_task(bot.wait_until_ready())
            try:
                await asyncio.wait({run, ready}, return_when=asyncio.FIRST_COMPLETED)
                if run.done():
                    run.result()
                yield bot
            finally:
                ready.cancel()
                await bot.close()
                await asyncio.gather(run, ready, return_exceptions=True)

    # -- what people do --------------------------------------------------------------------

    async def slash(
        self, name: str, options: Mapping[str, Any] | None = None, **where: Any
    ) -> Answer:
        """`/name` with options; a group's command is `"group command"`. `where`: see `act`."""
        data = self._command_data(name, options or {}, None)
        return await self.act(SLASH, data, **where)

    async def autocomplete(
        self,
        name: str,
        option: str,
        typed: str,
        options: Mapping[str, Any] | None = None,
        **where: Any,
    ) -> Answer:
        """Somebody types into `option`; the answer's `choices` are what is offered."""
        data = self._command_data(name, {**(options or {}), option: typed}, option)
        return await self.act(AUTOCOMPLETE, data, **where)

    async def click(
        self,
        message: Payload,
        custom_id: str,
        values: list[str] | None = None,
        **where: Any,
    ) -> Answer:
        """Press a button, or choose `values` in a select, of a message."""
        for component in walk_components(message["components"]):
            if component.get("custom_id") == custom_id:
                break
        else:
            raise LookupError(f"no component {custom_id!r} in this message")
        data: Payload = {
            "custom_id": custom_id,
            "component_type": component["type"],
            "id": component["id"],
        }
        if values is not None:
            data["values"] = values
        return await self.act(COMPONENT, data, message=message, **where)

    async def submit(self, modal: Answer, values: Mapping[str, Any], **where: Any) -> Answer:
        """Send the modal that an answer opened; `values` by custom_id, the rest as it stood."""
        where.setdefault("message", modal.pending.source_message)
        return await self.act(SUBMIT, filled_modal(modal.data, values), **where)

    async def act(
        self,
        kind: int,
        data: Payload,
        *,
        by: Person | None = None,
        server: Server | None = None,
        channel: Payload | None = None,
        direct: bool = False,
        message: Payload | None = None,
        locale: str = "en-US",
        within: float = 5.0,
    ) -> Answer:
        """Send any interaction and wait for its first callback.

        by: a member unless said otherwise; direct: in a DM with the bot instead of a channel.

        Raises:
            NoAnswerError: no callback in `within` seconds.
        """
        person = by or self.world.member
        home = None if direct else server or self.world.server
        place = self._place(person, home, channel)
        loop = asyncio.get_running_loop()
        token = secrets.token_hex(24)
        payload = self._payload(kind, data, token, person, home, place, locale)
        if message is not None:
            stored = self.world.messages.get(int(message["channel_id"]), {})
            message = stored.get(int(message["id"]), message)
            payload["message"] = dict(message)
        pending = Pending(
            int(payload["id"]), token, kind, payload, loop.time(), loop.create_future(), message
        )
        self.world.interactions[token] = pending
        await self.gateway.dispatch(
            "INTERACTION_CREATE", payload, guild_id=None if home is None else home.id
        )
        try:
            await asyncio.wait_for(asyncio.shield(pending.answered), within)
        except TimeoutError:
            raise NoAnswerError(f"no answer within {within} s to {data}") from None
        callback = pending.callback or {}
        return Answer(pending, callback["type"], callback.get("data") or {}, self.world)

    def _place(self, person: Person, home: Server | None, channel: Payload | None) -> Payload:
        if channel is not None:
            return channel
        if home is None:
            return self.world.open_direct(person)
        return next(iter(home.channels.values()))

    def _payload(
        self,
        kind: int,
        data: Payload,
        token: str,
        person: Person,
        home: Server | None,
        place: Payload,
        locale: str,
    ) -> Payload:
        owner = str(home.id if home is not None else person.id)
        payload: Payload = {
            "id": str(self.world.next_id()),
            "application_id": str(self.world.application_id),
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": place["id"],
            "channel": place | {"permissions": str(person.permissions)},
            "locale": locale,
            "app_permissions": str(self.world.me.permissions),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": {"0" if home is not None else "1": owner},
            "context": 0 if home is not None else 1,
            "attachment_size_limit": 10_485_760,
        }
        if home is None:
            return payload | {"user": person.user()}
        return payload | {
            "guild_id": str(home.id),
            "guild": {"id": str(home.id), "locale": home.locale, "features": []},
            "guild_locale": home.locale,
            "member": person.member(permissions=True),
        }

    def _command_data(self, name: str, options: Mapping[str, Any], focused: str | None) -> Payload:
        first, *path = name.split(" ")
        scopes = [self.world.commands[None], self.world.commands.get(self.world.server.id, {})]
        known: Payload = next(
            (c for scope in scopes for c in scope.values() if c["name"] == first),
            {"id": str(self.world.next_id())},
        )
        return {
            "id": known["id"],
            "name": first,
            "type": 1,
            "options": option_list(known.get("options") or [], path, options, focused),
        }
