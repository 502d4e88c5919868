"""What the loopback Discord knows: servers, people, channels, messages, commands, interactions.

Only data and the payloads made from it. Nothing here knows of HTTP or of the gateway, so that
both can be read without it.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

Payload = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL = 1 << 6
LOADING = 1 << 7
#: Every permission but ADMINISTRATOR, so that a missing one can still be noticed by a bot.
WIDE_PERMISSIONS = ((1 << 53) - 1) & ~(1 << 3)
#: View, send, embed, attach, read history, use application commands.
MEMBER_PERMISSIONS = 0x80000000 | 0x400 | 0x800 | 0x4000 | 0x8000 | 0x10000
MANAGE_SERVER = 1 << 5


def iso_now() -> str:
    """The present moment as Discord writes it."""
    return datetime.now(UTC).isoformat()


@dataclass
class Person:
    """Somebody with an account; `permissions` is what Discord puts into an interaction."""

    id: int
    name: str
    permissions: int = MEMBER_PERMISSIONS
    roles: list[int] = field(default_factory=list)
    bot: bool = False

    def user(self) -> Payload:
        return {
            "id": str(self.id),
            "username": self.name,
            "global_name": None if self.bot else self.name.title(),
            "discriminator": "0",
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
        }

    def member(self, *, permissions: bool = False) -> Payload:
        member: Payload = {
            "user": self.user(),
            "nick": None,
            "avatar": None,
            "roles": [str(role) for role in self.roles],
            "joined_at": "2024-01-01T00:00:00+00:00",
            "premium_since": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
        if permissions:
            member["permissions"] = str(self.permissions)
        return member


@dataclass
class Server:
    """One guild."""

    id: int
    name: str
    owner_id: int
    locale: str = "en-US"
    roles: dict[int, Payload] = field(default_factory=dict)
    channels: dict[int, Payload] = field(default_factory=dict)
    members: dict[int, Person] = field(default_factory=dict)
    events: dict[int, Payload] = field(default_factory=dict)

    def payload(self) -> Payload:
        """The guild as REST shows it and as GUILD_CREATE brings it."""
        return {
            "id": str(self.id),
            "name": self.name,
            "icon": None,
            "splash": None,
            "discovery_splash": None,
            "description": None,
            "owner_id": str(self.owner_id),
            "region": "deprecated",
            "afk_channel_id": None,
            "afk_timeout": 300,
            "verification_level": 1,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "nsfw_level": 0,
            "premium_tier": 0,
            "preferred_locale": self.locale,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "rules_channel_id": None,
            "public_updates_channel_id": None,
            "vanity_url_code": None,
            "banner": None,
            "application_id": None,
            "features": ["COMMUNITY"],
            "emojis": [],
            "stickers": [],
            "roles": list(self.roles.values()),
        }

    def gateway_payload(self, me: int) -> Payload:
        """`me` is the bot: without the members intent Discord sends no other member."""
        return self.payload() | {
            "joined_at": "2024-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "member_count": len(self.members),
            "voice_states": [],
            "members": [p.member() for p in self.members.values() if p.id == me],
            "channels": list(self.channels.values()),
            "threads": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": list(self.events.values()),
            "soundboard_sounds": [],
        }


@dataclass
class Pending:
    """One interaction: what was sent, and what the bot made of it."""

    id: int
    token: str
    kind: int
    payload: Payload
    sent_at: float
    answered: asyncio.Future[None]
    source_message: Payload | None = None
    callback: Payload | None = None
    files: list[str] = field(default_factory=list)
    answered_at: float | None = None
    original_id: int | None = None
    followups: list[Payload] = field(default_factory=list)
    changed: asyncio.Event = field(default_factory=asyncio.Event)


class World:
    """Everything, with one server, one administrator and one member to begin with."""

    def __init__(self) -> None:
        self._counter = itertools.count()
        self.me = Person(self.next_id(), "coalition", WIDE_PERMISSIONS, bot=True)
        self.application_id = self.me.id
        self.people: dict[int, Person] = {self.me.id: self.me}
        self.servers: dict[int, Server] = {}
        self.direct: dict[int, Payload] = {}
        self.commands: dict[int | None, dict[int, Payload]] = {None: {}}
        self.messages: dict[int, dict[int, Payload]] = {}
        self.nonces: dict[tuple[int, str], Payload] = {}
        self.interactions: dict[str, Pending] = {}
        #: Seconds between a message being there for all to read and the bot being told so.
        self.answers_after = 0.0
        self.admin = self.add_person("amparo", MEMBER_PERMISSIONS | MANAGE_SERVER)
        self.member = self.add_person("mateo")
        self.server = self.add_server("Coalition", owner=self.admin)
        self.channel = self.add_channel(self.server, "general")
        for person in (self.admin, self.member):
            self.server.members[person.id] = person

    def next_id(self) -> int:
        """A snowflake of now: discord.py reads the age of an interaction from its id."""
        milliseconds = int(time.time() * 1000) - DISCORD_EPOCH_MS
        return (milliseconds << 22) | (next(self._counter) & 0x3FFFFF)

    def add_person(self, name: str, permissions: int = MEMBER_PERMISSIONS) -> Person:
        person = Person(self.next_id(), name, permissions)
        self.people[person.id] = person
        return person

    def add_server(self, name: str, *, owner: Person, locale: str = "en-US") -> Server:
        server = Server(self.next_id(), name, owner.id, locale)
        self.add_role(server, "@everyone", MEMBER_PERMISSIONS, role_id=server.id)
        role = self.add_role(server, "bot", WIDE_PERMISSIONS, managed=True)
        server.members[self.me.id] = Person(
            self.me.id, self.me.name, WIDE_PERMISSIONS, [int(role["id"])], bot=True
        )
        self.servers[server.id] = server
        return server

    def add_role(
        self,
        server: Server,
        name: str,
        permissions: int = 0,
        *,
        role_id: int | None = None,
        managed: bool = False,
    ) -> Payload:
        role = {
            "id": str(role_id or self.next_id()),
            "name": name,
            "permissions": str(permissions),
            "position": len(server.roles),
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": managed,
            "mentionable": True,
            "flags": 0,
            "icon": None,
            "unicode_emoji": None,
        }
        server.roles[int(role["id"])] = role
        return role

    def add_channel(self, server: Server, name: str, kind: int = 0) -> Payload:
        channel: Payload = {
            "id": str(self.next_id()),
            "type": kind,
            "guild_id": str(server.id),
            "name": name,
            "topic": None,
            "position": len(server.channels),
            "permission_overwrites": [],
            "nsfw": False,
            "parent_id": None,
            "last_message_id": None,
            "rate_limit_per_user": 0,
            "flags": 0,
        }
        server.channels[int(channel["id"])] = channel
        return channel

    def open_direct(self, person: Person) -> Payload:
        """The one DM channel with this person."""
        if person.id not in self.direct:
            self.direct[person.id] = {
                "id": str(self.next_id()),
                "type": 1,
                "last_message_id": None,
                "recipients": [person.user()],
                "flags": 0,
            }
        return self.direct[person.id]

    def find_channel(self, channel_id: int) -> Payload | None:
        for server in self.servers.values():
            if channel_id in server.channels:
                return server.channels[channel_id]
        return next((c for c in self.direct.values() if int(c["id"]) == channel_id), None)

    def post(self, channel_id: int, body: Payload, *, author: Person | None = None) -> Payload:
        """Store a message; the same enforced nonce in the same channel posts only once."""
        nonce = body.get("nonce")
        key = (channel_id, str(nonce))
        if nonce is not None and body.get("enforce_nonce") and key in self.nonces:
            return self.nonces[key]
        message: Payload = {
            "id": str(self.next_id()),
            "type": 0,
            "channel_id": str(channel_id),
            "author": (author or self.me).user(),
            "content": body.get("content") or "",
            "timestamp": iso_now(),
            "edited_timestamp": None,
            "tts": False,
            "mention_everyone": False,
            "mentions": [],
            "mention_roles": [],
            "attachments": [],
            "embeds": body.get("embeds") or [],
            "components": number_components(body.get("components") or []),
            "pinned": False,
            "flags": body.get("flags") or 0,
        }
        if nonce is not None:
            message["nonce"] = nonce
            self.nonces[key] = message
        self.messages.setdefault(channel_id, {})[int(message["id"])] = message
        return message

    def edit(self, message: Payload, body: Payload) -> Payload:
        """Change a stored message in place, as PATCH does: what is not named stays."""
        for name in ("content", "embeds", "flags", "attachments"):
            if name in body:
                message[name] = body[name] if body[name] is not None else type(message[name])()
        if "components" in body:
            message["components"] = number_components(body["components"] or [])
        message["flags"] &= ~LOADING
        message["edited_timestamp"] = iso_now()
        return message


def number_components(components: list[Payload]) -> list[Payload]:
    """A copy in which every component has the `id` that Discord would give it."""
    numbers = itertools.count(1)

    def number(component: Payload) -> Payload:
        copy: Payload = {"id": next(numbers)} | component
        for name in ("component", "accessory"):
            if name in copy:
                copy[name] = number(copy[name])
        if "components" in copy:
            copy["components"] = [number(child) for child in copy["components"]]
        return copy

    return [number(component) for component in components]


def walk_components(components: list[Payload]) -> list[Payload]:
    """Every component at any depth, in reading order."""
    found: list[Payload] = []
    for component in components:
        found.append(component)
        inner = list(component.get("components") or [])
        inner += [component[name] for name in ("component", "accessory") if name in component]
        found += walk_components(inner)
    return found
