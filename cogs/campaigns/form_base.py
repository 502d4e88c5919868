"""What the forms of a campaign share. Which campaign, version and part stand in the id; what
was typed comes back where it can't be kept, or where somebody else was faster.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self

import discord

from bot.domain.actor import Capability
from bot.domain.campaign import (
    Campaign,
    CampaignWhole,
)
from bot.domain.errors import BadInput
from bot.i18n import t
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields, add_fields
from bot.presentation.text import fit
from bot.services.campaign_writing import CampaignEditedMeanwhile
from bot.services.campaigns import CampaignsService
from bot.services.services import Services
from bot.services.when import read_when
from cogs.campaigns.pages import present, show_page

NUMBER = r"(?P<number>\d{1,18})"
AT = NUMBER + r":(?P<version>\d{1,9})"
BODY = r"(?P<body>[a-z0-9_]{1,40})"
LANGUAGE = r"(?P<language>[a-z]{2,3})"


@dataclass(frozen=True, slots=True)
class Desk:
    """What a form needs to save: who sent it, what was typed, and the services."""

    context: Context
    services: Services
    typed: Mapping[str, str]

    @property
    def campaigns(self) -> CampaignsService:
        """Where campaigns are kept."""
        return self.services.campaigns


class CampaignForm(Form):
    """Fields named in the catalogs (`campaign_form.<name>`), for a part of one campaign."""

    kind: ClassVar[str] = ""
    fields: ClassVar[Fields] = ()

    def __init__(
        self, whole: CampaignWhole, context: Context, version: int, extra: Sequence[str] = ()
    ) -> None:
        self.whole, self.version, self.extra = whole, version, tuple(extra)
        self.language = context.language
        super().__init__(title=fit(self.headline(), 45), custom_id=self._id())
        add_fields(
            self,
            self.fields,
            self.texts(),
            lambda name: (
                t(f"campaign_form.{name}", self.language),
                t(f"campaign_form.{name}_about", self.language),
            ),
        )

    def _id(self) -> str:
        return ":".join(
            ("camp", "f", self.kind, str(self.campaign.number), str(self.version), *self.extra)
        )

    @property
    def campaign(self) -> Campaign:
        """As it stood when the form was opened."""
        return self.whole.campaign

    def headline(self) -> str:
        """The form's title."""
        return t(f"campaign_form.{self.kind}_title", self.language)

    def texts(self) -> Mapping[str, str]:
        """What stands in the fields now."""
        return {}

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        context.actor.require(Capability.ORGANIZER)
        whole = await services_of(interaction).campaigns.get(context.actor, int(match["number"]))
        more = [match[name] for name in match.re.groupindex if name not in ("number", "version")]
        return cls(whole, context, int(match["version"]), more)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        try:
            await self.save(Desk(context, services, self.values()))
        except CampaignEditedMeanwhile as meanwhile:
            # What was typed comes back, to be saved over what stands there now.
            self.version = meanwhile.current.version
            self.custom_id = self._id()
            what = changed_words(meanwhile, self.language)
            raise BadInput("drive.meanwhile", what=what) from meanwhile
        said = [context.t("drive.saved")]
        await present(interaction, await show_page(services, context, self.campaign.number, said))

    async def edit(self, desk: Desk, changes: Mapping[str, Any]) -> None:
        """Keep fields of the campaign. Raises as `CampaignsService.edit`."""
        actor, number = desk.context.actor, self.campaign.number
        await desk.campaigns.edit(actor, number, self.version, changes)

    async def save(self, desk: Desk) -> None:
        """Keep what was desk.typed. Errors may simply be raised."""
        raise NotImplementedError


def changed_words(meanwhile: CampaignEditedMeanwhile, language: str) -> str:
    """What somebody else changed, by name."""
    parts = dict.fromkeys(change.field.split(":")[0] for change in meanwhile.what)
    return ", ".join(t(f"drive.changed_{part}", language) for part in parts) or "-"


def typed_date(text: str, services: Services, language: str, *, field: str) -> date | None:
    """A day as people write it; None where nothing was typed. Raises BadInput."""
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        pass
    try:
        timed = f"{text.strip()} 13:00"  # the reader of times wants one; this one is no riddle
        return read_when(
            timed, now=services.clock.now(), zone="UTC", language=language
        ).start.date()
    except BadInput:
        raise BadInput("drive.not_a_date", name=t(f"campaign_form.{field}", language)) from None
