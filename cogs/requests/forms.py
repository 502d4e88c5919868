"""The form in which a dispatcher enters a request."""

from __future__ import annotations

import re
from typing import Any, Self

import discord

from bot.domain.errors import BadInput
from bot.domain.help_request import MOST_DAYS, Need, RequestDraft, refuse_case_details
from bot.i18n import t, zone_name
from bot.presentation.components import Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.fields import Fields, add_fields
from bot.presentation.text import fit
from bot.services.event_typed import typed_time
from bot.services.help_requests import dispatcher_of
from bot.services.language_names import meant_language
from bot.services.oncall_typed import weekly
from cogs.events.careful import AskingForm
from cogs.events.managing import present
from cogs.events.roster_words import number_typed
from cogs.oncall.zones import server_zone
from cogs.requests.gather import page_of
from cogs.requests.render import need_name

FIELDS: Fields = (
    ("code", False, 60, True),
    ("when", False, 200, True),
    ("place", False, 100, False),
    ("language", False, 60, False),
    ("keep_days", False, 2, True),
)
#: How long it lasts where no end was typed, and how long it is kept where nobody says otherwise.
_USUAL_MINUTES, _USUAL_DAYS = 120, "14"
NEEDS = "|".join(need.value for need in Need)


class NewRequest(AskingForm):
    """A code, a time, a coarse place, a language, and for how long it is kept."""

    template = re.compile(rf"form:request:(?P<need>{NEEDS})")
    fields = FIELDS

    def __init__(self, need: Need, zone: str, language: str) -> None:
        super().__init__(
            title=fit(need_name(need, language), 45),
            custom_id=f"form:request:{need.value}",
            language=language,
        )
        self.need, self.zone = need, zone

        def said(name: str) -> tuple[str, str]:
            about = t(
                f"help_request.{name}_about", language, zone=zone_name(zone, language),
                most=MOST_DAYS,
            )  # fmt: skip
            return t(f"help_request.{name}", language), fit(about, 100)

        add_fields(self, FIELDS, {"keep_days": _USUAL_DAYS}, said)

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        zone = await server_zone(services_of(interaction), context.actor)
        return cls(Need(match["need"]), zone, context.language)

    async def save(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        dispatcher_of(context.actor)
        typed = self.values()
        for text in typed.values():  # before it is read as anything else
            refuse_case_details(text)
        found = typed_time(
            typed["when"],
            now=services.clock.now(),
            zone=self.zone,
            language=self.language,
            fold=self.fold,
        )
        ((start, _),) = weekly(found, 1)
        draft = RequestDraft(
            code=typed["code"],
            need=self.need,
            starts_at=start,
            minutes=_USUAL_MINUTES if found.endless else found.minutes,
            language=_language(typed["language"], self.language),
            place=typed["place"],
            keep_days=number_typed(typed["keep_days"], least=1, most=MOST_DAYS),
        )
        made = await services.help_requests.create(context.actor, draft)
        note = context.t("help_request.made")
        await present(interaction, await page_of(services, context, made.number, note=note))


def _language(typed: str, language: str) -> str:
    if not typed.strip():
        return ""
    found = meant_language(typed, language)
    if found is None:
        raise BadInput("help_request.no_language", typed=fit(typed.strip(), 40))
    return found


FORMS: tuple[type[Form], ...] = (NewRequest,)
