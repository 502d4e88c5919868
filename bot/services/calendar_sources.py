"""Calendars elsewhere that a server follows: looked at every few hours, and what changed there is
told to moderators. Nothing is ever brought in by itself: they look, and press.

An address may be somebody's secret: only the name of the machine is shown, and none of it logged.
Each look goes through `safe_fetch.py` as the first did.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.logs import get_logger
from bot.services.calendar_imports import CalendarImportsService, CalendarPlan
from bot.services.events import organizer_of
from bot.services.guilds import GuildsService
from bot.services.plans_kept import PlansKept
from bot.services.safe_fetch import cleaned, host_of
from bot.storage.calendar_sources import (
    Source,
    delete_source,
    get_source,
    insert_source,
    list_due_sources,
    list_sources,
    update_source,
)
from bot.storage.database import Database, Transaction
from bot.storage.erase import erase
from bot.storage.guilds import Purpose, get_guild_channel
from bot.storage.outbox import Message, Target, insert_messages

log = get_logger(__name__)

CHANGED, FAILING = "source.changed", "source.failing"
MOST_SOURCES = 10
EVERY = timedelta(hours=6)
#: After a failure it is tried again so soon, then later and later.
FIRST_AGAIN, LONGEST_AGAIN = timedelta(hours=1), timedelta(hours=24)
#: Moderators are told once, after it has failed for so long.
TELL_AFTER = timedelta(days=7)
_AT_A_TIME = 20
_USEFUL = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Followed:
    """A calendar as it may be shown: only the machine's name of its address."""

    number: int
    host: str
    checked_at: datetime | None
    failing_since: datetime | None


class CalendarSources:
    """Follows calendars, for organizers."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        imports: CalendarImportsService,
        guilds: GuildsService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._imports = imports
        self._guilds = guilds
        self._offered: PlansKept[str] = PlansKept(clock)

    def offer(self, actor: Actor, address: str) -> str:
        """A token to follow the calendar at that address with: it can't stand in a button."""
        return self._offered.keep(address, user_id=actor.user_id, guild_id=organizer_of(actor))

    async def keep(self, actor: Actor, token: str) -> Followed:
        """Follow the calendar that was offered.

        Raises:
            NotAllowed: not an organizer. BadInput: it was too long ago, or there are too many.
        """
        guild_id = organizer_of(actor)
        address = cleaned(self._offered.get(token, user_id=actor.user_id, guild_id=guild_id))
        now = self._clock.now()
        async with self._db.transaction() as tx:
            standing = await list_sources(tx, guild_id)
            known = any(each.address == address for each in standing)
            if not known and len(standing) >= MOST_SOURCES:
                raise BadInput("ics_source.too_many", most=MOST_SOURCES)
            source = await insert_source(
                tx, guild_id=guild_id, address=address, next_check_at=now + EVERY, now=now
            )
            await tx.commit()
        return _shown(source)

    async def list(self, actor: Actor) -> list[Followed]:
        """Those that the actor's server follows. Raises NotAllowed."""
        return [_shown(each) for each in await list_sources(self._db, organizer_of(actor))]

    async def get(self, actor: Actor, number: int) -> Followed:
        """One of them. Raises NotAllowed, NotFound."""
        return _shown(await self._one(actor, number))

    async def find(self, number: int) -> Followed | None:
        """One of any server, for what is drawn."""
        source = await get_source(self._db, number)
        return _shown(source) if source else None

    async def stop(self, actor: Actor, number: int) -> None:
        """Follow it no more; its address is erased. Raises NotAllowed, NotFound."""
        guild_id = organizer_of(actor)
        async with self._db.transaction() as tx:
            if not await delete_source(tx, number, guild_id=guild_id):
                raise NotFound("ics_source.gone")
            await tx.commit()
        await erase(self._db)

    async def look(
        self, actor: Actor, number: int, *, untitled: str
    ) -> tuple[str, CalendarPlan, str]:
        """What it would do now: a token to bring it in with, the plan, and the machine's name.

        Raises:
            NotAllowed, NotFound. BadInput: nothing came from there, or it is of no use.
        """
        source = await self._one(actor, number)
        data = await self._imports.fetch(actor, source.address)
        settings = await self._guilds.settings(source.guild_id)
        token, plan = await self._imports.look(
            actor, data, zone=settings.time_zone or "", untitled=untitled
        )
        now = self._clock.now()
        async with self._db.transaction() as tx:
            seen = replace(_answered(source, now), told=fingerprint(plan))
            await update_source(tx, seen, next_check_at=now + EVERY)
            await tx.commit()
        return token, plan, host_of(source.address)

    async def check_due(self) -> int:
        """Look at all that is due; how many were. What fails is tried again later."""
        due = await list_due_sources(self._db, now=self._clock.now(), limit=_AT_A_TIME)
        for source in due:
            await self._check(source)
        return len(due)

    async def _check(self, source: Source) -> None:
        now = self._clock.now()
        try:
            plan, etag = await self._plan(source)
        except BadInput as wrong:
            await self._failed(source, now, wrong)
            return
        seen = replace(_answered(source, now), etag=etag)
        print_ = source.told if plan is None else fingerprint(plan)
        async with self._db.transaction() as tx:
            if print_ and print_ != source.told and plan is not None:
                await self._tell(tx, seen, CHANGED, print_, _counts(plan))
            await update_source(tx, replace(seen, told=print_), next_check_at=now + EVERY)
            await tx.commit()

    async def _plan(self, source: Source) -> tuple[CalendarPlan | None, str]:
        """What it would do (None: it is as it was), outside of any transaction."""
        found = await self._imports.fetcher.fetch(source.address, etag=source.etag)
        if found.data is None:
            return None, found.etag
        nobody = Actor(0, source.guild_id, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
        settings = await self._guilds.settings(source.guild_id)
        token, plan = await self._imports.look(
            nobody, found.data, zone=settings.time_zone or "", untitled="?"
        )
        self._imports.drop(token)
        return plan, found.etag

    async def _failed(self, source: Source, now: datetime, wrong: BadInput) -> None:
        failures = source.failures + 1
        since = source.failing_since or now
        again = min(FIRST_AGAIN * 2 ** min(failures - 1, 10), LONGEST_AGAIN)
        tell = not source.told_failing and now - since >= TELL_AFTER
        seen = replace(
            source,
            failures=failures,
            failing_since=since,
            told_failing=source.told_failing or tell,
        )
        log.info("calendar_not_read", why=wrong.key, failures=failures)
        async with self._db.transaction() as tx:
            if tell:
                await self._tell(tx, seen, FAILING, str(round(since.timestamp())), {})
            await update_source(tx, seen, next_check_at=now + again)
            await tx.commit()

    async def _tell(
        self, tx: Transaction, source: Source, purpose: str, what: str, args: dict[str, int]
    ) -> None:
        channel = await get_guild_channel(tx, source.guild_id, Purpose.MODERATION)
        if channel is None:
            return
        now = self._clock.now()
        key = f"{purpose}:{source.number}:{what}:{round(now.timestamp())}"
        message = Message(
            key, source.guild_id, Target.CHANNEL, channel, purpose,
            {"source": source.number, **args}, now, now + _USEFUL,
        )  # fmt: skip
        await insert_messages(tx, [message])

    async def _one(self, actor: Actor, number: int) -> Source:
        source = await get_source(self._db, number)
        if source is None or source.guild_id != organizer_of(actor):
            raise NotFound("ics_source.gone")
        return source


def fingerprint(plan: CalendarPlan) -> str:
    """What a plan would change, in a few letters; empty where nothing."""
    what = [(each.title, each.local_start, each.minutes, each.place, each.address, each.rule)
            for each in (*plan.new, *plan.changed)]  # fmt: skip
    if not (what or plan.off):
        return ""
    return hashlib.sha256(repr((what, plan.off)).encode()).hexdigest()[:16]


def _counts(plan: CalendarPlan) -> dict[str, int]:
    return {"new": len(plan.new), "changed": len(plan.changed), "off": len(plan.off)}


def _answered(source: Source, now: datetime) -> Source:
    return replace(source, checked_at=now, failing_since=None, failures=0, told_failing=False)


def _shown(source: Source) -> Followed:
    return Followed(source.number, host_of(source.address), source.checked_at, source.failing_since)
