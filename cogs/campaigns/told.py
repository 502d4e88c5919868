"""Draws what waits in the outbox about campaigns: notices to organizers, in the channel of the
moderators. Each as things stand when it is sent. About calls: `cogs/calling/told.py`.
"""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.campaign import Campaign, CampaignStatus
from bot.i18n import best_language, show_date, t
from bot.presentation.posting import Drawer, Drawn
from bot.presentation.screen import Notice
from bot.presentation.text import plain
from bot.services.campaign_following import DEADLINE
from bot.services.campaign_timers import WARNING
from bot.services.legislator_words import seat_name
from bot.services.services import Services
from bot.storage.outbox import Pending


class CampaignDrawers:
    """Who draws what about campaigns."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def by_purpose(self) -> Mapping[str, Drawer]:
        """What `bot/app.py` gives to the relay."""
        return {
            WARNING: self.warning,
            DEADLINE: self.deadline,
        }

    async def warning(self, pending: Pending) -> Drawn | None:
        """A campaign opened or closed by itself, a session ended, or the data changed."""
        found = await self._services.campaigns.find(_number(pending, "campaign"))
        if found is None:
            return None
        language, what = await self._servers_language(pending), str(pending.args["what"])
        title = plain(found.campaign.titled(language))
        if what == "session":
            bill = next((b for b in found.bills if b.number == _number(pending, "bill")), None)
            if bill is None or found.campaign.status is not CampaignStatus.OPEN:
                return None
            name, session = plain(bill.lower or bill.upper), plain(bill.session)
            return _said(
                t("campaign_text.told_session", language, title=title, bill=name, session=session)
            )
        if what == "data":
            return await self._data(pending, found.campaign, language)
        return _said(t(f"campaign_text.told_{what}", language, title=title))

    async def _data(self, pending: Pending, campaign: Campaign, language: str) -> Drawn:
        book = await self._services.legislators.load()
        title, count = plain(campaign.titled(language)), _number(pending, "count")
        lines = [t("campaign_text.told_data", language, count=count, title=title)]
        for id_ in str(pending.args.get("targets") or "").split():
            target = book.target(id_)
            if target is not None:
                lines.append(f"- {plain(target.name)}, {seat_name(target.district, language)}")
        lines.append(t("campaign_text.told_data_next", language))
        return _said(*lines)

    async def deadline(self, pending: Pending) -> Drawn | None:
        """Something is due in some days."""
        found = await self._services.campaigns.find(_number(pending, "campaign"))
        if found is None:
            return None
        number = _number(pending, "deadline")
        one = next((each for each in found.deadlines if each.number == number), None)
        if one is None:
            return None
        language = await self._servers_language(pending)
        return _said(
            t(
                "campaign_text.told_deadline",
                language,
                title=plain(found.campaign.titled(language)),
                date=show_date(one.due_on, language),
                words=plain(one.words),
            )
        )

    async def _servers_language(self, pending: Pending) -> str:
        settings = await self._services.guilds.settings(pending.guild_id)
        return best_language(settings.language, self._services.default_language)


def _said(*lines: str) -> Drawn:
    return Drawn(Notice("\n".join(lines)))


def _number(pending: Pending, name: str) -> int:
    return int(pending.args.get(name) or 0)
