"""A campaign about two bills that every test of campaigns begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain.actor import Actor, Capability
from bot.domain.campaign import (
    Bill,
    Campaign,
    CampaignDraft,
    CampaignKind,
    CampaignTemplate,
    Letter,
    Script,
    Variant,
)
from bot.services.services import Services
from tests.services.conftest import GUILD

ORGANIZER = Actor(11, GUILD, frozenset({Capability.MEMBER, Capability.ORGANIZER}))
MEMBER = Actor(21, GUILD, frozenset({Capability.MEMBER}))
OTHER = Actor(31, GUILD, frozenset({Capability.MEMBER}))

REFUGEES = CampaignDraft(
    CampaignKind.CALLS,
    {"en": "Welcome refugees", "es": "Bienvenidos, refugiados"},
    {"en": "co-sponsor", "es": "copatrocinar"},
)
BILL = Bill("us", "119", {"en": "The Welcome Act"}, lower="H.R. 100", upper="S. 200")
HOUSE = Script("us_house", "en", "I live in {caller_city}. {target}, please {ask} {bill}.")
HOUSE_ES = Script("us_house", "es", "Vivo en {caller_city}. Le pido {ask} {bill}.")
SENATE = Script("us_senate", "en", "{target_title} {target_last}, please {ask} {bill}.")
VOICEMAIL = Script("us_house", "en", "This is about {bill}.", Variant.VOICEMAIL)
LETTER = Letter("us_house", "en", "About {bill}", "Dear {target_title} {target_last}: {ask}.")
TEMPLATE = CampaignTemplate(
    "refugees", REFUGEES, (BILL,), (HOUSE, HOUSE_ES, SENATE, VOICEMAIL), (LETTER,)
)
ENDED = replace(BILL, session="118", session_ends=date(2025, 1, 3))


async def drafted(services: Services, template: CampaignTemplate = TEMPLATE) -> Campaign:
    """A draft of it."""
    return await services.campaigns.from_template(ORGANIZER, template)


async def opened_campaign(services: Services, template: CampaignTemplate = TEMPLATE) -> Campaign:
    """It, open."""
    draft = await drafted(services, template)
    return await services.campaigns.open(ORGANIZER, draft.number, draft.version)


def listing(*bodies: str, state: str | None = None) -> CampaignTemplate:
    """A campaign with a script for each of these bodies."""
    scripts = tuple(Script(body, "en", "{target}, please {ask}.") for body in bodies)
    return CampaignTemplate("", replace(REFUGEES, state=state), (), scripts)
