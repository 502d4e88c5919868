"""What answers the buttons, menus and the form of `/lists`. All state is in the custom_id."""

from __future__ import annotations

import re
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.named_lists import DIRECTORY, list_of
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form
from bot.presentation.context import Context, context_of, services_of
from bot.services.directory import FindRequest
from bot.services.reference_lists import state_label
from cogs.lists.reference_render import county_screen, without_county_screen
from cogs.lists.render import menu_screen, title_of
from cogs.lists.screens import (
    agreements_of,
    area_screen,
    kind_screen,
    later_screen,
    list_screen,
    network_screen,
)
from cogs.resources.page_code import MAX_HITS, decode
from cogs.resources.pages import first_page

_WHERE = r"(?P<where>[^:]{0,60})"
_SLUG = r"(?P<slug>[a-z0-9_]{1,20})"
_STATE = r"(?P<state>[A-Z]{2})"
_PAGE = r"(?P<page>\d{1,3})"
#: Searched for behind the button of the campaigns; a word of data/synonyms.json.
_AGAINST = "287(g)"
_MAX_WHERE = 100


def chosen(interaction: discord.Interaction[Any]) -> str:
    """The one value that was chosen in a menu."""
    values: list[str] = (interaction.data or {}).get("values", [])  # type: ignore[assignment]
    return values[0] if values else ""


class Menu(Action, template=rf"lists:menu:{_WHERE}"):
    """The menu of lists again, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).update(menu_screen(self.match["where"], context.language))


class Choose(Action, template=rf"lists:choose:{_WHERE}"):
    """A list was chosen in the menu."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await list_screen(
            list_of(chosen(interaction)), self.match["where"], services_of(interaction), context
        )
        await Answer.to(interaction).update(screen)


class Show(Action, template=rf"lists:show:{_SLUG}:{_WHERE}"):
    """Another list, as a new private message, so that this one stays."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await list_screen(
            list_of(self.match["slug"]), self.match["where"], services_of(interaction), context
        )
        await Answer.to(interaction).show(screen)


class TurnPage(
    Action, template=rf"lists:page:{_SLUG}:(?P<page>[0-9]):(?P<code>[A-Za-z0-9_-]{{0,75}})"
):
    """Another page of a list of entries, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await later_screen(
            list_of(self.match["slug"]),
            decode(self.match["code"]),
            int(self.match["page"]),
            services_of(interaction),
            context,
        )
        await Answer.to(interaction).update(screen)


class ChooseKind(Action, template=rf"lists:kind:{_WHERE}"):
    """A kind of group was chosen in the directory."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await kind_screen(
            DIRECTORY,
            chosen(interaction),
            self.match["where"],
            services_of(interaction),
            context,
        )
        await Answer.to(interaction).update(screen)


class WholeNetwork(Action, template=rf"lists:safe:{_WHERE}"):
    """All members of the SAFE Network."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await network_screen(
            self.match["where"], services_of(interaction), context, everything=True
        )
        await Answer.to(interaction).update(screen)


class CountyPage(Action, template=rf"lists:counties:{_PAGE}:{_WHERE}"):
    """A state with another page of its counties."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await area_screen(
            self.match["where"], int(self.match["page"]), services_of(interaction), context
        )
        await Answer.to(interaction).update(screen)


class ChooseCounty(Action, template=r"lists:county:(?P<state>[A-Z]{2}|any)"):
    """A county was chosen, in a state or among several of one name."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        services = services_of(interaction)
        value = chosen(interaction)
        state = self.match["state"]
        if state == "any":
            state, _, value = value.partition(":")
        county = await services.references.county(state, value)
        await Answer.to(interaction).update(await agreements_of(county, services, context))


class Agencies(Action, template=rf"lists:agencies:{_STATE}:{_PAGE}:(?P<county>[^:]{{0,60}})"):
    """Another page of a county's agencies, or of those without a county."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        references = services_of(interaction).references
        agreements = (await references.load()).agreements
        state, page = self.match["state"], int(self.match["page"])
        if self.match["county"]:
            county = await references.county(state, self.match["county"])
            screen = county_screen(county, agreements, page, context.language)
        else:
            screen = without_county_screen(state, agreements, page, context.language)
        await Answer.to(interaction).update(screen)


class Against(Action, template=rf"lists:against:{_STATE}"):
    """Who works to end such agreements: a new private message, so that the list stays."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        where = state_label(self.match["state"], context.language)
        result = await services_of(interaction).directory.find(
            FindRequest(_AGAINST, where, limit=MAX_HITS),
            language=context.language,
            guild_id=context.actor.guild_id,
        )
        await Answer.to(interaction).show(first_page(result, context))


class AskPlace(Action, template=rf"lists:place:{_SLUG}"):
    """Opens the form that asks where."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        form = PlaceForm(list_of(self.match["slug"]).slug, context.language)
        await Answer.to(interaction).open(form)


class PlaceForm(Form):
    """A city, a state, a ZIP; for 287(g) a county, too. Used for this list and forgotten."""

    template = re.compile(rf"lists-place:{_SLUG}")

    def __init__(self, slug: str, language: str) -> None:
        of = list_of(slug)
        super().__init__(title=title_of(of, language)[:45], custom_id=f"lists-place:{slug}")
        self._of = of
        self.where: ui.TextInput[Any] = ui.TextInput(custom_id="where", max_length=_MAX_WHERE)
        about = "lists.form_county_about" if slug == "287g" else "lists.form_place_about"
        self.add_item(
            ui.Label(
                text=t("lists.form_place", language),
                description=t(about, language),
                component=self.where,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        return cls(match["slug"], context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        if not self.where.value.strip():
            raise BadInput("places.empty")
        screen = await list_screen(self._of, self.where.value, services_of(interaction), context)
        await Answer.to(interaction).show(screen)


ACTIONS: tuple[type[Action], ...] = (
    Menu,
    Choose,
    Show,
    TurnPage,
    ChooseKind,
    WholeNetwork,
    CountyPage,
    ChooseCounty,
    Agencies,
    Against,
    AskPlace,
)
FORMS: tuple[type[Form], ...] = (PlaceForm,)
