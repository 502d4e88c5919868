"""The end of a round: what the campaigns reached together, and that there was nobody to call."""

from __future__ import annotations

from bot.domain.call_plan import CallPlan
from bot.domain.errors import NotFound
from bot.domain.small_counts import Shown
from bot.i18n import t
from bot.presentation.context import Context
from bot.presentation.screen import Screen
from bot.presentation.text import fit, plain
from bot.services.services import Services
from cogs.calling.code import Code
from cogs.calling.end_render import End, Together, end_screen
from cogs.calling.parts import add_rows, body, button
from cogs.calling.words import count_words, vacancies

_TITLE = 150


async def end_of(
    services: Services, context: Context, code: Code, told: str = "", *, left: bool = False
) -> Screen:
    """Thanks, with what was reached by everybody."""
    together: list[Together] = []
    for number in code.campaigns:
        try:
            campaign = (await services.campaigns.get(context.actor, number)).campaign
        except NotFound:
            continue
        totals = await services.calls.reached(number)
        letters = totals.letters
        none = letters.shown is Shown.EXACT and not letters.value
        together.append(
            Together(
                campaign.titled(context.language, context.guild_language),
                count_words(totals.calls, context.language),
                "" if none else count_words(letters, context.language),
            )
        )
    return end_screen(End(code, tuple(together), left=left, told=told), context.language)


def nobody_screen(plan: CallPlan, code: Code, language: str) -> Screen:
    """That these campaigns ask nothing of anybody who speaks for this person, and what helps."""
    titles = [whole.campaign.titled(language) for whole in plan.campaigns]
    lines = [*vacancies(plan, language), nobody_line(titles, language)]
    made = body("\n".join(lines))
    add_rows(
        made,
        [
            button("call.other_zip", language, code.button("zip")),
            button("call.choose_district", language, code.button("seat")),
            button("act.more", language, "act:show"),
        ],
    )
    return Screen(made)


def nobody_line(titles: list[str], language: str) -> str:
    """Which campaigns have nobody to call."""
    named = ", ".join(fit(plain(title), _TITLE) for title in titles)
    return t("call.nobody_here", language, title=named)
