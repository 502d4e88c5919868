"""What the web answers to somebody who asks for a calendar.

Apps ask every few minutes and mostly nothing has changed, so what was made is kept with what it was
made from. The address of a person's calendar is all that they show: it is hashed, looked up by its
hash and compared in constant time, and an unknown one takes the same way. What has ended stays a
valid, empty calendar for a month, so that apps empty themselves (an empty answer would be an error,
"not found" would keep the old events); then it is gone.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import hmac
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from bot.clock import Clock, today
from bot.services.calendar_rendering import CalendarRendering, ended
from bot.services.guilds import GuildsService
from bot.services.membership import Membership
from bot.storage.calendars import (
    Feed,
    PublicCalendar,
    end_feeds,
    get_feed_by_hash,
    get_public,
    list_feeds,
)
from bot.storage.database import Database

#: What is over, and what was called off, stays so long; what ended is empty so long, then gone.
KEPT = timedelta(days=30)
#: Then nothing is known of it any more.
FORGOTTEN = timedelta(days=120)
#: How often somebody is asked for in Discord, and how soon again where that failed.
_ASKED = timedelta(hours=1)
_ASKED_AGAIN = timedelta(minutes=5)
#: How long what was read holds although nothing was written: see `Database.commits`.
_HOLDS = timedelta(seconds=2)
_MOST_READY = _MOST_KNOWN = 4096
_MOST_BYTES = 24 * 1024 * 1024
#: Wrong addresses: so many at once and then so many a second are told that there is nothing.
_WRONG_AT_ONCE, _WRONG_A_SECOND = 60.0, 2.0
_NO_HASH = bytes(32)
_Asked = TypeVar("_Asked", bytes, str)


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: 200 with the calendar (`gz`: compressed, None where that gains nothing), 404, 410
    or 429. `etag` goes without quotation marks, `modified` is when it became so."""

    status: int
    body: bytes = b""
    gz: bytes | None = None
    etag: str = ""
    modified: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Kept:
    key: object
    answer: Answered

    @property
    def size(self) -> int:
        return len(self.answer.body) + len(self.answer.gz or b"")


class CalendarAnswers:
    """Answers for calendars, from memory where nothing changed."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        guilds: GuildsService,
        rendering: CalendarRendering,
        default_language: str,
    ) -> None:
        self._db = db
        self._clock = clock
        self._guilds = guilds
        self._rendering = rendering
        self._default_language = default_language
        self._ready: dict[bytes | str, Answered | None] = {}
        self._ready_at = (-1, clock.now())
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._size = 0
        self._making: dict[str, asyncio.Lock] = {}
        self._asked: dict[tuple[int, int], datetime] = {}
        self._wrong = (_WRONG_AT_ONCE, clock.now())
        self.membership: Membership | None = None

    async def personal(self, token: str) -> Answered:
        """What stands at a person's own address."""
        asked = hashlib.sha256(token.encode(errors="replace")).digest()
        ready = self._at_hand(asked)
        if ready is not None:
            return ready
        return await self._remembered(asked, self._look) or self._unknown()

    async def _look(self, asked: bytes) -> Answered | None:
        """What stands at the address of that hash; None: nothing."""
        found = await get_feed_by_hash(self._db, asked)
        right = hmac.compare_digest(found[0] if found else _NO_HASH, asked)
        if not right or found is None:
            return None
        feed = found[1]
        if feed.ended_on is None and not await self._still_there(feed):
            feed = replace(feed, guild_id=None, user_id=None, ended_on=today(self._clock))
        of = f"feed:{asked.hex()}"
        if feed.ended_on is not None:
            return await self._ended(of, feed.ended_on, feed.language)
        since = _since(today(self._clock))
        key = (feed.stamp, feed.answers, since, feed.neutral, feed.alarm_minutes, feed.language)
        return await self._made(of, key, lambda: self._rendering.personal(feed, of=of, since=since))

    async def public(self, slug: str) -> Answered | None:
        """A server's public calendar; None where there is none of that name."""
        return await self._remembered(slug, self._look_public)

    async def _look_public(self, slug: str) -> Answered | None:
        calendar = await get_public(self._db, slug)
        if calendar is None:
            return None
        of = f"public:{slug}"
        language = await self._language(calendar)
        if calendar.ended_on is not None:
            return await self._ended(of, calendar.ended_on, language)
        since = _since(today(self._clock))
        key = (calendar.guild_id, calendar.title, calendar.stamp, since, language)
        return await self._made(
            of, key, lambda: self._rendering.public(calendar, language, since=since)
        )

    async def check(self, guild_id: int, user_id: int) -> None:
        """Ask whether somebody is still there, and end their calendars of the server if not."""
        if self.membership is None:
            return
        there = await self.membership(guild_id, user_id)
        now = self._clock.now()
        if there is False:
            await end_feeds(self._db, today=today(self._clock), user_id=user_id, guild_id=guild_id)
        late = _ASKED if there else _ASKED_AGAIN
        self._asked[guild_id, user_id] = now - _ASKED + late
        if len(self._asked) > _MOST_KNOWN:
            self._asked = {who: at for who, at in self._asked.items() if now - at < _ASKED}

    # --- finding ------------------------------------------------------------------------

    def _at_hand(self, asked: bytes | str) -> Answered | None:
        """What was found a moment ago, if nothing was written since."""
        commits, at = self._ready_at
        now = self._clock.now()
        if commits != self._db.commits or not at <= now <= at + _HOLDS:
            self._ready.clear()
            self._ready_at = (self._db.commits, now)
        return self._ready.get(asked)

    async def _remembered(
        self, asked: _Asked, look: Callable[[_Asked], Awaitable[Answered | None]]
    ) -> Answered | None:
        """What was answered a moment ago, if nothing was written since; that there is nothing is
        remembered, too."""
        self._at_hand(asked)
        if asked in self._ready:
            return self._ready[asked]
        as_of = self._ready_at
        answered = await look(asked)
        if as_of == self._ready_at and as_of[0] == self._db.commits:
            if len(self._ready) >= _MOST_READY:
                self._ready.clear()
            self._ready[asked] = answered
        return answered

    def _unknown(self) -> Answered:
        """There is nothing. A flood of guesses gets no answers; whose guesses is not asked."""
        left, at = self._wrong
        now = self._clock.now()
        more = max(0.0, (now - at).total_seconds()) * _WRONG_A_SECOND
        left = min(_WRONG_AT_ONCE, left + more)
        if left < 1:
            self._wrong = (left, now)
            return Answered(429)
        self._wrong = (left - 1, now)
        return Answered(404)

    async def _still_there(self, feed: Feed) -> bool:
        """Whether the person is still in the server, as far as is known: asked once an hour."""
        if self.membership is None or feed.guild_id is None or feed.user_id is None:
            return True
        who = feed.guild_id, feed.user_id
        asked = self._asked.get(who)
        if asked is None or self._clock.now() - asked >= _ASKED:
            self._asked[who] = self._clock.now()  # whoever asks meanwhile does not ask again
            await self.check(*who)
            return await self._has(feed)
        return True

    async def _has(self, feed: Feed) -> bool:
        """Whether the calendar still is that person's."""
        return any(
            each.number == feed.number
            for each in await list_feeds(
                self._db, guild_id=feed.guild_id or 0, user_id=feed.user_id or 0
            )
        )

    async def _language(self, calendar: PublicCalendar) -> str:
        if calendar.guild_id is None:
            return self._default_language
        settings = await self._guilds.settings(calendar.guild_id)
        return settings.language or self._default_language

    # --- making -------------------------------------------------------------------------

    async def _ended(self, of: str, on: date, language: str) -> Answered:
        if today(self._clock) - on >= KEPT:
            return Answered(410)

        async def empty() -> bytes:
            return ended(language, of)

        return await self._made(of, ("ended", language), empty)

    async def _made(self, of: str, key: object, make: Callable[[], Awaitable[bytes]]) -> Answered:
        kept = self._kept.get(of)
        if kept is not None and kept.key == key:
            self._kept.move_to_end(of)
            return kept.answer
        lock = self._making.setdefault(of, asyncio.Lock())
        try:
            async with lock:  # many ask at once, one makes it
                kept = self._kept.get(of)
                if kept is None or kept.key != key:
                    kept = await self._make(kept, key, make)
                    self._keep(of, kept)
        finally:
            if not lock.locked():
                self._making.pop(of, None)
        return kept.answer

    async def _make(
        self, before: _Kept | None, key: object, make: Callable[[], Awaitable[bytes]]
    ) -> _Kept:
        body = await make()
        gz, etag = await asyncio.to_thread(_pack, body)
        if before is not None and before.answer.etag == etag:
            return _Kept(key, before.answer)  # what changed does not show
        return _Kept(key, Answered(200, body, gz, etag, self._clock.now()))

    def _keep(self, of: str, kept: _Kept) -> None:
        old = self._kept.pop(of, None)
        self._size += kept.size - (old.size if old else 0)
        self._kept[of] = kept
        while self._size > _MOST_BYTES and len(self._kept) > 1:
            _, gone = self._kept.popitem(last=False)
            self._size -= gone.size


def _pack(body: bytes) -> tuple[bytes | None, str]:
    """Compressed without a time in it, and what tells it from every other."""
    packed = gzip.compress(body, compresslevel=5, mtime=0) if len(body) > 600 else None
    return packed, hashlib.sha256(body).hexdigest()[:32]


def _since(day: date) -> datetime:
    """What ended before is not shown: the same all day."""
    return datetime.combine(day - KEPT, time(), UTC)
