"""What is done when a timer of a campaign is due, in the transaction that deletes the timer.

Organizers are told in the moderators' channel; a server without one sees the same in `/campaign`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.campaign import Campaign, CampaignStatus, CampaignWhole
from bot.domain.errors import BadInput
from bot.i18n import best_language
from bot.services.calls import REMINDER
from bot.services.campaign_following import (
    CLOSES,
    DATA,
    DEADLINE,
    OPENS,
    SESSION,
    data_timer,
    set_campaign_timers,
    today_in,
    zone_of,
)
from bot.services.campaign_problems import problems
from bot.services.campaign_seats import look_again, remember_seats
from bot.services.campaign_writing import write_campaign
from bot.services.guilds import GuildsService, Purpose
from bot.services.legislators import LegislatorsService
from bot.services.scheduler import Handler
from bot.storage.campaign_parts import get_whole
from bot.storage.campaigns import get_campaign, list_campaigns
from bot.storage.database import Transaction
from bot.storage.outbox import Message, Target, insert_messages
from bot.storage.timers import Timer, set_timers

WARNING = "campaign.warning"
_USEFUL = timedelta(days=7)
#: A reminder of the evening is no use a day later.
_CALL_USEFUL = timedelta(hours=20)
#: So many targets are named in a warning.
_NAMED = 8


class CampaignTimers:
    """The handlers, by purpose."""

    def __init__(
        self, guilds: GuildsService, legislators: LegislatorsService, default_language: str
    ) -> None:
        self._guilds = guilds
        self._legislators = legislators
        self._default_language = default_language

    def by_purpose(self) -> Mapping[str, Handler]:
        """What `bot/app.py` gives to the scheduler."""
        return {
            OPENS: self.opens,
            CLOSES: self.closes,
            SESSION: self.session_over,
            DEADLINE: self.deadline_near,
            DATA: self.data_changed,
            REMINDER: self.call_again,
        }

    async def opens(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """A planned draft opens; where something stands in its way by now, that is told."""
        whole = await self._whole(tx, timer)
        if whole is None or not whole.campaign.planned:
            return
        campaign = whole.campaign
        settings = await self._guilds.settings(campaign.guild_id)
        language = best_language(settings.language, self._default_language)
        today = today_in(zone_of(settings.time_zone), now)
        in_the_way: list[BadInput] = problems(whole, language, today)
        if in_the_way:
            await self._write(tx, campaign, replace(campaign, planned=False), now)
            await self._tell(tx, campaign, WARNING, "not_opened", now, what="not_opened")
            return
        opened = replace(campaign, planned=False, status=CampaignStatus.OPEN)
        await self._write(tx, campaign, opened, now)
        await remember_seats(tx, whole, await self._legislators.load())
        await self._tell(tx, campaign, WARNING, "opened", now, what="opened")

    async def closes(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """The last day is over."""
        whole = await self._whole(tx, timer)
        if whole is None or whole.campaign.status is not CampaignStatus.OPEN:
            return
        closed = replace(whole.campaign, status=CampaignStatus.CLOSED)
        await self._write(tx, whole.campaign, closed, now)
        await self._tell(tx, whole.campaign, WARNING, "closed", now, what="closed")

    async def session_over(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """The session of a bill of an open campaign has ended."""
        whole = await self._whole(tx, timer)
        number = int(timer.args["bill"] or 0)
        if whole is None or whole.campaign.status is not CampaignStatus.OPEN:
            return
        bill = next((each for each in whole.bills if each.number == number), None)
        zone = zone_of((await self._guilds.settings(whole.campaign.guild_id)).time_zone)
        if bill is None or not bill.ended(today_in(zone, now)):
            return
        key = f"session:{number}:{bill.session_ends}"
        await self._tell(tx, whole.campaign, WARNING, key, now, what="session", bill=number)

    async def deadline_near(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """A contract is renewed, or a board meets, in some days."""
        whole = await self._whole(tx, timer)
        number = int(timer.args["deadline"] or 0)
        if whole is None or whole.campaign.status is CampaignStatus.CLOSED:
            return
        if any(each.number == number for each in whole.deadlines):
            await self._tell(tx, whole.campaign, DEADLINE, str(number), now, deadline=number)

    async def data_changed(self, tx: Transaction, _: Timer, now: datetime) -> None:
        """Look whether the data says something else of those whom open campaigns ask of."""
        found = await list_campaigns(tx, status=CampaignStatus.OPEN)
        if not found:
            return  # the next campaign that opens sets the timer again
        wholes = [await get_whole(tx, campaign) for campaign in found]
        news = await look_again(tx, wholes, await self._legislators.load())
        for campaign in found:
            changes = news.get(campaign.number, [])
            if changes:
                ids = " ".join(dict.fromkeys(each.target for each in changes[:_NAMED]))
                key, count = f"data:{int(now.timestamp())}", len({c.seat for c in changes})
                await self._tell(
                    tx, campaign, WARNING, key, now, what="data", count=count, targets=ids
                )
        await set_timers(tx, [data_timer(now)])

    async def call_again(self, tx: Transaction, timer: Timer, now: datetime) -> None:
        """Somebody asked yesterday to be reminded of calling."""
        person = int(timer.args["person"] or 0)
        message = Message(
            key=f"{REMINDER}:{person}:{int(now.timestamp())}",
            guild_id=0,
            target=Target.PERSON,
            target_id=person,
            purpose=REMINDER,
            args={"person": person},
            due_at=now,
            useful_until=now + _CALL_USEFUL,
        )
        await insert_messages(tx, [message])

    async def _whole(self, tx: Transaction, timer: Timer) -> CampaignWhole | None:
        campaign = await get_campaign(tx, int(timer.args["campaign"] or 0))
        return await get_whole(tx, campaign) if campaign else None

    async def _write(
        self, tx: Transaction, before: Campaign, after: Campaign, now: datetime
    ) -> None:
        after = await write_campaign(tx, before, after, now=now)
        zone = zone_of((await self._guilds.settings(after.guild_id)).time_zone)
        await set_campaign_timers(tx, await get_whole(tx, after), zone, now=now)

    async def _tell(
        self,
        tx: Transaction,
        campaign: Campaign,
        purpose: str,
        key: str,
        now: datetime,
        **args: int | str,
    ) -> None:
        """Tell organizers, where the server has a channel for moderators."""
        settings = await self._guilds.settings(campaign.guild_id)
        channel = settings.channels.get(Purpose.MODERATION)
        if channel is None:
            return
        message = Message(
            key=f"{purpose}:{campaign.number}:{key}",
            guild_id=campaign.guild_id,
            target=Target.CHANNEL,
            target_id=channel,
            purpose=purpose,
            args={"campaign": campaign.number, **args},
            due_at=now,
            useful_until=now + _USEFUL,
        )
        await insert_messages(tx, [message])
