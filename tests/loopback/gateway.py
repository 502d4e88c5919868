"""The gateway half of the loopback Discord: HELLO, IDENTIFY, READY, heartbeats, RESUME, events."""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import orjson
from aiohttp import web

from tests.loopback.world import Payload, World

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT = 0, 1, 2, 6, 7
REQUEST_MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 8, 9, 10, 11


@dataclass
class Session:
    """One shard's session. `ready_at` is `time.monotonic()`, comparable between processes."""

    id: str
    shard: int
    shards: int
    identify: Payload
    socket: web.WebSocketResponse | None
    sequence: int = 0
    sent: list[tuple[int, Payload]] = field(default_factory=list)
    heartbeats: int = 0
    resumes: int = 0
    ready_at: float = 0.0

    @property
    def live(self) -> bool:
        return self.socket is not None and not self.socket.closed


class Gateway:
    """All sessions, and what is sent to them."""

    #: How many dispatches a session remembers for RESUME.
    REMEMBERED = 200

    def __init__(self, world: World, *, heartbeat_ms: int = 41_250, token: str | None = None):
        self._world = world
        self._heartbeat_ms = heartbeat_ms
        self._token = token
        self.url = ""
        self.sessions: list[Session] = []
        self.presences: list[Payload] = []
        self._news = asyncio.Condition()

    # -- what a test asks for --------------------------------------------------------------

    async def wait_session(self, number: int = 1, within: float = 30.0) -> Session:
        """The `number`-th session (1 is the first) once its READY and servers were sent."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: len(self._ready()) >= number)
        return self._ready()[number - 1]

    async def wait_resumed(self, times: int = 1, within: float = 30.0) -> None:
        """Until sessions were resumed this often, all told."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(lambda: sum(s.resumes for s in self.sessions) >= times)

    async def dispatch(self, event: str, data: Payload, *, guild_id: int | None = None) -> None:
        """Send an event to the newest live session of the shard that has this server."""
        await self._send(self._session_for(guild_id), event, data)

    async def drop(self, code: int = 4000) -> None:
        """Close every live socket with this code (4004, 4014 … mean: do not come back)."""
        for session in self.sessions:
            if session.live and session.socket is not None:
                await session.socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Opcode 7: Discord wants to move the bot to another gateway machine."""
        await self._raw_to_all({"op": RECONNECT, "d": None})

    async def invalidate(self) -> None:
        """Opcode 9 (false): the session is gone, identify anew."""
        await self._raw_to_all({"op": INVALID_SESSION, "d": False})

    # -- the wire --------------------------------------------------------------------------

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True, max_msg_size=0)
        await socket.prepare(request)
        await self._raw(socket, {"op": HELLO, "d": {"heartbeat_interval": self._heartbeat_ms}})
        session: Session | None = None
        async for message in socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            frame = orjson.loads(message.data)
            operation, data = frame["op"], frame.get("d")
            if operation == HEARTBEAT:
                if session is not None:
                    session.heartbeats += 1
                await self._raw(socket, {"op": HEARTBEAT_ACK})
            elif operation == IDENTIFY:
                session = await self._identify(socket, data)
            elif operation == RESUME:
                session = await self._resume(socket, data)
            elif operation == REQUEST_MEMBERS and session is not None:
                await self._send_members(session, data)
            elif operation == 3:
                self.presences.append(data)
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Payload) -> Session | None:
        if self._token is not None and data["token"] != self._token:
            await socket.close(code=4004, message=b"Authentication failed.")
            return None
        shard, shards = data.get("shard") or (0, 1)
        session = Session(f"session{len(self.sessions)}", shard, shards, data, socket)
        self.sessions.append(session)
        mine = [s for s in self._world.servers.values() if (s.id >> 22) % shards == shard]
        ready: Payload = {
            "v": 10,
            "user": self._world.me.user() | {"verified": True, "mfa_enabled": True, "email": None},
            "guilds": [{"id": str(server.id), "unavailable": True} for server in mine],
            "session_id": session.id,
            "resume_gateway_url": self.url,
            "session_type": "normal",
            "shard": [shard, shards],
            "application": {"id": str(self._world.application_id), "flags": 0},
            "private_channels": [],
            "relationships": [],
        }
        await self._send(session, "READY", ready)
        ready_at = time.monotonic()
        for server in mine:
            await self._send(session, "GUILD_CREATE", server.gateway_payload(self._world.me.id))
        session.ready_at = ready_at
        async with self._news:
            self._news.notify_all()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Payload) -> Session | None:
        session = next((s for s in self.sessions if s.id == data["session_id"]), None)
        if session is None:
            await self._raw(socket, {"op": INVALID_SESSION, "d": False})
            return None
        session.socket = socket
        session.resumes += 1
        for number, frame in session.sent:
            if number > (data.get("seq") or 0):
                await self._raw(socket, frame)
        await self._send(session, "RESUMED", {})
        async with self._news:
            self._news.notify_all()
        return session

    async def _send_members(self, session: Session, data: Payload) -> None:
        server = self._world.servers[int(data["guild_id"])]
        wanted = {int(user) for user in data.get("user_ids") or ()}
        start = (data.get("query") or "").lower()
        found = [
            person.member()
            for person in server.members.values()
            if (person.id in wanted if wanted else person.name.startswith(start))
        ]
        chunk: Payload = {
            "guild_id": str(server.id),
            "members": found[: data.get("limit") or None],
            "chunk_index": 0,
            "chunk_count": 1,
        }
        if data.get("nonce"):
            chunk["nonce"] = data["nonce"]
        await self._send(session, "GUILD_MEMBERS_CHUNK", chunk)

    def _ready(self) -> list[Session]:
        return [session for session in self.sessions if session.ready_at]

    def _session_for(self, guild_id: int | None) -> Session:
        for session in reversed(self.sessions):
            shard = 0 if guild_id is None else (guild_id >> 22) % session.shards
            if session.shard == shard:
                return session
        raise RuntimeError("no bot has identified on this shard yet")

    async def _send(self, session: Session, event: str, data: Payload) -> None:
        """A session without a socket keeps the event for RESUME."""
        session.sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": session.sequence, "d": data}
        session.sent.append((session.sequence, frame))
        del session.sent[: -self.REMEMBERED]
        if session.live and session.socket is not None:
            await self._raw(session.socket, frame)

    async def _raw_to_all(self, frame: Payload) -> None:
        for session in self.sessions:
            if session.live and session.socket is not None:
                await self._raw(session.socket, frame)

    @staticmethod
    async def _raw(socket: web.WebSocketResponse, frame: dict[str, Any]) -> None:
        # The bot may leave at any moment; what it missed waits for RESUME.
        with contextlib.suppress(ConnectionResetError, aiohttp.ClientConnectionError):
            await socket.send_str(orjson.dumps(frame).decode())
