"""Campaigns: who makes, edits, opens and closes them. Calls stand in `calls.py`.

Each deed names the version that the organizer had before their eyes: whoever is second is shown
what the first changed (`CampaignEditedMeanwhile`) and loses nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any

from bot.domain.actor import Actor
from bot.domain.call_plan import FilledLetter
from bot.domain.campaign import (
    CAMPAIGN_FIELDS,
    Campaign,
    CampaignDraft,
    CampaignStatus,
    CampaignTemplate,
    CampaignWhole,
    Variant,
    draft_of,
)
from bot.domain.campaign_check import (
    check_campaign,
    checked_bill,
    checked_letter,
    checked_script,
)
from bot.domain.errors import BadInput
from bot.services.campaign_base import Before
from bot.services.campaign_following import set_campaign_timers, today_in
from bot.services.campaign_parts import CampaignParts
from bot.services.campaign_preview import Preview, preview_of, somebody
from bot.services.campaign_problems import problems
from bot.services.campaign_seats import remember_seats
from bot.services.campaign_writing import CampaignChange, CampaignEditedMeanwhile
from bot.services.events import organizer_of
from bot.services.letters import filled_letter
from bot.storage import campaign_parts as rows
from bot.storage.campaigns import (
    delete_campaign,
    forget_old_campaigns,
    insert_campaign,
    list_campaigns,
    set_campaign_message,
)
from bot.storage.database import Transaction
from bot.storage.erase import erase

__all__ = ["CampaignChange", "CampaignEditedMeanwhile", "CampaignsService"]

NAMES_KEPT = timedelta(days=90)
CHANGES_KEPT = timedelta(days=365)
#: A closed campaign with its scripts, log of facts and counts; it can be opened again until then.
CLOSED_KEPT = timedelta(days=3 * 365)

#: Of one server, the closed ones too.
MOST_CAMPAIGNS = 200


class CampaignsService(CampaignParts):
    """What organizers do with campaigns (and, from `CampaignParts`, with what belongs to them)."""

    async def create(self, actor: Actor, draft: CampaignDraft) -> Campaign:
        """Keep a new campaign as a draft, which only organizers see.

        Raises:
            NotAllowed: not an organizer. BadInput: something in it can't be kept.
        """
        return await self.from_template(actor, CampaignTemplate("", draft))

    async def from_template(self, actor: Actor, template: CampaignTemplate) -> Campaign:
        """Keep a new draft with all that a template brings. Raises as `create` does."""
        guild_id, now = organizer_of(actor), self._clock.now()
        checked = check_campaign(template.draft)
        campaign = Campaign(
            **{each.name: getattr(checked, each.name) for each in fields(CampaignDraft)},
            guild_id=guild_id,
            changed_at=now,
            made_by=actor.user_id,
        )
        if template.key:
            campaign = replace(campaign, template=template.key)
        bills = [checked_bill(bill) for bill in template.bills]
        scripts = [checked_script(script) for script in template.scripts]
        letters = [checked_letter(letter) for letter in template.letters]
        async with self._db.transaction() as tx:
            if len(await list_campaigns(tx, guild_id)) >= MOST_CAMPAIGNS:
                raise BadInput("campaign_error.many_campaigns", most=MOST_CAMPAIGNS)
            number = await insert_campaign(tx, campaign)
            for bill in bills:
                await rows.set_bill(tx, number, replace(bill, number=0, confirmed=False))
            for script in scripts:
                await rows.set_script(tx, number, script)
            for letter in letters:
                await rows.set_letter(tx, number, letter)
            await tx.commit()
        return replace(campaign, number=number)

    async def preview(
        self,
        actor: Actor,
        number: int,
        body: str,
        language: str,
        variant: Variant = Variant.MAIN,
        *,
        state: str = "",
    ) -> Preview:
        """A script as a caller would read it to somebody who really sits there (`state`: of that
        state), at their first office. Raises NotFound: there is no such script, or nobody to call.
        """
        organizer_of(actor)
        whole = await self.get(actor, number)
        book = await self._legislators.load()
        return preview_of(
            whole, body, language, variant, book=book, now=self._clock.now(), state=state
        )

    async def preview_letter(
        self, actor: Actor, number: int, body: str, language: str, *, state: str = ""
    ) -> FilledLetter:
        """A letter as a member would send it to somebody who really sits there. Raises NotFound."""
        organizer_of(actor)
        whole = await self.get(actor, number)
        book, now = await self._legislators.load(), self._clock.now()
        person = somebody(whole, body, book, now, state)
        city = person.rungs[0].office.city if person.rungs else ""
        return filled_letter(whole, person, language, city=city, state=person.state)

    async def edit(
        self, actor: Actor, number: int, version: int, changes: Mapping[str, Any]
    ) -> Campaign:
        """Change fields of a campaign (names of `CampaignDraft`'s). Raises as `close` does, and
        BadInput where something can't be kept."""
        unknown = set(changes) - set(CAMPAIGN_FIELDS)
        if unknown:
            raise ValueError(sorted(unknown))

        async def deed(_: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            draft = check_campaign(replace(draft_of(whole.campaign), **changes))
            values = {name: getattr(draft, name) for name in CAMPAIGN_FIELDS}
            return replace(whole.campaign, **values), {}

        return await self._do(actor, number, version, deed)

    async def open(
        self, actor: Actor, number: int, version: int, *, confirm: Collection[int] = ()
    ) -> Campaign:
        """Open a campaign to everybody; a draft that opens on a later day is `planned`, and opens
        then by itself. `confirm`: bills that are meant although their session has ended.

        Raises:
            BadInput: the first of `problems`; `campaign_error.bill_ended` names the `bill` to
            confirm or replace. And as `close`.
        """
        language, zone = await self._of_guild(organizer_of(actor))
        today = today_in(zone, self._clock.now())
        await self._legislators.load()  # here, and not while everybody waits for the database

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            if whole.campaign.status is CampaignStatus.OPEN:
                raise BadInput("campaign_error.is_open")
            for problem in problems(whole, language, today, confirmed=confirm):
                raise problem
            for bill in whole.bills:
                if bill.number in confirm and bill.ended(today):
                    await rows.set_bill(tx, number, replace(bill, confirmed=True))
            opens_on = whole.campaign.opens_on
            if opens_on is not None and opens_on > today:
                planned = replace(whole.campaign, planned=True, status=CampaignStatus.DRAFT)
                return planned, {"planned": False}
            return replace(whole.campaign, planned=False, status=CampaignStatus.OPEN), {}

        return await self._do(actor, number, version, deed)

    async def close(self, actor: Actor, number: int, version: int) -> Campaign:
        """Close an open campaign, or take back that a draft opens by itself.

        Raises:
            NotAllowed: not an organizer. NotFound: none of this server.
            CampaignEditedMeanwhile: somebody was faster. BadInput: it is not open.
        """

        async def deed(_: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            campaign = whole.campaign
            if campaign.planned:
                return replace(campaign, planned=False), {"planned": True}
            if campaign.status is not CampaignStatus.OPEN:
                raise BadInput("campaign_error.not_open")
            return replace(campaign, status=CampaignStatus.CLOSED), {}

        return await self._do(actor, number, version, deed)

    async def delete(self, actor: Actor, number: int, version: int) -> None:
        """Delete a draft or a closed campaign, with all that was counted. Raises as `close`."""

        guild_id, now = organizer_of(actor), self._clock.now()
        _, zone = await self._of_guild(guild_id)
        async with self._db.transaction() as tx:
            whole = await self._current(tx, guild_id, number, version)
            if whole.campaign.status is CampaignStatus.OPEN:
                raise BadInput("campaign_error.is_open")
            over = replace(whole.campaign, planned=False, status=CampaignStatus.CLOSED)
            await set_campaign_timers(tx, replace(whole, campaign=over), zone, now=now)
            await delete_campaign(tx, number)
            await tx.commit()
        await erase(self._db)

    async def set_message(
        self, tx: Transaction, number: int, channel_id: int | None, message_id: int | None
    ) -> None:
        """Its progress stands in this message (the relay's hook after it was sent)."""
        await set_campaign_message(tx, number, channel_id, message_id)

    async def drop_old(self) -> None:
        """Forget who made what, what was changed, and what has been closed for long."""
        now = self._clock.now()
        await forget_old_campaigns(
            self._db,
            names_before=now - NAMES_KEPT,
            changes_before=now - CHANGES_KEPT,
            closed_before=now - CLOSED_KEPT,
        )

    async def _follow(self, tx: Transaction, before: Campaign, whole: CampaignWhole) -> None:
        """Whoever is asked of is looked at when it opens: what changes later is told."""
        if whole.campaign.status is CampaignStatus.OPEN and before.status != CampaignStatus.OPEN:
            await remember_seats(tx, whole, await self._legislators.load())
