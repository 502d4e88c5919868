"""Discord's own list of events: what should stand in it, what was noted of it, and what follows
here from what people changed there. `bot/presentation/mirror.py` does it in Discord.

What people change there comes back as the bot's own edit where it is clear what they meant, and the
moderators are told. Where it isn't, they are told that it was changed there only.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.errors import BadInput, NotFound
from bot.domain.event import Event, Occurrence, Status
from bot.domain.event_mirror import (
    SHOWN_FIELDS,
    How,
    Kept,
    Reason,
    Shown,
    State,
    TheyChanged,
    Wanted,
)
from bot.i18n import best_language
from bot.logs import get_logger
from bot.services.event_mirror_text import written
from bot.services.event_writing import EditedMeanwhile
from bot.services.events import EventsService
from bot.services.guilds import GuildsService, Purpose
from bot.storage.database import Database, Transaction
from bot.storage.event_lists import get_found, list_upcoming
from bot.storage.event_mirrors import (
    Fingerprint,
    delete_mirror,
    list_mirror_guilds,
    list_mirrors,
    put_mirror,
)
from bot.storage.events import list_children
from bot.storage.moments import seconds
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.timers import TIMERS

__all__ = ["EventMirrorService", "Fingerprint", "MirrorState"]

log = get_logger(__name__)

#: The purpose of what moderators are told.
MIRROR = "event.mirror"
#: So many of what comes next are looked at; Discord takes 100.
_LOOKED_AT = 400
_NOBODY = 0
_USEFUL_FOR = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class MirrorState:
    """What should stand in a server's list, and what was noted. `reasons` as `plan` wants them."""

    wanted: tuple[Wanted, ...]
    kept: tuple[Kept, ...]
    reasons: Mapping[int, Reason]

    @property
    def empty(self) -> bool:
        """Nothing is to be done in that server."""
        return not self.wanted and not self.kept


class EventMirrorService:
    """The use cases of the mirror. Its author is the bot itself (`bot_id`)."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        events: EventsService,
        guilds: GuildsService,
        default_language: str,
    ) -> None:
        self._db = db
        self._clock = clock
        self._events = events
        self._guilds = guilds
        self._default_language = default_language

    def listen(self, told: Callable[[], None]) -> Callable[[], None]:
        """Call `told` whenever an event may have changed (each of its deeds sets timers). Returns
        what ends it."""
        return self._db.listen(TIMERS, told)

    def now(self) -> datetime:
        """The present moment."""
        return self._clock.now()

    async def guilds(self) -> Mapping[int, Fingerprint]:
        """The servers that have, or should have, anything in Discord's list, each with what differs
        once something is to be done there."""
        return await list_mirror_guilds(self._db, now=self._clock.now())

    async def state(self, guild_id: int) -> MirrorState:
        """How things stand in a server, as far as we know."""
        now = self._clock.now()
        settings = await self._guilds.settings(guild_id)
        language = best_language(settings.language, self._default_language)
        coming = await list_upcoming(
            self._db,
            guild_id=guild_id,
            user_id=_NOBODY,
            now=now,
            public_only=True,
            limit=_LOOKED_AT,
        )
        found = [
            written(each.event, each.occurrence, language)
            for each in coming
            if each.event.status is Status.PUBLISHED and not each.occurrence.cancelled
        ]
        wanted = tuple(each.wanted for each in found if each is not None)
        kept = tuple(await list_mirrors(self._db, guild_id))
        asked = {each.occurrence for each in wanted}
        reasons: dict[int, Reason] = {}
        for each in kept:
            reason = None if each.occurrence in asked else await self._reason(each, now)
            if reason is not None:
                reasons[each.occurrence] = reason
        return MirrorState(wanted, kept, reasons)

    async def _reason(self, kept: Kept, now: datetime) -> Reason | None:
        both = await self._both(kept)
        if both is None or not both[0].public:
            return None
        event, occurrence = both
        if occurrence.cancelled or event.status is not Status.PUBLISHED:
            return Reason.CALLED_OFF
        return Reason.OVER if occurrence.ends_at <= now else None

    async def told_of(self, guild_id: int, occurrence: int) -> tuple[Event, Occurrence] | None:
        """What moderators are told of, as it stands now; None where it is gone."""
        found = await get_found(self._db, occurrence, guild_id=guild_id, user_id=_NOBODY)
        return (found.event, found.occurrence) if found else None

    async def shows(self, guild_id: int) -> bool:
        """Whether that server has anything for Discord's list."""
        return guild_id in await self.guilds()

    async def _both(self, kept: Kept) -> tuple[Event, Occurrence] | None:
        found = await get_found(self._db, kept.occurrence, guild_id=None, user_id=_NOBODY)
        return (found.event, found.occurrence) if found else None

    # --- what was done in Discord -------------------------------------------------------

    async def note(self, guild_id: int, kept: Kept) -> None:
        """Remember what stands there."""
        async with self._db.transaction() as tx:
            await put_mirror(tx, guild_id, kept)
            await tx.commit()

    async def forget(self, kept: Kept) -> None:
        """It is gone there, and should be."""
        async with self._db.transaction() as tx:
            await delete_mirror(tx, kept)
            await tx.commit()

    # --- what people did there ----------------------------------------------------------

    async def leave(self, guild_id: int, kept: Kept, how: How | None) -> None:
        """People ended it there: it is not made again."""
        await self._heard(guild_id, replace(kept, state=State.LEFT), how)

    async def they_cancelled(self, bot_id: int, guild_id: int, kept: Kept) -> None:
        """People cancelled it there: so it is here. A whole day of action, or one that can't be
        called off here, is not: then they only took it out of the list."""
        both = await self._both(kept)
        if both is None:
            return
        event, occurrence = both
        actor = _bot(bot_id, guild_id)
        how = How.CALLED_OFF
        try:
            if event.rule is not None:
                await self._events.cancel_occurrence(actor, occurrence.number, event.version)
            elif await list_children(self._db, event.number):
                how = How.REMOVED
            else:
                await self._events.cancel(actor, event.number, event.version)
        except EditedMeanwhile:
            return  # it is looked at again
        except (BadInput, NotFound) as error:
            log.info("mirror_not_cancelled", why=error.key)
            how = How.REMOVED
        await self._heard(guild_id, replace(kept, state=State.LEFT), how)

    async def they_changed(self, bot_id: int, guild_id: int, change: TheyChanged) -> None:
        """People changed something there: take over what is clear, and tell the moderators."""
        both = await self._both(change.kept)
        if both is None:
            return
        event, occurrence = both
        settings = await self._guilds.settings(guild_id)
        language = best_language(settings.language, self._default_language)
        taken = await self._take_over(_bot(bot_id, guild_id), event, occurrence, change, language)
        if taken is None:
            return  # it was edited here at the same time: looked at again
        sent = change.kept.sent
        for name in taken:
            sent = _with(sent, name, change.seen.shown)
        kept = replace(change.kept, sent=sent, seen=change.seen.shown)
        left = change.fields - taken
        async with self._db.transaction() as tx:
            await put_mirror(tx, guild_id, kept)
            for how, names in ((How.TAKEN, taken), (How.KEPT, left), (How.BOTH, change.both)):
                if names:
                    await self._tell(tx, guild_id, kept, how, names)
            await tx.commit()

    async def _take_over(
        self,
        actor: Actor,
        event: Event,
        occurrence: Occurrence,
        change: TheyChanged,
        language: str,
    ) -> frozenset[str] | None:
        """Which of the fields were taken over; None where somebody edited meanwhile."""
        wishes = _wishes(event, occurrence, change, language)
        if not wishes:
            return frozenset()
        try:
            await self._edit(actor, event, occurrence, _merged(wishes))
            return frozenset(name for each in wishes for name in each.fields)
        except EditedMeanwhile:
            return None
        except (BadInput, NotFound) as error:
            log.info("mirror_not_taken_over", why=error.key)
        # One of them is refused: the others may still go.
        taken: set[str] = set()
        for each in wishes if len(wishes) > 1 else []:
            both = await self._both(change.kept)
            if both is None:
                return None
            try:
                await self._edit(actor, *both, each.changes)
                taken |= each.fields
            except (BadInput, NotFound) as error:
                log.info("mirror_not_taken_over", why=error.key)
        return frozenset(taken)

    async def _edit(
        self, actor: Actor, event: Event, occurrence: Occurrence, changes: Mapping[str, Any]
    ) -> None:
        if event.rule is None:
            await self._events.edit(actor, event.number, event.version, changes)
        else:
            await self._events.move_occurrence(actor, occurrence.number, event.version, **changes)

    # --- telling ------------------------------------------------------------------------

    async def _heard(self, guild_id: int, kept: Kept, how: How | None) -> None:
        async with self._db.transaction() as tx:
            await put_mirror(tx, guild_id, kept)
            if how is not None:
                await self._tell(tx, guild_id, kept, how, frozenset())
            await tx.commit()

    async def _tell(
        self, tx: Transaction, guild_id: int, kept: Kept, how: How, names: AbstractSet[str]
    ) -> None:
        """A line to the moderators, in the transaction that notes what it tells."""
        channel = (await self._guilds.settings(guild_id)).channels.get(Purpose.MODERATION)
        if channel is None:
            return
        now = self._clock.now()
        codes = list(dict.fromkeys(field_code(name) for name in SHOWN_FIELDS if name in names))
        message = Message(
            key=f"{MIRROR}:{kept.scheduled_id}:{how.value}:{seconds(now)}:{'-'.join(codes)}",
            guild_id=guild_id,
            target=Target.CHANNEL,
            target_id=channel,
            purpose=MIRROR,
            args={"occurrence": kept.occurrence, "how": how.value, "what": " ".join(codes)},
            due_at=now,
            useful_until=now + _USEFUL_FOR,
        )
        await insert_messages(tx, [message])


def field_code(name: str) -> str:
    """What moderators are told of a field of `Shown`: a code of the catalogs."""
    return "time" if name in ("starts_at", "ends_at") else name


def _bot(bot_id: int, guild_id: int) -> Actor:
    """The bot itself, as an organizer of that server."""
    return Actor(bot_id, guild_id, frozenset({Capability.MEMBER, Capability.ORGANIZER}))


def _with(shown: Shown, name: str, other: Shown) -> Shown:
    changed: dict[str, Any] = {name: getattr(other, name)}
    return replace(shown, **changed)


@dataclass(frozen=True, slots=True)
class _Wish:
    """What people meant by a change of these fields, as an edit here."""

    fields: frozenset[str]
    changes: Mapping[str, Any]


def _merged(wishes: list[_Wish]) -> dict[str, Any]:
    return {name: value for each in wishes for name, value in each.changes.items()}


def _wishes(
    event: Event, occurrence: Occurrence, change: TheyChanged, language: str
) -> list[_Wish]:
    """What is clear. One time of a series has no title and no text of its own."""
    found: list[_Wish] = []
    fields, shown = change.fields, change.seen.shown
    once = event.rule is None
    as_is = written(event, occurrence, language)
    if once and "name" in fields:
        found.append(_Wish(frozenset({"name"}), {"title": shown.name}))
    tail = as_is.tail if as_is else None
    if once and "about" in fields and tail and shown.about.endswith(tail.strip()):
        about = shown.about.removesuffix(tail).removesuffix(tail.strip()).strip()
        found.append(_Wish(frozenset({"about"}), {"about": about}))
    if "place" in fields and as_is and as_is.own_place and shown.place:
        found.append(_Wish(frozenset({"place"}), {"place": shown.place}))
    times = fields & {"starts_at", "ends_at"}
    if times and shown.ends_at > shown.starts_at:
        found.append(_Wish(times, _times(event, occurrence, shown, "starts_at" in fields)))
    return found


def _times(event: Event, occurrence: Occurrence, shown: Shown, moved: bool) -> dict[str, Any]:
    """Times of Discord as an edit has them: to the minute, by the clock at the event's place."""
    starts_at = shown.starts_at if moved else occurrence.starts_at
    minutes = max(round((shown.ends_at - starts_at) / timedelta(minutes=1)), 1)
    changes: dict[str, Any] = {"minutes": minutes}
    if moved:
        there = starts_at.astimezone(ZoneInfo(event.zone)).replace(second=0, microsecond=0)
        changes["local_start"] = there.replace(tzinfo=None, fold=0)
        changes["fold"] = there.fold
    return changes
