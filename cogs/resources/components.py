"""What answers the buttons of `/find`, and its form. All they need to know is in the custom_id."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.domain.organization import ProblemReason
from bot.i18n import t
from bot.presentation.answer import Answer
from bot.presentation.components import Action, Form, limits_of
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Notice
from bot.presentation.sharing import may_speak_here, post_here
from bot.presentation.text import fit, visible
from bot.services.reports import MAX_DETAILS
from cogs.resources.page_code import decode
from cogs.resources.pages import hotlines_page, later_page
from cogs.resources.render import share_question, shared_card

_NUMBER = r"(?P<number>\d{1,8})"
_NUMBERS = r"(?P<numbers>\d{1,8}(?:\.\d{1,8}){0,2})"


class TurnPage(Action, template=r"find:at:(?P<page>[0-9]):(?P<code>[A-Za-z0-9_-]{0,75})"):
    """Another page of the same search, in place."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        screen = await later_page(
            services_of(interaction).directory,
            decode(self.match["code"]),
            int(self.match["page"]),
            context,
        )
        await Answer.to(interaction).update(screen)


class Hotlines(Action, template=r"find:hotlines"):
    """Whom to call in danger: a new private message, so that the search stays."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        hits = await services_of(interaction).directory.hotlines(
            language=context.language, guild_id=context.actor.guild_id
        )
        await Answer.to(interaction).show(hotlines_page(hits, context))


class Share(Action, template=rf"find:share:{_NUMBER}"):
    """Asks whether everybody in the channel should see this entry."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        entry = await services_of(interaction).directory.get_one(
            int(self.match["number"]), language=context.language, guild_id=context.actor.guild_id
        )
        channel = f"<#{interaction.channel_id}>"
        await Answer.to(interaction).show(share_question(entry, channel, context.language))


class ShareNow(Action, template=rf"find:post:{_NUMBER}"):
    """Shows the entry to the channel, in the server's language, without saying who asked."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        may_speak_here(interaction)
        entry = await services_of(interaction).directory.get_one(
            int(self.match["number"]),
            language=context.guild_language,
            guild_id=context.actor.guild_id,
        )
        await post_here(interaction, shared_card(entry, context.guild_language), context)


class Wrong(Action, template=rf"find:wrong:{_NUMBERS}"):
    """Opens the form to report a problem with one of the entries on the page."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        numbers = [int(number) for number in self.match["numbers"].split(".")]
        form = ProblemForm(await _named(interaction, numbers), numbers, context.language)
        await Answer.to(interaction).open(form)


class ProblemForm(Form):
    """Which entry, what is wrong with it, and a few words. Nobody's name is kept with it."""

    template = re.compile(rf"problem:{_NUMBERS}")

    def __init__(
        self,
        known: Sequence[tuple[int, str]],
        numbers: list[int],
        language: str,
        words: str = "",
    ) -> None:
        """`known` are those of `numbers` that are still there, with their names."""
        joined = ".".join(map(str, numbers))
        super().__init__(title=t("find.report_title", language), custom_id=f"problem:{joined}")
        self._language = language
        if not known:
            raise BadInput("find.entry_gone")
        self.which: ui.RadioGroup[Any] | None = None
        if len(known) > 1:
            self.which = ui.RadioGroup(custom_id="which")
            for number, name in known:
                self.which.add_option(label=fit(visible(name), 100), value=str(number))
            self.add_item(ui.Label(text=t("find.report_which", language), component=self.which))
        self._only = known[0][0]
        self._numbers = numbers
        self.reason: ui.RadioGroup[Any] = ui.RadioGroup(custom_id="reason")
        for reason in ProblemReason:
            self.reason.add_option(
                label=t(f"find.problem.{reason.value}", language), value=reason.value
            )
        self.add_item(ui.Label(text=t("find.report_reason", language), component=self.reason))
        self.words: ui.TextInput[Any] = ui.TextInput(
            custom_id="words",
            style=discord.TextStyle.paragraph,
            required=False,
            max_length=MAX_DETAILS,
            default=words or None,
        )
        self.add_item(
            ui.Label(
                text=t("find.report_words", language),
                description=t("find.report_words_about", language),
                component=self.words,
            )
        )

    @classmethod
    async def from_match(
        cls, interaction: discord.Interaction[Any], context: Context, match: re.Match[str]
    ) -> Self:
        numbers = [int(number) for number in match["numbers"].split(".")]
        return cls(await _named(interaction, numbers), numbers, context.language)

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        try:
            reason = ProblemReason(self.reason.value or "")
        except ValueError:
            raise BadInput("find.report_needs_reason") from None
        number = int(self.which.value or self._only) if self.which else self._only
        if number not in self._numbers:
            raise BadInput("find.entry_gone")
        limits_of(interaction).reporting.check((interaction.guild_id, interaction.user.id))
        await services_of(interaction).reports.report(
            context.actor, number, reason, self.words.value
        )
        await Answer.to(interaction).show(Notice(context.t("find.reported")))


async def _named(
    interaction: discord.Interaction[Any], numbers: Sequence[int]
) -> list[tuple[int, str]]:
    """Those of the entries that are still there, with their names."""
    directory = services_of(interaction).directory
    names = [(n, await directory.name_of(n, interaction.guild_id)) for n in numbers]
    return [(number, name) for number, name in names if name is not None]


ACTIONS: tuple[type[Action], ...] = (TurnPage, Hotlines, Share, ShareNow, Wrong)
FORMS: tuple[type[Form], ...] = (ProblemForm,)
