"""Calendars of people and servers: who has one, under which address, and single events as files.

The address of a person's own calendar is the only key to it. It is made here, shown once and kept
nowhere: the database has only what it hashes to.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.clock import Clock, today
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.i18n import languages
from bot.services.calendar_answers import FORGOTTEN, Answered, CalendarAnswers
from bot.services.calendar_files import SLUG, CalendarFile, CalendarFiles, slug_of
from bot.services.calendar_rendering import CalendarRendering, Source
from bot.services.event_views import EventViews
from bot.services.guilds import GuildsService
from bot.services.ics.links import AddLinks
from bot.services.membership import Membership
from bot.storage.calendars import (
    Feed,
    PublicCalendar,
    close_public,
    end_feeds,
    forget_ended,
    get_public,
    get_public_of,
    insert_feed,
    list_feed_owners,
    list_feeds,
    open_public,
    rotate_feed,
    update_feed,
)
from bot.storage.database import Database

__all__ = [
    "AddLinks",
    "Answered",
    "CalendarFile",
    "CalendarsService",
    "Feed",
    "Membership",
    "PublicCalendar",
    "slug_of",
]

#: One for each app, so that each can be stopped alone.
MOST_FEEDS = 5
#: Minutes before, longest.
LONGEST_ALARM = 7 * 24 * 60
_LONGEST_TITLE = 80


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A calendar with its address: shown once, to its owner alone, and kept nowhere."""

    feed: Feed
    address: str


@dataclass(frozen=True, slots=True)
class PublicAddresses:
    """Where a server's public calendar is: as a page, and for calendar apps."""

    page: str
    feed: str


class CalendarsService(CalendarFiles):
    """Calendars. `public_url`: where people reach the bot's web pages; None: nowhere, then there
    are files and links only. `answers` are what the web server asks for."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        events: EventViews,
        guilds: GuildsService,
        default_language: str,
        public_url: str | None,
        sources: Sequence[Source] = (),
    ) -> None:
        super().__init__(db, clock=clock, events=events)
        self._url = public_url.rstrip("/") if public_url else None
        self._answers = CalendarAnswers(
            db,
            clock=clock,
            guilds=guilds,
            rendering=CalendarRendering(db, sources),
            default_language=default_language,
        )

    @property
    def reachable(self) -> bool:
        """Whether there are addresses at all."""
        return self._url is not None

    @property
    def root(self) -> str:
        """The path below which the web pages stand; empty where they have a host to themselves."""
        return urlsplit(self._url or "").path

    def ask_members(self, membership: Membership) -> None:
        """Whom to ask whether somebody is still in a server."""
        self._answers.membership = membership

    def serve_at(self, public_url: str) -> None:
        """From now on people reach the web pages there (the demo knows its port late)."""
        self._url = public_url.rstrip("/")

    # --- one's own ----------------------------------------------------------------------

    async def feeds(self, actor: Actor) -> list[Feed]:
        """The actor's own calendars of this server, the oldest first.

        Raises:
            BadInput: outside a server.
        """
        return await list_feeds(self._db, guild_id=_server_of(actor), user_id=actor.user_id)

    async def add(
        self,
        actor: Actor,
        *,
        neutral: bool = False,
        alarm_minutes: int | None = None,
        language: str,
    ) -> NewFeed:
        """A new calendar of the actor's own.

        Raises:
            BadInput: no address can be given, they have five already, the alarm is too early, or
            outside a server.
        """
        guild_id, base = _server_of(actor), self._base()
        _check(alarm_minutes, language)
        token, hashed = _new_token()
        async with self._db.transaction() as tx:
            if len(await list_feeds(tx, guild_id=guild_id, user_id=actor.user_id)) >= MOST_FEEDS:
                raise BadInput("calendar_error.many_feeds", most=MOST_FEEDS)
            number = await insert_feed(
                tx,
                guild_id=guild_id,
                user_id=actor.user_id,
                token_hash=hashed,
                neutral=neutral,
                alarm_minutes=alarm_minutes,
                language=language,
                made_on=today(self._clock),
            )
            await tx.commit()
        return NewFeed(await self._own(actor, number), f"{base}/c/{token}.ics")

    async def rotate(self, actor: Actor, number: int) -> NewFeed:
        """Another address for one of them; at the old one there is nothing more.

        Raises:
            NotFound: they have none of that number here. BadInput: no address can be given.
        """
        base = self._base()
        await self._own(actor, number)
        token, hashed = _new_token()
        async with self._db.transaction() as tx:
            if not await rotate_feed(
                tx,
                number,
                user_id=actor.user_id,
                token_hash=hashed,
                today=today(self._clock),
            ):
                raise NotFound("calendar_error.no_feed")
            await tx.commit()
        return NewFeed(await self._own(actor, number), f"{base}/c/{token}.ics")

    async def change(
        self, actor: Actor, number: int, *, neutral: bool, alarm_minutes: int | None
    ) -> Feed:
        """Whether one of them says what and where, and whether it rings. The address stays.

        Raises:
            NotFound: they have none of that number here. BadInput: the alarm is too early.
        """
        feed = await self._own(actor, number)
        _check(alarm_minutes, feed.language)
        await update_feed(
            self._db,
            number,
            user_id=actor.user_id,
            neutral=neutral,
            alarm_minutes=alarm_minutes,
        )
        return await self._own(actor, number)

    async def revoke(self, actor: Actor, number: int) -> None:
        """End one of them: the app empties itself.

        Raises:
            NotFound: they have none of that number here.
        """
        await self._own(actor, number)
        await end_feeds(self._db, today=today(self._clock), user_id=actor.user_id, number=number)

    async def _own(self, actor: Actor, number: int) -> Feed:
        for each in await self.feeds(actor):
            if each.number == number:
                return each
        raise NotFound("calendar_error.no_feed")

    # --- the server's public one --------------------------------------------------------

    async def open_public(self, actor: Actor, slug: str, *, title: str) -> PublicCalendar:
        """Show the server's public events to everybody, at an address that ends in `slug`, under
        `title`. Opened already, its address or title change.

        Raises:
            NotAllowed: not an organizer. BadInput: no address can be given, this one is taken or
            none, there is no title, or outside a server.
        """
        guild_id = _organizer_of(actor)
        self._base()
        slug, title = slug.strip().casefold(), " ".join(title.split())[:_LONGEST_TITLE]
        if not SLUG.fullmatch(slug):
            raise BadInput("calendar_error.slug", example=slug_of(slug))
        if not title:
            raise BadInput("calendar_error.no_title")
        async with self._db.transaction() as tx:
            if not await open_public(
                tx, guild_id=guild_id, slug=slug, title=title, today=today(self._clock)
            ):
                raise BadInput("calendar_error.slug_taken", slug=slug)
            await tx.commit()
        return await self.public_of(guild_id) or _gone()

    async def close_public(self, actor: Actor) -> None:
        """Show it to nobody any more. Nothing happens where it was not open.

        Raises:
            NotAllowed: not an organizer. BadInput: outside a server.
        """
        await close_public(self._db, _organizer_of(actor), today=today(self._clock))

    async def public_of(self, guild_id: int) -> PublicCalendar | None:
        """The server's public calendar; None where nobody opened one."""
        return await get_public_of(self._db, guild_id)

    async def page(self, slug: str) -> PublicCalendar | None:
        """The open calendar at that address; None where there is none, or none any more."""
        found = await get_public(self._db, slug)
        return found if found is not None and found.ended_on is None else None

    def addresses(self, of: PublicCalendar) -> PublicAddresses:
        """Where it is.

        Raises:
            BadInput: no address can be given.
        """
        page = f"{self._base()}/calendar/{of.slug}"
        return PublicAddresses(page, f"{page}.ics")

    # --- the web ------------------------------------------------------------------------

    async def personal(self, token: str) -> Answered:
        """What stands at a person's own address: 200, 404 (there never was one, as far as is
        known), 410 (it ended a month ago) or 429 (too many wrong ones)."""
        return await self._answers.personal(token)

    async def public(self, slug: str) -> Answered | None:
        """A server's public calendar for apps; None where there is none of that name."""
        return await self._answers.public(slug)

    # --- in time ------------------------------------------------------------------------

    async def owners(self) -> Sequence[tuple[int, int]]:
        """Server and person of everybody who has a calendar."""
        return await list_feed_owners(self._db)

    async def check_owner(self, guild_id: int, user_id: int) -> None:
        """Ask whether somebody is still in the server; if not, their calendars of it end."""
        await self._answers.check(guild_id, user_id)

    async def drop_old(self) -> None:
        """Forget what ended long ago."""
        await forget_ended(self._db, before=today(self._clock) - FORGOTTEN)

    def _base(self) -> str:
        if self._url is None:
            raise BadInput("calendar_error.no_address")
        return self._url


def _new_token() -> tuple[str, bytes]:
    """256 bits, and what is kept of them."""
    token = secrets.token_urlsafe(32)
    return token, hashlib.sha256(token.encode()).digest()


def _check(alarm_minutes: int | None, language: str) -> None:
    if alarm_minutes is not None and not 0 <= alarm_minutes <= LONGEST_ALARM:
        raise BadInput("calendar_error.alarm", days=LONGEST_ALARM // 1440)
    if language not in languages():
        raise BadInput("me.unknown_language")


def _server_of(actor: Actor) -> int:
    if actor.guild_id is None:
        raise BadInput("access.only_in_a_server")
    return actor.guild_id


def _organizer_of(actor: Actor) -> int:
    actor.require(Capability.ORGANIZER)
    return _server_of(actor)


def _gone() -> PublicCalendar:
    raise NotFound("calendar_error.no_public")
