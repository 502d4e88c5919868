"""Campaigns as they are seen, and the way in which each deed is done to one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, NoReturn
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.domain.actor import Actor, Capability
from bot.domain.campaign import Campaign, CampaignStatus, CampaignWhole
from bot.domain.errors import BadInput, NotFound
from bot.i18n import best_language
from bot.services.campaign_following import set_campaign_timers, today_in, zone_of
from bot.services.campaign_problems import problems
from bot.services.campaign_writing import refuse_old_version, write_campaign
from bot.services.events import organizer_of
from bot.services.guilds import GuildsService
from bot.services.legislators import LegislatorsService
from bot.storage.campaign_parts import get_whole
from bot.storage.campaigns import get_campaign, list_campaigns
from bot.storage.database import Database, Transaction

#: What a deed writes of what belongs to a campaign: what stood there before, by part.
Before = Mapping[str, Any]
Deed = Callable[[Transaction, CampaignWhole], Awaitable[tuple[Campaign, Before]]]


class CampaignsBase:
    """What is to be seen of campaigns."""

    def __init__(
        self,
        db: Database,
        *,
        clock: Clock,
        guilds: GuildsService,
        legislators: LegislatorsService,
        default_language: str,
    ) -> None:
        self._db = db
        self._clock = clock
        self._guilds = guilds
        self._legislators = legislators
        self._default_language = default_language

    async def list(self, actor: Actor) -> Sequence[Campaign]:
        """This server's campaigns: open ones first; drafts and closed ones for organizers only."""
        if actor.guild_id is None:
            return []
        status = None if actor.may(Capability.ORGANIZER) else CampaignStatus.OPEN
        return await list_campaigns(self._db, actor.guild_id, status=status)

    async def open_now(self, guild_id: int) -> Sequence[CampaignWhole]:
        """What everybody here can take part in now, the newest first."""
        found = await list_campaigns(self._db, guild_id, status=CampaignStatus.OPEN)
        return [await get_whole(self._db, campaign) for campaign in found]

    async def get(self, actor: Actor, number: int) -> CampaignWhole:
        """A campaign of this server with all that belongs to it.

        Raises:
            NotFound: none here, or one that only organizers see.
        """
        if actor.guild_id is None:
            gone()
        campaign = await get_campaign(self._db, number, guild_id=actor.guild_id)
        if campaign is None:
            gone()
        if campaign.status is not CampaignStatus.OPEN and not actor.may(Capability.ORGANIZER):
            gone()
        return await get_whole(self._db, campaign)

    async def find(self, number: int) -> CampaignWhole | None:
        """A campaign of any server, for what the bot says unasked in that server."""
        campaign = await get_campaign(self._db, number)
        return await get_whole(self._db, campaign) if campaign else None

    async def problems(self, actor: Actor, number: int) -> Sequence[BadInput]:
        """Why it can't be opened yet (`campaign_problems.py`). Raises as `close` does."""
        organizer_of(actor)
        whole = await self.get(actor, number)
        language, zone = await self._of_guild(whole.campaign.guild_id)
        return problems(whole, language, today_in(zone, self._clock.now()))

    async def warnings(self, actor: Actor, number: int) -> Sequence[BadInput]:
        """What organizers of an open campaign should know: bills whose session is over meanwhile.
        Raises as `close` does."""
        found = await self.problems(actor, number)
        return [problem for problem in found if problem.key == "campaign_error.bill_ended"]

    async def today(self, guild_id: int) -> date:
        """Which day it is by the server's clock."""
        _, zone = await self._of_guild(guild_id)
        return today_in(zone, self._clock.now())

    async def _of_guild(self, guild_id: int) -> tuple[str, ZoneInfo]:
        settings = await self._guilds.settings(guild_id)
        language = best_language(settings.language, self._default_language)
        return language, zone_of(settings.time_zone)

    async def _do(self, actor: Actor, number: int, version: int, deed: Deed) -> Campaign:
        """Do something to a campaign in one transaction, and set its timers anew.

        Raises:
            NotAllowed: not an organizer. NotFound: none of this server.
            CampaignEditedMeanwhile: somebody was faster. And whatever the deed raises.
        """
        guild_id, now = organizer_of(actor), self._clock.now()
        language, zone = await self._of_guild(guild_id)
        async with self._db.transaction() as tx:
            whole = await self._current(tx, guild_id, number, version)
            before, stood = whole.campaign, whole
            after, changed = await deed(tx, whole)
            if after == before and not changed:
                return before
            after = await write_campaign(tx, before, after, now=now, parts=changed)
            whole = await get_whole(tx, after)
            await set_campaign_timers(tx, whole, zone, now=now)
            if before.status is after.status is CampaignStatus.OPEN:
                _refuse_new_problems(stood, whole, language, today_in(zone, now))
            await self._follow(tx, before, whole)
            await tx.commit()
        return after

    async def _current(
        self, tx: Transaction, guild_id: int, number: int, version: int
    ) -> CampaignWhole:
        """The campaign as the organizer saw it. Raises NotFound, CampaignEditedMeanwhile."""
        campaign = await get_campaign(tx, number, guild_id=guild_id)
        if campaign is None:
            gone()
        await refuse_old_version(tx, campaign, version)
        return await get_whole(tx, campaign)

    async def _follow(self, tx: Transaction, before: Campaign, whole: CampaignWhole) -> None:
        """What follows from a deed besides timers: see `campaigns.py`."""


def gone() -> NoReturn:
    """Raises NotFound: no such campaign here."""
    raise NotFound("campaign_error.gone")


def _refuse_new_problems(
    before: CampaignWhole, after: CampaignWhole, language: str, today: date
) -> None:
    """People are calling: raises BadInput where an edit takes away what they read."""
    known = [(each.key, each.params) for each in problems(before, language, today)]
    for problem in problems(after, language, today):
        if (problem.key, problem.params) not in known:
            raise problem
