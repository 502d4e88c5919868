"""Draws what waits in the outbox about events, from how things stand when it is sent.

A message to one person shows what they may see, in their language; what goes to a channel shows
what every member may see, in the server's. What no longer makes sense is not sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import discord

from bot.domain.actor import Actor, Capability
from bot.domain.errors import NotFound
from bot.domain.event import CONCERNED, Answer, Status, overtaken
from bot.domain.event_tiers import Tier
from bot.i18n import best_language
from bot.presentation.posting import Drawer, Drawn
from bot.services.delivery import Sent
from bot.services.event_views import Coming
from bot.services.events import EventsService
from bot.services.services import Services
from bot.storage.database import Transaction
from bot.storage.moments import moment, seconds
from bot.storage.outbox import Pending, Target
from cogs.events.board import board_screen
from cogs.events.told_render import changed_screen, offer_screen, reminder_screen, thanks_screen

_NOBODY = 0
_REMINDED = (Answer.GOING, Answer.MAYBE)


class EventDrawers:
    """Who draws what about events."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def by_purpose(self) -> Mapping[str, Drawer]:
        """What `bot/app.py` gives to the relay."""
        return {
            "event.board": self.board,
            "event.reminder": self.reminder,
            "event.changed": self.changed,
            "event.offer": self.offer,
            "event.thanks": self.thanks,
        }

    async def board(self, pending: Pending) -> Drawn | None:
        """The event's one message in its channel."""
        services, number = self._services, _number(pending, "event")
        page = await services.events.board(number)
        if page is None or page.event.guild_id != pending.guild_id:
            return None
        hidden = await services.event_glance.hidden(number, Tier.MEMBER)
        language = await self._servers_language(pending)
        screen = board_screen(page, language, now=services.clock.now(), hidden=hidden)
        return Drawn(screen) if screen else None

    async def reminder(self, pending: Pending) -> Drawn | None:
        """It begins soon; nothing where it was moved or called off meanwhile."""
        coming = await self._coming(pending)
        if coming is None or not self._takes_place(coming):
            return None
        if seconds(coming.occurrence.starts_at) != pending.args.get("starts"):
            return None
        if pending.target is Target.PERSON:
            if coming.mine is None or coming.mine.answer not in _REMINDED:
                return None
            if await self._later_one_is_due(pending, coming):
                return None
            return Drawn(reminder_screen(coming, (), await self._language(pending)))
        minutes, at = pending.args.get("minutes"), pending.args.get("at")
        whom = await self._services.events.whom_to_remind(
            coming.occurrence.number,
            minutes=None if minutes is None else int(minutes),
            at=None if at is None else moment(int(at)),
            part=_number(pending, "part"),
            parts=_number(pending, "parts"),
        )
        if not whom:
            return None
        return _pinging(reminder_screen(coming, whom, await self._language(pending)), whom)

    async def _later_one_is_due(self, pending: Pending, coming: Coming) -> bool:
        """Whether this person goes by the event's reminders, and a later one goes out now, too."""
        minutes, now = pending.args.get("minutes"), self._services.clock.now()
        if not isinstance(minutes, int):
            return False
        if not overtaken(coming.event, minutes, coming.occurrence.starts_at, now):
            return False
        reader = Actor(pending.target_id, pending.guild_id, frozenset({Capability.MEMBER}))
        glance = await self._services.event_glance.of(reader, coming)
        return glance.own is None and glance.minutes is None

    async def changed(self, pending: Pending) -> Drawn | None:
        """What changed; nothing for those who have seen it, or where a later change is told."""
        coming = await self._coming(pending)
        if coming is None or coming.occurrence.change != pending.args.get("change"):
            return None
        what = str(pending.args.get("what") or "time").split()
        language = await self._language(pending)
        if pending.target is Target.PERSON:
            mine = coming.mine
            if mine is None or mine.answer not in CONCERNED:
                return None
            if mine.heard >= coming.occurrence.change:
                return None
            return Drawn(changed_screen(coming, what, (), language))
        whom = await self._services.events.whom_to_ping(
            coming.occurrence.number,
            part=_number(pending, "part"),
            parts=_number(pending, "parts"),
        )
        return _pinging(changed_screen(coming, what, whom, language), whom) if whom else None

    async def offer(self, pending: Pending) -> Drawn | None:
        """A place is kept for somebody; nothing where they took it or let it go already."""
        person, until = _number(pending, "person"), _number(pending, "until")
        coming = await self._coming(pending, person)
        if coming is None or not self._takes_place(coming) or coming.mine is None:
            return None
        if coming.mine.answer is not Answer.OFFERED or coming.mine.offered_until is None:
            return None
        until = min(until, seconds(coming.mine.offered_until))
        language = await self._language(pending)
        if pending.target is Target.PERSON:
            return Drawn(offer_screen(coming, until, (), language))
        seen = await self._coming(pending, _NOBODY)
        if seen is None:
            return None
        return _pinging(offer_screen(seen, until, (person,), language), (person,))

    async def thanks(self, pending: Pending) -> Drawn | None:
        """Thanks and one question, to one who came."""
        coming = await self._coming(pending)
        if coming is None or coming.mine is None:
            return None
        return Drawn(thanks_screen(coming, await self._language(pending)))

    # --- shared -------------------------------------------------------------------------

    async def _coming(self, pending: Pending, user_id: int | None = None) -> Coming | None:
        """The time it is about, as whoever reads it may see it; in a channel, as members do."""
        if user_id is None:
            user_id = pending.target_id if pending.target is Target.PERSON else _NOBODY
        reader = Actor(user_id, pending.guild_id, frozenset({Capability.MEMBER}))
        try:
            return await self._services.events.occurrence(reader, _number(pending, "occurrence"))
        except NotFound:
            return None

    def _takes_place(self, coming: Coming) -> bool:
        return (
            coming.event.status is Status.PUBLISHED
            and not coming.occurrence.cancelled
            and coming.occurrence.ends_at > self._services.clock.now()
        )

    async def _language(self, pending: Pending) -> str:
        """The reader's own language; in a channel, the server's."""
        own = None
        if pending.target is Target.PERSON:
            own = (await self._services.people.settings(pending.target_id)).language
        return best_language(own, await self._servers_language(pending))

    async def _servers_language(self, pending: Pending) -> str:
        settings = await self._services.guilds.settings(pending.guild_id)
        return best_language(settings.language, self._services.default_language)


def board_sent(events: EventsService) -> Sent:
    """After the board was sent: it stands in the channel now, later changes edit this message."""

    async def sent(tx: Transaction, pending: Pending, message_id: int) -> None:
        await events.set_message(tx, _number(pending, "event"), message_id)

    return sent


def _number(pending: Pending, name: str) -> int:
    return int(pending.args.get(name) or 0)


def _pinging(screen: discord.ui.LayoutView, whom: Sequence[int]) -> Drawn:
    users = [discord.Object(user_id) for user_id in whom]
    mentions = discord.AllowedMentions(everyone=False, roles=False, users=users)
    return Drawn(screen, mentions=mentions)
