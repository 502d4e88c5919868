"""The forms in which organizers write a campaign: what it is, when, and what is passed on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

import discord

from bot.domain.actor import Capability
from bot.domain.campaign import (
    CampaignDraft,
    CampaignKind,
    Donation,
    ShareKit,
)
from bot.domain.campaign_check import merged_words, whole_dollars
from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import add_fields
from bot.presentation.text import fit, plain
from cogs.campaigns.form_base import AT, CampaignForm, Desk, typed_date
from cogs.campaigns.pages import present, show_page
from cogs.campaigns.part_forms import (
    BillForm,
    DeadlineForm,
    FactForm,
    LetterForm,
    PointForm,
    ScriptForm,
)


class TextForm(CampaignForm):
    """What it is called and asks, in the organizer's language; whose state."""

    kind = "text"
    fields = (("title", False, 300, True), ("ask", True, 1000, False), ("state", False, 30, False))
    template = re.compile(rf"camp:f:text:{AT}")

    def texts(self) -> Mapping[str, str]:
        """As they stand in this language."""
        campaign = self.campaign
        return {
            "title": campaign.title.get(self.language, ""),
            "ask": campaign.ask.get(self.language, ""),
            "state": campaign.state or "",
        }

    async def save(self, desk: Desk) -> None:
        changes = text_changes(self.campaign, desk.typed, self.language)
        await self.edit(desk, changes)


def text_changes(
    campaign: CampaignDraft, typed: Mapping[str, str], language: str
) -> dict[str, Any]:
    """Title, ask and state from the fields of a form."""
    return {
        "title": merged_words(campaign.title, {language: typed.get("title", "")}),
        "ask": merged_words(campaign.ask, {language: typed.get("ask", "")}),
        "state": typed.get("state", "").strip().upper() or None,
    }


class DatesForm(CampaignForm):
    """When it opens and closes by itself."""

    kind = "dates"
    fields = (("opens_on", False, 60, False), ("closes_on", False, 60, False))
    template = re.compile(rf"camp:f:dates:{AT}")

    def texts(self) -> Mapping[str, str]:
        """As ISO dates."""
        days = {"opens_on": self.campaign.opens_on, "closes_on": self.campaign.closes_on}
        return {name: day.isoformat() if day else "" for name, day in days.items()}

    async def save(self, desk: Desk) -> None:
        changes = {
            name: typed_date(desk.typed.get(name, ""), desk.services, self.language, field=name)
            for name in ("opens_on", "closes_on")
        }
        await self.edit(desk, changes)


class ShareForm(CampaignForm):
    """What members pass on, and where to give."""

    kind = "share"
    fields = (
        ("share", True, 1000, False),
        ("hashtag", False, 80, False),
        ("link", False, 300, False),
        ("giving", False, 300, False),
        ("figure", False, 60, False),
    )
    template = re.compile(rf"camp:f:share:{AT}")

    def texts(self) -> Mapping[str, str]:
        """As they stand, the text in this language."""
        share, donation = self.campaign.share, self.campaign.donation
        figure = f"{donation.raised:,} / {donation.goal:,}" if donation.goal else ""
        return {
            "share": share.texts.get(self.language, ""),
            "hashtag": share.hashtag,
            "link": share.link,
            "giving": donation.link,
            "figure": figure,
        }

    async def save(self, desk: Desk) -> None:
        before = self.campaign
        raised, _, goal = desk.typed.get("figure", "").partition("/")
        today = await desk.campaigns.today(desk.context.actor.guild_id or 0)
        share = ShareKit(
            texts=merged_words(before.share.texts, {self.language: desk.typed.get("share", "")}),
            hashtag=desk.typed.get("hashtag", ""),
            link=desk.typed.get("link", "").strip(),
            image=before.share.image,
            alt=before.share.alt,
        )
        money = Donation(
            desk.typed.get("giving", "").strip(),
            goal=whole_dollars(goal),
            raised=whole_dollars(raised),
            as_of=today if raised.strip() else None,
        )
        changes = {"share": share, "donation": money}
        await self.edit(desk, changes)


class NewForm(Form):
    """An empty campaign of one kind."""

    template = re.compile(r"camp:f:new:(?P<kind>[a-z0-9_]{5,16})")

    def __init__(self, kind: CampaignKind, language: str) -> None:
        super().__init__(
            title=fit(t("campaign_form.new_title", language), 45),
            custom_id=f"camp:f:new:{kind.value}",
        )
        self.kind, self.language = kind, language
        add_fields(
            self,
            TextForm.fields,
            {},
            lambda name: (
                t(f"campaign_form.{name}", language),
                t(f"campaign_form.{name}_about", language),
            ),
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        context.actor.require(Capability.ORGANIZER)
        if match["kind"] not in list(CampaignKind):
            raise BadInput("errors.press_again")
        return cls(CampaignKind(match["kind"]), context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        empty = CampaignDraft(self.kind, {}, {})
        draft = replace(empty, **text_changes(empty, self.values(), self.language))
        made = await services.campaigns.create(context.actor, draft)
        said = [context.t("drive.made", title=plain(fit(made.titled(self.language), 100)))]
        await present(interaction, await show_page(services, context, made.number, said))


#: The forms that a button opens without asking more, by the word in its custom_id.
PART_FORMS: Mapping[str, type[CampaignForm]] = {
    "text": TextForm,
    "dates": DatesForm,
    "share": ShareForm,
    "fact": FactForm,
    "deadline": DeadlineForm,
}
CAMPAIGN_FORMS: tuple[type[CampaignForm], ...] = (
    TextForm,
    DatesForm,
    PointForm,
    BillForm,
    ScriptForm,
    LetterForm,
    ShareForm,
    FactForm,
    DeadlineForm,
)
FORMS: tuple[type[Form], ...] = (NewForm, *CAMPAIGN_FORMS)
