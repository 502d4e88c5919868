"""Calls: whom, what to say, and how often in all. Never who called: nothing here writes that down.

Who pressed a button is held in memory alone, as a hash whose key ends with the process: so that a
second press of one card counts nothing, and so that it takes two people to take a number out.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from datetime import timedelta

from bot.clock import Clock
from bot.domain.actor import Actor
from bot.domain.call_plan import CallPlan, CallStep, Card
from bot.domain.campaign import CampaignAction, CampaignStatus, Outcome
from bot.domain.errors import BadInput, NotFound
from bot.domain.legislators import District, Office
from bot.domain.office_ladder import Point
from bot.services.call_plans import Caller, fill_card, make_plan
from bot.services.call_totals import Totals, totals_of
from bot.services.events import organizer_of
from bot.services.guilds import GuildsService, Purpose
from bot.services.legislators import LegislatorsService
from bot.storage.campaign_parts import get_whole
from bot.storage.campaign_tallies import Tally, add_tallies, list_tallies
from bot.storage.campaigns import get_campaign
from bot.storage.database import Database
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.person_districts import list_person_districts, set_person_districts
from bot.storage.timers import Timer, set_timers
from bot.storage.wrong_numbers import (
    NumberState,
    WrongNumber,
    add_wrong_number,
    list_wrong_numbers,
    set_number_state,
)

REMINDER, WRONG = "call.reminder", "call.wrong_number"
_TOMORROW = timedelta(days=1)
_PEOPLE_NEEDED = 2
_MOST_PRESSES, _MOST_REPORTS = 50_000, 10_000
_MODERATORS_TOLD_FOR = timedelta(days=7)


class CallsService:
    """Use cases of `/call`."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        guilds: GuildsService,
        legislators: LegislatorsService,
    ) -> None:
        self._db = db
        self._clock = clock
        self._guilds = guilds
        self._legislators = legislators
        self._key = secrets.token_bytes(32)
        self._presses: OrderedDict[bytes, None] = OrderedDict()
        self._reporters: OrderedDict[tuple[int, str], set[bytes]] = OrderedDict()

    # --- whom, and what to say ----------------------------------------------------------

    async def plan(
        self,
        guild_id: int,
        campaigns: Sequence[int],
        districts: Iterable[District],
        *,
        where: Point | None = None,
        state: str = "",
    ) -> CallPlan:
        """The calls for these campaigns; those that are not open in this server are left out.

        `districts`: the caller's, of the House and of the state's chambers.

        Raises:
            NotFound: none of the campaigns is open here (any more).
        """
        wholes = [
            await get_whole(self._db, campaign)
            for number in dict.fromkeys(campaigns)
            if (campaign := await get_campaign(self._db, number, guild_id=guild_id))
            if campaign.status is CampaignStatus.OPEN
        ]
        if not wholes:
            raise NotFound("campaign_error.gone")
        book = await self._legislators.load()
        caller = Caller(tuple(districts), where, state)
        without = await self.numbers_out(guild_id)
        return make_plan(wholes, caller, book, self._clock.now(), without)

    def fill_card(
        self,
        plan: CallPlan,
        step: CallStep,
        office: Office | None,
        language: str,
        *,
        city: str = "",
        state: str = "",
    ) -> Card:
        """What to say there: see `call_plans.fill_card`."""
        return fill_card(plan, step, office, language, city=city, state=state)

    # --- counting -----------------------------------------------------------------------

    async def count(
        self,
        guild_id: int,
        campaigns: Sequence[int],
        *,
        press_key: str,
        action: CampaignAction = CampaignAction.CALL,
        body: str = "",
        target: str = "",
        state: str = "",
        outcome: Outcome | None = None,
    ) -> bool:
        """Count one call, letter or share for each of these campaigns.

        `press_key` names the press (the message's id and the step): the same twice counts once, and
        says False.
        """
        press = self._hash(f"{guild_id}:{press_key}")
        if press in self._presses or not campaigns:
            return False
        self._presses[press] = None
        while len(self._presses) > _MOST_PRESSES:
            self._presses.popitem(last=False)
        said = outcome.value if outcome else ""
        tallies = [
            Tally(number, action, body, target, state, said) for number in dict.fromkeys(campaigns)
        ]
        try:
            await add_tallies(self._db, guild_id, tallies)
        except BaseException:
            self._presses.pop(press, None)
            raise
        return True

    async def reached(self, campaign: int) -> Totals:
        """What a campaign reached together, as everybody may see it (`small_counts.py`)."""
        return totals_of(await list_tallies(self._db, campaign))

    # --- wrong numbers ------------------------------------------------------------------

    async def report_wrong(self, actor: Actor, phone: str, target: str) -> bool:
        """Somebody says that a number is wrong; whether it was taken out just now: the second
        person to say so does that, for this server, and its moderators hear of it."""
        guild_id, now = actor.guild_id, self._clock.now()
        if guild_id is None:
            raise BadInput("access.only_in_a_server")
        key = (guild_id, phone)
        who = self._hash(f"{guild_id}:{phone}:{actor.user_id}")
        reporters = self._reporters.setdefault(key, set())
        if who in reporters:
            return False
        reporters.add(who)
        while len(self._reporters) > _MOST_REPORTS:
            self._reporters.popitem(last=False)
        channel = (await self._guilds.settings(guild_id)).channels.get(Purpose.MODERATION)
        async with self._db.transaction() as tx:
            number, taken = await add_wrong_number(
                tx, guild_id, phone, target, out=len(reporters) >= _PEOPLE_NEEDED
            )
            if taken and channel is not None:
                told = Message(
                    key=f"{WRONG}:{number}:{int(now.timestamp())}",
                    guild_id=guild_id,
                    target=Target.CHANNEL,
                    target_id=channel,
                    purpose=WRONG,
                    args={"number": number},
                    due_at=now,
                    useful_until=now + _MODERATORS_TOLD_FOR,
                )
                await insert_messages(tx, [told])
            await tx.commit()
        return taken

    async def numbers_out(self, guild_id: int) -> frozenset[str]:
        """The numbers that nobody of this server is sent to."""
        return frozenset(each.phone for each in await list_wrong_numbers(self._db, guild_id))

    async def wrong_numbers(self, actor: Actor) -> list[WrongNumber]:
        """Those numbers, for moderators to look at. Raises NotAllowed: not an organizer."""
        return await list_wrong_numbers(self._db, organizer_of(actor))

    async def put_back(self, actor: Actor, phone: str) -> None:
        """The number is right: it stays in, whatever is reported. Raises NotAllowed, NotFound."""
        await self._decide(actor, phone, NumberState.KEPT)

    async def keep_out(self, actor: Actor, phone: str) -> None:
        """The number is wrong: it stays out. Raises NotAllowed, NotFound."""
        await self._decide(actor, phone, NumberState.OUT)

    async def _decide(self, actor: Actor, phone: str, state: NumberState) -> None:
        guild_id = organizer_of(actor)
        if not await set_number_state(self._db, guild_id, phone, state):
            raise NotFound("campaign_error.number_gone")
        self._reporters.pop((guild_id, phone), None)

    # --- what somebody asked for --------------------------------------------------------

    async def remember(self, actor: Actor, districts: Iterable[District]) -> None:
        """Keep somebody's districts, in place of those kept before. They asked for it."""
        await set_person_districts(self._db, actor.user_id, districts)

    async def remembered(self, actor: Actor) -> tuple[District, ...]:
        """Somebody's own districts, where they asked to have them kept."""
        return await list_person_districts(self._db, actor.user_id)

    async def forget(self, actor: Actor) -> None:
        """Forget somebody's districts."""
        await set_person_districts(self._db, actor.user_id, ())

    async def remind_tomorrow(self, actor: Actor) -> None:
        """Remind somebody in a day that they wanted to call: nothing says whom, or for what."""
        key = f"{REMINDER}:{actor.user_id}"
        due_at = self._clock.now() + _TOMORROW
        async with self._db.transaction() as tx:
            await set_timers(tx, [Timer(key, 0, REMINDER, {"person": actor.user_id}, due_at)])
            await tx.commit()

    def _hash(self, text: str) -> bytes:
        return hashlib.blake2b(text.encode(), key=self._key, digest_size=16).digest()
