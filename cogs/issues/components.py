"""What answers the menus and buttons of `/issue`. All they need to know is in the custom_id."""

from __future__ import annotations

import re
from typing import Any

import discord

from bot.domain.errors import NotFound
from bot.domain.issue_library import Issue
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of
from bot.presentation.screen import Screen
from bot.presentation.sharing import may_speak_here, post_here
from bot.services.issue_library import issue_library
from cogs.issues.render import card_screen, menu_screen, share_question, shared_card

_ISSUE = r"(?P<issue>[a-z0-9-]{1,60})"


def issue_of(issue_id: str) -> Issue:
    """Raises NotFound where it is gone since the button was shown."""
    found = issue_library().get(issue_id)
    if found is None:
        raise NotFound("issue.gone")
    return found


def _of(match: re.Match[str]) -> Issue:
    return issue_of(match["issue"])


def card_for(issue: Issue, context: Context) -> Screen:
    """The card as this person sees it."""
    return card_screen(issue, context.language, in_server=context.actor.guild_id is not None)


class Choose(Action, template=r"issue:choose:(?:demand|bill|law)"):
    """An issue chosen in a menu, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        values: list[str] = (interaction.data or {}).get("values", [])  # pyright: ignore
        issue = issue_of(values[0] if values else "")
        await Answer.to(interaction).update(card_for(issue, context))


class Menu(Action, template=r"issue:menu"):
    """Back to all issues, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).update(menu_screen(issue_library().issues, context.language))


class Share(Action, template=rf"issue:share:{_ISSUE}"):
    """Asks whether everybody in the channel should see this card."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        channel = f"<#{interaction.channel_id}>"
        screen = share_question(_of(self.match), channel, context.language)
        await Answer.to(interaction).show(screen)


class ShareNow(Action, template=rf"issue:post:{_ISSUE}"):
    """Shows the card to the channel, in the server's language, without saying who asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        screen = shared_card(_of(self.match), context.guild_language)
        await post_here(interaction, screen, context)


ACTIONS: tuple[type[Action], ...] = (Choose, Menu, Share, ShareNow)
