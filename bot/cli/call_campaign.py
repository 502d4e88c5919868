"""What a campaign has to say to each target, for `call --campaign`. The bot may be running."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.domain.campaign import CampaignWhole
from bot.domain.errors import BadInput, NotFound
from bot.services.call_plans import Caller, fill_card, make_plan
from bot.services.legislators import Found, Legislators
from bot.settings import Settings
from bot.storage.campaign_parts import get_whole
from bot.storage.campaigns import get_campaign
from bot.storage.database import Database
from bot.storage.wrong_numbers import list_wrong_numbers


@dataclass(frozen=True, slots=True)
class Asked:
    """A campaign, and the numbers that its server found to be wrong."""

    whole: CampaignWhole
    without: frozenset[str]


async def read_campaign(settings: Settings, number: int) -> Asked:
    """A campaign of any server, by its number; an operator may look at drafts, too.

    Raises:
        NotFound: there is none. StorageError: there is no database, or it can't be read.
    """
    secret = settings.database_key
    key = secret.get_secret_value() if secret else None
    db = await Database.open(settings.database_path, key=key, readers=1, read_only=True)
    try:
        campaign = await get_campaign(db, number)
        if campaign is None:
            raise NotFound("cli.call.no_campaign", number=number)
        without = {each.phone for each in await list_wrong_numbers(db, campaign.guild_id)}
        return Asked(await get_whole(db, campaign), frozenset(without))
    finally:
        await db.close()


def scripts(
    asked: Asked, found: Found, book: Legislators, now: datetime, language: str
) -> Mapping[str, str]:
    """What to say when somebody picks up, by target. In a draft, what can't be filled yet is left
    out."""
    caller = Caller((*found.districts, *found.state_districts), found.where)
    plan = make_plan([asked.whole], caller, book, now, asked.without)
    town = found.place.label.split(",")[0] if found.place else ""
    said: dict[str, str] = {}
    for step in plan.steps:
        office = step.target.rungs[0].office if step.target.rungs else None
        try:
            card = fill_card(plan, step, office, language, city=town, state=step.target.state)
        except BadInput:
            continue
        if card.parts:
            said[step.target.id] = card.parts[0].main
    return said
