"""Two organizers at once, by buttons: nothing is done to what somebody else has just changed;
the page says what that was, and stands there as it is now, with buttons that count again.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

import discord

from bot.presentation.components import Action
from bot.presentation.context import context_of, services_of
from bot.services.campaign_writing import CampaignEditedMeanwhile
from cogs.campaigns.form_base import changed_words
from cogs.campaigns.pages import present, show_page

Pressed = TypeVar("Pressed", bound=Callable[..., Coroutine[Any, Any, None]])


def told_meanwhile(pressed: Pressed) -> Pressed:
    """For what a button does (`Action.pressed`) to a campaign as somebody saw it."""

    @functools.wraps(pressed)
    async def pressed_or_told(action: Action, interaction: discord.Interaction[Any]) -> None:
        try:
            await pressed(action, interaction)
        except CampaignEditedMeanwhile as meanwhile:
            context = await context_of(interaction)
            what = changed_words(meanwhile, context.language)
            said = [context.t("drive.meanwhile_look", what=what)]
            number = meanwhile.current.number
            await present(
                interaction, await show_page(services_of(interaction), context, number, said)
            )

    return cast(Pressed, pressed_or_told)
