"""The Discord client: no privileged intent, no mention by accident, one place for errors."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.domain.errors import BadInput
from bot.logs import get_logger, scrubbed_traceback
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form, Mend, make_form
from bot.presentation.dpy_internals import check_internals, hand_to_modal, route_modals
from bot.presentation.drafts import Drafts
from bot.presentation.errors import report, used
from bot.presentation.limits import Limits
from bot.presentation.mirror import Mirror
from bot.presentation.pace import InvalidRequests, Pace, traced
from bot.presentation.posting import Drawer
from bot.presentation.relay import Relay
from bot.presentation.sharing import KeepPrivate
from bot.presentation.sync import sync_if_changed
from bot.presentation.translator import CatalogTranslator
from bot.presentation.uploads import Uploads
from bot.services.services import Services

log = get_logger(__name__)

#: Seconds for which discord.py may wait out a limit by itself; the outbox waits longer.
_LONGEST_LIMIT = 60.0


class CoalitionTree(app_commands.CommandTree["CoalitionBot"]):
    """The command tree. Commands run guarded; here only what went wrong before they ran."""

    async def on_error(
        self,
        interaction: discord.Interaction[CoalitionBot],
        error: app_commands.AppCommandError,
        /,
    ) -> None:
        """discord.py's hook: an option that can't be read, a command that is out of date."""
        if interaction.type is discord.InteractionType.autocomplete:
            log.warning("autocomplete_failed", used=used(interaction), kind=type(error).__name__)
            return
        await report(interaction, error)


class CoalitionBot(commands.AutoShardedBot):
    """The bot. `services` is everything it can do; the cogs are added by `setup`.

    `drawers` draw what it says unasked, by purpose. Where it is not `awake`, nothing is sent and
    nothing done at its time but by `scheduler.run_due()`, `mirror.run_due()` and
    `relay.run_due()`: so it is where time is moved by hand.
    """

    def __init__(
        self,
        services: Services,
        *,
        setup: Callable[[CoalitionBot], Awaitable[None]],
        actions: Iterable[type[Action]],
        forms: Iterable[type[Form]],
        drawers: Mapping[str, Drawer],
        awake: bool = True,
        **options: Any,
    ) -> None:
        check_internals()
        pace, invalid = Pace(), InvalidRequests()
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=CoalitionTree,
            intents=discord.Intents(guilds=True, guild_scheduled_events=True),
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            http_trace=traced(pace, invalid),
            max_ratelimit_timeout=_LONGEST_LIMIT,
            # Only where the bot itself is: elsewhere nobody could have its data deleted.
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            allowed_contexts=app_commands.AppCommandContext(
                guild=True, dm_channel=True, private_channel=False
            ),
            **options,
        )
        self.services = services
        self._setup = setup
        self._actions = (Mend, KeepPrivate, *actions)
        self.forms = tuple(forms)
        self.drafts = Drafts(services.clock)
        self.limits = Limits(services.clock)
        self.uploads = Uploads(services.clock)
        self.scheduler = services.scheduler
        self.relay = Relay(self, services.delivery, drawers, pace=pace, invalid=invalid)
        self.mirror = Mirror(self, services.mirror)
        self.awake = awake
        self._background: list[asyncio.Task[None]] = []

    async def setup_hook(self) -> None:
        """Add the cogs, make old buttons work again, tell Discord about changed commands."""
        await self.tree.set_translator(CatalogTranslator())
        await self._setup(self)
        self.add_dynamic_items(*self._actions)
        route_modals(self, self._modal_sent)
        if self.application_id is not None:
            await sync_if_changed(self.tree, self.services.commands, self.application_id)

    async def _modal_sent(self, interaction: discord.Interaction[Any]) -> None:
        """Every modal that comes back, also one that was opened before a restart."""
        custom_id = str((interaction.data or {}).get("custom_id", ""))
        answer = Answer.to(interaction)
        answer.start_timer()  # already now: making the form asks the database
        try:
            form = await make_form(interaction, custom_id)
            if form is None:
                raise BadInput("errors.command_out_of_date")
            await hand_to_modal(form, interaction)
        except Exception as error:
            await report(interaction, error)
        finally:
            answer.stop_timer()

    async def on_guild_join(self, _: discord.Guild) -> None:
        """The bot was added to a server."""
        self.services.metrics.servers = len(self.guilds)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server: what that server chose is deleted."""
        self.services.metrics.servers = len(self.guilds)
        await self.services.guilds.forget(guild.id)
        log.info("server_left")

    async def on_scheduled_event_update(
        self, _: discord.ScheduledEvent, now: discord.ScheduledEvent
    ) -> None:
        """Something in a server's own list of events was changed: by us, or by somebody else."""
        self.mirror.heard(now)

    async def on_scheduled_event_delete(self, event: discord.ScheduledEvent) -> None:
        """Something was taken out of a server's own list of events: there is room."""
        self.mirror.heard(event)

    async def on_ready(self) -> None:
        """Connected; may come again after a reconnect."""
        self.services.metrics.servers = len(self.guilds)
        log.info("ready", servers=len(self.guilds), shards=len(self.shards))
        # Servers that are down are listed too; whoever is not listed removed the bot meanwhile.
        if self.application_id is not None:
            here = {guild.id for guild in self.guilds}
            gone = await self.services.guilds.forget_others(here, self.application_id)
            if gone:
                log.info("servers_left_meanwhile", count=gone)
        if self.awake and not self._background and not self.is_closed():
            self._background = [
                asyncio.create_task(self.relay.run()),
                asyncio.create_task(self.scheduler.run()),
                asyncio.create_task(self.mirror.run()),
            ]

    async def close(self) -> None:
        """Stop what runs beside; what is being sent may end. Then as discord.py does."""
        background, self._background = self._background, []
        for task in background:
            task.cancel()
        if background:
            await asyncio.wait(background)
        await super().close()

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """An event handler of ours failed: the log has the story, nobody is waiting for it."""
        error = sys.exc_info()[1]
        story = scrubbed_traceback(error) if error else ""
        log.error("event_failed", event_name=event_method, story=story)
