"""What answers the buttons of the organizers' page of an event."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import discord
from discord import ui

from bot.domain.actor import Capability
from bot.domain.errors import BadInput, NotAllowed
from bot.domain.event_tiers import Tier
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.event_views import EventPage
from bot.services.event_writing import EditedMeanwhile
from cogs.events.manage_render import locals_screen, manage_screen, more_screen, unheard_screen
from cogs.events.meanwhile import meanwhile_text

NUMBER = r"(?P<number>\d{1,18})"
AT = NUMBER + r":(?P<version>\d{1,9})"
#: Mentions on one screen.
_PEOPLE = 50


async def page_of(
    interaction: discord.Interaction[Any], context: Context, number: int
) -> EventPage:
    """An event as those who organize or lead it see it.

    Raises:
        NotAllowed: neither an organizer nor its lead. NotFound: none of this server.
    """
    page = await services_of(interaction).events.get(context.actor, number)
    if page.tier < Tier.LEAD:
        raise NotAllowed("event_error.for_leads")
    return page


async def draw(
    interaction: discord.Interaction[Any],
    context: Context,
    number: int,
    said: Sequence[str] = (),
) -> Screen:
    """The page of an event as it stands now. Raises as `page_of` does."""
    page = await page_of(interaction, context, number)
    now = services_of(interaction).clock.now()
    organizes = context.actor.may(Capability.ORGANIZER)
    return manage_screen(page, context.language, now=now, said=said, organizes=organizes)


async def present(interaction: discord.Interaction[Any], screen: Screen) -> None:
    """In the place of the private message that one came from, else as a new one."""
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await Answer.to(interaction).update(screen)
    else:
        await Answer.to(interaction).show(screen)


async def show_meanwhile(
    interaction: discord.Interaction[Any], context: Context, meanwhile: EditedMeanwhile
) -> None:
    """Instead of a deed: what somebody else changed, and the page as it is now."""
    said = context.t(
        "event_edit.meanwhile_look", what=meanwhile_text(meanwhile.what, context.language)
    )
    screen = await draw(interaction, context, meanwhile.current.number, [said])
    await present(interaction, screen)


class OpenPage(Action, template=rf"event:plan:page:{NUMBER}"):
    """The page of an event."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await present(interaction, await draw(interaction, context, int(self.match["number"])))


class ChooseLocal(Action, template=r"event:plan:open"):
    """The page of the local event that was chosen."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        (chosen,) = cast("ui.Select[Any]", self.item).values
        if not (chosen.isascii() and chosen.isdigit() and len(chosen) <= 18):
            raise BadInput("errors.press_again")
        await present(interaction, await draw(interaction, context, int(chosen)))


class OpenLocals(Action, template=rf"event:plan:locals:{NUMBER}:(?P<at>\d{{1,4}})"):
    """All local events of a day of action."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        page = await page_of(interaction, context, int(self.match["number"]))
        now = services_of(interaction).clock.now()
        screen = locals_screen(page, int(self.match["at"]), context.language, now=now)
        await present(interaction, screen)


class OpenMore(Action, template=rf"event:plan:more:{NUMBER}"):
    """Places, reminders, lead."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        context.actor.require(Capability.ORGANIZER)
        page = await page_of(interaction, context, int(self.match["number"]))
        await present(interaction, more_screen(page.event, context.language))


class ChooseLead(Action, template=rf"event:plan:lead:{AT}"):
    """Who leads it."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        chosen = cast("ui.UserSelect[Any]", self.item).values
        if chosen and chosen[0].bot:
            raise BadInput("event_edit.lead_is_bot")
        lead = chosen[0].id if chosen else None
        try:
            event = await services_of(interaction).events.edit(
                context.actor,
                int(self.match["number"]),
                int(self.match["version"]),
                {"lead_id": lead},
            )
        except EditedMeanwhile as meanwhile:
            await show_meanwhile(interaction, context, meanwhile)
            return
        await present(interaction, more_screen(event, context.language))


class Unheard(Action, template=r"event:plan:unheard:(?P<occurrence>\d{1,18}):(?P<at>\d{1,4})"):
    """Who has not confirmed the last change."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services, number = services_of(interaction), int(self.match["occurrence"])
        people = await services.rsvps.unheard(context.actor, number)
        one = await services.events.occurrence(context.actor, number)
        at = min(int(self.match["at"]), max(0, len(people) - 1) // _PEOPLE)
        screen = unheard_screen(one, people, at, _PEOPLE, context.language)
        await present(interaction, screen)


ACTIONS: tuple[type[Action], ...] = (
    OpenPage,
    ChooseLocal,
    OpenLocals,
    OpenMore,
    ChooseLead,
    Unheard,
)
