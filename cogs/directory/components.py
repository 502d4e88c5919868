"""What answers the buttons of the review queue and of an entry's page for editors."""

from __future__ import annotations

from typing import Any, cast

import discord
from discord import ui

from bot.domain.errors import BadInput
from bot.presentation.answer import Answer
from bot.presentation.components import Action
from bot.presentation.context import Context, context_of, services_of
from bot.presentation.screen import Screen
from bot.services.entries import EditedMeanwhile, EntriesService, StoredEntry
from bot.services.review import ReviewItem, ReviewKind, ReviewView
from cogs.calling.wrong_numbers import add_numbers_out
from cogs.directory.forms import ENTRY_FORMS
from cogs.directory.new_forms import AddForm
from cogs.directory.render import (
    FROM,
    editor_screen,
    history_screen,
    meanwhile_text,
    retire_question,
    review_screen,
)

_AT = r"(?P<number>\d{1,8}):(?P<version>\d{1,9})"
_ITEM = r"(?P<kind>[0-7]):(?P<ref>\d{1,15}):(?P<version>\d{1,9})"


async def next_screen(
    interaction: discord.Interaction[Any],
    context: Context,
    after: ReviewItem | None = None,
    done: str = "",
) -> Screen:
    """What waits after that item.

    Raises:
        NotAllowed: not a directory editor.
    """
    services = services_of(interaction)
    view = await services.review.next(context.actor, after=after)
    screen = review_screen(view, context.language, done)
    return await add_numbers_out(services, context, screen)


class Review(Action, template=rf"review:(?P<how>right|called|out|done|take|later):{_ITEM}"):
    """Deals with what waits, and shows the next."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        how = self.match["how"]
        item = ReviewItem(ReviewKind(int(self.match["kind"])), int(self.match["ref"]))
        done = ""
        if how != "later":
            services = services_of(interaction)
            view = await services.review.get(context.actor, item)
            await self._deal(interaction, context, how, view)
            done = context.t(f"directory.done_{how}")
        await Answer.to(interaction).update(await next_screen(interaction, context, item, done))

    async def _deal(
        self, interaction: discord.Interaction[Any], context: Context, how: str, view: ReviewView
    ) -> None:
        services, actor = services_of(interaction), context.actor
        if view.change is not None:
            await services.imports.settle(actor, view.change.number, take=how == "take")
            return
        if how == "take" or (how == "done" and not (view.report or view.suggestion)):
            raise BadInput("errors.press_again")  # no screen has such a button
        if how != "done":
            if view.stored is None:
                raise BadInput("find.entry_gone")
            await _do(services.entries, context, how, view.stored, int(self.match["version"]))
        if view.report is not None:
            await services.reports.close(actor, view.report.number)
        elif view.suggestion is not None:
            await services.suggestions.close(actor, view.suggestion.number)


async def _do(
    entries: EntriesService, context: Context, how: str, stored: StoredEntry, version: int
) -> StoredEntry:
    """One deed on an entry, against the version that the editor saw.

    Raises:
        BadInput: somebody changed it meanwhile; says what.
    """
    actor, number = context.actor, stored.number
    try:
        if how in ("right", "called"):
            return await entries.confirm(actor, number, version=version, called=how == "called")
        if how in ("out", "retired"):
            return await entries.retire(actor, number, version=version)
        if how == "restore":
            return await entries.restore(actor, number, version=version)
        return await entries.undo(actor, number, version=version)
    except EditedMeanwhile as meanwhile:
        what = meanwhile_text(list(meanwhile.what), context.language)
        raise BadInput("directory.meanwhile_look", what=what) from meanwhile


class StartReview(Action, template=r"review:start"):
    """The review queue from its beginning, as a new message."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        await Answer.to(interaction).show(await next_screen(interaction, context))


class OpenEntry(Action, template=r"entry:edit:(?P<number>\d{1,8})"):
    """An entry's page for editors: in place where one came from such a page, else a new message."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        stored = await services_of(interaction).entries.get(
            context.actor, int(self.match["number"])
        )
        screen = editor_screen(stored, context.language)
        if _stands_in(interaction, "review:"):
            await Answer.to(interaction).show(screen)
        else:
            await Answer.to(interaction).update(screen)


def _stands_in(interaction: discord.Interaction[Any], beginning: str) -> bool:
    """Whether the message pressed on has a control whose custom_id begins so."""
    message = interaction.message
    if message is None:
        return False
    view = ui.LayoutView.from_message(message, timeout=None)
    return any(
        str(getattr(item, "custom_id", "")).startswith(beginning) for item in view.walk_children()
    )


class OpenForm(Action, template=rf"entry:(?P<form>basics|contact|texts):{_AT}"):
    """Opens the form for a part of an entry."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        await _open(interaction, self.match["form"], self.match["number"], "")


class ChoosePart(Action, template=rf"entry:(?P<form>service|place):{_AT}"):
    """Opens the form for the service or place that was chosen, or for a new one; or shows the next
    of them in the menu, where it can't hold all."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        (chosen,) = cast("ui.Select[Any]", self.item).values
        start = chosen.removeprefix(FROM)
        if chosen.startswith(FROM) and start.isascii() and start.isdecimal():
            context = await context_of(interaction)
            stored = await services_of(interaction).entries.get(
                context.actor, int(self.match["number"])
            )
            shown_from = {self.match["form"]: int(start[:9])}
            screen = editor_screen(stored, context.language, shown_from=shown_from)
            await Answer.to(interaction).update(screen)
            return
        await _open(interaction, self.match["form"], self.match["number"], chosen)


async def _open(interaction: discord.Interaction[Any], form: str, number: str, part: str) -> None:
    context = await context_of(interaction)
    # As it stands now, whatever the page showed: what is typed is checked against that.
    stored = await services_of(interaction).entries.get(context.actor, int(number))
    await Answer.to(interaction).open(ENTRY_FORMS[form](stored, context.language, part))


class Deed(Action, template=rf"entry:(?P<how>right|called|retired|restore|undo):{_AT}"):
    """Something done to an entry, and its page again."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        entries = services_of(interaction).entries
        stored = await entries.get(context.actor, int(self.match["number"]))
        how = self.match["how"]
        stored = await _do(entries, context, how, stored, int(self.match["version"]))
        done = context.t(f"directory.done_{how}")
        await Answer.to(interaction).update(editor_screen(stored, context.language, done))


class AskRetire(Action, template=rf"entry:retire:{_AT}"):
    """Asks before an entry is taken out."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        stored = await services_of(interaction).entries.get(
            context.actor, int(self.match["number"])
        )
        await Answer.to(interaction).update(retire_question(stored, context.language))


class History(Action, template=r"entry:history:(?P<number>\d{1,8})"):
    """What was done to an entry, by whom, when."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        stored, changes = await services_of(interaction).entries.history(
            context.actor, int(self.match["number"])
        )
        await Answer.to(interaction).update(history_screen(stored, changes, context.language))


class AddSuggested(Action, template=r"suggested:add:(?P<number>\d{1,15})"):
    """Opens the form for a new entry with what the member wrote."""

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        context = await context_of(interaction)
        suggestion = await services_of(interaction).suggestions.get(
            context.actor, int(self.match["number"])
        )
        await Answer.to(interaction).open(AddForm(context.language, suggestion))


ACTIONS: tuple[type[Action], ...] = (
    Review,
    StartReview,
    OpenEntry,
    OpenForm,
    ChoosePart,
    Deed,
    AskRetire,
    History,
    AddSuggested,
)
