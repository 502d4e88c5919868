"""What the page of some events has besides: the way to questions, appointments, one's own team, and
for leads to the roster.
"""

from __future__ import annotations

from typing import Any

from discord import ui

from bot.domain.event import Answer, Kind, Status
from bot.domain.event_tiers import Tier
from bot.presentation.context import Context
from bot.services.event_views import Coming
from bot.services.services import Services
from cogs.events.roster_words import button
from cogs.events.teams_render import my_team_button, team_lines

CLINICS = (Kind.LEGAL_CLINIC, Kind.CITIZENSHIP_CLINIC)


async def extras_of(
    services: Services, context: Context, coming: Coming
) -> tuple[list[str], list[ui.Button[Any]]]:
    """Pieces of text and buttons for `page_screen`'s `more` and `more_buttons`."""
    event, one, language = coming.event, coming.occurrence, context.language
    texts: list[str] = []
    buttons: list[ui.Button[Any]] = []
    in_server = context.actor.guild_id is not None
    if event.kind is Kind.LOBBY_VISIT:
        me = context.actor.user_id
        for mine in (await services.teams.mine(context.actor, one.number))[:3]:
            texts.append("\n".join(team_lines(mine, language, me=me, most=12)))
        if texts:
            buttons.append(my_team_button(one.number, language))
    if event.kind in CLINICS and event.status is not Status.CANCELLED and not one.cancelled:
        slots = await services.event_parts.slots(context.actor, one.number)
        has = next((s for s in slots if coming.mine and s.number == coming.mine.slot), None)
        if has is not None:
            at = f"<t:{int(has.starts_at.timestamp())}:F>"
            texts.append(context.t("event_roster.slot_mine", at=at))
        if slots:
            going = coming.mine is not None and coming.mine.answer is Answer.GOING
            key = "event_roster.slots" if has else "event_roster.slot_choose_now"
            buttons.append(
                button(key, language, f"event:slots:{one.number}:0", primary=going and has is None)
            )
    if event.kind is Kind.TOWN_HALL and in_server:
        buttons.append(
            button("event_roster.questions", language, f"event:questions:{event.number}:0")
        )
    if (
        in_server
        and not one.cancelled
        and await services.shifts.of_event(context.actor, one.number)
    ):
        buttons.append(button("shifts.of_event", language, f"shift:of:{one.number}:0"))
    if coming.tier is Tier.LEAD and in_server:
        buttons.append(
            button("event_roster.to_roster", language, f"event:roster:{one.number}:going:0")
        )
    return texts, buttons
