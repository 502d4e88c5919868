"""A server with a campaign of calls and letters, and people who take part."""

from __future__ import annotations

from bot.domain.actor import Actor, Capability
from bot.domain.campaign import (
    CampaignDraft,
    CampaignKind,
    CampaignTemplate,
    Donation,
    Letter,
    Script,
    ShareKit,
    Variant,
)
from bot.services.services import Services
from tests.conftest import World

REFUGEES = {"en": "Protect refugees", "es": "Proteger a las personas refugiadas"}
ASK = {"en": "support the refugee bills", "es": "apoyar los proyectos de ley para refugiados"}
MAIN = {
    "en": "Hello {target_title} {target_last}, I live in {caller_city}. Please {ask}.",
    "es": "Hola {target_title} {target_last}, vivo en {caller_city}. Le pido {ask}.",
}
VARIANTS = {
    Variant.VOICEMAIL: "This is for the mailbox: please {ask}.",
    Variant.SUPPORTS: "Thank you for that.",
    Variant.CONSTITUENT: "Yes, I live in {caller_city}.",
}


def organizer_of(world: World, user_id: int = 7) -> Actor:
    """Somebody who may do everything there."""
    return Actor(user_id, world.guild.id, frozenset(Capability))


def template(*bodies: str, state: str | None = None, title: str = "") -> CampaignTemplate:
    """A campaign aimed at those bodies, with every text that there can be."""
    draft = CampaignDraft(
        CampaignKind.CALLS,
        {"en": title, "es": title} if title else REFUGEES,
        ASK,
        state=state,
        share=ShareKit(
            {"en": "I called. You can too!", "es": "Yo llamé. ¡Usted también puede!"},
            "#RefugeesWelcome",
            "https://example.org/refugees",
        ),
        donation=Donation("https://example.org/fund", 5000, 1250, None),
    )
    scripts = [Script(body, lang, words) for body in bodies for lang, words in MAIN.items()]
    scripts += [
        Script(body, "en", words, variant) for body in bodies for variant, words in VARIANTS.items()
    ]
    letters = [
        Letter(body, "en", "Please {ask}", "Dear {target_title} {target_last},\n\nPlease {ask}.")
        for body in bodies
    ]
    return CampaignTemplate("", draft, (), tuple(scripts), tuple(letters))


async def open_campaign(
    world: World, *bodies: str, state: str | None = None, title: str = ""
) -> int:
    """An open campaign in that world's server; its number."""
    made = template(*bodies, state=state, title=title)
    return await open_in(world.app.services, world.guild.id, made)


async def open_in(services: Services, guild_id: int, made: CampaignTemplate) -> int:
    """An open campaign in any server; its number."""
    actor = Actor(7, guild_id, frozenset(Capability))
    campaign = await services.campaigns.from_template(actor, made)
    await services.campaigns.open(actor, campaign.number, campaign.version)
    return campaign.number
