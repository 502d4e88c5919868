"""What organizers do to what belongs to a campaign: bills, scripts, letters, lists, facts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from bot.domain.actor import Actor
from bot.domain.campaign import (
    Bill,
    Campaign,
    CampaignWhole,
    Deadline,
    Fact,
    Letter,
    Script,
    is_seat,
)
from bot.domain.campaign_check import (
    check_body,
    checked_bill,
    checked_deadline,
    checked_fact,
    checked_letter,
    checked_script,
)
from bot.domain.errors import BadInput, NotFound
from bot.services.campaign_base import Before, CampaignsBase
from bot.services.campaign_following import deadline_key
from bot.services.campaign_targets import ListReport, read_targets, report_on
from bot.services.campaign_words import refuse_missing
from bot.services.events import organizer_of
from bot.storage import campaign_parts as rows
from bot.storage.database import Transaction
from bot.storage.events import get_event
from bot.storage.timers import delete_timers

Part = TypeVar("Part", Bill, Fact, Deadline)

_MOST_BILLS, _MOST_FACTS, _MOST_DEADLINES, _MOST_EVENTS, _MOST_LISTS = 10, 200, 20, 20, 5


class CampaignParts(CampaignsBase):
    """Each deed raises as `CampaignsService.close` does, and BadInput where what was typed can't be
    kept; it gives back the campaign with its new version."""

    async def set_script(self, actor: Actor, number: int, version: int, script: Script) -> Campaign:
        """Keep what to say; empty words take the script for that case out.

        Raises BadInput with `line` and `column` for an unknown or missing placeholder.
        """
        empty = not script.words.strip()
        checked = replace(script, body=check_body(script.body)) if empty else checked_script(script)

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            case = (checked.body, checked.language, checked.variant)
            before = whole.script(*case)
            if before == checked or (empty and before is None):
                return whole.campaign, {}
            if empty:
                await rows.delete_script(tx, number, checked)
            else:
                refuse_missing(whole, checked.body, checked.language, checked.words)
                await rows.set_script(tx, number, checked)
            return whole.campaign, {":".join(("script", *case)): before.words if before else ""}

        return await self._do(actor, number, version, deed)

    async def set_letter(self, actor: Actor, number: int, version: int, letter: Letter) -> Campaign:
        """Keep what to write; empty words take the letter out. Raises as `set_script` does."""
        empty = not letter.words.strip()
        checked = replace(letter, body=check_body(letter.body)) if empty else checked_letter(letter)

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            before = whole.letter(checked.body, checked.language)
            if before == checked or (empty and before is None):
                return whole.campaign, {}
            if empty:
                await rows.delete_letter(tx, number, checked.body, checked.language)
            else:
                for words in (checked.subject, checked.words):
                    refuse_missing(whole, checked.body, checked.language, words)
                await rows.set_letter(tx, number, checked)
            part = f"letter:{checked.body}:{checked.language}"
            return whole.campaign, {part: [before.subject, before.words] if before else ""}

        return await self._do(actor, number, version, deed)

    async def set_bill(self, actor: Actor, number: int, version: int, bill: Bill) -> Campaign:
        """Keep a bill: a new one (`number` 0), or in place of the one of its number. Another
        session has to be confirmed anew."""
        checked = checked_bill(bill)

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            before = _one(whole.bills, checked.number) if checked.number else None
            if before is None and len(whole.bills) >= _MOST_BILLS:
                raise BadInput("campaign_error.many_bills", most=_MOST_BILLS)
            kept = replace(checked, confirmed=_still_confirmed(before, checked))
            kept_number = await rows.set_bill(tx, number, kept)
            was = f"{before.lower or before.upper} ({before.session})" if before else ""
            return whole.campaign, {f"bill:{kept_number}": was}

        return await self._do(actor, number, version, deed)

    async def remove_bill(self, actor: Actor, number: int, version: int, bill: int) -> Campaign:
        """Take a bill out."""

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            before = _one(whole.bills, bill)
            await rows.delete_part(tx, "campaign_bill", number, [bill])
            await delete_timers(tx, keys=[f"campaign.session:{bill}"])
            return whole.campaign, {f"bill:{bill}": f"{before.lower or before.upper}"}

        return await self._do(actor, number, version, deed)

    async def import_targets(
        self,
        actor: Actor,
        number: int,
        version: int,
        list_name: str,
        data: bytes,
        *,
        apply: bool = False,
    ) -> ListReport:
        """Bring in a list of officials from CSV: all of it or nothing.

        Without `apply` it is a dry run: what would change, and each bad row by its line. The list
        becomes what the file says: who is not in it falls away. Twice the same changes nothing.

        Raises:
            BadInput: it is no table that can be read; with `apply` also where a row is bad.
        """
        organizer_of(actor)
        body = check_body(list_name)
        if is_seat(body):
            raise BadInput("campaign_error.list_is_body")
        read = read_targets(body, data)
        whole = await self.get(actor, number)
        if not apply:
            return report_on(whole, body, read)
        if read.bad:
            raise BadInput(
                "campaign_error.csv_bad_rows", count=len(read.bad), line=read.bad[0].line
            )

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            if body not in whole.lists and len(whole.lists) >= _MOST_LISTS:
                raise BadInput("campaign_error.many_lists", most=_MOST_LISTS)
            report = report_on(whole, body, read)
            if not report.changes:
                return whole.campaign, {}
            await rows.delete_part(
                tx, "campaign_target", number, [each.number for each in report.removed]
            )
            await rows.update_targets(tx, number, report.changed)
            await rows.insert_targets(tx, number, report.added)
            return whole.campaign, {f"targets:{body}": len(whole.in_list(body))}

        report = report_on(whole, body, read)
        await self._do(actor, number, version, deed)
        return report

    async def link_event(
        self, actor: Actor, number: int, version: int, event: int, *, linked: bool = True
    ) -> Campaign:
        """Say that an event of this server belongs to the campaign, or does not any more."""

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            if linked and await get_event(tx, event, guild_id=whole.campaign.guild_id) is None:
                raise NotFound("event_error.gone")
            if linked and len(whole.events) >= _MOST_EVENTS:
                raise BadInput("campaign_error.many_events", most=_MOST_EVENTS)
            if (event in whole.events) is linked:
                return whole.campaign, {}
            await rows.set_event(tx, number, event, linked=linked)
            return whole.campaign, {f"event:{event}": not linked}

        return await self._do(actor, number, version, deed)

    async def add_fact(self, actor: Actor, number: int, version: int, fact: Fact) -> Campaign:
        """Add a line to the log of facts."""
        organizer_of(actor)
        checked = checked_fact(fact, await self.today(actor.guild_id or 0))

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            if len(whole.facts) >= _MOST_FACTS:
                raise BadInput("campaign_error.many_facts", most=_MOST_FACTS)
            return whole.campaign, {f"fact:{await rows.insert_fact(tx, number, checked)}": ""}

        return await self._do(actor, number, version, deed)

    async def remove_fact(self, actor: Actor, number: int, version: int, fact: int) -> Campaign:
        """Take a line out of the log of facts."""

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            before = _one(whole.facts, fact)
            await rows.delete_part(tx, "campaign_fact", number, [fact])
            return whole.campaign, {f"fact:{fact}": before.words}

        return await self._do(actor, number, version, deed)

    async def add_deadline(
        self, actor: Actor, number: int, version: int, deadline: Deadline
    ) -> Campaign:
        """Add a day before which organizers are reminded, in the moderators' channel."""
        organizer_of(actor)
        checked = checked_deadline(deadline, await self.today(actor.guild_id or 0))

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            if len(whole.deadlines) >= _MOST_DEADLINES:
                raise BadInput("campaign_error.many_deadlines", most=_MOST_DEADLINES)
            kept = await rows.insert_deadline(tx, number, checked)
            return whole.campaign, {f"deadline:{kept}": ""}

        return await self._do(actor, number, version, deed)

    async def remove_deadline(
        self, actor: Actor, number: int, version: int, deadline: int
    ) -> Campaign:
        """Take a deadline back."""

        async def deed(tx: Transaction, whole: CampaignWhole) -> tuple[Campaign, Before]:
            before = _one(whole.deadlines, deadline)
            await rows.delete_part(tx, "campaign_deadline", number, [deadline])
            await delete_timers(tx, keys=[deadline_key(deadline)])
            return whole.campaign, {f"deadline:{deadline}": before.words}

        return await self._do(actor, number, version, deed)


def _still_confirmed(before: Bill | None, after: Bill) -> bool:
    """Opening confirms, nothing else; and only the session that was asked about."""
    return before is not None and before.confirmed and before.session_ends == after.session_ends


def _one(found: Sequence[Part], number: int) -> Part:
    one = next((each for each in found if each.number == number), None)
    if one is None:
        raise NotFound("campaign_error.part_gone")
    return one
