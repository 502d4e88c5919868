"""What answers the buttons of `/rights`, and its form. All they need to know is in the custom_id.

A card carries its own language, so that somebody can turn it to a neighbour's; the rest is said in
the language of whoever pressed.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, Self

import discord
from discord import ui

from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.presentation.sharing import may_speak_here, post_here
from bot.services.directory import FindRequest
from cogs.resources.page_code import MAX_HITS
from cogs.resources.pages import first_page
from cogs.rights.render import (
    card_screen,
    menu_screen,
    printed_screen,
    share_question,
    shared_card,
)

_CARD = r"(?P<card>[a-z_]{1,32})"
_LANGUAGE = r"(?P<language>[a-z]{2,3})"
#: What is looked for in the directory; `data/synonyms.json` ties it to all legal help.
_LEGAL_HELP = "lawyer"
#: The longest name of a place with its state.
_MAX_PLACE = 100


async def _card(interaction: discord.Interaction[Any], match: re.Match[str]) -> Screen:
    context = await context_of(interaction)
    rights = services_of(interaction).rights
    return card_screen(
        rights.get(match["card"]),
        match["language"],
        rights.cards.as_of,
        in_server=context.actor.guild_id is not None,
    )


class Turn(Action, template=rf"rights:card:{_CARD}:{_LANGUAGE}"):
    """Another card, or the same one in another language, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await Answer.to(interaction).update(await _card(interaction, self.match))


class Read(Action, template=rf"rights:read:{_CARD}:{_LANGUAGE}"):
    """A card that everybody sees, in another language for the one who pressed."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await Answer.to(interaction).show(await _card(interaction, self.match))


class Menu(Action, template=rf"rights:menu:{_LANGUAGE}"):
    """Back to all cards, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        cards = services_of(interaction).rights.cards
        await Answer.to(interaction).update(menu_screen(cards, self.match["language"]))


class Print(Action, template=rf"rights:print:{_CARD}:{_LANGUAGE}"):
    """The card as a PDF and as a picture, in a message of its own."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        rights = services_of(interaction).rights
        card, language = rights.get(self.match["card"]), self.match["language"]
        printed = await rights.printed(card, language)
        files = [
            discord.File(BytesIO(printed.picture), f"{printed.name}.png"),
            discord.File(BytesIO(printed.pdf), f"{printed.name}.pdf"),
        ]
        screen = printed_screen(card, printed, language)
        await Answer.to(interaction).show(screen, files=files)


class Share(Action, template=rf"rights:share:{_CARD}"):
    """Asks whether everybody in the channel should see this card."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        card = services_of(interaction).rights.get(self.match["card"])
        channel = f"<#{interaction.channel_id}>"
        await Answer.to(interaction).show(share_question(card, channel, context.language))


class ShareNow(Action, template=rf"rights:post:{_CARD}"):
    """Shows the card to the channel, in the server's language, without saying who asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        rights = services_of(interaction).rights
        card = rights.get(self.match["card"])
        screen = shared_card(card, context.guild_language, rights.cards.as_of)
        await post_here(interaction, screen, context)


class Near(Action, template=r"rights:near"):
    """Asks where one is, if one likes to say."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).open(NearForm(context.language))


class NearForm(Form):
    """A place, or nothing. It is used for one search and forgotten."""

    template = re.compile(r"near")

    def __init__(self, language: str) -> None:
        super().__init__(title=t("rights.near_title", language), custom_id="near")
        self.where: ui.TextInput[Any] = ui.TextInput(
            custom_id="where", required=False, max_length=_MAX_PLACE
        )
        self.add_item(
            ui.Label(
                text=t("rights.near_where", language),
                description=t("rights.near_about", language),
                component=self.where,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        request = FindRequest(_LEGAL_HELP, self.where.value or None, limit=MAX_HITS)
        result = await services_of(interaction).directory.find(
            request, language=context.language, guild_id=context.actor.guild_id
        )
        await Answer.to(interaction).show(first_page(result, context))


ACTIONS: tuple[type[Action], ...] = (Turn, Read, Menu, Print, Share, ShareNow, Near)
FORMS: tuple[type[Form], ...] = (NearForm,)
