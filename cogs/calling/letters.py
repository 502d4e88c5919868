"""The letters of a round: one of each campaign to each target that it has one for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.domain.call_plan import CallPlan, CallStep
from bot.domain.campaign import CampaignWhole
from bot.i18n import SOURCE_LANGUAGE
from bot.presentation.context import Context
from bot.services.services import Services
from cogs.calling.code import Code
from cogs.calling.letter_render import LetterCard
from cogs.calling.words import about_line, who_line


def with_letters(plan: CallPlan) -> Iterator[CallStep]:
    """A step for each letter."""
    for step in plan.steps:
        for number in step.campaigns:
            whole = plan.campaign(number)
            if whole is not None and _bodies_with_letters(whole, step):
                yield replace(step, campaigns=(number,))


async def letter_of(
    services: Services,
    context: Context,
    code: Code,
    plan: CallPlan,
    step: CallStep,
    total: int,
    *,
    city: str = "",
    state: str = "",
) -> LetterCard:
    """The card of one letter.

    Raises:
        NotFound: the campaign is not open any more, or has no letter to them.
    """
    language, (number,) = context.language, step.campaigns
    english = code.at.english
    filled = await services.writing.letter(
        context.actor.guild_id or 0,
        number,
        step.target.id,
        SOURCE_LANGUAGE if english else language,
        instead_of=step.instead_of,
        city=city,
        state=state,
    )
    whole = plan.campaign(number)
    other = whole is not None and any(
        letter.language == SOURCE_LANGUAGE
        for letter in whole.letters
        if letter.body in _bodies_with_letters(whole, step)
    )
    return LetterCard(
        code,
        code.at.step + 1,
        total,
        who_line(filled.target, language),
        filled.subject,
        filled.words,
        about=about_line(filled.target, language),
        campaign=whole.campaign.titled(language) if whole is not None else "",
        address="\n".join(filled.address),
        email=filled.email,
        form_url=filled.form_url,
        website=filled.target.website,
        english=english or (other and filled.language != SOURCE_LANGUAGE),
    )


def _bodies_with_letters(whole: CampaignWhole, step: CallStep) -> set[str]:
    return {letter.body for letter in whole.letters} & {step.body, step.target.body}
