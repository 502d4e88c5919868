"""Keeps Discord's own list of events in step: looks what stands there, decides (`plan`), does it.

Nothing is taken from what Discord tells by itself but that it is time to look: what was missed
while the bot was away is found just so. It looks after each change here, after each change there,
and now and then. A server in which the bot may not is left alone until it may.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import aiohttp
import discord

from bot.domain.event_mirror import (
    SHOWN_FIELDS,
    Action,
    Adopt,
    Edit,
    Forget,
    Kept,
    Leave,
    Make,
    Seen,
    Shown,
    Standing,
    State,
    Step,
    Take,
    TheyCancelled,
    TheyChanged,
    plan,
)
from bot.logs import get_logger, scrubbed_traceback
from bot.services.event_mirror import EventMirrorService, Fingerprint, MirrorState
from bot.services.event_mirror_text import marker_in
from bot.storage.errors import StorageError

log = get_logger(__name__)

#: What the bot must be allowed to do; it changes nothing but its own.
NEEDED_FOR_EVENTS: tuple[str, ...] = ("create_events",)

#: Several changes at once are one look. Without any, it looks at the clock so often …
_COLLECT, _LONGEST_SLEEP = 2.0, 60.0
#: … and at Discord.
_LOOK_EVERY = timedelta(minutes=30)
_AFTER_TROUBLE = timedelta(minutes=5)
#: So much is done in one server before the others have their turn: Discord lets nobody make many
#: events a minute.
_AT_A_TIME = 10
#: From any state it takes fewer: found again, changed there, started, completed.
_ROUNDS = 6

_LIST_IS_FULL = 30038
_UNKNOWN = 10070

_STANDING = {
    discord.EventStatus.scheduled: Standing.SCHEDULED,
    discord.EventStatus.active: Standing.ACTIVE,
    discord.EventStatus.completed: Standing.COMPLETED,
    discord.EventStatus.cancelled: Standing.CANCELLED,
}
_TO_STATUS = {
    Step.START: discord.EventStatus.active,
    Step.COMPLETE: discord.EventStatus.completed,
    Step.CANCEL: discord.EventStatus.cancelled,
}


def missing_for_events(me: discord.Member) -> tuple[str, ...]:
    """The flags that the bot lacks to make events in a server."""
    allowed = me.guild_permissions
    return tuple(flag for flag in NEEDED_FOR_EVENTS if not getattr(allowed, flag))


class Mirror:
    """The running bot's hand in Discord's list of events."""

    def __init__(self, client: discord.Client, service: EventMirrorService) -> None:
        self._client = client
        self._service = service
        self._woken = asyncio.Event()
        self._one_at_a_time = asyncio.Lock()
        #: Servers in which somebody changed something in Discord's list.
        self._changed: set[int] = set()
        #: What Discord told of some before they went out of the list, by server and number.
        self._ended: dict[int, dict[int, Seen]] = {}
        #: How the servers were when they were last looked at, and when that was.
        self._settled: dict[int, tuple[Fingerprint, datetime]] = {}
        self._not_before: dict[int, datetime] = {}
        #: With these permissions Discord refused.
        self._refused_with: dict[int, int] = {}
        #: Discord finds that wrong: it isn't tried again until it says something else.
        self._refused: dict[int, Shown] = {}

    # --- when to look -------------------------------------------------------------------

    def heard(self, event: discord.ScheduledEvent) -> None:
        """Discord told of a change in its list: ours too, which then differs in nothing."""
        seen = self._seen(event)
        if not seen.stands:
            self._ended.setdefault(event.guild_id, {})[event.id] = seen
        self._changed.add(event.guild_id)
        self._woken.set()

    async def run(self) -> None:
        """Run until cancelled."""
        stop_listening = self._service.listen(self._woken.set)
        try:
            while True:
                self._woken.clear()
                try:
                    await self._run(most=_AT_A_TIME)
                except Exception as error:  # a mistake of ours must not be the end of it
                    log.error("mirror_failed", story=scrubbed_traceback(error))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), _LONGEST_SLEEP)
                await asyncio.sleep(_COLLECT)
        finally:
            stop_listening()

    async def run_due(self) -> None:
        """Bring every server's list in step now. Tests and the demo call it after they moved the
        clock."""
        await self._run(most=None)

    async def _run(self, *, most: int | None) -> None:
        """Look where it is time to (`most` None: everywhere, and do all there is to do)."""
        async with self._one_at_a_time:
            there = await self._service.guilds()
            self._changed &= there.keys()
            self._ended = {id_: seen for id_, seen in self._ended.items() if id_ in there}
            for guild_id, fingerprint in there.items():
                guild = self._client.get_guild(guild_id)
                if guild is None or guild.unavailable:
                    continue
                if most is None or self._due(guild_id, fingerprint):
                    await self._visit(guild, fingerprint, most)

    def _due(self, guild_id: int, fingerprint: Fingerprint) -> bool:
        now = self._service.now()
        if now < self._not_before.get(guild_id, now):
            return False
        before, at = self._settled.get(guild_id, (None, now))
        stale = not at <= now < at + _LOOK_EVERY
        return guild_id in self._changed or before != fingerprint or stale

    async def _visit(
        self, guild: discord.Guild, fingerprint: Fingerprint, most: int | None
    ) -> None:
        now = self._service.now()
        allowed = guild.me.guild_permissions.value
        if missing_for_events(guild.me) or self._refused_with.get(guild.id) == allowed:
            return
        self._changed.discard(guild.id)
        self._settled.pop(guild.id, None)
        try:
            done = await self._bring_in_step(guild, most)
        except discord.Forbidden:
            self._refused_with[guild.id] = allowed
            log.info("mirror_not_allowed")
            return
        except (
            discord.DiscordException,
            aiohttp.ClientError,
            OSError,
            TimeoutError,
            StorageError,
        ) as error:
            self._not_before[guild.id] = now + _AFTER_TROUBLE
            log.warning("mirror_trouble", kind=type(error).__name__)
            return
        self._ended.pop(guild.id, None)
        if done:
            self._settled[guild.id] = (fingerprint, now)
        else:
            self._woken.set()  # the others first, then on with it

    # --- what to do ---------------------------------------------------------------------

    async def _bring_in_step(self, guild: discord.Guild, most: int | None) -> bool:
        """Do what is to be done, `most` deeds at a time; whether that was all, for now."""
        left = most
        for _ in range(_ROUNDS):
            state = await self._service.state(guild.id)
            if state.empty:
                return True
            actions = plan(
                state.wanted,
                state.kept,
                await self._look(guild, state),
                reasons=state.reasons,
                now=self._service.now(),
            )
            todo = [action for action in actions if not self._hopeless(action)]
            if not todo:
                return True
            for action in todo[:left]:
                if not await self._try(guild, action):
                    return True
            if left is not None:
                left -= len(todo)
                if left <= 0:
                    return False
        return True

    def _hopeless(self, action: Action) -> bool:
        if not isinstance(action, (Make, Edit)):
            return False
        return self._refused.get(action.wanted.occurrence) == action.wanted.shown

    async def _look(self, guild: discord.Guild, state: MirrorState) -> list[Seen]:
        """What stands in the list, and what became of ours that no longer do."""
        found = [
            self._seen(event) for event in await guild.fetch_scheduled_events(with_counts=False)
        ]
        there = {each.scheduled_id for each in found}
        for kept in state.kept:
            if kept.state is State.ON and kept.scheduled_id not in there:
                told = self._ended.get(guild.id, {}).get(kept.scheduled_id)
                ended = told or await self._one(guild, kept)
                found += [ended] if ended else []
        return found

    async def _one(self, guild: discord.Guild, kept: Kept) -> Seen | None:
        try:
            return self._seen(await guild.fetch_scheduled_event(kept.scheduled_id))
        except discord.NotFound:
            return None

    def _seen(self, event: discord.ScheduledEvent) -> Seen:
        me = self._client.user
        mine = me is not None and event.creator_id == me.id
        about = event.description or ""
        external = event.entity_type is discord.EntityType.external
        starts_at = event.start_time.replace(microsecond=0)  # as it is kept
        ends_at = (event.end_time or starts_at + timedelta(hours=1)).replace(microsecond=0)
        return Seen(
            scheduled_id=event.id,
            standing=_STANDING[event.status],
            shown=Shown(event.name, about, event.location or "", starts_at, ends_at),
            marker=marker_in(about) if mine else None,
            external=external,
        )

    # --- doing it -----------------------------------------------------------------------

    async def _try(self, guild: discord.Guild, action: Action) -> bool:
        """Do it. False: nothing more can be done in this server for now.

        Raises:
            discord.DiscordException and the like: Discord can't be reached, or forbids it.
        """
        try:
            await self._do(guild, action)
        except discord.NotFound as error:
            if error.code != _UNKNOWN:
                raise
            return True  # gone meanwhile: the next look shows it
        except discord.HTTPException as error:
            if error.code == _LIST_IS_FULL:
                return False
            if error.status != 400 or not isinstance(action, (Make, Edit)):
                raise
            self._refused[action.wanted.occurrence] = action.wanted.shown
            log.warning("mirror_refused", code=error.code)
        return True

    async def _do(self, guild: discord.Guild, action: Action) -> None:
        service, me = self._service, guild.me.id
        match action:
            case Forget(kept):
                await service.forget(kept)
            case Leave(kept, how):
                await service.leave(guild.id, kept, how)
            case TheyCancelled(kept):
                await service.they_cancelled(me, guild.id, kept)
            case TheyChanged():
                await service.they_changed(me, guild.id, action)
            case Adopt(wanted, seen):
                kept = Kept(seen.scheduled_id, wanted.occurrence, State.ON, seen.shown, seen.shown)
                await service.note(guild.id, kept)
            case Take(step, scheduled_id, kept):
                await self._take(guild, step, scheduled_id)
                if kept is not None and step is not Step.START:
                    await service.forget(kept)
            case Edit(kept, wanted, seen, fields):
                shown = await self._edit(guild, action) if fields else seen.shown
                await service.note(guild.id, replace(kept, sent=wanted.shown, seen=shown))
            case Make(wanted):
                await self._make(guild, action)

    async def _take(self, guild: discord.Guild, step: Step, scheduled_id: int) -> None:
        event = await self._handle(guild, scheduled_id)
        if step is Step.DELETE:
            await event.delete()
        else:
            await event.edit(status=_TO_STATUS[step])

    async def _handle(self, guild: discord.Guild, scheduled_id: int) -> discord.ScheduledEvent:
        known = guild.get_scheduled_event(scheduled_id)
        return known or await guild.fetch_scheduled_event(scheduled_id)

    async def _edit(self, guild: discord.Guild, edit: Edit) -> Shown:
        event = await self._handle(guild, edit.kept.scheduled_id)
        return self._seen(await event.edit(**_arguments(edit.wanted.shown, edit.fields))).shown

    async def _make(self, guild: discord.Guild, make: Make) -> None:
        event = await guild.create_scheduled_event(
            entity_type=discord.EntityType.external,
            privacy_level=discord.PrivacyLevel.guild_only,
            **_arguments(make.wanted.shown, SHOWN_FIELDS),
        )
        kept = Kept(
            event.id, make.wanted.occurrence, State.ON, make.wanted.shown, self._seen(event).shown
        )
        await self._service.note(guild.id, kept)


def _arguments(shown: Shown, fields: Iterable[str]) -> dict[str, Any]:
    names = {
        "name": "name",
        "about": "description",
        "place": "location",
        "starts_at": "start_time",
        "ends_at": "end_time",
    }
    return {names[field]: getattr(shown, field) for field in fields}
