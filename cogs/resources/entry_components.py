"""What answers the buttons and menus that lead to the page of an entry and back."""

from __future__ import annotations

from typing import Any, Literal, cast

import discord

from bot.domain.errors import NotFound
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from cogs.resources.entry_page import Part, entry_screen

_NUMBER = r"(?P<number>\d{1,8})"


async def _page(
    interaction: discord.Interaction[Any],
    number: int,
    context: Context,
    part: Part | None = None,
    first: int = 0,
) -> Screen:
    view = await services_of(interaction).directory.entry(number, guild_id=context.actor.guild_id)
    return entry_screen(
        view,
        now=services_of(interaction).clock.now(),
        language=context.language,
        in_server=context.actor.guild_id is not None,
        part=part,
        first=first,
    )


class ShowEntry(Action, template=rf"entry:(?P<how>show|back):{_NUMBER}"):
    """The page of an entry: a new private message from a search, in place from one of its parts."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await _page(interaction, int(self.match["number"]), context)
        answer = Answer.to(interaction)
        await (answer.show if self.match["how"] == "show" else answer.update)(screen)


class ShowPart(Action, template=rf"entry:(?P<what>place|service):{_NUMBER}"):
    """The page of one place or service, chosen from the menu; or the rest of a long menu."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        number = int(self.match["number"])
        what = cast("Literal['place', 'service']", self.match["what"])
        values = self.item.values if isinstance(self.item, discord.ui.Select) else []
        chosen, first = values[0] if values else "", 0
        part: Part | None = None
        if chosen.startswith("from") and chosen[4:].isdecimal():
            first = int(chosen[4:])
        elif chosen.isdecimal():
            part = Part(what, int(chosen))
        else:
            raise NotFound("entry.part_gone")
        screen = await _page(interaction, number, context, part, first)
        await Answer.to(interaction).update(screen)


ACTIONS: tuple[type[Action], ...] = (ShowEntry, ShowPart)
