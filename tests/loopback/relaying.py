"""The real bot in front of a loopback Discord, with messages to send: notes, each with a number.

Shared by what tries the relay: tests, a bench, and the child process that is killed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace

from bot.app import open_services
from bot.clock import Clock
from bot.presentation.client import CoalitionBot
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.rooms import ACTIONS, FORMS
from bot.rooms import drawers as own_drawers
from bot.services.delivery import DeliveryService, Sent
from bot.services.services import Services
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.outbox import Message, Pending, Target, insert_messages
from tests.loopback.world import World, walk_components

NOTE = "test.note"
POST = "POST /channels/{channel_id}/messages"
PATCH = "PATCH /channels/{channel_id}/messages/{message_id}"
READ = "GET /channels/{channel_id}/messages"


async def draw_note(pending: Pending) -> Drawn | None:
    """`note 7` for the seventh."""
    return Drawn(Notice(f"note {pending.args['note']}"))


async def nothing(_: CoalitionBot) -> None:
    """No commands: they would only take time."""


@dataclass
class Relaying:
    """What a test of the relay stands on."""

    db: Database
    services: Services
    bot: CoalitionBot

    async def queue(self, *messages: Message) -> None:
        """Queue messages and commit."""
        async with self.db.transaction() as tx:
            await insert_messages(tx, messages)
            await tx.commit()

    async def states(self) -> Counter[str]:
        """How many messages stand how."""
        rows = await self.db.fetch_all("SELECT state, count(*) AS n FROM outbox GROUP BY state")
        return Counter({row["state"]: row["n"] for row in rows})

    async def trouble(self, key: str) -> tuple[str, str | None]:
        """How one stands, and why."""
        row = await self.db.fetch_one(
            "SELECT state, trouble FROM outbox WHERE key = :key", {"key": key}
        )
        assert row is not None
        return row["state"], row["trouble"]


@asynccontextmanager
async def relaying(
    settings: Settings,
    clock: Clock,
    *,
    awake: bool = False,
    drawers: Mapping[str, Drawer] | None = None,
    sent_hooks: Mapping[str, Sent] | None = None,
) -> AsyncGenerator[Relaying]:
    """The bot, not yet connected: `fake.running(relaying.bot)` connects it."""
    async with open_services(settings, clock) as (db, services):
        if sent_hooks is not None:
            delivery = DeliveryService(
                db,
                clock=clock,
                guilds=services.guilds,
                metrics=services.metrics,
                sent_hooks=sent_hooks,
            )
            services = replace(services, delivery=delivery)
        bot = CoalitionBot(
            services,
            setup=nothing,
            actions=ACTIONS,
            forms=FORMS,
            drawers={**own_drawers(services), NOTE: draw_note, **(drawers or {})},
            awake=awake,
            shard_count=1,
        )
        async with bot:
            yield Relaying(db, services, bot)


def note(
    number: int, channel_id: int, guild_id: int, clock: Clock, *, rank: int = 5, **more: object
) -> Message:
    """A note that is due at once."""
    message = Message(
        f"note:{number}",
        guild_id,
        Target.CHANNEL,
        channel_id,
        NOTE,
        {"note": number},
        clock.now(),
        rank=rank,
    )
    return replace(message, **more)  # type: ignore[arg-type]


def channels(world: World, count: int) -> list[int]:
    """So many channels more in the server."""
    made = (world.add_channel(world.server, f"room-{n}") for n in range(count))
    return [int(channel["id"]) for channel in made]


def read(world: World, only: Iterable[int] | None = None) -> list[str]:
    """What stands in the channels (all, or these), in the order in which it came."""
    shown: list[str] = []
    for channel_id, messages in world.messages.items():
        if only is None or channel_id in set(only):
            for message in messages.values():
                parts = [c.get("content") or "" for c in walk_components(message["components"])]
                shown.append("\n".join(part for part in parts if part))
    return shown
