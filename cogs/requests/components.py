"""What answers the buttons of requests for help."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.help_request import Need
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.services.help_requests import dispatcher_of
from cogs.events.gather import reply
from cogs.oncall.zones import server_zone
from cogs.requests.forms import NewRequest
from cogs.requests.gather import list_of, page_of
from cogs.requests.render import ask_screen, need_screen

_NUMBER = r"(?P<number>\d{1,18})"


async def open_form(
    interaction: discord.Interaction[Any], context: Context, need: Need | None
) -> None:
    """Ask what is needed, or open the form. Raises NotAllowed: not a dispatcher."""
    dispatcher_of(context.actor)
    if need is None:
        await reply(interaction, need_screen(context.language))
        return
    zone = await server_zone(services_of(interaction), context.actor)
    await Answer.to(interaction).open(NewRequest(need, zone, context.language))


class NewOne(Action, template=r"request:new"):
    """A new request."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await open_form(interaction, await context_of(interaction), None)


class ChooseNeed(Action, template=r"request:need"):
    """What is needed."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        chosen = cast("ui.Select[Any]", self.item).values[0]
        if chosen not in {need.value for need in Need}:
            raise BadInput("errors.press_again")
        await open_form(interaction, await context_of(interaction), Need(chosen))


class TurnList(Action, template=r"request:list:(?P<page>\d{1,3})"):
    """A page of the list."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await list_of(services, context, int(self.match["page"])))


class OpenOne(Action, template=rf"request:open:{_NUMBER}"):
    """One request."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await reply(interaction, await page_of(services, context, int(self.match["number"])))


class Deed(Action, template=rf"request:(?P<deed>take|back|done|tell|close):{_NUMBER}"):
    """What is done with a request; how it stands now is shown at once."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number, deed, requests = (
            int(self.match["number"]),
            self.match["deed"],
            services.help_requests,
        )
        deeds = {
            "take": requests.take,
            "back": requests.give_back,
            "done": requests.done,
            "tell": requests.announce,
            "close": requests.close,
        }
        await deeds[deed](context.actor, number)
        note = context.t(f"help_request.did_{deed}")
        await reply(interaction, await page_of(services, context, number, note))


class AskErase(Action, template=rf"request:erase:{_NUMBER}"):
    """Asks before a request is erased."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number = int(self.match["number"])
        dispatcher_of(context.actor)
        await services.help_requests.get(context.actor, number)
        question = context.t("help_request.ask_erase")
        yes = f"request:doerase:{number}"
        screen = ask_screen(question, "help_request.yes_erase", yes, number, context.language)
        await reply(interaction, screen)


class Erase(Action, template=rf"request:doerase:{_NUMBER}"):
    """Erases a request."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        await services.help_requests.erase(context.actor, int(self.match["number"]))
        note = context.t("help_request.did_erase")
        await reply(interaction, await list_of(services, context, 0, note))


class NeedsTraining(Action, template=rf"request:training:{_NUMBER}"):
    """The training that whoever takes it needs."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context, services = await context_of(interaction), services_of(interaction)
        number, chosen = int(self.match["number"]), cast("ui.Select[Any]", self.item).values[0]
        names = await services.shift_trainings.names(context.actor)
        name = ""
        if chosen != "-1":
            if not (chosen.isascii() and chosen.isdigit() and int(chosen) < len(names)):
                raise BadInput("errors.press_again")
            name = names[int(chosen)]
        await services.help_requests.require_training(context.actor, number, name)
        note = context.t("help_request.did_training")
        await reply(interaction, await page_of(services, context, number, note))


ACTIONS: tuple[type[Action], ...] = (
    NewOne,
    ChooseNeed,
    TurnList,
    OpenOne,
    Deed,
    AskErase,
    Erase,
    NeedsTraining,
)
