"""The REST half of the loopback Discord: enough of v10 for a bot built on discord.py 2.7.

Each route changes the `World` and answers with what Discord would answer. A route that is not
here answers 404 and lands in the record like any other, so that a gap is easy to see.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from typing import Any

import orjson
from aiohttp import web

from tests.loopback.interactions import InteractionRoutes
from tests.loopback.traffic import Recorded, Traffic
from tests.loopback.world import Payload, World

PREFIX = "/api/v10"
Handler = Callable[[web.Request, Any], Awaitable[web.StreamResponse]]


def reply(body: Any = None, status: int = 200, **headers: str) -> web.Response:
    """JSON whose type is exactly `application/json`: discord.py reads no other as JSON."""
    if body is None:
        return web.Response(status=204, headers=headers)
    headers["Content-Type"] = "application/json"
    return web.Response(body=orjson.dumps(body), status=status, headers=headers)


def refuse(status: int, code: int, message: str) -> web.Response:
    """An error as Discord words it."""
    return reply({"code": code, "message": message}, status)


def unknown(what: str, code: int) -> web.Response:
    return refuse(404, code, f"Unknown {what}")


class Rest:
    """The routes over one world."""

    def __init__(
        self,
        world: World,
        traffic: Traffic,
        *,
        shards: int,
        token: str | None,
        answer_within: float,
    ) -> None:
        self.world = world
        self.traffic = traffic
        self.gateway_url = ""
        self._shards = shards
        self._token = token
        self._interactions = InteractionRoutes(world, answer_within, reply, refuse)

    def install(self, app: web.Application) -> None:
        """Add every route to the application."""
        table: dict[str, Any] = {
            "GET /gateway": self._gateway,
            "GET /gateway/bot": self._gateway,
            "GET /users/@me": self._me,
            "GET /users/@me/guilds": self._guilds,
            "POST /users/@me/channels": self._open_direct,
            "GET /users/{user_id}": self._user,
            "GET /applications/@me": self._application,
            "GET /oauth2/applications/@me": self._application,
            "GET /applications/{application_id}/emojis": self._emojis,
            "GET /channels/{channel_id}": self._channel,
            "GET /channels/{channel_id}/messages": self._messages,
            "POST /channels/{channel_id}/messages": self._post,
            "POST /channels/{channel_id}/typing": self._nothing,
            "GET /channels/{channel_id}/messages/{message_id}": self._message,
            "PATCH /channels/{channel_id}/messages/{message_id}": self._edit,
            "DELETE /channels/{channel_id}/messages/{message_id}": self._delete,
            "PUT /channels/{channel_id}/pins/{message_id}": self._nothing,
            "PUT /channels/{channel_id}/messages/pins/{message_id}": self._nothing,
            "GET /guilds/{guild_id}": self._guild,
            "GET /guilds/{guild_id}/channels": self._channels,
            "GET /guilds/{guild_id}/roles": self._roles,
            "GET /guilds/{guild_id}/members": self._members,
            "GET /guilds/{guild_id}/members/{user_id}": self._member,
            "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}": self._role,
            "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}": self._role,
            "GET /guilds/{guild_id}/scheduled-events": self._events,
            "POST /guilds/{guild_id}/scheduled-events": self._new_event,
            "GET /guilds/{guild_id}/scheduled-events/{event_id}": self._event,
            "PATCH /guilds/{guild_id}/scheduled-events/{event_id}": self._event,
            "DELETE /guilds/{guild_id}/scheduled-events/{event_id}": self._event,
        }
        for scope in ("", "/guilds/{guild_id}"):
            commands = "/applications/{application_id}" + scope + "/commands"
            table |= {
                f"GET {commands}": self._commands,
                f"PUT {commands}": self._put_commands,
                f"POST {commands}": self._new_command,
                f"GET {commands}/{{command_id}}": self._command,
                f"PATCH {commands}/{{command_id}}": self._command,
                f"DELETE {commands}/{{command_id}}": self._command,
            }
        table |= self._interactions.table()
        for route, handler in table.items():
            method, path = route.split(" ")
            app.router.add_route(method, PREFIX + path, self._through(route, handler))
        app.router.add_route("*", PREFIX + "/{rest:.*}", self._through("", self._missing))

    def _through(self, route: str, handler: Handler) -> Any:
        """Record, check the token, the limits and the faults; then the route itself."""

        async def handle(request: web.Request) -> web.StreamResponse:
            body, files = await _read(request)
            record = Recorded(
                request.method,
                route or f"{request.method} {request.path.removeprefix(PREFIX)}",
                request.path.removeprefix(PREFIX),
                dict(request.match_info),
                dict(request.query),
                body,
                files,
                dict(request.headers),
                asyncio.get_running_loop().time(),
            )
            self.traffic.requests.append(record)
            response = await self._answer(request, record, handler)
            record.status = response.status if request.transport is not None else 0
            return response

        return handle

    async def _answer(
        self, request: web.Request, record: Recorded, handler: Handler
    ) -> web.StreamResponse:
        given = record.headers.get("Authorization")
        if self._token is not None and given is not None and given != f"Bot {self._token}":
            return refuse(401, 0, "401: Unauthorized")
        verdict = self.traffic.judge(record.route, record.params)
        if verdict.retry_after is not None:
            body = {
                "message": "You are being rate limited.",
                "retry_after": round(verdict.retry_after, 3),
                "global": verdict.everywhere,
            }
            # Without Via, discord.py takes a 429 for a ban by the proxy and gives up.
            headers = {"Via": "1.1 loopback", "Retry-After": str(math.ceil(verdict.retry_after))}
            return reply(body, 429, **headers, **verdict.headers)
        fault = self.traffic.take_fault(record.route)
        if fault is None:
            response = await handler(request, record)
        else:
            if fault.delay:
                await asyncio.sleep(fault.delay)
            healthy = fault.status is None and not fault.drop
            response = reply({}, 500)
            if healthy or fault.applied:
                response = await handler(request, record)
            if fault.drop and request.transport is not None:
                request.transport.abort()
            elif fault.status is not None:
                body = fault.body if fault.body is not None else {"code": 0, "message": "fault"}
                response = reply(body, fault.status, **fault.headers)
        response.headers.update(verdict.headers)
        return response

    # -- who and where ---------------------------------------------------------------------

    async def _missing(self, request: web.Request, record: Recorded) -> web.Response:
        return refuse(404, 0, "404: Not Found")

    async def _nothing(self, request: web.Request, record: Recorded) -> web.Response:
        return reply()

    async def _gateway(self, request: web.Request, record: Recorded) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        return reply(
            {"url": self.gateway_url, "shards": self._shards, "session_start_limit": limits}
        )

    async def _me(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(self.world.me.user() | {"verified": True, "mfa_enabled": True, "email": None})

    async def _user(self, request: web.Request, record: Recorded) -> web.Response:
        person = self.world.people.get(int(record.params["user_id"]))
        return unknown("User", 10013) if person is None else reply(person.user())

    async def _application(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(
            {
                "id": str(self.world.application_id),
                "name": self.world.me.name,
                "description": "",
                "icon": None,
                "bot_public": True,
                "bot_require_code_grant": False,
                "verify_key": "0" * 64,
                "owner": self.world.admin.user(),
                "team": None,
                "flags": 0,
                "summary": "",
            }
        )

    async def _emojis(self, request: web.Request, record: Recorded) -> web.Response:
        return reply({"items": []})

    async def _guilds(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(
            [
                server.payload() | {"owner": False, "permissions": str(self.world.me.permissions)}
                for server in self.world.servers.values()
            ]
        )

    async def _open_direct(self, request: web.Request, record: Recorded) -> web.Response:
        person = self.world.people.get(int(record.json["recipient_id"]))
        return unknown("User", 10013) if person is None else reply(self.world.open_direct(person))

    # -- commands --------------------------------------------------------------------------

    def _scope(self, record: Recorded) -> dict[int, Payload]:
        guild = record.params.get("guild_id")
        return self.world.commands.setdefault(int(guild) if guild else None, {})

    def _registered(self, body: Payload, command_id: int | None = None) -> Payload:
        registered: Payload = {
            "id": str(command_id or self.world.next_id()),
            "application_id": str(self.world.application_id),
            "version": str(self.world.next_id()),
            "type": 1,
            "description": "",
            "options": [],
            "dm_permission": True,
            "default_member_permissions": None,
            "nsfw": False,
        }
        return registered | body

    async def _commands(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(list(self._scope(record).values()))

    async def _put_commands(self, request: web.Request, record: Recorded) -> web.Response:
        scope = self._scope(record)
        old = {(c["name"], c["type"]): int(c["id"]) for c in scope.values()}
        scope.clear()
        for body in record.json:
            command = self._registered(body, old.get((body["name"], body.get("type", 1))))
            scope[int(command["id"])] = command
        return reply(list(scope.values()))

    async def _new_command(self, request: web.Request, record: Recorded) -> web.Response:
        command = self._registered(record.json)
        self._scope(record)[int(command["id"])] = command
        return reply(command, 201)

    async def _command(self, request: web.Request, record: Recorded) -> web.Response:
        scope, command_id = self._scope(record), int(record.params["command_id"])
        if command_id not in scope:
            return unknown("application command", 10063)
        if record.method == "DELETE":
            del scope[command_id]
            return reply()
        if record.method == "PATCH":
            scope[command_id] |= record.json
        return reply(scope[command_id])

    # -- channels and messages -------------------------------------------------------------

    async def _channel(self, request: web.Request, record: Recorded) -> web.Response:
        channel = self.world.find_channel(int(record.params["channel_id"]))
        return unknown("Channel", 10003) if channel is None else reply(channel)

    async def _messages(self, request: web.Request, record: Recorded) -> web.Response:
        stored = self.world.messages.get(int(record.params["channel_id"]), {})
        limit = int(record.query.get("limit", "50"))
        before = int(record.query.get("before", "0"))
        newest = [stored[i] for i in reversed(stored) if not before or i < before][:limit]
        # Discord tells the nonce to whoever posts; what is read later does not reliably have it.
        return reply([{k: v for k, v in found.items() if k != "nonce"} for found in newest])

    async def _post(self, request: web.Request, record: Recorded) -> web.Response:
        channel_id = int(record.params["channel_id"])
        if self.world.find_channel(channel_id) is None:
            return unknown("Channel", 10003)
        posted = self.world.post(channel_id, record.json)
        if self.world.answers_after:
            await asyncio.sleep(self.world.answers_after)
        return reply(posted)

    def _stored(self, record: Recorded) -> Payload | None:
        stored = self.world.messages.get(int(record.params["channel_id"]), {})
        return stored.get(int(record.params["message_id"]))

    async def _message(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._stored(record)
        return unknown("Message", 10008) if message is None else reply(message)

    async def _edit(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._stored(record)
        if message is None:
            return unknown("Message", 10008)
        return reply(self.world.edit(message, record.json))

    async def _delete(self, request: web.Request, record: Recorded) -> web.Response:
        message = self._stored(record)
        if message is None:
            return unknown("Message", 10008)
        del self.world.messages[int(message["channel_id"])][int(message["id"])]
        return reply()

    # -- servers ---------------------------------------------------------------------------

    async def _guild(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers.get(int(record.params["guild_id"]))
        return unknown("Guild", 10004) if server is None else reply(server.payload())

    async def _channels(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        return reply(list(server.channels.values()))

    async def _roles(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(list(self.world.servers[int(record.params["guild_id"])].roles.values()))

    async def _members(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        return reply([person.member() for person in server.members.values()])

    async def _member(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        person = server.members.get(int(record.params["user_id"]))
        return unknown("Member", 10007) if person is None else reply(person.member())

    async def _role(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        person = server.members.get(int(record.params["user_id"]))
        role = int(record.params["role_id"])
        if person is None or role not in server.roles:
            return unknown("Role", 10011)
        person.roles = [held for held in person.roles if held != role]
        if record.method == "PUT":
            person.roles.append(role)
        return reply()

    async def _events(self, request: web.Request, record: Recorded) -> web.Response:
        return reply(list(self.world.servers[int(record.params["guild_id"])].events.values()))

    async def _new_event(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        event: Payload = {
            "id": str(self.world.next_id()),
            "guild_id": str(server.id),
            "channel_id": None,
            "creator_id": str(self.world.me.id),
            "description": None,
            "scheduled_end_time": None,
            "status": 1,
            "entity_id": None,
            "entity_metadata": None,
            "image": None,
            "user_count": 0,
        }
        event |= record.json
        server.events[int(event["id"])] = event
        return reply(event)

    async def _event(self, request: web.Request, record: Recorded) -> web.Response:
        server = self.world.servers[int(record.params["guild_id"])]
        event_id = int(record.params["event_id"])
        if event_id not in server.events:
            return unknown("Guild Scheduled Event", 10070)
        if record.method == "DELETE":
            del server.events[event_id]
            return reply()
        if record.method == "PATCH":
            server.events[event_id] |= record.json
        return reply(server.events[event_id])


async def _read(request: web.Request) -> tuple[Any, list[str]]:
    """The JSON body, and the names of the files that came with it."""
    if request.content_type.startswith("multipart/"):
        form = await request.post()
        files = [part.filename for part in form.values() if isinstance(part, web.FileField)]
        payload = form.get("payload_json")
        return (orjson.loads(payload) if isinstance(payload, str) else None), files
    raw = await request.read()
    return (orjson.loads(raw) if raw else None), []
